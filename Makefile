# `make` lists the commands; `make demo` and `make test` need python3.11 and make only.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
LOCK   := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
export UV_PYTHON_DOWNLOADS := never
# Councils inspect traffic with certificates of their own, which the system knows.
export UV_SYSTEM_CERTS := 1
# Compiled modules are kept: without them every start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help demo test check faults postgres fuzz fix bench snapshots page pictures sbom lock clean

help: ## list these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.ready ## set everything up and run the register on made-up people
	@$(BIN)/amnesty demo

test: $(VENV)/.ready ## set everything up and run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.ready ## everything that continuous integration checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

faults: $(VENV)/.ready ## power cuts and other faults, many more than in the tests; poor photographs too
	FAULTS=long $(BIN)/python -m pytest -s tests/faults tests/properties/test_every_bit_of_every_vector_counts.py tests/properties/test_no_plant_and_no_gram_vanishes.py tests/unit/papers/test_printed_code_is_read.py

fuzz: $(VENV)/.ready .tools/fuzz ## feed the verifier with changed vectors for FUZZ_SECONDS (600), on Linux
	PYTHONPATH=.tools/fuzz $(BIN)/python tests/fuzz/run.py

postgres: $(VENV)/.ready ## what a server keeps, on the PostgreSQL in the folder AMNESTY_POSTGRES
	AMNESTY_POSTGRES=$(or $(AMNESTY_POSTGRES),$(lastword $(wildcard /usr/lib/postgresql/*/bin))) \
		$(BIN)/python -m pytest tests/store -k "server or moving or tls"

fix: $(VENV)/.ready ## format, and repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pictures: $(VENV)/.ready ## draw the pictures of docs/papers.md anew, to be looked at
	$(BIN)/python tests/unit/papers/pictures.py

bench: $(VENV)/.ready .tools/peers ## benchmarks as ratios, one JSON line each
	$(BIN)/python tests/benchmarks/run.py

snapshots: $(VENV)/.ready ## renew the kept screens and the pictures of the README; look at each difference
	SNAPSHOTS=renew $(BIN)/python -m pytest tests/screens/test_snapshots.py tests/screens/test_pictures.py

page: $(VENV)/.ready ## put the officer's page together from its sources
	$(BIN)/python -m amnesty.services.police.paging

$(VENV)/.ready: requirements/dev.txt pyproject.toml | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip sync --quiet --python $(VENV) --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(VENV) --no-deps --no-build-isolation --editable .
	@touch $@

.tools/bin/uv: requirements/uv.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade --require-hashes --target .tools -r $<

.tools/peers: requirements/peers.txt | $(UV)
	@$(UV) pip install --quiet --python $(VENV) --require-hashes --no-deps --target $@ -r $<
	@touch $@

.tools/fuzz: requirements/fuzz.txt | $(UV)
	@$(UV) pip install --quiet --python $(VENV) --require-hashes --no-deps --target $@ -r $<
	@touch $@

sbom: $(VENV)/.ready ## renew the bill of materials and the record of processing
	$(BIN)/python tests/making_sbom.py
	$(BIN)/python -m amnesty.services.rights.processing

lock: | $(UV) ## renew the pins after a change of pyproject.toml
	$(UV) pip compile $(LOCK) -o requirements/run.txt pyproject.toml
	$(UV) pip compile $(LOCK) -o requirements/dev.txt --group dev --constraint requirements/run.txt pyproject.toml
	echo 'atheris==3.0.0' | $(UV) pip compile $(LOCK) -o requirements/fuzz.txt -
	printf 'typst==0.15.2\nweasyprint==70.0\n' | $(UV) pip compile $(LOCK) -o requirements/peers.txt -
	echo 'uv==0.13.9' | $(UV) pip compile $(LOCK) -o requirements/uv.txt -

clean: ## remove what was set up
	rm -rf $(VENV) .tools
