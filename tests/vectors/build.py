"""Builds the vectors: `python tests/vectors/build.py`, then look at each difference.

A released vector never changes: new ones are added, and the format's version with them.
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from making import bad_contents, bad_envelopes, good_codes, log, world
from making.cases import all_cases
from making.file_cases import all_file_cases
from making.forging import Code, Forge
from making.police_files import PoliceFile, all_police_files

from amnesty.credential.bundle import read_bundle
from amnesty.credential.cbor import encode
from amnesty.credential.cose import sign1
from amnesty.credential.instants import to_seconds
from amnesty.credential.labels import STATUS_TYPE
from amnesty.credential.trust import parse_trust_list
from amnesty.errors import AmnestyError
from amnesty.services.verifying.steps import open_certificate

if TYPE_CHECKING:
    from making.casing import Case

HERE = Path(__file__).parent

INTRODUCTION = """\
# Vectors

Certificates, keys and daily police files of a made-up authority, each with what must be
answered. Whoever writes another verifier checks it with these files:

- `codes.json`: texts of QR codes, with the one police file to verify them with. A text
  that is no code at all has the verdict `nothing readable`. `refused_by` names the
  error of this program, so that a vector is refused for the thing that it is about.
- `police_files.json`: whole police files, read after number 7 of `seen` was taken in.
  The outcome is the error that refuses it, or the verdict that the good certificate
  then gets.

- `cases.json`: a device in full. It took in the police files of `seen`, one after
  another, holds `files` (or none), and asks about `text` at `now`, with its clock's
  `floor`, its `force` and another time `at`, where they are not null. The outcome is
  the error that refuses the file, or the verdict; `shows` says whether the signed
  content may be seen. Files are named by what `octets` has of them. A verifier that
  remembers nothing leaves out the cases with `seen`.

In the first two, `now` is the time at which all of them are asked. Octets are in
hexadecimal. The private keys are known to everyone: `making/world.py` has them.

`python tests/vectors/build.py` writes this folder's files. A vector that was released
never changes; a test compares them.
"""


def status_list() -> bytes:
    """Return the list for the codes; one slot has a value without a meaning."""
    entries = bytearray(world.CAPACITY // 2)
    for *_, one, value in good_codes.statuses(world):
        entries[one.slot.index >> 1] |= value << 4 * (one.slot.index & 1)
    claims = {
        2: world.LIST,
        4: to_seconds(world.PUBLISHED + 14 * world.DAY),
        6: to_seconds(world.PUBLISHED),
        65533: {"bits": 4, "lst": zlib.compress(entries, 0)},
        65534: 86400,
    }
    return sign1(encode(claims), content_type=STATUS_TYPE, signer=world.STATUS_KEY)


def police_file() -> dict[str, bytes]:
    """Return the police file that every code is verified with."""
    certificates = [one for *_, one in good_codes.issued(world)]
    certificates += [one for *_, one, _ in good_codes.statuses(world)]
    return world.files(*certificates, statuses=status_list())


def codes() -> list[Code]:
    """Return all codes."""
    forge = Forge(world)
    made: list[Code] = []
    for make in (
        good_codes.good,
        bad_envelopes.envelopes,
        bad_envelopes.algorithms,
        bad_envelopes.keys,
        bad_envelopes.signatures,
        bad_contents.encodings,
        bad_contents.times,
        bad_contents.claims,
        bad_contents.contents,
        bad_contents.texts,
    ):
        made += make(world, forge)
    return made


def refused_by(text: str) -> str | None:
    """Return the error that steps 1 to 5 raise, with its fault, or None."""
    trust = parse_trust_list(world.trust_list(), roots=world.roots())
    try:
        open_certificate(text, trust=trust, now=world.NOW)
    except AmnestyError as error:
        fault = getattr(error, "fault", None)
        return type(error).__name__ + (f" {fault.name}" if fault else "")
    return None


def codes_json() -> dict[str, Any]:
    """Return the content of `codes.json`."""
    return {
        "now": world.NOW.isoformat(),
        "roots": world.roots_file().hex(),
        "police_file": {name: one.hex() for name, one in police_file().items()},
        "codes": [
            {
                "name": one.name,
                "why": one.why,
                "verdict": one.verdict,
                "refused_by": refused_by(one.text),
                "text": one.text,
            }
            for one in codes()
        ],
    }


def police_files_json() -> dict[str, Any]:
    """Return the content of `police_files.json`."""
    vectors = all_police_files(world)
    return {
        "now": world.NOW.isoformat(),
        "roots": world.roots_file().hex(),
        "text": world.text(),
        "seen": {name: one.hex() for name, one in world.files().items()},
        "police_files": [
            {
                "name": one.name,
                "why": one.why,
                "outcome": one.outcome,
                "files": {name: octets.hex() for name, octets in one.files.items()},
            }
            for one in vectors
        ],
    }


def cases() -> list[Case]:
    """Return all cases."""
    return all_cases(world) + all_file_cases(world, log)


def cases_json() -> dict[str, Any]:
    """Return the content of `cases.json`."""
    octets: dict[str, str] = {}

    def named(files: dict[str, bytes]) -> dict[str, str]:
        names = {}
        for name, content in files.items():
            names[name] = sha256(content).hexdigest()[:16]
            octets[names[name]] = content.hex()
        return names

    made = [
        {
            "name": one.name,
            "why": one.why,
            "now": one.now.isoformat(),
            "at": one.at and one.at.astimezone(UTC).isoformat(),
            "floor": one.floor and one.floor.isoformat(),
            "force": one.force,
            "text": one.text,
            "seen": [named(files) for files in one.seen],
            "files": None if one.files is None else named(one.files),
            "outcome": one.outcome,
            "shows": one.shows and not one.outcome.endswith("Error"),
        }
        for one in cases()
    ]
    return {"roots": world.roots_file().hex(), "octets": octets, "cases": made}


def readme(made: list[Code], files: list[PoliceFile], devices: list[Case]) -> str:
    """Return the README, with a line for each vector."""
    lines = [
        INTRODUCTION,
        "## codes.json\n",
        "| code | answer | why |",
        "|---|---|---|",
    ]
    lines += [f"| {one.name} | {one.verdict} | {one.why} |" for one in made]
    lines += ["\n## police_files.json\n", "| file | outcome | why |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.outcome} | {one.why} |" for one in files]
    lines += ["\n## cases.json\n", "| case | outcome | why |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.outcome} | {one.why} |" for one in devices]
    return "\n".join(lines) + "\n"


def built() -> dict[str, str]:
    """Return every file of this folder that is built, by its name."""
    read_bundle(police_file(), roots=world.roots(), now=world.NOW)
    return {
        "codes.json": _dumped(codes_json()),
        "police_files.json": _dumped(police_files_json()),
        "cases.json": _dumped(cases_json()),
        "README.md": readme(codes(), all_police_files(world), cases()),
    }


def _dumped(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for file_name, content in built().items():
        (HERE / file_name).write_text(content, encoding="utf-8")
