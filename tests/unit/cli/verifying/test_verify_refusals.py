"""`amnesty verify`: what it cannot read, confirm or find."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from PIL import Image

from amnesty.cli.clock import SystemClock
from amnesty.domain.certificate import CertificateStatus

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Device


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give what to verify"),
        (["missing.pdf"], "There is no file missing.pdf"),
        (["missing\x1b[2J.pdf"], "There is no file missing?[2J.pdf"),
        (["x" * 5000], "There is no file xxx"),
        (["a\0b"], "There is no file a?b"),
        (["nothing"], "There is no file in the folder nothing"),
        ([""], "There is no file"),
        (["empty.txt"], "There is no certificate's code in this"),
        (["letter.txt"], "There is no certificate's code in this"),
        (["half.pdf"], "This PDF cannot be read"),
        (["half.png"], "This picture cannot be read"),
        (["moving.gif"], "a picture of the kind GIF"),
        (["C-9ABC-DEFG-HJK6"], "a number alone proves nothing"),
        (["c9abcdefghjk6"], "C-9ABC-DEFG-HJK6 is a certificate's number"),
        (["C-9ABC-DEFG-HJK7"], "has a wrong or swapped character"),
        (["number.txt"], "a number alone proves nothing"),
        (["white.png"], "There is no QR code in this picture"),
        (["huge.bin"], "larger than 32 MB"),
        (["00042", "--at", "yesterday"], "yesterday is not a date or time"),
        (["00042", "--at", "2026-02-31"], "2026-02-31 is not a date or time"),
        (["00042", "--at", "0001-01-01"], "0001-01-01 is not a date or time"),
        (["00042", "--at", "20260503"], "20260503 is not a date or time"),
        (["00042", "--bundle", "nowhere"], "nowhere is not a folder"),
        (["00042", "--bundle", "empty.txt"], "empty.txt is not a folder"),
        (["00042", "--roots", "nowhere"], "nowhere is not a file"),
    ],
)
def test_nothing_readable_says_so_in_one_sentence(
    device: Device, arguments: list[str], words: str
) -> None:
    """Exit 2, nothing on standard output, and what to do on standard error."""
    device.take_in()
    (device.folder / "empty.txt").write_bytes(b"")
    (device.folder / "nothing").mkdir()
    (device.folder / "nothing" / ".hidden").write_bytes(b"")
    (device.folder / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    (device.folder / "half.pdf").write_bytes(b"%PDF-1.7")
    (device.folder / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (device.folder / "number.txt").write_text("C-9ABC-DEFG-HJK6\n", encoding="utf-8")
    Image.new("L", (50, 50), 255).save(device.folder / "white.png")
    Image.new("L", (50, 50), 255).save(device.folder / "moving.gif")
    with (device.folder / "huge.bin").open("wb") as huge:
        huge.truncate((32 << 20) + 1)
    assert device.run(*arguments) == 2
    assert device.out == ""
    assert words in device.err
    assert "Traceback" not in device.err
    assert "\x1b" not in device.err


def test_digits_that_are_no_certificate_are_not_genuine(device: Device) -> None:
    """A code that decodes badly is a matter for the officer, not of usage."""
    device.take_in()
    text = device.world.text()
    for broken in ("00042", text[:-5], f"https://example.org/c#{text[:-5]}"):
        assert device.run(broken) == 3
        assert device.out.startswith("NOT GENUINE\n")


def test_without_a_police_file_it_cannot_be_confirmed(device: Device) -> None:
    """Exit 4, whether the folder, the roots or all of it is missing."""
    text = device.world.text()
    assert device.run(text) == 4
    assert "There is no daily police file" in device.out
    device.take_in()
    (device.folder / "roots.cbor").unlink()
    assert device.run(text) == 4
    assert "This device holds no roots" in device.out


def test_a_refused_police_file_says_why(device: Device) -> None:
    """Cut, with other roots, or ahead of the device: exit 4 and the reason."""
    text = device.world.text()
    device.take_in()
    status = device.folder / "police" / "status-ic-29q3.cbor"
    status.write_bytes(status.read_bytes()[:-1])
    assert device.run(text) == 4
    assert "status-ic-29q3.cbor" in device.out
    device.take_in(trust=device.world.trust_list(root=device.world.STRANGER))
    assert device.run(text) == 4
    assert "not signed by a root" in device.out
    device.take_in()
    with time_machine.travel(device.world.PUBLISHED - device.world.DAY, tick=False):
        assert device.run(text, "--json") == 4
    assert json.loads(device.out)["certificate"] is None
    assert "ahead of this device" in device.out


def test_a_stale_police_file_still_shows_what_was_signed(device: Device) -> None:
    """After seven days the answer is amber, with the content."""
    device.take_in()
    with time_machine.travel(device.world.NOW + 8 * device.world.DAY, tick=False):
        assert device.run(device.world.text()) == 4
    assert device.out.startswith("CANNOT BE CONFIRMED\n")
    assert "Siân Llŷr ap Gwŷn" in device.out


def test_folder_and_roots_can_be_named(device: Device) -> None:
    """What is named is used, and not what the configuration folder holds."""
    device.take_in(status=CertificateStatus.REVOKED)
    elsewhere = device.folder / "elsewhere"
    device.put(elsewhere, sequence=8)
    roots = str(device.folder / "roots.cbor")
    text = device.world.text()
    assert device.run(text) == 1
    assert device.run(text, "--bundle", str(elsewhere), "--roots", roots) == 0
    (device.folder / "police" / "manifest.cbor").unlink()
    assert device.run(text, "--bundle", str(elsewhere)) == 0


@pytest.mark.parametrize(
    ("at", "code", "shown"),
    [
        ("2026-11-19", 1, "2026-11-19T00:00:00Z"),
        ("2026-11-20", 0, "2026-11-20T00:00:00Z"),
        ("2027-09-30T23:59", 0, "2027-09-30T22:59:00Z"),
        ("2027-10-01", 1, "2027-09-30T23:00:00Z"),
        ("2027-09-30T23:30:00+00:00", 1, "2027-09-30T23:30:00Z"),
    ],
)
def test_another_time_can_be_asked_about(
    device: Device, at: str, code: int, shown: str
) -> None:
    """Times are London's unless they say otherwise; the answer is hypothetical."""
    device.take_in()
    assert device.run(device.world.text(), "--at", at, "--json") == code
    answer = json.loads(device.out)
    assert answer["hypothetical_at"] == shown
    assert "hypothetical" in answer["sentence"]


def test_the_clock_knows_its_zone() -> None:
    """The one clock of the program is aware, and UTC."""
    with time_machine.travel(datetime(2026, 7, 1, 12, 0, tzinfo=UTC), tick=False):
        now = SystemClock().now()
    assert now == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert now.tzinfo is UTC
