"""Who is mistyped is found too, after all who are not; and no word is left behind."""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same in every run
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.searched import Query
from db.search.indexing import words_of
from db.search.words import findable, identity_words, names_in
from db.tables import TokenRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from amnesty.domain.searched import Found
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

PEOPLE = (
    "Margaret Featherstonehaugh",
    "Łukasz Wiśniewski",
    "Owen Pritchard-Bowen",
    "Seán O'Neill",
    "Ann Lee",
)
SLIPS = [
    (("featherstonhaug",), "Margaret Featherstonehaugh"),
    (("maragret",), "Margaret Featherstonehaugh"),
    (("margret", "feathrestonehaugh"), "Margaret Featherstonehaugh"),
    (("wisniewksi",), "Łukasz Wiśniewski"),
    (("lukazs", "wisniewski"), "Łukasz Wiśniewski"),
    (("pritchatd",), "Owen Pritchard-Bowen"),
    (("owem", "bowen"), "Owen Pritchard-Bowen"),
    (("oniell",), "Seán O'Neill"),
    (("m", "fetherstonehaugh"), "Margaret Featherstonehaugh"),
]
TOO_FAR = [("wxsnxxwski",), ("marret", "lee"), ("xy",), ("oqqill",)]


@pytest.fixture(params=["waiting", "written"])
def people(
    request: pytest.FixtureRequest,
    keep: Keep,
    person: Person,
    write_tokens: Callable[[], None],
) -> None:
    """Keep people whose tokens wait for their batch, or are written."""
    for name in PEOPLE:
        keep(person(name))
    if request.param == "written":
        write_tokens()


@pytest.mark.usefixtures("people")
def test_a_slip_of_the_hand_finds_its_person(names: Callable[..., list[str]]) -> None:
    """A letter left out, put in, changed or swapped is forgiven; two in long words."""
    assert [typed for typed, meant in SLIPS if meant not in names(*typed)] == []
    born = {"year_of_birth": 1970}
    assert [typed for typed, meant in SLIPS if meant not in names(*typed, **born)] == []


@pytest.mark.usefixtures("people")
def test_another_name_is_no_slip(names: Callable[..., list[str]]) -> None:
    """More slips than that are another name, and short words have none."""
    assert [typed for typed in TOO_FAR if names(*typed)] == []
    assert names("maragret", year_of_birth=1971) == []


def test_a_slip_comes_after_a_start_and_a_sound(
    keep: Keep,
    person: Person,
    names: Callable[..., list[str]],
    write_tokens: Callable[[], None],
) -> None:
    """The very word comes first, then its start, its sound, then what is like it."""
    for name in ("Ada Bartan", "Ada Barten", "Ada Bartons", "Ada Barton"):
        keep(person(name))
    write_tokens()
    found = names("barton")
    assert found[:2] == ["Ada Barton", "Ada Bartons"]
    assert set(found[2:]) == {"Ada Bartan", "Ada Barten"}


def test_pages_follow_each_other(
    keep: Keep, person: Person, clerk: SqlRegister, log: Log
) -> None:
    """Pages of what is found hold everybody once, in one order."""
    for number in range(7):
        keep(person(f"Ada Lord{number}"))
    pages = []
    with clerk.transaction() as transaction:
        for offset in (0, 3, 6, 9):
            query = Query(names=("lord",))
            page = transaction.find(query, limit=3, offset=offset)
            pages.append([one.full_name for one in page.summaries])
        log(transaction)
    assert pages == [
        ["Ada Lord0", "Ada Lord1", "Ada Lord2"],
        ["Ada Lord3", "Ada Lord4", "Ada Lord5"],
        ["Ada Lord6"],
        [],
    ]


def test_edits_leave_what_a_new_register_would_have(
    *, clerk: SqlRegister, log: Log, person: Person, find: Callable[..., Found]
) -> None:
    """After many changes, tokens and vocabulary are those of who is there now."""
    chosen = random.Random(27)  # noqa: S311 - the same edits in every run
    kept: dict[int, Registration] = {}
    for _ in range(120):
        with clerk.transaction() as transaction:
            if len(kept) < 5 or chosen.random() < 0.3:
                one = transaction.add_registration(person(_name(chosen)))
            else:
                one = kept[chosen.choice(list(kept))]
                one = transaction.save_registration(_renamed(one, chosen))
            kept[one.id] = one
            if chosen.random() < 0.2:
                transaction._write_batch()
            log(transaction)
    with clerk.transaction() as transaction:
        transaction._write_batch()
        log(transaction)
        due = {
            token
            for one in kept.values()
            for token, _ in transaction._tokens(one.id, words_of(one))
        }
        stand = set(transaction.run(select(col(TokenRow.tok))).scalars())
        _, vocabulary = transaction._kept_words()
    assert stand == due
    words = [
        names_in(identity_words(findable(one.identity, one.growing)))
        for one in kept.values()
    ]
    assert vocabulary == sorted(set[str]().union(*words))
    for one in kept.values():
        name = one.identity.patient.full_name
        found = find(names=tuple(name.split()), limit=200)
        assert one.number in {each.number for each in found.summaries}, name


def _name(chosen: random.Random) -> str:
    first = chosen.choice(("Ada", "Bea", "Cai", "Siân", "Zoë", "O"))
    last = chosen.choice(("Lord", "Lloyd-Rees", "O'Dowd", "Ng", "Wójcik", "Rees"))
    return f"{first} {last}"


def _renamed(one: Registration, chosen: random.Random) -> Registration:
    patient = replace(
        one.identity.patient,
        full_name=_name(chosen),
        also_known_as=(_name(chosen),) if chosen.random() < 0.4 else (),
        date_of_birth=date(1970 + chosen.randrange(3), 3, 27),
    )
    return replace(one, identity=replace(one.identity, patient=patient))
