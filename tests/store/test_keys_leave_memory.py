"""When a register is closed, as at the lock, none of its keys is left at hand."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from db.keyring.keys import CompartmentKeys, Keyring
from db.register import open_register
from tests.store.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office


def held() -> list[object]:
    """Return every key of a compartment, and every ring that holds one."""
    gc.collect()
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, CompartmentKeys) or (isinstance(one, Keyring) and tuple(one))
    ]


def test_a_closed_register_holds_no_key(
    office: Office, log: Callable[..., None]
) -> None:
    """After work and closing, no object in the program leads to a compartment's key.

    Before it is closed they are found, so that the search is not for nothing.
    """
    before = held()
    register = open_register(
        office.folder, "idris", office.passphrase("idris"), cost=CHEAP
    )
    with register.transaction() as transaction:
        transaction.accounts()
        log(transaction)
    del transaction
    assert len(held()) > len(before)
    register.close()
    assert len(held()) == len(before)
