"""What is erased is read, found and answered by nobody, and stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.identifiers import HealthNumber, Postcode
from amnesty.domain.registration import State
from amnesty.domain.searched import Query
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import CompartmentClosedError
from db.audit.replaying import replay
from db.tables import (
    AnswerRow,
    PendingRow,
    RegistrationRow,
    SlotRow,
    TokenRow,
    UniqueTokenRow,
)
from tests.store.hand_in.test_hand_ins import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import SQLModel

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office
    from tests.store.issuing.conftest import Asking

    Issue = Callable[..., IssuedCertificate]
    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]
    Erase = Callable[[Registration], bool]

DAY = date(2026, 11, 24)
NUMBER = HealthNumber("9990000018")


@pytest.fixture
def kept(keep: Keep, person: Person) -> Registration:
    """Return a registration that certificates are issued for."""
    return keep(person("Siân Llŷr", health_number=NUMBER))


def rows(register: SqlRegister, table: type[SQLModel]) -> int:
    """Count a table's rows."""
    with register.transaction() as transaction:
        counted = select(func.count()).select_from(table)
        count: int = transaction.run(counted).scalar_one()
    return count


READS: dict[str, Callable[[SqlTransaction, IssuedCertificate, Registration], Any]] = {
    "by number": lambda work, _, kept: work.registration(kept.number),
    "by id": lambda work, _, kept: work.registration_by_id(kept.id),
    "its certificates": lambda work, _, kept: work.certificates_of(kept.id),
    "its hand-ins": lambda work, _, kept: work.hand_ins_of(kept.id),
    "a certificate": lambda work, one, _: work.certificate(one.certificate.number),
    "a print": lambda work, one, _: work.count_print(one.certificate.number),
    "a change": lambda work, _, kept: work.save_registration(kept),
    "a hand-in": lambda work, _, kept: work.add_hand_in(kept.id, received()),
    "a status": lambda work, one, _: work.set_status(
        one.certificate.number, CertificateStatus.VALID
    ),
    "a second certificate": lambda work, one, _: work.add_certificate(one),
}


@pytest.mark.parametrize("read", READS)
def test_whoever_opens_it_is_told_that_it_was_erased(
    *,
    issue: Issue,
    kept: Registration,
    erase: Erase,
    supervisor: SqlRegister,
    read: str,
) -> None:
    """By its number, its certificate's or in any other way: one plain sentence."""
    issued = issue()
    erase(kept)
    with (
        pytest.raises(RegistrationErasedError, match="erased on 24 November 2026"),
        supervisor.transaction() as transaction,
    ):
        READS[read](transaction, issued, kept)


@pytest.mark.parametrize("batched", [True, False])
def test_no_search_and_no_list_finds_it(
    *,
    issue: Issue,
    kept: Registration,
    erase: Erase,
    find: Callable[..., Any],
    write_tokens: Callable[[], None],
    clerk: SqlRegister,
    log: Log,
    batched: bool,
) -> None:
    """Whether its tokens were written or still waited for their batch."""
    issued = issue()
    if batched:
        write_tokens()
    asked: list[dict[str, Any]] = [
        {"names": ("llyr",)},
        {"names": ("sian",), "date_of_birth": date(1970, 3, 27)},
        {"health_number": NUMBER},
        {"postcode": Postcode("ZZ1 4AB")},
        {"registration_number": kept.number},
        {"certificate_number": issued.certificate.number},
    ]
    assert all(find(**one).total == 1 for one in asked)
    erase(kept)
    assert [find(**one).total for one in asked] == [0] * len(asked)
    with clerk.transaction() as transaction:
        assert transaction.listed(list(State), limit=50) == ()
        assert transaction.registrations_at([kept.growing.sites[0].address]) == ((),)
        assert transaction.find(Query(names=("llyr",)), limit=5).summaries == ()
        log(transaction)


def test_no_token_is_left_behind(
    *,
    keep: Keep,
    person: Person,
    erase: Erase,
    write_tokens: Callable[[], None],
    clerk: SqlRegister,
) -> None:
    """The tables of words are as they were before; a number of ours alone stays."""
    keep(person("Wojciech Wójcik"))
    write_tokens()
    before, taken = rows(clerk, TokenRow), rows(clerk, UniqueTokenRow)
    kept = keep(person("Siân Llŷr", health_number=NUMBER))
    write_tokens()
    assert rows(clerk, TokenRow) > before
    erase(kept)
    assert rows(clerk, TokenRow) == before
    assert rows(clerk, PendingRow) == 0
    assert rows(clerk, UniqueTokenRow) == taken + 1


def test_the_patient_may_register_anew(
    kept: Registration, erase: Erase, keep: Keep, person: Person
) -> None:
    """The health number is free again."""
    erase(kept)
    assert keep(person("Siân Llŷr", health_number=NUMBER)).version == 1


def test_police_are_answered_nothing(
    issue: Issue, kept: Registration, erase: Erase, police: Asking
) -> None:
    """Neither the number nor the address has an answer, and no answer is left."""
    issued = issue()
    erase(kept)
    assert police.number(issued.certificate.number) is None
    assert police.address(kept.growing.sites[0].address) is None
    assert rows(police.register, AnswerRow) == 0


def test_a_paper_that_is_still_about_verifies_as_revoked(
    issue: Issue, kept: Registration, erase: Erase, supervisor: SqlRegister
) -> None:
    """Its place in the list stays taken for ever, with its hash, and says revoked."""
    issued = issue()
    slot = issued.certificate.slot
    erase(kept)
    with supervisor.transaction() as transaction:
        lists = {one.uri: one for one in transaction.status_lists()}
    [entry] = lists[slot.uri].entries
    assert (entry.index, entry.status) == (slot.index, CertificateStatus.REVOKED)
    assert entry.payload_hash == issued.payload_hash
    assert rows(supervisor, SlotRow) == 1


def test_superseded_stays_superseded(
    *, issue: Issue, kept: Registration, erase: Erase, supervisor: SqlRegister, log: Log
) -> None:
    """A certificate that had ended keeps how it ended."""
    issued = issue()
    with supervisor.transaction() as transaction:
        transaction.set_status(issued.certificate.number, CertificateStatus.SUPERSEDED)
        log(transaction)
    erase(kept)
    with supervisor.transaction() as transaction:
        statuses = [
            entry.status for one in transaction.status_lists() for entry in one.entries
        ]
    assert statuses == [CertificateStatus.SUPERSEDED]


def test_the_tombstone_holds_nothing(
    kept: Registration, erase: Erase, supervisor: SqlRegister
) -> None:
    """No key, no message, no date: its id, a version, and that it was erased."""
    erase(kept)
    with supervisor.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        held = {name: getattr(row, name) for name in RegistrationRow.model_fields}
    empty = {"identity_key", "clinical_key", "growing_key", "clinical", "growing"}
    assert {held[name] for name in empty} == {b""}
    assert (held["valid_from"], held["valid_to"]) == (None, None)
    assert (held["state"], held["version"]) == ("erased", kept.version + 1)


def test_a_forged_erasure_is_refused(
    *,
    keep: Keep,
    person: Person,
    kept: Registration,
    erase: Erase,
    supervisor: SqlRegister,
) -> None:
    """A record made unreadable is no erased one, nor is another's tombstone its own."""
    other = keep(person("Wojciech Wójcik"))
    erase(kept)
    for identity in (b"", None):
        with supervisor.transaction() as transaction:
            grave = transaction.session.get_one(RegistrationRow, kept.id)
            forged = {
                "state": "erased",
                "version": grave.version,
                "identity": grave.identity if identity is None else identity,
            }
            own = col(RegistrationRow.id) == other.id
            transaction.run(update(RegistrationRow).where(own).values(**forged))
        with (
            pytest.raises(RowAlteredError),
            supervisor.transaction() as transaction,
        ):
            transaction.registration_by_id(other.id)


def test_what_is_erased_twice_is_erased_once(
    kept: Registration, erase: Erase, person: Person
) -> None:
    """A second time, or of what is not there, nothing is done."""
    assert erase(kept)
    assert not erase(kept)
    assert not erase(person("Nobody"))


@pytest.mark.parametrize("batched", [True, False])
def test_the_log_still_adds_up(
    *,
    issue: Issue,
    kept: Registration,
    erase: Erase,
    write_tokens: Callable[[], None],
    office: Office,
    log: Log,
    batched: bool,
) -> None:
    """A replay of all events leads to the tombstone, and to no token too few."""
    issue()
    if batched:
        write_tokens()
    erase(kept)
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        log(transaction)


@pytest.mark.parametrize("name", ["nerys", "padraig", "linh"])
def test_who_holds_no_patients_keys_erases_nobody(
    office: Office, kept: Registration, name: str
) -> None:
    """Erasing takes the words that lead to a record, which only their keys give."""
    with (
        pytest.raises(CompartmentClosedError),
        office.open(name).transaction() as transaction,
    ):
        transaction.erase(kept.id, erased_on=DAY)


def test_a_restricted_record_is_erased_without_being_opened(
    *, keep: Keep, person: Person, erase: Erase
) -> None:
    """Whoever repeats the erasures of a restored register is named on few records."""
    draft = person("Siân Llŷr")
    restricted = replace(draft.identity, restricted_to=(1,))
    assert erase(keep(replace(draft, identity=restricted)))
