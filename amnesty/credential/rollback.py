"""What keeps an older daily police file from taking a newer one's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.manifest import MANIFEST_FILE, TRUST_FILE
from amnesty.errors.lists import (
    BundleFileChangedError,
    BundleListShorterError,
    BundleOlderError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.credential.manifest import Manifest
    from amnesty.credential.memory import Seen
    from amnesty.credential.status import StatusList
    from amnesty.credential.trust import TrustList

KEYS_LIST = "list of authorities' keys"


def require_newer(manifest: Manifest, trust: TrustList, before: Seen) -> None:
    """Refuse an older number, and another file under the same number.

    Raises:
        BundleOlderError: it is older, or another of the same number.
    """
    for what, found, last in (
        (
            KEYS_LIST,
            (trust.sequence, trust.digest),
            (before.trust_sequence, before.trust_digest),
        ),
        (
            "daily police file",
            (manifest.sequence, manifest.digest),
            (before.sequence, before.digest),
        ),
    ):
        if found[0] < last[0] or (found[0] == last[0] and found[1] != last[1]):
            raise BundleOlderError(what=what, seq=found[0], seen=last[0])


def require_lists_not_shorter(
    status_lists: Mapping[str, StatusList], before: Seen
) -> None:
    """Refuse a list that lost slots or days, even after a day without it.

    Raises:
        BundleListShorterError: a list lost slots or days.
    """
    for last in before.lists:
        status_list = status_lists.get(last.uri)
        if status_list is None:
            continue
        claims = status_list.claims
        if claims.capacity < last.capacity or claims.issued_at < last.issued_at:
            raise BundleListShorterError(last.uri)


def require_trust_of(manifest: Manifest, trust: TrustList) -> None:
    """Refuse a list of keys older than, or not, the one that was published with.

    Raises:
        BundleOlderError: the list of keys is older.
        BundleFileChangedError: the manifest names none, or another of that number.
    """
    least = manifest.trust_sequence
    if least is None:
        raise BundleFileChangedError(MANIFEST_FILE)
    if trust.sequence < least:
        raise BundleOlderError(what=KEYS_LIST, seq=trust.sequence, seen=least)
    named = [one.digest for one in manifest.entries if one.name == TRUST_FILE]
    if trust.sequence == least and named != [trust.digest]:
        raise BundleFileChangedError(TRUST_FILE)
