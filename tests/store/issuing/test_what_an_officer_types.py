"""What an officer types is told to match or not; the right answer is told to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.address import Address
from amnesty.domain.answer import Matches, Typed
from amnesty.domain.identifiers import Postcode

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from tests.store.issuing.conftest import Asking

    Issue = Callable[..., IssuedCertificate]

SITE = Address(lines=("14, Canal Row",), town="PENMAEN", postcode=Postcode("ZZ1 4AB"))
"""The site of the tests' registration, as somebody else may write it."""


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        (Typed(name="Siân Llŷr"), Matches(name=True)),
        (Typed(name="SIAN MAIR LLYR"), Matches(name=True)),
        (Typed(name="Wojciech Wójcik"), Matches(name=False)),
        (Typed(name=""), Matches(name=False)),
        (Typed(date_of_birth=date(1970, 3, 27)), Matches(date_of_birth=True)),
        (Typed(date_of_birth=date(1970, 3, 28)), Matches(date_of_birth=False)),
        (Typed(site=SITE), Matches(site=True)),
        (Typed(site=replace(SITE, lines=("15 Canal Row",))), Matches(site=False)),
        (
            Typed(name="Sian Llyr", date_of_birth=date(1970, 3, 27), site=SITE),
            Matches(name=True, date_of_birth=True, site=True),
        ),
    ],
)
def test_what_is_typed_is_compared(
    police: Asking, issue: Issue, typed: Typed, matches: Matches
) -> None:
    """Name, date of birth and site are told as match or no match, if asked at all."""
    by_chance = 3
    for _ in range(by_chance):
        told = police.number(issue().certificate.number, typed)
        assert told is not None
        if told.matches == matches:
            return
    pytest.fail("One wrong detail in 256 agrees by chance; three in a row do not.")


def test_a_right_detail_always_agrees(police: Asking, issue: Issue) -> None:
    """Chance lets a wrong detail through now and then; it never keeps out the right."""
    right = Typed(name="Siân Llŷr", date_of_birth=date(1970, 3, 27), site=SITE)
    for _ in range(8):
        told = police.number(issue().certificate.number, right)
        assert told is not None
        assert told.matches == Matches(name=True, date_of_birth=True, site=True)
