"""Nothing that was taken in is followed by something older."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.errors.lists import BundleListShorterError, BundleOlderError

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.credential.memory import Seen

DAY = timedelta(days=1)


def read(
    world: ModuleType, files: dict[str, bytes], seen: Seen | None = None
) -> Bundle:
    """Take in the files as a device does that has seen what is given."""
    before = {} if seen is None else {seen.issuer: seen}
    return read_bundle(files, roots=world.roots(), now=world.NOW, seen=before)


def test_an_older_file_is_refused(world: ModuleType) -> None:
    """After number 7, number 6 is refused, and another file that calls itself 7."""
    seen = read(world, world.files(sequence=7)).seen(world.NOW)
    read(world, world.files(sequence=7), seen)
    read(world, world.files(sequence=8), seen)
    with pytest.raises(BundleOlderError):
        read(world, world.files(sequence=6), seen)
    with pytest.raises(BundleOlderError):
        read(world, world.files(sequence=7, expires_at=world.NOW + DAY), seen)


def test_an_older_list_of_keys_is_refused(world: ModuleType) -> None:
    """A key that was taken off the list does not come back with an old one."""
    seen = read(world, world.files(sequence=7)).seen(world.NOW)
    for trust in (
        world.trust_list(sequence=6),
        world.trust_list(sequence=7, keys=world.listed_keys()[:2]),
    ):
        with pytest.raises(BundleOlderError):
            read(world, world.files(sequence=8, trust=trust), seen)
    newer = world.trust_list(sequence=8)
    read(world, world.files(sequence=8, trust=newer), seen)


def test_a_shorter_or_older_list_is_refused(world: ModuleType) -> None:
    """A list never shrinks under its name, nor goes back in time."""
    seen = read(world, world.files(sequence=7)).seen(world.NOW)
    for statuses in (
        world.status_list(capacity=world.CAPACITY - 2),
        world.status_list(issued_at=world.PUBLISHED - DAY),
    ):
        with pytest.raises(BundleListShorterError):
            read(world, world.files(sequence=8, statuses=statuses), seen)
    longer = world.status_list(capacity=world.CAPACITY + 2)
    read(world, world.files(sequence=8, statuses=longer), seen)


def test_a_list_that_was_away_is_still_remembered(world: ModuleType) -> None:
    """Leaving a list out for a day does not make room for a shorter one."""
    seen = read(world, world.files(sequence=7)).seen(world.NOW)
    other = {"uri": "ic:0000", "capacity": 8}
    without = read(
        world, world.files(sequence=8, statuses=world.status_list(**other)), seen
    )
    later = without.seen(world.NOW, seen)
    assert [one.uri for one in later.lists] == ["ic:0000", world.LIST]
    shorter = world.status_list(capacity=32)
    with pytest.raises(BundleListShorterError):
        read(world, world.files(sequence=9, statuses=shorter), later)


def test_another_authority_starts_its_own_count(world: ModuleType) -> None:
    """What was seen of one authority says nothing of a neighbour's numbers."""
    seen = read(world, world.files(sequence=7)).seen(world.NOW)
    theirs = world.files(
        sequence=1,
        issuer=world.NEIGHBOUR,
        signer=world.NEIGHBOUR_STATUS_KEY,
        statuses=world.status_list(signer=world.NEIGHBOUR_STATUS_KEY),
        issued=world.issued_list(
            signer=world.NEIGHBOUR_STATUS_KEY, issuer=world.NEIGHBOUR
        ),
    )
    assert read(world, theirs, seen).seen(world.NOW).issuer == world.NEIGHBOUR


def test_the_clock_floor_rises_and_never_falls(world: ModuleType) -> None:
    """A file raises the floor to its own time, unless it is ahead of the device."""
    bundle = world.bundle()
    later = world.PUBLISHED + DAY
    before = world.PUBLISHED - timedelta(seconds=200)
    assert bundle.clock_floor(world.NOW, None) == world.PUBLISHED
    assert bundle.clock_floor(world.NOW, world.PUBLISHED - DAY) == world.PUBLISHED
    assert bundle.clock_floor(world.NOW, later) == later
    assert bundle.clock_floor(before, None) is None
    assert bundle.clock_floor(before, world.PUBLISHED - DAY) == world.PUBLISHED - DAY
