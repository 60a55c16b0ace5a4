"""A value becomes one sealed message, and back.

A message is AES-256-GCM in an envelope that names the algorithm and the epoch of the
key, so that a later algorithm or key is told apart::

    1 byte    algorithm: 1 is AES-256-GCM
    2 bytes   epoch of the key, big endian
    12 bytes  nonce
    …         ciphertext
    16 bytes  tag

What a message is bound to (its associated data) is canonical JSON, so that the same
facts are the same bytes on every machine and in every version.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cached_property
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import to_json

from db.packing import PACKED, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import TypeAdapter

    from amnesty.ports import Chance

Value = TypeVar("Value")

KEY_SIZE = 32
TAG_SIZE = 16

_AES_256_GCM = 1
_HEADER_SIZE = 3
_NONCE_SIZE = 12
_PADDED_TO = 64


class UnopenedError(Exception):
    """A message does not open; whoever asked knows what it was, and says so."""


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> bytes:
    """Return JSON of which there is one form: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(value).encode()


def canonical_in_order(value: object) -> bytes:
    """Return the same of what has its keys in order already, in a fifth of the time."""
    return to_json(value)


class SealingKey:
    """One AES-256-GCM key with its epoch."""

    def __init__(self, key: bytes, epoch: int) -> None:
        """Take 32 random or derived bytes, and the epoch they belong to."""
        self._cipher = AESGCM(key)
        self._header = bytes([_AES_256_GCM]) + epoch.to_bytes(2, "big")

    def seal(self, plaintext: bytes, bound: bytes, chance: Chance) -> bytes:
        """Return the envelope of a message that opens only with what it is bound to."""
        nonce = chance(_NONCE_SIZE)
        sealed = self._cipher.encrypt(nonce, plaintext, self._header + bound)
        return self._header + nonce + sealed

    def open(self, message: bytes, bound: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            UnopenedError: it was altered, moved, or sealed with another key.
        """
        header, rest = message[:_HEADER_SIZE], message[_HEADER_SIZE:]
        nonce, sealed = rest[:_NONCE_SIZE], rest[_NONCE_SIZE:]
        if header != self._header or len(sealed) < TAG_SIZE:
            raise UnopenedError
        try:
            return self._cipher.decrypt(nonce, sealed, header + bound)
        except InvalidTag:
            raise UnopenedError from None


def epoch_of(message: bytes) -> int:
    """Return the epoch of the key that an envelope names; 0 where it is none."""
    if len(message) < _HEADER_SIZE or message[0] != _AES_256_GCM:
        return 0
    return int.from_bytes(message[1:_HEADER_SIZE], "big")


def tag_of(messages: Iterable[bytes]) -> str:
    """Return the tags of a row's messages, by which the audit log knows what it was."""
    return "".join([message[-TAG_SIZE:].hex() for message in messages])


class Codec(Generic[Value]):
    """Reads and writes one kind of frozen dataclass as JSON; fractions stay exact."""

    def __init__(self, kind: type[Value], *, packs: bool = False) -> None:
        """Take the kind, and whether its JSON is packed; either form is read.

        What reads it is made when it is first needed.
        """
        self._kind = kind
        self._fill = packed if packs else padded

    @cached_property
    def _adapter(self) -> TypeAdapter[tuple[Value]]:
        """The value stands in a tuple: alone it would not take the configuration."""
        from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415 - slow to load, and whoever only seals needs none of it

        config = ConfigDict(
            ser_json_bytes="base64", val_json_bytes="base64", hide_input_in_errors=True
        )
        shape: Any = GenericAlias(tuple, (self._kind,))
        return TypeAdapter(shape, config=config)

    def write(self, value: Value) -> bytes:
        """Return a value as JSON, packed or with spaces to the next 64 bytes."""
        return self._fill(self.text(value))

    def text(self, value: Value) -> bytes:
        """Return a value as JSON alone, for who packs it elsewhere."""
        return self._adapter.dump_json((value,))

    def read(self, text: bytes) -> Value:
        """Return the value that `write` wrote.

        Raises:
            UnopenedError: it is no such value. What it is instead is told to nobody.
        """
        values: tuple[Value, ...] = ()
        with suppress(ValueError):  # pydantic's own errors are such as well
            is_packed = text.startswith(PACKED)
            values = self._adapter.validate_json(unpacked(text) if is_packed else text)
        if not values:
            # Raised out here, so that no traceback carries what could not be read.
            raise UnopenedError
        return values[0]


def padded(text: bytes, step: int = _PADDED_TO) -> bytes:
    """Return JSON with spaces to the next 64 bytes, so that sizes say little."""
    return text + b" " * (-len(text) % step)
