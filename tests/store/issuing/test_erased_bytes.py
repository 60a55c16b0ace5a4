"""No byte of a destroyed key is left, not even in what the database has freed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Compartment
from db.engines import engine
from db.tables import RegistrationRow
from tests.store.pages import readable_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

PARTS = ("identity_key", "clinical_key", "growing_key", "identity", "growing")


def held_by(register: SqlRegister, kept: Registration) -> tuple[set[bytes], bytes]:
    """Return the wrapped keys and messages of a registration, and the file's key."""
    with register.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        key = transaction.access.keyring.keys(Compartment.COMMON).database
        return {getattr(row, part) for part in PARTS}, key


@pytest.fixture
def neighbours(keep: Keep, person: Person) -> Callable[[], list[Registration]]:
    """Return what fills the pages around somebody."""
    return lambda: [keep(person(f"Ada Lord {place}")) for place in range(20)]


def left_after_erasing(
    office: Office, kept: Registration, erase: Callable[[Registration], bool]
) -> set[bytes]:
    """Return what an erasure leaves of the keys and messages, in any page."""
    sealed, key = held_by(office.open("idris"), kept)
    before = readable_pages(office.folder, key)
    assert {one for one in sealed if one in before} == sealed
    assert erase(kept)
    after = readable_pages(office.folder, key)
    return {one for one in sealed if one in after}


def test_no_page_keeps_a_destroyed_key(
    office: Office,
    neighbours: Callable[[], list[Registration]],
    erase: Callable[[Registration], bool],
) -> None:
    """At once, while the register is still open: neither in the file nor its log."""
    assert left_after_erasing(office, neighbours()[7], erase) == set()


def test_without_overwriting_they_would_stay(
    monkeypatch: pytest.MonkeyPatch,
    office: Office,
    neighbours: Callable[[], list[Registration]],
    erase: Callable[[Registration], bool],
) -> None:
    """The control: where freed bytes are not overwritten, the search finds them."""
    pragmas = [one for one in engine.PRAGMAS if "secure_delete" not in one]
    assert len(pragmas) < len(engine.PRAGMAS)
    pragmas.append("PRAGMA secure_delete = OFF")
    monkeypatch.setattr(engine, "PRAGMAS", pragmas)
    assert left_after_erasing(office, neighbours()[7], erase)


def test_the_keys_of_what_hung_on_it_are_gone(
    *,
    office: Office,
    kept: Registration,
    issue: Callable[[], IssuedCertificate],
    erase: Callable[[Registration], bool],
) -> None:
    """Certificates and hand-ins stay, for the log's sake, under a key that is gone."""
    issue()
    sealed, key = held_by(office.open("idris"), kept)
    erase(kept)
    after = readable_pages(office.folder, key)
    assert not {one for one in sealed if one in after}
    with office.open("idris").transaction() as transaction:
        [row] = transaction._rows_of(kept.id)
        assert row.sealed
        transaction.must_note = False
