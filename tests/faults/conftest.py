"""The made-up office of the store's tests, for whatever goes wrong in it."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_FILE = Path(__file__).parents[1] / "store" / "conftest.py"
_NAME = "made_up_office"

if _NAME not in sys.modules:
    _spec = spec_from_file_location(_NAME, _FILE)
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_NAME] = module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_NAME])

_offices = sys.modules[_NAME]
made = _offices.made
postgres = _offices.postgres
made_on_server = _offices.made_on_server
office = _offices.office
clerk = _offices.clerk
supervisor = _offices.supervisor
log = _offices.log
keep = _offices.keep
person = _offices.person
create = _offices.create
