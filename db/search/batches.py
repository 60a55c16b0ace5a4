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
    from amnesty.domain.registration import Growing, Identity
    from db.keyring.keys import Keyring

_ID_SIZE = 8


class Batch:
    """Who has which tokens."""

    def __init__(self, keyring: Keyring) -> None:
        """Take the keys that make the tokens."""
        self._identity = keyring.keys(Compartment.IDENTITY).tokens
        self._growing = keyring.keys(Compartment.GROWING).tokens
        self._of_facts: dict[Fact, tuple[int, ...]] = {}
        self._by_identity: dict[int, list[bytes]] = {}
        self._by_growing: dict[int, list[bytes]] = {}
        self.forms: set[str] = set()
        """The words that stand in names."""

    def add(self, registration: int, identity: Identity, growing: Growing) -> None:
        """Add a registration with all its words."""
        owner = registration.to_bytes(_ID_SIZE, "big")
        forms = forms_of(identity)
        self.forms.update(forms)
        tokens: set[int] = set()
        for fact in identity_facts(identity, forms):
            made = self._of_facts.get(fact)
            if made is None:
                made = tuple([self._identity.token(word) for word in fact.words])
                self._of_facts[fact] = made
            tokens.update(made)
        for token in tokens:
            self._by_identity.setdefault(token, []).append(owner)
        for word in growing_words(growing):
            token = self._growing.token(word)
            self._by_growing.setdefault(token, []).append(owner)

    def tokens(self) -> tuple[list[int], bytes]:
        """Return all tokens with their references, joined, in the tokens' order."""
        found: dict[int, bytes] = {}
        for keys, owners in (
            (self._identity, self._by_identity),
            (self._growing, self._by_growing),
        ):
            for token, joined in zip(owners, keys.references_of(owners), strict=True):
                found[token] = found.get(token, b"") + joined
        tokens: list[int] = []
        in_order = sorted(found)
        for token in in_order:
            tokens += [token] * (len(found[token]) // BLOCK)
        return tokens, b"".join([found[token] for token in in_order])
