"""Recovery shares: one secret in five papers, of which any three give it back.

They are SLIP-39 mnemonics, 33 English words each with a checksum, which other programs
read too. Two of them say nothing at all of the secret.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from amnesty.errors.keys import (
    ShareMistypedError,
    SharesDifferError,
    TooFewSharesError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARES, NEEDED = 5, 3


def split(secret: bytes) -> tuple[str, ...]:
    """Return the shares of a secret of 32 bytes, each as the words on its paper."""
    [shares] = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return tuple(shares)


def read_share(words: str, place: int) -> Share:
    """Return a share from its words.

    Args:
        words: as they were typed, in any case and spacing.
        place: which of the shares it is, to say so.

    Raises:
        ShareMistypedError: a word was mistyped, or words stand in another order.
    """
    typed = words.lower().split()
    unknown = [at for at, word in enumerate(typed, 1) if word not in _words()]
    if unknown:
        raise ShareMistypedError(place=place, word=unknown[0])
    try:
        return Share.from_mnemonic(" ".join(typed))
    except MnemonicError:
        # Raised anew, because the library's sentence quotes the words.
        raise ShareMistypedError(place=place, word=None) from None


def combined(shares: Sequence[str]) -> bytes:
    """Return the secret that shares give back.

    Raises:
        ShareMistypedError: a word was mistyped, or words stand in another order.
        SharesDifferError: they are of different sets.
        TooFewSharesError: there are not three different ones.
    """
    read = [read_share(words, place) for place, words in enumerate(shares, 1)]
    if len({one.common_parameters() for one in read}) > 1:
        raise SharesDifferError
    different = {one.index: one for one in read}
    if len(different) < NEEDED:
        raise TooFewSharesError(given=len(different), needed=NEEDED)
    chosen = list(different.values())[:NEEDED]
    try:
        return bytes(combine_mnemonics([one.mnemonic() for one in chosen]))
    except MnemonicError:
        raise SharesDifferError from None


@cache
def _words() -> frozenset[str]:
    return frozenset(WORDLIST)
