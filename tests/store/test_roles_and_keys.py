"""A role is the set of compartment keys that it can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.searched import Query
from amnesty.domain.staff import COMPARTMENTS, Compartment, Role
from amnesty.errors.store import (
    CompartmentClosedError,
    PassphraseTooShortError,
    WrongPassphraseError,
)
from db.keyring.passphrases import require_passphrase
from db.records import open_named, open_registration
from db.register import account_names, open_register
from db.sealing import UnopenedError
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.store.conftest import Office

NAMES = {
    Role.ADMINISTRATOR: "nerys",
    Role.SUPERVISOR: "idris",
    Role.CLERK: "bronwen",
    Role.POLICE: "padraig",
    Role.AUDITOR: "linh",
}
WITHOUT_PATIENTS = ("nerys", "padraig", "linh")


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_exactly_its_compartments(office: Office, role: Role) -> None:
    """Every role holds the keys that the one table names for it, and no others."""
    register = office.open(NAMES[role])
    with register.transaction() as transaction:
        keyring = transaction.access.keyring
        held = {keys.compartment for keys in keyring}
        assert held == COMPARTMENTS[role]
        for compartment in set(Compartment) - held:
            with pytest.raises(CompartmentClosedError):
                keyring.keys(compartment)


@pytest.mark.parametrize("name", WITHOUT_PATIENTS)
def test_no_way_around_the_services_opens_a_patient(
    office: Office,
    keep: Callable[..., Registration],
    person: Callable[..., Registration],
    name: str,
) -> None:
    """Who lacks the keys cannot open a row even with the row itself in hand."""
    kept = keep(person("Siân Llŷr"))
    with office.open(name).transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        keyring = transaction.access.keyring
        for opening in (open_named, open_registration):
            with pytest.raises(CompartmentClosedError):
                opening(row, keyring)


@pytest.mark.parametrize("name", WITHOUT_PATIENTS)
def test_compartment_keys_open_only_what_is_theirs(
    office: Office,
    keep: Callable[..., Registration],
    person: Callable[..., Registration],
    name: str,
) -> None:
    """No key of any compartment that such a role does hold opens a patient's key."""
    kept = keep(person("Siân Llŷr"))
    with office.open(name).transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        for keys in transaction.access.keyring:
            for wrapped in (row.identity_key, row.clinical_key, row.growing_key):
                with pytest.raises(UnopenedError):
                    keys.data_key(row.id, wrapped)


@pytest.mark.parametrize("name", WITHOUT_PATIENTS)
def test_such_a_role_cannot_even_ask_for_a_name(
    office: Office, log: Callable[..., None], name: str
) -> None:
    """Tokens of names belong to the identity compartment."""
    with office.open(name).transaction() as transaction:
        with pytest.raises(CompartmentClosedError):
            transaction.find(Query(names=("smith",)), limit=5)
        log(transaction)


def test_a_wrong_passphrase_says_that_it_is_wrong(office: Office) -> None:
    """The sentence is about the passphrase, not about the file."""
    with pytest.raises(WrongPassphraseError, match="passphrase does not open"):
        open_register(office.folder, "bronwen", "made-up passphrase of someone")


@pytest.mark.parametrize("typed", ["Bronwen", " bronwen ", "BRONWEN"])
def test_capitals_and_spaces_do_not_keep_anybody_out(
    office: Office, typed: str
) -> None:
    """A name signs in however it is typed."""
    register = open_register(office.folder, typed, office.passphrase("bronwen"))
    register.close()


def test_an_accent_may_be_typed_in_two_ways() -> None:
    """A passphrase is counted by the letters that a person sees."""
    require_passphrase("ŵŷâêîôûŵŷâêî")
    with pytest.raises(PassphraseTooShortError):
        require_passphrase("w\u0302" * 6 + "12345")


def test_a_short_passphrase_cannot_be_set(office: Office) -> None:
    """Eleven characters are refused before anything is kept."""
    with (
        pytest.raises(PassphraseTooShortError, match="at least 12"),
        office.open("nerys").transaction() as transaction,
    ):
        transaction.propose_account("mairi", Role.CLERK, "elevenchars")
    assert "mairi" not in account_names(office.folder)
