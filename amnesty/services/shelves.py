"""What is kept about rights, few things each: complaints, holds, withheld questions.

They stand in named secrets of a compartment, need no table of their own, and go with
the backups. What names a registration is taken out when that is erased.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.ports import Transaction

Item = dict[str, str]


class Shelf(Enum):
    """What is kept where."""

    COMPLAINTS = "complaints"
    HOLDS = "legal holds"
    WITHHELD = "withheld questions"
    ERASURES = "proposed erasures"
    BREACHES = "breaches"


def kept_on(register: Transaction, shelf: Shelf) -> list[Item]:
    """Return what is kept there, oldest first."""
    found = register.secrets(Compartment.IDENTITY).get(shelf.value, b"[]")
    items: list[Item] = json.loads(found)
    return items


def keep_on(register: Transaction, shelf: Shelf, items: Sequence[Item]) -> None:
    """Keep these things there, in the place of those before."""
    text = json.dumps(list(items)).encode()
    register.keep_secret(Compartment.IDENTITY, shelf.value, text)


def take_out(register: Transaction, keep: Callable[[Item], bool]) -> None:
    """Keep of every shelf what may stay."""
    for shelf in Shelf:
        items = kept_on(register, shelf)
        left = [one for one in items if keep(one)]
        if len(left) != len(items):
            keep_on(register, shelf, left)
