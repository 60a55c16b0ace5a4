"""Every target answers all vectors, and whatever a fuzzer found before."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amnesty.errors import AmnestyError

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def targets() -> ModuleType:
    """Return the targets of `make fuzz`."""
    sys.path.insert(0, str(HERE))
    try:
        return import_module("targets")
    finally:
        sys.path.remove(str(HERE))


def test_every_seed_is_answered(targets: ModuleType) -> None:
    """No vector makes a target raise anything but our own errors, to begin with."""
    for octets in targets.seeds().values():
        targets.feed(octets)
    targets.feed(b"")


def test_what_was_found_stays_mended(targets: ModuleType) -> None:
    """Whatever a fuzzer wrote into the corpus is answered by now."""
    for path in (HERE / "corpus").iterdir():
        targets.feed(path.read_bytes())


def test_the_seeds_reach_what_they_are_for(targets: ModuleType) -> None:
    """A control: for each target some seed is good, and some is refused in words."""
    good, refused = set(), set()
    for octets in targets.seeds().values():
        target = targets.TARGETS[octets[0]]
        try:
            target(octets[1:])
            good.add(target.__name__)
        except AmnestyError:
            refused.add(target.__name__)
    assert good == {target.__name__ for target in targets.TARGETS}
    assert {"digits", "cbor", "payload", "status", "archive", "trust"} <= refused
