"""A clock that is set back, or far ahead, changes no past and passes nobody's check."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import to_digits
from amnesty.credential.roots import parse_roots
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.verdict import Verdict
from amnesty.errors import ProblemsError
from amnesty.errors.adopting import OwnKeyEndedError
from amnesty.errors.lists import BundleAheadError, BundleListShorterError
from amnesty.services.desk import Desk
from amnesty.services.police.publishing import publish
from amnesty.services.trust.signing import make_signing_keys
from amnesty.services.verifying.steps import verify
from db.audit.findings import Health
from db.audit.replaying import replay
from db.tables import EventRow
from db.upkeep.examining import examine_open
from tests.faults.trials.work import ISSUED, TickingClock, day, desks_of
from tests.store.office import NOW, Office, note

if TYPE_CHECKING:
    from amnesty.credential.bundle import Bundle
    from amnesty.credential.roots import Roots

DAY = timedelta(days=1)


class Setting:
    """A council whose clock somebody sets, and a police device with its own."""

    def __init__(self, office: Office) -> None:
        """Open the desks at nine in the morning, and publish once."""
        self.clock = TickingClock(NOW - DAY)
        self.office = office
        self.desks = desks_of(office.open)
        self.supervisor = Desk(
            register=office.open("idris"), clock=self.clock, chance=os.urandom
        )
        self.roots: Roots = parse_roots(make_signing_keys(self.supervisor).roots_file)
        self.clock.at = NOW
        self.paper = self.issue(start=0)
        self.seen = self.published().seen(NOW + DAY / 24)

    def issue(self, *, start: int) -> str:
        """Do a day's work on one patient by the clock; return what the code holds."""
        clerk = Desk(
            register=self.desks.clerk.register, clock=self.clock, chance=os.urandom
        )
        desks = type(self.desks)(
            clerk=clerk, supervisor=self.supervisor, second=self.desks.second
        )
        (number,) = [
            one.paper for one in day(desks, start=start, count=1) if one.act == ISSUED
        ]
        with self.supervisor.transaction() as transaction:
            token = transaction.certificate(CertificateNumber(number)).token
            note(transaction)  # type: ignore[arg-type] # our own transaction
        return to_digits(token)

    def published(self, *, seen_before: bool = False) -> Bundle:
        """Publish, and take the file in as a device does at the true time."""
        seen = {self.seen.issuer: self.seen} if seen_before else {}
        return read_bundle(
            publish(self.supervisor), roots=self.roots, now=NOW + DAY / 24, seen=seen
        )

    def events(self) -> list[dict[str, object]]:
        """Return the leaves of the log, oldest first."""
        with self.office.open("idris").transaction() as transaction:
            rows = transaction.run(select(EventRow.leaf).order_by(EventRow.sequence))
            leaves = [json.loads(leaf) for leaf in rows.scalars()]
            assert not replay(transaction).differences
            note(transaction)
        return leaves


@pytest.fixture
def setting(office: Office) -> Setting:
    """Return a council that works, and a device that took its file in."""
    return Setting(office)


def test_acts_under_a_clock_set_back_are_kept_in_order_and_marked(
    setting: Setting,
) -> None:
    """The log never goes back: an act says itself that its clock did."""
    before = setting.events()
    setting.clock.at = NOW - DAY / 8
    setting.issue(start=1)
    leaves = setting.events()[len(before) :]
    assert [one["sequence"] for one in leaves] == list(
        range(len(before) + 1, len(before) + 1 + len(leaves))
    )
    back = [one for one in leaves if str(one["at"]) < str(before[-1]["at"])]
    assert len(back) >= 6
    newest = ""
    for one in (*before, *leaves):
        assert ("clock" in one) == (str(one["at"]) < newest)
        newest = max(newest, str(one["at"]))


def test_days_that_have_not_come_are_refused(setting: Setting) -> None:
    """Under a clock set back by weeks, what was seen today is of the future."""
    setting.clock.at = NOW - 30 * DAY
    with pytest.raises(ProblemsError, match="today or in the past"):
        setting.issue(start=1)


def test_the_doctor_tells_a_clock_behind_the_log(setting: Setting) -> None:
    """Also when it was the log that was written under a clock far ahead."""
    register = setting.office.open("nerys")
    assert not _log_is_wrong(register, behind=timedelta(0))
    assert _log_is_wrong(register, behind=30 * DAY)
    setting.clock.at = NOW + 2 * DAY
    setting.issue(start=2)
    assert _log_is_wrong(setting.office.open("nerys"), behind=timedelta(0))


def _log_is_wrong(register: object, *, behind: timedelta) -> bool:
    found = examine_open(register, now=NOW + DAY / 24 - behind)  # type: ignore[arg-type] # a register
    (log,) = [one for one in found if one.about == "log"]
    assert log.health is Health.OK or "Set this machine's clock" in log.mend
    return log.health is Health.WRONG


def test_what_is_issued_ahead_passes_nobody(setting: Setting) -> None:
    """A certificate or police file of a time that has not come is not believed."""
    setting.clock.at = NOW + 2 * DAY
    ahead = setting.issue(start=3)
    with pytest.raises(BundleAheadError):
        setting.published(seen_before=True)
    setting.clock.at = NOW + DAY / 48
    bundle = setting.published(seen_before=True)
    at = NOW + DAY / 24
    assert verify(ahead, bundle=bundle, now=at).verdict is Verdict.NOT_GENUINE
    assert verify(setting.paper, bundle=bundle, now=at).verdict is Verdict.VALID


def test_a_police_file_of_a_clock_set_back_replaces_none(setting: Setting) -> None:
    """A device keeps what it has, until the council's clock has been put right."""
    setting.clock.at = NOW + DAY / 48
    setting.seen = setting.published(seen_before=True).seen(NOW + DAY / 24)
    setting.clock.at = NOW + DAY / 96
    with pytest.raises(BundleListShorterError):
        setting.published(seen_before=True)
    setting.clock.at = NOW - 2 * DAY
    with pytest.raises(OwnKeyEndedError, match="Put the clock right"):
        setting.published(seen_before=True)
    setting.clock.at = NOW + DAY / 32
    assert setting.published(seen_before=True).manifest.sequence > setting.seen.sequence


def test_a_device_whose_clock_was_set_back_confirms_nothing(setting: Setting) -> None:
    """It cannot make what was revoked since stand again."""
    bundle = setting.published(seen_before=True)
    floor = bundle.clock_floor(NOW + DAY / 24, None)
    answer = verify(setting.paper, bundle=bundle, now=NOW - DAY, floor=floor)
    assert answer.verdict in (Verdict.CANNOT_BE_CONFIRMED, Verdict.NOT_GENUINE)
    late = verify(setting.paper, bundle=bundle, now=NOW + 30 * DAY, floor=floor)
    assert late.verdict is Verdict.CANNOT_BE_CONFIRMED
