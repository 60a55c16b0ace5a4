"""The plain peer: the same people readable, in tables as one would make them.

A patient is a row, a site is one, each batch of plants is one, with the indexes for
what the register is asked: numbers, dates of birth, postcodes, sites, states, and the
words of names by their start, their sound, with a year of birth, two together, and
mistyped (by a table of all words). Each registration has its row in a log of acts. It
has the settings of the register's own file, and no keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.dialects import postgresql, sqlite

from amnesty.domain.registration import Clinical, Registration
from db.sealing import Codec
from db.search.names import name_words, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from amnesty.domain.event import Event

PLAIN = MetaData()

_ID = BigInteger().with_variant(Integer, "sqlite")
PATIENT = Table(
    "plain_patient",
    PLAIN,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("number", String, unique=True),
    Column("health_number", String, unique=True),
    Column("state", String),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("full_name", String),
    Column("date_of_birth", Date, index=True),
    Column("lines", String),
    Column("town", String),
    Column("postcode", String, index=True),
    Column("telephone", String),
    Column("photo_identity", String),
    Column("privacy_notice", String),
    Column("clinical", String),
    Index("plain_state", "state", "valid_to"),
)
SITE = Table(
    "plain_site",
    PLAIN,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("patient_id", _ID, ForeignKey(PATIENT.c.id), index=True),
    Column("place", String, index=True),
    Column("setting", String),
    Column("tenure", String),
    Column("declared", String),
)
BATCH = Table(
    "plain_batch",
    PLAIN,
    Column("id", _ID, primary_key=True),
    Column("site_id", _ID, ForeignKey(SITE.c.id), index=True),
    Column("cultivar", String),
    Column("stage", String),
    Column("count", Integer),
    Column("since", Date),
)
WORD = Table(
    "plain_word",
    PLAIN,
    Column("id", _ID, primary_key=True),
    Column("patient_id", _ID, ForeignKey(PATIENT.c.id), index=True),
    Column("word", String),
    Column("sound", String),
    Column("year", Integer),
    Index("plain_word_word", "word", "year"),
    Index("plain_word_sound", "sound", "year"),
)
VOCABULARY = Table("plain_vocabulary", PLAIN, Column("word", String, primary_key=True))
EVENT = Table(
    "plain_event",
    PLAIN,
    Column("id", _ID, primary_key=True),
    Column("at", String),
    Column("by", String),
    Column("role", String),
    Column("verb", String),
    Column("act", String),
    Column("patient_id", _ID),
)

ONE_ROW = Table(
    "plain_one_row",
    PLAIN,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("number", String, unique=True),
    Column("health_number", String, unique=True),
    Column("state", String, index=True),
    Column("valid_to", Date, index=True),
    Column("surname", String, index=True),
    Column("forename", String, index=True),
    Column("date_of_birth", Date, index=True),
    Column("postcode", String, index=True),
    Column("rest", String),
)
"""A peer that does less than the job: no words, sites, plants or log."""

_CLINICAL = Codec(Clinical)
_WHOLE = Codec(Registration)
_Row = dict[str, Any]


def write_plain(
    connection: Connection, drafts: Sequence[Registration], events: Sequence[Event]
) -> None:
    """Write registrations with all that finds them, each with its event."""
    _add(connection, PATIENT, [_patient(one) for one in drafts])
    sites = [site for one in drafts for site in _sites(one)]
    _add(connection, SITE, [site for site, _ in sites])
    _add(connection, BATCH, [batch for _, batches in sites for batch in batches])
    words = [word for one in drafts for word in _words(one)]
    _add(connection, WORD, words)
    known = dict.fromkeys(word["word"] for word in words)
    _add(connection, VOCABULARY, [{"word": word} for word in known])
    _add(connection, EVENT, [event_row(one) for one in events])


def write_one_row(connection: Connection, drafts: Sequence[Registration]) -> None:
    """Write registrations as the peer that does less keeps them."""
    _add(connection, ONE_ROW, [_one_row(one) for one in drafts])


def _one_row(draft: Registration) -> _Row:
    patient = draft.identity.patient
    forename, _, surname = patient.full_name.partition(" ")
    return {
        "id": signed(draft.id),
        "number": draft.number,
        "health_number": patient.health_number,
        "state": draft.state.value,
        "valid_to": None,
        "surname": surname,
        "forename": forename,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "postcode": patient.home.postcode,
        "rest": _WHOLE.write(draft).decode(),
    }


def _add(connection: Connection, table: Table, rows: list[_Row]) -> None:
    """Insert rows by the driver alone, as fast as it can; known words are left."""
    if not rows:
        return
    dialect = connection.dialect
    of_dialect = sqlite if dialect.name == "sqlite" else postgresql
    statement = of_dialect.insert(table)
    if table is VOCABULARY:
        statement = statement.on_conflict_do_nothing()
    compiled = statement.compile(dialect=dialect, column_keys=list(rows[0]))
    given = [tuple(row.values()) for row in rows] if compiled.positional else rows
    connection.exec_driver_sql(str(compiled), given)


def _patient(draft: Registration) -> _Row:
    patient = draft.identity.patient
    return {
        "id": signed(draft.id),
        "number": draft.number,
        "health_number": patient.health_number,
        "state": draft.state.value,
        "valid_from": None,
        "valid_to": None,
        "full_name": patient.full_name,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "lines": "\n".join(patient.home.lines),
        "town": patient.home.town,
        "postcode": patient.home.postcode,
        "telephone": patient.telephone,
        "photo_identity": patient.photo_identity.value,
        "privacy_notice": patient.privacy_notice,
        "clinical": _CLINICAL.write(draft.clinical).decode().rstrip(),
    }


def _sites(draft: Registration) -> Iterator[tuple[_Row, list[_Row]]]:
    for place, site in enumerate(draft.growing.sites):
        number = signed(draft.id + place)
        batches = [
            {
                "site_id": number,
                "cultivar": one.cultivar,
                "stage": one.stage.value,
                "count": one.count,
                "since": one.since.isoformat(),
            }
            for one in site.plants
        ]
        declared = (
            site.locked,
            site.landlord_risk_explained,
            site.electrical_and_fire_declared,
            site.under_18s_in_household,
            site.locked_storage,
        )
        yield (
            {
                "id": number,
                "patient_id": signed(draft.id),
                "place": site.address.one_line,
                "setting": site.setting.value,
                "tenure": site.tenure.value,
                "declared": "".join("ny"[one] for one in declared),
            },
            batches,
        )


def _words(draft: Registration) -> Iterator[_Row]:
    patient = draft.identity.patient
    for name in (patient.full_name, *patient.also_known_as):
        for word in name_words(name):
            yield {
                "patient_id": signed(draft.id),
                "word": word.whole,
                "sound": sound(word.whole),
                "year": patient.date_of_birth.year,
            }


def event_row(event: Event) -> _Row:
    """Return an act as the peer logs it."""
    owner = event.registration
    return {
        "at": event.at.isoformat(),
        "by": event.by.name,
        "role": event.by.role.value,
        "verb": event.verb.value,
        "act": event.act.name,
        "patient_id": None if owner is None else signed(owner),
    }


def signed(number: int) -> int:
    """Return a number of 64 bits as databases keep it."""
    return number - (number >> 63 << 64)
