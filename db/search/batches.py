"""The search tokens of many registrations at once, each made once for all who have it.

Names are much the same among many, so most tokens of a batch are those of others in it.
What is remembered for that is gone with the batch.
"""

from __future__ import annotations

from array import array
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from db.keyring.tokens import BLOCK
from db.search.names import folded, name_word
from db.search.words import Findable, form_words, heard, rarer_words, site_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.keyring.tokens import TokenKeys, Word
    from db.search.words import Heard

_ID_SIZE = 8
_AT_ONCE = 1 << 16
"""So many tokens are handed on at once, or somewhat more."""
_FIRST_BITS = 58
_PLACES = range(-32, 32)
"""What the first bits of a token are, which is a signed number of 64."""
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


class _Form(NamedTuple):
    """A form of a word of a name, which many have."""

    heard: Heard
    lists: list[_Owners]
    """Who has each of its own tokens."""


class Batch:
    """Who has which tokens."""

    def __init__(self, identity: TokenKeys, growing: TokenKeys) -> None:
        """Take the keys that make the tokens, of both compartments that have any."""
        self._identity = _Owned(identity)
        self._growing = _Owned(growing)
        self._forms: dict[str, _Form] = {}
        self._chunks: dict[str, list[_Form]] = {}

    def add(self, registration: int, found: Findable) -> None:
        """Add a registration with all its words."""
        owner = registration.to_bytes(_ID_SIZE, "big")
        forms = {
            form.heard: form
            for name in found.names
            for chunk in folded(name).split()
            for form in self._chunks.get(chunk) or self._forms_of(chunk)
        }
        for form in forms.values():
            _append(owner, form.lists)
        self._identity.add(owner, rarer_words(found, list(forms)))
        self._growing.add(owner, site_words(found))

    def _forms_of(self, chunk: str) -> list[_Form]:
        """Return the forms of a part of a name that was not seen before."""
        word = name_word(chunk)
        forms = word.forms if word else ()
        for form in forms:
            if form not in self._forms:
                lists = list(map(self._identity.having, form_words(form)))
                self._forms[form] = _Form(heard(form), lists)
        self._chunks[chunk] = [self._forms[form] for form in forms]
        return self._chunks[chunk]

    def made(self) -> Made:
        """Return all tokens with their references."""
        return Made(set(self._forms), self._parts())

    def _parts(self) -> Iterator[Tokens]:
        tokens, joined = array("q"), bytearray()
        for place in _PLACES:
            more, references = self._part(place)
            tokens += more
            joined += references
            if len(tokens) >= _AT_ONCE:
                yield Tokens(tokens, bytes(joined))
                tokens, joined = array("q"), bytearray()
        yield Tokens(tokens, bytes(joined))

    def _part(self, place: int) -> Tokens:
        found = dict(self._identity.references(place))
        for token, joined in self._growing.references(place):
            found[token] = found.get(token, b"") + joined
        in_order = sorted(found)
        each = [found[token] for token in in_order]
        often = map(repeat, in_order, [len(joined) // BLOCK for joined in each])
        return Tokens(array("q", chain.from_iterable(often)), b"".join(each))


class _Owned:
    """Who has which token of one compartment, each made when the first one has it.

    Tokens are kept apart by their first bits: few at a time are soon found and ordered.
    """

    def __init__(self, keys: TokenKeys) -> None:
        """Take the keys that make the tokens."""
        self._keys = keys
        self._by_token: list[dict[int, _Owners]] = [{} for _ in _PLACES]

    def add(self, owner: bytes, words: Iterable[Word]) -> None:
        """Add an owner to the token of each word."""
        _append(owner, map(self.having, words))

    def having(self, word: Word) -> _Owners:
        """Return who has a word so far."""
        token = self._keys.token(word)
        return self._by_token[token >> _FIRST_BITS].setdefault(token, [])

    def references(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Return each token of a place with its references, joined."""
        own = self._by_token[place]
        return zip(own, self._keys.references_of(own), strict=True)


def _append(owner: bytes, lists: Iterable[_Owners]) -> None:
    """Add an owner to each list once, though two words may come to the same one."""
    for owners in lists:
        if not owners or owners[-1] is not owner:
            owners.append(owner)
