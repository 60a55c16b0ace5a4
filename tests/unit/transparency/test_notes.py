"""A checkpoint says what was signed, or nothing."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amnesty.errors.log import CheckpointForgedError, NotACheckpointError
from amnesty.transparency.notes import (
    Checkpoint,
    public_key_of,
    read_checkpoint,
    signed,
)

KEY = bytes(range(32))
POINT = Checkpoint(origin="carlys-amnesty/log/00ff", size=42, root=b"\7" * 32)
NOTE = signed(POINT, KEY)


def test_what_was_signed_is_read() -> None:
    """The note has the form of C2SP, and comes back as it went in."""
    assert read_checkpoint(NOTE, public_key_of(KEY)) == POINT
    lines = NOTE.split("\n")
    assert lines[:2] == ["carlys-amnesty/log/00ff", "42"]
    assert base64.b64decode(lines[2]) == POINT.root
    assert lines[3] == ""
    assert lines[4].startswith("— carlys-amnesty/log/00ff ")
    assert len(base64.b64decode(lines[4].split(" ")[2])) == 4 + 64


def test_a_witness_beside_it_does_no_harm() -> None:
    """Signatures of other keys are passed over, wherever they stand."""
    other = signed(Checkpoint(origin="witness", size=1, root=bytes(32)), bytes(32))
    line = other.split("\n\n")[1]
    body, own = NOTE.split("\n\n")
    for tail in (line + own, own + line):
        assert read_checkpoint(f"{body}\n\n{tail}", public_key_of(KEY)) == POINT


@pytest.mark.parametrize("place", range(0, len(NOTE), 3))
def test_no_character_can_be_changed(place: int) -> None:
    """Whatever is changed, nothing is believed."""
    for character in ("A", "\n", "9", "é"):
        if NOTE[place] == character:
            continue
        changed = NOTE[:place] + character + NOTE[place + 1 :]
        with pytest.raises((NotACheckpointError, CheckpointForgedError)):
            read_checkpoint(changed, public_key_of(KEY))


def test_another_keys_signature_counts_for_nothing() -> None:
    """A forger who has a key of their own, under the same name, is refused."""
    forged = signed(POINT, bytes(32))
    with pytest.raises(CheckpointForgedError):
        read_checkpoint(forged, public_key_of(KEY))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "a\n1\nb\n\n",
        NOTE.replace("42", "042"),
        NOTE.replace("42", "-1"),
        NOTE.replace("42", "9" * 30),
        NOTE.replace("42", "٤٢"),
        NOTE + "x",
        NOTE * 50,
    ],
)
def test_what_is_no_note_is_told(note: str) -> None:
    """Any other text is refused in one sentence."""
    with pytest.raises(NotACheckpointError):
        read_checkpoint(note, public_key_of(KEY))


def test_the_keys_hash_is_the_one_of_the_standard() -> None:
    """SHA-256 of name, line feed, 1 and the key, cut to four bytes."""
    import hashlib

    public = Ed25519PrivateKey.from_private_bytes(KEY).public_key()
    text = POINT.origin.encode() + b"\n\x01" + public.public_bytes_raw()
    value = base64.b64decode(NOTE.split(" ")[-1])
    assert value[:4] == hashlib.sha256(text).digest()[:4]
