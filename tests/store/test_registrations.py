"""Registrations are kept whole, changed one at a time, and one for each patient."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.address import Address
from amnesty.domain.evidence import Need, NeedBasis
from amnesty.domain.identifiers import HealthNumber
from amnesty.domain.registration import RegistrationId, State, WindingDown
from amnesty.domain.representative import (
    Capacity,
    Caretaker,
    DesignatedGrower,
    Representative,
)
from amnesty.domain.searched import Query
from amnesty.errors.store import (
    AlreadyRegisteredError,
    ChangedByAnotherError,
    NoSuchRegistrationError,
    NumberTakenError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

NUMBER = HealthNumber("9990000018")
HOLDING = (
    State.DRAFT,
    State.SUBMITTED,
    State.APPROVED,
    State.ACTIVE,
    State.RENEWAL_PENDING,
    State.SUSPENDED,
)


def read(register: SqlRegister, log: Log, kept: Registration) -> Registration:
    """Read a registration by its number, logged."""
    with register.transaction() as transaction:
        found = transaction.registration(kept.number)
        log(transaction, found.id)
    return found


def save(register: SqlRegister, log: Log, changed: Registration) -> Registration:
    """Save a change, logged."""
    with register.transaction() as transaction:
        saved = transaction.save_registration(changed)
        log(transaction, saved.id)
    return saved


def with_patient(registration: Registration, **changes: object) -> Registration:
    """Return a registration with something else about its patient."""
    patient = replace(registration.identity.patient, **changes)  # type: ignore[arg-type] # fields of a patient, by name
    return replace(
        registration, identity=replace(registration.identity, patient=patient)
    )


def test_a_registration_comes_back_as_it_was_kept(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Every field of a full record is the same later, fractions exact."""
    full = person("Siân Llŷr ap Gwŷn", also_known_as=("Sian Gwyn",), email="s@x.test")
    address = Address(lines=("Flat 2", "9 Quay"), town="Penmaen", uprn="10001")
    full = replace(
        full,
        state=State.WINDING_DOWN,
        valid_from=date(2026, 11, 24),
        valid_to=date(2027, 9, 30),
        identity=replace(
            full.identity,
            representative=Representative(
                full_name="Nguyễn Thị Hương",
                capacity=Capacity.PARENT,
                document="birth certificate",
                document_seen_on=date(2026, 11, 20),
                address=address,
            ),
            grower=DesignatedGrower(
                full_name="Łukasz Żak", date_of_birth=date(1980, 2, 29), address=address
            ),
            safeguarding="referred under section 42",
        ),
        clinical=replace(
            full.clinical,
            need=Need(grams_a_day=Fraction(1, 3), basis=NeedBasis.DECLARED),
        ),
        growing=replace(
            full.growing,
            caretaker=Caretaker(
                full_name="A. N. Other",
                telephone="07700 900001",
                starts_on=date(2026, 12, 1),
                reason="hospital",
            ),
            winding_down=WindingDown(
                until=date(2027, 10, 28),
                contact="widow",
                telephone="07700 900002",
                ends_as=State.DECEASED,
            ),
        ),
    )
    kept = keep(full)
    assert kept == replace(full, version=1)
    assert read(clerk, log, kept) == kept
    with clerk.transaction() as transaction:
        assert transaction.registration_by_id(kept.id) == kept
        log(transaction)


@pytest.mark.parametrize("number", [0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_any_64_bits_are_an_id(
    *, clerk: SqlRegister, log: Log, keep: Keep, person: Person, number: int
) -> None:
    """Ids use all 64 bits, which the database keeps as signed numbers."""
    kept = keep(replace(person("Ada Lord"), id=RegistrationId(number)))
    assert read(clerk, log, kept).id == number
    with clerk.transaction() as transaction:
        [summary] = transaction.find(Query(names=("lord",)), limit=5).summaries
        log(transaction)
    assert summary.id == number


def test_two_clerks_never_overwrite_each_other(
    *, office: Office, clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """The second of two changes begun from the same version is refused."""
    kept = keep(person("Ada Lord"))
    saved = save(office.open("kofi"), log, with_patient(kept, telephone="07700 900111"))
    assert saved.version == 2
    with pytest.raises(ChangedByAnotherError, match="Someone else changed"):
        save(clerk, log, with_patient(kept, telephone="07700 900222"))
    found = read(clerk, log, kept)
    assert found == saved
    assert found.identity.patient.telephone == "07700 900111"


def test_a_version_from_the_future_is_refused(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A version that was never kept is no better than an old one."""
    kept = keep(person("Ada Lord"))
    with pytest.raises(ChangedByAnotherError):
        save(clerk, log, replace(kept, version=7))


def test_an_unknown_number_is_told(clerk: SqlRegister, person: Person) -> None:
    """The number that was asked for is named."""
    number: RegistrationNumber = person("Nobody").number
    with (
        pytest.raises(NoSuchRegistrationError, match=number),
        clerk.transaction() as transaction,
    ):
        transaction.registration(number)


def test_a_number_never_changes(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A registration keeps the number on its papers."""
    kept = keep(person("Ada Lord"))
    with pytest.raises(ValueError, match="never changes"):
        save(clerk, log, replace(kept, number=person("Other").number))


def test_a_registration_number_is_given_once(keep: Keep, person: Person) -> None:
    """A number that some registration has is refused to another."""
    kept = keep(person("Ada Lord"))
    with pytest.raises(NumberTakenError, match="registration number"):
        keep(replace(person("Bea Lord"), number=kept.number))


@pytest.mark.parametrize("state", State)
def test_a_health_number_stands_once(keep: Keep, person: Person, state: State) -> None:
    """A second registration waits until the first is over, or winding down."""
    keep(replace(person("Ada Lord", health_number=NUMBER), state=state))
    second = person("A. Lord", health_number=NUMBER)
    if state in HOLDING:
        with pytest.raises(AlreadyRegisteredError, match="Find it by that number"):
            keep(second)
    else:
        assert keep(second).version == 1


def test_the_end_of_a_registration_frees_its_health_number(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Whoever withdrew can register again, and is found twice by the number."""
    kept = keep(person("Ada Lord", health_number=NUMBER))
    save(clerk, log, replace(kept, state=State.WITHDRAWN))
    keep(person("Ada Lord", health_number=NUMBER))
    with clerk.transaction() as transaction:
        found = transaction.find(Query(health_number=NUMBER), limit=5)
        log(transaction)
    assert found.total == 2


def test_a_health_number_can_be_corrected(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A corrected number frees the wrong one, and is refused if somebody has it."""
    other = HealthNumber("9990000026")
    kept = keep(person("Ada Lord", health_number=NUMBER))
    save(clerk, log, with_patient(kept, health_number=other))
    second = keep(person("Bea Lord", health_number=NUMBER))
    with pytest.raises(AlreadyRegisteredError):
        save(clerk, log, with_patient(second, health_number=other))
    assert read(clerk, log, second) == second


def test_a_refused_second_registration_leaves_nothing(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """What was refused is not found by anything."""
    keep(person("Ada Lord", health_number=NUMBER))
    second = person("Zebedee Quill", health_number=NUMBER)
    with pytest.raises(AlreadyRegisteredError):
        keep(second)
    with clerk.transaction() as transaction:
        assert transaction.find(Query(names=("quill",)), limit=5).total == 0
        log(transaction)
    assert keep(replace(second, identity=person("Zebedee Quill").identity)).version == 1
