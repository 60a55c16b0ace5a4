"""What is done with the audit log: finding, proving and verifying."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amnesty.domain.dates import in_table, parse_date
from amnesty.domain.looking import Sought
from amnesty.domain.staff import Act
from amnesty.services.intake.fields import Kind
from tui.form_act import FormAct, Told, section_of
from tui.forms import spoken
from tui.reading import YES_NO, field_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from amnesty.domain.looking import Look
    from amnesty.domain.staff import StaffId
    from tui.form_act import Sitting
    from tui.reading import Reader

_WIDTH = 14
_ACCOUNT = field_of("account", "Account", "whose events", optional=True)
_WHAT = field_of("what", "What", "a word of it: erase, print, search", optional=True)
_ON = field_of("on", "Day", "for example 27 3 2026, UTC", kind=Kind.DATE, optional=True)
_REFUSED = field_of(
    "refused", "Only refused", kind=Kind.YES_NO, choices=YES_NO, optional=True
)
_CHECKPOINT = field_of(
    "checkpoint", "Kept checkpoint", "its file, or leave empty", optional=True
)


class Wanted(NamedTuple):
    """What is sought in the log, and whose."""

    sought: Sought
    account: str


def who_of(event: Look, names: Mapping[StaffId, str]) -> str:
    """Return who acted; an account that is no more has its number alone."""
    return names.get(event.by) or f"{event.by:016x}"


def what_of(event: Look) -> str:
    """Return what was done, as a line has room for it."""
    marks = ["REFUSED"] * event.refused + [f"ALARM {event.alarm}"] * bool(event.alarm)
    return "  ".join((*marks, Act[event.act].value))


def in_words_of(sought: Sought, account: str) -> str:
    """Return what is sought, as a sentence; empty where it is everything."""
    acts = sorted(one.value for one in sought.acts)
    parts = [
        "alarms" * sought.alarms,
        "refused" * sought.refused,
        f"of {account}" * bool(account),
        f"on {in_table(sought.on)}" if sought.on else "",
        f"to {' or '.join(acts)}" * bool(acts),
    ]
    sentence = "; ".join(one for one in parts if one)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def finding() -> FormAct[Wanted]:
    """Return the act that asks what is sought."""

    def run(_: Sitting, reader: Reader) -> Wanted:
        typed = reader.text(_WHAT.path).strip().casefold()
        acts = {one for one in Act if typed and typed in one.value.casefold()}
        if typed and not acts:
            reader.complain(_WHAT.path, "No act has this word: try erase or open")
        on = reader.read(_ON.path, _day_if_any)
        reader.finish()
        is_refused = spoken(_REFUSED, reader.text(_REFUSED.path)) == "yes"
        sought = Sought(acts=frozenset(acts), refused=is_refused, on=on)
        return Wanted(sought, reader.text(_ACCOUNT.path).strip())

    return FormAct(
        name="Find in the audit log",
        act=Act.READ_AUDIT,
        sections=(section_of("What is sought", _ACCOUNT, _WHAT, _ON, _REFUSED),),
        run=run,
    )


def _day_if_any(text: str) -> date | None:
    return parse_date(text, "day") if text.strip() else None


def proving(event: Look, names: Mapping[StaffId, str]) -> FormAct[Told]:
    """Return the act that shows an event, with the proof that the log has it."""

    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.auditing import prove_event

        proof = prove_event(sitting.desk, event.event)
        return Told(
            said="The log has it. F9 saves its proof and its leaf.",
            lines=tuple(_lines(event, names)),
            files={
                f"event-{event.event}.tlog-proof": proof.encode(),
                f"event-{event.event}.leaf.json": event.leaf.encode(),
            },
        )

    return FormAct(name=f"Event {event.event}", act=Act.READ_AUDIT, run=run)


def _lines(event: Look, names: Mapping[StaffId, str]) -> Iterator[str]:
    about = "" if event.registration is None else f"{event.registration:016x}"
    for name, value in (
        ("Event", str(event.event)),
        ("When", f"{in_table(event.at.date())} {event.at:%H:%M:%S} UTC"),
        ("Who", f"{who_of(event, names)}, {event.role.value}"),
        ("What", what_of(event)),
        ("Kind", event.verb),
        ("Record", about or "none"),
        *((name.capitalize(), value) for name, value in event.detail.items()),
        *([("Detail", "erased with the record")] * event.is_forgotten),
    ):
        yield f"{name:<{_WIDTH}}{value}"


def verifying() -> FormAct[Told]:
    """Return the act that compares the register with its log."""

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.auditing import verify_log

        path = reader.text(_CHECKPOINT.path).strip()
        note = sitting.front.read(Path(path)) if path else None
        found = verify_log(sitting.desk, note)
        if not found.differences:
            grown = " The log only grew since the checkpoint." if note else ""
            sentence = f"Every row follows from the log's {found.events} events.{grown}"
            return Told(said=sentence, lines=(sentence,))
        many = len(found.differences)
        return Told(
            said="Keep the register as it is, and tell the auditor.",
            lines=(
                f"{many} things do not follow from the log's {found.events} events:",
                *found.differences,
            ),
            files={"differences.txt": "\n".join(found.differences).encode()},
        )

    return FormAct(
        name="Verify the audit log",
        act=Act.READ_AUDIT,
        effect=("Every row of the register is compared with what the log says of it.",),
        sections=(section_of("Against what", _CHECKPOINT),),
        run=run,
    )
