"""Keeping roots: whose keys are trusted, for what, until when; and the list of them.

Plain functions from what was kept to what is to be kept (`Federation`). Each act adds a
line to the journal; only `sign_list` and `retire_root` need a root's private key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.roots import make_roots
from amnesty.credential.trust import ListedKey, ListedUse, make_trust_list
from amnesty.domain.identifiers import parse_gss_code
from amnesty.domain.london import london_day, midnight_before
from amnesty.errors.trusting import (
    ClockBehindError,
    LastRootError,
    ListedAlreadyError,
    NoSuchListedKeyError,
    NotARootError,
    RemovedBeforeError,
    RetiredBackwardsError,
    RootTwiceError,
    WindowReversedError,
    WindowTooLongError,
)
from amnesty.services.trust.federation import Federation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, timedelta

    from amnesty.credential.keys import P256Key
    from amnesty.credential.request import KeyRequest
    from amnesty.ports import Signer

LONGEST_WINDOW_YEARS = 6
_YEAR_DAYS = 366
_NUMBERS_A_DAY = 100
_SHORTEST_ID = 4


def found_federation(
    roots: Sequence[P256Key], *, at: datetime, by: str, act: str = "make roots"
) -> Federation:
    """Return what is kept of new roots."""
    federation = Federation(roots_file=make_roots(roots))
    return federation.noted(at, by, act, roots=federation.fingerprint)


def taken_over(
    roots_file: bytes, signed: bytes, root: P256Key, *, at: datetime, by: str
) -> Federation:
    """Return what is kept of roots that a register kept until now.

    Raises:
        CredentialError: the files are not roots, or not a list that one of them signed.
        NotARootError: the key is none of these roots.
    """
    federation = Federation(roots_file=roots_file, signed=signed)
    if federation.roots.find(root.key_id) is None:
        raise NotARootError(root.key_id)
    last = federation.last
    keys = last.keys if last else ()
    return replace(federation, keys=keys).noted(
        at, by, "take over", roots=federation.fingerprint, number=federation.last_number
    )


def require_admissible(federation: Federation, request: KeyRequest) -> None:
    """Refuse a request that could not be admitted, before anybody compares anything.

    Raises:
        BadInputError: it is no authority's that may register patients; a key of it is
            admitted already, was removed, or has a window that cannot be.
    """
    parse_gss_code(request.issuer)
    for proven in request.keys:
        listed, key_id = proven.listed, proven.listed.key.key_id
        if any(one.key.key_id == key_id for one in federation.keys):
            raise ListedAlreadyError(key_id)
        if key_id in federation.removed:
            raise RemovedBeforeError(key_id)
        require_window(listed.issues_from, listed.issues_to)


def require_window(starts: datetime, ends: datetime) -> None:
    """Refuse a window of issue that ends before it begins, or lasts too long.

    Raises:
        WindowReversedError: it ends before it begins.
        WindowTooLongError: it lasts longer than six years.
    """
    if starts >= ends:
        raise WindowReversedError(starts, ends)
    if (ends - starts).days > LONGEST_WINDOW_YEARS * _YEAR_DAYS:
        raise WindowTooLongError(LONGEST_WINDOW_YEARS)


def unlisted(federation: Federation, request: KeyRequest) -> KeyRequest:
    """Return a request with those of its keys that are not admitted yet.

    An authority asks for all keys that it ever had, in one file.

    Raises:
        ListedAlreadyError: all of them are admitted.
    """
    known = {(one.issuer, one.use, one.key.key_id) for one in federation.keys}
    new = tuple(
        one
        for one in request.keys
        if (one.listed.issuer, one.listed.use, one.listed.key.key_id) not in known
    )
    if not new:
        raise ListedAlreadyError(request.keys[0].listed.key.key_id)
    return replace(request, keys=new)


def admit(
    federation: Federation, request: KeyRequest, *, at: datetime, by: str
) -> Federation:
    """Admit the keys of a request whose fingerprint was compared.

    Raises:
        BadInputError: as `require_admissible` has it.
    """
    require_admissible(federation, request)
    for proven in request.keys:
        listed = proven.listed
        federation = replace(federation, keys=(*federation.keys, listed)).noted(
            at,
            by,
            "admit",
            key=listed.key.key_id.hex(),
            authority=listed.issuer,
            use=listed.use.value,
            issues_from=listed.issues_from.isoformat(),
            issues_to=listed.issues_to.isoformat(),
        )
    return federation


def retire(
    federation: Federation, key: ListedKey, day: date, *, at: datetime, by: str
) -> Federation:
    """Have a key issue nothing from a day on; what it issued before stays good.

    Raises:
        RetiredBackwardsError: the day is past, or not before the key's own end.
    """
    ends = midnight_before(day)
    if day <= london_day(at) or not key.issues_from < ends < key.issues_to:
        raise RetiredBackwardsError(today=london_day(at), ends=key.issues_to)
    retired = replace(key, issues_to=ends)
    keys = tuple(retired if one is key else one for one in federation.keys)
    return replace(federation, keys=keys).noted(
        at, by, "retire", key=key.key.key_id.hex(), ends=day.isoformat()
    )


def remove(
    federation: Federation, key: ListedKey, *, at: datetime, by: str
) -> Federation:
    """Take a key that somebody else may have off the list, for ever."""
    key_id = key.key.key_id
    return replace(
        federation,
        keys=tuple(one for one in federation.keys if one is not key),
        removed=(*federation.removed, key_id),
    ).noted(at, by, "revoke", key=key_id.hex(), authority=key.issuer)


def find_key(keys: Sequence[ListedKey], typed: str) -> ListedKey:
    """Return the key whose id begins as typed.

    Raises:
        NoSuchListedKeyError: there is none, or more than one.
    """
    start = "".join(typed.split()).casefold()
    found = [one for one in keys if one.key.key_id.hex().startswith(start)]
    if len(found) != 1 or len(start) < _SHORTEST_ID:
        raise NoSuchListedKeyError(typed)
    return found[0]


def sign_list(
    federation: Federation, root: Signer, *, at: datetime, by: str, holds: timedelta
) -> Federation:
    """Sign the next list, under a number that was never used.

    Raises:
        NotARootError: devices would not believe a list of this key.
        RemovedBeforeError: a key that was removed is back: somebody edited the folder.
        ClockBehindError: the last list is dated later than this computer's time.
    """
    if federation.roots.find(root.key_id) is None:
        raise NotARootError(root.key_id)
    for key in federation.keys:
        if key.key.key_id in federation.removed:
            raise RemovedBeforeError(key.key.key_id)
    last = federation.last
    if last is not None and at + CLOCK_SKEW < last.issued_at:
        raise ClockBehindError(now=at, last=last.issued_at)
    number = _next_number(federation.last_number, london_day(at))
    signed = make_trust_list(
        federation.keys, sequence=number, issued_at=at, expires_at=at + holds, root=root
    )
    return replace(federation, signed=signed).noted(
        at, by, "sign", number=number, keys=len(federation.keys), root=root.key_id.hex()
    )


def _next_number(last: int, day: date) -> int:
    """Return the next number: by the day, as DNS zones have it (RFC 1912).

    So a folder that was restored from an old copy does not use a number twice, and a
    federation's list is newer than any that its authorities signed themselves.
    """
    of_the_day = (day.year * 100 + day.month) * 100 + day.day
    return max(last + 1, of_the_day * _NUMBERS_A_DAY + 1)


def add_root(
    federation: Federation, key: P256Key, *, at: datetime, by: str
) -> Federation:
    """Return the same with one more root, which may sign when devices hold it.

    Raises:
        RootTwiceError: it is a root already.
    """
    if federation.roots.find(key.key_id) is not None:
        raise RootTwiceError(key.key_id)
    rooted = replace(federation, roots_file=make_roots([*federation.roots.keys, key]))
    return rooted.noted(
        at, by, "add root", key=key.key_id.hex(), roots=rooted.fingerprint
    )


def retire_root(
    federation: Federation,
    key_id: bytes,
    *,
    successor: Signer,
    at: datetime,
    by: str,
    holds: timedelta,
) -> Federation:
    """Return the same without a root, and with a list that a root which stays signed.

    Raises:
        NotARootError: it is no root, or the successor is none.
        LastRootError: the successor is the very root that is to go.
    """
    if federation.roots.find(key_id) is None:
        raise NotARootError(key_id)
    if successor.key_id == key_id:
        raise LastRootError
    signed = sign_list(federation, successor, at=at, by=by, holds=holds)
    stay = [key for key in federation.roots.keys if key.key_id != key_id]
    rooted = replace(signed, roots_file=make_roots(stay))
    return rooted.noted(
        at, by, "retire root", key=key_id.hex(), roots=rooted.fingerprint
    )


def use_in_words(use: ListedUse) -> str:
    """Return what keys of a use sign, for people to read."""
    return {
        ListedUse.CERTIFICATE: "signs certificates",
        ListedUse.STATUS: "signs lists and police files",
        ListedUse.CHECKPOINT: "signs the audit log's checkpoints",
    }[use]
