"""What lies beside a server's register follows it when a commit's answer is lost."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from amnesty.errors.server import OutcomeUnknownError, ServerGoneError
from amnesty.services.authority.staffing import (
    grant_account,
    list_accounts,
    propose_account,
)
from db.audit.anchor import Anchor, look
from db.erasures import read_erasures
from db.register import open_register
from db.settling import ASKED
from tests.store.losing import Lost, lose_next_commit, not_found
from tests.store.office import CHEAP, NOW, Office, note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from tests.store.losing import Losing
    from tests.store.postgres import Postgres

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)

EITHER = pytest.mark.parametrize("when", list(Lost))


@EITHER
@pytest.mark.parametrize("for_good", [False, True])
def test_the_key_file_follows_the_staff_table(
    *, office: Office, at: Callable[[str], Losing], when: Lost, for_good: bool
) -> None:
    """Whoever was granted an account signs in, and nobody else is kept out."""
    propose_account(at("nerys").desk, "meriel", Role.CLERK, "made-up passphrase of m")
    supervisor = at("idris")
    supervisor.lose(when, for_good=for_good)
    with suppress(OutcomeUnknownError):
        grant_account(supervisor.desk, "meriel")
    supervisor.find_again()
    is_granted = when is Lost.AFTER or not for_good
    accounts = {one.member.name: one.granted for one in list_accounts(at("kofi").desk)}
    assert accounts["meriel"] is is_granted
    assert office.slot("meriel").keys != () if is_granted else True
    assert office.open("bronwen").member.name == "bronwen"


@EITHER
def test_what_was_erased_is_listed(
    *,
    office: Office,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    when: Lost,
) -> None:
    """What was not erased after all is taken from the list again."""
    kept, register = keep(person("Ada Lord")), office.open("idris")
    lose_next_commit(monkeypatch, postgres, register, when)
    with suppress(ServerGoneError), register.transaction() as transaction:
        transaction.erase(kept.id, erased_on=NOW.date())
        note(transaction, kept.id)
    listed = read_erasures(office.folder, register.opened()[1].keyring)
    assert listed == ({kept.id} if when is Lost.AFTER else frozenset())


def test_what_was_settled_is_remembered_by_this_computer(
    *,
    office: Office,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """An older copy is told from it when the register is opened next."""
    register = open_register(
        *(office.folder, "bronwen", office.passphrase("bronwen")),
        cost=CHEAP,
        anchors=tmp_path,
    )
    access = register.opened()[1]
    lose_next_commit(monkeypatch, postgres, register, Lost.AFTER)
    with register.transaction() as transaction:
        note(transaction)
    with office.open("idris").transaction() as transaction:
        now = look(transaction.session, access.keyring)
    seen = Anchor(tmp_path, access.register, os.urandom)
    keyring = office.open("idris").opened()[1].keyring
    register.close()
    assert seen.read(keyring) == now


def test_the_log_is_asked_a_few_times(
    office: Office, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever: 8 questions, with longer pauses each time."""
    waited: list[float] = []
    register = open_register(
        *(office.folder, "bronwen", office.passphrase("bronwen")),
        cost=CHEAP,
        pause=waited.append,
    )
    with ExitStack() as hidden:
        lose_next_commit(
            *(monkeypatch, postgres, register, Lost.AFTER),
            then=lambda: hidden.enter_context(not_found(postgres)),
        )
        with (
            pytest.raises(OutcomeUnknownError),
            register.transaction() as transaction,
        ):
            note(transaction)
    register.close()
    assert len(waited) == ASKED - 1
    assert waited[-1] > waited[0]
