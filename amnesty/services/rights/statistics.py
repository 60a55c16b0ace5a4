"""Statistics: computed once a month by a supervisor, and read with small counts hidden.

A month's tables are made once and kept. Whoever could have them made before and after
one registration would learn that registration from the difference.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.hand_in import HandInReceipt
from amnesty.domain.registration import Move, State
from amnesty.domain.staff import Act, Compartment, require
from amnesty.domain.suppression import Table, shown
from amnesty.domain.verdict import Verdict
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.rights.equality import QUESTIONS, all_answers
from amnesty.services.verifying.next_steps import NEXT_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.domain.registration import Registration
    from amnesty.domain.suppression import Counts
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_KEPT = "statistics"
_PAGE = 500
_GRAMS = ((50, "up to 50 g"), (100, "up to 100 g"), (250, "up to 250 g"))
_MORE_GRAMS = "more than 250 g"
_DAYS = ((7, "within 7 days"), (28, "within 28 days"), (56, "within 56 days"))
_MORE_DAYS = "after more than 56 days"
_DECIDED = frozenset({Move.APPROVE, Move.REFUSE})
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)

Tally = defaultdict[str, Counter[str]]


@repeated
def compute_statistics(desk: Desk) -> tuple[Table, ...]:
    """Make this month's tables and keep them, or return those that were made already.

    Restricted records that do not name whoever counts are left out.
    """
    require(desk.member, Act.COUNT)
    month = f"{desk.today():%Y-%m}"
    with desk.transaction() as register:
        kept = _kept(register)
        if month not in kept:
            rules = rules_in(register).statistics
            tables = [
                shown(title, counts, rules) for title, counts in _counted(register)
            ]
            kept[month] = [asdict(one) for one in tables]
            text = json.dumps(kept).encode()
            register.keep_secret(Compartment.COMMON, _KEPT, text)
        register.append(desk.note(Verb.COMBINATION, Act.COUNT, month=month))
    return _tables(kept[month])


@repeated
def read_statistics(desk: Desk) -> dict[str, tuple[Table, ...]]:
    """Return the tables that were made, by month, the newest first."""
    require(desk.member, Act.READ_STATISTICS)
    with desk.transaction() as register:
        kept = _kept(register)
        register.append(desk.note(Verb.CONSULTATION, Act.READ_STATISTICS))
    return {month: _tables(kept[month]) for month in sorted(kept, reverse=True)}


def _kept(register: Transaction) -> dict[str, list[dict[str, object]]]:
    text = register.secrets(Compartment.COMMON).get(_KEPT, b"{}")
    kept: dict[str, list[dict[str, object]]] = json.loads(text)
    return kept


def _tables(kept: Iterable[dict[str, object]]) -> tuple[Table, ...]:
    return tuple(
        Table(
            title=str(one["title"]),
            columns=tuple(one["columns"]),  # type: ignore[arg-type] # as it was kept
            rows=tuple(tuple(row) for row in one["rows"]),  # type: ignore[attr-defined] # as it was kept
        )
        for one in kept
    )


def _counted(register: Transaction) -> Iterator[tuple[str, Counts]]:
    """Yield every table with its true counts."""
    registrations = list(_all(register))
    states: Tally = defaultdict(Counter)
    for one in registrations:
        states[one.state.value]["registrations"] += 1
    yield "Registrations by state", states
    yield "Times to decide", _times(registrations)
    yield "Hand-ins by grams", _hand_ins(register, registrations)
    answers = all_answers(register)
    for question in QUESTIONS:
        by_group: Tally = defaultdict(Counter)
        for one in registrations:
            group = answers.get(f"{one.id:016x}", {}).get(question)
            if group is not None:
                by_group[group][_outcome(one)] += 1
        yield f"Outcomes by {question}", by_group
    yield from _of_police(register)


def _all(register: Transaction) -> Iterator[Registration]:
    last, more = None, True
    while more:
        page, last = register.registrations_after(last, list(State), limit=_PAGE)
        more = last is not None
        yield from page


def _outcome(registration: Registration) -> str:
    moves = {step.move for step in registration.steps}
    if Move.REVOKE in moves:
        return "revoked"
    if Move.REFUSE in moves:
        return "refused"
    return "approved" if Move.APPROVE in moves else "not decided"


def _times(registrations: Iterable[Registration]) -> Tally:
    found: Tally = defaultdict(Counter)
    for one in registrations:
        submitted = [step.at for step in one.steps if step.move is Move.SUBMIT]
        decided = [step for step in one.steps if step.move in _DECIDED]
        if submitted and decided:
            days = (decided[0].at - submitted[0]).days
            band = next((name for most, name in _DAYS if days <= most), _MORE_DAYS)
            found[band][decided[0].move.value] += 1
    return found


def _hand_ins(register: Transaction, registrations: Iterable[Registration]) -> Tally:
    found: Tally = defaultdict(Counter)
    for one in registrations:
        for receipt in register.hand_ins_of(one.id):
            if isinstance(receipt, HandInReceipt):
                grams = sum((bag.net_grams for bag in receipt.stock), Fraction(0))
                bands = (name for most, name in _GRAMS if grams <= most)
                found[next(bands, _MORE_GRAMS)]["hand-ins"] += 1
    return found


def _of_police(register: Transaction) -> Iterator[tuple[str, Counts]]:
    asked: Tally = defaultdict(Counter)
    outcomes: Tally = defaultdict(Counter)
    for _, codes in register.codes_since(_SINCE, Act.ASK_AS_POLICE):
        if "outcome" in codes:
            verdict = Verdict[codes["verdict"]].value
            step = NEXT_STEPS[Verdict[codes["verdict"]]].partition(".")[0]
            outcomes[f"{verdict} ({step})"][codes["outcome"]] += 1
        elif "officer" in codes:
            asked["questions"]["wrong number" if "wrong" in codes else "answered"] += 1
    yield "Questions of police", asked
    yield "Outcomes of police checks by verdict and next step", outcomes
