"""`amnesty verify`: is this certificate genuine, and does it stand today?

An officer waits for this command, so it loads what verifying needs and nothing of the
register, the papers or the screens.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.answers import (
    NOTHING_READABLE,
    as_json,
    as_lines,
    exit_code,
    worst,
)
from amnesty.cli.clock import SystemClock
from amnesty.cli.police_folder import police_file
from amnesty.credential.digits import looks_like_a_code
from amnesty.credential.scanning import (
    MAX_FILE_BYTES,
    is_pdf,
    is_picture,
    read_codes,
)
from amnesty.domain.london import LONDON
from amnesty.errors import BadInputError
from amnesty.errors.sources import (
    SourceMissingError,
    SourceNotGivenError,
    SourceTooLargeError,
    TimeUnreadableError,
)
from amnesty.services.verifying import verify as verify_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.verdict import Answer

_STANDARD_INPUT = "-"
_CODE_ARGUMENT = re.compile(r"\s*(?:[^#]*#)?[0-9]+\s*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option(
    "--bundle", metavar="PLACE", help="The daily police file: a folder or a zip."
)
@click.option("--roots", metavar="FILE", help="The roots, as the authority gave them.")
@click.option(
    "--at", metavar="TIME", help="Ask about another time, as 2026-05-03T14:30."
)
@click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")
def verify(
    *,
    sources: tuple[str, ...],
    bundle: str | None,
    roots: str | None,
    at: str | None,
    is_json: bool,
) -> None:
    """Check whether certificates are genuine and stand today.

    SOURCE is a PDF, a photograph or scan (PNG or JPEG), the text of the QR code, or -
    for standard input. Without --bundle and --roots, those in the configuration folder
    are used.

    Returns 0 when valid, 1 when not valid, 3 when not genuine, never issued or of an
    unknown issuer, 4 when it cannot be confirmed, 2 when nothing could be read; for
    many sources the worst, in the order 3, 1, 4, 2, 0.
    """
    try:
        if not sources:
            raise SourceNotGivenError  # told as every other error is
        ask = verifier(bundle, roots, at)
    except BadInputError as error:
        click.echo(str(error), err=True)
        sys.exit(NOTHING_READABLE)
    outcomes = [outcome for source in sources for outcome in _outcomes(source, ask)]
    show = _show_json if is_json else _show_lines
    show(outcomes)
    sys.exit(worst(code for _, _, code in outcomes))


Outcome = tuple[str, "Answer | BadInputError", int]
"""What a source is called, what came of it and what to return for it."""


def _outcomes(source: str, ask: Callable[[str], Answer]) -> Iterator[Outcome]:
    """Answer for every code of a source, or tell why there is none."""
    name = _shown(source)
    try:
        texts = texts_in(source)
        for number, text in enumerate(texts, start=1):
            label = name if len(texts) == 1 else f"{name}, code {number}"
            answer = ask(text)
            yield label, answer, exit_code(answer.verdict)
    except BadInputError as error:
        yield name, error, error.exit_code


def _show_lines(outcomes: list[Outcome]) -> None:
    for number, (name, outcome, _) in enumerate(outcomes):
        if len(outcomes) > 1:
            click.echo(f"{'' if number == 0 else chr(10)}== {name}")
        if isinstance(outcome, BadInputError):
            click.echo(str(outcome), err=True)
        else:
            click.echo("\n".join(as_lines(outcome)))


def _show_json(outcomes: list[Outcome]) -> None:
    """Print one object for one source, and an array for many."""
    if len(outcomes) == 1:
        _, outcome, _ = outcomes[0]
        if isinstance(outcome, BadInputError):
            click.echo(str(outcome), err=True)
        else:
            click.echo(json.dumps(as_json(outcome), ensure_ascii=False, indent=2))
        return
    rows = [
        {"source": name, "error": str(outcome)}
        if isinstance(outcome, BadInputError)
        else {"source": name, **as_json(outcome)}
        for name, outcome, _ in outcomes
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def verifier(
    bundle_folder: str | None, roots_file: str | None, at: str | None = None
) -> Callable[[str], Answer]:
    """Return what answers for one code's text, with everything else settled."""
    now = SystemClock().now()
    hypothetical_at = None if at is None else _parse_time(at)
    held = police_file(bundle_folder, roots_file, now)

    def ask(text: str) -> Answer:
        return verify_certificate(
            text,
            bundle=held.bundle,
            now=now,
            floor=held.floor,
            at=hypothetical_at,
            refusal=held.refusal,
        )

    return ask


def _file(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError):
        return None


def texts_in(source: str) -> tuple[str, ...]:
    """Return the texts of all codes in a source."""
    if source == _STANDARD_INPUT:
        with click.open_file(_STANDARD_INPUT, "rb") as standard_input:
            content = standard_input.read(MAX_FILE_BYTES + 1)
    else:
        found = _file(Path(source))
        if found is None:
            return (_code_argument(source),)
        content = found
    if len(content) > MAX_FILE_BYTES:
        raise SourceTooLargeError(megabytes=MAX_FILE_BYTES >> 20)
    if not is_pdf(content) and not is_picture(content):
        return (content.decode("ascii", errors="replace"),)
    codes = read_codes(content)
    # Beside ours, a photograph may show codes of other things.
    return tuple(filter(looks_like_a_code, codes)) or codes


def _code_argument(source: str) -> str:
    if _CODE_ARGUMENT.fullmatch(source) or looks_like_a_code(source):
        return source
    raise SourceMissingError(_shown(source))


def _parse_time(typed: str) -> datetime:
    """Read a date, which begins at midnight, or a time, in London unless it says."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise TimeUnreadableError(_shown(typed)) from None
    if not _DATE.match(typed) or at.year not in _YEARS:
        raise TimeUnreadableError(_shown(typed))
    return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)


def _shown(typed: str) -> str:
    """Return what was typed, short and without what a terminal would act on."""
    longest = 60
    safe = "".join(letter if letter.isprintable() else "?" for letter in typed)
    return safe if len(safe) <= longest else f"{safe[: longest - 1]}…"
