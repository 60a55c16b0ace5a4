"""The print queue on the screen: what waits, one run at a time, and what came out."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.domain.printing import PrintState
from amnesty.domain.staff import Act
from amnesty.services.intake.fields import Choice, Kind
from tui.case_list import CaseRow, Listing
from tui.form_act import FormAct, Told, section_of
from tui.reading import field_of
from tui.widgets.page_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.domain.printing import PrintJob
    from amnesty.services.desk import Desk
    from amnesty.services.papers.print_runs import Run
    from tui.form_act import Sitting
    from tui.reading import Reader

_PRINTER = field_of(
    "printer", "Printer", "its name; empty: the usual one", optional=True
)
_FILE = field_of("path", "Or a file", "empty: the printer", optional=True)


class _CameOut(Enum):
    """How a run came out, as somebody at the printer sees it."""

    ALL = "all of it"
    JAM = "a jam after this one"
    NOTHING = "nothing of it"
    SPOILED = "this one is spoiled"


_CAME_OUT = field_of(
    "came_out",
    "What came out",
    kind=Kind.CHOICE,
    choices=tuple(
        Choice(letter=letter, word=one.value)
        for letter, one in zip("ajns", _CameOut, strict=True)
    ),
)


def _rows(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.papers.print_queue import see_queue

    return [_row(job) for job in see_queue(desk).jobs]


def _row(job: PrintJob) -> CaseRow:
    stands = f"{job.state.value}, run {job.run}" if job.run else job.state.value
    copy = f"DUPLICATE {job.copy}" if job.copy else "first"
    cells = (str(job.serial), job.number, stands, copy, job.reason)
    is_out = job.state is PrintState.SENT
    return CaseRow(cells=cells, opens=came_out(job) if is_out else None)


def came_out(job: PrintJob) -> FormAct[Told]:
    """Return what is written down of a run that went out, from one print of it."""

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.papers.print_queue import close_run, spoil
        from amnesty.services.papers.print_runs import redraw

        came = reader.choice(_CAME_OUT.path, _CameOut)
        reader.finish()
        if came is _CameOut.ALL:
            many = close_run(sitting.desk, job.run)
            return Told(said=f"Run {job.run} is closed: {many} came out.")
        if came is _CameOut.SPOILED:
            anew = spoil(sitting.desk, job.serial)
            return Told(said=f"Print {anew.serial} waits, as DUPLICATE {anew.copy}.")
        after = job.serial if came is _CameOut.JAM else 0
        step = _step(sitting)
        drawn = redraw(sitting.desk, job.run, after=after, step=step)
        return _handed_out(drawn, sitting, reader)

    return FormAct(
        name=f"Print {job.serial} in run {job.run}",
        act=Act.PRINT,
        effect=(
            f"Certificate {job.number} went out in run {job.run}: {job.reason}.",
            "After a jam the rest is printed again; spoiled, a duplicate waits.",
        ),
        sections=(section_of("The run", _CAME_OUT, _PRINTER, _FILE),),
        run=run,
    )


def _start(sitting: Sitting, reader: Reader) -> Told:
    from amnesty.services.papers.print_runs import start_run

    return _handed_out(start_run(sitting.desk, step=_step(sitting)), sitting, reader)


def _step(sitting: Sitting) -> Callable[[int, int], None]:
    return lambda done, total: sitting.tell(f"Read back {done} of {total}.")


def _handed_out(run: Run, sitting: Sitting, reader: Reader) -> Told:
    path = reader.typed(_FILE.path, "").strip()
    if path:
        sitting.front.save(Path(path), run.pdf)
    else:
        sitting.front.print_run(run, reader.typed(_PRINTER.path, "").strip())
    many = len(run.jobs)
    where = path or "the printer"
    said = f"Run {run.number}: {many} certificates, each read back, at {where}."
    held = tuple(f"Held: print {job.serial}. {why}" for job, why in run.held)
    return Told(said=said, lines=held)


PRINT_RUNS = Listing(
    name="Print runs",
    act=Act.PRINT,
    columns=(
        Column(title="Print", width=7),
        Column(title="Certificate", width=18),
        Column(title="Stands", width=16),
        Column(title="Copy", width=13),
        Column(title="Reason"),
    ),
    note="F2 prints what waits, as one run; Enter says how a print came out.",
    rows=_rows,
    new=FormAct(
        name="Print what waits",
        act=Act.PRINT,
        effect=(
            "All that waits, 500 at most, is one run: sorted, counted, each read back.",
            "No other run goes out until this one is closed.",
        ),
        sections=(section_of("Where", _PRINTER, _FILE),),
        run=_start,
    ),
)
