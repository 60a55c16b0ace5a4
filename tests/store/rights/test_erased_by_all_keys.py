"""After an erasure nobody reads the person, by any key that is left, of any role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.rectifying import rectify, restrict
from amnesty.services.registrations.searching import find_registrations, open_record
from amnesty.services.rights.casework import complain, withheld_questions
from amnesty.services.rights.disclosing import disclose
from amnesty.services.rights.equality import record_equality
from amnesty.services.rights.erasing import confirm_erasure, hold, propose_erasure
from db.audit.log import open_detail
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tests.store.rights.conftest import Room

NEEDLES = ("Xanthippe", "Quuxley", "Canal Row", "1970", "brambles")
"""Words that stand nowhere else in the register."""


def _all_done_with(room: Room, one: Registration) -> None:
    """Do with a record all that writes about it, naming the person where one can."""
    idris, clerk = room.desk("idris"), room.desk("bronwen")
    find_registrations(clerk, "Xanthippe Quuxley 27.3.1970")
    open_record(clerk, one.number)
    changes = {"patient.full_name": "Xanthippe Quuxley-Brambles"}
    rectify(idris, one.number, changes, "misspelt at the counter")
    complain(clerk, one.number, "Xanthippe 🦉 Quuxley says → nobody called back")
    record_equality(clerk, one.number, {"sex": "female"})
    today = idris.today()
    hold(idris, one.number, reason="an inquiry", until=today)
    restrict(idris, one.number, named="", related="kofi", reason="her brother")
    disclose(idris, one.number)
    withheld_questions(idris)
    withdraw_registration(clerk, one.number, reasons="moves away")


def _read_by(desk: Desk) -> Iterator[str]:
    """Yield all that somebody's keys open and no registration's own key seals."""
    with desk.register.transaction() as work:
        keyring = work.access.keyring  # type: ignore[attr-defined] # the store's own
        session = work.session  # type: ignore[attr-defined] # the store's own
        asked = select(EventRow).order_by(col(EventRow.sequence))
        for row in session.execute(asked).scalars():
            yield row.leaf
            yield repr(open_detail(row, keyring))
        for compartment in Compartment:
            for name, secret in work.secrets(compartment).items():
                yield f"{name} {secret!r}"
        work.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT))


def test_no_key_that_is_left_reads_a_word(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """A supervisor holds every key there is: events, lists and rows name nobody.

    The same search finds the person before, so it would find them after.
    """
    one = keep(person("Xanthippe Quuxley"))
    _all_done_with(room, one)
    idris, gareth = room.desk("idris"), room.desk("gareth")
    before = "\n".join(_read_by(idris))
    assert "Xanthippe" in before
    room.clock.go_on(days=1)
    propose_erasure(idris, one.number, "asked for")
    confirm_erasure(gareth, one.number)
    after = "\n".join(_read_by(idris)).casefold()
    assert not [word for word in NEEDLES if word.casefold() in after]
    for name in ("idris", "bronwen"):
        with pytest.raises(RegistrationErasedError):
            open_record(room.desk(name), one.number)
