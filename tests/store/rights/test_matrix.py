"""Roles, fields and actions, from the one table, held by services and by keys."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.event import Verb
from amnesty.domain.registration import Application
from amnesty.domain.rights import PARTS, matrix
from amnesty.domain.staff import MAY, Act, Compartment, Role
from amnesty.errors import AmnestyError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.store import CompartmentClosedError
from amnesty.policies import load_policy
from amnesty.services.authority import governing, staffing
from amnesty.services.authority.signing_in import sign_in
from amnesty.services.growing.nightly import check_all
from amnesty.services.hand_in import receiving
from amnesty.services.papers import issuing, reissuing
from amnesty.services.police.publishing import publish
from amnesty.services.registrations import deciding, searching, winding_down
from amnesty.services.registrations.rectifying import rectify, restrict
from amnesty.services.registrations.registering import (
    declare,
    register_patient,
    submit_registration,
)
from amnesty.services.rights import breaches, casework
from amnesty.services.rights.disclosing import disclose
from amnesty.services.rights.equality import record_equality
from amnesty.services.rights.erasing import hold, propose_erasure
from amnesty.services.rights.statistics import compute_statistics, read_statistics
from amnesty.services.trust import renewing
from amnesty.services.trust.signing import make_signing_keys
from db.keyring.tokens import numbered
from db.records import data_key, open_growing, open_named, open_registration
from db.registrations import NUMBER
from db.tables import RegistrationRow
from tests.store.office import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tests.store.rights.conftest import Room

DAY = date(2026, 11, 24)
PRESENTED = receiving.Presented(
    place="desk", site=0, presented_by="x", identity_seen="passport",
    signature_seen=True, stock=(), plants=(),
)  # fmt: skip

SERVICES: dict[Act, Callable[[Desk, Registration], Any]] = {
    Act.SIGN_IN: lambda desk, _: sign_in(desk),
    Act.REGISTER: lambda desk, kept: register_patient(desk, _application(kept)),
    Act.SEARCH: lambda desk, _: searching.find_registrations(desk, "llyr"),
    Act.READ: lambda desk, kept: searching.open_record(desk, kept.number),
    Act.EDIT: lambda desk, kept: declare(desk, kept.number, {}, site=0),
    Act.SUBMIT: lambda desk, kept: submit_registration(desk, kept.number),
    Act.WITHDRAW: lambda desk, kept: deciding.withdraw_registration(desk, kept.number),
    Act.RECEIVE: lambda desk, kept: receiving.receive_hand_in(
        desk, kept.number, PRESENTED, second=desk.member
    ),
    Act.CHECK: lambda desk, _: check_all(desk),
    Act.PRINT: lambda desk, kept: reissuing.print_again(desk, kept.number),
    Act.APPROVE: lambda desk, kept: deciding.approve_registration(desk, kept.number),
    Act.REFUSE: lambda desk, kept: deciding.refuse_registration(
        desk, kept.number, reasons="x", heard_on=DAY
    ),
    Act.ISSUE: lambda desk, kept: issuing.issue_certificate(desk, kept.number),
    Act.SUSPEND: lambda desk, kept: deciding.suspend_registration(
        desk, kept.number, reasons="x"
    ),
    Act.REVOKE: lambda desk, kept: deciding.revoke_registration(
        desk, kept.number, reasons="x", heard_on=DAY
    ),
    Act.EXTEND: lambda desk, kept: winding_down.close_registration(desk, kept.number),
    Act.PUBLISH: lambda desk, _: publish(desk),
    Act.SET_POLICY: lambda desk, _: governing.set_policy(desk, load_policy("uk-40g")),
    Act.PROPOSE_ACCOUNT: lambda desk, _: staffing.propose_account(
        desk, "mairi", Role.CLERK, "a made-up passphrase"
    ),
    Act.GRANT_ACCOUNT: lambda desk, _: staffing.grant_account(desk, "mairi"),
    Act.END_SESSIONS: lambda desk, _: staffing.end_sessions(desk, "mairi"),
    Act.KEEP_KEYS: lambda desk, _: renewing.request_keys(desk),
    Act.ASK_EQUALITY: lambda desk, kept: record_equality(desk, kept.number, {}),
    Act.COUNT: lambda desk, _: compute_statistics(desk),
    Act.READ_STATISTICS: lambda desk, _: read_statistics(desk),
    Act.DISCLOSE: lambda desk, kept: disclose(desk, kept.number),
    Act.RECTIFY: lambda desk, kept: rectify(desk, kept.number, {}, "x"),
    Act.RESTRICT: lambda desk, kept: restrict(
        desk, kept.number, named="", related="", reason="x"
    ),
    Act.WITHHOLD: lambda desk, _: casework.withhold(desk, 1, days=1, reason="x"),
    Act.HOLD: lambda desk, kept: hold(desk, kept.number, reason="x", until=DAY),
    Act.ERASE: lambda desk, kept: propose_erasure(desk, kept.number, "x"),
    Act.COMPLAIN: lambda desk, _: casework.complaints(desk),
    Act.FIND_AFFECTED: lambda desk, _: breaches.find_affected(
        desk, since=NOW, until=NOW, account="", found_at=NOW
    ),
}
"""A service for each act that has one here; the rest have tests of their own."""

ELSEWHERE = {
    Act.UNLOCK: "store/rights/test_the_door.py",
    Act.BREAK_GLASS: "store/rights/test_signing_in.py",
    Act.READ_AUDIT: "journeys/test_the_log_is_checked.py",
    Act.ASK_AS_POLICE: "store/rights/test_police_questions.py",
    Act.SET_UP: "the founding of a register",
    Act.UPGRADE: "store/test_upgrading.py",
    Act.BACK_UP: "store/test_backup.py",
    Act.RESTORE: "store/test_restoring.py",
    Act.MOVE: "store/test_moving.py",
    Act.RENEW: "one's own account, which everybody may",
    Act.RECOVER: "store/test_recovery.py",
}


def _application(kept: Registration) -> Application:
    return Application(
        identity=kept.identity, clinical=kept.clinical, growing=kept.growing
    )


def test_services_let_do_what_the_table_says(room: Room, kept: Registration) -> None:
    """For each act and role: done, or refused in one sentence and logged as refused."""
    make_signing_keys(room.desk("idris"))
    for act, service in SERVICES.items():
        for role in Role:
            refusal: AmnestyError | None = None
            try:
                service(room.of(role), kept)
            except AmnestyError as error:
                refusal = error
            is_refused = isinstance(refusal, RoleMayNotError)
            assert is_refused == (act not in MAY[role]), (role, act, refusal)
            if is_refused:
                last = room.last()
                told = (last["act"], last["role"], last.get("refused"))
                assert told == (act.name, role.value, True)


def test_keys_open_what_the_table_says(room: Room, kept: Registration) -> None:
    """With the row in hand and every key of a role, each field opens or does not."""
    cells = {(cell.role, cell.compartment, cell.opens) for cell in matrix()}
    assert {opens for _, _, opens in cells} == {True, False}
    for role, compartment, opens in cells:
        with room.of(role).register.transaction() as work:
            keyring = work.access.keyring  # type: ignore[attr-defined] # the store's own
            row = work.session.get_one(RegistrationRow, kept.id)  # type: ignore[attr-defined] # the store's own
            if not opens:
                with pytest.raises(CompartmentClosedError):
                    data_key(row, compartment, keyring)
                continue
            part = OPENED[compartment](row, keyring)
            own = getattr(kept, compartment.value)
            for field in fields(PARTS[compartment]):
                assert getattr(part, field.name) == getattr(own, field.name)


OPENED: dict[Compartment, Callable[[RegistrationRow, Any], Any]] = {
    Compartment.IDENTITY: lambda row, keyring: open_named(row, keyring).identity,
    Compartment.CLINICAL: lambda row, keyring: open_registration(row, keyring).clinical,
    Compartment.GROWING: open_growing,
}


def test_no_key_searches_without_the_right(room: Room, kept: Registration) -> None:
    """Who may not search cannot even make the token of a number that they know."""
    for role in Role:
        with room.of(role).register.transaction() as work:
            word = numbered(NUMBER, kept.number)
            if Act.SEARCH in MAY[role]:
                assert work.owner_of(Compartment.IDENTITY, word) == kept.id  # type: ignore[attr-defined] # the store's own
            else:
                with pytest.raises(CompartmentClosedError):
                    work.owner_of(Compartment.IDENTITY, word)  # type: ignore[attr-defined] # the store's own
            work.append(room.of(role).note(Verb.CONSULTATION, Act.READ))


def test_every_act_and_every_field_is_in_the_matrix() -> None:
    """An act or a field that is added without a word here fails."""
    assert set(Act) == set(SERVICES) | set(ELSEWHERE)
    cells = list(matrix())
    assert {cell.field for cell in cells if cell.act is Act.READ} == {
        field.name for part in PARTS.values() for field in fields(part)
    }
    assert len(cells) == len({(c.role, c.compartment, c.field, c.act) for c in cells})


def test_whoever_may_act_on_a_field_holds_its_keys() -> None:
    """No cell allows by role what the keys refuse, nor the other way round."""
    may_read = {role for role in Role if Act.READ in MAY[role]}
    for cell in matrix():
        assert not (cell.may and not cell.opens), cell
        assert cell.opens == (cell.role in may_read), cell
