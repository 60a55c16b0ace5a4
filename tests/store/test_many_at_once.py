"""Many registrations at once are kept as if one after the other, or none of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import HealthNumber
from amnesty.domain.staff import Act
from amnesty.errors.store import (
    AlreadyRegisteredError,
    HelperLostError,
    NumberTakenError,
)
from db.audit.replaying import replay
from db.helping import Helped
from db.search.indexing import BATCH, words_of
from db.tables import EventRow, PendingRow, RegistrationRow, TokenRow
from tests.store.office import NOW, note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.domain.registration import Registration
    from amnesty.domain.searched import Found
    from db.register import SqlRegister
    from tests.store.conftest import Office

    Person = Callable[..., Registration]


def add(register: SqlRegister, registrations: Sequence[Registration]) -> None:
    """Keep registrations at once, each with its event."""
    events = [
        Event(
            at=NOW,
            by=register.member,
            verb=Verb.COLLECTION,
            act=Act.REGISTER,
            registration=one.id,
        )
        for one in registrations
    ]
    with register.transaction() as transaction:
        transaction.add_registrations(registrations, events)


def counts(register: SqlRegister) -> tuple[int, ...]:
    """Return how many registrations, events and waiting ones there are."""
    with register.transaction() as transaction:
        return tuple(
            transaction.run(select(func.count()).select_from(kind)).scalar_one()
            for kind in (RegistrationRow, EventRow, PendingRow)
        )


@pytest.mark.parametrize(
    ("count", "is_helped"),
    [
        *[(count, False) for count in (1, BATCH - 1, BATCH, 3 * BATCH + 1)],
        (3 * BATCH + 1, True),
    ],
)
def test_all_are_kept_found_and_logged(
    *,
    office: Office,
    clerk: SqlRegister,
    person: Person,
    find: Callable[..., Found],
    monkeypatch: pytest.MonkeyPatch,
    count: int,
    is_helped: bool,
) -> None:
    """Each is found, has an event of its own, and follows from the log.

    So it is too where helpers make the rows, and events are written early.
    """
    if is_helped:
        monkeypatch.setattr("db.registrations.HELPED_FROM", count)
        monkeypatch.setattr("db.registrations._AT_ONCE", 50)
        monkeypatch.setattr("db.audit.log._AT_ONCE", 7)
    monkeypatch.setattr("db.search.batches._AT_ONCE", 70)
    before = counts(clerk)
    people = [person(f"Ada Number{place:03d}") for place in range(count)]
    add(clerk, people)
    rows, events, waiting = counts(clerk)
    assert (rows - before[0], events - before[1]) == (count, count)
    assert waiting == (count if count < BATCH else 0)
    assert find(names=("number",), limit=1000).total == count
    assert find(registration_number=people[-1].number).summaries[0].id == people[-1].id
    with office.open("idris").transaction() as transaction:
        leaves = select(col(EventRow.leaf)).where(col(EventRow.sequence) > before[1])
        told = [
            leaf
            for leaf in transaction.run(leaves).scalars()
            if leaf.count('["registration",') == 1
        ]
        assert not replay(transaction).differences
        transaction.must_note = False
    assert len(told) == count


def test_a_helper_that_is_lost_keeps_nothing(
    clerk: SqlRegister, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a helping process is killed, one sentence says so and nothing is kept."""
    monkeypatch.setattr("db.registrations.HELPED_FROM", BATCH)
    before = counts(clerk)
    people = [person(f"Ada Number{place}") for place in range(BATCH)]
    events = [Event(at=NOW, by=clerk.member, verb=Verb.COLLECTION, act=Act.REGISTER)]
    real, lost = Helped.no_more, list[subprocess.Popen[bytes]]()

    def killed(helped: Helped) -> None:
        for one in _processes(helped):
            one.kill()
            one.wait()
            lost.append(one)
        real(helped)

    monkeypatch.setattr(Helped, "no_more", killed)
    with (
        pytest.raises(HelperLostError, match="Nothing was kept"),
        clerk.transaction() as transaction,
    ):
        transaction.add_registrations(people, events * len(people))
    assert counts(clerk) == before
    assert len(lost) == 2


def test_helpers_end_with_the_import(
    clerk: SqlRegister, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When all is kept, no process is left that has keys."""
    monkeypatch.setattr("db.registrations.HELPED_FROM", BATCH)
    helping: list[subprocess.Popen[bytes]] = []
    real = Helped.no_more

    def seen(helped: Helped) -> None:
        helping.extend(_processes(helped))
        real(helped)

    monkeypatch.setattr(Helped, "no_more", seen)
    add(clerk, [person(f"Ada Number{place}") for place in range(BATCH)])
    assert [one.returncode for one in helping] == [0, 0]


def _processes(helped: Helped) -> list[subprocess.Popen[bytes]]:
    return [one._process for one in (helped._sealer, helped._finder)]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_helpers_end_with_what_asked_for_them(tmp_path: Path) -> None:
    """Killed outright, an import leaves no process behind with its keys."""
    told = tmp_path / "helpers"
    script = f"""
import os, signal
from pathlib import Path
from db.helping import _Helper
helper = _Helper("find", (((b"1" * 32, b"2" * 32, b"3" * 32),) * 2,))
Path({str(told)!r}).write_text(str(helper._process.pid))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    helper = int(told.read_text())
    for _ in range(200):
        if not _is_running(helper):
            return
        sleep(0.1)
    os.kill(helper, signal.SIGKILL)
    pytest.fail("A helper outlived the process that it helped.")


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_one_that_stands_already_keeps_all_out(
    clerk: SqlRegister, person: Person
) -> None:
    """A number or health number that is taken is refused, and nothing half is kept."""
    known = person("Bea Lord", health_number=HealthNumber("9990000018"))
    add(clerk, [known])
    before = counts(clerk)
    others = [person(f"Ada Number{place}") for place in range(BATCH)]
    same_patient = person("Cai Lord", health_number=HealthNumber("9990000018"))
    with pytest.raises(AlreadyRegisteredError):
        add(clerk, [*others, same_patient])
    with pytest.raises(NumberTakenError):
        add(clerk, [*others, replace(others[0], id=person("Dee").id)])
    with pytest.raises(NumberTakenError):
        add(clerk, [*others, replace(person("Dee"), number=known.number)])
    assert counts(clerk) == before


def test_two_names_that_are_alike_are_one_fact(
    clerk: SqlRegister, person: Person, find: Callable[..., Found]
) -> None:
    """Whose names begin and sound the same is kept with many others, and found."""
    people = [person(f"Stephanie Stephany{place:03d}") for place in range(BATCH)]
    alike = person("Smithe Smith")
    add(clerk, [*people, alike])
    assert find(names=("smith",)).summaries[0].id == alike.id
    assert find(names=("smithe", "smith")).summaries[0].id == alike.id


def test_many_get_the_words_that_one_gets(
    clerk: SqlRegister, person: Person, find: Callable[..., Found]
) -> None:
    """However a name is spelt, whoever came with many others is found as if alone."""
    names = (
        "Siân O'Neill",
        "Łukasz Rhys-Jones",
        "Ada Brand™ --",
        "Bo Bo Ada Cai Dee Eli",
    )
    others = [person(f"Stephanie Stephany{place:03d}") for place in range(BATCH)]
    people = [person(name) for name in names]
    add(clerk, [*others, *people])
    keys = clerk.opened()[1].keyring
    with clerk.transaction() as transaction:
        for one in people:
            for compartment, words in words_of(one).items():
                tokens = keys.keys(compartment).tokens
                kept = select(col(TokenRow.tok), col(TokenRow.ref)).where(
                    col(TokenRow.tok).in_([tokens.token(word) for word in words])
                )
                owners = {
                    tok
                    for tok, ref in transaction.run(kept)
                    if one.id in tokens.owners(tok, ref)
                }
                assert owners == {tokens.token(word) for word in words}
        note(transaction)
    assert find(names=("sian", "neill")).summaries[0].id == people[0].id
