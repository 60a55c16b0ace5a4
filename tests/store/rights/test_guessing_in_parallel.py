"""Guessing in many sessions at once, in a file and on a server alike."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_certificate_number
from amnesty.errors import AmnestyError
from amnesty.errors.asking import AskingBarredError
from amnesty.services.police.asking import ask_by_number, read_why

if TYPE_CHECKING:
    from amnesty.domain.identifiers import CertificateNumber
    from tests.store.rights.conftest import Room


WHY = {
    "force": "Llanfair",
    "reason": "stop",
    "incident": "LC-1",
    "fuller": "somebody was seen with a bag",
}


def test_parallel_sessions_share_the_lock(room: Room) -> None:
    """Twelve sessions at once, each with another officer's name, get five guesses."""
    told: list[object] = []
    room.desk("padraig")

    def session(number: int) -> None:
        desk = room.another_desk("padraig")
        try:
            ask_by_number(
                desk, number_of(number), read_why(**WHY, collar=f"PC {number}")
            )
            told.append(number)
        except AmnestyError as error:
            told.append(type(error))

    threads = [threading.Thread(target=session, args=[number]) for number in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(isinstance(one, int) for one in told) == 5
    assert told.count(AskingBarredError) == 7


def number_of(count: int) -> CertificateNumber:
    """Return a number that was never issued."""
    return new_certificate_number(count.to_bytes(RANDOM_BYTES_NEEDED, "big"))
