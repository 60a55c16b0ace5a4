"""A record as words: who it is, what is declared, and the quantity check beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.course import CourseState
from amnesty.domain.dates import age_on, in_table, in_words
from amnesty.domain.finding import Finding, FindingKind, Report
from amnesty.domain.london import LONDON, london_day
from amnesty.domain.quantity import readable_text, rounded_down
from amnesty.domain.registration import Move, State
from amnesty.services.registrations.differences import differences
from tui.text import label, lines, row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from textual.content import Content

    from amnesty.domain.certificate import CertificateStatus
    from amnesty.domain.course import Course
    from amnesty.domain.registration import Registration, Step
    from amnesty.domain.site import Site
    from amnesty.domain.stock import StockItem
    from amnesty.services.registrations.searching import Record

AMOUNTS = (FindingKind.PLANTS, FindingKind.STOCK)
_NAMES = {FindingKind.PLANTS: "Plants", FindingKind.STOCK: "Dried equivalent"}


def identity(registration: Registration, today: date) -> Content:
    """Return who this is and how the case stands, in two lines."""
    patient = registration.identity.patient
    born = patient.date_of_birth
    who = f"  born {in_words(born)} ({age_on(born, today)})  {patient.home.one_line}"
    case = f"{registration.number}  {registration.state.value}"
    if registration.valid_from and registration.valid_to:
        first, last = registration.valid_from, registration.valid_to
        case += f", {in_table(first)} to {in_table(last)}"
    need = readable_text(registration.clinical.need.grams_a_day)
    return lines(
        row(label(patient.full_name, "bold"), label(who)),
        label(f"{case}  need {need} g a day"),
    )


def declared(registration: Registration) -> Content:
    """Return the plants and the stock, site by site."""
    parts: list[Content] = []
    for index, site in enumerate(registration.growing.sites, start=1):
        parts.append(label(f"Site {index}: {site.address.one_line}", "bold"))
        if site.closed_on is not None:
            closed = f"  Closed on {in_table(site.closed_on)}."
            parts.append(label(closed, "$text-muted"))
            continue
        turn = f", {site.turn.value} now" if site.turn else ""
        parts.append(label(f"  {site.setting.in_words}{turn}, {site.tenure.value}"))
        parts.extend(_declared_at(site))
    parts.extend(_beside(registration))
    return lines(label("Declared", "bold underline"), *parts)


def is_decided(registration: Registration) -> bool:
    """Return whether no approval is awaited: neither of it nor of a change to it."""
    if registration.state in (State.DRAFT, State.SUBMITTED):
        return False
    return registration.clinical.renewal is None and registration.growing.asked is None


def what_waits(registration: Registration) -> str:
    """Return what is decided next of a record: its renewal, a change, or itself."""
    if registration.clinical.renewal is not None:
        return "renewal"
    return "registration" if registration.growing.asked is None else "change"


def _beside(registration: Registration) -> Iterator[Content]:
    """Yield who looks after the plants, and what waits to be decided."""
    growing, renewal = registration.growing, registration.clinical.renewal
    caretaker = growing.caretaker
    if caretaker is not None:
        first, last = caretaker.starts_on, caretaker.ends_on
        until = f" to {in_table(last)}" if last else ""
        yield label(f"Caretaker from {in_table(first)}{until}:", "bold")
        yield label(f"  {caretaker.full_name}, {caretaker.telephone}")
    if registration.state is State.WINDING_DOWN and growing.winding_down is not None:
        ending = growing.winding_down
        yield label(
            f"Winds down until {in_table(ending.until)}, {ending.ends_as.value}:",
            "bold",
        )
        yield label(f"  {ending.contact}, {ending.telephone}")
    if growing.asked is not None:
        asked = growing.asked
        yield label(f"Waits since {in_table(asked.on)}, by {asked.by_name}:", "bold")
        yield label(f"  {asked.words}")
    if renewal is not None:
        need = readable_text(renewal.need.grams_a_day)
        yield label(f"Renewal asked for on {in_table(renewal.asked_on)}:", "bold")
        yield label(f"  need {need} g a day")


def check(report: Report, *, decided: bool = False) -> Content:
    """Return the amounts against their limits first, then all else that matters.

    Args:
        report: the check.
        decided: whether no approval waits that something could stand in the way of.
    """
    amounts = [one for one in report.findings if one.kind in AMOUNTS]
    others = [
        one
        for one in report.findings
        if one.kind is FindingKind.FORECAST
        or (one.kind not in AMOUNTS and not one.is_fine)
    ]
    return lines(
        label(f"Quantity check  ({_in_words(report.policy)})", "bold underline"),
        *(part for finding in amounts for part in amount(finding)),
        *(label("") for _ in others[:1]),
        *(_requirement(one) for one in others),
        label(""),
        _conclusion(report, decided=decided),
    )


def amount(finding: Finding) -> Iterator[Content]:
    """Yield what is compared with what, the outcome in words, and what to do."""
    where = f"site {finding.site + 1}" if finding.site is not None else ""
    yield row(
        label(f"{_NAMES[finding.kind]}, {where}: "),
        label(finding.outcome.value.upper(), _style(finding)),
    )
    yield label(f"  {finding.compared}; {finding.with_}")
    if finding.next_step:
        yield label(f"  {finding.next_step}", "bold")


def working(report: Report) -> Content:
    """Return the sums behind every amount, line by line."""
    parts: list[Content] = []
    for finding in report.findings:
        if finding.working:
            parts.append(label(finding.sentence, "bold"))
            parts.extend(label(f"  {line}") for line in finding.working)
    return lines(label("Working", "bold underline"), *parts)


def papers(record: Record) -> Content:
    """Return the certificates and hand-ins, and the steps of the case."""
    parts = [
        label(
            f"Certificate {one.certificate.number}: {_status(one.status)}, to "
            f"{in_table(one.certificate.valid_to)}, printed {one.prints}×"
        )
        for one in record.certificates
    ]
    parts.extend(
        label(f"Hand-in {one.number}: {how_it_stands(one)}") for one in record.courses
    )
    parts.extend(
        label(
            f"{in_table(london_day(step.at))}: {_step(step)}, by {step.by_name}"
            + (f". {step.reasons}" if step.reasons else "")
        )
        for step in reversed(record.registration.steps)
    )
    return lines(label("History", "bold underline"), *parts)


_STAYING = {
    Move.ARRANGE: "changed",
    Move.ASK_FOR_CHANGE: "change asked for",
    Move.APPROVE_CHANGE: "change approved",
    Move.REFUSE_CHANGE: "change refused",
    Move.ASK_FOR_RENEWAL: "renewal asked for",
    Move.REFUSE_RENEWAL: "renewal refused",
    Move.TAKE_BACK_RENEWAL: "renewal taken back",
    Move.TAKE_BACK_CHANGE: "change taken back",
}
"""What a step is called whose state does not say it."""


def _step(step: Step) -> str:
    return _STAYING.get(step.move, step.state.value)


def changed(before: Registration, now: Registration) -> Content:
    """Return what another person changed, and who it was where a step says it."""
    steps = now.steps[len(before.steps) :]
    who = steps[-1].by_name if steps else "Somebody else"
    at = f" at {steps[-1].at.astimezone(LONDON):%H:%M}" if steps else ""
    found = [label(f"  {one}") for one in differences(before, now)]
    return lines(
        label(f"{who} changed this record{at} while you had it open:", "bold"),
        *(found or [label("  nothing that the form shows")]),
    )


def _declared_at(site: Site) -> Iterator[Content]:
    for batch in site.plants:
        what = f"{batch.stage.value} {batch.cultivar}".strip()
        yield label(f"  {batch.count:>6}   {what}, since {in_table(batch.since)}")
    for item in site.stock:
        counted = "" if item.is_counted else ", not counted"
        yield label(
            f"  {readable_text(item.grams):>6} g {item.form.value}, weighed "
            f"{in_table(item.weighed_on)}{_thc(item)}{counted}"
        )
    if not site.plants and not site.stock:
        yield label("  Nothing declared.", "$text-muted")


def _thc(item: StockItem) -> str:
    """Return what THC is in it, where its label says how much by weight."""
    percent, milligrams = item.thc_percent, item.thc_milligrams
    if percent is None or milligrams is None:
        return ""
    return (
        f", {readable_text(percent)} % THC = "
        f"{readable_text(rounded_down(milligrams, 0))} mg"
    )


def _requirement(finding: Finding) -> Content:
    if finding.kind is FindingKind.FORECAST:
        return label(f"{finding.sentence} {finding.next_step}".strip(), "$text-muted")
    return row(
        label(f"{finding.outcome.value}: ", _style(finding)),
        label(f"{finding.sentence} {finding.next_step}".strip()),
    )


def _conclusion(report: Report, *, decided: bool) -> Content:
    """Return what stands in the way, with the first of it by name."""
    left = report.blocking
    many = len(left)
    if decided:
        one, several, of = "thing is", "things are", "to be put right"
    else:
        one, several, of = "thing stands", "things stand", "in the way of an approval"
    if not left:
        begin = one.replace("thing", "Nothing", 1)
        return label(f"{begin} {of}.", "$success")
    more = f", and {many - 1} more" if many > 1 else ""
    what = f"{many} {one if many == 1 else several} {of}"
    return label(f"{what}: {_called(left[0])}{more}.", "bold $error")


def _called(finding: Finding) -> str:
    """Return what a finding is about, as `dried equivalent, site 1`."""
    name = _NAMES.get(finding.kind, finding.kind.value).casefold()
    return name if finding.site is None else f"{name}, site {finding.site + 1}"


def _in_words(policy: str) -> str:
    """Return a policy's id and version as people read them."""
    name, _, version = policy.partition("@")
    return f"policy {name}, version {version}"


def _style(finding: Finding) -> str:
    if finding.blocks:
        return "bold $error"
    return "$success" if finding.is_fine else "$warning"


def how_it_stands(course: Course) -> str:
    """Return how a hand-in stands, and since when."""
    receipt, made = course.receipt, course.appointment
    if course.state is CourseState.APPOINTED and made is not None:
        return f"agreed for {in_table(made.on)}, {made.place}"
    state = course.state.value if course.state else ""
    if receipt is None:
        return state
    on = in_table(london_day(receipt.received_at))
    if course.state is CourseState.RECEIVED:
        return f"received {on}, to be passed on"
    return f"received {on}, {state}"


def _status(status: CertificateStatus) -> str:
    return status.name.lower().replace("_", " ")
