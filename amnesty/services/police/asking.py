"""What police ask a register, and the little that they are told.

The order is the same for every question, and so is the work: who asks and why, whether
they may ask now, the answer, the event. Where there is nothing, a decoy is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.answer import Matches, Standing, Typed
from amnesty.domain.asking import (
    HORIZON,
    Bar,
    Barred,
    Officer,
    Why,
    barred,
    locked_until,
)
from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import CertificateNumber, parse_postcode
from amnesty.domain.london import LONDON
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.domain.verdict import Verdict
from amnesty.errors.asking import (
    AskingBarredError,
    FullerReasonNeededError,
    ReasonUnknownError,
)
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.police.telling import limits_in_words
from amnesty.services.verifying.next_steps import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.domain.asking import Question
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

LEAST_FULLER = 20
"""Letters of a fuller reason."""
_LONGEST_FULLER = 500
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Told:
    """What police are told of one certificate."""

    number: CertificateNumber
    verdict: Verdict
    next_step: str
    standing: Standing | None
    """None where there is no such certificate."""
    matches: Matches


@dataclass(frozen=True, kw_only=True)
class ToldOfPlace:
    """What police are told of an address."""

    is_registered: bool
    certificates: tuple[Told, ...]

    @property
    def sentence(self) -> str:
        """What an officer is told first: no answer here says that nobody may grow."""
        if self.is_registered:
            return "This is a registered site."
        return (
            "As typed, this is no registered site. An address that is written "
            "otherwise is not found: try flat, house, street, town and postcode, "
            "all of them."
        )


def read_why(
    *, force: str, collar: str, reason: str, incident: str, fuller: str = ""
) -> Why:
    """Return who asks and why, as typed.

    Raises:
        BadInputError: something is missing, too long or hides a character.
    """
    return Why(
        officer=Officer(
            force=clean_line(force, "force", longest=_LONGEST_NAME),
            collar=clean_line(collar, "collar number", longest=_LONGEST_NAME),
        ),
        reason=clean_line(reason, "reason", longest=_LONGEST_NAME),
        incident=clean_line(incident, "incident reference", longest=_LONGEST_NAME),
        fuller=clean_optional_line(fuller, "fuller reason", longest=_LONGEST_FULLER),
    )


def read_place(lines: Sequence[str], postcode: str | None) -> Address:
    """Return an address as typed.

    Raises:
        BadInputError: a line or the postcode cannot be read.
    """
    return Address(
        lines=tuple(clean_line(line, "address") for line in lines),
        postcode=None if postcode is None else parse_postcode(postcode),
    )


def limits_of(told: Told) -> Iterator[tuple[str, str]]:
    """Yield what a certificate permits and until when; dashes where there is none.

    Every answer has the same lines.
    """
    one = told.standing
    for name, limits in (
        ("Plants indoors", one and one.indoor),
        ("Plants outdoors", one and one.outdoor),
    ):
        yield name, limits_in_words(limits) if limits else "-"
    stock = None if one is None else one.stock_grams
    yield "Kept there", "-" if stock is None else f"up to {stock} g dried"
    yield "Carried", "-" if one is None else f"up to {one.carry_grams} g dried"
    yield "Valid from", "-" if one is None else in_words(one.valid_from)
    yield "Valid to", "-" if one is None else in_words(one.until or one.valid_to)


@repeated
def ask_by_number(
    desk: Desk, number: CertificateNumber, why: Why, typed: Typed | None = None
) -> Told:
    """Return how a certificate stands, and whether what was typed agrees with it.

    Raises:
        ReasonUnknownError: the reason is none of the coded ones.
        AskingBarredError: the account, the officer or the force has to wait.
        FullerReasonNeededError: this question was drawn.
    """
    require(desk.member, Act.ASK_AS_POLICE)
    with desk.transaction() as register:
        asking = _begin(desk, register, why, number)
        answer = register.answer_to_number(number, typed)
        standing = None if answer is None else answer.standing
        told = _told(desk, why, number, standing)
        codes = {} if answer is not None else asking.when_wrong
        asking.log(desk, register, told=told.verdict.value, codes=codes)
    return told if answer is None else replace(told, matches=answer.matches)


@repeated
def ask_by_address(desk: Desk, address: Address, why: Why) -> ToldOfPlace:
    """Return whether an address is a registered site, and how its certificates stand.

    Raises:
        ReasonUnknownError: the reason is none of the coded ones.
        AskingBarredError: the account, the officer or the force has to wait.
        FullerReasonNeededError: this question was drawn.
    """
    require(desk.member, Act.ASK_AS_POLICE)
    with desk.transaction() as register:
        asking = _begin(desk, register, why, address)
        answer = register.answer_to_address(address)
        if answer is not None:
            # Known again by whom it is about, however the officer spelt it.
            marks = " ".join(map(register.mark_of, answer.addresses))
            asking = replace(asking, mark=marks)
        found = () if answer is None else answer.certificates
        told = tuple(_told(desk, why, one.number, one.standing) for one in found)
        asking.log(desk, register, told="site" if found else "no site", codes={})
    return ToldOfPlace(is_registered=bool(found), certificates=told)


@repeated
def record_outcome(desk: Desk, verdict: Verdict, outcome: str) -> None:
    """Write down what came of a check; it is read as counts only.

    Nothing is kept that was typed: no record would take it along as it is erased.

    Raises:
        ReasonUnknownError: the outcome is none of the coded ones.
    """
    require(desk.member, Act.ASK_AS_POLICE)
    with desk.transaction() as register:
        rules = rules_in(register).asking
        if outcome not in rules.outcomes:
            raise ReasonUnknownError("outcome", rules.outcomes)
        event = desk.note(
            Verb.COLLECTION,
            Act.ASK_AS_POLICE,
            codes={"outcome": outcome, "verdict": verdict.name},
        )
        register.append(event)


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """One question that may be asked now."""

    why: Why
    mark: str
    kind: str
    codes: Mapping[str, str]
    when_wrong: Mapping[str, str]

    def log(
        self, desk: Desk, register: Transaction, *, told: str, codes: Mapping[str, str]
    ) -> None:
        """Log the question with what is about to be told."""
        why = self.why
        register.append(
            desk.note(
                Verb.DISCLOSURE,
                Act.ASK_AS_POLICE,
                codes={**self.codes, **codes},
                asked=self.mark,
                kind=self.kind,
                force=why.officer.force,
                collar=why.officer.collar,
                reason=why.reason,
                incident=why.incident,
                fuller=why.fuller,
                told=told,
            )
        )


def _begin(desk: Desk, register: Transaction, why: Why, question: Question) -> _Asking:
    rules = rules_in(register).asking
    if why.reason not in rules.reasons:
        raise ReasonUnknownError("reason", rules.reasons)
    at, officer = register.log_time(desk.now()), why.officer
    codes = {
        "officer": register.pseudonym(officer.force, officer.collar),
        "force": register.pseudonym(officer.force),
    }
    before = register.asked_since(at - HORIZON)
    by = desk.member.id
    bar = barred(before, now=at, by=by, rules=rules, **codes)
    if bar is not None:
        raise AskingBarredError(
            bar.bar.value, _clock(bar), is_alarm=bar.bar is not Bar.WRONG_NUMBERS
        )
    mark = register.mark_of(question)
    # By nothing that is typed beside the question, or whoever is drawn types another.
    is_drawn = register.is_drawn(
        rules.fuller_reason_one_in, mark, f"{by:016x}", f"{at:%Y-%m-%d}"
    )
    if is_drawn and len(why.fuller) < LEAST_FULLER:
        raise FullerReasonNeededError(LEAST_FULLER)
    if at != desk.now():
        codes["at"] = at.isoformat()
    wrong = [one.at for one in before if one.by == by and one.was_wrong]
    until = locked_until(sorted([*wrong, at]), rules)
    alarm = {} if until is None else {"alarm": Bar.WRONG_NUMBERS.value}
    return _Asking(
        why=why,
        mark=mark,
        kind="number" if isinstance(question, str) else "address",
        codes=codes,
        when_wrong={"wrong": "number", **alarm},
    )


def _told(
    desk: Desk, why: Why, number: CertificateNumber, standing: Standing | None
) -> Told:
    force = why.officer.force
    verdict = (
        Verdict.NOT_ISSUED
        if standing is None
        else standing.verdict(desk.today(), force=force)
    )
    return Told(
        number=number,
        verdict=verdict,
        next_step=words_for(force).next_steps[verdict],
        standing=standing,
        matches=Matches(),
    )


def _clock(bar: Barred) -> str:
    until = bar.until.astimezone(LONDON)
    return f"{until:%H:%M} on {in_words(until.date())}"
