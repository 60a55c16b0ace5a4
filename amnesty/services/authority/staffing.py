"""Staff accounts: an administrator proposes, a supervisor grants and removes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Role, require
from amnesty.domain.text import clean_name
from amnesty.errors.forms import AccountNameError
from amnesty.repeating import repeated
from amnesty.services.authority.signing_in import mark_handed_out

if TYPE_CHECKING:
    from amnesty.ports import Account
    from amnesty.services.desk import Desk

_LONGEST_NAME = 40


def parse_account_name(text: str) -> str:
    """Return the name of an account, as its owner types it at sign-in.

    Raises:
        BadInputError: it is empty, too long, hides a character or has a semicolon,
            which parts the names on a restricted record.
    """
    name = clean_name(text, "account name", longest=_LONGEST_NAME)
    if ";" in name:
        raise AccountNameError
    return name


@repeated
def propose_account(
    desk: Desk, name: str, role: Role, passphrase: str, *, handed_out: bool = True
) -> Account:
    """Propose an account; until it is granted it opens nothing.

    Args:
        desk: an administrator's.
        name: as its owner types it at sign-in.
        role: what its owner will be at the desk.
        passphrase: with which it opens.
        handed_out: whether somebody else than its owner chose it, who then changes it
            before anything else.

    Raises:
        AccountExistsError: the name is taken.
        PassphraseTooShortError: the passphrase is too short to protect a register.
    """
    require(desk.member, Act.PROPOSE_ACCOUNT)
    cleaned = parse_account_name(name)
    with desk.transaction() as register:
        account = register.propose_account(cleaned, role, passphrase)
        if handed_out:
            mark_handed_out(register, cleaned)
        register.append(
            desk.note(
                Verb.COLLECTION,
                Act.PROPOSE_ACCOUNT,
                account=str(account.member.id),
                role=role.value,
            )
        )
    return account


@repeated
def grant_account(desk: Desk, name: str) -> Account:
    """Grant a proposed account: seal the keys of its role to it, and sign for it.

    Raises:
        NoSuchAccountError: no account has this name.
    """
    require(desk.member, Act.GRANT_ACCOUNT)
    with desk.transaction() as register:
        account = register.grant_account(name)
        register.append(
            desk.note(
                Verb.ALTERATION, Act.GRANT_ACCOUNT, account=str(account.member.id)
            )
        )
    return account


@repeated
def remove_account(desk: Desk, name: str) -> Account:
    """Take an account's keys away for ever, because its owner leaves; open work ends.

    The keys that they held are still in use: a rotation replaces them.

    Raises:
        RemovesOneselfError: it is the member's own.
        LastSupervisorError: nobody else decides.
        LastRecoveryError: it is the last way to recover.
        NoSuchAccountError: no account that stands has this name.
    """
    require(desk.member, Act.KEEP_KEYS)
    with desk.transaction() as register:
        removed = register.remove_account(name)
        account = str(removed.member.id)
        register.append(
            desk.note(Verb.ALTERATION, Act.KEEP_KEYS, step="remove", account=account)
        )
    return removed


@repeated
def end_sessions(desk: Desk, name: str) -> Account:
    """End all sessions that are open with an account, on every machine, but for this.

    Everybody ends their own, as after a passphrase that somebody saw was changed, or a
    screen was left open somewhere; a supervisor ends anybody's.

    Raises:
        NoSuchAccountError: no account has this name.
        SignInAgainError: the passphrase was not typed a moment ago.
    """
    with desk.transaction() as register:
        account = register.account(name).member.id
        if account != desk.member.id:
            require(desk.member, Act.END_SESSIONS)
        ended = register.end_sessions(name)
        register.append(
            desk.note(Verb.ALTERATION, Act.END_SESSIONS, account=str(account))
        )
    return ended


@repeated
def list_accounts(desk: Desk) -> tuple[Account, ...]:
    """Return all accounts, by name: every member of staff may know their colleagues."""
    with desk.transaction() as register:
        return register.accounts()
