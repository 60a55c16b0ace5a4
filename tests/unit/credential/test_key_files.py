"""A key in a file that a passphrase opens, and one that is named on a token."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.cbor import decode, encode
from amnesty.credential.key_files import (
    GuessCost,
    SealedKey,
    TokenKey,
    parse_key_file,
    seal_key,
)
from amnesty.errors.trusting import KeyFileSpoiltError, KeyPassphraseError

if TYPE_CHECKING:
    from types import ModuleType

CHEAP = GuessCost(memory_kib=16, iterations=1, lanes=1)
PASSPHRASE = "made-up passphrase ŷ"


@pytest.fixture
def sealed(world: ModuleType) -> bytes:
    """Return a root's key file."""
    return seal_key(world.ROOT, PASSPHRASE, chance=os.urandom, cost=CHEAP)


def opened(unverified: bytes) -> SealedKey:
    """Return what a key file holds, sealed still."""
    found = parse_key_file(unverified)
    assert isinstance(found, SealedKey)
    return found


def test_the_passphrase_opens_it(world: ModuleType, sealed: bytes) -> None:
    """The key comes back, however the keyboard composes its letters."""
    key = opened(sealed).open(PASSPHRASE.replace("ŷ", "y\u0302"))
    assert key.public_key == world.ROOT.public_key
    assert world.ROOT.to_bytes() not in sealed


def test_another_passphrase_does_not(sealed: bytes) -> None:
    """And the error tells it from a spoilt file."""
    with pytest.raises(KeyPassphraseError):
        opened(sealed).open(PASSPHRASE + "!")


def test_no_byte_of_it_can_be_changed(sealed: bytes) -> None:
    """Every changed byte, every cut and anything added is noticed before opening."""
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(KeyFileSpoiltError):
            parse_key_file(bytes(changed))
    for cut in (sealed[:-1], sealed + b"\0", b"", b"\xa0" * 5000):
        with pytest.raises(KeyFileSpoiltError):
            parse_key_file(cut)


@pytest.mark.parametrize("field", [2, 4, 5, 6])
def test_whoever_renews_the_digest_opens_nothing(
    world: ModuleType, sealed: bytes, field: int
) -> None:
    """The public key, the salt and the nonce are bound to what is sealed."""
    from hashlib import sha256

    fields = decode(sealed)
    assert isinstance(fields, dict)
    del fields[7]
    other = seal_key(world.SPARE, PASSPHRASE, chance=os.urandom, cost=CHEAP)
    exchanged = decode(other)
    assert isinstance(exchanged, dict)
    fields[field] = exchanged[field]
    edited = encode({**fields, 7: sha256(encode(fields)).digest()})
    with pytest.raises(KeyPassphraseError):
        opened(edited).open(PASSPHRASE)


@pytest.mark.parametrize(
    "cost", [[1 << 21, 1, 1], [16, 0, 1], [16, 1, 9], [16, 101, 1], [16, 1, 0]]
)
def test_a_cost_that_would_hang_a_machine_is_refused(
    sealed: bytes, cost: list[int]
) -> None:
    """An edited file cannot ask for gigabytes, nor for what Argon2id does not take."""
    from hashlib import sha256

    fields = decode(sealed)
    assert isinstance(fields, dict)
    del fields[7]
    fields[3] = cost
    with pytest.raises(KeyFileSpoiltError):
        parse_key_file(encode({**fields, 7: sha256(encode(fields)).digest()}))


def test_a_key_on_a_token_is_named_without_its_pin(world: ModuleType) -> None:
    """The reference comes back, and holds nothing but where the key is."""
    named = TokenKey(
        public_key=world.ROOT.public_key,
        module="/usr/lib/token.so",
        label="penmaen",
        object_id=b"\x01\x02",
    )
    assert parse_key_file(named.to_bytes()) == named
    with pytest.raises(KeyFileSpoiltError):
        parse_key_file(named.to_bytes()[:-1])
