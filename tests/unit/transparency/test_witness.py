"""A witness signs for a log that goes on, and for nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from amnesty.errors import AmnestyError
from amnesty.errors.log import (
    AnotherLogError,
    CheckpointForgedError,
    LogForkedError,
    NotAVerifierKeyError,
    NotAWitnessRequestError,
    ProofDoesNotHoldError,
)
from amnesty.transparency.notes import (
    Checkpoint,
    public_key_of,
    read_verifier_key,
    signed,
    verifier_key,
)
from amnesty.transparency.proofs import consistency_proof, range_hash
from amnesty.transparency.tree import leaf_hash, node_hash
from amnesty.transparency.witness import (
    COSIGNATURE,
    Witnessed,
    cosignature,
    cosigned_at,
    read_request,
    request,
    with_cosignature,
    witness,
)

KEY, OWN = bytes(range(32)), bytes(range(1, 33))
ORIGIN = "carlys-amnesty/log/00ff"
LOG_KEY = verifier_key(ORIGIN, public_key_of(KEY))
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def subtree(level: int, place: int) -> bytes:
    """Return the hash of a subtree of a log whose leaves are numbers."""
    if level == 0:
        return leaf_hash(b"%d" % place)
    left = subtree(level - 1, 2 * place)
    return node_hash(left, subtree(level - 1, 2 * place + 1))


def note(size: int, origin: str = ORIGIN, key: bytes = KEY) -> str:
    """Return the checkpoint of that log at a size."""
    root = range_hash(subtree, 0, size)
    return signed(Checkpoint(origin=origin, size=size, root=root), key)


def seen(size: int) -> Witnessed:
    """Return what a witness knows that signed for a size."""
    return Witnessed(size=size, root=range_hash(subtree, 0, size))


def asked(old: int, new: int) -> str:
    """Return a request for the growth between two sizes."""
    return request(old, consistency_proof(subtree, old, new), note(new))


@pytest.mark.parametrize(("old", "new"), [(0, 5), (5, 5), (5, 9), (8, 21)])
def test_it_signs_for_what_goes_on(old: int, new: int) -> None:
    """From nothing, from the same and from less; the line says when, and holds."""
    known = seen(old) if old else Witnessed()
    point = witness(read_request(asked(old, new)), known, log_key=LOG_KEY)
    assert point.size == new
    both = with_cosignature(note(new), cosignature(point, "w/1", OWN, AT))
    key = verifier_key("w/1", public_key_of(OWN), COSIGNATURE)
    assert cosigned_at(both, key) == AT.timestamp()


REFUSED = {
    "shorter": (asked(0, 4), seen(9), LogForkedError),
    "another of this length": (
        request(9, [], note(9)),
        Witnessed(size=9, root=bytes(32)),
        LogForkedError,
    ),
    "no proof": (request(5, [], note(9)), seen(5), ProofDoesNotHoldError),
    "proof from elsewhere": (asked(4, 9), seen(5), ProofDoesNotHoldError),
    "forked before": (
        asked(5, 9),
        Witnessed(size=5, root=bytes(32)),
        ProofDoesNotHoldError,
    ),
    "another authority": (
        request(0, [], note(5, "carlys-amnesty/log/1234")),
        Witnessed(),
        AnotherLogError,
    ),
    "another key": (
        request(0, [], note(5, key=OWN)),
        Witnessed(),
        CheckpointForgedError,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_signs_for_nothing_else(case: str) -> None:
    """A log that was put back, forked or signed by somebody else is refused."""
    text, known, error = REFUSED[case]
    with pytest.raises(error):
        witness(read_request(text), known, log_key=LOG_KEY)


@pytest.mark.parametrize(
    "text",
    [
        *("", "old", "old 5", "old 05\n\nx", "old -1\n\nx", "new 5\n\nx"),
        *("old 5\n%%%\n\nx", "old 5\n" + "AAAA\n" * 64 + "\nx", "old ٣\n\nx"),
    ],
)
def test_what_is_no_request_is_told(text: str) -> None:
    """Whatever the file holds, it is one sentence."""
    with pytest.raises(NotAWitnessRequestError, match="audit growth"):
        read_request(text)


@pytest.mark.parametrize("place", range(0, len(LOG_KEY), 2))
def test_a_mistyped_key_is_no_key(place: int) -> None:
    """Each key has its own hash with it."""
    changed = LOG_KEY[:place] + "~" + LOG_KEY[place + 1 :]
    with pytest.raises(NotAVerifierKeyError):
        read_verifier_key(changed)


def test_a_witness_key_is_no_log_key() -> None:
    """What one kind of key signs never counts as the other's."""
    key = verifier_key("w/1", public_key_of(OWN), COSIGNATURE)
    with pytest.raises(NotAVerifierKeyError):
        read_verifier_key(key)
    with pytest.raises(NotAVerifierKeyError):
        read_verifier_key(LOG_KEY, COSIGNATURE)


def test_a_changed_cosignature_holds_no_more() -> None:
    """Neither its time, nor what it was given for."""
    point = witness(read_request(asked(0, 5)), Witnessed(), log_key=LOG_KEY)
    line = cosignature(point, "w/1", OWN, AT)
    key = verifier_key("w/1", public_key_of(OWN), COSIGNATURE)
    later = cosignature(point, "w/1", KEY, AT)
    for forged in (
        with_cosignature(note(6), line),
        with_cosignature(note(5), later),
        note(5),
    ):
        with pytest.raises(AmnestyError):
            cosigned_at(forged, key)
