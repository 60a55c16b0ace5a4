"""What sealing costs at the counter, beside the plain peer, taken in turns."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from pairs import (
    PASSPHRASE,
    Pair,
    asked,
    in_files,
    note,
    on_a_server,
    open_sealed,
    registered,
)
from peer import (
    BATCH,
    EVENT,
    PATIENT,
    SITE,
    event_row,
    write_one_row,
    write_plain,
)
from people import people
from sqlalchemy import insert, select

from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.searched import Summary
from db.keyring.slots import STANDARD_COST
from db.register import open_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Row

    from amnesty.domain.registration import Registration

REGISTRATIONS = 256
READS = 200
PAGES = 99
PAGE = 50
UNLOCKS = 5
UNLOCK_SECONDS = 0.5


def main() -> None:
    """Print what every act costs on both kinds of database, and what unlocking does."""
    with in_files() as pair:
        _measure(pair)
    with in_files() as pair:
        drafts = list(people(REGISTRATIONS))
        turns = [
            (_seconds(_keep, pair, one), _seconds(_keep_one_row, pair, one))
            for one in drafts
        ]
        against = "one readable row with 8 indexes, no words, sites, plants or log"
        _tell(pair, "registration_vs_one_row", turns, against)
        _unlock(pair)
    with on_a_server() as pair:
        _measure(pair)


def _measure(pair: Pair) -> None:
    """Print the figures that both kinds of database have."""
    drafts = list(people(REGISTRATIONS))
    turns = [
        (_seconds(_keep, pair, one), _seconds(_keep_plain, pair, one)) for one in drafts
    ]
    _tell(pair, "registration_vs_plain", turns)
    turns = [(_seconds(_page, pair), _seconds(_page_plain, pair)) for _ in range(PAGES)]
    _tell(pair, "page_of_50_vs_plain", turns)
    turns = [
        (_seconds(_read, pair, one), _seconds(_read_plain, pair, one))
        for one in drafts[:READS]
    ]
    _tell(pair, "read_vs_plain", turns)


def _tell(
    pair: Pair, name: str, turns: Iterable[tuple[float, float]], against: str = ""
) -> None:
    ours, theirs = zip(*turns, strict=True)
    milliseconds = round(median(ours) * 1000, 2)
    value = median(ours) / median(theirs)
    pair.tell(name, value, against, milliseconds=milliseconds)


def _seconds(work: Callable[..., object], *given: object) -> float:
    begun = perf_counter()
    work(*given)
    return perf_counter() - begun


def _keep(pair: Pair, draft: Registration) -> None:
    with pair.register.transaction() as transaction:
        transaction.add_registration(draft)
        note(transaction)


def _keep_plain(pair: Pair, draft: Registration) -> None:
    with pair.plain.begin() as connection:
        write_plain(connection, [draft], registered(pair, [draft]))


def _keep_one_row(pair: Pair, draft: Registration) -> None:
    with pair.one_row.begin() as connection:
        write_one_row(connection, [draft])


def _page(pair: Pair) -> None:
    with pair.register.transaction() as transaction:
        assert len(transaction.listed([State.DRAFT], limit=PAGE)) == PAGE
        note(transaction)


def _page_plain(pair: Pair) -> None:
    column = PATIENT.c
    in_order = column.valid_to.is_(None), column.valid_to, column.id
    state = column.state == State.DRAFT.value
    with pair.plain.begin() as connection:
        rows = connection.execute(
            select(PATIENT).where(state).order_by(*in_order).limit(PAGE)
        )
        assert len([_summary(row) for row in rows]) == PAGE
        connection.execute(insert(EVENT), event_row(asked(pair)))


def _summary(row: Row[tuple[object, ...]]) -> Summary:
    return Summary(
        id=RegistrationId(row.id),
        number=row.number,
        state=State(row.state),
        valid_to=row.valid_to,
        full_name=row.full_name,
        date_of_birth=row.date_of_birth,
        town=row.town,
        postcode=row.postcode,
        restricted=False,
    )


def _read(pair: Pair, draft: Registration) -> None:
    with pair.register.transaction() as transaction:
        transaction.registration(draft.number)
        note(transaction)


def _read_plain(pair: Pair, draft: Registration) -> None:
    with pair.plain.begin() as connection:
        patient = select(PATIENT).where(PATIENT.c.number == draft.number)
        found = connection.execute(patient).one()
        sites = select(SITE).where(SITE.c.patient_id == found.id)
        for site in connection.execute(sites).all():
            batches = select(BATCH).where(BATCH.c.site_id == site.id)
            assert connection.execute(batches).all()
        connection.execute(insert(EVENT), event_row(asked(pair)))


def _unlock(pair: Pair) -> None:
    """Time opening a register by a passphrase at its full cost, signing in included."""
    with TemporaryDirectory() as name:
        open_sealed(Path(name), cost=STANDARD_COST).close()
        spent = []
        for _ in range(UNLOCKS):
            begun = perf_counter()
            opened = open_register(Path(name) / "register", "idris", PASSPHRASE)
            spent.append(perf_counter() - begun)
            opened.close()
    pair.tell(
        "unlock_vs_limit",
        median(spent) / UNLOCK_SECONDS,
        f"{UNLOCK_SECONDS} s",
        milliseconds=round(median(spent) * 1000),
    )


if __name__ == "__main__":
    main()
