"""What became of acts that were acknowledged: kept, lost, torn or doubled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from amnesty.domain.course import CourseState
from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
from amnesty.domain.registration import State
from amnesty.errors import NotFoundError
from db.audit.replaying import replay
from db.tables import CertificateRow, HandInRow, RegistrationRow
from tests.faults.trials.work import (
    APPROVED,
    GIVEN_ON,
    HANDED_IN,
    ISSUED,
    PRINTED,
    REGISTERED,
    SUBMITTED,
)
from tests.store.office import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from db.register import SqlRegister
    from db.transaction import SqlTransaction

_BEFORE = {
    REGISTERED: frozenset[State](),
    SUBMITTED: frozenset({State.DRAFT}),
    APPROVED: frozenset({State.DRAFT, State.SUBMITTED}),
}
"""The states in which an act cannot have been kept."""
_KINDS = {REGISTERED: RegistrationRow, ISSUED: CertificateRow, HANDED_IN: HandInRow}


def counted(register: SqlRegister) -> Counter[str]:
    """Return how many rows there are of what acts make."""
    with register.transaction() as transaction:
        return Counter(
            {
                act: transaction.run(
                    select(func.count()).select_from(kind)
                ).scalar_one()
                for act, kind in _KINDS.items()
            }
        )


def judged(
    register: SqlRegister,
    acts: Iterable[Sequence[str]],
    before: Mapping[str, int],
    *,
    killed: int,
) -> Counter[str]:
    """Return how many acknowledged acts were kept or lost, and what else is wrong.

    Args:
        register: as it is opened afterwards.
        acts: what was acknowledged: the act, its registration, its paper.
        before: what `counted` told beforehand.
        killed: how many processes were: each may have kept one act untold.
    """
    found: Counter[str] = Counter()
    told: Counter[str] = Counter()
    with register.transaction() as transaction:
        for act, number, paper in acts:
            told[HANDED_IN if act == GIVEN_ON else act] += 1
            found["kept" if _is_kept(transaction, act, number, paper) else "lost"] += 1
        found["torn"] = len(replay(transaction).differences)
        note(transaction)
    more = counted(register) - Counter(before) - told
    found["doubled"] = sum(max(0, more[act] - killed) for act in _KINDS)
    return +found


def _is_kept(transaction: SqlTransaction, act: str, number: str, paper: str) -> bool:
    try:
        registration = transaction.registration(RegistrationNumber(number))
        if act in {ISSUED, PRINTED}:
            issued = transaction.certificate(CertificateNumber(paper))
            return issued.prints > 0 or act == ISSUED
    except NotFoundError:
        return False
    if act in {HANDED_IN, GIVEN_ON}:
        courses = transaction.courses_of(registration.id)
        found = [one for one in courses if one.number == paper and one.receipt]
        given_on = [one for one in found if one.state is CourseState.PASSED_ON]
        return len(given_on if act == GIVEN_ON else found) == 1
    return registration.state not in _BEFORE[act]
