"""Takes out of the log what its details say of somebody who is erased.

Leaves name nobody and stay, so that every proof still verifies and an auditor still
reads who did what, when, and for which coded reason. A detail says more: whose record
it was, and words that people typed. In its place comes one that says that it is gone,
under the same key and of the same size, so that only who reads details can tell. The
event that tells of the erasure lists them: a detail that is gone and in no list was
taken out by somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlmodel import col

from amnesty.domain.staff import Act, Compartment
from amnesty.errors.register import RowAlteredError
from db.audit.log import KeptEvent, forgotten_detail, open_detail
from db.tables import AnswerRow, EventRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement

    from db.audit.log import Detail
    from db.keyring.details import Opened
    from db.work import Work

_BATCH = 2_000
_ABOUT_NOBODY = '"registration":null'
_ERASING = (Act.ERASE, Act.RESTORE, Act.UPGRADE)
"""The acts whose events may list what was taken out."""
_CODED = ("asked", "force", "kind", "reason", "told")
"""What stands in a question's detail that nobody typed freely."""


def forget(work: Work, marks: Mapping[int, frozenset[str]]) -> None:
    """Take out the details of all events about registrations, and have it listed.

    A question about an address that is still somebody's site stays theirs to be told
    of: its coded words are kept, and what the officer typed is not.

    Args:
        work: the transaction, of somebody who reads details.
        marks: by registration, those of the questions that police may have asked.

    Raises:
        CompartmentClosedError: they do not read details.
        RowAlteredError: an event is not as it was written.
    """
    owners = {mark: own for own, theirs in marks.items() for mark in theirs}
    found: dict[int, list[int]] = {}
    by_event: dict[str, int] = {}
    sequence = col(EventRow.sequence)
    for event, detail in _details(work, _may_be_about()):
        asked = detail.detail.get("asked", "").split()
        own = detail.registration if detail.registration in marks else None
        own = own or next((owners[one] for one in asked if one in owners), None)
        # Withholding names the question, which came before it.
        own = own or by_event.get(detail.detail.get("event", ""))
        if own is None:
            continue
        still = [one for one in asked if _is_answered(work, one)]
        coded = {name: detail.detail[name] for name in _CODED} if still else {}
        coded |= {"asked": " ".join(still)} if still else {}
        sealed = forgotten_detail(event, coded, work.access)
        one = update(EventRow).where(sequence == event.sequence)
        work.run(one.values(sealed=sealed))
        found.setdefault(own, []).append(event.sequence)
        by_event[str(event.sequence)] = own
    for own, events in found.items():
        work.forgot[own] = (*work.forgot.get(own, ()), *events)


def forgotten_by(work: Work) -> dict[int, int]:
    """Return whose erasure took out the detail of which event, as the log lists it."""
    leaf = col(EventRow.leaf)
    erasing = or_(*(leaf.contains(f'"act":"{act.name}"') for act in _ERASING))
    return {
        event: own
        for _, detail in _details(work, erasing)
        for own, events in detail.forgot.items()
        for event in events
    }


def wrong_details(work: Work) -> Iterator[tuple[int, str]]:
    """Yield the events whose details are not as they were written, with what is wrong.

    Nothing where the reader does not hold the keys.
    """
    keyring = work.access.keyring
    if not keyring.holds(Compartment.AUDIT):
        return
    opened: Opened = {}
    gone: list[int] = []
    listed: set[int] = set()
    for event in _events(work):
        try:
            detail = open_detail(event, keyring, opened)
        except RowAlteredError:
            yield event.sequence, "has another detail"
            continue
        if detail.is_forgotten:
            gone.append(event.sequence)
        listed.update(*detail.forgot.values())
    for sequence in gone:
        if sequence not in listed:
            yield sequence, "lost its detail, and no erasure lists it"


def _may_be_about() -> ColumnElement[bool]:
    leaf = col(EventRow.leaf)
    return or_(
        leaf.not_like(f"%{_ABOUT_NOBODY}%"),
        leaf.contains(f'"act":"{Act.ASK_AS_POLICE.name}"'),
        leaf.contains(f'"act":"{Act.WITHHOLD.name}"'),
    )


def _is_answered(work: Work, mark: str) -> bool:
    return work.session.get(AnswerRow, int(mark, 16)) is not None


def _details(
    work: Work, *which: ColumnElement[bool]
) -> Iterator[tuple[KeptEvent, Detail]]:
    opened: Opened = {}
    for event in _events(work, *which):
        yield event, open_detail(event, work.access.keyring, opened)


def _events(work: Work, *which: ColumnElement[bool]) -> Iterator[KeptEvent]:
    """Yield events in order, block by block: they may be written to meanwhile."""
    sequence, last = col(EventRow.sequence), 0
    columns = sequence, col(EventRow.leaf), col(EventRow.sealed)
    asked = select(*columns).where(*which).order_by(sequence).limit(_BATCH)
    while block := work.run(asked.where(sequence > last)).all():
        yield from map(KeptEvent._make, block)
        last = block[-1].sequence
