"""One address in several spellings."""

from __future__ import annotations

import pytest

from amnesty.domain.address import Address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14 Canal Rd", "14 Canal Road"),
        ("14 canal road", "14 Canal Rd."),
        ("Apt 2, 9 St Mary's St", "Flat 2, 9 St Mary's Street"),
        ("9 Church ST.", "9 Church Street"),
        ("The Lodge, Mill Ln", "The Lodge, Mill Lane"),
        ("3 Park Gdns, Old Town", "3 Park Gardens, Old Town"),
    ],
)
def test_a_kind_of_street_may_be_shortened(typed: str, kept: str) -> None:
    """Whichever of the two is registered, the other one leads to it."""
    registered = Address(lines=(kept,), town="Penmaen").key
    spellings = Address(lines=(typed,), town="Penmaen").spellings
    assert registered in {one.key for one in spellings}
    assert len(spellings) == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14 Canal Row", "15 Canal Row"),
        ("St John", "Street John"),
        ("Street", "St"),
        ("14 Canal Road", "14 Canal Street"),
        ("Dr Jones House", "Drive Jones House"),
    ],
)
def test_nothing_else_is_the_same_place(typed: str, kept: str) -> None:
    """A saint is no street, a number is a number, and a road no lane."""
    spellings = Address(lines=(typed,)).spellings
    assert Address(lines=(kept,)).key not in {one.key for one in spellings}
