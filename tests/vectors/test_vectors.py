"""The released vectors: each gets its answer, and none has changed."""

from __future__ import annotations

import json
import sys
import zlib
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.credential.bundle import read_bundle
from amnesty.credential.roots import parse_roots
from amnesty.credential.token import check_code, payload_of
from amnesty.domain.verdict import Verdict
from amnesty.errors import AmnestyError, CredentialError
from amnesty.errors.sources import NothingReadableError
from amnesty.services.verifying.steps import open_certificate, verify
from amnesty.services.verifying.taking_in import take_in

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent
CODES = json.loads((HERE / "codes.json").read_text(encoding="utf-8"))
CASES = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
POLICE_FILES = json.loads((HERE / "police_files.json").read_text(encoding="utf-8"))


def named(vectors: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - pytest's own type
    """Return the vectors as parameters under their names."""
    return pytest.mark.parametrize(
        "vector", vectors, ids=[vector["name"] for vector in vectors]
    )


def octets(files: dict[str, str]) -> dict[str, bytes]:
    """Return the files of a vector."""
    return {name: bytes.fromhex(content) for name, content in files.items()}


@named(CODES["codes"])
def test_every_code_gets_its_answer(vector: dict[str, Any]) -> None:
    """Good codes their verdict, bad codes theirs, and for the reason they are about."""
    now = datetime.fromisoformat(CODES["now"])
    bundle = read_bundle(
        octets(CODES["police_file"]),
        roots=parse_roots(bytes.fromhex(CODES["roots"])),
        now=now,
    )
    try:
        verdict = verify(vector["text"], bundle=bundle, now=now).verdict.value
    except NothingReadableError:
        verdict = "nothing readable"
    assert verdict == vector["verdict"]
    assert refused_by(vector["text"], bundle.trust, now) == vector["refused_by"]


def refused_by(text: str, trust: Any, now: datetime) -> str | None:  # noqa: ANN401 - of the bundle
    """Return the error that steps 1 to 5 raise, with its fault, or None."""
    try:
        open_certificate(text, trust=trust, now=now)
    except AmnestyError as error:
        fault = getattr(error, "fault", None)
        return type(error).__name__ + (f" {fault.name}" if fault else "")
    return None


@named(POLICE_FILES["police_files"])
def test_every_police_file_has_its_outcome(vector: dict[str, Any]) -> None:
    """It is refused by its error, or the good certificate gets its verdict from it."""
    now = datetime.fromisoformat(POLICE_FILES["now"])
    roots = parse_roots(bytes.fromhex(POLICE_FILES["roots"]))
    before = read_bundle(octets(POLICE_FILES["seen"]), roots=roots, now=now).seen(now)
    try:
        bundle = read_bundle(
            octets(vector["files"]), roots=roots, now=now, seen={before.issuer: before}
        )
    except CredentialError as error:
        outcome = type(error).__name__
    else:
        outcome = verify(POLICE_FILES["text"], bundle=bundle, now=now).verdict.value
    assert outcome == vector["outcome"]


@named(CASES["cases"])
def test_every_case_has_its_outcome(vector: dict[str, Any]) -> None:
    """A device that saw what it saw refuses the file by its error, or answers."""
    now = datetime.fromisoformat(vector["now"])
    seen: dict[Any, Any] = {}

    def take(names: dict[str, str]) -> Any:  # noqa: ANN401 - one or many
        return take_in(
            octets({name: CASES["octets"][one] for name, one in names.items()}),
            roots=parse_roots(bytes.fromhex(CASES["roots"])),
            now=now,
            seen=seen,
            remember=lambda one: seen.update({one.issuer: one}),
        )

    for names in vector["seen"]:
        take(names)
    bundle = None
    if vector["outcome"].endswith("Error"):
        with pytest.raises(CredentialError) as refused:
            take(vector["files"])
        assert type(refused.value).__name__ == vector["outcome"]
        return
    if vector["files"] is not None:
        bundle = take(vector["files"])
    at, floor = (moment(vector[name]) for name in ("at", "floor"))
    answer = verify(
        vector["text"],
        bundle=bundle,
        now=now,
        at=at,
        floor=floor,
        force=vector["force"],
    )
    assert answer.verdict.value == vector["outcome"]
    assert (answer.certificate is not None) is vector["shows"]


def moment(text: str | None) -> datetime | None:
    """Return the instant that a vector names, if it does."""
    return None if text is None else datetime.fromisoformat(text)


def test_every_verdict_has_a_vector() -> None:
    """Whoever answers all vectors alike knows all answers."""
    told = {one["verdict"] for one in CODES["codes"]}
    told |= {one["outcome"] for one in CASES["cases"]}
    assert {verdict.value for verdict in Verdict} <= told


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """Return the script that builds the vectors."""
    sys.path.insert(0, str(HERE))
    try:
        return import_module("build")
    finally:
        sys.path.remove(str(HERE))


# Another zlib packs the status lists of police_files.json into other bytes.
SAME_ZLIB = zlib.compress(bytes(64), 9).hex() == "78da6360a00c000000400001"


@pytest.mark.parametrize("name", ["codes.json", "README.md"])
def test_no_vector_has_changed(build: ModuleType, name: str) -> None:
    """What the script builds today is what was released."""
    assert build.built()[name] == (HERE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "vectors"),
    [("police_files.json", "police_files"), ("cases.json", "cases")],
)
def test_no_police_file_has_changed(build: ModuleType, name: str, vectors: str) -> None:
    """The same for police files, but for bytes that this zlib may pack differently."""
    built = json.loads(build.built()[name])
    released = json.loads((HERE / name).read_text(encoding="utf-8"))
    if not SAME_ZLIB:
        for content in (built, released):
            content.pop("octets", None)
            for vector in content[vectors]:
                vector["files"] = sorted(vector["files"] or ())
                vector.pop("seen", None)
    assert built == released


def test_every_vector_has_a_name_of_its_own_and_a_reason() -> None:
    """The README has a line with the reason for each."""
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    vectors = [*CODES["codes"], *POLICE_FILES["police_files"], *CASES["cases"]]
    assert len({vector["name"] for vector in vectors}) == len(vectors)
    for vector in vectors:
        assert vector["why"]
        assert f"| {vector['name']} |" in readme


def test_the_documents_example_is_the_first_vector(build: ModuleType) -> None:
    """What docs/certificate-format.md takes apart is what is really signed."""
    document = (HERE.parents[1] / "docs" / "certificate-format.md").read_text("utf-8")
    example = document.partition("### An example")[2].partition("```\n")[2]
    token = build.world.token().hex()
    shown = [
        word.rstrip("…")
        for line in example.partition("```")[0].splitlines()
        for word in line[:49].split()
        if len(word.rstrip("…")) >= 16
    ]
    assert len(shown) == 10
    assert all(word in token for word in shown)
    assert check_code(payload_of(build.world.token())) in document
