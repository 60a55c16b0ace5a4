"""What a check of every registration costs beside reading the same records."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from pairs import NOW, FixedClock, note, open_sealed
from people import people

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act
from amnesty.services.desk import Desk
from amnesty.services.growing.nightly import STATES, check_all

if TYPE_CHECKING:
    from db.register import SqlRegister

SIZES = (1_000, int(os.environ.get("BENCH_CHECKED", "10000")))
_PAGE = 500


def main() -> None:
    """Print the ratio at each size, and how the cost of one check grows."""
    spent = [_one_size(size) for size in SIZES]
    print(
        json.dumps(
            {
                "name": "check_growth",
                "value": round(spent[-1] / spent[0], 2),
                "unit": "ratio",
                "against": f"one check among {SIZES[0]}, at {SIZES[-1]}",
            }
        )
    )


def _one_size(size: int) -> float:
    """Print what a check costs at a size, and return it for one registration."""
    with TemporaryDirectory() as folder, closing(open_sealed(Path(folder))) as register:
        _fill(register, size)
        begun = process_time()
        _read(register)
        read = process_time() - begun
        desk = Desk(register=register, clock=FixedClock(), chance=os.urandom)
        check_all(desk)
        begun = process_time()
        found = check_all(desk)
        checked = process_time() - begun
    assert found.checked == size
    figure = {
        "name": "check_all_vs_read",
        "value": round(checked / read, 2),
        "unit": "ratio",
        "against": "the same records read and opened",
        "patients": size,
        "processor_milliseconds_each": round(checked / size * 1000, 3),
    }
    print(json.dumps(figure))
    return checked / size


def _fill(register: SqlRegister, size: int) -> None:
    everybody = people(size)
    while chunk := list(islice(everybody, 5_000)):
        with register.transaction() as transaction:
            events = [
                Event(
                    at=NOW,
                    by=transaction.access.member,
                    verb=Verb.COLLECTION,
                    act=Act.REGISTER,
                    registration=one.id,
                )
                for one in chunk
            ]
            transaction.add_registrations(chunk, events)


def _read(register: SqlRegister) -> None:
    last = None
    while True:
        with register.transaction() as transaction:
            _, last = transaction.registrations_after(last, STATES, limit=_PAGE)
            note(transaction)
        if last is None:
            return


if __name__ == "__main__":
    main()
