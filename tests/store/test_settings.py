"""The authority, agreements, policies, secrets and publications are kept whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from amnesty.domain.agreement import Agreement
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import CompartmentClosedError
from amnesty.policies import load_policy
from db.tables import PolicyRow, SecretRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister
    from tests.store.conftest import Office

    Log = Callable[..., None]

EVERYBODY = ("nerys", "idris", "bronwen", "padraig", "linh")
POLICIES = ("uk-55g", "canada", "uk-40g", "fixed-cap")


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_knows_the_authority_and_its_rules(office: Office, name: str) -> None:
    """Authority, agreements, policy and colleagues are common."""
    with office.open(name).transaction() as transaction:
        assert transaction.authority().name == "Penmaen Council"
        assert [one.reference for one in transaction.agreements()] == ["PEN-1"]
        assert transaction.policy() == load_policy("uk-55g")
        assert len(transaction.accounts()) == 7


def test_agreements_stay_and_go_by_their_first_day(
    supervisor: SqlRegister, log: Log
) -> None:
    """A new agreement replaces none; the oldest is first."""
    with supervisor.transaction() as transaction:
        for year in (2029, 2025):
            transaction.add_agreement(
                Agreement(
                    reference=f"PEN-{year}",
                    force="Llanfair Constabulary",
                    prosecutor="Prosecution Service",
                    starts_on=date(year, 1, 1),
                    ends_on=date(year, 12, 31),
                    text="Yes.",
                )
            )
        log(transaction)
    with supervisor.transaction() as transaction:
        found = [one.reference for one in transaction.agreements()]
    assert found == ["PEN-2025", "PEN-1", "PEN-2029"]


def test_a_new_policy_is_in_force_and_the_old_ones_stay(
    supervisor: SqlRegister, log: Log
) -> None:
    """Every profile comes back exactly, the last one put in force."""
    for policy_id in POLICIES:
        with supervisor.transaction() as transaction:
            transaction.set_policy(load_policy(policy_id))
            log(transaction)
        with supervisor.transaction() as transaction:
            assert transaction.policy() == load_policy(policy_id)
            kept = transaction.run(select(func.count()).select_from(PolicyRow))
            assert kept.scalar_one() == 2 + POLICIES.index(policy_id)


def test_publications_are_numbered_without_a_gap(
    supervisor: SqlRegister, log: Log
) -> None:
    """A number that was not kept is given again, and one that was, never."""
    with supervisor.transaction() as transaction:
        assert [transaction.next_publication() for _ in range(3)] == [1, 2, 3]
        log(transaction)
    with (
        pytest.raises(LookupError),
        supervisor.transaction() as transaction,
    ):
        raise LookupError(transaction.next_publication())
    with supervisor.transaction() as transaction:
        assert transaction.next_publication() == 4
        log(transaction)


def test_secrets_are_kept_under_their_compartment(
    office: Office, supervisor: SqlRegister, log: Log
) -> None:
    """A secret of one name is replaced; others, and other compartments, are not."""
    with supervisor.transaction() as transaction:
        transaction.keep_secret(Compartment.SIGNING, "root", b"\x00\xff one")
        transaction.keep_secret(Compartment.SIGNING, "status", b"two")
        transaction.keep_secret(Compartment.CLINICAL, "root", b"three")
        transaction.keep_secret(Compartment.SIGNING, "root", b"\x80 four")
        log(transaction)
    with office.open("gareth").transaction() as transaction:
        assert transaction.secrets(Compartment.SIGNING) == {
            "root": b"\x80 four",
            "status": b"two",
        }
        assert transaction.secrets(Compartment.CLINICAL) == {"root": b"three"}
        assert transaction.secrets(Compartment.COMMON) == {}


@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig", "linh"])
def test_signing_keys_are_for_supervisors(office: Office, name: str) -> None:
    """Nobody else reads or replaces what signs certificates."""
    with office.open(name).transaction() as transaction:
        with pytest.raises(CompartmentClosedError, match="signing"):
            transaction.secrets(Compartment.SIGNING)
        with pytest.raises(CompartmentClosedError, match="signing"):
            transaction.keep_secret(Compartment.SIGNING, "root", b"mine")


def test_a_secret_under_another_compartments_name_is_noticed(
    supervisor: SqlRegister, log: Log
) -> None:
    """A row cannot be passed off as another compartment's."""
    with supervisor.transaction() as transaction:
        transaction.keep_secret(Compartment.SIGNING, "root", b"one")
        moved = update(SecretRow).values(compartment=Compartment.GROWING.value)
        transaction.run(moved)
        log(transaction)
    with (
        pytest.raises(RowAlteredError, match="table secret"),
        supervisor.transaction() as transaction,
    ):
        transaction.secrets(Compartment.GROWING)
