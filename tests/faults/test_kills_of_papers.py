"""A print run is killed at any instant: each paper is whole or not there."""

from __future__ import annotations

import os
from collections import Counter
from random import Random  # noqa: TID251 - seeded: the same runs are cut short
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.output import write_file
from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
from amnesty.errors.rules import AlreadyIssuedError
from amnesty.services.desk import Desk
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.papers.reissuing import print_again
from amnesty.services.trust.signing import make_signing_keys
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.killing import kill_after, tell
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import APPROVED, ISSUED, TickingClock, day, desks_of
from tests.faults.trials.worker import WRITTEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.office import Office

KILLS = how_many(quick=2, long=60)
SEED = 28
PATIENTS = 4
LONGEST = 0.1
"""Seconds from an acknowledgement to the kill, at most: a page takes as long."""


@pytest.mark.timeout(7200)
def test_a_killed_print_run_left_whole_papers_alone(
    office: Office, tmp_path: Path
) -> None:
    """Who was told that a paper is written has it; what is missing is printed again."""
    papers = tmp_path / "papers"
    papers.mkdir()
    make_signing_keys(_desk(office))
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    for place in range(KILLS):
        numbers = _approved(office, start=place * 10)
        before = counted(office.open("gareth"))
        process = start(
            office.folder, "papers", str(papers), ",".join(numbers), str(PATIENTS)
        )
        acts = kill_after(
            process, chance.randrange(3 * PATIENTS), chance.uniform(0, LONGEST)
        )
        told = [one for one in acts if one[0] != WRITTEN]
        found += judged(office.open("gareth"), told, before, killed=1)
        written = {paper for act, _, paper in acts if act == WRITTEN}
        assert written <= _whole(papers)
        again = {_printed_at_last(office, number, papers) for number in numbers}
        assert len(again) == PATIENTS
        assert again <= _whole(papers)
        office.stack.close()
    tell("a print run", KILLS, found)
    assert set(found) == {"kept"}


def _approved(office: Office, *, start: int) -> list[RegistrationNumber]:
    """Return the numbers of some who wait for their certificate."""
    acts = list(
        day(desks_of(office.open), start=start, count=PATIENTS + 1, issue_every=9)
    )
    have = {one.registration for one in acts if one.act == ISSUED}
    approved = [one.registration for one in acts if one.act == APPROVED]
    return [RegistrationNumber(number) for number in approved if number not in have][
        :PATIENTS
    ]


def _whole(papers: Path) -> set[str]:
    """Return the numbers of the papers in a folder, where each is whole."""
    for file in papers.iterdir():
        assert file.suffix == ".pdf"
        assert not file.name.startswith(".")
        content = file.read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
    return {file.stem for file in papers.iterdir()}


def _printed_at_last(office: Office, number: RegistrationNumber, papers: Path) -> str:
    """Issue once more; where that is refused, print what the refusal names."""
    desk = _desk(office)
    try:
        paper = issue_certificate(desk, number)
    except AlreadyIssuedError as error:
        (named,) = [one for one in str(error).split() if one.startswith("C-")]
        paper = print_again(desk, CertificateNumber(named))
    name = paper.issued.certificate.number
    write_file(papers / f"{name}.pdf", paper.pdf)
    return name


def _desk(office: Office) -> Desk:
    return Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
