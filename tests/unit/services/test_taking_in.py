"""Taking in a police file: many authorities, and an audit log that only grows."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.verdict import Verdict
from amnesty.errors import CredentialError
from amnesty.errors.credential import FieldRefusedError, OutsideKeyWindowError
from amnesty.errors.lists import (
    BundleFileChangedError,
    BundleFileExtraError,
    BundleFileMissingError,
    BundleIssuerRefusedError,
    BundleOlderError,
    LogForgottenError,
    LogForkedError,
    LogHiddenError,
    LogOfAnotherError,
    LogUnsignedError,
)
from amnesty.services.verifying.steps import verify
from amnesty.services.verifying.taking_in import ManyParts, take_in

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.credential.bundle import Bundle
    from amnesty.credential.memory import Seen

VECTORS = str(Path(__file__).parents[2] / "vectors")


@pytest.fixture(scope="module")
def log() -> ModuleType:
    """Return the made-up authority's log."""
    sys.path.insert(0, VECTORS)
    try:
        return import_module("making.log")
    finally:
        sys.path.remove(VECTORS)


class Device:
    """A device that remembers."""

    def __init__(self, world: ModuleType) -> None:
        """Begin with nothing seen."""
        self.world = world
        self.seen: dict[Any, Seen] = {}

    def take_in(self, files: dict[str, bytes], **when: Any) -> Bundle | ManyParts:  # noqa: ANN401 - as `take_in` has them
        """Take in a file and remember it."""
        return take_in(
            files,
            roots=self.world.roots(),
            now=when.get("now", self.world.NOW),
            seen=self.seen,
            remember=lambda one: self.seen.update({one.issuer: one}),
        )


@pytest.fixture
def device(world: ModuleType) -> Device:
    """Return a device that saw nothing yet."""
    return Device(world)


def ours(world: ModuleType, **parts: Any) -> dict[str, bytes]:  # noqa: ANN401 - as the world has them
    """Return our part of a police file of many."""
    parts.setdefault("trust_sequence", 7)
    files: dict[str, bytes] = world.files(**parts)
    return files


def test_many_authorities_certificates_are_answered(
    world: ModuleType, device: Device
) -> None:
    """One list of keys, and for each authority its own lists, though named alike."""
    theirs = world.neighbour()
    taken = device.take_in(world.many(ours(world), world.neighbours_files(theirs)))
    for text in (world.text(), world.neighbours_text(theirs)):
        answer = verify(text, bundle=taken, now=world.NOW)
        assert answer.verdict is Verdict.VALID
        assert answer.status_as_of == world.PUBLISHED
    assert set(device.seen) == {world.AUTHORITY, world.NEIGHBOUR}


def test_a_part_is_taken_in_when_it_is_asked_for(
    world: ModuleType, device: Device
) -> None:
    """What nobody asked about is not remembered as seen."""
    taken = device.take_in(world.many(ours(world), world.neighbours_files()))
    assert not device.seen
    assert taken.part(world.AUTHORITY) is taken.part(world.AUTHORITY)
    assert set(device.seen) == {world.AUTHORITY}


def test_one_spoilt_part_holds_up_nobody_else(
    world: ModuleType, device: Device
) -> None:
    """The neighbour's certificates cannot be confirmed; ours are answered."""
    files = world.many(ours(world), world.neighbours_files())
    files[f"{world.NEIGHBOUR.lower()}/status-ic-29q3.cbor"] = b""
    taken = device.take_in(files)
    answer = verify(world.text(), bundle=taken, now=world.NOW)
    assert answer.verdict is Verdict.VALID
    for _ in range(2):
        text = world.neighbours_text(world.neighbour())
        theirs = verify(text, bundle=taken, now=world.NOW)
        assert theirs.verdict is Verdict.CANNOT_BE_CONFIRMED
        assert "status-ic-29q3.cbor" in theirs.sentence
        assert theirs.certificate == world.neighbour()
    assert set(device.seen) == {world.AUTHORITY}


def test_an_authority_without_a_part_cannot_be_confirmed(
    world: ModuleType, device: Device
) -> None:
    """Its key is known, its lists are not."""
    taken = device.take_in(world.many(ours(world)))
    answer = verify(
        world.neighbours_text(world.neighbour()), bundle=taken, now=world.NOW
    )
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate == world.neighbour()
    assert answer.status_as_of is None


def test_the_clock_floor_counts_without_a_part(
    world: ModuleType, device: Device
) -> None:
    """A device whose clock is behind is told so, whatever it asks about."""
    taken = device.take_in(world.many(ours(world)))
    answer = verify(
        world.neighbours_text(world.neighbour()),
        bundle=taken,
        now=world.NOW,
        floor=world.NOW + world.DAY,
    )
    assert "clock is behind" in answer.sentence


def test_the_list_of_keys_is_never_older_than_a_part(
    world: ModuleType, device: Device
) -> None:
    """An older list beside a newer part would bring a retired key back."""
    files = world.many(
        ours(world, trust=world.trust_list(sequence=8), trust_sequence=8)
    )
    with pytest.raises(BundleOlderError, match="number 7"):
        device.take_in(files).part(world.AUTHORITY)


def test_the_list_of_keys_may_be_newer_than_a_part(
    world: ModuleType, device: Device
) -> None:
    """The authority published before the list of keys was renewed."""
    files = world.many(ours(world), trust=world.trust_list(sequence=9))
    assert device.take_in(files).part(world.AUTHORITY)
    with pytest.raises(BundleOlderError):
        device.take_in(world.many(ours(world))).part(world.AUTHORITY)


def test_another_list_of_keys_of_the_same_number_is_refused(
    world: ModuleType, device: Device
) -> None:
    """One number, one list."""
    other = world.trust_list(expires_at=world.NOW + world.DAY)
    with pytest.raises(BundleFileChangedError, match=r"trust\.cbor"):
        device.take_in(world.many(ours(world), trust=other)).part(world.AUTHORITY)


def test_a_part_says_which_list_of_keys_it_had(
    world: ModuleType, device: Device
) -> None:
    """Without it an older list would go unnoticed."""
    files = world.many(ours(world, trust_sequence=None))
    with pytest.raises(BundleFileChangedError, match=r"manifest\.cbor"):
        device.take_in(files).part(world.AUTHORITY)


def test_a_part_in_anothers_folder_is_refused(
    world: ModuleType, device: Device
) -> None:
    """Otherwise a neighbour's lists would stand for ours."""
    files = world.many(world.neighbours_files())
    with pytest.raises(BundleIssuerRefusedError, match="e06999999"):
        device.take_in(files).part(world.AUTHORITY)


def without(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Return the files but one."""
    return {one: content for one, content in files.items() if one != name}


def test_the_whole_is_refused_for_what_is_above_its_parts(
    world: ModuleType, device: Device
) -> None:
    """No list of keys, no part, or something that belongs to none."""
    files = world.many(ours(world))
    for changed, error in (
        (without(files, "trust.cbor"), BundleFileMissingError),
        ({"trust.cbor": files["trust.cbor"]}, BundleFileMissingError),
        (files | {"notes.txt": b""}, BundleFileExtraError),
        (files | {"wales/manifest.cbor": b""}, BundleFileExtraError),
    ):
        with pytest.raises(error):
            device.take_in(changed)


@pytest.mark.parametrize("name", ["manifest.cbor", "status-ic-29q3.cbor"])
def test_a_part_lacks_nothing_and_has_nothing_more(
    world: ModuleType, device: Device, name: str
) -> None:
    """Each authority's files are taken in whole or not at all."""
    files = world.many(ours(world))
    missing = device.take_in(without(files, f"e06999999/{name}"))
    with pytest.raises(BundleFileMissingError, match=name):
        missing.part(world.AUTHORITY)
    more = device.take_in(files | {"e06999999/notes.txt": b""})
    with pytest.raises(BundleFileExtraError, match=r"notes\.txt"):
        more.part(world.AUTHORITY)


def logged(
    world: ModuleType,
    log: ModuleType,
    sequence: int,
    others: dict[str, bytes],
) -> dict[str, bytes]:
    """Return a police file with the log's files."""
    return world.files(  # type: ignore[no-any-return]  # of the world
        sequence=sequence, trust=log.trust_list(world), others=others
    )


def test_a_log_that_grew_is_taken_in(
    world: ModuleType, device: Device, log: ModuleType
) -> None:
    """From each published size, by its proof; and the newest is remembered."""
    kept = log.Log()
    for sequence, size, earlier in ((7, 5, ()), (8, 9, (5,)), (9, 30, (5, 9))):
        device.take_in(logged(world, log, sequence, kept.files(size, *earlier)))
        seen = device.seen[world.AUTHORITY].log
        assert seen is not None
        assert (seen.size, seen.origin) == (size, log.ORIGIN)
    device.take_in(logged(world, log, 10, kept.files(30)))


def test_a_log_that_did_not_grow_is_refused(
    world: ModuleType, device: Device, log: ModuleType
) -> None:
    """Rewritten, cut, of another register, unproven, hidden or signed by others."""
    kept, forged = log.Log(), log.Log("other")
    device.take_in(logged(world, log, 7, kept.files(9)))
    elsewhere = log.ORIGIN.replace("0", "f")
    no_growth = without(kept.files(30, 9), "growth.cbor")
    for others, error in (
        (forged.files(30, 9), LogForkedError),
        (forged.files(9), LogForkedError),
        (kept.files(8), LogForkedError),
        (kept.files(30, 5), LogForgottenError),
        (no_growth, LogForgottenError),
        (kept.files(30, 9, origin=elsewhere), LogOfAnotherError),
        (kept.files(30, 9, key=log.OTHER_KEY), LogUnsignedError),
        (kept.files(30, 9) | {"checkpoint.txt": b"\xff"}, LogUnsignedError),
        (kept.files(30, 9) | {"growth.cbor": b"\xa0"}, FieldRefusedError),
        ({}, LogHiddenError),
    ):
        with pytest.raises(error):
            device.take_in(logged(world, log, 8, others))
    assert device.seen[world.AUTHORITY].sequence == 7
    device.take_in(logged(world, log, 8, kept.files(30, 9)))


def test_a_checkpoint_needs_a_key_of_its_authority(
    world: ModuleType, device: Device, log: ModuleType
) -> None:
    """A list of keys without one makes no checkpoint believed, nor a retired one."""
    others = log.Log().files(9)
    with pytest.raises(LogUnsignedError):
        device.take_in(world.files(others=others))
    retired = world.replace(log.listed(world), issues_to=world.NOW - 30 * world.DAY)
    trust = world.trust_list(keys=[*world.listed_keys(), retired])
    with pytest.raises(OutsideKeyWindowError):
        device.take_in(world.files(trust=trust, others=others))


def test_a_refused_file_is_not_remembered(world: ModuleType, device: Device) -> None:
    """Only what was taken in moves what a device knows."""
    with pytest.raises(CredentialError):
        device.take_in(world.files(sequence=9) | {"manifest.cbor": b""})
    assert not device.seen
