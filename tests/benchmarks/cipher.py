"""What SQLCipher costs: the same register in the same turns, with it and without.

The file is copied out of its cipher; what is sealed in it stays so, and is read by the
same code with the same keys.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from itertools import islice
from math import prod
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from pairs import in_files, note, open_plain, registered
from people import people

from amnesty.domain.registration import State
from amnesty.domain.searched import Query
from db.register import SqlRegister

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pairs import Pair

    from amnesty.domain.registration import Registration

    _Act = Callable[[SqlRegister], None]

PATIENTS = min(100_000, int(os.environ.get("BENCH_SIZE", "100000")))
TURNS = 60
PAGE = 50
AT_MOST = 1.4


def main() -> None:
    """Print each act's cost with the cipher against without, and their mean."""
    with in_files() as pair:
        everybody = people(PATIENTS + TURNS)
        kept = list(islice(everybody, PATIENTS))
        events = registered(pair, kept)
        with pair.register.transaction() as transaction:
            transaction.add_registrations(kept, events)
        with closing(_copied(pair)) as readable:
            _measure(pair, readable, kept[:: PATIENTS // TURNS], list(everybody))


def _copied(pair: Pair) -> SqlRegister:
    """Return the register as it is in a copy of the file without its cipher."""
    engine, access = pair.register.opened()
    file = pair.folder / "readable.db"
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute("ATTACH DATABASE ? AS readable KEY ''", (str(file),))
        cursor.execute("SELECT sqlcipher_export('readable')")
        cursor.execute("DETACH DATABASE readable")
    return SqlRegister(open_plain(file), access, None, pause=time.sleep)


def _measure(
    pair: Pair,
    readable: SqlRegister,
    known: list[Registration],
    new: list[Registration],
) -> None:
    ratios = []
    for name, acts in _kinds(known, new):
        turns = [
            (_seconds(pair.register, act), _seconds(readable, act)) for act in acts
        ]
        ours, theirs = (median(each) for each in zip(*turns, strict=True))
        ratios.append(ours / theirs)
        against = "the same without SQLCipher"
        milliseconds = round(ours * 1000, 2)
        pair.tell(f"cipher_{name}", ratios[-1], against, milliseconds=milliseconds)
    mean = prod(ratios) ** (1 / len(ratios))
    against = f"the same without SQLCipher, geometric mean, at most {AT_MOST}"
    pair.tell("cipher_vs_without", mean, against, patients=PATIENTS)


def _kinds(
    known: list[Registration], new: list[Registration]
) -> Iterator[tuple[str, list[_Act]]]:
    """Yield each kind of act with some of that kind."""
    patients = [one.identity.patient for one in known]
    names = [one.full_name.split() for one in patients]
    yield "number", [_finding(Query(registration_number=one.number)) for one in known]
    yield (
        "postcode",
        [_finding(Query(postcode=one.home.postcode)) for one in patients],
    )
    yield "surname", [_finding(Query(names=(last,))) for _, last in names]
    yield "two_names", [_finding(Query(names=(one, two))) for one, two in names]
    yield "page", [_listing] * TURNS
    yield "registration", [_registering(one) for one in new]


def _finding(query: Query) -> _Act:
    def find(register: SqlRegister) -> None:
        with register.transaction() as transaction:
            transaction.find(query, limit=PAGE)
            note(transaction)

    return find


def _listing(register: SqlRegister) -> None:
    with register.transaction() as transaction:
        assert len(transaction.listed([State.DRAFT], limit=PAGE)) == PAGE
        note(transaction)


def _registering(draft: Registration) -> _Act:
    def add(register: SqlRegister) -> None:
        with register.transaction() as transaction:
            transaction.add_registration(draft)
            note(transaction)

    return add


def _seconds(register: SqlRegister, act: _Act) -> float:
    begun = perf_counter()
    act(register)
    return perf_counter() - begun


if __name__ == "__main__":
    main()
