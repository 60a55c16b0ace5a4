"""From one day's police file to the next, as a device sees them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.journeys.conftest import Office, Ran


def issue(office: Office, registration_file: dict[str, Any]) -> str:
    """Issue a certificate and return its page."""
    file, pdf = office.folder / "patient.json", str(office.folder / "certificate.pdf")
    file.write_text(json.dumps(registration_file), encoding="utf-8")
    kept = office.run_as("bronwen", "register", str(file), "--json")
    number = kept.json["number"]
    for who, *job in (
        ("bronwen", "submit", number),
        ("idris", "approve", number),
        ("idris", "issue", number, "--out", pdf),
    ):
        done = office.run_as(who, *job)
        assert done.code == 0, done.err
    return pdf


def publish(office: Office, place: Path) -> set[str]:
    """Publish, and return the names of the files."""
    done = office.run_as("idris", "publish", "--to", str(place), "--json")
    assert done.code == 0, done.err
    return set(done.json["files"])


def verdict(office: Office, pdf: str, place: Path) -> Ran:
    """Verify with a police file."""
    roots = str(office.register / "roots.cbor")
    return office.run(
        *("verify", pdf, "--json", "--bundle", str(place), "--roots", roots)
    )


def test_a_folder_and_a_zip_follow_one_another(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The log's checkpoint goes with them; what an earlier one left is taken away."""
    pdf = issue(office, registration_file)
    folder, archive = office.folder / "police", office.folder / "day.zip"
    names = publish(office, folder)
    assert {"checkpoint.txt", "growth.cbor"} < names
    assert {path.name for path in folder.iterdir()} == names
    assert verdict(office, pdf, folder).json["verdict"] == "VALID"
    assert publish(office, archive) == names
    assert verdict(office, pdf, archive).json["verdict"] == "VALID"
    older = verdict(office, pdf, folder)
    assert older.json["verdict"] == "CANNOT BE CONFIRMED"
    assert "was already taken in" in older.json["sentence"]
    (folder / "status-ic-zzzz.cbor").write_bytes(b"of a list that is no more")
    publish(office, folder)
    assert {path.name for path in folder.iterdir()} == names
    assert verdict(office, pdf, folder).json["verdict"] == "VALID"


def test_what_does_not_belong_to_a_publication_is_told(office: Office) -> None:
    """The desk hears of it before the officers do."""
    folder = office.folder / "police"
    folder.mkdir()
    (folder / "notes.txt").write_bytes(b"")
    done = office.run_as("idris", "publish", "--to", str(folder))
    assert done.code == 0
    assert "notes.txt does not belong to the daily police file" in done.err


def test_the_officers_page_goes_with_the_lists(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Under its name in the manifest, so that nobody can put another in its place."""
    pdf = issue(office, registration_file)
    folder, page = office.folder / "police", office.folder / "page.html"
    page.write_text("<!doctype html>", encoding="utf-8")
    done = office.run_as(
        *("idris", "publish", "--to", str(folder), "--page", str(page))
    )
    assert done.code == 0, done.err
    assert verdict(office, pdf, folder).json["verdict"] == "VALID"
    (folder / "verify.html").write_text("<!doctype html><script>", encoding="utf-8")
    assert "verify.html" in verdict(office, pdf, folder).json["sentence"]


def test_a_register_that_was_put_back_is_noticed_at_the_door(
    office: Office,
    registration_file: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its numbers catch up after a while; its log never does."""
    pdf = issue(office, registration_file)
    folder = office.folder / "police"
    kept = shutil.copytree(office.register, tmp_path / "kept")
    for _ in range(2):
        publish(office, folder)
    assert verdict(office, pdf, folder).json["verdict"] == "VALID"
    shutil.rmtree(office.register)
    shutil.move(kept, office.register)
    with monkeypatch.context() as desk:
        desk.setenv("AMNESTY_STATE", str(tmp_path / "another computer"))
        for _ in range(3):
            publish(office, folder)
    answer = verdict(office, pdf, folder)
    assert answer.json["verdict"] == "CANNOT BE CONFIRMED"
    assert "does not go on from what this device saw" in answer.json["sentence"]
