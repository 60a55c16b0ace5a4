"""The matrix of roles, fields and actions, as the one table of rights has it.

An action on a field wants both: the role may do the act, and it holds the keys of the
part of the record in which the field is. Services hold the first, keys the second.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from amnesty.domain.registration import Clinical, Growing, Identity
from amnesty.domain.staff import COMPARTMENTS, MAY, Act, Compartment, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = {
    Compartment.IDENTITY: Identity,
    Compartment.CLINICAL: Clinical,
    Compartment.GROWING: Growing,
}
"""The parts of a record, each under keys of its own."""

ACTIONS = {
    Act.SEARCH: frozenset({Compartment.IDENTITY}),
    Act.READ: frozenset(PARTS),
    Act.EDIT: frozenset(PARTS),
    Act.DISCLOSE: frozenset(PARTS),
    Act.RECTIFY: frozenset(PARTS),
    Act.PRINT: frozenset({Compartment.GROWING}),
}
"""What may be done with a field, and with those of which parts."""


@dataclass(frozen=True, kw_only=True)
class Right:
    """Whether a role may do something with a field."""

    role: Role
    compartment: Compartment
    field: str
    act: Act
    may: bool
    """Whether its role allows the act."""
    opens: bool
    """Whether its keys open the field."""


def matrix() -> Iterator[Right]:
    """Yield every cell of roles, fields and actions."""
    for role in Role:
        for act, parts in ACTIONS.items():
            for compartment in sorted(parts, key=lambda one: one.value):
                for field in fields(PARTS[compartment]):
                    yield Right(
                        role=role,
                        compartment=compartment,
                        field=field.name,
                        act=act,
                        may=act in MAY[role],
                        opens=compartment in COMPARTMENTS[role],
                    )
