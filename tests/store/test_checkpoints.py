"""A checkpoint that was kept elsewhere shows whether the log only grew."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.log import (
    AnotherLogError,
    CheckpointForgedError,
    LogRewrittenError,
    NoSuchEventError,
)
from amnesty.errors.store import CompartmentClosedError
from amnesty.transparency.notes import Checkpoint, read_checkpoint, signed
from amnesty.transparency.tree import leaf_hash
from amnesty.transparency.verifying import leaf_is_included, log_only_grew
from db.audit.checkpoints import (
    new_checkpoint,
    prove_event,
    prove_events,
    require_grown,
)
from db.audit.log import commitment, open_detail
from db.audit.of_registration import events_of
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from tests.store.conftest import Office

    Log = Callable[..., None]


def sign(office: Office, log: Log) -> str:
    """Return a checkpoint that the auditor signed."""
    with office.open("linh").transaction() as transaction:
        note = new_checkpoint(transaction)
        log(transaction)
    return note


def test_a_log_that_grew_begins_as_it_was_signed(
    office: Office,
    log: Log,
    keep: Callable[..., Registration],
    person: Callable[..., Registration],
) -> None:
    """However much was registered since, an old checkpoint still holds."""
    notes = []
    for place in range(20):
        notes.append(sign(office, log))
        keep(person(f"Ada Number{place}"))
    with office.open("idris").transaction() as transaction:
        sizes = [require_grown(transaction, note).size for note in notes]
        log(transaction)
    assert sizes == sorted(set(sizes))


def test_an_older_register_put_back_is_noticed(office: Office, log: Log) -> None:
    """A whole file from yesterday, with its genuine head, lacks what was signed."""
    office.stack.close()
    shutil.copytree(office.folder, office.folder.with_name("yesterday"))
    for _ in range(3):
        note = sign(office, log)
    office.stack.close()
    shutil.rmtree(office.folder)
    shutil.move(office.folder.with_name("yesterday"), office.folder)
    with (
        pytest.raises(LogRewrittenError, match="an older register was put back"),
        office.open("linh").transaction() as transaction,
    ):
        require_grown(transaction, note)


def test_another_history_of_the_same_length_is_noticed(
    office: Office, log: Log
) -> None:
    """Whoever puts back a copy and goes on writing in it cannot hide that."""
    office.stack.close()
    shutil.copytree(office.folder, office.folder.with_name("copy"))
    for _ in range(4):
        note = sign(office, log)
    office.stack.close()
    shutil.rmtree(office.folder)
    shutil.move(office.folder.with_name("copy"), office.folder)
    for _ in range(9):
        sign(office, log)
    with (
        pytest.raises(LogRewrittenError),
        office.open("linh").transaction() as transaction,
    ):
        require_grown(transaction, note)


def test_a_forged_checkpoint_proves_nothing(office: Office, log: Log) -> None:
    """Only the register's own key signs for its log."""
    note = sign(office, log)
    origin = note.split("\n")[0]
    forged = signed(Checkpoint(origin=origin, size=1, root=bytes(32)), bytes(32))
    with office.open("linh").transaction() as transaction:
        with pytest.raises(CheckpointForgedError):
            require_grown(transaction, forged)
        log(transaction)


def test_another_registers_checkpoint_is_refused(
    office: Office, log: Log, create: Callable[[Path], object], tmp_path: Path
) -> None:
    """It was signed with another key, so it is not believed at all."""
    from tests.store.conftest import Office as Other

    create(tmp_path / "other")
    other = Other(folder=tmp_path / "other", recovery_code="")
    with other.stack, other.open("idris").transaction() as transaction:
        note = new_checkpoint(transaction)
        log(transaction)
    with (
        pytest.raises((AnotherLogError, CheckpointForgedError)),
        office.open("linh").transaction() as transaction,
    ):
        require_grown(transaction, note)


def test_an_event_is_proved_to_be_in_the_log(office: Office, log: Log) -> None:
    """The leaf, the hashes and the checkpoint are all that a stranger needs."""
    for _ in range(5):
        sign(office, log)
    with office.open("linh").transaction() as transaction:
        proof = prove_event(transaction, 3)
        with pytest.raises(NoSuchEventError, match="1 to"):
            prove_event(transaction, 9999)
        log(transaction)
    _, size, root, *_ = proof.checkpoint.split("\n")
    assert leaf_is_included(
        leaf_hash(proof.leaf.encode()),
        proof.sequence - 1,
        size=int(size),
        root=base64.b64decode(root),
        proof=proof.hashes,
    )


def test_a_registrations_events_are_found_and_proved(
    office: Office,
    log: Log,
    keep: Callable[..., Registration],
    person: Callable[..., Registration],
) -> None:
    """Each event about it, by whoever and of whichever kind, and no other's."""
    one, other = keep(person("Siân Llŷr")), keep(person("Wojciech Wójcik"))
    for name in ("bronwen", "idris"):
        with office.open(name).transaction() as transaction:
            transaction.registration(one.number)
            log(transaction, one.id)
        with office.open(name).transaction() as transaction:
            transaction.registration(other.number)
            log(transaction, other.id)
    with office.open("idris").transaction() as transaction:
        keyring = transaction.access.keyring
        events = events_of(transaction, one.number)
        proofs = prove_events(transaction, events)
        kept = [transaction.session.get_one(EventRow, event) for event in events]
        of = [open_detail(event, keyring) for event in kept]
        log(transaction)
    assert len(events) == 3
    assert {detail.registration for detail in of} == {one.id}
    for proof, detail in zip(proofs, of, strict=True):
        told = json.loads(proof.leaf)["registration"]
        assert told == commitment(detail.salt, one.id)
        assert told != commitment(detail.salt, other.id)
        _, size, root, *_ = proof.checkpoint.split("\n")
        assert leaf_is_included(
            leaf_hash(proof.leaf.encode()),
            proof.sequence - 1,
            size=int(size),
            root=base64.b64decode(root),
            proof=proof.hashes,
        )


def test_an_auditor_cannot_tell_whose_a_number_is(
    office: Office,
    keep: Callable[..., Registration],
    person: Callable[..., Registration],
) -> None:
    """Who holds no patient's keys finds no patient's events by a number."""
    kept = keep(person("Siân Llŷr"))
    with (
        pytest.raises(CompartmentClosedError),
        office.open("linh").transaction() as transaction,
    ):
        events_of(transaction, kept.number)


@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig"])
def test_auditors_and_supervisors_sign_alone(office: Office, name: str) -> None:
    """Nobody else holds the key."""
    with (
        pytest.raises(CompartmentClosedError),
        office.open(name).transaction() as transaction,
    ):
        new_checkpoint(transaction)


def test_each_published_checkpoint_leads_on_to_the_newest(
    office: Office, log: Log
) -> None:
    """For sixty days there is a proof from it; then it is forgotten."""
    told: list[Checkpoint] = []
    start = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    for day in (0, 1, 2, 61):
        with office.open("idris").transaction() as transaction:
            published = transaction.publish_log(start + timedelta(days=day))
            log(transaction)
        now = read_checkpoint(published.checkpoint, published.public_key)
        for earlier in told:
            if earlier.size not in published.growth:
                assert day == 61
                continue
            proof = published.growth[earlier.size]
            old, new = (earlier.size, earlier.root), (now.size, now.root)
            assert log_only_grew(old, new, proof)
        told.append(now)
    assert list(published.growth) == [told[2].size]


def test_a_clerk_publishes_no_checkpoint(office: Office) -> None:
    """The key that signs them is the auditors' and the supervisors'."""
    with (
        pytest.raises(CompartmentClosedError),
        office.open("bronwen").transaction() as transaction,
    ):
        transaction.publish_log(datetime(2026, 11, 24, tzinfo=UTC))
