"""The search tokens of many registrations at once, each made once for all who have it.

Names are much the same among many, so most tokens of a batch are those of others in it.
What is remembered for that is gone with the batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from db.keyring.tokens import BLOCK
from db.search.words import Fact, forms_of, growing_words, identity_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.domain.registration import Growing, Identity
    from db.keyring.keys import Keyring
    from db.keyring.tokens import TokenKeys, Word

_ID_SIZE = 8


class Batch:
    """Who has which tokens."""

    def __init__(self, keyring: Keyring) -> None:
        """Take the keys that make the tokens."""
        self._identity = keyring.keys(Compartment.IDENTITY).tokens
        self._growing = keyring.keys(Compartment.GROWING).tokens
        self._by_fact: dict[Fact, list[bytes]] = {}
        self._by_site: dict[Word, list[bytes]] = {}
        self.forms: set[str] = set()
        """The words that stand in names."""

    def add(self, registration: int, identity: Identity, growing: Growing) -> None:
        """Add a registration with all its words."""
        owner = registration.to_bytes(_ID_SIZE, "big")
        forms = forms_of(identity)
        self.forms.update(forms)
        for fact in set(identity_facts(identity, forms)):
            self._by_fact.setdefault(fact, []).append(owner)
        for word in growing_words(growing):
            self._by_site.setdefault(word, []).append(owner)

    def tokens(self) -> tuple[list[int], bytes]:
        """Return all tokens with their references, joined, in the tokens' order."""
        by_words = ((fact.words, owners) for fact, owners in self._by_fact.items())
        by_word = (((word,), owners) for word, owners in self._by_site.items())
        found = dict(_references(self._identity, by_words))
        for token, joined in _references(self._growing, by_word):
            found[token] = found.get(token, b"") + joined
        tokens: list[int] = []
        in_order = sorted(found)
        for token in in_order:
            tokens += [token] * (len(found[token]) // BLOCK)
        return tokens, b"".join([found[token] for token in in_order])


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
