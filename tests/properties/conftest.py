"""The made-up authority of the vectors, for every test that signs or verifies."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

VECTORS = str(Path(__file__).parents[1] / "vectors")


@pytest.fixture(scope="session")
def world() -> ModuleType:
    """Return the made-up authority: keys, certificates and lists with fixed bytes."""
    sys.path.insert(0, VECTORS)
    try:
        return import_module("making.world")
    finally:
        sys.path.remove(VECTORS)
