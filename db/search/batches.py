"""The search tokens of many registrations at once, each made once for all who have it.

Names are much the same among many, so most tokens of a batch are those of others in it.
What is remembered for that is gone with the batch.
"""

from __future__ import annotations

from array import array
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from db.keyring.tokens import BLOCK
from db.search.words import (
    Findable,
    form_words,
    forms_of,
    heard,
    rarer_words,
    site_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.keyring.tokens import TokenKeys, Word
    from db.search.words import Heard

_ID_SIZE = 8
_Owners = list[bytes]


class Made(NamedTuple):
    """The tokens of everybody in a batch."""

    forms: set[str]
    """The words that stand in names."""
    tokens: array[int]
    """In their order, each as often as it has references."""
    references: bytes
    """To whom they lead, joined."""


class Batch:
    """Who has which tokens."""

    def __init__(self, identity: TokenKeys, growing: TokenKeys) -> None:
        """Take the keys that make the tokens, of both compartments that have any."""
        self._identity = _Owned(identity)
        self._growing = _Owned(growing)
        self._forms: dict[str, tuple[Heard, list[_Owners]]] = {}

    def add(self, registration: int, found: Findable) -> None:
        """Add a registration with all its words."""
        owner = registration.to_bytes(_ID_SIZE, "big")
        forms = [self._form(form) for form in forms_of(found)]
        for _, lists in forms:
            _append(owner, lists)
        rarer = rarer_words(found, [one for one, _ in forms])
        self._identity.add(owner, rarer)
        self._growing.add(owner, site_words(found))

    def _form(self, form: str) -> tuple[Heard, list[_Owners]]:
        known = self._forms.get(form)
        if known is None:
            lists = list(map(self._identity.having, form_words(form)))
            known = self._forms[form] = heard(form), lists
        return known

    def made(self) -> Made:
        """Return all tokens with their references."""
        found = dict(self._identity.references())
        for token, joined in self._growing.references():
            found[token] = found.get(token, b"") + joined
        in_order = sorted(found)
        each = [found[token] for token in in_order]
        often = map(repeat, in_order, [len(joined) // BLOCK for joined in each])
        tokens = array("q", chain.from_iterable(often))
        return Made(set(self._forms), tokens, b"".join(each))


class _Owned:
    """Who has which token of one compartment, each made when the first one has it."""

    def __init__(self, keys: TokenKeys) -> None:
        """Take the keys that make the tokens."""
        self._keys = keys
        self._by_token: dict[int, _Owners] = {}

    def add(self, owner: bytes, words: Iterable[Word]) -> None:
        """Add an owner to the token of each word."""
        _append(owner, map(self.having, words))

    def having(self, word: Word) -> _Owners:
        """Return who has a word so far."""
        return self._by_token.setdefault(self._keys.token(word), [])

    def references(self) -> Iterator[tuple[int, bytes]]:
        """Return each token with its references, joined."""
        found = self._keys.references_of(self._by_token)
        return zip(self._by_token, found, strict=True)


def _append(owner: bytes, lists: Iterable[_Owners]) -> None:
    """Add an owner to each list once, though two words may come to the same one."""
    for owners in lists:
        if not owners or owners[-1] is not owner:
            owners.append(owner)
