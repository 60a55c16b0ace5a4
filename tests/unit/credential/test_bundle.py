"""The daily police file: whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.labels import MANIFEST, MANIFEST_TYPE
from amnesty.credential.manifest import is_file_name
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.errors import CredentialError
from amnesty.errors.credential import (
    FieldRefusedError,
    IssuerRefusedError,
    KeyUseRefusedError,
    UnknownKeyError,
    UnknownRootError,
)
from amnesty.errors.lists import (
    BundleAheadError,
    BundleFileChangedError,
    BundleFileExtraError,
    BundleFileMissingError,
    BundleIssuerRefusedError,
    BundleListTwiceError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import ModuleType

    from amnesty.credential.roots import Roots

DAY = timedelta(days=1)
MANIFEST_FILE, TRUST_FILE = "manifest.cbor", "trust.cbor"
STATUS_FILE, ISSUED_FILE = "status-ic-29q3.cbor", "issued-ic-29q3.cbor"


def read(
    world: ModuleType,
    files: dict[str, bytes],
    *,
    roots: Roots | None = None,
    now: datetime | None = None,
) -> Bundle:
    """Take in the files as a device does that has seen nothing yet."""
    return read_bundle(files, roots=roots or world.roots(), now=now or world.NOW)


def test_a_daily_police_file_comes_back(world: ModuleType) -> None:
    """Its four files have fixed names, and hold both lists by the list's name."""
    files = world.files()
    assert set(files) == {MANIFEST_FILE, TRUST_FILE, STATUS_FILE, ISSUED_FILE}
    assert all(is_file_name(name) for name in files)
    bundle = read(world, files)
    assert bundle.manifest.issuer == world.AUTHORITY
    assert bundle.manifest.sequence == 7
    assert set(bundle.status_lists) == set(bundle.issued_lists) == {world.LIST}


@pytest.mark.parametrize("name", ["status-x.cbor", "notes.txt", "sw.js"])
def test_a_file_that_is_not_named_refuses_the_whole(
    world: ModuleType, name: str
) -> None:
    """Nothing lies beside the lists that nobody signed for."""
    with pytest.raises(BundleFileExtraError, match=name):
        read(world, world.files() | {name: b"not ours"})


def test_a_renamed_file_refuses_the_whole(world: ModuleType) -> None:
    """It is missing where it should be."""
    files = world.files()
    files["status-ic-29q4.cbor"] = files.pop(STATUS_FILE)
    with pytest.raises(BundleFileMissingError, match=STATUS_FILE):
        read(world, files)


@pytest.mark.parametrize("name", [MANIFEST_FILE, TRUST_FILE, STATUS_FILE, ISSUED_FILE])
def test_a_missing_part_refuses_the_whole(world: ModuleType, name: str) -> None:
    """The error names what is missing."""
    files = world.files()
    del files[name]
    with pytest.raises(BundleFileMissingError, match=name):
        read(world, files)


@pytest.mark.parametrize("name", [STATUS_FILE, ISSUED_FILE])
def test_a_changed_or_cut_part_refuses_the_whole(world: ModuleType, name: str) -> None:
    """A list that is not the one signed for is refused, although it is genuine."""
    files = world.files()
    older = world.files(published=world.PUBLISHED - DAY)
    for other in (older[name], files[name][:-1], files[name] + b"\0", b""):
        with pytest.raises(BundleFileChangedError, match=name):
            read(world, files | {name: other})


def test_a_trust_list_that_is_not_signed_for_is_refused(world: ModuleType) -> None:
    """An older list of keys cannot be put beside a newer manifest."""
    older = world.trust_list(sequence=6)
    with pytest.raises(BundleFileChangedError, match=TRUST_FILE):
        read(world, world.files() | {TRUST_FILE: older})


def test_every_flipped_byte_refuses_the_whole(world: ModuleType) -> None:
    """No byte of the manifest or the trust list can be changed."""
    files = world.files()
    for name in (MANIFEST_FILE, TRUST_FILE):
        for at in range(0, len(files[name]), 7):
            octets = bytearray(files[name])
            octets[at] ^= 1
            with pytest.raises(CredentialError):
                read(world, files | {name: bytes(octets)})


def test_other_roots_do_not_take_it(world: ModuleType) -> None:
    """A made-up authority's file is refused by a verifier with real roots."""
    stranger = parse_roots(make_roots([world.STRANGER.public_key]))
    with pytest.raises(UnknownRootError):
        read(world, world.files(), roots=stranger)


def test_a_manifest_needs_a_status_key_of_its_authority(world: ModuleType) -> None:
    """A certificate key, a neighbour's key and a stranger sign no manifest for us."""
    for signer, error in (
        (world.CERTIFICATE_KEY, KeyUseRefusedError),
        (world.NEIGHBOUR_STATUS_KEY, IssuerRefusedError),
        (world.STRANGER, UnknownKeyError),
    ):
        with pytest.raises(error):
            read(world, world.files(signer=signer))


def test_a_neighbours_lists_are_not_ours(world: ModuleType) -> None:
    """A file holds the lists of the authority that published it."""
    theirs = world.status_list(signer=world.NEIGHBOUR_STATUS_KEY)
    with pytest.raises(BundleIssuerRefusedError, match=STATUS_FILE):
        read(world, world.files(statuses=theirs))
    issued = world.issued_list(
        world.CERTIFICATE, signer=world.NEIGHBOUR_STATUS_KEY, issuer=world.NEIGHBOUR
    )
    with pytest.raises(BundleIssuerRefusedError, match=ISSUED_FILE):
        read(world, world.files(issued=issued))


def test_what_is_ahead_of_the_device_is_refused(world: ModuleType) -> None:
    """300 seconds are let pass, as two clocks differ; a second more is not."""
    second = timedelta(seconds=1)
    skew = timedelta(seconds=300)
    read(world, world.files(), now=world.PUBLISHED - skew)
    with pytest.raises(BundleAheadError):
        read(world, world.files(), now=world.PUBLISHED - skew - second)
    ahead = world.status_list(issued_at=world.NOW + DAY)
    with pytest.raises(BundleAheadError):
        read(world, world.files(statuses=ahead))
    keys_ahead = world.trust_list(issued_at=world.NOW + DAY)
    with pytest.raises(BundleAheadError):
        read(world, world.files(trust=keys_ahead))


Entries = list[list[object]]


def with_entries(world: ModuleType, change: Callable[[Entries], object]) -> bytes:
    """Return the manifest with its entries changed, signed as before."""
    claims = decode(parse_sign1(world.files()[MANIFEST_FILE]).unverified_payload)
    assert isinstance(claims, dict)
    change(claims[MANIFEST][2])
    return sign1(encode(claims), content_type=MANIFEST_TYPE, signer=world.STATUS_KEY)


@pytest.mark.parametrize(
    "change",
    [
        lambda entries: entries.append(entries[0]),
        lambda entries: entries[0].append(1),
        lambda entries: entries[0].pop(),
        lambda entries: entries.append({}),
        lambda entries: entries[0].__setitem__(0, "../trust.cbor"),
        lambda entries: entries[0].__setitem__(0, "Trust.cbor"),
        lambda entries: entries[0].__setitem__(0, "a/b"),
        lambda entries: entries[0].__setitem__(0, ""),
        lambda entries: entries[0].__setitem__(1, bytes(31)),
        lambda entries: entries[0].__setitem__(2, -1),
        lambda entries: entries[0].__setitem__(2, 1 << 31),
        lambda entries: entries.extend([f"a{n}", bytes(32), 0] for n in range(1100)),
    ],
)
def test_entries_are_read_strictly(
    world: ModuleType, change: Callable[[Entries], object]
) -> None:
    """Names lead nowhere else, stand once and come with a whole hash and a size."""
    with pytest.raises(FieldRefusedError):
        read(world, world.files() | {MANIFEST_FILE: with_entries(world, change)})


def test_a_manifest_must_name_the_list_of_keys(world: ModuleType) -> None:
    """Else any list of keys that a root once signed could be put beside it."""
    manifest = with_entries(world, lambda entries: entries.pop())
    with pytest.raises(BundleFileMissingError, match=TRUST_FILE):
        read(world, world.files() | {MANIFEST_FILE: manifest})


def test_a_list_stands_once(world: ModuleType) -> None:
    """Two lists of one name would leave it to chance which counts."""
    files = world.files()
    again = "status-again.cbor"

    def twice(entries: Entries) -> None:
        entry = next(one for one in entries if one[0] == STATUS_FILE)
        entries.append([again, *entry[1:]])

    manifest = with_entries(world, twice)
    changed = {MANIFEST_FILE: manifest, again: files[STATUS_FILE]}
    with pytest.raises(BundleListTwiceError):
        read(world, files | changed)
