"""One's own account: what is open with it is ended, and its passphrase is set.

In a file and on a server, whose logins may write little.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.sessions import Session
from amnesty.errors.keys import SessionEndedError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.session import SignInAgainError
from amnesty.errors.store import NoSuchAccountError, WrongPassphraseError
from amnesty.policies.house_rules import (
    default_house_rules,
    house_rules_from_toml,
)
from amnesty.services.authority.staffing import end_sessions, list_accounts
from amnesty.services.desk import Desk
from db.changing_secrets import change_secrets
from db.keyring.passphrases import Secrets
from db.register import open_register
from db.rotating import rotate
from tests.store.conftest import CHEAP, FixedClock

if TYPE_CHECKING:
    from db.register import SqlRegister
    from tests.store.conftest import Office


def desk(register: SqlRegister) -> Desk:
    """Return a desk at an open register."""
    return Desk(register=register, clock=FixedClock(), chance=os.urandom)


def test_a_supervisor_ends_what_somebody_has_open(office: Office) -> None:
    """Every session of theirs, at once; they sign in again, and others go on."""
    first, second, other = (
        desk(office.open(name)) for name in ("bronwen", "bronwen", "kofi")
    )
    assert end_sessions(desk(office.open("idris")), "Bronwen").member.name == "bronwen"
    for open_one in (first, second):
        with pytest.raises(SessionEndedError, match="Sign in again"):
            list_accounts(open_one)
    list_accounts(other)
    again = desk(office.open("bronwen"))
    list_accounts(again)
    rotate(office.open("gareth"), clock=FixedClock())
    list_accounts(again)
    with pytest.raises(SessionEndedError):
        list_accounts(first)


@pytest.mark.parametrize("name", ["bronwen", "padraig", "linh", "nerys", "idris"])
def test_everybody_ends_their_own_but_for_this(office: Office, name: str) -> None:
    """A screen that was left open somewhere is ended from another one."""
    left, here = desk(office.open(name)), desk(office.open(name))
    end_sessions(here, name)
    end_sessions(here, name)
    list_accounts(here)
    with pytest.raises(SessionEndedError):
        list_accounts(left)


@pytest.mark.parametrize("name", ["bronwen", "padraig", "linh", "nerys", "idris"])
def test_everybody_sets_their_own_passphrase(office: Office, name: str) -> None:
    """On a server too, whatever else the role's login may not write there."""
    now = Secrets(passphrase=office.passphrase(name))
    new = Secrets(passphrase="six quite unrelated herrings")
    change_secrets(office.open(name), now, new, clock=FixedClock())
    with pytest.raises(WrongPassphraseError):
        office.open(name)
    register = open_register(office.folder, name, new.passphrase, cost=CHEAP)
    list_accounts(desk(register))
    register.close()


def test_nobody_but_a_supervisor_ends_those_of_others(office: Office) -> None:
    """And a supervisor with a passphrase of a moment ago."""
    kofi = desk(office.open("kofi"))
    for name in ("bronwen", "padraig", "linh", "nerys"):
        with pytest.raises(RoleMayNotError, match="end somebody's sessions"):
            end_sessions(desk(office.open(name)), "kofi")
    with pytest.raises(NoSuchAccountError):
        end_sessions(desk(office.open("idris")), "nobody")
    now = 0.0
    rules = house_rules_from_toml(default_house_rules()).sign_in
    session = Session(rules=rules, monotonic=lambda: now)
    stale = Desk(
        register=office.open("idris"),
        clock=FixedClock(),
        chance=os.urandom,
        session=session,
    )
    now = 60.0 * 14
    with pytest.raises(SignInAgainError):
        end_sessions(stale, "kofi")
    list_accounts(kofi)
