"""Many sources, one after the other: what came of each, shown as they are read."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from amnesty.cli.shown import shown
from amnesty.cli.verifying.answers import as_json, as_lines, exit_code, summary
from amnesty.cli.verifying.sources import STANDARD_INPUT, files_in, read_source
from amnesty.domain.verdict import Answer
from amnesty.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from amnesty.domain.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one code, or of a source that holds none."""

    name: str
    """What its source is called."""
    came: Answer | BadInputError
    note: str = ""
    """What the officer is told of the whole source, at its first code."""

    @property
    def exit_code(self) -> int:
        """Return what the command returns for it alone."""
        if isinstance(self.came, BadInputError):
            return self.came.exit_code
        return exit_code(self.came.verdict)


def outcomes_of(
    sources: Iterable[str], ask: Callable[[str], Answer]
) -> Iterator[Outcome]:
    """Answer for every code of every source, or tell why there is none."""
    files: list[str] = []
    for source in sources:
        try:
            files += files_in(source)
        except BadInputError as error:
            yield Outcome(name=shown(source), came=error)
    with _progress(files) as counted:
        for source in counted:
            yield from _of_one(source, ask)


def _of_one(source: str, ask: Callable[[str], Answer]) -> Iterator[Outcome]:
    name = shown(source)
    try:
        read = read_source(source)
        for number, text in enumerate(read.texts, start=1):
            label = name if len(read.texts) == 1 else f"{name}, code {number}"
            note = read.note if number == 1 else ""
            yield Outcome(name=label, came=ask(text), note=note)
    except BadInputError as error:
        yield Outcome(name=name, came=error)


@contextmanager
def _progress(files: Sequence[str]) -> Iterator[Iterable[str]]:
    """Count the files in a bar, where there are many and somebody looks on."""
    if len(files) == 1 or STANDARD_INPUT in files or not _is_watched():
        yield files
        return
    with click.progressbar(
        files, label="Checking", show_pos=True, file=sys.stderr
    ) as bar:
        yield bar


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def show_lines(outcomes: Sequence[Outcome]) -> None:
    """Print every answer to read, with headings and a summary where there are many."""
    is_one = len(outcomes) == 1
    for number, outcome in enumerate(outcomes):
        if not is_one:
            click.echo(f"{'' if number == 0 else chr(10)}== {outcome.name}")
        if outcome.note:
            click.echo(outcome.note)
        if isinstance(outcome.came, BadInputError):
            click.echo(str(outcome.came), err=True)
        else:
            click.echo("\n".join(as_lines(outcome.came)))
    if not is_one:
        click.echo()
        click.echo("\n".join(summary(map(_verdict_of, outcomes))))


def show_json(outcomes: Sequence[Outcome]) -> None:
    """Print one object for one source, and an array for many."""
    if len(outcomes) > 1:
        _print_json([_row(outcome) for outcome in outcomes])
        return
    (outcome,) = outcomes
    if isinstance(outcome.came, BadInputError):
        click.echo(str(outcome.came), err=True)
    else:
        _print_json(as_json(outcome.came) | _note(outcome))


def _row(outcome: Outcome) -> dict[str, object]:
    name: dict[str, object] = {"source": outcome.name}
    if isinstance(outcome.came, BadInputError):
        return name | {"error": str(outcome.came)}
    return name | as_json(outcome.came) | _note(outcome)


def _note(outcome: Outcome) -> dict[str, object]:
    return {"note": outcome.note or None}


def _verdict_of(outcome: Outcome) -> Verdict | None:
    return None if isinstance(outcome.came, BadInputError) else outcome.came.verdict


def _print_json(data: object) -> None:
    """Print JSON, in escapes where the terminal lacks letters."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_ascii = not encoding.casefold().startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=is_ascii, indent=2))
