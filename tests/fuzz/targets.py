"""What is fed with bytes of any kind: each ends in an answer or in an error of ours."""

from __future__ import annotations

import json
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amnesty.cli.police.publish import zipped
from amnesty.cli.verifying.police_files import read_zip
from amnesty.credential.bundle import read_bundle
from amnesty.credential.cbor import decode, encode
from amnesty.credential.claims import decode_claims, encode_claims
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.digits import digits_at_end, from_digits, to_digits
from amnesty.credential.growth import make_growth, parse_growth
from amnesty.credential.issued import parse_issued_list
from amnesty.credential.labels import (
    ISSUED_TYPE,
    KEYS_TYPE,
    MANIFEST_TYPE,
    STATUS_TYPE,
)
from amnesty.credential.manifest import parse_manifest
from amnesty.credential.memory import decode_memory, encode_memory
from amnesty.credential.roots import parse_roots
from amnesty.credential.status import parse_status_list
from amnesty.credential.trust import parse_trust_list
from amnesty.errors import AmnestyError
from amnesty.services.verifying.steps import verify
from amnesty.services.verifying.taking_in import take_in
from amnesty.transparency.notes import public_key_of, read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

VECTORS = Path(__file__).parents[1] / "vectors"
FINDINGS = Path(__file__).with_name("corpus")
_LISTS = 1 << 23


@cache
def world(name: str = "world") -> ModuleType:
    """Return the made-up authority of the vectors."""
    sys.path.insert(0, str(VECTORS))
    try:
        return import_module(f"making.{name}")
    finally:
        sys.path.remove(str(VECTORS))


@cache
def bundle() -> Any:  # noqa: ANN401 - of the world
    """Return a good police file."""
    return world().bundle()


def text(content: bytes) -> None:
    """Read a code's text, as it is and as the bytes behind digits."""
    for one in (content, to_digits(content)):
        verify(one, bundle=bundle(), now=world().NOW)


def digits(content: bytes) -> None:
    """Read digits; no two texts give the same bytes."""
    typed = digits_at_end(content.decode("latin-1"))
    if to_digits(from_digits(typed)) != typed:
        raise AssertionError(typed)


def cbor(content: bytes) -> None:
    """Read CBOR; no two encodings give the same value."""
    if encode(decode(content)) != content:
        raise AssertionError(content)


def payload(content: bytes) -> None:
    """Read a certificate's claims; no two payloads state the same."""
    if encode_claims(decode_claims(content)) != content:
        raise AssertionError(content)


def _signed(content: bytes, kind: str) -> bytes:
    signer = world().ROOT if kind == KEYS_TYPE else world().STATUS_KEY
    return sign1(content, content_type=kind, signer=signer)


def status(content: bytes) -> None:
    """Read a status list that says anything, signed by the right key."""
    parse_status_list(_signed(content, STATUS_TYPE), trust=bundle().trust)


def issued(content: bytes) -> None:
    """Read an issued list that says anything."""
    parse_issued_list(_signed(content, ISSUED_TYPE), trust=bundle().trust)


def trust(content: bytes) -> None:
    """Read a list of keys that says anything."""
    parse_trust_list(_signed(content, KEYS_TYPE), roots=world().roots())


def manifest(content: bytes) -> None:
    """Read a manifest that says anything."""
    signed = _signed(content, MANIFEST_TYPE)
    parse_manifest(signed, trust=bundle().trust)
    files = world().files() | {"manifest.cbor": signed}
    read_bundle(files, roots=world().roots(), now=world().NOW)


def archive(content: bytes) -> None:
    """Take in a zip of any bytes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "police.zip")
        place.write_bytes(content)
        files = read_zip(place)
        taken = take_in(
            files,
            roots=world().roots(),
            now=world().NOW,
            seen={},
            remember=lambda _: None,
        )
        verify(world().text(), bundle=taken, now=world().NOW)


def roots(content: bytes) -> None:
    """Read roots, what is remembered and proofs, which are not signed."""
    for parse in (parse_roots, decode_memory, parse_growth):
        try:
            parse(content)
        except AmnestyError:
            continue


def checkpoint(content: bytes) -> None:
    """Read a signed note."""
    key = public_key_of(world("log").LOG_KEY)
    read_checkpoint(content.decode("utf-8", "replace"), key)


TARGETS: tuple[Callable[[bytes], None], ...] = (
    text,
    digits,
    cbor,
    payload,
    status,
    issued,
    trust,
    manifest,
    archive,
    roots,
    checkpoint,
)


def feed(octets: bytes) -> None:
    """Feed one target; the first byte says which."""
    if not octets:
        return
    target = TARGETS[octets[0] % len(TARGETS)]
    try:
        target(octets[1:])
    except AmnestyError as error:
        if not str(error):
            raise AssertionError(type(error)) from error


def seeds() -> dict[str, bytes]:
    """Return beginnings by name, from the vectors."""
    contents: dict[Callable[[bytes], None], list[bytes]] = {one: [] for one in TARGETS}
    for vector in json.loads((VECTORS / "codes.json").read_text("utf-8"))["codes"]:
        typed = vector["text"].encode()
        contents[digits].append(typed)
        try:
            token = from_digits(digits_at_end(vector["text"]))
        except AmnestyError:
            contents[text].append(typed)
            continue
        contents[text].append(token)
        contents[cbor].append(token)
        try:
            contents[payload].append(parse_sign1(token).unverified_payload)
        except AmnestyError:
            continue
    files = json.loads((VECTORS / "police_files.json").read_text("utf-8"))
    for vector in files["police_files"]:
        parts = {name: bytes.fromhex(one) for name, one in vector["files"].items()}
        contents[archive].append(zipped(parts))
        for name, content in parts.items():
            _seed_list(contents, name, content)
    log = world("log").Log()
    contents[roots] += [
        world().roots_file(),
        make_growth({1: [bytes(32)], 5: []}),
        _memory(),
    ]
    contents[checkpoint].append(log.note(9))
    return {
        f"{target.__name__}-{number}": bytes([place]) + content
        for place, target in enumerate(TARGETS)
        for number, content in enumerate(dict.fromkeys(contents[target]))
    }


def _seed_list(
    contents: dict[Callable[[bytes], None], list[bytes]], name: str, content: bytes
) -> None:
    of = {"trust": trust, "manifest": manifest, "status": status, "issued": issued}
    target = of[name.partition("-")[0].partition(".")[0]]
    try:
        contents[target].append(parse_sign1(content, most=_LISTS).unverified_payload)
    except AmnestyError:
        return


def _memory() -> bytes:
    seen = bundle().seen(world().NOW)
    return encode_memory(
        decode_memory(encode({1: "carly:seen", 2: []})).with_part(seen)
    )
