"""Codes of authorities: their shape, and which of them may register."""

from __future__ import annotations

import pytest

from amnesty.domain.identifiers import (
    DEMONSTRATION_GSS,
    MAY_REGISTER,
    parse_gss_code,
)
from amnesty.errors.identifiers import (
    AuthorityCodeError,
    AuthorityKindError,
    NumberMissingError,
)


@pytest.mark.parametrize("beginning", MAY_REGISTER)
def test_councils_may_register(beginning: str) -> None:
    """Each kind of council that the scheme names is taken, whatever the capitals."""
    assert parse_gss_code(f" {beginning.lower()}000 008 ") == f"{beginning}000008"


@pytest.mark.parametrize("code", ["E10000003", "E92000001", "W04000001", "X06000001"])
def test_other_areas_may_not(code: str) -> None:
    """A county, a country or a ward keeps no register, and the sentence lists who."""
    with pytest.raises(AuthorityKindError, match=r"E06, .*, S12 or N09$"):
        parse_gss_code(code)


@pytest.mark.parametrize(
    "code", ["E0700008", "E070000080", "07000008E", "E07\u066000008"]
)
def test_another_shape_is_no_code(code: str) -> None:
    """One letter and eight digits of ASCII."""
    with pytest.raises(AuthorityCodeError, match="one letter and 8 digits"):
        parse_gss_code(code)


def test_nothing_asks_for_the_code() -> None:
    """Nothing typed is missing, not wrong."""
    with pytest.raises(NumberMissingError, match=r"^Enter the authority code$"):
        parse_gss_code("")


def test_the_demonstration_can_register() -> None:
    """The made-up authority's code reads like any other."""
    assert parse_gss_code(DEMONSTRATION_GSS) == DEMONSTRATION_GSS
