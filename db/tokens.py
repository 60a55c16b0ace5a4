"""Keyed search tokens that tie no two words to the same patient.

A token is `tok`, 8 bytes of an HMAC of a kind and a word, with `ref`, one AES block of
the registration's id and `tok`. The same patient never shows the same `ref` twice, so a
stolen table has no rows to tie together; who holds the key can tell which `ref` belongs
to a word and a patient, and so delete it. A `ref` moved to another `tok` is noticed.
"""

from __future__ import annotations

import struct
from array import array
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from db.names import NameWord, name_words, sound
from db.sealing import UnopenedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from amnesty.domain.identifiers import Postcode
    from amnesty.domain.registration import Growing, Identity

PREFIXES = range(3, 7)
"""How many first letters of a word find it."""

BLOCK = 16
SUMS = 1 << 128
"""Sums over tokens are kept modulo this."""

_TOKEN = struct.Struct(">q")
_PAIR = struct.Struct(">Qq")


class Word(NamedTuple):
    """What may be asked for: a kind, and the word as all spellings of it fold."""

    kind: str
    text: str


class TokenKeys:
    """The keys of one compartment that make tokens, and read whose they are."""

    def __init__(self, *, word: bytes, reference: bytes, tally: bytes) -> None:
        """Take the keys of the words, of the references and of their sum."""
        self._mac = HMAC(word, SHA256())
        self._cipher = Cipher(algorithms.AES(reference), modes.ECB())  # noqa: S305 # one block that never repeats: a permutation of id and token
        self._tally = Cipher(algorithms.AES(tally), modes.ECB())  # noqa: S305 # a pseudo-random function of one block, for sums alone

    def token(self, word: Word) -> int:
        """Return the token of a word, a signed number of 64 bits."""
        mac = self._mac.copy()
        mac.update(f"{word.kind}\0{word.text}".encode())
        token: int = _TOKEN.unpack(mac.finalize()[: _TOKEN.size])[0]
        return token

    def references(self, tokens: Iterable[int], owner: int) -> list[bytes]:
        """Return the reference to an owner under each token, in their order."""
        blocks = b"".join(_PAIR.pack(owner, token) for token in tokens)
        sealed = self._cipher.encryptor().update(blocks)
        return [sealed[at : at + BLOCK] for at in range(0, len(sealed), BLOCK)]

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
        pairs = _PAIR.iter_unpack(self._cipher.decryptor().update(references))
        owners: list[int] = []
        for owner, bound in pairs:
            if bound != token:
                raise UnopenedError
            owners.append(owner)
        return owners


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


def asked_alone(form: str) -> tuple[Word, ...]:
    """Return the words, any of which finds who has a name like the form typed."""
    if len(form) < PREFIXES.start:
        return (Word("name", form),)
    found = [Word("start", form[: PREFIXES.stop - 1])]
    if heard := sound(form):
        found.append(Word("sound", heard))
    return tuple(found)


def asked_with_birth(form: str, day: date) -> tuple[Word, ...]:
    """Return the same for a name and a date of birth together: far fewer are found."""
    if len(form) < PREFIXES.start:
        return (born(day),)
    birth = day.isoformat()
    found = [Word("start and birth", f"{form[: PREFIXES.start]}|{birth}")]
    if heard := sound(form):
        found.append(Word("sound and birth", f"{heard}|{birth}"))
    return tuple(found)


def identity_words(identity: Identity) -> frozenset[Word]:
    """Return every word by which a patient is found, from who they are."""
    patient = identity.patient
    words = {born(patient.date_of_birth)}
    if patient.health_number is not None:
        words.add(health_number(patient.health_number))
    if patient.home.postcode is not None:
        words.add(living_at(patient.home.postcode))
    for name in (patient.full_name, *patient.also_known_as):
        for word in name_words(name):
            words.update(_words_of(word, patient.date_of_birth))
    return frozenset(words)


def growing_words(growing: Growing) -> frozenset[Word]:
    """Return every word by which a registration is found, from where is grown."""
    return frozenset(growing_at(site.address.key) for site in growing.sites)


def _words_of(word: NameWord, day: date) -> Iterator[Word]:
    """Return the words of one word of a name, in all its forms."""
    for form in word.forms:
        yield Word("name", form)
        for length in PREFIXES:
            if len(form) >= length:
                yield Word("start", form[:length])
        if heard := sound(form):
            yield Word("sound", heard)
        if len(form) >= PREFIXES.start:
            yield from asked_with_birth(form, day)
