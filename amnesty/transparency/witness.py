"""A witness signs for a log that only grew, and for no other (C2SP tlog-witness).

What it is asked with is text::

    old 4217                    how many events it signed for last
    PlRN…=                      hashes that show the growth, one a line
    (an empty line)
    carlys-amnesty/log/0123…    the checkpoint, as it was signed

It answers with one line, a cosignature: that at this time, the longest log of this
origin that it knows has this root.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from amnesty.errors.log import (
    AnotherLogError,
    CheckpointForgedError,
    LogForkedError,
    NotACheckpointError,
    NotAWitnessRequestError,
    ProofDoesNotHoldError,
)
from amnesty.transparency.notes import (
    Checkpoint,
    key_hash,
    parsed,
    read_checkpoint,
    read_verifier_key,
)
from amnesty.transparency.tree import EMPTY_ROOT
from amnesty.transparency.verifying import log_only_grew

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

COSIGNATURE = b"\x04"
_MOST_HASHES = 63
_OLD = "old "
_HASH_OF_KEY = 4
_TIME_SIZE = 8


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a witness is asked to sign for; nothing of it is verified."""

    old: int
    proof: tuple[bytes, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Witnessed:
    """What a witness signed for last; nothing yet where the size is 0."""

    size: int = 0
    root: bytes = EMPTY_ROOT


def request(old: int, proof: Sequence[bytes], note: str) -> str:
    """Return what a witness is asked with."""
    hashes = [base64.b64encode(one).decode() for one in proof]
    return "\n".join([f"{_OLD}{old}", *hashes, "", note])


def read_request(text: str) -> Asked:
    """Return what a request says.

    Raises:
        NotAWitnessRequestError: it is none.
    """
    head, parted, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    size = first.removeprefix(_OLD)
    is_first = first.startswith(_OLD) and size.isascii() and size.isdigit()
    if not parted or not is_first or str(int(size)) != size:
        raise NotAWitnessRequestError
    try:
        proof = tuple(base64.b64decode(one, validate=True) for one in lines)
    except ValueError:
        raise NotAWitnessRequestError from None
    if len(proof) > _MOST_HASHES:
        raise NotAWitnessRequestError
    return Asked(old=int(size), proof=proof, note=note)


def witness(asked: Asked, seen: Witnessed, *, log_key: str) -> Checkpoint:
    """Return the checkpoint to sign for, if the log goes on from what was seen.

    Raises:
        AnotherLogError: it is of another log than the one of the key.
        CheckpointForgedError: the log's key did not sign it.
        LogForkedError: the log is shorter than before, or another of this length.
        ProofDoesNotHoldError: nothing shows that it only grew.
    """
    origin, public_key = read_verifier_key(log_key)
    unverified, _ = parsed(asked.note)
    if unverified.origin != origin:
        raise AnotherLogError(unverified.origin)
    now = read_checkpoint(asked.note, public_key)
    is_other = now.size == seen.size and now.root != seen.root
    if now.size < seen.size or is_other:
        raise LogForkedError(seen=seen.size, shown=now.size)
    before = (seen.size, seen.root)
    is_grown = log_only_grew(before, (now.size, now.root), asked.proof)
    if asked.old != seen.size or not is_grown:
        raise ProofDoesNotHoldError(seen.size)
    return now


def cosignature(point: Checkpoint, name: str, key: bytes, at: datetime) -> str:
    """Return the line that says that a witness saw a checkpoint."""
    private, seconds = Ed25519PrivateKey.from_private_bytes(key), int(at.timestamp())
    hashed = key_hash(name, private.public_key().public_bytes_raw(), COSIGNATURE)
    signature = private.sign(_message(point, seconds))
    value = hashed + seconds.to_bytes(_TIME_SIZE, "big") + signature
    return f"— {name} {base64.b64encode(value).decode()}\n"


def cosigned_at(note: str, key: str) -> int:
    """Return when a witness signed for a checkpoint, in seconds since 1970.

    Raises:
        NotACheckpointError: it is no checkpoint.
        CheckpointForgedError: no signature of this witness holds.
    """
    name, public_key = read_verifier_key(key, COSIGNATURE)
    point, signatures = parsed(note)
    hashed = key_hash(name, public_key, COSIGNATURE)
    for signer, value in signatures:
        if (signer, value[:_HASH_OF_KEY]) == (name, hashed):
            seconds = int.from_bytes(value[_HASH_OF_KEY:][:_TIME_SIZE], "big")
            public = Ed25519PublicKey.from_public_bytes(public_key)
            try:
                public.verify(
                    value[_HASH_OF_KEY + _TIME_SIZE :], _message(point, seconds)
                )
            except InvalidSignature:
                break
            return seconds
    raise CheckpointForgedError


def with_cosignature(note: str, line: str) -> str:
    """Return a checkpoint with one more line of a witness.

    Raises:
        NotACheckpointError: the line is none of a signature.
    """
    joined = note.rstrip("\n") + "\n" + line.strip("\n") + "\n"
    if not line.startswith("— "):
        raise NotACheckpointError
    parsed(joined)
    return joined


def _message(point: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{point.body}".encode()
