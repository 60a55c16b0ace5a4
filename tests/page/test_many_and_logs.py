"""Police files of many authorities, audit logs and zips: taken or refused alike."""

from __future__ import annotations

import io
import stat
import zipfile
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.police.publish import zipped
from amnesty.cli.verifying.answers import as_json
from amnesty.cli.verifying.police_files import read_zip
from amnesty.errors import CredentialError
from amnesty.services.verifying.steps import verify
from amnesty.services.verifying.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import ModuleType

    from amnesty.credential.memory import Seen
    from amnesty.domain.identifiers import GssCode

Both = Any
OWN_WORDS = {"LogOfAnotherError", "LogForgottenError"}
"""These say where the device's memory is, which is another place in a browser."""


@pytest.fixture
def both(ask: Callable[..., Any], world: ModuleType) -> Callable[..., Any]:
    """Return what asks both verifiers, expects one outcome, and tells what it was."""

    def police_file(
        files: dict[str, bytes], *before: dict[str, bytes], text: str | None = None
    ) -> str:
        asked = world.text() if text is None else text
        (theirs,) = ask(
            "policeFiles",
            {
                "now": int(world.NOW.timestamp()),
                "roots": world.roots_file().hex(),
                "seen": [hexed(one) for one in before],
                "files": [hexed(files)],
                "text": asked,
            },
        )
        ours = outcome(world, (*before, files), asked)
        if ours.get("refused_by") in OWN_WORDS:
            assert theirs["refused_by"] == ours["refused_by"]
        else:
            assert theirs == ours
        return str(ours.get("refused_by") or ours["verdict"])

    return police_file


def hexed(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return files as the harness takes them."""
    return {name: content.hex() for name, content in files.items()}


def outcome(
    world: ModuleType, files: tuple[dict[str, bytes], ...], text: str
) -> dict[str, Any]:
    """Return what the program says of the last of some police files, taken in turn."""
    seen: dict[GssCode, Seen] = {}
    taken = None
    try:
        for one in files:
            taken = take_in(
                one,
                roots=world.roots(),
                now=world.NOW,
                seen=seen,
                remember=lambda one: seen.update({one.issuer: one}),
            )
    except CredentialError as error:
        fault = getattr(error, "fault", None)
        name = type(error).__name__ + (f" {fault.name}" if fault else "")
        return {"refused_by": name, "sentence": str(error)}
    return as_json(verify(text, bundle=taken, now=world.NOW))


def test_a_file_of_many_answers_for_each(
    both: Callable[..., str], world: ModuleType
) -> None:
    """Each authority's certificates get their answer from its own part."""
    files = world.many(world.files(trust_sequence=7), world.neighbours_files())
    assert both(files) == "VALID"
    theirs = world.neighbours_text(world.neighbour())
    assert both(files, text=theirs) == "VALID"
    alone = world.many(world.files(trust_sequence=7))
    assert both(alone, text=theirs) == "CANNOT BE CONFIRMED"


def test_one_spoilt_part_holds_up_nobody_else(
    both: Callable[..., str], world: ModuleType
) -> None:
    """Its own certificates cannot be confirmed, and its neighbour's stand."""
    files = world.many(world.files(trust_sequence=7), world.neighbours_files())
    name = f"{world.AUTHORITY.lower()}/manifest.cbor"
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    assert both(files) == "CANNOT BE CONFIRMED"
    theirs = world.neighbours_text(world.neighbour())
    assert both(files, text=theirs) == "VALID"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("older keys", "CANNOT BE CONFIRMED"),
        ("no number of keys", "CANNOT BE CONFIRMED"),
        ("other keys", "CANNOT BE CONFIRMED"),
        ("newer keys", "VALID"),
        ("another's folder", "CANNOT BE CONFIRMED"),
        ("a file beside", "BundleFileExtraError"),
        ("a file inside", "CANNOT BE CONFIRMED"),
        ("no keys", "BundleFileMissingError"),
        ("nothing", "BundleFileMissingError"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    both: Callable[..., str], world: ModuleType, change: str, expected: str
) -> None:
    """Keys of another day, a part under another's name, a file too many."""
    part = world.files(trust_sequence=None if change == "no number of keys" else 7)
    trust = {
        "older keys": world.trust_list(sequence=6),
        "other keys": world.trust_list(expires_at=world.NOW + 9 * world.DAY),
        "newer keys": world.trust_list(sequence=8),
    }.get(change)
    files = world.many(part, trust=trust)
    folder = world.AUTHORITY.lower()
    if change == "another's folder":
        files = {
            name.replace(folder, "e06999998"): content
            for name, content in files.items()
        }
    elif change == "a file beside":
        files["readme.txt"] = b""
    elif change == "a file inside":
        files[f"{folder}/readme.txt"] = b""
    elif change == "no keys":
        del files["trust.cbor"]
    elif change == "nothing":
        files = {}
    assert both(files) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("grown", "VALID"),
        ("grown over many", "VALID"),
        ("the same", "VALID"),
        ("smaller", "LogForkedError"),
        ("rewritten", "LogForkedError"),
        ("rewritten and grown", "LogForkedError"),
        ("without a proof", "LogForgottenError"),
        ("without growth", "LogForgottenError"),
        ("hidden", "LogHiddenError"),
        ("another key's", "LogUnsignedError"),
        ("another log", "LogOfAnotherError"),
        ("cut", "LogUnsignedError"),
        ("no note", "LogUnsignedError"),
        ("garbled growth", "EncodingRefusedError ENDS_EARLY"),
    ],
)
def test_a_log_goes_on_from_where_it_was(
    both: Callable[..., str],
    worlds: tuple[ModuleType, ModuleType],
    change: str,
    expected: str,
) -> None:
    """A rewritten, shortened, hidden or foreign audit log refuses the police file."""
    world, log = worlds
    trust = log.trust_list(world)
    own, other = log.Log(), log.Log("forged")

    def published(sequence: int, others: dict[str, bytes]) -> dict[str, bytes]:
        files: dict[str, bytes] = world.files(
            trust=trust, sequence=sequence, others=others
        )
        return files

    grown = own.files(13, 5, 8)
    later = {
        "grown": grown,
        "grown over many": own.files(70, 4, 5, 8, 13),
        "the same": own.files(5),
        "smaller": own.files(4),
        "rewritten": other.files(5),
        "rewritten and grown": other.files(13, 5),
        "without a proof": own.files(13, 8),
        "without growth": {"checkpoint.txt": own.note(13)},
        "hidden": {},
        "another key's": own.files(13, 5, key=log.OTHER_KEY),
        "another log": own.files(13, 5, origin="carlys-amnesty/log/00"),
        "cut": grown | {"checkpoint.txt": own.note(13)[:-9]},
        "no note": grown | {"checkpoint.txt": b"\xff\n"},
        "garbled growth": grown | {"growth.cbor": grown["growth.cbor"][:-1]},
    }[change]
    assert both(published(8, later), published(7, own.files(5))) == expected


@pytest.fixture
def worlds(world: ModuleType, log: ModuleType) -> tuple[ModuleType, ModuleType]:
    """Return the made-up authority and its log."""
    return world, log


def plain(name: str) -> zipfile.ZipInfo:
    """Return an entry of a zip as `publish` writes it."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def zip_of(*entries: tuple[str, bytes, dict[str, Any]]) -> bytes:
    """Return a zip of entries, each with what is odd about it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, octets, odd in entries:
            entry = plain(name)
            for key, value in odd.items():
                setattr(entry, key, value)
            archive.writestr(entry, octets, odd.get("compress_type", 8))
    return content.getvalue()


def test_zips_are_opened_or_refused_alike(
    ask: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """Whole, damaged, linked, renamed, too large, and made to fill the memory."""
    whole = zipped(world.files())
    many = zipped(world.many(world.files(trust_sequence=7)))
    link = {"external_attr": (stat.S_IFLNK | 0o644) << 16}
    flipped = bytearray(whole)
    flipped[60] ^= 0xFF
    zips = [
        whole,
        many,
        whole[:-30],
        whole[40:],
        bytes(flipped),
        b"PK",
        b"not a zip",
        zip_of(("a.cbor", b"x", link)),
        zip_of(("../a.cbor", b"x", {})),
        zip_of(("A.cbor", b"x", {})),
        zip_of(("e06999999/b/a.cbor", b"x", {})),
        zip_of(("e06999999/", b"", {}), ("e06999999/a.cbor", b"x" * 9, {})),
        zip_of(("a.cbor", bytes(8 << 20), {})),
        zip_of(("a.cbor", b"x", {"compress_type": zipfile.ZIP_BZIP2})),
        zip_of(("a.cbor", b"x" * 99, {"compress_type": zipfile.ZIP_STORED})),
        zip_of(),
    ]

    def ours(content: bytes) -> dict[str, str]:
        path = tmp_path / "police.zip"
        path.write_bytes(content)
        try:
            files = read_zip(path)
            return {name: sha256(files[name]).hexdigest() for name in files}
        except CredentialError as error:
            return {"refused_by": type(error).__name__, "sentence": str(error)}

    theirs = ask("zips", [b64encode(one).decode() for one in zips])
    assert theirs == [ours(one) for one in zips]
    assert sum("refused_by" in one for one in theirs) >= 10
