"""`amnesty print`: the print queue and its runs, to a printer or to a file."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, write_file
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import parse_certificate_number
from amnesty.errors.printing import (
    NoPrinterProgramError,
    PrinterRefusedError,
    RunNotWrittenError,
)
from amnesty.errors.session import FileNotWrittenError

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.printing import PrintQueue
    from amnesty.services.papers.print_runs import Run

_LP = (
    *("-o", "media=A4"),
    # Nothing is scaled: a code of 35 mm stays one, and a card fits a wallet.
    *("-o", "print-scaling=none"),
    *("-o", "sides=two-sided-long-edge"),
    # The queue of a printer is read by others: it names nobody.
    *("-t", "Certificates"),
)


@job(name="print")
@takes_session
@click.option("--queue", "numbers", multiple=True, help="A certificate to print.")
@click.option("--reason", default="first print", help="Why it is printed.")
@click.option("--run", "starts", is_flag=True, help="Print what waits, as one run.")
@click.option("--resume", type=int, help="Print an open run once more.")
@click.option("--after", type=int, default=0, help="The last print before a jam.")
@click.option("--printed", type=int, help="A run that came out whole.")
@click.option("--spoiled", type=int, help="A print that came out unfit.")
@click.option("--most", type=click.IntRange(1, 500), default=500, help="In one run.")
@click.option("--printer", help="Where it is printed, by the name that lp knows.")
@click.option("--out", type=A_FILE, help="A file for the run, in place of a printer.")
@as_json_option
def print_job(  # noqa: PLR0913 - one job, one option for each thing done to a run
    session: Session,
    *,
    numbers: tuple[str, ...],
    reason: str,
    starts: bool,
    resume: int | None,
    after: int,
    printed: int | None,
    spoiled: int | None,
    most: int,
    printer: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Queue certificates, print them in runs, and say what came out."""
    from amnesty.services.papers.print_queue import (
        close_run,
        queue_prints,
        see_queue,
        spoil,
    )
    from amnesty.services.papers.print_runs import redraw, start_run

    with session.desk() as desk:
        if numbers:
            parsed = [parse_certificate_number(one) for one in numbers]
            queue_prints(desk, parsed, reason)
        if printed is not None:
            close_run(desk, printed)
        if spoiled is not None:
            spoil(desk, spoiled)
        if starts or resume is not None:
            with progress("Reading back") as step:
                run = (
                    start_run(desk, most=most, step=step)
                    if resume is None
                    else redraw(desk, resume, after=after, step=step)
                )
            hand_out(run, printer, out)
            _tell_run(run, as_json=as_json)
            return
        _tell(see_queue(desk), as_json=as_json)


def hand_out(run: Run, printer: str | None, out: Path | None) -> None:
    """Give the run to the printer, or write it; no other copy is ever made.

    Raises:
        RunNotWrittenError: the file cannot be written.
        NoPrinterProgramError: there is no printing program here.
        PrinterRefusedError: the printer did not take it.
    """
    if out is not None:
        try:
            write_file(out, run.pdf)
        except FileNotWrittenError as error:
            raise RunNotWrittenError(run.number, str(error)) from None
        return
    to = ("-d", printer) if printer else ()
    try:
        done = subprocess.run(  # noqa: S603 - the options are ours, the name one word
            ("lp", *to, *_LP, "-"),  # noqa: S607 - where lp is differs by system
            input=run.pdf,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise NoPrinterProgramError(run.number) from None
    except OSError:
        raise PrinterRefusedError(
            printer or "chosen by the system", run.number
        ) from None
    if done.returncode != 0:
        raise PrinterRefusedError(printer or "chosen by the system", run.number)


def _tell_run(run: Run, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "run": run.number,
                "certificates": [
                    {"serial": one.serial, "number": one.number} for one in run.jobs
                ],
                "held": [
                    {"serial": one.serial, "because": why} for one, why in run.held
                ],
            }
        )
        return
    print_lines(
        f"Run {run.number}: {len(run.jobs)} certificates, each read back and compared.",
        *(f"Held: print {one.serial}. {why}" for one, why in run.held),
        f"When all of it came out: amnesty print --printed {run.number}",
    )


def _tell(queue: PrintQueue, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "prints": [
                    {
                        "serial": one.serial,
                        "number": one.number,
                        "state": one.state.value,
                        "run": one.run,
                        "copy": one.copy,
                        "reason": one.reason,
                    }
                    for one in queue.jobs
                ]
            }
        )
        return
    lines = [
        f"{one.serial:>6}  {one.number}  {one.state.value}"
        f"{f' in run {one.run}' if one.run else ''}  {one.reason}"
        for one in queue.jobs
    ]
    print_lines(*(lines or ["Nothing waits to be printed."]))
