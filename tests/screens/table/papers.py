"""The screens of papers: letters of a record, and the print queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.printing import PrintJob, PrintQueue, PrintState
from tests.screens.table.entry import Asks, Entry
from tui.paper_acts import papers_for
from tui.print_acts import PRINT_RUNS, came_out
from tui.screens.act import ActScreen
from tui.screens.cases import CasesScreen

if TYPE_CHECKING:
    from tests.screens.table.answered import Services

_JOBS = tuple(
    PrintJob(
        serial=serial,
        number=CertificateNumber(number),
        reason=reason,
        state=state,
        run=run,
        copy=copy,
    )
    for serial, number, reason, state, run, copy in (
        (4, "C-GB32-TND7-55FE", "first print", PrintState.HELD, 2, 0),
        (7, "C-7KQF-2MXN-9DTB", "first print", PrintState.SENT, 3, 0),
        (8, "C-9ABC-DEFG-HJK6", "lost in the post", PrintState.SENT, 3, 1),
        (9, "C-5CSN-N4XA-7ZXE", "spoiled: 6", PrintState.WAITING, 0, 2),
    )
)


def _queue(services: Services) -> Any:  # noqa: ANN401 - what stands in for a service
    def see(_: object) -> object:
        return services.answer(PrintQueue(jobs=_JOBS), PrintQueue())

    return see


def _letter(services: Services) -> ActScreen[Any]:
    return ActScreen(papers_for(services.record)[0], {"path": "/R-7KQF.pdf"})


def _start(_: Services) -> ActScreen[Any]:
    assert PRINT_RUNS.new is not None
    return ActScreen(PRINT_RUNS.new)


ENTRIES = (
    Entry(
        screen=CasesScreen,
        name="print-runs",
        make=lambda _: CasesScreen(PRINT_RUNS),
        asks=Asks(keys=("f5",), on_opening=True),
        empty=True,
        answers={"amnesty.services.papers.print_queue.see_queue": _queue},
    ),
    Entry(
        screen=ActScreen,
        name="print-start",
        make=_start,
        wrong="No field of it has to be filled in.",
    ),
    Entry(
        screen=ActScreen,
        name="print-came-out",
        make=lambda _: ActScreen(came_out(_JOBS[1])),
        wrong=("came_out",),
    ),
    Entry(screen=ActScreen, name="letter", make=_letter, wrong=("path",)),
)
