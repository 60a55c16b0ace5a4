"""What a device remembers, and the proofs that a log grew, as bytes and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.credential.cbor import decode, encode
from amnesty.credential.growth import make_growth, parse_growth
from amnesty.credential.memory import (
    Memory,
    Seen,
    SeenList,
    SeenLog,
    clock_floor,
    decode_memory,
    encode_memory,
)
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.errors import CredentialError
from amnesty.errors.lists import MemoryUnreadableError

if TYPE_CHECKING:
    from types import ModuleType


def seen(world: ModuleType, **changes: object) -> Seen:
    """Return what was seen of the made-up authority."""
    whole = Seen(
        issuer=world.AUTHORITY,
        sequence=7,
        digest=bytes(32),
        trust_sequence=3,
        trust_digest=bytes(32),
        roots=world.roots().digest,
        lists=(SeenList(uri="ic:29q3", capacity=64, issued_at=world.PUBLISHED),),
        log=SeenLog(origin="a log", size=5, root=bytes(32)),
        floor=world.PUBLISHED,
    )
    changed: Seen = world.replace(whole, **changes)
    return changed


def test_what_is_remembered_comes_back(world: ModuleType) -> None:
    """With a log and a floor, and without."""
    plain = seen(world, issuer=world.NEIGHBOUR, log=None, floor=None, lists=())
    memory = Memory().with_part(seen(world)).with_part(plain)
    assert decode_memory(encode_memory(memory)) == memory
    assert clock_floor(memory.of(world.roots()).values()) == world.PUBLISHED
    assert clock_floor([plain]) is None


def test_a_newer_file_takes_the_place_of_the_older(world: ModuleType) -> None:
    """An authority is remembered once, and a process that ends late undoes nothing."""
    memory = Memory().with_part(seen(world)).with_part(seen(world, sequence=8))
    assert [one.sequence for one in memory.parts] == [8]
    late = memory.with_part(seen(world, sequence=7))
    assert [one.sequence for one in late.parts] == [8]


def test_other_roots_begin_anew(world: ModuleType) -> None:
    """What was seen belongs to its roots, and is there again with them."""
    others = parse_roots(make_roots([world.STRANGER.public_key]))
    theirs = seen(world, roots=others.digest, sequence=2)
    memory = Memory().with_part(seen(world)).with_part(theirs)
    assert memory.of(others)[world.AUTHORITY].sequence == 2
    assert memory.of(world.roots())[world.AUTHORITY].sequence == 7


def test_a_spoilt_memory_is_never_taken_for_an_empty_one(world: ModuleType) -> None:
    """Every cut and other content ends in the one error that says what to do."""
    whole = encode_memory(Memory().with_part(seen(world)))
    cuts = [whole[:at] for at in range(len(whole))]
    others = [b"\xa0", encode({1: "x", 2: []}), encode({1: "carly:seen", 2: [1]})]
    for spoilt in (*cuts, *others, whole + b"\0"):
        with pytest.raises(MemoryUnreadableError, match=r"seen\.cbor"):
            decode_memory(spoilt)


def test_proofs_come_back() -> None:
    """Each earlier size with its hashes, also with none."""
    proofs = {1: (bytes(32), b"x" * 32), 4: (), 900: (b"y" * 32,)}
    assert parse_growth(make_growth(proofs)) == proofs
    assert parse_growth(make_growth({})) == {}


@pytest.mark.parametrize(
    "items",
    [
        [[1, bytes(31)]],
        [[1, bytes(32 * 65)]],
        [[1]],
        [[1, b"", 1]],
        [1],
        [[-1, b""]],
        [[1 << 60, b""]],
        [[2, b""], [1, b""]],
        [[1, b""], [1, b""]],
        [[at, b""] for at in range(1001)],
    ],
)
def test_proofs_of_another_form_are_refused(items: list[object]) -> None:
    """Hashes have 32 bytes, sizes rise, and there are not too many."""
    with pytest.raises(CredentialError):
        parse_growth(encode({1: "carly:growth", 2: items}))


def test_proofs_are_not_read_from_other_files() -> None:
    """A file of another kind, or far too large a one."""
    for content in (b"", b"\xa0", encode({1: "carly:roots", 2: []}), bytes(2 << 20)):
        with pytest.raises(CredentialError):
            parse_growth(content)
    assert decode(make_growth({})) == {1: "carly:growth", 2: []}
