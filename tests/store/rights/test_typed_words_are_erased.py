"""Whatever was typed about somebody goes with their record: in every act, every field.

Each text that a person types has a word of its own, and so has the patient's name. They
are looked for in all rows, opened with all keys that a supervisor has.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty import services
from amnesty.domain.registration import Registration, State
from amnesty.domain.staff import Act
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.rights.erasing import confirm_erasure, propose_erasure
from amnesty.services.trust.signing import make_signing_keys
from db.audit.checkpoints import new_checkpoint, prove_event
from db.audit.replaying import replay
from tests.store.office import note
from tests.store.rights.everything import everything_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.store.rights.conftest import Room


from tests.store.rights import typed_words
from tests.store.rights.typed_words import NEEDLE, ROW, TYPED, Case

NOTHING_TYPED = {
    Act.SIGN_IN: "by name and passphrase of staff",
    Act.READ: "by number",
    Act.SUBMIT: "by number; sent back with reasons, which are a step of the record",
    Act.WITHDRAW: "reasons are a step, as of revoking",
    Act.CHECK: "by number",
    Act.APPROVE: "by number",
    Act.REFUSE: "reasons are a step, as of revoking",
    Act.ISSUE: "by number",
    Act.EXTEND: "reasons are a step, as of revoking",
    Act.PUBLISH: "nothing",
    Act.SET_POLICY: "an authority's own texts, about nobody",
    Act.PROPOSE_ACCOUNT: "about staff",
    Act.GRANT_ACCOUNT: "about staff",
    Act.UNLOCK: "about staff",
    Act.END_SESSIONS: "about staff",
    Act.RENEW: "about staff",
    Act.READ_AUDIT: "by number",
    Act.READ_STATISTICS: "nothing",
    Act.COUNT: "nothing",
    Act.FIND_AFFECTED: "instants, and accounts of staff",
    Act.WITHHOLD: "typed as police ask",
    Act.ERASE: "typed below",
    Act.SET_UP: "an authority's own settings",
    Act.UPGRADE: "nothing",
    Act.BACK_UP: "nothing",
    Act.RESTORE: "why an older backup is put back: about the register",
    Act.MOVE: "nothing",
    Act.KEEP_KEYS: "nothing",
    Act.RECOVER: "nothing",
}
"""Every other act, with what is typed in it, which is nothing about a patient."""

TYPES = ("str", "Mapping[str, str]", "Why", "Presented", "Agreed", "PuttingRight")
"""The kinds of argument that bring what a person typed."""

_A_STEP = "kept as a step of the record, by the same table of moves"
_STAFF = "names an account of staff"
ELSEWHERE = {
    "propose_erasure": "typed as the record is erased, below",
    "change_tenure": "a choice and dates",
    "record_outcome": "coded words alone",
    "browse_log": _STAFF,
    "verify_log": "a checkpoint",
    "find_affected": _STAFF,
    "note_reported": "a number",
    "ask_for_site": "kept in the record, as another grower is",
    "read_correction": "kept by rectifying or in the draft",
    "refuse_registration": _A_STEP,
    "send_back_registration": _A_STEP,
    "withdraw_registration": _A_STEP,
    "receive_as_agreed": "as receive_hand_in",
    "set_house_rules": "about nobody",
    "plain_letter": "which letter",
    "keep_photograph": "a picture",
    "declare": "counts, forms and dates, kept in the record",
    "read_answers": "keeps nothing",
    "ask_for_renewal": "answers, kept in the record",
    "refuse_renewal": _A_STEP,
    "drop_key": "a key's number",
    "droppable": "a key's number",
    "ask_second_step": _STAFF,
    "ask_to_change": _STAFF,
    "note_unlocked": _STAFF,
    "sign_in": "a one-time code",
    "grant_account": _STAFF,
    "propose_account": _STAFF,
    "remove_account": _STAFF,
    "end_sessions": _STAFF,
    "wind_down": _A_STEP,
}
"""Services that take text and are not called here, with what it is."""


def _typing() -> Iterator[str]:
    """Yield the names of services that take what a person typed."""
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        for name, found in vars(importlib.import_module(module.name)).items():
            service = inspect.unwrap(found) if callable(found) else found
            is_own = getattr(service, "__module__", "") == module.name
            if not inspect.isfunction(service) or not is_own or name.startswith("_"):
                continue
            asked = inspect.signature(service).parameters
            kinds = {
                str(one.annotation).removesuffix(" | None") for one in asked.values()
            }
            if "desk" in asked and not kinds.isdisjoint(TYPES):
                yield name


def test_every_act_is_typed_or_not() -> None:
    """An act that is added without a word here fails; so does a service of words."""
    assert set(Act) == set(TYPED) | set(NOTHING_TYPED)
    assert set(_typing()) - set(vars(typed_words)) == set(ELSEWHERE)


@pytest.fixture
def case(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> Case:
    """Return somebody who grows, with a certificate that stands."""
    draft = person(f"{NEEDLE} Quuxley")
    (site,) = draft.growing.sites
    own = replace(site, address=replace(site.address, lines=(ROW,)))
    grows = replace(
        draft,
        growing=replace(draft.growing, sites=(own,)),
        state=State.APPROVED,
        valid_from=date(2026, 11, 10),
        valid_to=date(2027, 5, 9),
    )
    kept = keep(grows)
    make_signing_keys(room.desk("idris"))
    certificate = issue_certificate(room.desk("idris"), kept.number).issued.certificate
    return Case(room=room, patient=kept, certificate=certificate)


def test_nothing_that_was_typed_outlives_the_record(case: Case) -> None:
    """Of no act, in no row, by no key; the search finds each of them before.

    The log goes on: its proofs of before verify, auditors read who did what, when and
    for which coded reason, and no detail is gone that no erasure lists.
    """
    idris, gareth = case.desk("idris"), case.desk("gareth")
    for act in TYPED.values():
        act(case)
    case.room.clock.go_on(days=1)
    propose_erasure(idris, case.patient.number, case.word())
    asked = case.certificate.number, case.address
    before = everything_read(idris, *asked)
    assert [word for word in case.words if word not in before] == []
    leaves = case.room.leaves()
    with idris.register.transaction() as work:
        note_before = new_checkpoint(work)  # type: ignore[arg-type] # the store's own
        proofs = [prove_event(work, event, note_before) for event in (3, len(leaves))]  # type: ignore[arg-type] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own
    confirm_erasure(gareth, case.patient.number)
    after = everything_read(idris, *asked).casefold()
    assert NEEDLE.casefold() not in after
    assert case.room.leaves()[: len(leaves)] == leaves
    with idris.register.transaction() as work:
        assert replay(work).differences == ()  # type: ignore[arg-type] # the store's own
        again = [prove_event(work, one.sequence, note_before) for one in proofs]  # type: ignore[arg-type] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own
    assert again == proofs
