"""Checkpoints as signed notes: what a log was, in four lines that anybody can keep.

The forms are C2SP's signed-note and tlog-checkpoint, with Ed25519::

    carlys-amnesty/log/0123…            the log's origin
    4217                                how many leaves
    n6yQ…=                              the root, base64
    (an empty line)
    — carlys-amnesty/log/0123… Ab3d…=   key hash and signature, base64
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from amnesty.errors.log import (
    CheckpointForgedError,
    NotACheckpointError,
    NotAVerifierKeyError,
)
from amnesty.transparency.tree import HASH_SIZE

ED25519 = b"\x01"
_HASH_OF_KEY = 4
_LONGEST = 4096
_MOST_DIGITS = 18
_LINES = 3
"""Origin, size and root."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """How far a log has grown, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"


def signed(checkpoint: Checkpoint, signing_key: bytes) -> str:
    """Return a checkpoint as a note, signed with an Ed25519 private key."""
    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    public = key.public_key().public_bytes_raw()
    name, body = checkpoint.origin, checkpoint.body
    signature = key_hash(name, public) + key.sign(body.encode())
    return f"{body}\n— {name} {base64.b64encode(signature).decode()}\n"


def read_checkpoint(note: str, public_key: bytes) -> Checkpoint:
    """Return what a note says that was signed with this key.

    Signatures of others beside it, a witness's for example, are passed over.

    Raises:
        NotACheckpointError: it is no such note.
        CheckpointForgedError: no signature of this key holds.
    """
    checkpoint, signatures = parsed(note)
    hashed = key_hash(checkpoint.origin, public_key)
    key = Ed25519PublicKey.from_public_bytes(public_key)
    for name, signature in signatures:
        if name != checkpoint.origin or signature[:_HASH_OF_KEY] != hashed:
            continue
        try:
            key.verify(signature[_HASH_OF_KEY:], checkpoint.body.encode())
        except InvalidSignature:
            break
        return checkpoint
    raise CheckpointForgedError


def verifier_key(name: str, public_key: bytes, kind: bytes = ED25519) -> str:
    """Return a public key as C2SP writes it: name, hash and key in one word."""
    material = base64.b64encode(kind + public_key).decode()
    return f"{name}+{key_hash(name, public_key, kind).hex()}+{material}"


def read_verifier_key(text: str, kind: bytes = ED25519) -> tuple[str, bytes]:
    """Return the name and the public key of a C2SP verifier key.

    Raises:
        NotAVerifierKeyError: it is none, or of another kind, or mistyped.
    """
    name, _, rest = text.strip().partition("+")
    hashed, _, material = rest.partition("+")
    try:
        decoded = base64.b64decode(material, validate=True)
    except (binascii.Error, ValueError):
        raise NotAVerifierKeyError from None
    known, public_key = decoded[:1], decoded[1:]
    is_whole = bool(name) and known == kind and len(public_key) == HASH_SIZE
    if not is_whole or key_hash(name, public_key, kind).hex() != hashed:
        raise NotAVerifierKeyError
    return name, public_key


def public_key_of(signing_key: bytes) -> bytes:
    """Return the public key, 32 bytes, that goes with an Ed25519 private key."""
    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    return key.public_key().public_bytes_raw()


def parsed(note: str) -> tuple[Checkpoint, list[tuple[str, bytes]]]:
    """Return what an unverified note says, and its signatures with their names.

    Raises:
        NotACheckpointError: it is no note of a checkpoint.
    """
    body, parted, tail = note.partition("\n\n")
    lines = body.split("\n")
    if len(note) > _LONGEST or not parted or len(lines) != _LINES:
        raise NotACheckpointError
    origin, size, root = lines[0], lines[1], _decoded(lines[2])
    is_number = size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS
    if not origin or not is_number or str(int(size)) != size or len(root) != HASH_SIZE:
        raise NotACheckpointError
    signatures = []
    for line in tail.removesuffix("\n").split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        if dash != "—" or not name:
            raise NotACheckpointError
        signatures.append((name, _decoded(value)))
    return Checkpoint(origin=origin, size=int(size), root=root), signatures


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotACheckpointError from None


def key_hash(name: str, public_key: bytes, kind: bytes = ED25519) -> bytes:
    """Return the four bytes by which a signature names its key."""
    digest = hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()
    return digest[:_HASH_OF_KEY]
