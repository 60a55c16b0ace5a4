"""A byte search of everything that the program leaves finds nobody."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.clock import SystemClock
from amnesty.cli.demonstration.patient import over_the_limit
from amnesty.cli.demonstration.people import People
from amnesty.cli.main import main
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from pathlib import Path

PATIENTS = 24
_TELLING = (
    "full_name",
    "date_of_birth",
    "health_number",
    "telephone",
    "line_1",
    "town",
    "postcode",
    "issuer",
    "grams",
    "cultivar",
)
_SHORTEST = 4
"""Shorter texts, such as a count, stand everywhere by chance."""


def needles() -> set[bytes]:
    """Return what is telling of the demonstration's people, as it may be written."""
    today = london_day(SystemClock().now())
    answers = [
        *People(seed=1, today=today).answers(PATIENTS),
        over_the_limit(today),
    ]
    texts = {
        text
        for one in answers
        for path, text in one.items()
        if path.rpartition(".")[2] in _TELLING and len(text) >= _SHORTEST
    }
    texts |= {text.replace(" ", "") for text in texts}
    written = {form for text in texts for form in (text, text.upper(), text.lower())}
    return {
        form.encode(coding) for form in written for coding in ("utf-8", "utf-16-le")
    }


def found_in(folder: Path, searched: set[bytes]) -> set[bytes]:
    """Return the needles that stand in any file below a folder."""
    content = b"\n".join(
        file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    )
    return {needle for needle in searched if needle in content}


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which a demonstration has left everything."""
    folder = tmp_path_factory.mktemp("left")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AMNESTY_LOG", str(folder / "log" / "amnesty.log"))
        environment.setenv("AMNESTY_CONFIG", str(folder / "configuration"))
        with pytest.raises(SystemExit) as ended:
            main(
                [
                    *("demo", "--no-tui", "--out", str(folder / "out")),
                    *("--patients", str(PATIENTS)),
                ]
            )
    assert not ended.value.code
    return folder


def test_no_file_of_the_register_names_anybody(left: Path) -> None:
    """Database, write-ahead log, key files: no name, address, number or quantity."""
    assert list((left / "out" / "register").iterdir())
    assert not found_in(left / "out" / "register", needles())


def test_the_daily_police_file_names_nobody(left: Path) -> None:
    """What police hold for weeks is numbers and hashes alone."""
    assert list((left / "out" / "police").iterdir())
    assert not found_in(left / "out" / "police", needles())


def test_the_program_logs_nobody(left: Path) -> None:
    """Whatever stands in the log, it is about the program."""
    log = left / "log"
    assert not (log.exists() and found_in(log, needles()))


def test_the_search_finds_people_where_they_stand_readable(tmp_path: Path) -> None:
    """The control: in a plain database every one of the texts is found."""
    searched = {needle for needle in needles() if b"\0" not in needle}
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE patient (answers TEXT)")
    rows = [(json.dumps(sorted(one.decode() for one in searched), ensure_ascii=False),)]
    plain.executemany("INSERT INTO patient VALUES (?)", rows)
    plain.commit()
    plain.close()
    readable = {needle for needle in searched if b'"' not in needle}
    assert len(found_in(tmp_path, readable)) > len(readable) * 0.9
