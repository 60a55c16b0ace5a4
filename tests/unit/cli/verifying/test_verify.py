"""`amnesty verify`: what it takes, prints and returns."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from amnesty.cli.verifying.answers import as_json, as_lines, exit_code, worst
from amnesty.domain.certificate import CertificateStatus, PlantLimits, Setting
from amnesty.domain.verdict import Verdict
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from types import ModuleType

    from tests.unit.cli.conftest import Device


def test_the_text_of_a_code_is_answered(device: Device) -> None:
    """The verdict stands first, then the sentence, the next step and the age."""
    device.take_in()
    assert device.run(device.world.text()) == 0
    lines = device.out.splitlines()
    assert lines[0] == "VALID"
    assert lines[2].startswith("Next: ")
    assert lines[3] == "Status as of 24 November 2026 at 02:00."
    assert [line.split()[0] for line in lines[5:8]] == ["Place", "Name", "Date"]
    assert "14 Canal Row, Penmaen, ZZ1 4AB" in device.out
    assert "5 in flower, 10 in all, indoors" in device.out
    assert device.err == ""


def test_the_answer_as_json_has_its_keys(device: Device) -> None:
    """Machines read the same, with grams as decimal texts and times in UTC."""
    device.take_in()
    assert device.run(device.world.text(), "--json") == 0
    answer = json.loads(device.out)
    assert answer["verdict"] == "VALID"
    assert answer["status_as_of"] == "2026-11-24T02:00:00Z"
    assert answer["hypothetical_at"] is None
    certificate = answer["certificate"]
    assert certificate == certificate | {
        "number": "C-9ABC-DEFG-HJK6",
        "name": "Siân Llŷr ap Gwŷn",
        "date_of_birth": "1958-03-27",
        "patient": None,
        "site": "14 Canal Row, Penmaen",
        "postcode": "ZZ1 4AB",
        "setting": "indoor",
        "flowering": 5,
        "plants": 10,
        "stock_grams": "413",
        "carry_grams": "45",
        "valid_from": "2026-11-20",
        "valid_to": "2027-09-30",
        "agreement": {"reference": "PA/2026/1", "force": "Penmaen Police"},
        "issuer": "E06999999",
        "form": "certificate",
    }
    assert len(certificate["check_code"]) == 8


def test_a_site_used_in_turn_has_limits_for_both_periods(world: ModuleType) -> None:
    """Each period has its own limits, in JSON and in lines."""
    one = world.certificate(
        setting=Setting.BOTH, outdoor=PlantLimits(flowering=2, plants=4)
    )
    answer = verify(world.text(one), bundle=world.bundle(one), now=world.NOW)
    certificate = as_json(answer)["certificate"]
    assert isinstance(certificate, dict)
    assert certificate["flowering"] == {"indoor": 5, "outdoor": 2}
    assert certificate["plants"] == {"indoor": 10, "outdoor": 4}
    assert "2 in flower, 4 in all, never both at once" in "\n".join(as_lines(answer))


def test_a_card_does_not_pretend_to_know_the_place(world: ModuleType) -> None:
    """The officer is told where to take the place from, and who grows for whom."""
    card = world.card(patient="Małgorzata Żółć")
    answer = verify(world.text(card), bundle=world.bundle(card), now=world.NOW)
    lines = "\n".join(as_lines(answer))
    assert "A card does not say where: take the place from the A4" in lines
    assert "Grows for       Małgorzata Żółć" in lines
    assert "Kept there" not in lines
    certificate = as_json(answer)["certificate"]
    assert isinstance(certificate, dict)
    assert certificate["site"] is certificate["stock_grams"] is None
    assert "ask the control room" in str(certificate["site_note"])
    assert certificate["flowering"] == 5


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (CertificateStatus.VALID, 0, "VALID"),
        (CertificateStatus.RENEWAL_PENDING, 0, "VALID – RENEWAL PENDING"),
        (CertificateStatus.WINDING_DOWN, 0, "VALID – WINDING DOWN"),
        (CertificateStatus.REVOKED, 1, "REVOKED"),
        (CertificateStatus.SUSPENDED, 1, "SUSPENDED"),
        (CertificateStatus.SUPERSEDED, 1, "SUPERSEDED"),
    ],
)
def test_each_status_has_its_exit_code(
    device: Device, status: CertificateStatus, code: int, verdict: str
) -> None:
    """0 is valid, also while a renewal is decided; 1 is not valid."""
    device.take_in(status=status)
    assert device.run(device.world.text()) == code
    assert device.out.splitlines()[0] == verdict


def test_every_verdict_has_an_exit_code() -> None:
    """The codes are those that the help text says."""
    assert {verdict: exit_code(verdict) for verdict in Verdict} == {
        Verdict.VALID: 0,
        Verdict.VALID_RENEWAL_PENDING: 0,
        Verdict.VALID_WINDING_DOWN: 0,
        Verdict.SPECIMEN: 1,
        Verdict.NOT_COVERED_HERE: 1,
        Verdict.NOT_YET_VALID: 1,
        Verdict.EXPIRED: 1,
        Verdict.SUSPENDED: 1,
        Verdict.REVOKED: 1,
        Verdict.SUPERSEDED: 1,
        Verdict.NOT_GENUINE: 3,
        Verdict.UNKNOWN_ISSUER: 3,
        Verdict.NOT_ISSUED: 3,
        Verdict.CANNOT_BE_CONFIRMED: 4,
    }


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([0], 0),
        ([0, 2], 2),
        ([2, 4], 4),
        ([4, 1], 1),
        ([1, 3, 0], 3),
        ([0, 1, 2, 3, 4], 3),
    ],
)
def test_many_sources_return_the_worst(codes: list[int], code: int) -> None:
    """The order is 3, 1, 4, 2, 0."""
    assert worst(codes) == code


def test_files_of_every_kind_are_read(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture, a text file and standard input give the same answer."""
    device.take_in()
    text = device.world.text()
    (device.folder / "scan.png").write_bytes(device.picture(text))
    (device.folder / "code.txt").write_text(f"{text}\n", encoding="utf-8")
    assert device.run("scan.png") == 0
    by_picture = device.out
    assert device.run("code.txt") == 0
    assert device.out == by_picture
    for content in (text.encode(), device.picture(text)):
        feed = io.TextIOWrapper(io.BytesIO(content))
        monkeypatch.setattr(sys, "stdin", feed)
        assert device.run("-") == 0
        assert device.out == by_picture


def test_a_closed_standard_input_is_told(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence and exit 2, and no incident."""
    device.take_in()
    monkeypatch.setattr(sys, "stdin", None)
    assert device.run("-") == 2
    assert "Standard input is closed" in device.out + device.err


def test_codes_of_other_things_are_passed_over(device: Device) -> None:
    """A web address on the same photograph is not called a forged certificate."""
    device.take_in()
    text = device.world.text()
    ours = Image.open(io.BytesIO(device.picture(text)))
    other = Image.open(io.BytesIO(device.picture("https://example.org/2026")))
    page = Image.new("L", (ours.width + other.width, ours.height), 255)
    page.paste(ours, (0, 0))
    page.paste(other, (ours.width, 0))
    page.save(device.folder / "page.png")
    assert device.run("page.png") == 0


def test_two_codes_in_one_picture_are_both_answered(device: Device) -> None:
    """A forged code beside a genuine one does not hide."""
    device.take_in()
    text = device.world.text()
    forged = device.world.text(device.world.certificate(holder="Somebody Else"))
    ours, theirs = (
        Image.open(io.BytesIO(device.picture(one))) for one in (text, forged)
    )
    page = Image.new("L", (ours.width + theirs.width, ours.height), 255)
    page.paste(ours, (0, 0))
    page.paste(theirs, (ours.width, 0))
    page.save(device.folder / "page.png")
    assert device.run("page.png", "--json") == 3
    answers = json.loads(device.out)
    assert {answer["verdict"] for answer in answers} == {"VALID", "NOT ISSUED"}
    assert {answer["source"] for answer in answers} == {
        "page.png, code 1",
        "page.png, code 2",
    }


def test_many_sources_each_get_a_heading(device: Device) -> None:
    """Lines have headings, JSON is an array, and what is unreadable is told too."""
    device.take_in()
    text = device.world.text()
    assert device.run(text, "missing.pdf", "00042") == 3
    headings = [line for line in device.out.splitlines() if line.startswith("== ")]
    assert len(headings) == 3
    assert "missing.pdf" in device.err
    assert device.run(text, "missing.pdf", "--json") == 2
    answers = json.loads(device.out)
    assert [answer.get("verdict") for answer in answers] == ["VALID", None]
    assert "missing.pdf" in answers[1]["error"]
