"""What whoever keeps the roots has in a folder: roots, keys, the last list, a journal.

The folder is no secret and nothing in it is believed by devices but the signed list.
What the next list is to say stands unsigned in `keys.cbor`; so whoever signs is shown
every difference from the last list, and the roots' fingerprint, before the root's
passphrase is asked for.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import Fields, Labels
from amnesty.credential.manifest import TRUST_FILE
from amnesty.credential.roots import ROOTS_FILE, Roots, fingerprint, parse_roots
from amnesty.credential.trust import (
    ListedKey,
    TrustList,
    entries_of,
    parse_entries,
    parse_trust_list,
)
from amnesty.errors.credential import FieldFault, FieldRefusedError
from amnesty.errors.trusting import JournalBrokenError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

KEYS_FILE, JOURNAL_FILE = "keys.cbor", "journal.jsonl"

_KIND, _ITEMS, _REMOVED = 1, 2, 3
_KIND_VALUE = "carly:keys-kept"
_BEFORE, _NUMBER = "before", "number"


@dataclass(frozen=True, kw_only=True)
class Federation:
    """All that is kept but the roots' private keys."""

    roots_file: bytes
    keys: tuple[ListedKey, ...] = ()
    """What the next list will say."""
    removed: tuple[bytes, ...] = ()
    """Ids of keys that somebody else may have: never to be admitted again."""
    signed: bytes | None = None
    """The last list, as a root signed it."""
    journal: bytes = b""
    """One line of JSON for each act; each names the SHA-256 of the line before."""

    @cached_property
    def roots(self) -> Roots:
        """The roots that devices hold, or are to hold."""
        return parse_roots(self.roots_file)

    @property
    def fingerprint(self) -> str:
        """What two people compare to know that they hold the same roots."""
        return fingerprint(self.roots_file)

    @cached_property
    def last(self) -> TrustList | None:
        """The last list, checked under the roots."""
        if self.signed is None:
            return None
        return parse_trust_list(self.signed, roots=self.roots)

    @property
    def last_number(self) -> int:
        """The highest number ever signed, were the list itself lost."""
        found = [line.get(_NUMBER) for line in journal_lines(self.journal)]
        numbers = [number for number in found if isinstance(number, int)]
        return max([*numbers, self.last.sequence if self.last else 0])

    def noted(self, at: datetime, by: str, act: str, **facts: str | int) -> Federation:
        """Return the same with one more line in the journal."""
        lines = self.journal.splitlines()
        before = sha256(lines[-1]).hexdigest() if lines else ""
        line = {"at": at.isoformat(), "by": by, "act": act, **facts, _BEFORE: before}
        text = json.dumps(line, ensure_ascii=False) + "\n"
        return replace(self, journal=self.journal + text.encode())

    def files(self) -> dict[str, bytes]:
        """Return the files to keep, in the order in which they are to be written.

        Stopped anywhere, what is there can be read: the journal may name what was not
        kept, and the next list is signed by a root that the roots before have too.
        """
        kept = encode(
            {
                _KIND: _KIND_VALUE,
                _ITEMS: entries_of(self.keys),
                _REMOVED: list(self.removed),
            }
        )
        signed = {} if self.signed is None else {TRUST_FILE: self.signed}
        return {
            JOURNAL_FILE: self.journal,
            KEYS_FILE: kept,
            **signed,
            ROOTS_FILE: self.roots_file,
        }


def read_federation(files: Mapping[str, bytes]) -> Federation:
    """Return what a folder holds.

    Raises:
        CredentialError: the roots or the kept keys are not as they must be, or no root
            signed the last list.
        JournalBrokenError: a line of the journal was changed, taken out or put in.
    """
    kept = Fields(
        decode(files[KEYS_FILE]), "kept keys", Labels({_KIND, _ITEMS, _REMOVED})
    )
    if kept.text(_KIND) != _KIND_VALUE:
        raise kept.refusal(_KIND, FieldFault.FORM)
    federation = Federation(
        roots_file=files[ROOTS_FILE],
        keys=parse_entries(kept.items(_ITEMS)),
        removed=tuple(map(_removed, kept.items(_REMOVED))),
        signed=files.get(TRUST_FILE),
        journal=files[JOURNAL_FILE],
    )
    # All is read now, so that nothing is found broken half-way through an act.
    _ = federation.last_number
    return federation


def journal_lines(journal: bytes) -> list[dict[str, object]]:
    """Return the lines of a journal, each of which follows from the one before.

    Raises:
        JournalBrokenError: one does not.
    """
    before, found = "", []
    for number, text in enumerate(journal.splitlines(), start=1):
        line: object = None
        with suppress(ValueError, RecursionError):
            line = json.loads(text)
        if not isinstance(line, dict) or line.get(_BEFORE) != before:
            raise JournalBrokenError(number)
        found.append(line)
        before = sha256(text).hexdigest()
    return found


def _removed(item: object) -> bytes:
    if not isinstance(item, bytes):
        raise FieldRefusedError("kept keys 3", FieldFault.KIND)
    return item
