"""A registration is renewed or wound down, and officers see it in the next file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from amnesty.cli.clock import SystemClock
from amnesty.domain.certificate import CertificateStatus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Office


@pytest.fixture
def patient(office: Office, registration_file: dict[str, Any]) -> str:
    """Return the number of a registration with a certificate and a card."""
    number = office.registered(registration_file, office.folder / "patient.json")
    office.done("idris", "issue", number, "--out", str(office.folder / "first.pdf"))
    card = str(office.folder / "card.txt")
    office.done("idris", "issue", number, "--card", "--out", card)
    return number


@pytest.fixture
def asked(office: Office, registration_file: dict[str, Any]) -> Path:
    """Return a file that asks for a renewal with a lower need."""
    file = office.folder / "renewal.json"
    parts = ("evidence", "need", "affordability")
    renewal = {name: registration_file[name] for name in parts}
    renewal["need"] = {**renewal["need"], "grams_a_day": "1"}
    file.write_text(json.dumps(renewal), encoding="utf-8")
    return file


def verdict(office: Office, source: Path) -> str:
    """Publish, and return what an officer is told."""
    folder = office.folder / "police"
    office.done("idris", "publish", "--to", str(folder))
    answer = office.run(
        *("verify", str(source), "--json", "--bundle", str(folder)),
        *("--roots", str(office.register / "roots.cbor")),
    )
    said: str = answer.json["verdict"]
    return said


def counted(office: Office) -> dict[CertificateStatus, int]:
    """Return how many slots of the published lists say what, but for valid."""
    counts: dict[CertificateStatus, int] = {}
    for one in office.police_file().status_lists.values():
        for index in range(one.claims.capacity):
            status = one.status_at(index)
            if status is not CertificateStatus.VALID:
                counts[status] = counts.get(status, 0) + 1
    return counts


def test_a_renewal_supersedes_what_stood(
    office: Office, patient: str, asked: Path
) -> None:
    """Valid while it waits, superseded once it is decided, and no index used again.

    Whoever asked does not decide, and the new need counts from its own day.
    """
    first, new = office.folder / "first.pdf", office.folder / "second.pdf"
    _refuses_what_it_cannot_read(office, patient, asked)
    _reminds_in_time(office, patient)
    office.done("bronwen", "weigh", "all", patient, "--held", "dried=100")
    now = SystemClock().now()
    with time_machine.travel(now + timedelta(days=3), tick=False):
        assert office.done("idris", "renew", patient, str(asked)).json["state"] == (
            "renewal pending"
        )
        assert verdict(office, first) == "VALID – RENEWAL PENDING"
        assert counted(office) == {CertificateStatus.RENEWAL_PENDING: 2}
        assert "amnesty renew" in office.run_as("gareth", "approve", patient).err
        approve = ("renew", patient, "--approve", "--out", str(new))
        own = office.run_as("idris", *approve)
        assert "another supervisor must approve" in own.err
        assert "A clerk may not" in office.run_as("bronwen", *approve).err
        approved = office.run_as("gareth", *approve)
        assert approved.code == 0, approved.err
        assert f"{patient} is now active" in approved.out
        assert "The card is now C-" in approved.out
        assert verdict(office, first) == "SUPERSEDED"
        assert verdict(office, office.folder / "card.txt") == "SUPERSEDED"
        assert verdict(office, new) == "VALID"
        assert counted(office) == {CertificateStatus.SUPERSEDED: 2}
        again = office.run_as("gareth", *approve)
        assert "you cannot renew it now" in again.err
    with time_machine.travel(now + timedelta(days=5), tick=False):
        days = office.done("bronwen", "account", patient).json["days"]
    # The day of the weighing, two with the old need, and from the renewal the new one.
    assert [day["consumed"] for day in days[1:]] == ["1.5", "1.5", "1", "1", "1"]


def test_a_refused_renewal_runs_to_its_end(
    office: Office, patient: str, asked: Path
) -> None:
    """Need, last day and papers are as before; who asked does not refuse it either."""
    before = office.done("bronwen", "show", patient).json
    office.done("idris", "renew", patient, str(asked))
    refuse = ("renew", patient, "--refuse", "The clinic says otherwise")
    assert "another supervisor must" in office.run_as("idris", *refuse).err
    unheard = office.run_as("gareth", *refuse, "--heard", "1 12 2099")
    assert "--heard" in unheard.err
    refused = office.done("gareth", *refuse)
    assert (refused.json["state"], refused.json["valid_to"]) == (
        "active",
        before["valid_to"],
    )
    assert (
        office.done("bronwen", "show", patient).json["findings"] == before["findings"]
    )
    assert verdict(office, office.folder / "first.pdf") == "VALID"


def _refuses_what_it_cannot_read(office: Office, patient: str, asked: Path) -> None:
    bad = asked.with_name("bad.json")
    content = json.loads(asked.read_text(encoding="utf-8"))
    bad.write_text(json.dumps({**content, "safeguarding": "x", "need": {}}), "utf-8")
    refused = office.run_as("bronwen", "renew", patient, str(bad))
    assert refused.code == 2
    assert "A renewal does not change “safeguarding”" in refused.err
    assert "Enter" in refused.err
    neither = office.run_as("bronwen", "renew", patient)
    assert "Name a file to ask for a renewal" in neither.err


def _reminds_in_time(office: Office, patient: str) -> None:
    last = date.fromisoformat(office.done("bronwen", "show", patient).json["valid_to"])
    assert "No reminder" in office.run_as("bronwen", "reminders").out
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    with time_machine.travel(noon - timedelta(days=30), tick=False):
        (due,) = office.done("bronwen", "reminders").json["reminders"]
    assert (due["number"], due["days"]) == (patient, 30)
    with time_machine.travel(noon - timedelta(days=6), tick=False):
        since = f"{noon - timedelta(days=30):%d %m %Y}"
        all_due = office.done("bronwen", "reminders", "--since", since).json
    assert [one["days"] for one in all_due["reminders"]] == [30, 7]


PERSON = ("--contact", "Mair Made-Up", "--telephone", "01632 960111")


def test_winding_down_ends_when_nothing_is_held(office: Office, patient: str) -> None:
    """Officers are told, the journal goes on, and a supervisor closes it at last."""
    first, died = office.folder / "first.pdf", ("--because", "died", *PERSON)
    clerk = office.run_as("bronwen", "wind-down", patient, *died)
    assert "A clerk may not" in clerk.err
    for options, told in (
        (("--until", "1 1 2020"), "today or in the future"),
        (("--until", "1 1 2090"), "one of the next 366 days"),
    ):
        refused = office.run_as("idris", "wind-down", patient, *died, *options)
        assert told in refused.err
    ended = office.run_as("idris", "wind-down", patient, *died)
    assert ended.code == 0, ended.err
    assert "is now winding down" in ended.out
    assert verdict(office, first) == "VALID – WINDING DOWN"
    assert counted(office) == {CertificateStatus.WINDING_DOWN: 2}
    assert "still has" in office.run_as("idris", "close", patient).err
    for stage, count in (("flowering", "3"), ("vegetative", "2")):
        office.done(
            *("bronwen", "declare", "fewer", patient, "--count", count),
            *("--stage", stage, "--because", "died"),
        )
    office.done("bronwen", "weigh", "all", patient, "--held", "dried=0")
    assert office.done("idris", "close", patient).json["state"] == "deceased"
    assert verdict(office, first) == "REVOKED"
    assert counted(office) == {CertificateStatus.REVOKED: 2}


def test_after_its_last_day_the_next_file_ends_it(office: Office, patient: str) -> None:
    """Who withdrew is wound down as that, until a day on which publishing ends it."""
    first = office.folder / "first.pdf"
    office.done("bronwen", "withdraw", patient)
    other = office.run_as("idris", "wind-down", patient, "--because", "died", *PERSON)
    assert "it is wound down as withdrawn" in other.err
    until = SystemClock().now() + timedelta(days=2)
    day = ("--until", f"{until:%d %m %Y}")
    office.done("idris", "wind-down", patient, "--because", "withdrew", *PERSON, *day)
    assert verdict(office, first) == "VALID – WINDING DOWN"
    with time_machine.travel(until + timedelta(days=1), tick=False):
        assert verdict(office, first) == "REVOKED"
        assert office.done("bronwen", "show", patient).json["state"] == "winding down"
