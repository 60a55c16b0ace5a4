"""`amnesty page`: a force's own page, which checks certificates without a network."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    write_files,
)

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.identifiers import GssCode
    from amnesty.services.paging import Telephone

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
    served: bool,
    as_json: bool,
) -> None:
    """Make a force's page: one file that checks certificates in a browser.

    It needs no network and nothing installed. The same settings give the same bytes,
    so two people who make it compare one SHA-256 before anybody uses it.
    """
    from amnesty.credential.roots import fingerprint
    from amnesty.services.paging import WORKER, make_page, worker

    problems = OptionProblems()
    name = problems.read("--force", _force, force)
    called = [problems.read("--telephone", _telephone, one) for one in telephones]
    problems.finish()
    roots_file = read_file(roots)
    made = make_page(
        roots=roots_file, force=name, telephones=dict(called), is_served=served
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
    from amnesty.services.paging import Telephone

    found = _TELEPHONE.fullmatch(typed)
    if found is None or not is_fit_text(found[2]):
        raise TelephoneOptionError
    return parse_gss_code(found[1]), Telephone(authority=found[2], number=found[3])
