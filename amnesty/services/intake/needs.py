"""Reading evidence, need, affordability and the undertaking."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.dates import MustBe, in_words, months_after
from amnesty.domain.evidence import (
    Affordability,
    Evidence,
    EvidenceKind,
    Need,
    NeedBasis,
)
from amnesty.domain.quantity import (
    check_need_for_registration,
    parse_need,
    parse_pounds,
)
from amnesty.domain.registration import Undertaking
from amnesty.errors.forms import EvidenceTooLongError, OrderOfDatesError

if TYPE_CHECKING:
    from fractions import Fraction

    from amnesty.services.intake.answers import Answers

_LONGEST_MONTHS = 12
"""How long evidence holds at most, whatever it says."""


def read_evidence(answers: Answers, row: int, by: str) -> Evidence:
    """Return one document that was seen by the person named."""
    at = f"evidence.{row}"
    evidence = Evidence(
        kind=answers.member(f"{at}.kind", EvidenceKind),
        issuer=answers.line(f"{at}.issuer"),
        issuers_number=answers.optional_line(f"{at}.issuers_number"),
        issued_on=answers.day(f"{at}.issued_on", MustBe.TODAY_OR_PAST),
        valid_to=answers.day(f"{at}.valid_to"),
        seen_by=by,
        seen_on=answers.day(f"{at}.seen_on", MustBe.TODAY_OR_PAST),
    )
    if answers.are_sound(f"{at}.issued_on", f"{at}.valid_to"):
        _hold_to_twelve_months(answers, f"{at}.valid_to", evidence)
    seen_on = f"{at}.seen_on"
    sound = answers.are_sound(f"{at}.issued_on", seen_on)
    if sound and evidence.seen_on < evidence.issued_on:
        early = OrderOfDatesError("The day it was seen", "the day it was issued")
        answers.add(seen_on, str(early))
    return evidence


def read_need(answers: Answers, limits: tuple[Fraction, Fraction]) -> Need:
    """Return the grams a day, within the limits of what can be registered."""

    def registrable(text: str) -> Fraction:
        need = parse_need(text)
        check_need_for_registration(need, least=limits[0], most=limits[1])
        return need

    return Need(
        grams_a_day=answers.read("need.grams_a_day", registrable),
        basis=answers.member("need.basis", NeedBasis),
    )


def read_affordability(answers: Answers) -> Affordability:
    """Return the declaration that a private prescription cannot be afforded."""
    return Affordability(
        declared_on=answers.day("affordability.declared_on", MustBe.TODAY_OR_PAST),
        monthly_price=answers.read(
            "affordability.monthly_price",
            partial(parse_pounds, what="monthly price"),
        ),
    )


def read_undertaking(answers: Answers) -> Undertaking | None:
    """Return the signed undertaking, or None until it is signed."""
    given = [f"undertaking.{name}" for name in ("signed_on", "signed_by", "signature")]
    if not answers.is_given(*given):
        return None
    return Undertaking(
        version=answers.line("undertaking.version"),
        signed_on=answers.day("undertaking.signed_on", MustBe.TODAY_OR_PAST),
        signed_by=answers.word("undertaking.signed_by"),
        signature_seen=answers.yes("undertaking.signature_seen"),
    )


def _hold_to_twelve_months(answers: Answers, path: str, evidence: Evidence) -> None:
    if evidence.valid_to < evidence.issued_on:
        late = OrderOfDatesError("Valid to", "the day the evidence was issued")
        answers.add(path, str(late))
    latest = months_after(evidence.issued_on, _LONGEST_MONTHS)
    if evidence.valid_to > latest:
        answers.add(path, str(EvidenceTooLongError(in_words(latest))))
