"""The one way in for whoever types a passphrase: counted, tried, logged, then open."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.cli.attempts import Attempts
from amnesty.cli.clock import SystemClock
from amnesty.cli.wiring import open_desk, state_folder
from amnesty.domain.sessions import Session
from amnesty.errors import AmnestyError
from amnesty.errors.session import CodeWrongError
from amnesty.errors.store import WrongPassphraseError
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml
from amnesty.services.authority.signing_in import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.authority import Authority
    from amnesty.services.authority.signing_in import SignedIn
    from amnesty.services.desk import Desk

_WITH_CODE = re.compile(r"(.+) (\d{6})", re.DOTALL)


def come_in(
    directory: Path,
    name: str,
    passphrase: str,
    *,
    key_file: bytes | None = None,
    code: str | None = None,
    anchored: bool = True,
    to_change: bool = False,
) -> tuple[Desk, Authority]:
    """Open the register for a member of staff, and return whose it is.

    A code of six digits may stand after the passphrase and a space.

    Raises:
        SignInWaitError: the try before failed a moment ago.
        WrongPassphraseError: nobody has this name, or not this passphrase.
        CodeNeededError: the account has a second step.
        StoreError: it does not open; the sentence says why.
    """
    attempts = Attempts(state_folder(), directory)
    rules = house_rules_from_toml(default_house_rules()).sign_in
    failed = attempts.begin(name, SystemClock().now(), rules)

    def opened(typed: str, code: str | None) -> tuple[Desk, SignedIn]:
        desk = open_desk(directory, name, typed, key_file=key_file, anchored=anchored)
        try:
            return desk, sign_in(desk, code, failed=failed, to_change=to_change)
        except BaseException:
            desk.register.close()
            raise

    try:
        split = None if code else _WITH_CODE.fullmatch(passphrase)
        try:
            desk, signed_in = opened(passphrase, code)
        except WrongPassphraseError:
            if split is None:
                raise
            desk, signed_in = opened(split[1], split[2])
    except (WrongPassphraseError, CodeWrongError):
        raise
    except AmnestyError:
        attempts.take_back(name, failed)
        raise
    attempts.forget(name)
    session = Session(rules=signed_in.rules, monotonic=time.monotonic)
    return replace(desk, session=session), signed_in.authority


def open_counted(
    directory: Path, name: str, passphrase: str, key_file: bytes | None
) -> Desk:
    """Open the register with the try counted, and nothing logged yet.

    Raises:
        SignInWaitError: the try before failed a moment ago.
        StoreError: it does not open; the sentence says why.
    """
    attempts = Attempts(state_folder(), directory)
    rules = house_rules_from_toml(default_house_rules()).sign_in
    failed = attempts.begin(name, SystemClock().now(), rules)
    try:
        desk = open_desk(directory, name, passphrase, key_file=key_file)
    except WrongPassphraseError:
        raise
    except AmnestyError:
        attempts.take_back(name, failed)
        raise
    attempts.forget(name)
    return desk
