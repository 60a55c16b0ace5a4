"""The officer's page: one HTML file that checks certificates without a network.

Its sources stand in `amnesty/credential/page/`. They are put together, word for word
and without a bundler, into `template.html`; a force's page is that template with the
roots, the force's name and what else it is given. So a page's bytes follow from its
settings alone, and a force compares one hash.
"""

from __future__ import annotations

import json
import re
import tomllib
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from amnesty.credential.roots import parse_roots
from amnesty.services.verifying.next_steps import NEXT_STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from amnesty.domain.identifiers import GssCode
    from amnesty.domain.verdict import Verdict

TEMPLATE = "template.html"
WORKER = "sw.js"

SCRIPTS = (
    "refusals",
    "cbor",
    "digits",
    "fields",
    "keys",
    "envelope",
    "london",
    "claims",
    "trust",
    "lists",
    "files",
    "bundle",
    "log",
    "takingin",
    "answering",
    "verifying",
    "words",
)
"""What verifies, in the order in which it is put together; it touches no screen."""
SCREEN_SCRIPTS = ("memory", "photo", "camera", "showing", "page")
"""What reads photographs, shows answers and forgets them."""

_COMMENT_OR_INDENT = re.compile(r"^\s*(?://.*\n\s*)*", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_NO_SPACE_AFTER = re.compile(r"([{;:,}])\s+")
_SETTINGS = "{{settings}}"
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "img-src data:; connect-src 'none'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types carly"
)


@dataclass(frozen=True, kw_only=True)
class Telephone:
    """Who answers when an officer calls about an authority's certificates."""

    authority: str
    """The authority's name."""
    number: str


def make_page(
    *,
    roots: bytes,
    force: str,
    telephones: Mapping[GssCode, Telephone] = MappingProxyType({}),
    next_steps: Mapping[Verdict, str] = NEXT_STEPS,
    next_steps_welsh: Mapping[Verdict, str] = MappingProxyType({}),
    police_file: Mapping[str, bytes] | None = None,
    is_served: bool = False,
) -> bytes:
    """Return a force's page.

    Args:
        roots: the content of `roots.cbor`.
        force: the force's name, as agreements have it.
        telephones: whom to call, by the authority's code.
        next_steps: what to do after each verdict, in the force's own words or those
            that come with the program.
        next_steps_welsh: the force's own words in Welsh, where it has any.
        police_file: the files of a daily police file to carry inside.
        is_served: whether a browser may keep it, by `sw.js` beside it, for later.

    Raises:
        CredentialError: the roots are not a file of roots.
    """
    parse_roots(roots)
    settings = {
        "roots": _base64(roots),
        "force": force,
        "telephones": {
            gss: {"name": one.authority, "number": one.number}
            for gss, one in sorted(telephones.items())
        },
        "nextSteps": {"en": _own(next_steps), "cy": _own(next_steps_welsh)},
        "files": None
        if police_file is None
        else {name: _base64(police_file[name]) for name in sorted(police_file)},
        "worker": WORKER if is_served else None,
    }
    before, after = _source(TEMPLATE).split(_SETTINGS)
    return f"{before}{_json(settings)}{after}".encode()


def _own(next_steps: Mapping[Verdict, str]) -> dict[str, str]:
    """Return the steps that are not the program's own for any force."""
    return {
        verdict.value: step
        for verdict, step in next_steps.items()
        if step != NEXT_STEPS[verdict]
    }


def worker() -> bytes:
    """Return `sw.js`, which keeps a served page for when there is no network."""
    return _source(WORKER).encode()


def built_template() -> str:
    """Return the template, put together from its sources."""
    script = whole_script()
    style = _NO_SPACE_AFTER.sub(r"\1", _source("page.css"))
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    html = _INDENT.sub("", _source("page.html"))
    for name, content in (("policy", policy), ("style", style), ("script", script)):
        before, after = html.split(f"{{{{{name}}}}}")
        html = before + content + after
    return html


def whole_script() -> str:
    """Return all that the page runs, in one scope of its own."""
    return _in_one_scope(
        _qr_reader(), verifying_script(), *map(_script, SCREEN_SCRIPTS)
    )


def verifying_script() -> str:
    """Return what verifies, with its words, for the page and for its tests."""
    words = f"const WORDS = {_json(page_words())};\n"
    return words + "\n".join(map(_script, SCRIPTS))


def page_words() -> dict[str, Any]:
    """Return the words in both languages; what to do next, in English, is shared."""
    words = tomllib.loads(_source("words.toml"))
    words["en"]["next"] = {verdict.value: step for verdict, step in NEXT_STEPS.items()}
    return words


def _qr_reader() -> str:
    """Return the library that reads QR codes, under its licence."""
    notice = _source("vendor/qr/LICENSE-MIT").rstrip()
    return f"/* qr 0.7.0\n\n{notice}\n*/\n{_source('vendor/qr/qr-decode.min.js')}"


def _in_one_scope(*parts: str) -> str:
    script = '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"
    if "</script" in script or "<!--" in script:
        msg = "The script would end its own element."
        raise ValueError(msg)
    return script


def _script(name: str) -> str:
    """Return one script, without its comments and what indents its lines."""
    return _COMMENT_OR_INDENT.sub("", _source(f"script/{name}.js"))


def _json(value: object) -> str:
    """Return JSON that no HTML parser mistakes for anything else."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")


def _hash(text: str) -> str:
    return _base64(sha256(text.encode()).digest())


def _source(path: str) -> str:
    return _folder().joinpath(path).read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files("amnesty.credential").joinpath("page")


if __name__ == "__main__":
    with as_file(_folder()) as folder:
        (folder / TEMPLATE).write_text(built_template(), encoding="utf-8", newline="\n")
