"""Letters tell what has happened, by command, and a card is cut from its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


def test_letters_follow_what_happens_to_a_registration(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """What has not happened is not told; what has is told in its own letter."""
    number = office.registered(registration_file, office.folder / "patient.json")
    file = office.folder / "letter.pdf"

    def said(kind: str) -> str:
        done = office.run_as("bronwen", "letter", kind, number, "--out", str(file))
        assert done.code == 0, done.err
        return " ".join(spoken_pages(file.read_bytes()))

    early = office.run_as("bronwen", "letter", "revocation", number, "--out", str(file))
    assert early.code == 1
    assert "nothing yet that the paper 'revocation' could tell" in early.err
    assert "NOT A CERTIFICATE" in said("acknowledgement")
    assert "We have approved the registration" in said("approval")
    assert "and undertake what follows" in said("undertaking")
    assert number in said("access")


def test_a_card_is_drawn_from_what_was_signed_for_it(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The sheet carries the card's own number and code, and is refused for a paper."""
    number = office.registered(registration_file, office.folder / "patient.json")
    pdf, code = str(office.folder / "c.pdf"), str(office.folder / "card.png")
    certificate = office.run_as("idris", "issue", number, "--out", pdf, "--json").json
    card = office.run_as("idris", "issue", number, "--card", "--out", code, "--json")
    sheet = office.folder / "card.pdf"
    done = office.run_as("bronwen", "card", card.json["number"], "--out", str(sheet))
    assert done.code == 0, done.err
    assert card.json["number"] in spoken_pages(sheet.read_bytes())[0]
    wrong = office.run_as("bronwen", "card", certificate["number"], "--out", str(sheet))
    assert wrong.code == 1
    assert "which says where the plants grow" in wrong.err
