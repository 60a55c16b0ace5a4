"""The search tokens of many registrations at once, each made once for all who have it.

Names are much the same among many, so most tokens of a batch are those of others in it.
What is remembered for that is gone with the batch.
"""

from __future__ import annotations

from array import array
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from db.keyring.tokens import BLOCK
from db.search.words import Fact, Findable, forms_of, identity_facts, site_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.keyring.tokens import TokenKeys, Word

_ID_SIZE = 8


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
        self._identity = identity
        self._growing = growing
        self._by_fact: dict[Fact, list[bytes]] = {}
        self._by_site: dict[Word, list[bytes]] = {}
        self._forms: set[str] = set()

    def add(self, registration: int, found: Findable) -> None:
        """Add a registration with all its words."""
        owner = registration.to_bytes(_ID_SIZE, "big")
        forms = forms_of(found)
        self._forms.update(forms)
        for fact in set(identity_facts(found, forms)):
            self._by_fact.setdefault(fact, []).append(owner)
        for word in site_words(found):
            self._by_site.setdefault(word, []).append(owner)

    def made(self) -> Made:
        """Return all tokens with their references."""
        by_words = ((fact.words, owners) for fact, owners in self._by_fact.items())
        by_word = (((word,), owners) for word, owners in self._by_site.items())
        found = dict(_references(self._identity, by_words))
        for token, joined in _references(self._growing, by_word):
            found[token] = found.get(token, b"") + joined
        in_order = sorted(found)
        tokens = array("q")
        for token in in_order:
            tokens.extend(repeat(token, len(found[token]) // BLOCK))
        joined = b"".join([found[token] for token in in_order])
        return Made(self._forms, tokens, joined)


def _references(
    keys: TokenKeys, owned: Iterable[tuple[Iterable[Word], list[bytes]]]
) -> Iterator[tuple[int, bytes]]:
    """Return each token with its references, joined, whatever words lead to it."""
    lists: dict[int, list[list[bytes]]] = {}
    for words, owners in owned:
        for word in words:
            lists.setdefault(keys.token(word), []).append(owners)
    owners_of = {
        token: some[0] if len(some) == 1 else list(set().union(*some))
        for token, some in lists.items()
    }
    return zip(owners_of, keys.references_of(owners_of), strict=True)
