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
from db.sealing import Codec, SealingKey, UnopenedError
from db.tables import RegistrationRow, SealedRow, bound_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring

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

_PARTS = (Compartment.IDENTITY, Compartment.CLINICAL, Compartment.GROWING)
_TOMBSTONE = Codec(Tombstone)
_NAMED = Codec(Named)
_CLINICAL = Codec(Clinical)
_GROWING = Codec(Growing)


def new_columns(
    registration: Registration, authority_id: int, keyring: Keyring, chance: Chance
) -> dict[str, Any]:
    """Return the columns of a new registration's row, sealed with new data keys."""
    clear = {
        "id": registration.id,
        "authority_id": authority_id,
        "version": 1,
        "state": registration.state.value,
        "valid_from": registration.valid_from,
        "valid_to": registration.valid_to,
    }
    wrapped, keys = {}, {}
    for compartment in _PARTS:
        name = f"{compartment.value}_key"
        keys[compartment], wrapped[name] = keyring.keys(compartment).new_data_key(
            registration.id, chance
        )
    return clear | wrapped | _sealed(clear, registration, keys, chance)


def seal_registration(
    row: RegistrationRow, registration: Registration, keyring: Keyring, chance: Chance
) -> None:
    """Put a registration into its row, as the row's next version."""
    row.version += 1
    row.state = registration.state.value
    row.valid_from = registration.valid_from
    row.valid_to = registration.valid_to
    keys = {one: data_key(row, one, keyring) for one in _PARTS}
    sealed = _sealed(row.columns(), registration, keys, chance)
    for part, message in sealed.items():
        setattr(row, part, message)


def _sealed(
    clear: Mapping[str, object],
    registration: Registration,
    keys: Mapping[Compartment, SealingKey],
    chance: Chance,
) -> dict[str, bytes]:
    """Return each part sealed under its data key, bound to the row's clear columns."""
    named = Named(number=registration.number, identity=registration.identity)
    texts = {
        Compartment.IDENTITY: _NAMED.write(named),
        Compartment.CLINICAL: _CLINICAL.write(registration.clinical),
        Compartment.GROWING: _GROWING.write(registration.growing),
    }
    sealed = {}
    for compartment, text in texts.items():
        part = compartment.value
        bound = bound_to(RegistrationRow, clear, part)
        sealed[part] = keys[compartment].seal(text, bound, chance)
    return sealed


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
    named = open_named(row, keyring)
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
