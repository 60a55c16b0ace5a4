"""The short program for auditors and patients finds every edit, by itself."""

from __future__ import annotations

import ast
import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amnesty.transparency import alone
from amnesty.transparency.notes import (
    Checkpoint,
    parsed,
    public_key_of,
    read_checkpoint,
    signed,
    verifier_key,
)
from amnesty.transparency.proof_file import proof_file
from amnesty.transparency.proofs import inclusion_proof
from amnesty.transparency.tree import append, leaf_hash, node_hash, root_of
from amnesty.transparency.witness import COSIGNATURE, cosignature, with_cosignature

KEY, WITNESS = bytes(range(32)), bytes(range(1, 33))
ORIGIN = "carlys-amnesty/log/00ff"
VKEY = verifier_key(ORIGIN, public_key_of(KEY))
LEAVES = [json.dumps({"sequence": n}).encode() for n in range(1, 14)]

PUBLISHED_LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
PUBLISHED_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Of the first so many leaves, as Certificate Transparency published them."""

NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The published example of a signed note."""

POINT = (
    "example.com/behind-the-sofa\n20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
COSIGNED = (
    f"{POINT}\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmR"
    "DeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolM"
    "I5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
"""The published example of a checkpoint with a cosignature, made at 1679315147."""


def note_of(leaves: list[bytes], origin: str = ORIGIN, key: bytes = KEY) -> str:
    """Return the checkpoint of a log with these leaves."""
    frontier: list[bytes] = []
    for place, leaf in enumerate(leaves):
        append(frontier, place, leaf_hash(leaf))
    point = Checkpoint(origin=origin, size=len(leaves), root=root_of(frontier))
    return signed(point, key)


def proof_of(place: int, leaves: list[bytes], note: str) -> str:
    """Return the proof of one leaf as a file."""

    def subtree(level: int, at: int) -> bytes:
        if level == 0:
            return leaf_hash(leaves[at])
        left = subtree(level - 1, 2 * at)
        return node_hash(left, subtree(level - 1, 2 * at + 1))

    return proof_file(place, inclusion_proof(subtree, place, len(leaves)), note)


def text_of(leaves: list[bytes]) -> bytes:
    """Return leaves as they are written out."""
    return b"".join(leaf + b"\n" for leaf in leaves)


@pytest.mark.parametrize("size", PUBLISHED_ROOTS)
def test_the_published_roots_hold(size: int) -> None:
    """Over the published leaves it comes to the published roots."""
    hashes = [alone.tree_hash(leaf) for leaf in PUBLISHED_LEAVES[:size]]
    assert alone.root_of(hashes).hex() == PUBLISHED_ROOTS[size]


def test_the_published_note_holds() -> None:
    """The published example is signed by its key, and by no other text."""
    text, at = alone.signed_text(NOTE, NOTE_KEY)
    assert (text, at) == (NOTE.partition("\n\n")[0] + "\n", 0)
    with pytest.raises(ValueError, match="does not hold"):
        alone.signed_text(NOTE.replace("answer", "answers"), NOTE_KEY)


def test_the_published_cosignature_is_read() -> None:
    """Its key is not published; what it says is: the time, and the message's form."""
    line = COSIGNED.splitlines()[-1].split(" ")[2]
    value = base64.b64decode(line)
    assert int.from_bytes(value[4:12], "big") == 1679315147
    point = read_point(COSIGNED)
    assert point.body == POINT
    made = cosignature(point, "w", WITNESS, datetime.fromtimestamp(1679315147, UTC))
    both = with_cosignature(COSIGNED, made)
    key = verifier_key("w", public_key_of(WITNESS), COSIGNATURE)
    assert alone.signed_text(both, key) == (POINT, 1679315147)


def read_point(note: str) -> Checkpoint:
    """Return what a checkpoint says, whoever signed it."""
    return parsed(note)[0]


def test_a_whole_log_holds() -> None:
    """With the checkpoints that were signed while it grew."""
    older = [note_of(LEAVES[:size]) for size in (1, 4, 13)]
    told = alone.check_log(text_of(LEAVES), [note_of(LEAVES), *older], VKEY)
    assert "13 events" in told


EDITS = {
    "edited": [*LEAVES[:4], LEAVES[4].replace(b"5", b"6"), *LEAVES[5:]],
    "truncated": LEAVES[:-1],
    "one removed": [*LEAVES[:3], *LEAVES[4:]],
    "two swapped": [*LEAVES[:5], LEAVES[6], LEAVES[5], *LEAVES[7:]],
    "one slipped in": [*LEAVES[:2], b"{}", *LEAVES[2:]],
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_found_by_the_checkpoint(edit: str) -> None:
    """Leaves that are not those that were signed for are refused."""
    with pytest.raises(ValueError, match="signed for"):
        alone.check_log(text_of(EDITS[edit]), [note_of(LEAVES)], VKEY)


@pytest.mark.parametrize("edit", EDITS)
def test_a_log_that_was_signed_anew_is_found_by_an_older_checkpoint(edit: str) -> None:
    """Whoever has the log's key cannot rewrite what a checkpoint got out of the house.

    A fork looks so, and a register put back from a backup, which goes on otherwise.
    """
    changed = [*EDITS[edit], b'{"sequence":14,"other":true}']
    with pytest.raises(ValueError, match="not those signed for"):
        alone.check_log(text_of(changed), [note_of(changed), note_of(LEAVES)], VKEY)


def test_an_older_backup_is_found_by_what_was_signed_later() -> None:
    """A log that is shorter than a checkpoint of it was put back."""
    old = LEAVES[:6]
    with pytest.raises(ValueError, match="first 13 events"):
        alone.check_log(text_of(old), [note_of(old), note_of(LEAVES)], VKEY)


def test_a_checkpoint_of_another_authority_is_refused() -> None:
    """By its key, and by its name."""
    other = "carlys-amnesty/log/1234"
    with pytest.raises(ValueError, match="did not sign"):
        alone.check_log(text_of(LEAVES), [note_of(LEAVES, other, WITNESS)], VKEY)
    named_alike = note_of(LEAVES, other).replace(f"— {other}", f"— {ORIGIN}")
    with pytest.raises(ValueError, match=r"did not sign|does not hold"):
        alone.check_log(text_of(LEAVES), [named_alike], VKEY)


def test_a_proof_holds_for_its_own_leaf_alone() -> None:
    """For another leaf, another place, another log or a cut path it does not."""
    note = note_of(LEAVES)
    proof = proof_of(6, LEAVES, note)
    assert "Event 7" in alone.check_proof(proof, LEAVES[6], VKEY, [])
    lines = proof.split("\n")
    longer = "\n".join([*lines[:2], lines[2], *lines[2:]])
    elsewhere = note_of([*LEAVES[:-1], b"x"])
    for forged, leaf in (
        (proof, LEAVES[5]),
        (proof.replace("index 6", "index 5"), LEAVES[6]),
        (proof.replace("index 6", "index 99"), LEAVES[6]),
        ("\n".join([*lines[:2], *lines[3:]]), LEAVES[6]),
        (longer, LEAVES[6]),
        (proof_of(6, LEAVES, elsewhere), LEAVES[6]),
        ("something else", LEAVES[6]),
    ):
        with pytest.raises((ValueError, LookupError)):
            alone.check_proof(forged, leaf, VKEY, [])


def test_a_witness_counts_by_its_own_key() -> None:
    """A cosignature is checked, and a witness that did not sign is missed."""
    key = verifier_key("w1", public_key_of(WITNESS), COSIGNATURE)
    note = note_of(LEAVES)
    point = read_checkpoint(note, public_key_of(KEY))
    line = cosignature(point, "w1", WITNESS, datetime(2026, 11, 24, tzinfo=UTC))
    proof = proof_of(0, LEAVES, with_cosignature(note, line))
    assert "Witnesses: 1" in alone.check_proof(proof, LEAVES[0], VKEY, [key])
    with pytest.raises(ValueError, match="did not sign"):
        alone.check_proof(proof_of(0, LEAVES, note), LEAVES[0], VKEY, [key])


def test_a_mistyped_key_is_told() -> None:
    """Its own hash does not fit, so nothing is said of the log."""
    with pytest.raises(ValueError, match="mistyped"):
        alone.signed_text(note_of(LEAVES), VKEY.replace("00ff", "00fe"))


def test_it_is_short_and_needs_cryptography_alone() -> None:
    """Under 150 lines; everything else that it imports comes with Python."""
    text = Path(alone.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    named = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else name.name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    tops = {name.partition(".")[0] for name in named}
    assert tops - set(sys.stdlib_module_names) == {"cryptography"}


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    """Copied out of the house it answers in one sentence, and by what it returns."""
    script = tmp_path / "check_log.py"
    script.write_bytes(Path(alone.__file__).read_bytes())
    for name, content in (
        ("leaves", text_of(LEAVES)),
        ("note", note_of(LEAVES).encode()),
        ("older", note_of(LEAVES[:5]).encode()),
    ):
        (tmp_path / name).write_bytes(content)
    asked = ["log", "leaves", "note", "--key", VKEY, "--older", "older"]
    for edit, code, word in ((b"", 0, "HOLDS."), (b"{}\n", 1, "DOES NOT HOLD.")):
        (tmp_path / "leaves").write_bytes(text_of(LEAVES) + edit)
        done = subprocess.run(
            [sys.executable, "-I", str(script), *asked],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, (done.stdout + done.stderr)[: len(word)]) == (
            code,
            word,
        )
