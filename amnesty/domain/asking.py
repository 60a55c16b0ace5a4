"""Who asks for the police, why, and whether they may ask now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.staff import StaffId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.house_rules import AskingRules

HORIZON = timedelta(hours=1)
"""How far back questions count; locks are shorter."""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who asks, as a control room or a duty line was told."""

    force: str
    collar: str


@dataclass(frozen=True, kw_only=True)
class Why:
    """For what somebody asks."""

    officer: Officer
    reason: str
    """One of the coded reasons of the house rules."""
    incident: str
    """The force's own reference."""
    fuller: str = ""
    """In the officer's words, where it is asked for."""


@dataclass(frozen=True, kw_only=True)
class AskedBefore:
    """One question of the last hour, as the log's clear leaf tells it."""

    at: datetime
    by: StaffId
    officer: str
    force: str
    """Both pseudonyms: the same for the same, and nobody's name."""
    was_wrong: bool


class Bar(Enum):
    """Why nobody may ask now."""

    WRONG_NUMBERS = "wrong numbers"
    OFFICER = "limit of the officer"
    FORCE = "limit of the force"
    ACCOUNT = "limit of the account"


@dataclass(frozen=True, kw_only=True)
class Barred:
    """That questions have to wait, and until when."""

    bar: Bar
    until: datetime


def barred(
    before: Sequence[AskedBefore],
    *,
    now: datetime,
    by: StaffId,
    officer: str,
    force: str,
    rules: AskingRules,
) -> Barred | None:
    """Return why an account may not ask now; None where it may.

    Wrong numbers count for the account, in however many sessions and whatever officer
    is named: names are typed, and an account is signed in to. So nobody asks more often
    than a force may by typing another one each time.
    """
    wrong = sorted(one.at for one in before if one.by == by and one.was_wrong)
    until = locked_until(wrong, rules)
    if until is not None and now < until:
        return Barred(bar=Bar.WRONG_NUMBERS, until=until)
    lately = [one for one in before if one.at > now - HORIZON]
    own = sorted(one.at for one in lately if one.officer == officer)
    of_force = sorted(one.at for one in lately if one.force == force)
    of_account = sorted(one.at for one in lately if one.by == by)
    for bar, asked, limit in (
        (Bar.OFFICER, own, rules.by_officer_an_hour),
        (Bar.FORCE, of_force, rules.by_force_an_hour),
        (Bar.ACCOUNT, of_account, rules.by_force_an_hour),
    ):
        if len(asked) >= limit:
            return Barred(bar=bar, until=asked[-limit] + HORIZON)
    return None


def locked_until(wrong: Sequence[datetime], rules: AskingRules) -> datetime | None:
    """Return until when an account is locked, by its wrong numbers in order of time."""
    within = timedelta(minutes=rules.within_minutes)
    lasts = [
        last
        for first, last in zip(wrong, wrong[rules.wrong_numbers - 1 :], strict=False)
        if last - first <= within
    ]
    return lasts[-1] + timedelta(minutes=rules.lock_minutes) if lasts else None


Question = CertificateNumber | Address
"""What may be asked about: a certificate by its number, or a place."""
