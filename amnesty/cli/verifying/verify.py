"""`amnesty verify`: is this certificate genuine, and does it stand today?

An officer waits for this command, so it loads what verifying needs and nothing of the
register, the papers or the screens.
"""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import filled_in
from amnesty.cli.places import configuration_folder
from amnesty.cli.shown import shown
from amnesty.cli.terminal import is_at_a_terminal
from amnesty.cli.verifying.answers import worst
from amnesty.cli.verifying.outcomes import outcomes_of, show_json, show_lines
from amnesty.cli.verifying.police_folder import police_file
from amnesty.cli.verifying.sources import file_content
from amnesty.domain.london import LONDON
from amnesty.errors.sources import (
    SourceNotGivenError,
    TimeUnreadableError,
)
from amnesty.errors.streams import NotTextError
from amnesty.services.verifying.next_steps import (
    FORCE_FILE,
    ForceWords,
    words_for,
    words_from_toml,
)
from amnesty.services.verifying.steps import verify as verify_certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.verdict import Answer

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option(
    "--bundle",
    metavar="PLACE",
    callback=filled_in,
    help="The daily police file: a folder or a zip.",
)
@click.option(
    "--roots",
    metavar="FILE",
    callback=filled_in,
    help="The roots, as the authority gave them.",
)
@click.option(
    "--force", metavar="NAME", callback=filled_in, help="This device's police force."
)
@click.option(
    "--at",
    metavar="TIME",
    callback=filled_in,
    help="Ask about another time, as 2026-05-03T14:30.",
)
@click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")
@click.option(
    "--show-next-steps",
    "is_about_words",
    is_flag=True,
    help="Print what an officer is told to do, for the force to edit.",
)
def verify(
    *,
    sources: tuple[str, ...],
    bundle: str | None,
    roots: str | None,
    force: str | None,
    at: str | None,
    is_json: bool,
    is_about_words: bool,
) -> None:
    """Check whether certificates are genuine and stand today.

    SOURCE is a PDF, a photograph or scan (PNG, JPEG or WebP), a folder of them, the
    text of the QR code, or - for standard input. Without one, on a terminal, the
    verify screen opens. Without --bundle, --roots and --force, what the configuration
    folder holds is used: police, roots.cbor and force.toml.

    Returns 0 when valid, 1 when not valid, 3 when not genuine, never issued or of an
    unknown issuer, 4 when it cannot be confirmed, 2 when nothing could be read; for
    many sources the worst, in the order 3, 1, 4, 2, 0.
    """
    if is_about_words:
        _show_words(force, is_json=is_json)
    elif sources:
        outcomes = list(outcomes_of(sources, verifier(bundle, roots, at, force=force)))
        (show_json if is_json else show_lines)(outcomes)
        sys.exit(worst(outcome.exit_code for outcome in outcomes))
    elif is_json or at is not None or not is_at_a_terminal():
        raise SourceNotGivenError
    else:
        # Only here are the screens loaded: whoever gives a file waits for none.
        from amnesty.cli.verifying.screen import open_verify_screen

        open_verify_screen(
            asking=lambda: verifier(bundle, roots, force=force),
            title=force_words(force).force or "",
        )


def _show_words(force: str | None, *, is_json: bool) -> None:
    words = force_words(force)
    if is_json:
        click.echo(json.dumps(words.as_data(), ensure_ascii=False, indent=2))
    else:
        click.echo(words.as_toml(), nl=False)


def force_words(force: str | None) -> ForceWords:
    """Return the device's force and its words: named, from its file, or of no force.

    Raises:
        BadInputError: the force's own file cannot be used; its line is told.
    """
    path = configuration_folder(os.environ) / FORCE_FILE
    content = file_content(path)
    if content is None:
        return words_for(force)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTextError(str(path)) from None
    return words_from_toml(text, file=FORCE_FILE, force=force)


def verifier(
    bundle_folder: str | None,
    roots_file: str | None,
    at: str | None = None,
    *,
    force: str | None = None,
) -> Callable[[str], Answer]:
    """Return what answers for one code's text, with everything else settled."""
    now = SystemClock().now()
    hypothetical_at = None if at is None else _parse_time(at)
    words = force_words(force)
    held = police_file(bundle_folder, roots_file, now)

    def ask(text: str) -> Answer:
        return verify_certificate(
            text,
            bundle=held.bundle,
            now=now,
            floor=held.floor,
            at=hypothetical_at,
            force=words.force,
            next_steps=words.next_steps,
            refusal=held.refusal,
        )

    return ask


def _parse_time(typed: str) -> datetime:
    """Read a date, which begins at midnight, or a time, in London unless it says."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise TimeUnreadableError(shown(typed)) from None
    if not _DATE.match(typed) or at.year not in _YEARS:
        raise TimeUnreadableError(shown(typed))
    return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)
