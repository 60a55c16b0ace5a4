"""A registration becomes a row, and back: each part under a data key of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from amnesty.domain.dates import in_words
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.registration import (
    Clinical,
    Growing,
    Identity,
    Registration,
    RegistrationId,
    State,
)
from amnesty.domain.staff import Compartment
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.register import RowAlteredError
from db.making import Job
from db.packing import packed
from db.sealed_row import SealedRow, bounds_to
from db.sealing import Codec, SealingKey, UnopenedError
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring
    from db.making import Messages

Value = TypeVar("Value")

HOLDS_NUMBER = frozenset(
    {
        State.DRAFT,
        State.SUBMITTED,
        State.APPROVED,
        State.ACTIVE,
        State.RENEWAL_PENDING,
        State.SUSPENDED,
    }
)
"""In these states nobody else registers with the same health number.

Whoever is winding down may register anew: evidence that lapsed is often renewed late.
"""

HOLDS_SITE = HOLDS_NUMBER | {State.WINDING_DOWN}
"""In these states plants may stand at the site."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """What the identity compartment keeps: who, and the number of their case."""

    number: RegistrationNumber
    identity: Identity


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """What an erased registration's row seals, in the place of who it was."""

    erased_on: date


ERASED = "erased"
"""Stands as the state of an erased registration's row; no registration has it."""

PARTS = tuple(Compartment(part) for part in RegistrationRow.MESSAGES)
_WRAPPED = tuple(f"{part}_key" for part in RegistrationRow.MESSAGES)
_TOMBSTONE = Codec(Tombstone)
_NAMED = Codec(Named, packs=True)
_CLINICAL = Codec(Clinical, packs=True)
_GROWING = Codec(Growing, packs=True)


def job_of(registration: Registration, authority_id: int) -> tuple[dict[str, Any], Job]:
    """Return the clear columns of a new registration's row, and what is sealed."""
    clear: dict[str, Any] = {
        "id": registration.id,
        "authority_id": authority_id,
        "version": 1,
        "state": registration.state.value,
        "valid_from": registration.valid_from,
        "valid_to": registration.valid_to,
    }
    bounds = bounds_to(RegistrationRow, clear, RegistrationRow.MESSAGES)
    return clear, Job(registration.id, _texts_of(registration), tuple(bounds))


def columns_of(clear: Mapping[str, Any], messages: Messages) -> dict[str, Any]:
    """Return all columns of a new registration's row."""
    names = (*_WRAPPED, *RegistrationRow.MESSAGES)
    both = messages.wrapped + messages.sealed
    return {**clear, **dict(zip(names, both, strict=True))}


def seal_registration(
    row: RegistrationRow, registration: Registration, keyring: Keyring, chance: Chance
) -> None:
    """Put a registration into its row, as the row's next version."""
    row.version += 1
    row.state = registration.state.value
    row.valid_from = registration.valid_from
    row.valid_to = registration.valid_to
    keys = [data_key(row, one, keyring) for one in PARTS]
    bounds = bounds_to(RegistrationRow, row.columns(), row.MESSAGES)
    texts = _texts_of(registration)
    for part, key, text, bound in zip(row.MESSAGES, keys, texts, bounds, strict=True):
        setattr(row, part, key.seal(packed(text), bound, chance))


def _texts_of(registration: Registration) -> tuple[bytes, bytes, bytes]:
    """Return what each part seals, before it is packed."""
    named = Named(number=registration.number, identity=registration.identity)
    return (
        _NAMED.text(named),
        _CLINICAL.text(registration.clinical),
        _GROWING.text(registration.growing),
    )


def bury(
    row: RegistrationRow, erased_on: date, keyring: Keyring, chance: Chance
) -> None:
    """Destroy a registration's keys and all that its row says, as its next version.

    What is left is sealed for the register, so that nobody can pass off a record that
    was made unreadable as one that was erased.
    """
    row.version += 1
    row.state, row.valid_from, row.valid_to = ERASED, None, None
    for part in row.MESSAGES:
        setattr(row, part, b"")
        setattr(row, f"{part}_key", b"")
    text = _TOMBSTONE.write(Tombstone(erased_on=erased_on))
    keys = keyring.keys(Compartment.COMMON)
    row.identity = keys.seal.seal(text, row.bound("identity"), chance)


def is_erased(row: RegistrationRow, keyring: Keyring) -> bool:
    """Return whether a row is an erased registration's.

    Raises:
        RowAlteredError: it says that it is erased, and nobody erased it.
    """
    if row.state != ERASED:
        return False
    open_tombstone(row, keyring)
    return True


def open_tombstone(row: RegistrationRow, keyring: Keyring) -> Tombstone:
    """Return what is left of an erased registration.

    Raises:
        RowAlteredError: the row is not as it was written.
    """
    bound = row.bound("identity")
    try:
        text = keyring.open(Compartment.COMMON, row.identity, bound)
        return _TOMBSTONE.read(text)
    except UnopenedError:
        raise RowAlteredError(row.table()) from None


def require_not_erased(row: RegistrationRow, keyring: Keyring) -> None:
    """Refuse to open what was erased.

    Raises:
        RegistrationErasedError: it was erased; it says when.
        RowAlteredError: it says that it is erased, and nobody erased it.
    """
    if row.state == ERASED:
        erased_on = open_tombstone(row, keyring).erased_on
        raise RegistrationErasedError(in_words(erased_on))


def open_registration(row: RegistrationRow, keyring: Keyring) -> Registration:
    """Return the registration of a row.

    Raises:
        RowAlteredError: the row is not as it was written.
        CompartmentClosedError: the reader does not hold the keys of all its parts.
    """
    return open_rest(row, open_named(row, keyring), keyring)


def open_rest(row: RegistrationRow, named: Named, keyring: Keyring) -> Registration:
    """Return the same where who it is for was opened before."""
    return Registration(
        id=RegistrationId(row.id),
        number=named.number,
        state=State(row.state),
        version=row.version,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        identity=named.identity,
        clinical=_open(row, Compartment.CLINICAL, _CLINICAL, keyring),
        growing=open_growing(row, keyring),
    )


def open_named(row: RegistrationRow, keyring: Keyring) -> Named:
    """Return who a registration is for, and its number."""
    return _open(row, Compartment.IDENTITY, _NAMED, keyring)


def open_growing(row: RegistrationRow, keyring: Keyring) -> Growing:
    """Return where a registration's plants are."""
    return _open(row, Compartment.GROWING, _GROWING, keyring)


def data_key(
    row: RegistrationRow, compartment: Compartment, keyring: Keyring
) -> SealingKey:
    """Return a registration's data key of a compartment.

    Raises:
        RegistrationErasedError: it was destroyed.
        RowAlteredError: the wrapped key was altered, or is another registration's.
    """
    require_not_erased(row, keyring)
    wrapped: bytes = getattr(row, f"{compartment.value}_key")
    try:
        return keyring.data_key(compartment, row.id, wrapped)
    except UnopenedError:
        raise RowAlteredError(row.table()) from None


def open_with_key(
    row: SealedRow, part: str, key: SealingKey, codec: Codec[Value]
) -> Value:
    """Return what a message of a row holds, under a registration's data key.

    Raises:
        RowAlteredError: the row is not as it was written.
    """
    message: bytes = getattr(row, part)
    try:
        return codec.read(key.open(message, row.bound(part)))
    except UnopenedError:
        raise RowAlteredError(row.table()) from None


def _open(
    row: RegistrationRow,
    compartment: Compartment,
    codec: Codec[Value],
    keyring: Keyring,
) -> Value:
    key = data_key(row, compartment, keyring)
    return open_with_key(row, compartment.value, key, codec)
