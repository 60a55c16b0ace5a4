"""What is kept about rights, few things each: complaints, holds, withheld questions.

They stand in named secrets of a compartment, need no table of their own, and go with
the backups. Erasing takes out whatever names the registration.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from amnesty.ports.rights import ABOUT_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.ports import Transaction

Item = dict[str, str]


class Shelf(Enum):
    """What is kept where."""

    COMPLAINTS = "complaints"
    HOLDS = "legal holds"
    WITHHELD = "withheld questions"
    ERASURES = "proposed erasures"
    DESTRUCTIONS = "destructions to remove"
    BREACHES = "breaches"
    RECTIFICATIONS = "rectifications"


def _name(shelf: Shelf) -> str:
    return f"{ABOUT_PEOPLE}{shelf.value}"


def kept_on(register: Transaction, shelf: Shelf) -> list[Item]:
    """Return what is kept there, oldest first."""
    found = register.secrets(Compartment.IDENTITY).get(_name(shelf), b"[]")
    items: list[Item] = json.loads(found)
    return items


def keep_on(register: Transaction, shelf: Shelf, items: Sequence[Item]) -> None:
    """Keep these things there, in the place of those before."""
    text = json.dumps(list(items)).encode()
    register.keep_secret(Compartment.IDENTITY, _name(shelf), text)
