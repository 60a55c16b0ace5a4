"""An administrator proposes, a supervisor grants; every account opens its own role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from amnesty.errors.store import (
    AccountExistsError,
    AccountGrantedError,
    AccountNotGrantedError,
    CompartmentClosedError,
    EventMissingError,
    NoSuchAccountError,
)
from db.register import account_names

if TYPE_CHECKING:
    from tests.store.conftest import Office


@pytest.mark.parametrize("role", Role)
def test_a_granted_account_signs_in_with_its_own_passphrase(
    office: Office, role: Role
) -> None:
    """Proposed by one person and granted by another, an account opens its role."""
    office.propose("Màiri", role)
    office.grant("màiri")
    member = office.open("Màiri").member
    assert (member.name, member.role) == ("Màiri", role)


def test_a_proposed_account_waits(office: Office) -> None:
    """Before the grant it opens nothing, and says whom to ask."""
    office.propose("mairi", Role.CLERK)
    assert "mairi" in account_names(office.folder)
    with pytest.raises(AccountNotGrantedError, match="mairi waits for a grant"):
        office.open("mairi")


def test_accounts_say_how_far_they_have_come(office: Office) -> None:
    """Everybody sees all accounts by name, and the recovery code is not one."""
    office.propose("alys", Role.CLERK)
    with office.open("linh").transaction() as transaction:
        accounts = transaction.accounts()
    names = [account.member.name for account in accounts]
    assert names == sorted(names)
    assert len(names) == 8
    assert [one.member.name for one in accounts if not one.granted] == ["alys"]


@pytest.mark.parametrize("name", ["bronwen", "BRONWEN", " Bronwen ", "recovery code"])
def test_a_name_is_given_once(office: Office, name: str) -> None:
    """Two accounts never sign in by the same name."""
    with pytest.raises(AccountExistsError):
        office.propose(name, Role.CLERK)


def test_an_account_is_granted_once(office: Office) -> None:
    """A second grant says that there was a first."""
    with pytest.raises(AccountGrantedError, match="bronwen"):
        office.grant("bronwen")


def test_nobody_can_be_granted_who_was_not_proposed(office: Office) -> None:
    """An unknown name is named back."""
    with pytest.raises(NoSuchAccountError, match="mairi"):
        office.grant("mairi")


@pytest.mark.parametrize("by", ["nerys", "bronwen", "padraig", "linh"])
def test_only_who_holds_every_compartment_grants(office: Office, by: str) -> None:
    """Not even an account of one's own role is granted without all the keys."""
    office.propose("mairi", Role.POLICE)
    with pytest.raises(CompartmentClosedError):
        office.grant("mairi", by=by)


def test_a_supervisor_granted_later_grants_in_turn(office: Office) -> None:
    """The chain of signatures leads back to the founder over any number of steps."""
    office.propose("mairi", Role.SUPERVISOR)
    office.grant("mairi", by="gareth")
    office.propose("alys", Role.AUDITOR)
    office.grant("alys", by="mairi")
    assert office.open("alys").member.role is Role.AUDITOR


def test_an_account_that_nobody_logged_is_not_kept(office: Office) -> None:
    """Without an event there is no account, and no slot for it either."""
    before = office.key_file.read_bytes()
    with (
        pytest.raises(EventMissingError),
        office.open("nerys").transaction() as transaction,
    ):
        transaction.propose_account("mairi", Role.CLERK, office.passphrase("mairi"))
    assert office.key_file.read_bytes() == before
