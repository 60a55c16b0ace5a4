"""Checks an audit log, or the proof of one event, with nothing else of the register's.

It needs Python 3.11 and the library `cryptography`, and may be read in ten minutes::

    python check_log.py log LEAVES CHECKPOINT --key KEY [--older CHECKPOINT ...]
    python check_log.py proof PROOF LEAF --key KEY [--witness KEY ...]

LEAVES has one event a line. KEY is name+hash+base64: the log's key, which you have from
somebody other than whoever handed you the files. It returns 0 where all holds, else 1.
"""

import argparse
import base64
import hashlib
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

COSIGNATURE, PROOF = 4, "c2sp.org/tlog-proof@v1"


def tree_hash(*parts: bytes) -> bytes:
    """Return the hash of a leaf, or of a left and a right part (RFC 6962, 2.1)."""
    return hashlib.sha256(bytes([len(parts) - 1]) + b"".join(parts)).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root of the tree over some leaves' hashes."""
    if not hashes:
        return hashlib.sha256().digest()
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [tree_hash(*pair) for pair in pairs] + hashes[len(hashes) & ~1 :]
    return hashes[0]


def root_by(hashed: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that a path leads to from a leaf (RFC 9162, section 2.1.3.2)."""
    last, reached = size - 1, hashed
    if not 0 <= index <= last:
        raise ValueError("The proof is of an event that the log has not.")
    for beside in path:
        if last == 0:
            raise ValueError("The proof is too long.")
        if index & 1 or index == last:
            reached = tree_hash(beside, reached)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            reached = tree_hash(reached, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("The proof is too short.")
    return reached


def signed_text(note: str, key: str) -> tuple[str, int]:
    """Return what was signed with a key, and when where a witness says so, else 0."""
    name, _, rest = key.partition("+")
    material = base64.b64decode(rest.partition("+")[2], validate=True)
    key_id = hashlib.sha256(f"{name}\n".encode() + material).digest()[:4]
    if key_id.hex() != rest.partition("+")[0]:
        raise ValueError("The key is mistyped.")
    body, parted, tail = note.rpartition("\n\n")
    text = body + "\n"
    for line in tail.splitlines() if parted else ():
        dash, signer, signature, *more = [*line.split(" "), "", ""]
        value = base64.b64decode(signature, validate=True)
        if (dash, signer, any(more)) != ("—", name, False) or value[:4] != key_id:
            continue
        message, at, value = text, 0, value[4:]
        if material[0] == COSIGNATURE:
            at, value = int.from_bytes(value[:8], "big"), value[8:]
            message = f"cosignature/v1\ntime {at}\n{text}"
        public = Ed25519PublicKey.from_public_bytes(material[1:])
        try:
            public.verify(value, message.encode())
        except InvalidSignature:
            raise ValueError(f"The signature of {name} does not hold.") from None
        return text, at
    raise ValueError(f"{name} did not sign this.")


def checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """Return how many events a log has, and its root, as its key signed it."""
    origin, size, root, *_ = signed_text(note, key)[0].split("\n")
    if origin != key.partition("+")[0]:
        raise ValueError(f"The checkpoint is of another log, {origin}.")
    return int(size), base64.b64decode(root, validate=True)


def check_log(leaves: bytes, notes: list[str], key: str) -> str:
    """Return a sentence where a log is what the checkpoint says, and those before."""
    hashes = [tree_hash(leaf) for leaf in leaves.removesuffix(b"\n").split(b"\n")]
    for number, note in enumerate(notes):
        size, root = checkpoint(note, key)
        if number == 0 and size != len(hashes):
            raise ValueError(f"{size} were signed for, not {len(hashes)}.")
        if size > len(hashes) or root_of(hashes[:size]) != root:
            raise ValueError(f"The first {size} events are not those signed for.")
    return f"The {len(hashes)} events are those that were signed for."


def check_proof(proof: str, leaf: bytes, key: str, witnesses: list[str]) -> str:
    """Return a sentence where a proof shows that a log has an event."""
    head, parted, note = proof.partition("\n\n")
    lines = [one for one in head.split("\n") if not one.startswith("extra ")]
    if not parted or lines[0] != PROOF or not lines[1].startswith("index "):
        raise ValueError("This is not a proof.")
    index = int(lines[1].removeprefix("index "))
    path = [base64.b64decode(one, validate=True) for one in lines[2:]]
    size, root = checkpoint(note, key)
    if root_by(tree_hash(leaf), index, size, path) != root:
        raise ValueError("The proof is of another event, or of another log.")
    seen = sum(signed_text(note, one)[1] > 0 for one in witnesses)
    return f"Event {index + 1} is one of {size} signed for. Witnesses: {seen}."


def main() -> int:
    """Check what the command line names."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("kind", choices=["log", "proof"])
    for name in ("first", "second"):
        asked.add_argument(name, type=Path)
    asked.add_argument("--key", required=True)
    for name in ("--older", "--witness"):
        asked.add_argument(name, nargs="*", default=[])
    given = asked.parse_args()
    try:
        if given.kind == "log":
            notes = [
                Path(one).read_text("utf-8") for one in [given.second, *given.older]
            ]
            told = check_log(given.first.read_bytes(), notes, given.key)
        else:
            leaf = given.second.read_bytes().removesuffix(b"\n")
            proof = given.first.read_text("utf-8")
            told = check_proof(proof, leaf, given.key, given.witness)
    except (ValueError, OSError, LookupError) as error:
        sys.stderr.write(f"DOES NOT HOLD. {error}\n")
        return 1
    sys.stdout.write(f"HOLDS. {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
