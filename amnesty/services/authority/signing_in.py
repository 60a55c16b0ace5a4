"""Signing in is an act like others: it is in the log before anything is shown."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from amnesty.domain.authority import Authority
from amnesty.domain.event import Verb
from amnesty.domain.house_rules import SignInRules
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.session import (
    CodeNeededError,
    CodeWrongError,
    PassphraseToChangeError,
)
from amnesty.ports import HANDED_OUT
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from amnesty.domain.staff import StaffId
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

STEP_SECONDS, DIGITS = 30, 6
_SECOND_STEPS = "second steps"
_USED_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What a session begins with."""

    authority: Authority
    rules: SignInRules


@repeated
def sign_in(
    desk: Desk, code: str | None = None, *, failed: int = 0, to_change: bool = False
) -> SignedIn:
    """Log that the member signed in, with the second step where the account has one.

    Args:
        desk: of whoever typed the passphrase.
        code: the authenticator's, if one was given.
        failed: how many tries failed on this computer since the last sign-in.
        to_change: whether it is for changing the passphrase, and nothing else.

    Raises:
        CodeNeededError: the account has a second step.
        CodeWrongError: the code is another, or was used.
        PassphraseToChangeError: the passphrase was handed out.
    """
    require(desk.member, Act.SIGN_IN)
    member = str(desk.member.id)
    with desk.transaction() as register:
        codes: dict[str, str] = {}
        generation = _kept(register, _SECOND_STEPS).get(member)
        if generation is not None:
            codes["step"] = str(_step(desk, register, generation, code))
        handed_out = _kept(register, HANDED_OUT).get(member)
        if handed_out == register.own_lock() and not to_change:
            raise PassphraseToChangeError
        if failed:
            codes["failed"] = str(failed)
        register.append(desk.note(Verb.CONSULTATION, Act.SIGN_IN, codes=codes))
        return SignedIn(
            authority=register.authority(), rules=rules_in(register).sign_in
        )


@repeated
def authenticator_address(desk: Desk) -> str:
    """Return what an authenticator is set up with: only its owner can make it."""
    require(desk.member, Act.SIGN_IN)
    with desk.transaction() as register:
        kept = _kept(register, _SECOND_STEPS).get(str(desk.member.id), "1")
        secret = base64.b32encode(register.second_step_key(kept)).decode()
        issuer = register.authority().name
        register.append(desk.note(Verb.CONSULTATION, Act.RENEW, what="authenticator"))
    name = quote(f"{issuer}:{desk.member.name}")
    return f"otpauth://totp/{name}?secret={secret}&issuer={quote(issuer)}"


@repeated
def ask_second_step(
    desk: Desk, name: str, *, wanted: bool, renew: bool = False
) -> None:
    """Have an account sign in with a second step from now on, or no more.

    Args:
        desk: a supervisor's.
        name: the account.
        wanted: whether it is asked for.
        renew: whether its authenticator was lost, so that another secret is used.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    require(desk.member, Act.GRANT_ACCOUNT)
    with desk.transaction() as register:
        account = str(register.account(name).member.id)
        kept = _kept(register, _SECOND_STEPS)
        before = kept.pop(account, "1")
        if wanted:
            kept[account] = str(int(before) + 1) if renew else before
        _keep(register, _SECOND_STEPS, kept)
        what = "second step asked" if wanted else "second step not asked"
        register.append(
            desk.note(Verb.ALTERATION, Act.GRANT_ACCOUNT, what=what, account=account)
        )


@repeated
def ask_to_change(desk: Desk, name: str) -> None:
    """Have an account's passphrase changed before it is used for anything.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    require(desk.member, Act.GRANT_ACCOUNT)
    with desk.transaction() as register:
        account = mark_handed_out(register, name)
        what = "passphrase to change"
        register.append(
            desk.note(
                Verb.ALTERATION, Act.GRANT_ACCOUNT, what=what, account=str(account)
            )
        )


def mark_handed_out(register: Transaction, name: str) -> StaffId:
    """Keep in mind that an account's passphrase is not of its owner's choosing.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    account = register.account(name).member.id
    kept = _kept(register, HANDED_OUT)
    kept[str(account)] = register.lock_of(name)
    _keep(register, HANDED_OUT, kept)
    return account


@repeated
def note_unlocked(desk: Desk, name: str) -> None:
    """Log that a supervisor lets somebody try again on this computer.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    require(desk.member, Act.UNLOCK)
    with desk.transaction() as register:
        account = str(register.account(name).member.id)
        register.append(desk.note(Verb.ALTERATION, Act.UNLOCK, account=account))


def step_of(key: bytes, code: str, now: datetime) -> int | None:
    """Return which step of 30 seconds a code is of: this, or one beside it."""
    totp = TOTP(key, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - RFC 6238, as all authenticators have it
    at = int(now.timestamp())
    typed = code.replace(" ", "").encode()
    for seconds in (at, at - STEP_SECONDS, at + STEP_SECONDS):
        try:
            totp.verify(typed, seconds)
        except InvalidToken:
            continue
        return seconds // STEP_SECONDS
    return None


def _step(desk: Desk, register: Transaction, generation: str, code: str | None) -> int:
    if not code:
        raise CodeNeededError
    step = step_of(register.second_step_key(generation), code, desk.now())
    since = register.log_time(desk.now()) - _USED_WITHIN
    used = {
        int(codes["step"])
        for by, codes in register.codes_since(since, Act.SIGN_IN)
        if by == desk.member.id and "step" in codes
    }
    if step is None or step <= max(used, default=-1):
        raise CodeWrongError
    return step


def quote(text: str) -> str:
    """Return a text as it stands in an address."""
    return "".join(
        chr(one) if chr(one).isascii() and chr(one).isalnum() else f"%{one:02X}"
        for one in text.encode()
    )


def _kept(register: Transaction, name: str) -> dict[str, str]:
    kept: Mapping[str, bytes] = register.secrets(Compartment.COMMON)
    found: dict[str, str] = json.loads(kept.get(name, b"{}"))
    return found


def _keep(register: Transaction, name: str, value: Mapping[str, str]) -> None:
    register.keep_secret(Compartment.COMMON, name, json.dumps(value).encode())
