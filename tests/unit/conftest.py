"""The made-up authority of the vectors, for every test that signs or verifies."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

WORLD = Path(__file__).parents[1] / "vectors" / "world.py"


@pytest.fixture(scope="session")
def world() -> ModuleType:
    """Return the made-up authority: keys, certificates and lists with fixed bytes."""
    spec = spec_from_file_location("vectors_world", WORLD)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
