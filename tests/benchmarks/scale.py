"""How the register holds with many patients: BENCH_SIZE of them, 100,000 unless told.

The plain peer keeps the same people readable. Every figure is taken at 10,000 patients
too, and how it grew is told; on PostgreSQL with 20,000 at most.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from random import Random  # noqa: TID251 - seeded, so that runs can be compared
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from asking import find_plain
from pairs import FixedClock, Pair, asked, in_files, note, on_a_server, registered
from peer import write_one_row, write_plain
from people import people
from sqlalchemy import text

from amnesty.domain.searched import Query
from amnesty.transparency.proofs import range_hash
from amnesty.transparency.verifying import leaf_is_included
from db.audit.tree import KeptTree
from db.rewrapping import rewrap
from db.rotating import rotate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.registration import Registration

SMALL = 10_000
SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
ON_A_SERVER = min(SIZE, 20_000)
MOST_AT_ONCE = 100_000
"""So many at once: a few among many would write every page of tokens anew."""
ASKED = 100
EXACT_MS, ANY_MS, PROOF_MS = 5, 100, 1
KEYS_A_SECOND = 20_000
_TABLES = """
SELECT sum(pg_total_relation_size(one.oid)) FROM pg_class AS one
JOIN pg_namespace AS own ON own.oid = one.relnamespace
WHERE one.relkind = 'r' AND own.nspname !~ '^(pg_|information_schema)'
AND one.relname <> 'plain_one_row'
"""
PAGE = 50


@dataclass
class Figures:
    """What was measured of one pair at one size, to see how it grew."""

    pair: Pair
    size: int
    before: Figures | None = None
    values: dict[str, float] = field(default_factory=dict)

    def tell(
        self, name: str, value: float, grows: float, against: str = "", **more: object
    ) -> None:
        """Print a figure, and how what grows has grown since the smaller size."""
        self.values[name] = grows
        self.pair.tell(name, value, against, patients=self.size, **more)
        if self.before is not None:
            growth = grows / self.before.values[name]
            small = f"the same at {self.before.size} patients"
            self.pair.tell(f"{name}_growth", growth, small, patients=self.size)


def main() -> None:
    """Print what import, file, searches, proofs and new keys cost, and how it grows."""
    before: Figures | None = None
    for size in sorted({min(SMALL, SIZE), SIZE}):
        with in_files() as pair:
            figures = Figures(pair=pair, size=size, before=before)
            some = _fill(figures)
            _weigh(figures)
            for kind, limit, queries in _kinds(some):
                _ask(figures, kind, limit, queries)
            _prove(figures)
            _wrap_anew(figures)
            before = figures
    with on_a_server() as pair:
        figures = Figures(pair=pair, size=ON_A_SERVER)
        some = _fill(figures)
        _weigh_tables(figures)
        for kind, limit, queries in _kinds(some):
            _ask(figures, kind, limit, queries)


def _fill(figures: Figures) -> list[Registration]:
    """Write everybody to all sides in turns, and return some of them."""
    pair, size = figures.pair, figures.size
    spent = [0.0, 0.0, 0.0]
    some: list[Registration] = []
    everybody = people(size)
    while chunk := list(islice(everybody, min(MOST_AT_ONCE, max(5_000, size // 2)))):
        some += chunk[:: max(1, len(chunk) // ASKED)]
        for side, seconds in enumerate(_written(pair, chunk)):
            spent[side] += seconds
        print(f"{size}: {round(sum(spent))} s of filling", file=sys.stderr, flush=True)
    ours, theirs, one_row = spent
    rows = round(size / ours)
    name = "bulk_rows_a_second_vs_plain"
    figures.tell(name, theirs / ours, ours / size, rows_a_second=rows)
    less = "one readable row with 8 indexes, no words, sites, plants or log"
    name = "bulk_rows_a_second_vs_one_row"
    figures.tell(name, one_row / ours, ours / size, less, rows_a_second=rows)
    chosen = Random(2)  # noqa: S311 - as said above
    return chosen.sample(some, min(ASKED, len(some)))


def _written(pair: Pair, chunk: list[Registration]) -> Iterator[float]:
    """Write a part of everybody to each side, and yield how long that took."""
    events = registered(pair, chunk)
    gc.collect()
    begun = perf_counter()
    with pair.register.transaction() as transaction:
        transaction.add_registrations(chunk, events)
    yield perf_counter() - begun
    gc.disable()
    begun = perf_counter()
    with pair.plain.begin() as connection:
        write_plain(connection, chunk, events)
    yield perf_counter() - begun
    begun = perf_counter()
    with pair.one_row.begin() as connection:
        write_one_row(connection, chunk)
    yield perf_counter() - begun
    gc.enable()


def _weigh(figures: Figures) -> None:
    """Compare the files, as bulk import leaves them."""
    pair = figures.pair
    engine, _ = pair.register.opened()
    for one in (engine, pair.plain):
        with closing(one.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ours, theirs = [
        sum(one.stat().st_size for one in pair.folder.glob(pattern))
        for pattern in ("register/register.db*", "plain.db*")
    ]
    figures.tell("file_vs_plain", ours / theirs, ours, bytes=ours)


def _weigh_tables(figures: Figures) -> None:
    """Compare the tables with their indexes, as bulk import leaves them."""
    pair = figures.pair
    engine, _ = pair.register.opened()
    sizes = []
    for one in (engine, pair.plain):
        with one.connect() as connection:
            sizes.append(connection.execute(text(_TABLES)).scalar_one())
    ours, theirs = map(int, sizes)
    figures.tell("tables_vs_plain", ours / theirs, ours, bytes=ours)


def _kinds(some: list[Registration]) -> Iterator[tuple[str, int, list[Query]]]:
    """Yield each kind of search with its limit in milliseconds, and what to ask."""
    patients = [one.identity.patient for one in some]
    names = [one.full_name.split() for one in patients]
    yield (
        "health_number",
        EXACT_MS,
        [
            Query(health_number=one.health_number)
            for one in patients
            if one.health_number
        ],
    )
    yield "number", EXACT_MS, [Query(registration_number=one.number) for one in some]
    yield (
        "name_and_birth",
        EXACT_MS,
        [
            Query(names=(last,), date_of_birth=one.date_of_birth)
            for one, (_, last) in zip(patients, names, strict=True)
        ],
    )
    yield (
        "name_and_year",
        ANY_MS,
        [
            Query(names=(last,), year_of_birth=one.date_of_birth.year)
            for one, (_, last) in zip(patients, names, strict=True)
        ],
    )
    yield "postcode", ANY_MS, [Query(postcode=one.home.postcode) for one in patients]
    yield "birth", ANY_MS, [Query(date_of_birth=one.date_of_birth) for one in patients]
    yield "surname", ANY_MS, [Query(names=(last,)) for _, last in names]
    yield "start", ANY_MS, [Query(names=(last[:3],)) for _, last in names]
    yield "two_names", ANY_MS, [Query(names=(first, last)) for first, last in names]
    yield "initial_and_name", ANY_MS, [Query(names=(a[0], b)) for a, b in names]
    yield "mistyped", ANY_MS, [Query(names=(a, _slip(b))) for a, b in names]
    yield "mistyped_alone", ANY_MS, [Query(names=(_slip(b),)) for _, b in names]


def _slip(name: str) -> str:
    return name[:2] + name[3:] if len(name) > 4 else name + "e"


def _ask(figures: Figures, kind: str, limit: int, queries: list[Query]) -> None:
    pair, found = figures.pair, 0
    spent: list[float] = []
    theirs: list[float] = []
    for query in queries:
        begun = perf_counter()
        with pair.register.transaction() as transaction:
            found += bool(transaction.find(query, limit=PAGE).total)
            note(transaction)
        spent.append((perf_counter() - begun) * 1000)
        begun = perf_counter()
        with pair.plain.begin() as connection:
            find_plain(connection, query, asked(pair), limit=PAGE)
        theirs.append((perf_counter() - begun) * 1000)
    cuts = quantiles(spent, n=20)
    figures.tell(
        f"search_by_{kind}_p95_vs_limit",
        cuts[18] / limit,
        cuts[18],
        f"{limit} ms",
        milliseconds=round(cuts[18], 2),
        median_milliseconds=round(cuts[9], 2),
        times_plain=round(cuts[9] / quantiles(theirs, n=20)[9], 2),
        found=f"{found} of {len(queries)}",
    )


def _wrap_anew(figures: Figures) -> None:
    """Give the register new keys, and time wrapping every data key with them."""
    register = figures.pair.register
    rotate(register, clock=FixedClock())
    begun = perf_counter()
    keys = 3 * rewrap(register, clock=FixedClock())
    seconds = perf_counter() - begun
    figures.tell(
        "rewrapped_keys_a_second_vs_limit",
        keys / seconds / KEYS_A_SECOND,
        seconds / keys,
        f"{KEYS_A_SECOND} a second",
        seconds=round(seconds, 2),
    )


def _prove(figures: Figures) -> None:
    """Time proofs that events are in the log, and that it only grew."""
    size, spent, verified = proofs(figures.pair)
    for name, each in (("made", spent), ("verified", verified)):
        cuts = quantiles(each, n=20)
        figures.tell(
            f"log_proof_{name}_p95_vs_limit",
            cuts[18] / PROOF_MS,
            cuts[18],
            f"{PROOF_MS} ms, of {size} leaves",
            milliseconds=round(cuts[18], 3),
        )


def proofs(
    pair: Pair, clock: Callable[[], float] = perf_counter
) -> tuple[int, list[float], list[float]]:
    """Return how long the log is, and the milliseconds of some proofs.

    Each is made and verified anew: of the tree nothing is remembered between them.
    """
    engine, _ = pair.register.opened()
    with engine.connect() as connection:
        size = connection.execute(text("SELECT max(sequence) FROM event")).scalar_one()
        spent, verified = [], []
        for place in range(0, size, max(1, size // ASKED)):
            begun = clock()
            tree = KeptTree(connection)
            proof = tree.inclusion(place, size)
            spent.append((clock() - begun) * 1000)
            hashed, root = tree.subtree(0, place), range_hash(tree.subtree, 0, size)
            begun = clock()
            assert leaf_is_included(hashed, place, size=size, root=root, proof=proof)
            verified.append((clock() - begun) * 1000)
    return size, spent, verified


if __name__ == "__main__":
    main()
