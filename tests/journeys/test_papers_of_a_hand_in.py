"""The papers of a hand-in by commands, from the appointment to the destruction."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import page as judge

from amnesty.cli.clock import SystemClock
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran

ITEMS = ("--item", "dried=52.5/44.5@S-1", "--item", "flowering=2@S-2")
SEEN = ("--place", "Front counter", "--identity-seen", "--signature-seen")


def test_each_paper_tells_what_happened_and_nothing_before_it_did(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Appointment and way, receipt, and destruction: each at its time, each whole."""
    policy = office.folder / "policy.toml"
    worded = (files("amnesty.policies") / "uk-55g.toml").read_text("utf-8")
    ways = 'ways = ["police collect", "council receives and passes on"'
    assert ways in worded
    both = worded.replace(f"{ways}]", f'{ways}, "council destroys"]')
    policy.write_text(both.replace("version = 1", "version = 2"), encoding="utf-8")
    assert office.run_as("idris", "policy", str(policy)).code == 0
    number = office.registered(registration_file, office.folder / "patient.json")
    day = london_day(SystemClock().now()) + timedelta(days=1)
    opened = office.run_as(
        *("bronwen", "hand-in", "open", number, "--on", day.isoformat()),
        *("--at", "2.30 pm", "--place", "Front counter", "--with", "desk 2"),
        *("--way", "council destroys", "--bring", "dried=44.5", "--json"),
    )
    assert opened.code == 0, opened.err
    hand_in = opened.json["receipt"]

    def paper(kind: str) -> Ran:
        file = office.folder / f"{kind}.pdf"
        return office.run_as("kofi", "letter", kind, hand_in, "--out", str(file))

    def said(kind: str) -> str:
        done = paper(kind)
        assert done.code == 0, done.err
        pdf = (office.folder / f"{kind}.pdf").read_bytes()
        for profile in ("2a", "ua1"):
            assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []
        return " ".join(spoken_pages(pdf))

    appointment, transport = said("appointment"), said("transport")
    for told in (appointment, transport):
        assert f"Hand-in number {hand_in}" in told
        assert "Receipt number" not in told
        assert f"When {in_words(day)}, 14:30" in told
        assert "Dried flower: 44.5 g" in told
    # An appointment is posted; what an officer reads is handed over.
    assert "Siân Llŷr ap Gwŷn 14 Canal Row Penmaen ZZ1 4AB" in appointment
    assert "To be handed over, not posted." in transport
    assert "Sets out from 14 Canal Row" in transport
    assert "To check, ring, day or night 01632960100" in transport
    early = paper("receipt")
    assert early.code == 1
    assert "nothing yet that the paper 'receipt' could tell" in early.err

    received = office.hand_in("bronwen", hand_in, *ITEMS, *SEEN, second="kofi")
    assert received.code == 0, received.err
    receipt = said("receipt")
    assert "Dried flower: 44.5 g net, 52.5 g gross, seal tag S-1" in receipt
    assert "2 flowering plants, seal tag S-2" in receipt
    assert f"Received on {in_words(day - timedelta(days=1))}, " in receipt
    for row in ("Place Front counter", "Identity seen Yes", "reference not known yet"):
        assert row in receipt
    for who in ("Siân Llŷr ap Gwŷn", "bronwen", "kofi"):
        assert f"Signature: {who}" in receipt

    destroyed = office.run_as(
        *("gareth", "hand-in", "destroy", hand_in, "--bag", "S-1=52.5"),
        *("--bag", "S-2=2", "--method", "burnt", "--place", "Depot"),
        *("--witness", "Pat Rees, police officer"),
    )
    assert destroyed.code == 0, destroyed.err
    end = said("destruction")
    assert "Dried flower: 52.5 g, seal tag S-1" in end
    assert "2 flowering plants, seal tag S-2" in end
    assert "Witnesses Pat Rees, police officer" in end
    assert "Siân" not in end
    assert number not in end
    # What was said before is said again, whatever happened since.
    assert said("receipt") == receipt


def test_a_receipt_tells_to_whom_it_was_passed_on(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Once it is with the police, the receipt has their number for it."""
    number = office.registered(registration_file, office.folder / "patient.json")
    way = ("--way", "council receives and passes on", "--json")
    made = office.hand_in("bronwen", number, *ITEMS, *SEEN, *way, second="kofi")
    assert made.code == 0, made.err
    officer = ("--collar-number", "4471", "--property-reference", "LC/26/1")
    hand_in = made.json["receipt"]
    assert office.run_as("kofi", "hand-in", "transfer", hand_in, *officer).code == 0
    file = office.folder / "receipt.pdf"
    done = office.run_as("kofi", "letter", "receipt", hand_in, "--out", str(file))
    assert done.code == 0, done.err
    told = " ".join(spoken_pages(file.read_bytes()))
    assert "Passed on to officer 4471, Llanfair Constabulary " in told
    assert "Police property reference LC/26/1" in told
