"""Hostile and clumsy days: a sentence and the right code, nothing half-kept."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.conftest import Office, Ran

SEEN = ("--place", "Counter", "--identity-seen", "--signature-seen")


@pytest.fixture
def put(
    office: Office, registration_file: dict[str, Any]
) -> Callable[[str | bytes | None], Ran]:
    """Return what registers the file's patient, or another content, by a clerk."""

    def register(content: str | bytes | None = None) -> Ran:
        text = json.dumps(registration_file) if content is None else content
        file = office.folder / "patient.json"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return office.run_as("bronwen", "register", str(file), "--json")

    return register


@pytest.mark.parametrize(
    "case",
    [
        (lambda text: text[:400], "This is not a registration file"),
        (lambda text: text.encode("utf-16")[:-3], "This is not a registration file"),
        (lambda _: os.urandom(300), "This is not a registration file"),
        (lambda _: '{"a":' * 5000, "This is not a registration file"),
        (lambda _: "[1, 2]", "This is not a registration file"),
        (lambda _: " " * 300_000, "is too large"),
        (lambda text: text.replace('"need"', '"need": {}, "need"'), "“need” twice"),
        (
            lambda text: text.replace('"need"', '"patient.full_name": "B", "need"'),
            "has a key “patient.full_name”",
        ),
        (lambda text: text.replace('"sites": [', '"sites": [{"0": 1},'), "a key “0”"),
        (
            lambda text: text.replace('"stated by the evidence"', "true"),
            "need.basis: this must be text in quotes",
        ),
        (lambda text: text.replace('"1.5"', "NaN"), "Need must be a number"),
        (lambda text: text.replace('"1.5"', "1e3"), "must be written in full"),
        (lambda text: text.replace('"1.5"', "1" * 5000), "Need must be a number"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(
    office: Office,
    put: Callable[[str | bytes | None], Ran],
    registration_file: dict[str, Any],
    case: tuple[Callable[[str], str | bytes], str],
) -> None:
    """Exit 2, plain words, and nobody is registered."""
    change, said = case
    refused = put(change(json.dumps(registration_file)))
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert office.run_as("kofi", "find", "gwyn", "--json").json["total"] == 0


def test_numbers_may_be_numbers(
    put: Callable[[str | bytes | None], Ran], registration_file: dict[str, Any]
) -> None:
    """An amount without quotes is read as it is written."""
    text = json.dumps(registration_file).replace('"1.5"', "1.50")
    assert put(text).code == 0


def test_a_place_longer_than_any_text_says_how_many_letters_to_lose(
    put: Callable[[str | bytes | None], Ran], registration_file: dict[str, Any]
) -> None:
    """Two lines of 150 letters are told at entry, with a number."""
    address = registration_file["sites"][0]["address"]
    address["line_1"], address["line_2"] = "A" * 150, "B" * 150
    refused = put(None)
    assert refused.code == 2
    assert "letters too long for the certificate" in refused.err
    assert "sites.0.address.line_1" in refused.err
    assert "Shorten the address" in refused.err


def test_a_name_that_is_longer_than_the_address_is_what_to_shorten(
    put: Callable[[str | bytes | None], Ran], registration_file: dict[str, Any]
) -> None:
    """Nobody is told to take more letters from an address than it has."""
    registration_file["patient"]["full_name"] = "Maximiliana " * 16
    refused = put(None)
    assert refused.code == 2
    assert "patient.full_name: The name and address are" in refused.err
    assert "Shorten the name: write its middle names as initials." in refused.err


@pytest.mark.parametrize(
    "item", ["dried=0@S", "flowering=0@S", "dried=5/0@S", "dried=1e2@S", "dried=5"]
)
def test_a_receipt_is_never_given_for_nothing(
    office: Office, put: Callable[[str | bytes | None], Ran], item: str
) -> None:
    """An item of no weight, no count or no shape changes nothing."""
    number = put(None).json["number"]
    refused = office.hand_in("bronwen", number, "--item", item, *SEEN, second="kofi")
    assert refused.code == 2
    assert not office.run_as("bronwen", "show", number, "--json").json["hand_ins"]


def test_two_bags_of_one_form_are_both_on_the_receipt(
    office: Office, put: Callable[[str | bytes | None], Ran]
) -> None:
    """The second person is found however the name is typed."""
    number = put(None).json["number"]
    bags = ("--item", "dried=10/9@S-1", "--item", "dried=8/7.5@S-2")
    seen = (*SEEN, "--json")
    received = office.hand_in("bronwen", number, *bags, *seen, second=" KOFI ")
    assert received.code == 0, received.err
    assert [one["net_grams"] for one in received.json["stock"]] == ["9", "7.5"]


@pytest.mark.parametrize("reason", ["a\u202eb", "a\x1b[2Jb", "x" * 2001])
def test_reasons_hide_nothing(
    office: Office, put: Callable[[str | bytes | None], Ran], reason: str
) -> None:
    """A letter states them, so they are text of at most a page."""
    number = put(None).json["number"]
    assert office.run_as("bronwen", "submit", number).code == 0
    refused = office.run_as("idris", "send-back", number, "--reason", reason)
    assert refused.code == 2
    assert office.run_as("bronwen", "show", number, "--json").json["state"] == (
        "submitted"
    )


def test_an_agreement_has_a_reference_of_its_own(office: Office) -> None:
    """Two texts under one reference would print one for the other."""
    again = office.run_as("idris", "agreement", str(office.folder / "agreement.toml"))
    assert again.code == 1
    assert "There is an agreement PEN-1 already." in again.err


def test_an_agreement_takes_nothing_but_text_for_a_name(office: Office) -> None:
    """No number, list, true or false becomes the name of a force; a date is a date."""
    file = office.folder / "wrong.toml"
    file.write_text(
        'reference = 3\nforce = true\nstarts_on = 2026-01-01\ntext = ["a"]\n'
        "ends_on = 2026-12-31T10:00:00\n",
        encoding="utf-8",
    )
    refused = office.run_as("idris", "agreement", str(file))
    assert refused.code == 2
    told = dict(line.strip().split(": ", 1) for line in refused.err.splitlines()[1:])
    text = "Write it as text in quotes"
    assert told == dict.fromkeys(("reference", "force", "ends_on", "text"), text)


@pytest.mark.parametrize("name", ["a;b", "x" * 41, "123", "a\u202eb"])
def test_an_account_name_is_checked_before_its_passphrase_is_asked_for(
    office: Office, name: str
) -> None:
    """No passphrase is typed for nothing."""
    refused = office.run_as("nerys", "staff", "add", name, "--role", "clerk")
    assert refused.code == 2
    assert "ACCOUNT: Account name must" in refused.err or "hidden" in refused.err


def test_a_police_officer_is_called_one(office: Office) -> None:
    """The sentence is one that can be read aloud."""
    refused = office.run_as("pat", "find", "gwyn")
    assert refused.err == "A police officer may not search the register.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keys.json", b"[" * 100_000),
        ("keys.json", b'{"format":["x"]}'),
        ("keys.json", b""),
        ("register.db", os.urandom(8192)),
        ("register.db", b"[" * 100_000),
    ],
)
def test_damaged_files_are_told_by_us_alone(
    office: Office, capfd: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    """Exit 5 and one sentence; not a line of SQLCipher's beside it."""
    (office.register / name).write_bytes(content)
    refused = office.run_as("idris", "staff", "list")
    assert refused.code == 5
    assert len(refused.err.splitlines()) == 1
    assert capfd.readouterr() == ("", "")


def init(office: Office, folder: Path, *more: str) -> Ran:
    """Set a register up in a folder."""
    return office.run(
        *("init", "--register", str(folder), "--gss", "E07000008"),
        *("--name", "Penmaen Council", "--force", "Llanfair Constabulary"),
        *("--telephone", "01632960100", "--passphrase-fd", "{fd}"),
        *("--administrator", "nerys", "--supervisor", "idris", *more),
        feed="made-up administrator\nmade-up supervisor\n",
    )


def test_a_register_whose_keys_cannot_be_written_is_not_made(
    office: Office, tmp_path: Path
) -> None:
    """Without its recovery code, told once, it would be half a register."""
    folder, blocked = tmp_path / "new", tmp_path / "a file"
    blocked.write_bytes(b"")
    refused = init(office, folder, "--out", str(blocked / "below"))
    assert refused.code == 2
    assert "cannot be written" in refused.err
    assert not folder.exists()
    assert init(office, folder).code == 0


def test_the_keys_of_another_register_are_not_written_over(
    office: Office, tmp_path: Path
) -> None:
    """The spare root of a register that lives is never lost to a new one."""
    spare = office.register / "spare-root.pem"
    before = spare.read_bytes()
    refused = init(office, tmp_path / "new", "--out", str(office.register))
    assert refused.code == 2
    assert "spare-root.pem is there already" in refused.err
    assert (spare.read_bytes(), (tmp_path / "new").exists()) == (before, False)


def test_what_is_wrong_with_the_agreement_is_told_with_the_rest(
    office: Office, tmp_path: Path
) -> None:
    """Each problem of the file has a line of its own, beside a wrong code."""
    file = tmp_path / "wrong.toml"
    file.write_text('reference = "X"\nstarts_on = "31 2 2026"\n', encoding="utf-8")
    refused = init(office, tmp_path / "new", "--agreement", str(file), "--gss", "X")
    assert refused.code == 2
    told = [line.strip().partition(":")[0] for line in refused.err.splitlines()[1:]]
    assert told == [
        "--gss",
        *(f"--agreement {key}" for key in ("force", "starts_on", "ends_on", "text")),
    ]


def test_a_police_file_is_published_whole_or_not_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up half-way leaves yesterday's as it was."""
    folder = office.folder / "police"
    job = ("publish", "--to", str(folder))
    assert office.run_as("idris", *job).code == 0
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    write, left = os.fsync, [3]

    def until_full(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        write(descriptor)

    monkeypatch.setattr("amnesty.cli.output.os.fsync", until_full)
    refused = office.run_as("idris", *job)
    monkeypatch.undo()
    assert refused.code in (2, 5)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
