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
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from db.keyring.tokens import TokenKeys, Word
    from db.search.words import Heard

_ID_SIZE = 8
_AT_ONCE = 1 << 15
"""So many different tokens are made at once."""
_Owners = list[bytes]


class Tokens(NamedTuple):
    """Some of the tokens, in their order."""

    tokens: array[int]
    """Each as often as it has references."""
    references: bytes
    """To whom they lead, joined."""


class Made(NamedTuple):
    """The tokens of everybody in a batch."""

    forms: set[str]
    """The words that stand in names."""
    parts: Iterator[Tokens]
    """One after the other in order, so that one is written while the next is made."""


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
        return Made(set(self._forms), self._parts())

    def _parts(self) -> Iterator[Tokens]:
        in_order = sorted(self._identity.tokens() | self._growing.tokens())
        for begin in range(0, len(in_order), _AT_ONCE):
            yield self._part(in_order[begin : begin + _AT_ONCE])

    def _part(self, in_order: Sequence[int]) -> Tokens:
        found = dict(self._identity.references(in_order))
        for token, joined in self._growing.references(in_order):
            found[token] = found.get(token, b"") + joined
        each = [found[token] for token in in_order]
        often = map(repeat, in_order, [len(joined) // BLOCK for joined in each])
        return Tokens(array("q", chain.from_iterable(often)), b"".join(each))


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

    def tokens(self) -> AbstractSet[int]:
        """Return all tokens that somebody has."""
        return self._by_token.keys()

    def references(self, tokens: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Return those tokens that somebody has, with their references, joined."""
        known = self._by_token
        own = {token: known[token] for token in tokens if token in known}
        return zip(own, self._keys.references_of(own), strict=True)


def _append(owner: bytes, lists: Iterable[_Owners]) -> None:
    """Add an owner to each list once, though two words may come to the same one."""
    for owners in lists:
        if not owners or owners[-1] is not owner:
            owners.append(owner)
