"""Signing in by command: waiting, unlocking, second step, emergency, alarms."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from amnesty.cli.attempts import Attempts
from amnesty.cli.clock import SystemClock
from amnesty.cli.wiring import state_folder
from amnesty.errors.session import SignInWaitError
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml
from tests.journeys.conftest import PASSPHRASES

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran

RULES = house_rules_from_toml(default_house_rules()).sign_in


def wrong(office: Office, name: str = "bronwen") -> Ran:
    """Sign in with a passphrase that is wrong."""
    return office.run(
        *("staff", "list", "--register", str(office.register), "--as", name),
        *("--passphrase-fd", "{fd}"),
        feed="a wrong passphrase\n",
    )


def test_wrong_passphrases_wait_and_a_supervisor_unlocks(office: Office) -> None:
    """An unknown name says and does the same; the right passphrase waits as well."""
    told = [wrong(office, name) for name in ("bronwen", "nobody")]
    assert told[0] == told[1]
    attempts = Attempts(state_folder(), office.register)
    attempts.take_back("bronwen", RULES.free_tries + 9)
    waiting = office.run_as("bronwen", "staff", "list")
    assert (waiting.code, "Wait" in waiting.err) == (2, True)
    attempts.take_back("bronwen", RULES.lock_after)
    locked = office.run_as("bronwen", "staff", "list")
    assert "A supervisor unlocks" in locked.err
    assert office.run_as("kofi", "staff", "unlock", "bronwen").code == 1
    assert office.run_as("idris", "staff", "unlock", "bronwen").code == 0
    assert office.run_as("bronwen", "staff", "list").code == 0


def test_tries_side_by_side_are_all_counted(office: Office) -> None:
    """Each is counted before it is tried, and a clock set back wins no time."""
    attempts, now = Attempts(state_folder(), office.register), SystemClock().now()
    assert [attempts.begin("x", now, RULES) for _ in range(3)] == [0, 1, 2]
    for at in (now, now.replace(year=2001)):
        with pytest.raises(SignInWaitError, match="Wait 1 seconds"):
            attempts.begin("x", at, RULES)
    attempts.forget("x")
    assert attempts.begin("x", now, RULES) == 0


def test_a_second_step_by_command(office: Office) -> None:
    """Shown to its owner, asked for by a supervisor, typed after the passphrase."""
    shown = office.run_as("bronwen", "staff", "authenticator")
    address = shown.out.splitlines()[-1]
    secret = base64.b32decode(address.partition("secret=")[2].partition("&")[0])
    assert office.run_as("idris", "staff", "second-step", "bronwen").code == 0
    refused = office.run_as("bronwen", "staff", "list")
    assert (refused.code, "six-digit code" in refused.err) == (1, True)
    at = int(SystemClock().now().timestamp())
    code = TOTP(secret, 6, SHA1(), 30).generate(at).decode()  # noqa: S303 - RFC 6238
    assert office.run_as("bronwen", "staff", "list", "--code", code).code == 0
    later = TOTP(secret, 6, SHA1(), 30).generate(at + 30).decode()  # noqa: S303 - RFC 6238
    come = office.run(
        *("staff", "list", "--register", str(office.register), "--as", "bronwen"),
        *("--passphrase-fd", "{fd}"),
        feed=f"{PASSPHRASES['bronwen']} {later}\n",
    )
    assert come.code == 0, come.err


def test_an_emergency_is_on_the_auditors_list(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The record is shown at once, and the alert names its reference alone."""
    registration_file["restricted_to"] = "bronwen; idris"
    number = office.registered(registration_file, office.folder / "one.json")
    asked = ("break-glass", number, "--reason", "fire at the house", "--json")
    opened = office.run_as("gareth", *asked)
    assert opened.code == 0, opened.err
    assert opened.json["name"] == "Siân Llŷr ap Gwŷn"
    listed = office.run_as("ann", "audit", "alarms")
    assert f"break glass, reference {opened.json['alert']}" in listed.out
    assert "Siân" not in listed.out


def test_a_handed_out_passphrase_is_changed_first(office: Office) -> None:
    """Everything else is refused until its owner chose another one."""
    PASSPHRASES["mair"] = "made-up for a new clerk"
    added = office.run_as(
        "nerys",
        *("staff", "add", "mair", "--role", "clerk", "--new-passphrase-fd", "{fd}"),
        feed=f"{PASSPHRASES['mair']}\n",
    )
    assert added.code == 0, added.err
    granted = office.run_as("idris", "staff", "grant", "mair")
    assert granted.code == 0, granted.err
    refused = office.run_as("mair", "staff", "list")
    assert (refused.code, "handed out" in refused.err) == (1, True)
    moved = office.run_as("mair", "migrate-store", "--to", "postgresql://a@localhost/b")
    assert (moved.code, "handed out" in moved.err) == (1, True)
    new = "six quite unrelated herrings"
    changed = office.run_as(
        "mair", "keys", "passphrase", "--new-passphrase-fd", "{fd}", feed=f"{new}\n"
    )
    assert changed.code == 0, changed.err
    PASSPHRASES["mair"] = new
    assert office.run_as("mair", "staff", "list").code == 0


def test_a_damaged_file_of_tries_is_told(office: Office) -> None:
    """Nobody signs in uncounted, and one sentence says which file it is."""
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "tries.db").write_bytes(b"no database" * 100)
    refused = office.run_as("bronwen", "staff", "list")
    assert (refused.code, refused.err.count("\n")) == (5, 1)
    assert "tries.db" in refused.err
