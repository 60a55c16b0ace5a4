"""Records are packed before they are sealed: smaller, read for ever, telling little."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col

from amnesty.domain.staff import Compartment
from db.packing import DICTIONARY, PACKED, packed, unpacked
from db.records import Named, data_key
from db.sealing import Codec, UnopenedError
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

VECTOR = bytes.fromhex("01c32866e1255d6d2c").ljust(64, b"\0")
NAMES = (
    "Ann Ash",
    "Siân Llŷr",
    "Bartholomew Featherstonehaugh",
    "Ng Li",
    "Zoë O’Neill",
)


@given(st.binary(max_size=5_000))
def test_whatever_is_packed_is_unpacked(text: bytes) -> None:
    """Every text comes back as it was, whatever stands in it."""
    assert unpacked(packed(text)) == text


def test_what_was_packed_once_is_read_for_ever() -> None:
    """The dictionary of form 1 is what it was, and a text that it packed is read."""
    digest = hashlib.sha256(DICTIONARY).hexdigest()
    assert digest == "c23209d539532930285972b931f9ae54d20f4d6058664860a604f049b6a0a612"
    assert unpacked(VECTOR) == b'[{"evidence":[],"steps":[]}]'


def test_a_record_takes_a_third_of_its_json(person: Person) -> None:
    """The names of fields and the usual values cost next to nothing."""
    draft = person("Siân Llŷr")
    named = Named(number=draft.number, identity=draft.identity)
    plain, short = Codec(Named).write(named), Codec(Named, packs=True).write(named)
    assert len(short) * 3 <= len(plain)


def test_records_from_before_packing_open(
    clerk: SqlRegister, keep: Keep, person: Person, log: Log
) -> None:
    """What an earlier version sealed as JSON is read beside what is packed now."""
    kept = keep(person("Siân Llŷr"))
    named = Named(number=kept.number, identity=kept.identity)
    with clerk.transaction() as transaction:
        access = transaction.access
        row = transaction.session.get_one(RegistrationRow, kept.id)
        key = data_key(row, Compartment.IDENTITY, access.keyring)
        text = Codec(Named).write(named)
        assert text.startswith(b"[")
        former = key.seal(text, row.bound("identity"), access.chance)
        changed = update(RegistrationRow).where(col(RegistrationRow.id) == kept.id)
        transaction.session.execute(changed.values(identity=former))
        log(transaction)
    with clerk.transaction() as transaction:
        assert transaction.registration(kept.number) == kept
        log(transaction)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:20],
        lambda text: PACKED + b"\xff" + text[2:],
        lambda _: packed(b'{"not": "a record"}'),
        lambda _: b"\x02" + bytes(63),
    ],
)
def test_a_damaged_text_is_refused_and_not_quoted(
    person: Person, damage: Callable[[bytes], bytes]
) -> None:
    """A text that is cut, mangled or of an unknown form is no record, and says so."""
    codec = Codec(Named, packs=True)
    draft = person("Siân Llŷr")
    text = codec.write(Named(number=draft.number, identity=draft.identity))
    with pytest.raises(UnopenedError) as refused:
        codec.read(damage(text))
    assert refused.value.__context__ is None


def test_whose_name_is_longer_is_not_seen(person: Person) -> None:
    """People of other names take one size; only much more text takes another."""
    codec = Codec(Named, packs=True)
    drafts = [person(name) for name in NAMES]
    sizes = {
        len(codec.write(Named(number=one.number, identity=one.identity)))
        for one in drafts
    }
    assert len(sizes) == 1
    [first, *_] = drafts
    longer = replace(first.identity, safeguarding=hashlib.sha512().hexdigest())
    assert len(codec.write(Named(number=first.number, identity=longer))) not in sizes
