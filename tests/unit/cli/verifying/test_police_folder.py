"""The police file on a device: a folder or a zip, nothing beside it, never an older."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from amnesty.cli.police.publish import zipped
from amnesty.credential.memory import MEMORY_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Device

STATUS_FILE = "status-ic-29q3.cbor"


@pytest.fixture
def police(device: Device) -> Path:
    """Return the police folder of a device that can answer."""
    device.take_in()
    return device.folder / "police"


@pytest.fixture
def state(device: Device, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the device remembers."""
    folder: Path = device.folder / "state"
    monkeypatch.setenv("AMNESTY_STATE", str(folder))
    return folder


def refused(device: Device, sentence: str) -> None:
    """Expect that the certificate cannot be confirmed, and why."""
    assert device.run(device.world.text()) == 4
    assert device.out.startswith("CANNOT BE CONFIRMED\n")
    assert sentence in device.out


def test_what_looking_at_a_folder_leaves_does_no_harm(
    device: Device, police: Path
) -> None:
    """Systems write files of their own into a folder that is opened."""
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (police / name).write_bytes(b"\0")
    assert device.run(device.world.text()) == 0


@pytest.mark.parametrize("name", ["notes.txt", "STATUS.CBOR", "status-x.cbor", "ŷ"])
def test_an_extra_file_refuses_the_folder(
    device: Device, police: Path, name: str
) -> None:
    """Whatever nobody signed for makes the whole not to be believed."""
    (police / name).write_bytes(b"")
    refused(device, f"{name} lies in the daily police file")


def test_a_missing_or_renamed_file_refuses_the_folder(
    device: Device, police: Path
) -> None:
    """The sentence names what is missing."""
    (police / STATUS_FILE).rename(police / "status-ic-29q4.cbor")
    refused(device, f"{STATUS_FILE} is missing")


def test_a_linked_file_refuses_the_folder(device: Device, police: Path) -> None:
    """A link could lead to another file tomorrow, and a pipe never ends."""
    elsewhere = police.parent / "elsewhere.cbor"
    (police / STATUS_FILE).rename(elsewhere)
    (police / STATUS_FILE).symlink_to(elsewhere)
    refused(device, f"{STATUS_FILE} in the daily police file is a link")
    (police / STATUS_FILE).unlink()
    os.mkfifo(police / STATUS_FILE)
    refused(device, "or no file at all")


def test_a_folder_of_an_authority_that_is_a_link_is_refused(device: Device) -> None:
    """In a file of many, a part lies in the folder itself."""
    device.take_in()
    device.put_whole(device.world.many(device.world.files(trust_sequence=7)))
    assert device.run(device.world.text()) == 0
    part = device.folder / "police" / "e06999999"
    part.rename(device.folder / "elsewhere")
    part.symlink_to(device.folder / "elsewhere")
    refused(device, "e06999999 in the daily police file is a link")


def test_a_huge_file_is_not_read(device: Device, police: Path) -> None:
    """A file larger than any list is refused by its size alone."""
    with (police / STATUS_FILE).open("wb") as file:
        file.truncate((256 << 20) + 1)
    refused(device, f"{STATUS_FILE} in the daily police file is larger than any")


def as_zip(device: Device, content: bytes) -> None:
    """Have a zip in the place of the folder."""
    (device.folder / "roots.cbor").write_bytes(device.world.roots_file())
    (device.folder / "police.zip").write_bytes(content)


def test_a_zip_is_as_good_as_a_folder(device: Device) -> None:
    """Of one authority and of many, in its place or named."""
    as_zip(device, zipped(device.world.files()))
    assert device.run(device.world.text()) == 0
    whole = device.world.many(device.world.files(trust_sequence=7, sequence=8))
    (device.folder / "many.zip").write_bytes(zipped(whole))
    named = str(device.folder / "many.zip")
    assert device.run(device.world.text(), "--bundle", named) == 0


def test_the_same_files_make_the_same_zip(device: Device) -> None:
    """Nothing of the day or the machine is in it."""
    files = device.world.files()
    assert zipped(files) == zipped(dict(reversed(files.items())))


def entry(name: str, **fields: Any) -> zipfile.ZipInfo:  # noqa: ANN401 - fields of many kinds
    """Return an entry of a zip."""
    info = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def zip_with(files: dict[str, bytes], *more: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip of files and more entries."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in files.items():
            archive.writestr(name, octets)
        for info, octets in more:
            archive.writestr(info, octets)
    return content.getvalue()


DEFLATED, LZMA = zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA
LINK = (stat.S_IFLNK | 0o777) << 16
BOMB = b"\0" * (20 << 20)


@pytest.mark.parametrize(
    ("info", "octets", "sentence"),
    [
        (entry("notes.txt"), b"", "notes.txt lies in"),
        (entry("../manifest.cbor"), b"", "lies in the daily police file"),
        (entry("/etc/passwd"), b"", "/etc/passwd lies in"),
        (entry("a/b/manifest.cbor"), b"", "a/b/manifest.cbor lies in"),
        (entry("C:\\manifest.cbor"), b"", "lies in the daily police file"),
        (entry("sub/"), b"", "sub/ lies in"),
        (entry("x.cbor", external_attr=LINK), b"/etc/passwd", "x.cbor in the daily"),
        (entry("x.cbor", compress_type=DEFLATED), BOMB, "far more than its size"),
        (entry("x.cbor", compress_type=LZMA), b"x", "packed in a way"),
    ],
)
def test_a_zip_of_other_things_is_refused(
    device: Device, info: zipfile.ZipInfo, octets: bytes, sentence: str
) -> None:
    """Names that lead elsewhere, links, bombs and locks: nothing is unpacked."""
    as_zip(device, zip_with(device.world.files(), (info, octets)))
    refused(device, sentence)


def doubled(files: dict[str, bytes]) -> bytes:
    """Return a zip in which one name stands twice."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zip_with(files, (entry("trust.cbor"), b"another"))


def locked(files: dict[str, bytes]) -> bytes:
    """Return a zip whose first entry says that it needs a password."""
    content = bytearray(zip_with(files))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying(files: dict[str, bytes]) -> bytes:
    """Return a zip whose directory says that a file unpacks to 300 MiB."""
    content = bytearray(zip_with(files))
    at = content.rindex(b"PK\x01\x02")
    content[at + 20 : at + 24] = (250 << 20).to_bytes(4, "little")
    content[at + 24 : at + 28] = (300 << 20).to_bytes(4, "little")
    return bytes(content)


def flipped(files: dict[str, bytes]) -> bytes:
    """Return a zip with one byte of a list changed."""
    content = bytearray(zip_with(files))
    content[content.index(b"trust.cbor") + 40] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (doubled, "trust.cbor lies in"),
        (locked, "is locked"),
        (lying, "larger than any"),
        (flipped, "is damaged"),
        (lambda files: zip_with(files)[:-30], "is damaged"),
        (lambda _: b"PK", "is damaged"),
        (lambda _: zip_with({}), "manifest.cbor is missing"),
    ],
)
def test_a_spoilt_zip_is_refused(
    device: Device, spoil: Callable[[dict[str, bytes]], bytes], sentence: str
) -> None:
    """Damaged, cut, locked, lying about sizes, or with one name twice."""
    as_zip(device, spoil(device.world.files()))
    refused(device, sentence)


def test_too_many_entries_are_refused(device: Device) -> None:
    """A directory of tens of thousands is not gone through."""
    more = {f"x{number}.cbor": b"" for number in range(1 << 14)}
    as_zip(device, zip_with(device.world.files() | more))
    refused(device, "more than any can hold")


def test_an_older_file_is_noticed(device: Device, state: Path) -> None:
    """What was taken in yesterday is remembered by another process today."""
    device.take_in(sequence=8)
    assert device.run(device.world.text()) == 0
    assert (state / MEMORY_FILE).stat().st_mode & 0o077 == 0
    device.put(device.folder / "police", sequence=7)
    refused(device, "has number 7, and number 8 was already taken in")
    device.put(device.folder / "police", sequence=9)
    assert device.run(device.world.text()) == 0


def test_a_shorter_list_is_noticed(device: Device, state: Path) -> None:
    """A list keeps its size from one file to the next."""
    device.take_in()
    assert device.run(device.world.text()) == 0
    shorter = device.world.status_list(capacity=device.world.CAPACITY - 2)
    device.put(device.folder / "police", sequence=8, statuses=shorter)
    refused(device, "List ic:29q3 is older or shorter")
    assert state.is_dir()


def test_the_clock_may_not_go_back(device: Device, state: Path) -> None:
    """A device whose clock fell behind what it saw confirms nothing, of nobody."""
    device.take_in()
    assert device.run(device.world.text()) == 0
    world, earlier = device.world, device.world.PUBLISHED - 2 * device.world.DAY
    theirs = {"issuer": world.NEIGHBOUR, "signer": world.NEIGHBOUR_STATUS_KEY}
    device.put_whole(
        world.files(
            published=earlier,
            trust=world.trust_list(issued_at=earlier),
            statuses=world.status_list(
                issued_at=earlier, signer=world.NEIGHBOUR_STATUS_KEY
            ),
            issued=world.issued_list(world.neighbour(), issued_at=earlier, **theirs),
            **theirs,
        )
    )
    with time_machine.travel(earlier + world.DAY, tick=False):
        assert device.run(world.neighbours_text(world.neighbour())) == 4
    assert "clock is behind" in device.out
    assert state.is_dir()


def test_other_roots_begin_anew(device: Device, state: Path) -> None:
    """A device enrolled with other roots compares with nothing of before."""
    device.take_in(sequence=8)
    assert device.run(device.world.text()) == 0
    world = device.world
    alone = world.make_roots([world.ROOT.public_key])
    device.put(device.folder / "police", sequence=7)
    (device.folder / "roots.cbor").write_bytes(alone)
    assert device.run(world.text()) == 0
    assert state.is_dir()


def test_a_spoilt_memory_is_told_with_its_place(
    device: Device, police: Path, state: Path
) -> None:
    """It is never taken for an empty one, and the sentence says what to remove."""
    state.mkdir()
    (state / MEMORY_FILE).write_bytes(b"\xff")
    refused(device, f"Remove {state / MEMORY_FILE} to enrol")
    assert police.is_dir()


def test_an_answer_does_not_wait_for_the_memory(
    device: Device, police: Path, state: Path
) -> None:
    """Where nothing can be remembered, the answer comes with one more sentence."""
    state.write_bytes(b"a file in the folder's place")
    assert device.run(device.world.text()) == 0
    assert "an older police file would not be noticed" in device.err
    assert police.is_dir()
