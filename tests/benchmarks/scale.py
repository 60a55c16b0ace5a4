"""How the register holds with many patients: BENCH_SIZE of them, 100,000 unless told.

The plain peer keeps the same people readable, in a plain SQLite file with the same
settings, an index for each thing that is searched, written by bulk inserts too.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, so that runs can be compared
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

sys.path.insert(0, str(Path(__file__).parent))

from people import people
from store import NOW, PlainPatient, columns_of, note, open_plain, open_sealed

from amnesty.domain.event import Event, Verb
from amnesty.domain.searched import Query
from amnesty.domain.staff import Act
from amnesty.transparency.proofs import inclusion_proof, range_hash
from amnesty.transparency.verifying import leaf_is_included
from db.audit.tree import KeptTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
CHUNK = max(5_000, SIZE // 10)
"""So many at once: a few among many would write every page of tokens anew."""
ASKED = 200
EXACT_MS, ANY_MS, PROOF_MS = 5, 100, 1


def main() -> None:
    """Print what bulk import, the file and every kind of search cost at this size."""
    with TemporaryDirectory() as folder:
        plain = open_plain(Path(folder) / "plain.db")
        with closing(open_sealed(Path(folder))) as register:
            some = _fill(register, plain)
            sizes = [
                sum(one.stat().st_size for one in Path(folder).glob(pattern))
                for pattern in ("register/register.db*", "plain.db*")
            ]
            _tell("file_vs_plain", sizes[0] / sizes[1], "the same rows, readable")
            for kind, limit, queries in _kinds(some):
                _ask(register, kind, limit, queries)
            _prove(register)
        plain.dispose()


def _fill(register: SqlRegister, plain: Engine) -> list[Registration]:
    """Write everybody to both sides in turns, and return some of them."""
    spent = [0.0, 0.0]
    some: list[Registration] = []
    everybody = people(SIZE)
    while chunk := list(islice(everybody, CHUNK)):
        some += chunk[:20]
        begun = perf_counter()
        with register.transaction() as transaction:
            member = transaction.access.member
            events = [
                Event(
                    at=NOW,
                    by=member,
                    verb=Verb.COLLECTION,
                    act=Act.REGISTER,
                    registration=one.id,
                )
                for one in chunk
            ]
            transaction.add_registrations(chunk, events)
        spent[0] += perf_counter() - begun
        begun = perf_counter()
        with plain.begin() as connection:
            connection.execute(insert(PlainPatient), [columns_of(one) for one in chunk])
        spent[1] += perf_counter() - begun
    engine, _ = register.opened()
    for one in (engine, plain):
        with closing(one.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _tell(
        "bulk_rows_a_second_vs_plain",
        spent[1] / spent[0],
        "the same rows, readable",
        rows_a_second=round(SIZE / spent[0]),
    )
    chosen = Random(2)  # noqa: S311 - as said above
    return chosen.sample(some, min(ASKED, len(some)))


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


def _ask(register: SqlRegister, kind: str, limit: int, queries: list[Query]) -> None:
    spent, found = [], 0
    for query in queries:
        begun = perf_counter()
        with register.transaction() as transaction:
            found += bool(transaction.find(query, limit=50).total)
            note(transaction)
        spent.append((perf_counter() - begun) * 1000)
    cuts = quantiles(spent, n=20)
    _tell(
        f"search_by_{kind}_p95_vs_limit",
        cuts[18] / limit,
        f"{limit} ms",
        milliseconds=round(cuts[18], 2),
        median_milliseconds=round(cuts[9], 2),
        found=f"{found} of {len(queries)}",
    )


def _prove(register: SqlRegister) -> None:
    """Time proofs that events are in the log, and that it only grew."""
    engine, _ = register.opened()
    with engine.connect() as connection:
        size = connection.execute(text("SELECT max(sequence) FROM event")).scalar_one()
        spent, verified = [], []
        for place in range(0, size, max(1, size // ASKED)):
            begun = perf_counter()
            tree = KeptTree(connection)
            proof = inclusion_proof(tree.subtree, place, size)
            spent.append((perf_counter() - begun) * 1000)
            hashed, root = tree.subtree(0, place), range_hash(tree.subtree, 0, size)
            begun = perf_counter()
            assert leaf_is_included(hashed, place, size=size, root=root, proof=proof)
            verified.append((perf_counter() - begun) * 1000)
    for name, each in (("made", spent), ("verified", verified)):
        cuts = quantiles(each, n=20)
        _tell(
            f"log_proof_{name}_p95_vs_limit",
            cuts[18] / PROOF_MS,
            f"{PROOF_MS} ms, of {size} leaves",
            milliseconds=round(cuts[18], 3),
        )


def _tell(name: str, value: float, against: str, **more: object) -> None:
    figure = {
        "name": name,
        "value": round(value, 3),
        "unit": "ratio",
        "against": against,
        "patients": SIZE,
        **more,
    }
    print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
