"""How the rows of each table are opened in daily work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from amnesty.domain.searched import Query
from amnesty.domain.staff import Compartment
from db.keyring.charter import CHARTER
from db.settings import POLICY
from db.tables import (
    AgreementRow,
    AnswerRow,
    AuthorityRow,
    CertificateRow,
    CharterRow,
    DestructionRow,
    EntryRow,
    HandInRow,
    HeadRow,
    PolicyRow,
    PublicationRow,
    RegistrationRow,
    SecretRow,
    SlotRow,
    StaffRow,
    StatusListRow,
    VocabularyRow,
)
from tests.store.conftest import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.sealed_row import SealedRow
    from db.transaction import SqlTransaction
    from tests.store.attacks.conftest import World

    Read = Callable[[SqlTransaction, World], Any]


def every_word(work: SqlTransaction, world: World) -> None:
    """Look for both patients by every kind of word."""
    for one in (world.first, world.second):
        patient = one.registration.identity.patient
        name = patient.full_name.split()[-1]
        work.find(Query(names=(name,)), limit=5)
        work.find(Query(health_number=patient.health_number), limit=5)
        work.registrations_at([one.registration.growing.sites[0].address])


def both(read: Callable[[SqlTransaction, Any], Any]) -> Read:
    """Return what reads something of both patients."""

    def read_both(work: SqlTransaction, world: World) -> None:
        read(work, world.first)
        read(work, world.second)

    return read_both


def moving_the_head(work: SqlTransaction, _: World) -> None:
    """Write an event, which moves the head."""
    note(work)
    work.write_events()


READERS: dict[type[SealedRow], Read] = {
    AuthorityRow: lambda work, _: work.authority(),
    CharterRow: lambda work, _: [
        work.open(row, Compartment.COMMON, CHARTER)
        for row in work.session.execute(select(CharterRow)).scalars()
    ],
    StaffRow: lambda work, _: work.staff_table(),
    AgreementRow: lambda work, _: work.agreements(),
    PolicyRow: lambda work, _: [
        work.open(row, Compartment.COMMON, POLICY) for row in work._policy_rows()
    ],
    SecretRow: lambda work, _: [work.secrets(one) for one in Compartment],
    RegistrationRow: both(lambda work, one: work.registration(one.registration.number)),
    CertificateRow: both(
        lambda work, one: work.certificate(one.issued.certificate.number)
    ),
    EntryRow: both(lambda work, one: work.entries_of(one.registration.id)),
    DestructionRow: lambda work, _: work.destructions(),
    HandInRow: both(lambda work, one: work.hand_ins_of(one.registration.id)),
    StatusListRow: lambda work, _: work.status_lists(),
    SlotRow: both(
        lambda work, one: (
            work.certificate(one.issued.certificate.number) and work.status_lists()
        )
    ),
    PublicationRow: lambda work, _: work.next_publication(),
    HeadRow: moving_the_head,
    VocabularyRow: lambda work, _: work.near("lyrr"),
    AnswerRow: both(
        lambda work, one: (
            work.answer_to_number(one.issued.certificate.number)
            and work.answer_to_address(one.registration.growing.sites[0].address)
        )
    ),
}
"""How each table's rows are opened."""
