"""The recovery code opens everything, and is copied without a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.own_numbers import ALPHABET
from amnesty.domain.staff import Compartment, Role
from amnesty.errors.store import (
    RecoveryCodeShapeError,
    RecoveryCodeWrongError,
)
from db.keyring.recovery import read, written
from db.register import open_with_recovery

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office


def test_the_recovery_code_opens_everything(
    office: Office, log: Callable[..., None]
) -> None:
    """Without a key file it opens all compartments, and everybody signs in again."""
    office.key_file.unlink()
    with office.recover().transaction() as transaction:
        held = {keys.compartment for keys in transaction.access.keyring}
        log(transaction)
    assert held == set(Compartment)
    assert office.open("bronwen").member.role is Role.CLERK


def test_the_recovery_code_begins_anew_when_all_passphrases_are_lost(
    office: Office, log: Callable[..., None]
) -> None:
    """It proposes and grants accounts that everybody else believes."""
    with office.recover().transaction() as transaction:
        transaction.propose_account(
            "mairi", Role.SUPERVISOR, office.passphrase("mairi")
        )
        transaction.grant_account("mairi")
        log(transaction)
    grant_to = office.open("mairi")
    assert grant_to.member.role is Role.SUPERVISOR
    office.propose("alys", Role.CLERK)
    office.grant("alys", by="mairi")
    assert office.open("alys").member.role is Role.CLERK


def test_another_registers_recovery_code_is_told(office: Office) -> None:
    """A code that is well written and opens nothing is told apart from a slip."""
    with pytest.raises(RecoveryCodeWrongError):
        open_with_recovery(office.folder, written(bytes(32)))


def test_every_code_reads_back() -> None:
    """What was written down reads as the same 256 bits."""
    for secret in (bytes(32), b"\xff" * 32, bytes(range(32))):
        assert read(written(secret)) == secret


def test_a_code_is_read_as_people_write_it() -> None:
    """Small letters, spaces and long dashes do no harm."""
    secret = bytes(range(32))
    code = written(secret).lower().replace("-", " – ")
    assert read(f"  {code}\n") == secret


def test_every_slip_is_named_by_its_group() -> None:
    """One wrong character anywhere names the group that it stands in."""
    code = written(bytes(range(32)))
    for place, letter in enumerate(code):
        for other in ALPHABET if letter != "-" else "":
            if other != letter:
                with pytest.raises(RecoveryCodeShapeError) as refused:
                    read(code[:place] + other + code[place + 1 :])
                assert f"Group {place // 6 + 1} " in str(refused.value)


def test_groups_in_the_wrong_order_are_noticed() -> None:
    """A group in another's place does not add up."""
    groups = written(bytes(range(32))).split("-")
    groups[3], groups[4] = groups[4], groups[3]
    with pytest.raises(RecoveryCodeShapeError, match="Group 4"):
        read("-".join(groups))


@pytest.mark.parametrize("code", ["", "K7P2X", "0" * 65, "K7P2X-" * 14])
def test_what_is_no_code_is_told(code: str) -> None:
    """Too little, too much and letters that no code has are refused."""
    with pytest.raises(RecoveryCodeShapeError):
        read(code)
