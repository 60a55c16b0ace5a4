"""Everything that is held about a patient, and who looked at it: Article 15.

The data are for machines, the report is to read, and every look comes with the proof
that it stands in the log: a patient checks it with the short program and the log's key.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.registrations.rectifying import rectifications_of
from amnesty.services.shelves import Shelf, kept_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.looking import Look
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

SCHEMA = "carlys-amnesty/disclosure/1"
_REVIEWED = "ask for it; it is told once somebody has looked whom else it names"


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """What a patient is handed."""

    data: Mapping[str, Any]
    report: bytes
    """A PDF."""
    proofs: Mapping[str, bytes]
    """By name: a proof and a leaf for each look."""


@repeated
def disclose(desk: Desk, number: RegistrationNumber) -> Disclosure:
    """Return everything held about a patient, with who looked, when and why.

    A police question that is withheld today is left out; so is everything about others.
    """
    # Drawing is slow to load.
    from amnesty.papers.report import draw_report, report_texts  # noqa: PLC0415
    from amnesty.services.papers.letter_reading import require_said  # noqa: PLC0415

    require(desk.member, Act.DISCLOSE)
    with desk.transaction() as register:
        registration = register.registration(number)
        authority = register.authority()
        names = {one.member.id: one.member.name for one in register.accounts()}
        looked = list(_looked(desk, register, registration))
        due = rules_in(register).rights.answer_days
        own = f"{registration.id:016x}"
        data = {
            "schema": SCHEMA,
            "made_at": desk.now().isoformat(),
            "authority": as_data(authority),
            "answer_days": due,
            "log_key": register.log_key(),
            "registration": as_data(registration),
            "certificates": [
                _certificate(one) for one in register.certificates_of(registration.id)
            ],
            "hand_ins": as_data(register.hand_ins_of(registration.id)),
            "entries": as_data(register.entries_of(registration.id)),
            "rectifications": as_data(rectifications_of(register, registration.id)),
            "complaints": [
                one
                for one in kept_on(register, Shelf.COMPLAINTS)
                if one.get("registration") == own
            ],
            "who_looked": [_look(one, names.get(one.by, "")) for one in looked],
        }
        proofs: dict[str, bytes] = {}
        for one in looked:
            proofs[f"event-{one.event}.tlog-proof"] = register.proof_file(
                one.event
            ).encode()
            proofs[f"event-{one.event}.leaf.json"] = one.leaf.encode()
        register.append(desk.note(Verb.DISCLOSURE, Act.DISCLOSE, registration.id))
    title, sections = f"What is held about registration {number}", [*_sections(data)]
    made_at = int(desk.now().timestamp())
    report = draw_report(title, sections, author=authority.name, made_at=made_at)
    require_said(report, (("the report", it) for it in report_texts(title, sections)))
    return Disclosure(data=data, report=report, proofs=proofs)


def files_of(found: Disclosure) -> Mapping[str, bytes]:
    """Return what the patient is handed, by name: a folder's worth."""
    from amnesty.transparency import alone  # noqa: PLC0415 - of this alone

    text = json.dumps(found.data, ensure_ascii=False, indent=2)
    return {
        "report.pdf": found.report,
        "report.json": text.encode(),
        "report.schema.json": schema_text().encode(),
        "check_log.py": Path(alone.__file__).read_bytes(),
        **{f"proofs/{name}": content for name, content in found.proofs.items()},
    }


def who_looked(found: Disclosure) -> tuple[str, ...]:
    """Return a sentence for each look, as the report has them."""
    return tuple(_sentence(one) for one in found.data["who_looked"]) or ("Nobody.",)


def answer_by(found: Disclosure, asked_on: date) -> date:
    """Return the last day on which whoever asked is answered in time."""
    return asked_on + timedelta(days=found.data["answer_days"])


def _looked(
    desk: Desk, register: Transaction, registration: Registration
) -> Iterator[Look]:
    """Yield every look at a registration, questions of police included."""
    marks = register.marks_about(registration)
    today = desk.today().isoformat()
    withheld = {
        one["event"]
        for one in kept_on(register, Shelf.WITHHELD)
        if one["until"] >= today
    }
    for look in register.looks():
        is_own = look.registration == registration.id
        is_asked = not marks.isdisjoint(look.detail.get("asked", "").split())
        if (is_own or is_asked) and str(look.event) not in withheld:
            yield look


def _look(one: Look, name: str) -> dict[str, Any]:
    is_police = one.act == Act.ASK_AS_POLICE.name
    detail = dict(one.detail)
    detail.pop("asked", None)
    if is_police:
        # Which officer it was is for the force to say; which force, and why, for us.
        detail.pop("collar", None)
        if detail.get("fuller"):
            # An officer's own words may say who told of what: somebody else.
            detail["fuller"] = _REVIEWED
    return {
        "event": one.event,
        "at": one.at.isoformat(),
        "by": "" if is_police else name,
        "role": one.role.value,
        "verb": one.verb,
        "act": Act[one.act].value,
        "refused": one.refused,
        "detail": detail,
        "salt": one.salt.hex(),
    }


def _certificate(issued: Any) -> dict[str, Any]:  # noqa: ANN401 - an issued certificate
    return {
        "status": issued.status.name,
        "signed_bytes": issued.token.hex(),
        **as_data(issued.certificate),
    }


def as_data(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value that is kept
    """Return a value of the domain as JSON has it; fractions as exact text."""
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case Fraction() | Decimal():
            return str(value)
        case bytes():
            return value.hex()
        case dict():
            return {str(key): as_data(one) for key, one in value.items()}
        case list() | tuple() | frozenset():
            return [as_data(one) for one in value]
        case _:
            return {
                field.name: as_data(getattr(value, field.name))
                for field in dataclasses.fields(value)
            }


def _sections(data: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    yield (
        "About this report",
        (
            (
                f"{data['authority']['name']} made it on {data['made_at'][:10]}. "
                "It has everything that is held about you, and everybody who looked."
            ),
            (
                "You may have mistakes put right, object, ask for erasure, and "
                "complain to the authority and to the Information Commissioner."
            ),
            f"The log's key, to check the proofs with: {data['log_key']}",
        ),
    )
    parts = ("registration", "certificates", "hand_ins", "entries")
    for part in (*parts, "rectifications", "complaints"):
        lines = list(flat(data[part]))
        yield part.replace("_", " ").capitalize(), lines or ("Nothing is held.",)
    yield (
        "Who looked, when and why",
        [_sentence(one) for one in data["who_looked"]] or ("Nobody.",),
    )


def _sentence(one: Mapping[str, Any]) -> str:
    who = one["by"] or one["detail"].get("force") or "somebody"
    tried = " (refused)" if one["refused"] else ""
    why = one["detail"].get("reason", "")
    told = f", because: {why}" if why else ""
    if one["detail"].get("fuller") == _REVIEWED:
        told += f"; fuller reason: {_REVIEWED}"
    return (
        f"{one['at'][:16].replace('T', ' ')} UTC, event {one['event']}: {who} "
        f"({one['role']}), {one['act']}{tried}{told}"
    )


def flat(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield what JSON says line by line, each with its path; what is empty is left."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from flat(one, f"{path} {key}".strip().replace("_", " "))
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from flat(one, f"{path} {number}".strip())
    elif path.endswith(" jpeg"):
        yield f"{path}: a picture; it is in the file for machines, in base 64"
    elif value not in (None, ""):
        yield f"{path}: {value}"


def schema_text() -> str:
    """Return the JSON schema of what is disclosed."""
    from importlib.resources import files  # noqa: PLC0415 - of this alone

    return (
        files("amnesty.services.rights")
        .joinpath("disclosure.schema.json")
        .read_text("utf-8")
    )
