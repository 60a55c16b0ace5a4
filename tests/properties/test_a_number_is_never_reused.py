"""A number that was given is never given again, whatever is kept, refused or erased."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlmodel import col

from amnesty.domain.certificate import Form
from amnesty.domain.registration import Registration, State
from amnesty.errors.store import NumberTakenError
from db.tables import PendingRow, RegistrationRow, SlotRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister
    from db.transaction import SqlTransaction

_NAME = "made_up_office"
if _NAME not in sys.modules:
    _spec = spec_from_file_location(
        _NAME, Path(__file__).parents[1] / "store" / "conftest.py"
    )
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_NAME] = module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_NAME])

made = sys.modules[_NAME].made
office = sys.modules[_NAME].office
supervisor = sys.modules[_NAME].supervisor
note = sys.modules[_NAME].note

TAKING = st.sampled_from(["certificate", "card", "publication"])
ACTS = st.lists(st.tuples(TAKING, st.booleans()), min_size=1, max_size=12)


class ChangedTheirMindError(Exception):
    """Raised in a transaction that is not to be kept."""


def take(transaction: SqlTransaction, what: str) -> object:
    """Take the next slot of a form, or the next publication's number."""
    if what == "publication":
        return transaction.next_publication()
    return transaction.take_slot(Form(what))


def do(register: SqlRegister, what: str, *, keep: bool) -> object | None:
    """Take a number in a transaction; return it if the transaction was kept."""
    with suppress(ChangedTheirMindError), register.transaction() as transaction:
        taken = take(transaction, what)
        note(transaction)
        if not keep:
            raise ChangedTheirMindError
        return taken
    return None


@pytest.fixture
def given_before() -> set[tuple[str, object]]:
    """Return where the numbers given in all examples are remembered."""
    return set()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_slots_and_publications_are_given_once(
    supervisor: SqlRegister,
    given_before: set[tuple[str, object]],
    acts: list[tuple[str, bool]],
) -> None:
    """Over the register's whole life, full lists and undone work included."""
    for what, keep in acts:
        taken = do(supervisor, what, keep=keep)
        if taken is not None:
            assert (what, taken) not in given_before
            given_before.add((what, taken))
    with supervisor.transaction() as transaction:
        slots = transaction.run(select(col(SlotRow.list_id), col(SlotRow.position)))
        kept = slots.all()
    assert len(set(kept)) == len(kept)
    assert len(kept) == sum(what != "publication" for what, _ in given_before)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(state=st.sampled_from(State), erased=st.booleans())
def test_a_registration_number_is_given_once(
    supervisor: SqlRegister,
    make_registration: Callable[[], Registration],
    *,
    state: State,
    erased: bool,
) -> None:
    """Neither the end of a registration nor its erasure frees its number."""
    first, second = (nameless(make_registration()) for _ in range(2))
    with supervisor.transaction() as transaction:
        transaction.add_registration(replace(first, state=state))
        if erased:
            transaction.run(delete(PendingRow))
            transaction.session.execute(
                delete(RegistrationRow).where(col(RegistrationRow.id) == first.id)
            )
        note(transaction)
    with (
        pytest.raises(NumberTakenError),
        supervisor.transaction() as transaction,
    ):
        transaction.add_registration(replace(second, number=first.number))


def nameless(registration: Registration) -> Registration:
    """Return a registration without a health number, which has a rule of its own."""
    identity = registration.identity
    patient = replace(identity.patient, health_number=None)
    return replace(registration, identity=replace(identity, patient=patient))
