"""Removing records of destruction that were kept as long as the policy said.

One supervisor has a run propose them, another confirms; nothing is removed by a clock.
What the patient's own record says of a destruction goes with that record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import DestructionNumber
from amnesty.domain.staff import Act, require
from amnesty.errors.hand_in import NoSuchHandInError
from amnesty.errors.rights import NotProposedError, SameProposerError
from amnesty.repeating import repeated
from amnesty.services.shelves import Item, Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from amnesty.domain.hand_in import Destruction
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Retired:
    """Records of destruction that were removed, by whom of the two."""

    numbers: tuple[DestructionNumber, ...]
    proposed_by: tuple[str, ...]
    confirmed_by: str


@repeated
def propose_retired(desk: Desk) -> tuple[DestructionNumber, ...]:
    """Propose to remove every record of destruction whose years are over.

    What was proposed already stays proposed by whoever did; what is under a legal hold
    of its patient's record is left out.
    """
    require(desk.member, Act.ERASE)
    today = desk.today()
    with desk.transaction() as register:
        proposed = kept_on(register, Shelf.DESTRUCTIONS)
        known = {one["number"] for one in proposed}
        due = [
            one.number
            for one in register.destructions()
            if one.number not in known and _is_over(register, one, today)
        ]
        items: list[Item] = [
            {
                "number": number,
                "by": str(desk.member.id),
                "name": desk.member.name,
                "on": today.isoformat(),
            }
            for number in due
        ]
        keep_on(register, Shelf.DESTRUCTIONS, [*proposed, *items])
        what = f"{len(due)} destructions proposed"
        register.append(desk.note(Verb.CONSULTATION, Act.ERASE, what=what))
    return tuple(due)


@repeated
def proposed_retired(desk: Desk) -> tuple[Item, ...]:
    """Return what is proposed to be removed, by number, who and when."""
    require(desk.member, Act.ERASE)
    with desk.transaction() as register:
        found = kept_on(register, Shelf.DESTRUCTIONS)
        register.append(desk.note(Verb.CONSULTATION, Act.ERASE, what="destructions"))
    return tuple(found)


@repeated
def confirm_retired(desk: Desk) -> Retired:
    """Remove what another person proposed, if its time is still over.

    Raises:
        NotProposedError: nothing is proposed.
        SameProposerError: the member proposed all of it.
    """
    require(desk.member, Act.ERASE)
    own = str(desk.member.id)
    with desk.transaction() as register:
        proposed = kept_on(register, Shelf.DESTRUCTIONS)
        others = {one["number"]: one["name"] for one in proposed if one["by"] != own}
        if not proposed:
            raise NotProposedError
        if not others:
            raise SameProposerError
        going = [
            one.number
            for one in register.destructions()
            if one.number in others and _is_over(register, one, desk.today())
        ]
        for number in going:
            register.remove_destruction(number)
            register.append(desk.note(Verb.ERASURE, Act.ERASE, destruction=number))
        left = [one for one in proposed if one["by"] == own]
        keep_on(register, Shelf.DESTRUCTIONS, left)
        register.append(desk.note(Verb.CONSULTATION, Act.ERASE, what="destructions"))
    return Retired(
        numbers=tuple(going),
        proposed_by=tuple(sorted({others[number] for number in going})),
        confirmed_by=desk.member.name,
    )


def _is_over(register: Transaction, destruction: Destruction, today: date) -> bool:
    """Return whether its years are over and nobody holds its patient's record."""
    if today <= destruction.kept_until:
        return False
    try:
        owner = register.registration_of_hand_in(destruction.receipt)
    except NoSuchHandInError:
        return True
    return not any(
        one["registration"] == f"{owner:016x}"
        and date.fromisoformat(one["until"]) >= today
        for one in kept_on(register, Shelf.HOLDS)
    )
