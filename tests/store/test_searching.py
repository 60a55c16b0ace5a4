"""People are found however their names are typed, and nobody else is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.identifiers import HealthNumber, Postcode
from amnesty.domain.searched import Found
from db.search.indexing import BATCH
from db.searching import LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

BORN = date(1970, 3, 27)
TYPED = [
    (("lukasz",), "Łukasz Żółkiewski"),
    (("Łukasz",), "Łukasz Żółkiewski"),
    (("zolk",), "Łukasz Żółkiewski"),
    (("ŻÓŁKIEWSKI",), "Łukasz Żółkiewski"),
    (("sian", "llyr"), "Siân Llŷr ap Gwŷn"),
    (("Siân", "Llŷr"), "Siân Llŷr ap Gwŷn"),
    (("Sia\u0302n", "gwy"), "Siân Llŷr ap Gwŷn"),
    (("Siân Llŷr ap",), "Siân Llŷr ap Gwŷn"),
    (("o'neill",), "Seán O'Neill"),
    (("O’Neill",), "Seán O'Neill"),
    (("oneill",), "Seán O'Neill"),
    (("O", "Neill"), "Seán O'Neill"),
    (("neill",), "Seán O'Neill"),
    (("neil",), "Seán O'Neill"),
    (("sean", "oneil"), "Seán O'Neill"),
    (("rhys-jones",), "Zoë Rhys-Jones"),
    (("rhysjones",), "Zoë Rhys-Jones"),
    (("Rhys", "Jones"), "Zoë Rhys-Jones"),
    (("jones-rhys",), "Zoë Rhys-Jones"),
    (("zoe", "jon"), "Zoë Rhys-Jones"),
    (("smith",), "Stephen Smyth"),
    (("steven", "smith"), "Stephen Smyth"),
    (("snakehips",), "Stephen Smyth"),
    (("kathryn",), "Catherine Clarke"),
    (("clark",), "Catherine Clarke"),
    (("dang", "huong"), "Đặng Thị Hương"),
    (("Hương",), "Đặng Thị Hương"),
    (("ελενη",), "Ελένη Παπαδοπούλου"),
    (("παπαδοπούλου",), "Ελένη Παπαδοπούλου"),
    (("nunez",), "José Núñez-O'Dowd"),
    (("dowd",), "José Núñez-O'Dowd"),
    (("ng",), "Ng Bo"),
]
NOBODYS = [
    ("lukaszewski",),
    ("zolkiewskaya",),
    ("smith", "jones"),
    ("neillson",),
    ("rhys-neill",),
    ("n",),
    ("jo",),
    ("---",),
    ("",),
    (" ",),
]


@pytest.fixture(params=["waiting", "written"])
def people(
    request: pytest.FixtureRequest,
    keep: Keep,
    person: Person,
    write_tokens: Callable[[], None],
) -> dict[str, Registration]:
    """Return people whose tokens wait for their batch, or are written."""
    known = {
        "Łukasz Żółkiewski": (),
        "Siân Llŷr ap Gwŷn": ("Sian Gwyn",),
        "Seán O'Neill": (),
        "Zoë Rhys-Jones": (),
        "Stephen Smyth": ("Snakehips",),
        "Catherine Clarke": (),
        "Đặng Thị Hương": (),
        "Ελένη Παπαδοπούλου": (),
        "José Núñez-O'Dowd": (),
        "Ng Bo": (),
    }
    kept = {
        name: keep(person(name, also_known_as=aliases))
        for name, aliases in known.items()
    }
    if request.param == "written":
        write_tokens()
    return kept


@pytest.mark.usefixtures("people")
def test_a_name_is_found_as_it_is_typed(names: Callable[..., list[str]]) -> None:
    """Accents, apostrophes, hyphens, starts, sounds and aliases find their person.

    With the date of birth beside the name the same are found.
    """
    missed = [typed for typed, found in TYPED if found not in names(*typed)]
    assert missed == []
    missed = [
        typed
        for typed, found in TYPED
        if found not in names(*typed, date_of_birth=BORN)
    ]
    assert missed == []


@pytest.mark.usefixtures("people")
def test_a_name_that_nobody_has_finds_nobody(names: Callable[..., list[str]]) -> None:
    """All words have to fit; one or two letters are a whole word or nothing."""
    assert [typed for typed in NOBODYS if names(*typed)] == []


@pytest.mark.usefixtures("people")
def test_everything_given_has_to_match(names: Callable[..., list[str]]) -> None:
    """A right name with a wrong date or postcode is somebody else."""
    home = Postcode("ZZ1 4AB")
    assert names("neill", date_of_birth=BORN, postcode=home) == ["Seán O'Neill"]
    assert names("neill", date_of_birth=date(1970, 3, 28)) == []
    assert names("neill", postcode=Postcode("ZZ1 4AD")) == []
    assert names("neill", health_number=HealthNumber("9990000018")) == []


def test_numbers_find_their_registration(
    find: Callable[..., Found], people: dict[str, Registration], person: Person
) -> None:
    """A registration number finds one record, and an unknown one none."""
    kept = people["Ng Bo"]
    found = find(registration_number=kept.number)
    assert [one.id for one in found.summaries] == [kept.id]
    assert find(registration_number=kept.number, names=("dowd",)).total == 0
    assert find(registration_number=person("Nobody").number).total == 0


def test_nothing_asked_finds_nothing(
    find: Callable[..., Found], people: dict[str, Registration]
) -> None:
    """An empty query is no way to list everybody."""
    assert find() == Found(summaries=(), total=0)
    assert find(date_of_birth=BORN).total == len(people)


def test_the_best_fit_comes_first(
    keep: Keep, person: Person, names: Callable[..., list[str]]
) -> None:
    """A name that begins as typed comes before one that only sounds so."""
    for name in ("Ann Smyth", "Ann Smithson", "Ann Smith", "Ann Schmidt"):
        keep(person(name))
    found = names("smith")
    assert found[:2] == ["Ann Smith", "Ann Smithson"]
    assert "Ann Smyth" in found[2:]


def test_the_total_counts_those_not_shown(
    keep: Keep, person: Person, find: Callable[..., Found]
) -> None:
    """A page is cut; how many there are is told all the same."""
    for number in range(7):
        keep(person(f"Ada Lord {number}"))
    found = find(names=("lord",), limit=3)
    assert len(found.summaries) == 3
    assert found.total == 7


def test_of_too_many_the_very_word_is_looked_at_first(
    clerk: SqlRegister, log: Log, person: Person, find: Callable[..., Found]
) -> None:
    """Among more than are opened, who has the very word is still on the first page."""
    count = LOOKED_AT + 2 * BATCH - LOOKED_AT % BATCH
    with clerk.transaction() as transaction:
        for number in range(count - 1):
            transaction.add_registration(person(f"Ada Lordling{number}"))
        transaction.add_registration(person("Ada Lord"))
        log(transaction)
    found = find(names=("lord",), limit=3)
    assert found.total == count
    assert found.summaries[0].full_name == "Ada Lord"


def test_an_initial_leads_to_the_very_surname(
    *,
    keep: Keep,
    person: Person,
    names: Callable[..., list[str]],
    write_tokens: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Among more who begin alike than are opened, those so named are found first."""
    monkeypatch.setattr("db.searching.LOOKED_AT", 3)
    for place in range(8):
        keep(person(f"Ada Smithson{place}"))
    for forename in ("Ada", "Alun", "Bea"):
        keep(person(f"{forename} Smith"))
    write_tokens()
    assert names("a", "smith")[:2] == ["Ada Smith", "Alun Smith"]
