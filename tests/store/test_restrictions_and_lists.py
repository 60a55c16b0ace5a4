"""Restricted records are closed to others; lists and households show what they may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.identifiers import Postcode
from amnesty.domain.registration import State
from amnesty.domain.searched import Query
from amnesty.errors.rules import RecordRestrictedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]


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


def test_only_the_named_open_a_restricted_record(
    *, office: Office, clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A restricted record is closed to everybody else, for reading and for changing."""
    draft = person("Ada Lord")
    restricted = replace(
        draft, identity=replace(draft.identity, restricted_to=(clerk.member.id,))
    )
    kept = keep(restricted)
    other = office.open("kofi")
    with (
        pytest.raises(RecordRestrictedError),
        other.transaction() as transaction,
    ):
        transaction.registration(kept.number)
    for asked in ("registration_by_id", "certificates_of", "hand_ins_of"):
        with (
            pytest.raises(RecordRestrictedError),
            other.transaction() as transaction,
        ):
            getattr(transaction, asked)(kept.id)
    with pytest.raises(RecordRestrictedError):
        save(other, log, kept)
    assert read(clerk, log, kept) == kept


def test_a_restricted_hit_names_nobody(
    *, office: Office, clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A list shows that there is a record, and only the named see whose."""
    draft = replace(person("Ada Lord"), state=State.SUBMITTED)
    keep(
        replace(
            draft, identity=replace(draft.identity, restricted_to=(clerk.member.id,))
        )
    )
    for name, shown in (("bronwen", "Ada Lord"), ("kofi", "")):
        with office.open(name).transaction() as transaction:
            [found] = transaction.find(Query(names=("lord",)), limit=5).summaries
            [listed] = transaction.listed([State.SUBMITTED], limit=5)
            log(transaction)
        assert found == listed
        assert found.restricted
        assert found.full_name == shown
        assert bool(found.date_of_birth) == bool(found.town) == bool(shown)
        assert bool(found.postcode) == bool(shown)


def test_lists_go_by_state_and_by_what_expires_first(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """The earliest to expire is first, and those without a date are last."""
    for name, state, valid_to in (
        ("Una", State.ACTIVE, date(2027, 3, 1)),
        ("Dov", State.ACTIVE, date(2027, 1, 1)),
        ("Tri", State.SUBMITTED, None),
        ("Kat", State.DRAFT, None),
    ):
        keep(replace(person(name), state=state, valid_to=valid_to))
    with clerk.transaction() as transaction:
        standing = transaction.listed([State.ACTIVE, State.SUBMITTED], limit=5)
        first = transaction.listed([State.ACTIVE, State.SUBMITTED], limit=1)
        none = transaction.listed([], limit=5)
        log(transaction)
    assert [one.full_name for one in standing] == ["Dov", "Una", "Tri"]
    assert first == standing[:1]
    assert none == ()


def test_open_registrations_at_an_address_are_found(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """The household counts who may have plants there, however the address is typed."""
    one = keep(person("Ada Lord"))
    two = keep(replace(person("Bea Lord"), state=State.WINDING_DOWN))
    keep(replace(person("Cy Lord"), state=State.REFUSED))
    address = one.growing.sites[0].address
    typed = replace(address, lines=tuple(line.upper() for line in address.lines))
    elsewhere = replace(address, postcode=Postcode("ZZ1 4AC"))
    with clerk.transaction() as transaction:
        found = transaction.registrations_at([elsewhere, typed, elsewhere])
        assert [set(each) for each in found] == [set(), {one.id, two.id}, set()]
        log(transaction)
