"""Keyed search tokens that tie no two words to the same patient.

A token is `tok`, 8 bytes of an HMAC of a kind and a word, with `ref`, one AES block of
the registration's id and `tok`. The same patient never shows the same `ref` twice, so a
stolen table has no rows to tie together; who holds the key can tell which `ref` belongs
to a word and a patient, and so delete it. A `ref` moved to another `tok` is noticed.
"""

from __future__ import annotations

import struct
import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from db.sealing import UnopenedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from amnesty.domain.identifiers import Postcode

BLOCK = 16
SUMS = 1 << 128
"""Sums over tokens are kept modulo this."""

_TOKEN = struct.Struct(">q")
_PAIR = struct.Struct(">Qq")
_token_of = _TOKEN.unpack_from


class Word(NamedTuple):
    """What may be asked for: a kind, and the word as all spellings of it fold."""

    kind: str
    text: str


class TokenKeys:
    """The keys of one compartment that make tokens, and read whose they are."""

    def __init__(self, word: bytes, reference: bytes, tally: bytes) -> None:
        """Take the keys of the words, of the references and of their sum."""
        self.secrets = word, reference, tally
        self._mac = HMAC(word, SHA256())
        self._cipher = Cipher(algorithms.AES(reference), modes.ECB())  # noqa: S305 # one block that never repeats: a permutation of id and token
        self._tally = Cipher(algorithms.AES(tally), modes.ECB())  # noqa: S305 # a pseudo-random function of one block, for sums alone

    def token(self, word: Word) -> int:
        """Return the token of a word, a signed number of 64 bits."""
        mac = self._mac.copy()
        mac.update("\0".join(word).encode())
        token: int = _token_of(mac.finalize())[0]
        return token

    def references(self, tokens: Iterable[int], owner: int) -> list[bytes]:
        """Return the reference to an owner under each token, in their order."""
        return self.references_to((token, owner) for token in tokens)

    def references_to(self, pairs: Iterable[tuple[int, int]]) -> list[bytes]:
        """Return the reference of each token and owner, in their order."""
        pack = _PAIR.pack
        blocks = b"".join([pack(owner, token) for token, owner in pairs])
        sealed = self._cipher.encryptor().update(blocks)
        return [sealed[at : at + BLOCK] for at in range(0, len(sealed), BLOCK)]

    def references_of(self, owners: Mapping[int, Sequence[bytes]]) -> Iterator[bytes]:
        """Yield, for each token in turn, the references to its owners, in order.

        The owners are the bytes of their ids.
        """
        parts: list[bytes] = []
        for token, its_owners in owners.items():
            end = _TOKEN.pack(token)
            parts += (end.join(its_owners), end)
        sealed = self._cipher.encryptor().update(b"".join(parts))
        begin = 0
        for its_owners in owners.values():
            end_at = begin + BLOCK * len(its_owners)
            found = sealed[begin:end_at]
            yield found if len(found) == BLOCK else _in_order(found)
            begin = end_at

    def tally(self, references: bytes) -> int:
        """Return what references, joined, add to the log's sum over all tokens.

        Keyed, because of known numbers some that sum to nothing are soon found.
        """
        numbers = array("Q", self._tally.encryptor().update(references))
        low, high = sum(numbers[::2]), sum(numbers[1::2])
        return (low + (high << 64)) % SUMS

    def owners(self, token: int, references: bytes) -> list[int]:
        """Return whose the references under a token are.

        Raises:
            UnopenedError: a reference was altered or moved from another token.
        """
        pairs = array("Q", self._cipher.decryptor().update(references))
        if pairs[1::2].tobytes() != _TOKEN.pack(token) * (len(pairs) // 2):
            raise UnopenedError
        owners = pairs[::2]
        if sys.byteorder == "little":
            owners.byteswap()
        return owners.tolist()


def _in_order(blocks: bytes) -> bytes:
    begins = range(0, len(blocks), BLOCK)
    return b"".join(sorted([blocks[begin : begin + BLOCK] for begin in begins]))


def born(day: date) -> Word:
    """Return the word of a date of birth."""
    return Word("born", day.isoformat())


def living_at(postcode: Postcode) -> Word:
    """Return the word of the home's postcode."""
    return Word("postcode", postcode)


def health_number(number: str) -> Word:
    """Return the word of an NHS, CHI or Health and Care number."""
    return Word("health number", number)


def growing_at(key: str) -> Word:
    """Return the word of a site, from its address's key."""
    return Word("site", key)


def numbered(kind: str, number: str) -> Word:
    """Return the word of a number of ours, of a kind."""
    return Word(kind, number)
