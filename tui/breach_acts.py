"""Breaches: who was affected, drafts of notices, and the clock of 72 hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Act
from amnesty.domain.times import utc_text
from tui.case_list import CaseRow, Listing
from tui.form_act import FormAct, Told, section_of
from tui.reading import field_of
from tui.widgets.page_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from amnesty.services.desk import Desk
    from amnesty.services.rights.breaches import KnownBreach
    from tui.form_act import Sitting
    from tui.reading import Reader

_SINCE = field_of("since", "From", "UTC: 2026-11-24 09:00")
_UNTIL = field_of("until", "To", "UTC, like all of these")
_FOUND = field_of("found", "Became known", "the 72 hours begin then")
_ACCOUNT = field_of("account", "Whose looks", "an account; empty: all", optional=True)


def _find(sitting: Sitting, reader: Reader) -> Told:
    from amnesty.services.rights.breaches import find_affected, parse_instant

    since, until, found_at = (
        reader.read(one.path, parse_instant) for one in (_SINCE, _UNTIL, _FOUND)
    )
    reader.finish()
    assert since is not None  # noqa: S101  every problem was raised above
    assert until is not None  # noqa: S101
    assert found_at is not None  # noqa: S101
    made = find_affected(
        sitting.desk,
        since=since,
        until=until,
        account=reader.text(_ACCOUNT.path),
        found_at=found_at,
    )
    affected = [f"{number}  {name}  {n} looks" for number, name, n in made.affected]
    return Told(
        said=f"Breach {made.number}: report it by {utc_text(made.report_by)}.",
        lines=(
            f"{len(affected)} affected, and {made.erased} who were erased since:",
            *affected,
            "",
            *made.to_commissioner.splitlines(),
            "",
            *made.to_patient.splitlines(),
        ),
        files={
            "to-the-commissioner.txt": made.to_commissioner.encode(),
            "to-each-patient.txt": made.to_patient.encode(),
            "affected.txt": "\n".join((*affected, "")).encode(),
        },
    )


def _breaches(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.rights.breaches import known_breaches

    now = desk.now()
    return [_row(one, now) for one in known_breaches(desk)]


def _row(one: KnownBreach, now: datetime) -> CaseRow:
    cells = (one.number, utc_text(one.report_by), str(one.affected), one.clock(now))
    return CaseRow(cells=cells, opens=None if one.reported_at else _reported(one))


def _reported(breach: KnownBreach) -> FormAct[Told]:
    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.rights.breaches import note_reported

        note_reported(sitting.desk, breach.number)
        return Told(said=f"Breach {breach.number} is reported: its clock stands.")

    return FormAct(
        name=f"Was breach {breach.number} reported?",
        act=Act.FIND_AFFECTED,
        effect=("It is written down as reported to the Commissioner now.",),
        run=run,
    )


BREACHES = Listing(
    name="Breaches",
    act=Act.FIND_AFFECTED,
    columns=(
        Column(title="Number", width=9),
        Column(title="Report by", width=23),
        Column(title="Affected", width=10),
        Column(title="Clock"),
    ),
    note="Enter notes that one was reported; F2 finds out who was affected.",
    rows=_breaches,
    new=FormAct(
        name="Who was affected?",
        act=Act.FIND_AFFECTED,
        effect=(
            "The log tells whose records were looked at in a time, and by whom.",
            "Notices to the Commissioner and to patients are drafted.",
        ),
        sections=(section_of("The breach", _SINCE, _UNTIL, _FOUND, _ACCOUNT),),
        run=_find,
    ),
)
