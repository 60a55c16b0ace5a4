"""`amnesty page`: a force's own page, which checks certificates without a network."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, A_PLACE, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    write_files,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from amnesty.domain.identifiers import GssCode
    from amnesty.domain.verdict import Verdict
    from amnesty.services.police.paging import Telephone

_PUBLIC = 0o644
_TELEPHONE = re.compile(r"\s*([^=]*)=\s*(.*?)\s*,\s*(\+?[0-9][0-9 ]{5,20})\s*")


@job("page")
@click.option(
    "--roots",
    required=True,
    type=A_FILE,
    help="roots.cbor, as the authority gave it; compare its fingerprint.",
)
@click.option("--force", required=True, help="Your force, as agreements name it.")
@click.option(
    "--out", required=True, type=A_FILE, help="Where the page goes, as verify.html."
)
@click.option(
    "--telephone",
    "telephones",
    multiple=True,
    metavar="GSS=NAME,NUMBER",
    help="Whom to call about an authority's certificates; may be given many times.",
)
@click.option(
    "--next-steps",
    "steps",
    type=A_FILE,
    help="The force's own words, as amnesty verify --show-next-steps prints them.",
)
@click.option(
    "--next-steps-welsh",
    "steps_welsh",
    type=A_FILE,
    help="The same in Welsh. Without it the words above stand in both languages.",
)
@click.option(
    "--police-file",
    "place",
    type=A_PLACE,
    help="The day's police file, folder or zip, to carry inside the page.",
)
@click.option(
    "--served",
    is_flag=True,
    help="Write sw.js too: where the page is served, it opens again with no network.",
)
@as_json_option
def page(
    *,
    roots: Path,
    force: str,
    out: Path,
    telephones: tuple[str, ...],
    steps: Path | None,
    steps_welsh: Path | None,
    place: Path | None,
    served: bool,
    as_json: bool,
) -> None:
    """Make a force's page: one file that checks certificates in a browser.

    It needs no network and nothing installed. The same settings give the same bytes,
    so two people who make it compare one SHA-256 before anybody uses it.
    """
    from amnesty.credential.roots import fingerprint
    from amnesty.services.police.paging import WORKER, make_page, worker

    problems = OptionProblems()
    name = problems.read("--force", _force, force)
    called = [problems.read("--telephone", _telephone, one) for one in telephones]
    problems.finish()
    roots_file = _roots(roots)
    english, welsh = _next_steps(name, steps, steps_welsh)
    made = make_page(
        roots=roots_file,
        force=name,
        telephones=dict(called),
        next_steps=english,
        next_steps_welsh=welsh,
        police_file=None if place is None else _police_file(place, roots_file),
        is_served=served,
    )
    files = {out: made} | ({out.parent / WORKER: worker()} if served else {})
    write_files(files, mode=_PUBLIC)
    said = {
        "page": str(out),
        "bytes": len(made),
        "sha256": sha256(made).hexdigest(),
        "roots_fingerprint": fingerprint(roots_file),
    }
    if as_json:
        print_json(said)
        return
    print_lines(
        f"The page of {name} is in {out}: {len(made):,} bytes.",
        f"SHA-256: {said['sha256']}",
        f"Its roots: {said['roots_fingerprint']}",
        "Before it is used, somebody else makes it too and compares the SHA-256.",
    )


def _roots(path: Path) -> bytes:
    from amnesty.credential.roots import parse_roots
    from amnesty.errors import CredentialError
    from amnesty.errors.page import RootsUnreadableError

    content = read_file(path)
    try:
        parse_roots(content)
    except CredentialError:
        raise RootsUnreadableError(str(path)) from None
    return content


def _next_steps(
    force: str, steps: Path | None, steps_welsh: Path | None
) -> tuple[Mapping[Verdict, str], Mapping[Verdict, str]]:
    """Return the words in English and in Welsh: the force's own, as far as it has any.

    The program's words about a force are in English, and leave its Welsh as it is.
    """
    from amnesty.services.verifying.next_steps import words_for

    english = words_for(force).next_steps if steps is None else _own(steps, force)
    if steps_welsh is not None:
        return english, _own(steps_welsh, force)
    return english, {} if steps is None else english


def _own(path: Path, force: str) -> Mapping[Verdict, str]:
    from amnesty.services.verifying.next_steps import own_words

    text = read_file(path).decode("utf-8-sig", errors="replace")
    return own_words(text, file=path.name, force=force).next_steps


def _police_file(place: Path, roots_file: bytes) -> Mapping[str, bytes]:
    """Return a police file's files, taken in as an officer's device would."""
    from amnesty.cli.clock import SystemClock
    from amnesty.cli.verifying.police_files import is_zip, read_folder, read_zip
    from amnesty.credential.roots import parse_roots
    from amnesty.errors.sources import FolderMissingError
    from amnesty.services.verifying.taking_in import take_in

    if place.is_dir():
        files = read_folder(place)
    elif is_zip(place):
        files = read_zip(place)
    else:
        raise FolderMissingError(str(place))
    take_in(
        files,
        roots=parse_roots(roots_file),
        now=SystemClock().now(),
        seen={},
        remember=lambda _: None,
    )
    return files


def _force(typed: str) -> str:
    from amnesty.credential.fields import is_fit_text
    from amnesty.errors.page import ForceNameError

    name = " ".join(typed.split())
    if not is_fit_text(name):
        raise ForceNameError
    return name


def _telephone(typed: str) -> tuple[GssCode, Telephone]:
    from amnesty.credential.fields import is_fit_text
    from amnesty.domain.identifiers import parse_gss_code
    from amnesty.errors.page import TelephoneOptionError
    from amnesty.services.police.paging import Telephone

    found = _TELEPHONE.fullmatch(typed)
    if found is None or not is_fit_text(found[2]):
        raise TelephoneOptionError
    return parse_gss_code(found[1]), Telephone(authority=found[2], number=found[3])
