"""Tokens that differ from a genuine one in one place.

Each is otherwise signed by the right key, so that it is refused for that thing alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amnesty.credential.cbor import Tag, decode, encode
from amnesty.credential.cose import signature_input
from amnesty.credential.digits import to_digits
from amnesty.credential.labels import CERTIFICATE_TYPE

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True, kw_only=True)
class Code:
    """One vector: the text of a code, and the answer it must get."""

    name: str
    why: str
    text: str
    verdict: str
    at: str | None = None


class Raw:
    """CBOR that the encoder would never write, to stand inside what it does."""

    def __init__(self, octets: bytes) -> None:
        """Keep the bytes as they are."""
        self.octets = octets


def raw_encode(value: object) -> bytes:
    """Encode a value as ours does, with raw bytes wherever they stand in it."""
    if isinstance(value, Raw):
        return value.octets
    if isinstance(value, dict):
        pairs = sorted((raw_encode(k), raw_encode(v)) for k, v in value.items())
        return bytes([0xA0 + len(pairs)]) + b"".join(k + v for k, v in pairs)
    return encode(value)


class Forge:
    """Builds tokens that differ from a genuine one in one place."""

    def __init__(self, world: ModuleType) -> None:
        """Take the made-up authority and its certificate apart."""
        self.world = world
        self.token: bytes = world.token()
        tagged = decode(self.token, tags=(18,))
        assert isinstance(tagged, Tag)
        assert isinstance(tagged.value, list)
        self.protected, _, self.payload, self.signature = tagged.value
        self.headers = {
            1: -7,
            4: world.CERTIFICATE_KEY.key_id,
            16: CERTIFICATE_TYPE,
        }

    def signed(
        self,
        *,
        headers: object = None,
        payload: bytes | None = None,
        unprotected: object = None,
        signer: Any = None,  # noqa: ANN401 - a signer of the world
    ) -> bytes:
        """Return a token signed over exactly these parts."""
        protected = encode(self.headers if headers is None else headers)
        payload = self.payload if payload is None else payload
        key = self.world.CERTIFICATE_KEY if signer is None else signer
        signature = key.sign(signature_input(protected, payload))
        return encode(Tag(18, [protected, unprotected or {}, payload, signature]))

    def with_signature(self, signature: bytes) -> bytes:
        """Return the genuine token with another signature."""
        return encode(Tag(18, [self.protected, {}, self.payload, signature]))

    def with_claims(
        self, changes: dict[Any, object], inner: int | None = None
    ) -> bytes:
        """Return a signed token with some claims changed; `...` takes one away."""
        claims = decode(self.payload)
        assert isinstance(claims, dict)
        target = claims if inner is None else claims[inner]
        for label, value in changes.items():
            if value is ...:
                del target[label]
            else:
                target[label] = value
        return self.signed(payload=raw_encode(claims))


def bad(rows: list[tuple[str, bytes, str]], verdict: str = "NOT GENUINE") -> list[Code]:
    """Return vectors that must be refused, from name, token and why."""
    return [
        Code(name=name, why=why, text=to_digits(token), verdict=verdict)
        for name, token, why in rows
    ]
