"""What reaches the token in software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.hsm import Hsm
    from tests.hsm.softhsm import Token


@pytest.fixture
def hsm(token: Token) -> Iterator[Hsm]:
    """Return what reaches the token; it is logged out afterwards."""
    opened = token.opened()
    yield opened
    opened.close()
