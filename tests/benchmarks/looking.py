"""What its event costs a look: the same look with and without it, in turns.

The act is the one that a clerk does most: a record opened, with its check, papers and
hand-ins. A draft without papers and a row alone are the least that can be read.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from pairs import FixedClock, Pair, in_files, note
from people import people
from verifying import certificate

from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_receipt_number
from amnesty.domain.issued import IssuedCertificate
from amnesty.services.desk import Desk
from amnesty.services.registrations.searching import open_record
from db.audit.log import Logging
from tests.unit.domain.acts import receipt, transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.hand_in import HandInAct
    from amnesty.domain.identifiers import RegistrationNumber

LOOKS = 200
_TOKEN_SIZE, _HASH_SIZE = 340, 32


def main() -> None:
    """Print what the event of a look costs, by the clock and by the processor."""
    with in_files() as pair:
        desk = Desk(register=pair.register, clock=FixedClock(), chance=os.urandom)
        patients = [one.number for one in people(2 * LOOKS)]
        drafts, growers = patients[:LOOKS], patients[LOOKS:]
        _keep(pair)

        def act(number: RegistrationNumber) -> None:
            open_record(desk, number)

        def row(number: RegistrationNumber) -> None:
            with pair.register.transaction() as transaction:
                transaction.registration(number)
                note(transaction)

        _measure(pair, "audited_read", act, growers)
        _measure(pair, "audited_draft", act, drafts)
        _measure(pair, "audited_row", row, drafts)


def _keep(pair: Pair) -> None:
    """Keep drafts, and as many with a certificate and a hand-in that was passed on."""
    for place, person in enumerate(people(2 * LOOKS)):
        with pair.register.transaction() as transaction:
            kept = transaction.add_registration(person)
            if place >= LOOKS:
                slot = transaction.take_slot(Form.CERTIFICATE)
                issued = IssuedCertificate(
                    registration=kept.id,
                    certificate=replace(certificate(place), slot=slot),
                    token=secrets.token_bytes(_TOKEN_SIZE),
                    payload_hash=secrets.token_bytes(_HASH_SIZE),
                    status=CertificateStatus.VALID,
                )
                transaction.add_certificate(issued)
                for done in _hand_in(place):
                    transaction.add_hand_in(kept.id, done)
            note(transaction)


def _hand_in(place: int) -> Iterator[HandInAct]:
    """Yield a receipt of two bags, and that police took them."""
    number = new_receipt_number(secrets.token_bytes(RANDOM_BYTES_NEEDED))
    taken, first = receipt(sequence=1), f"{place}"
    stock = tuple(replace(one, seal_tag=f"S{first}") for one in taken.stock)
    plants = tuple(replace(one, seal_tag=f"P{first}") for one in taken.plants)
    yield replace(taken, receipt=number, stock=stock, plants=plants)
    tags = (*(one.seal_tag for one in stock), *(one.seal_tag for one in plants))
    yield replace(transfer(2), receipt=number, seal_tags=tags)


def _measure(
    pair: Pair,
    name: str,
    look: Callable[[RegistrationNumber], None],
    numbers: list[RegistrationNumber],
) -> None:
    turns = []
    for one in numbers:
        logged = _both_clocks(look, one)
        with _unlogged():
            turns.append((logged, _both_clocks(look, one)))
    for clock, unit in ((0, ""), (1, "_of_processor")):
        ours, theirs = (
            median(both[clock] for both in each) for each in zip(*turns, strict=True)
        )
        pair.tell(
            f"{name}_vs_unlogged{unit}",
            ours / theirs,
            "the same without its event",
            milliseconds=round(ours * 1000, 2),
        )


@contextmanager
def _unlogged() -> Iterator[None]:
    """Have acts write no event: all else that they do, they do."""
    kept = Logging.write_events
    Logging.write_events = lambda self: None  # type: ignore[method-assign] # noqa: ARG005
    try:
        yield
    finally:
        Logging.write_events = kept  # type: ignore[method-assign] # as it was


def _both_clocks(
    look: Callable[[RegistrationNumber], None], number: RegistrationNumber
) -> tuple[float, float]:
    begun, worked = perf_counter(), process_time()
    look(number)
    return perf_counter() - begun, process_time() - worked


if __name__ == "__main__":
    main()
