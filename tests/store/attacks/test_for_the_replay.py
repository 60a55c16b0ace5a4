"""Why the audit log has to be replayed: these attacks leave rows that open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.audit.replaying import replay
from db.tables import AnswerRow, SlotRow
from tests.store.attacks.for_the_replay import FOR_THE_REPLAY
from tests.store.attacks.readers import READERS, every_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.attacks.conftest import World
    from tests.store.conftest import Office


@pytest.mark.parametrize("attack", FOR_THE_REPLAY)
def test_no_reader_can_notice(
    office: Office, world: World, log: Callable[..., None], attack: str
) -> None:
    """What is left was written by the program and opens; only its history is wrong."""
    FOR_THE_REPLAY[attack](office, world, log)
    with office.open("bronwen").transaction() as transaction:
        every_word(transaction, world)
        for table in (SlotRow, AnswerRow):
            if "certificate" not in attack:
                READERS[table](transaction, world)
        log(transaction)


@pytest.mark.parametrize("attack", FOR_THE_REPLAY)
def test_the_replay_finds_it(
    office: Office, world: World, log: Callable[..., None], attack: str
) -> None:
    """The rows that stand do not follow from the log, and the replay says where."""
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        log(transaction)
    FOR_THE_REPLAY[attack](office, world, log)
    with office.open("idris").transaction() as transaction:
        found = replay(transaction).differences
        log(transaction)
    table = {"slot": "slot", "account": "staff"}.get(attack.rsplit(maxsplit=1)[-1])
    table = table or attack.rsplit(maxsplit=1)[-1].replace("hand-in", "hand_in")
    if attack == "slip an answer in":
        table = "answer"
    assert {one.table for one in found} == {table}
