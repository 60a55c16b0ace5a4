"""One office with its screens open: desks of every role, and one patient."""

from __future__ import annotations

from tests.store.rights.conftest import kept, room

__all__ = ["kept", "room"]
