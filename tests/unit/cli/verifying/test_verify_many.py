"""`amnesty verify` on many things at once, and in a force's own words."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from amnesty.cli.main import main
from amnesty.services.verifying.next_steps import words_for

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Device


def side_by_side(device: Device, *texts: str) -> bytes:
    """Return a PNG of several codes beside each other."""
    pictures = [Image.open(io.BytesIO(device.picture(text))) for text in texts]
    page = Image.new("L", (sum(one.width for one in pictures), 600), 255)
    left = 0
    for one in pictures:
        page.paste(one, (left, 0))
        left += one.width
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


def test_a_folder_is_all_its_files(device: Device) -> None:
    """In the order of their names, without what the system left there."""
    device.take_in()
    text = device.world.text()
    folder = device.folder / "scans"
    (folder / "inner").mkdir(parents=True)
    for name, content in {
        "b.png": device.picture(text),
        "a.txt": text.encode(),
        "c.txt": b"Dear Sir",
        "Thumbs.db": b"\0",
        ".hidden": b"\0",
    }.items():
        (folder / name).write_bytes(content)
    assert device.run("scans") == 2
    headings = [line for line in device.out.splitlines() if line.startswith("== ")]
    assert [line.rpartition("scans")[2][1:] for line in headings] == [
        "a.txt",
        "b.png",
        "c.txt",
    ]
    assert device.err.startswith("There is no certificate's code in this.")


def test_many_end_in_a_summary(device: Device) -> None:
    """How many had which answer, and how many had none."""
    device.take_in()
    text = device.world.text()
    assert device.run(text, text, "00042", "missing.pdf") == 3
    _, _, summary = device.out.partition("In all ")
    assert [line.split() for line in summary.splitlines()] == [
        ["4", "checked:"],
        ["VALID", "2"],
        ["NOT", "GENUINE", "1"],
        ["nothing", "readable", "1"],
    ]


def test_one_has_no_summary(device: Device) -> None:
    """A single answer is all there is to say."""
    device.take_in()
    assert device.run(device.world.text()) == 0
    assert "checked:" not in device.out


@pytest.mark.parametrize("is_watched", [True, False])
def test_many_are_counted_for_whoever_looks_on(
    device: Device, monkeypatch: pytest.MonkeyPatch, *, is_watched: bool
) -> None:
    """On a terminal a bar moves on standard error; a pipe gets none."""
    device.take_in()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_watched)
    text = device.world.text()
    assert device.run(text, text, text) == 0
    assert ("3/3" in device.err) is is_watched
    assert "Checking" not in device.out
    assert device.run(text) == 0
    assert device.err == ""


def test_two_certificates_in_one_picture_are_both_told(device: Device) -> None:
    """The officer hears that there are two before reading either."""
    device.take_in()
    forged = device.world.text(device.world.certificate(holder="Somebody Else"))
    page = side_by_side(device, device.world.text(), forged)
    (device.folder / "page.png").write_bytes(page)
    assert device.run("page.png") == 3
    assert device.out.splitlines()[1].startswith("There are 2 different codes in page")
    assert device.run("page.png", "--json") == 3
    notes = [answer["note"] for answer in json.loads(device.out)]
    assert "Ask whose each one is" in notes[0]
    assert notes[1] is None


def test_both_copies_of_a_certificate_are_one_answer(device: Device) -> None:
    """Also where one of them carries another address: the digits are the same."""
    device.take_in()
    text = device.world.text()
    page = side_by_side(device, text, f"https://example.org/c#{text}")
    (device.folder / "page.png").write_bytes(page)
    assert device.run("page.png") == 0
    assert device.out.startswith("VALID\n")


@pytest.mark.parametrize("other", ["https://example.org/2026", "WIFI:S:Tide House;;"])
def test_a_code_of_something_else_is_no_verdict(device: Device, other: str) -> None:
    """A menu's or a network's code accuses nobody, and the officer hears what it is."""
    device.take_in()
    (device.folder / "menu.png").write_bytes(device.picture(other))
    assert device.run("menu.png") == 2
    assert device.out == ""
    assert device.err.startswith("The QR code in this is of something else")


@pytest.mark.parametrize(
    "encoding", ["ascii", "utf-8-sig", "utf-16", "utf-16-be-with-mark"]
)
def test_a_list_of_codes_is_many(device: Device, encoding: str) -> None:
    """A scanner that collects writes one code a line, Windows in letters of its own."""
    device.take_in()
    lines = f"{device.world.text()}\r\n\r\n{device.world.text(device.world.card())}\r\n"
    if encoding == "utf-16-be-with-mark":
        content = b"\xfe\xff" + lines.encode("utf-16-be")
    else:
        content = lines.encode(encoding)
    (device.folder / "codes.txt").write_bytes(content)
    assert device.run("codes.txt", "--json") == 3
    answers = json.loads(device.out)
    assert [answer["verdict"] for answer in answers] == ["VALID", "NOT ISSUED"]


def test_another_force_s_agreement_is_not_covered(device: Device) -> None:
    """A device that knows its force says so; named, or from its own file."""
    device.take_in()
    text = device.world.text()
    assert device.run(text, "--force", "Penmaen Police") == 0
    assert device.run(text, "--force", "Durham") == 1
    assert device.out.startswith("NOT COVERED HERE\n")
    assert "with Penmaen Police, not with Durham Constabulary" in device.out
    force = device.folder / "force.toml"
    force.write_text('force = "Durham Constabulary"\n', encoding="utf-8")
    assert device.run(text) == 1
    assert "consider Checkpoint" in device.out
    assert device.run(text, "--force", "Penmaen Police") == 0


def test_a_force_s_own_sentence_is_what_the_officer_reads(device: Device) -> None:
    """Every answer ends in the force's words."""
    device.take_in()
    words = words_for("Penmaen Police").as_toml()
    own = words.replace("Check photo identity", "Be kind. Check photo identity")
    (device.folder / "force.toml").write_text(own, encoding="utf-8")
    assert device.run(device.world.text()) == 0
    assert "Next: Be kind." in device.out


def test_a_broken_file_of_the_force_is_told_at_the_start(device: Device) -> None:
    """With its line, before anything is answered."""
    device.take_in()
    (device.folder / "force.toml").write_text("\nforce = 3\n", encoding="utf-8")
    assert device.run(device.world.text()) == 2
    assert device.out == ""
    assert "In force.toml, line 2: “force” must be one text" in device.err


@pytest.mark.parametrize("option", ["--force", "--bundle", "--roots", "--at"])
def test_an_unset_variable_names_nothing(device: Device, option: str) -> None:
    """An empty force is not another force, whose agreement would not count."""
    device.take_in()
    assert device.run(device.world.text(), option, " ") == 2
    assert (device.out, device.err.splitlines()) == (
        "",
        [f"{option}: Enter a name: this is empty. See: amnesty verify --help"],
    )


def test_a_force_s_file_in_another_encoding_is_refused(device: Device) -> None:
    """No letter of a force's name is lost in silence."""
    device.take_in()
    file = device.folder / "force.toml"
    file.write_bytes('force = "Heddlu Gŵyn"\n'.encode("iso8859-14"))
    assert device.run(device.world.text()) == 2
    assert "force.toml is not UTF-8 text: save it as UTF-8" in device.err


def test_the_words_are_shown_for_the_force_to_edit(
    device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the file that it becomes, or as JSON for other programs."""
    with pytest.raises(SystemExit) as ended:
        main(["verify", "--show-next-steps", "--force", "Durham"])
    assert not ended.value.code
    assert capsys.readouterr().out == words_for("Durham").as_toml()
    (device.folder / "force.toml").write_text(words_for("Durham").as_toml(), "utf-8")
    with pytest.raises(SystemExit):
        main(["verify", "--show-next-steps", "--json"])
    assert json.loads(capsys.readouterr().out) == words_for("Durham").as_data()


def test_without_a_source_and_without_a_terminal_it_says_what_to_give(
    device: Device,
) -> None:
    """So does a script that forgets its argument, and --json on a terminal."""
    assert device.run() == 2
    assert device.run("--json") == 2
    assert "Give what to verify" in device.err
