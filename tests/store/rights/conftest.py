"""Desks of every role, at one register with one patient in it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.certificate import Form
from amnesty.services.desk import Desk
from db.audit.log import open_detail
from db.tables import EventRow
from tests.store.issuing.conftest import signed_for
from tests.store.office import NOW, PEOPLE, Office, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import Role

NAMES = {role: name for name, role in reversed(PEOPLE.items())}
"""One account of each role."""


@dataclass
class SetClock:
    """A clock that a test sets."""

    at: datetime = NOW

    def now(self) -> datetime:
        """Return the instant that it was set to."""
        return self.at

    def go_on(self, **by: float) -> None:
        """Go on by minutes, hours or days; back where they are negative."""
        self.at += timedelta(**by)


@dataclass
class Room:
    """The office as a test meets it."""

    office: Office
    clock: SetClock = field(default_factory=SetClock)
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str) -> Desk:
        """Return somebody's desk, opened when first asked for."""
        if name not in self.desks:
            self.desks[name] = self.another_desk(name)
        return self.desks[name]

    def another_desk(self, name: str) -> Desk:
        """Return one more session of somebody."""
        register = self.office.open(name)
        return Desk(register=register, clock=self.clock, chance=os.urandom)

    def of(self, role: Role) -> Desk:
        """Return the desk of somebody of a role."""
        return self.desk(NAMES[role])

    def leaves(self) -> list[dict[str, Any]]:
        """Return the log's clear leaves."""
        return [json.loads(row.leaf) for row in reversed(self._events())]

    def last(self) -> dict[str, Any]:
        """Return the newest leaf, with its detail as an auditor reads it."""
        row = self._events(limit=1)[0]
        with self.desk("linh").register.transaction() as work:
            detail = open_detail(row, work.access.keyring)  # type: ignore[attr-defined] # the store's own
        return {**json.loads(row.leaf), "about": detail.registration, **detail.detail}

    def _events(self, limit: int | None = None) -> list[EventRow]:
        """Return events, the newest first."""
        with self.desk("linh").register.transaction() as work:
            session = work.session  # type: ignore[attr-defined] # the store's own
            asked = select(EventRow).order_by(col(EventRow.sequence).desc())
            rows = list(session.execute(asked.limit(limit)).scalars())
            session.expunge_all()
        return rows


@pytest.fixture
def room(office: Office) -> Room:
    """Return the office with a desk for everybody."""
    return Room(office=office)


@pytest.fixture
def kept(
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> Registration:
    """Return a draft of somebody."""
    return keep(person("Siân Llŷr"))


@pytest.fixture
def restricted(
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    room: Room,
) -> Registration:
    """Return a record that a clerk alone may open."""
    draft = person("Ada Lord")
    named = (room.desk("bronwen").member.id,)
    return keep(replace(draft, identity=replace(draft.identity, restricted_to=named)))


@pytest.fixture
def certificate(room: Room, kept: Registration) -> Certificate:
    """Return a certificate that stands, for somebody whose site is registered."""
    desk = room.desk("idris")
    with desk.register.transaction() as work:
        issued = signed_for(kept, work.take_slot(Form.CERTIFICATE))
        work.add_certificate(issued)
        note(work, kept.id)  # type: ignore[arg-type] # the store's own
    return issued.certificate
