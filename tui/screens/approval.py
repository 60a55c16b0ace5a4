"""The second pair of eyes: what is asked for beside what is allowed, then yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.finding import FindingKind
from amnesty.domain.life import approvals
from amnesty.domain.quantity import readable_text
from amnesty.domain.registration import Move
from tui import record_view
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.finding import Finding
    from amnesty.services.registrations.foreseeing import Foreseen
    from amnesty.services.registrations.searching import Record

_WHAT, _WIDE = 25, 22
_ASKED = (Move.SUBMIT, Move.ASK_FOR_RENEWAL, Move.ASK_FOR_CHANGE)


class ApprovalScreen(RegistryScreen[bool]):
    """Asks, with both sides of every amount in one row; True means yes."""

    PLACE = Place.APPROVAL
    HEADING = "Approve"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.APPROVAL)]

    def __init__(self, record: Record, foreseen: Foreseen) -> None:
        """Take the record as it was read, and as it would be."""
        super().__init__()
        self._record = record
        self._foreseen = foreseen

    def compose_body(self) -> ComposeResult:
        """Show whose it is, who asks, and what is asked beside what is allowed."""
        registration = self._record.registration
        yield IdentityBar(record_view.identity(registration, self.desk.today()))
        yield Words(lines(*self._who(), label("")))
        yield Words(lines(*self._sides(), label("")))
        yield Words(record_view.check(self._foreseen.report))

    def on_mount(self) -> None:
        """Give the keys that scroll to the page."""
        body = self.query_one("#body")
        body.can_focus = True
        body.focus()
        registration = self._record.registration
        name = registration.identity.patient.full_name
        what = record_view.what_waits(registration)
        self.say(f"Approve the {what} of {name}?  y approves, n goes back.")

    def action_yes(self) -> None:
        """Approve it."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """Decide nothing."""
        self.dismiss(result=False)

    def _who(self) -> Iterator[Content]:
        registration = self._record.registration
        submitted = [one for one in registration.steps if one.move in _ASKED]
        if submitted:
            yield label(f"Asked for by {submitted[-1].by_name}, who may not approve.")
        if registration.growing.asked is not None:
            yield label(f"Asked for: {registration.growing.asked.words}.", "bold")
        for one in approvals(registration):
            yield label(f"Approved by {one.by_name} already; a second one decides.")

    def _sides(self) -> Iterator[Content]:
        clinical = self._foreseen.registration.clinical
        yield _line("", "Asked for or declared", "Allowed", "bold underline")
        need = f"{readable_text(clinical.need.grams_a_day)} g a day"
        yield _line("Need", need, clinical.need.basis.value)
        renewal = self._record.registration.clinical.renewal
        if renewal is not None:
            before = self._record.registration.clinical.need.grams_a_day
            yield _line("Need before", f"{readable_text(before)} g a day", "")
        for one in renewal.evidence if renewal else clinical.evidence:
            seen = f"seen by {one.seen_by}"
            yield _line("Evidence", f"{one.kind.value}, {one.issuer}", seen)
        for finding in self._foreseen.report.findings:
            if finding.kind in record_view.AMOUNTS:
                yield _line(_name(finding), finding.compared, _allowed(finding))
        for issued_one in self._record.certificates[-1:]:
            issued = issued_one.certificate
            stock = f"{issued.stock_grams} g" if issued.stock_grams else "no stock"
            yield _line("Certified before", issued.number, stock)


def _line(what: str, asked: str, allowed: str, style: str = "") -> Content:
    return row(
        label(f"{what:<{_WHAT}}", style or "$text-muted"),
        label(f"{asked:<{_WIDE}} ", style),
        label(allowed, style),
    )


def _name(finding: Finding) -> str:
    name = "Plants" if finding.kind is FindingKind.PLANTS else "Dried equivalent"
    return f"{name}, site {finding.site + 1}" if finding.site is not None else name


def _allowed(finding: Finding) -> str:
    return f"{finding.with_.removeprefix('limit ')}: {finding.outcome.value}"
