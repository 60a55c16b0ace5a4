"""A registration becomes a row, and back: each part under a data key of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

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
from amnesty.errors.register import RowAlteredError
from db.sealing import Codec, SealingKey, UnopenedError
from db.tables import RegistrationRow, SealedRow

if TYPE_CHECKING:
    from amnesty.ports import Chance
    from db.keys import Keyring

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


_NAMED = Codec(Named)
_CLINICAL = Codec(Clinical)
_GROWING = Codec(Growing)


def new_row(
    registration: Registration, authority_id: int, keyring: Keyring, chance: Chance
) -> RegistrationRow:
    """Return a new registration's row, with data keys and nothing sealed yet."""
    row = RegistrationRow(
        id=registration.id,
        authority_id=authority_id,
        version=0,
        state=registration.state.value,
    )
    for compartment in (
        Compartment.IDENTITY,
        Compartment.CLINICAL,
        Compartment.GROWING,
    ):
        _, wrapped = keyring.keys(compartment).new_data_key(registration.id, chance)
        setattr(row, f"{compartment.value}_key", wrapped)
    return row


def seal_registration(
    row: RegistrationRow, registration: Registration, keyring: Keyring, chance: Chance
) -> None:
    """Put a registration into its row, as the row's next version."""
    row.version += 1
    row.state = registration.state.value
    row.valid_from = registration.valid_from
    row.valid_to = registration.valid_to
    named = Named(number=registration.number, identity=registration.identity)
    texts = {
        Compartment.IDENTITY: _NAMED.write(named),
        Compartment.CLINICAL: _CLINICAL.write(registration.clinical),
        Compartment.GROWING: _GROWING.write(registration.growing),
    }
    for compartment, text in texts.items():
        part = compartment.value
        key = data_key(row, compartment, keyring)
        setattr(row, part, key.seal(text, row.bound(part), chance))


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
        RowAlteredError: the wrapped key was altered, or is another registration's.
    """
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
