"""The page and the program answer alike: every vector, every sentence, every field."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amnesty.cli.verifying.answers import as_json
from amnesty.credential.bundle import read_bundle
from amnesty.credential.roots import parse_roots
from amnesty.errors import AmnestyError, CredentialError
from amnesty.services.verifying.steps import open_certificate, verify
from amnesty.services.verifying.taking_in import PoliceFile, take_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.credential.memory import Seen
    from amnesty.domain.identifiers import GssCode

OWN_WORDS = {"LogOfAnotherError", "LogForgottenError"}
"""These say where the device's memory is, which is another place in a browser."""
VECTORS = Path(__file__).parents[1] / "vectors"


def vectors(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return the content of one file of vectors."""
    return json.loads((VECTORS / name).read_text("utf-8"))


def octets(files: dict[str, str]) -> dict[str, bytes]:
    """Return the files of a vector."""
    return {name: bytes.fromhex(content) for name, content in files.items()}


def differences(
    vectors: list[dict[str, Any]], ours: list[object], theirs: list[object]
) -> dict[str, Any]:
    """Return what the program and the page say where it is not the same."""
    return {
        vector["name"]: (our, their)
        for vector, our, their in zip(vectors, ours, theirs, strict=True)
        if our != their
    }


def refused_by(error: AmnestyError) -> str:
    """Return the error's name, with its fault."""
    fault = getattr(error, "fault", None)
    return type(error).__name__ + (f" {fault.name}" if fault else "")


def test_every_code_gets_the_same_answer(ask: Callable[..., Any]) -> None:
    """Verdict, reason, next step, age and each field shown; and why it is refused."""
    released = vectors("codes.json")
    now = datetime.fromisoformat(released["now"])
    roots = parse_roots(bytes.fromhex(released["roots"]))
    bundle = read_bundle(octets(released["police_file"]), roots=roots, now=now)

    def answer(text: str) -> dict[str, object]:
        refusal = None
        try:
            open_certificate(text, trust=bundle.trust, now=now)
        except AmnestyError as error:
            refusal = refused_by(error)
        try:
            answered = as_json(verify(text, bundle=bundle, now=now))
        except AmnestyError as error:
            answered = {"sentence": str(error)}
        return {**answered, "refused_by": refusal}

    texts = [vector["text"] for vector in released["codes"]]
    theirs = ask(
        "codes",
        {
            "now": int(now.timestamp()),
            "roots": released["roots"],
            "files": released["police_file"],
            "texts": texts,
        },
    )
    assert not differences(released["codes"], [answer(text) for text in texts], theirs)
    assert len(texts) >= 150


def test_every_police_file_has_the_same_outcome(ask: Callable[..., Any]) -> None:
    """It is refused by the same error, in the same words, or the answer is the same."""
    released = vectors("police_files.json")
    now = datetime.fromisoformat(released["now"])
    roots = parse_roots(bytes.fromhex(released["roots"]))
    seen: dict[GssCode, Seen] = {}

    def taken(files: dict[str, str], before: dict[GssCode, Seen]) -> PoliceFile:
        return take_in(
            octets(files),
            roots=roots,
            now=now,
            seen=before,
            remember=lambda one: before.update({one.issuer: one}),
        )

    def outcome(files: dict[str, str]) -> dict[str, object]:
        try:
            police_file = taken(files, dict(seen))
        except CredentialError as error:
            return {"refused_by": refused_by(error), "sentence": str(error)}
        return as_json(verify(released["text"], bundle=police_file, now=now))

    taken(released["seen"], seen)
    files = [vector["files"] for vector in released["police_files"]]
    theirs = ask(
        "policeFiles",
        {
            "now": int(now.timestamp()),
            "roots": released["roots"],
            "seen": [released["seen"]],
            "files": files,
            "text": released["text"],
        },
    )
    ours = [outcome(one) for one in files]
    assert not differences(released["police_files"], ours, theirs)


def test_every_device_gets_the_same_outcome(ask: Callable[..., Any]) -> None:
    """Other clocks, forces, cards, many authorities, logs and folders, all alike."""
    released = vectors("cases.json")
    roots = parse_roots(bytes.fromhex(released["roots"]))

    def outcome(case: dict[str, Any]) -> dict[str, object]:
        seen: dict[GssCode, Seen] = {}
        now = datetime.fromisoformat(case["now"])

        def taken(names: dict[str, str]) -> PoliceFile:
            return take_in(
                octets({name: released["octets"][one] for name, one in names.items()}),
                roots=roots,
                now=now,
                seen=seen,
                remember=lambda one: seen.update({one.issuer: one}),
            )

        for names in case["seen"]:
            taken(names)
        device = {name: instant(case[name]) for name in ("at", "floor")}
        try:
            bundle = None if case["files"] is None else taken(case["files"])
        except CredentialError as error:
            return {"refused_by": refused_by(error), "sentence": str(error)}
        force = case["force"]
        answer = verify(case["text"], bundle=bundle, now=now, force=force, **device)
        return as_json(answer)

    asked = [
        {
            **case,
            **{
                name: (at := instant(case[name])) and int(at.timestamp())
                for name in ("now", "at", "floor")
            },
        }
        for case in released["cases"]
    ]
    theirs = ask("cases", {**released, "cases": asked})
    ours = [outcome(case) for case in released["cases"]]
    for our, their in zip(ours, theirs, strict=True):
        if our.get("refused_by") in OWN_WORDS:
            their["sentence"] = our["sentence"]
    assert not differences(released["cases"], ours, theirs)
    assert len(ours) >= 70


def instant(text: str | None) -> datetime | None:
    """Return the instant that a vector names, if it does."""
    return None if text is None else datetime.fromisoformat(text)
