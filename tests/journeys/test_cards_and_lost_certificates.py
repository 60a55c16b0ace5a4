"""A wallet card, and what takes the place of what was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from amnesty.credential.claims import decode_claims
from amnesty.credential.cose import parse_sign1
from amnesty.credential.digits import digits_at_end, from_digits

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.certificate import Certificate
    from tests.journeys.conftest import Office


@pytest.fixture
def patient(office: Office, registration_file: dict[str, Any]) -> str:
    """Return the number of a registration with a certificate, `certificate.pdf`."""
    number = office.registered(registration_file, office.folder / "patient.json")
    pdf = str(office.folder / "certificate.pdf")
    office.done("idris", "issue", number, "--out", pdf)
    return number


def verdict(office: Office, source: Path) -> dict[str, Any]:
    """Publish, and return what an officer is told."""
    folder = office.folder / "police"
    office.done("idris", "publish", "--to", str(folder))
    roots = str(office.register / "roots.cbor")
    answer: dict[str, Any] = office.run(
        *("verify", str(source), "--json", "--bundle", str(folder), "--roots", roots)
    ).json
    return answer


def certificate_in(text: str) -> Certificate:
    """Return what a code's text states."""
    token = from_digits(digits_at_end(text))
    return decode_claims(parse_sign1(token).unverified_payload)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_card_is_issued_and_verified(office: Office, patient: str, kind: str) -> None:
    """It says all but where, from a list of its own, and what the officer does."""
    out = office.folder / f"card.{kind}"
    issued = office.done("idris", "issue", patient, "--card", "--out", str(out)).json
    assert issued["form"] == "card"
    if kind == "svg":
        assert out.read_bytes().startswith(b"<?xml")
        out = office.folder / "again.txt"
        office.done("bronwen", "reprint", issued["number"], "--out", str(out))
    answer = verdict(office, out)
    assert answer["verdict"] == "VALID"
    assert answer["certificate"]["number"] == issued["number"]
    assert answer["certificate"]["site"] is None
    assert "take the place from the A4 certificate" in answer["next_step"]
    assert len(office.police_file().status_lists) == 2


def test_a_card_goes_with_a_certificate_that_stands(
    office: Office, patient: str
) -> None:
    """One card for one certificate, in a file that can hold a code, with no page."""
    card = str(office.folder / "card.txt")
    wrong = office.run_as("idris", "issue", patient, "--card", "--out", "card.pdf")
    assert wrong.code == 2
    assert "End its name in .svg, .png or .txt" in wrong.err
    by_clerk = office.run_as("bronwen", "issue", patient, "--card", "--out", card)
    assert by_clerk.code == 1
    number = office.done("idris", "issue", patient, "--card", "--out", card).json
    twice = office.run_as("idris", "issue", patient, "--card", "--out", card)
    assert number["number"] in twice.err
    page = office.run_as("bronwen", "reprint", number["number"], "--out", "card.pdf")
    assert "is a card, which has no page" in page.err
    office.done("idris", "revoke", patient, "--reason", "Made-up reason")
    ended = office.run_as("idris", "issue", patient, "--card", "--out", card)
    assert "No certificate stands" in ended.err
    assert verdict(office, office.folder / "card.txt")["verdict"] == "REVOKED"


@pytest.mark.parametrize("form", ["certificate", "card"])
def test_a_lost_paper_is_superseded(office: Office, patient: str, form: str) -> None:
    """The new one has its own number and slot; the old one ends, and stays so."""
    old, new = office.folder / "certificate.pdf", office.folder / "new.pdf"
    if form == "card":
        old, new = office.folder / "card.txt", office.folder / "new.txt"
        office.done("idris", "issue", patient, "--card", "--out", str(old))
    before = verdict(office, old)
    number = before["certificate"]["number"]
    replaced = office.done("idris", "replace", number, "--out", str(new)).json
    assert replaced["number"] != number
    assert verdict(office, old)["verdict"] == "SUPERSEDED"
    after = verdict(office, new)
    assert after["verdict"] == "VALID"
    changed = {"number", "check_code"}
    for name, value in after["certificate"].items():
        if name != "issued_at":  # The same second, where both are issued fast.
            assert (name in changed) is (value != before["certificate"][name]), name
    again = office.run_as("idris", "replace", number, "--out", str(new))
    assert f"Certificate {number} is superseded" in again.err
    for job, told in (("suspend", "SUSPENDED"), ("reinstate", "VALID")):
        office.done("idris", job, patient, "--reason", "Made-up reason")
        assert verdict(office, new)["verdict"] == told
        assert verdict(office, old)["verdict"] == "SUPERSEDED"


def test_the_lists_do_not_tell_how_many_there_are(office: Office, patient: str) -> None:
    """Only the slots that are given out differ from one day to the next."""
    card = office.folder / "card.txt"
    verdict(office, office.folder / "certificate.pdf")
    first = office.police_file()
    office.done("idris", "issue", patient, "--card", "--out", str(card))
    verdict(office, card)
    second = office.police_file()
    slot = certificate_in(card.read_text(encoding="utf-8")).slot
    for uri, before in first.issued_lists.items():
        after = second.issued_lists[uri]
        assert before.capacity == after.capacity
        assert second.status_lists[uri].claims.entries == bytes(after.capacity // 2)
        assert uri == slot.uri or before.digests == after.digests
    filler = second.issued_lists[slot.uri].digests
    assert len({filler[at : at + 10] for at in range(0, len(filler), 10)}) * 10 == len(
        filler
    )
