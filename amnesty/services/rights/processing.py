"""The record of processing and the DPIA template, written from the models themselves.

`python -m amnesty.services.rights.processing` renews both pages; a test compares them.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from amnesty.domain.event import Verb
from amnesty.domain.rights import PARTS, matrix
from amnesty.domain.staff import COMPARTMENTS, MAY, Act, Compartment, Role
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml
from amnesty.services.rights.equality import QUESTIONS
from amnesty.services.shelves import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

_ON_SHELVES = {
    Shelf.COMPLAINTS: "what was said, when it is to be answered, the answer",
    Shelf.HOLDS: "why a record may not be erased, and until when",
    Shelf.WITHHELD: "which questions of police are not told for now, why, until when",
    Shelf.ERASURES: "what is proposed to be erased, by whom and why",
    Shelf.BREACHES: "times, an account, how many were affected; it names no patient",
    Shelf.DESTRUCTIONS: "records of destruction that are proposed to be removed",
    Shelf.RECTIFICATIONS: "what was put right, from what to what, by whom and why",
}
_LISTS_UNDER = Compartment.IDENTITY
_SPECIAL = {
    Compartment.IDENTITY: "personal data",
    Compartment.CLINICAL: "health data, Article 9",
    Compartment.GROWING: "where and how much; alleged offences may follow, Article 10",
}


def record_page() -> str:
    """Return the record of processing (UK GDPR, Article 30)."""
    return "\n".join(
        [
            "# Record of processing",
            "",
            (
                "Written by `python -m amnesty.services.rights.processing` from the "
                "models: what "
                "is kept, under which keys, and which roles open it. The "
                "authority adds "
                "its name, its data protection officer, its agreement and its dates."
            ),
            "",
            (
                "**Purposes.** Registering patients who grow medicinal cannabis "
                "at home; "
                "letting police check a certificate; receiving what is above "
                "need; seeing "
                "the scheme's outcomes as counts."
            ),
            "",
            (
                "**Recipients.** Police: how a certificate stands, limits, and "
                "match or no "
                "match (`domain/answer.py`). Nobody else. No transfer abroad: "
                "the program "
                "opens no connection but to the authority's own database."
            ),
            "",
            "## What is kept",
            "",
            *_table(("part", "kind", "data", "roles whose keys open it"), _kept()),
            "",
            "Beside the records, and erased with whom they name:",
            "",
            *_table(("list", "data", "roles whose keys open it"), _lists()),
            "",
            "## Who may do what",
            "",
            *_table(("role", "may"), _rights()),
            "",
            "## How long",
            "",
            *_table(("closed as", "months"), _retention()),
            "",
            (
                "House rules of the authority; two people confirm each erasure. "
                "The audit "
                "log stays and names nobody."
            ),
            "",
            "## What is logged",
            "",
            (
                f"Every act, as one of: {', '.join(verb.value for verb in Verb)} (Data "
                "Protection Act 2018, section 62)."
            ),
            "",
        ]
    )


def dpia_page() -> str:
    """Return the template of a data protection impact assessment."""
    rules = house_rules_from_toml(default_house_rules())
    return "\n".join(
        [
            "# Data protection impact assessment: a template",
            "",
            (
                "Written by `python -m amnesty.services.rights.processing`. Complete "
                "what stands "
                "in (brackets), and have the data protection officer advise on it."
            ),
            "",
            "## 1. What is done, and why",
            "",
            (
                "See `record-of-processing.md`. Lawful basis: (Article 6(1)(e), "
                "with the "
                "agreement as reference). Condition for health data: (Article "
                "9(2)(h) or "
                "(g), Data Protection Act 2018, schedule 1). Registering is voluntary."
            ),
            "",
            "## 2. Who was consulted",
            "",
            "(patients and their groups, the police force, the prosecutor, clinicians)",
            "",
            "## 3. Necessary and proportionate",
            "",
            *_table(
                ("question", "what the program does"),
                [
                    (
                        "as little as possible",
                        (
                            "police get no list; statistics hide counts up to "
                            f"{rules.statistics.suppress_up_to}"
                        ),
                    ),
                    ("kept no longer", "retention proposes, two people confirm"),
                    ("access", "`amnesty disclose`, with proofs of who looked"),
                    ("mistakes", "`amnesty rectify`, papers issued anew"),
                    ("restriction", "`amnesty restrict`: named staff; relatives never"),
                    ("erasure", "`amnesty erase`: keys destroyed, proofs still hold"),
                    (
                        "complaints",
                        f"{rules.rights.answer_days} days, `amnesty complaint`",
                    ),
                    (
                        "breaches",
                        f"{rules.rights.breach_hours} hours, `amnesty breach`",
                    ),
                    (
                        "equality",
                        f"optional, apart, counted only: {', '.join(QUESTIONS)}",
                    ),
                ],
            ),
            "",
            "## 4. Risks",
            "",
            (
                "The fifteen risks of `threat-model.md`, each with the test "
                "that holds it. "
                "For each: (likelihood here, severity here, what else is done)."
            ),
            "",
            "## 5. Signed off",
            "",
            (
                "(measures approved by, residual risks accepted by, advice of the data "
                "protection officer, date of review)"
            ),
            "",
        ]
    )


def _kept() -> Iterator[tuple[str, str, str, str]]:
    openers: dict[tuple[Compartment, str], set[Role]] = {}
    for cell in matrix():
        if cell.opens:
            key = (cell.compartment, cell.field)
            openers.setdefault(key, set()).add(cell.role)
    for compartment, part in PARTS.items():
        hints = get_type_hints(part)
        for field in fields(part):
            roles = openers[compartment, field.name]
            yield (
                compartment.value,
                _SPECIAL[compartment],
                ", ".join(_names(field.name, hints[field.name])),
                ", ".join(sorted(role.value for role in roles)),
            )


def _names(name: str, kind: Any) -> Iterator[str]:  # noqa: ANN401 - any annotation
    """Yield the data in a field, its parts where it has some."""
    plain = name.replace("_", " ")
    inner = [one for one in _parts(kind) if is_dataclass(one)]
    if not inner:
        yield plain
    for one in inner:
        for field in fields(one):
            yield f"{plain}: {field.name.replace('_', ' ')}"


def _parts(kind: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    if get_origin(kind) in (Union, UnionType, tuple):
        for one in get_args(kind):
            yield from _parts(one)
    else:
        yield kind


def _lists() -> Iterator[tuple[str, str, str]]:
    """Yield what is kept in lists, each with who opens it."""
    kept = [(shelf.value, _ON_SHELVES[shelf], _LISTS_UNDER) for shelf in Shelf]
    kept.append(("equality answers", "; ".join(QUESTIONS), Compartment.CLINICAL))
    for name, data, compartment in kept:
        roles = (role.value for role in Role if compartment in COMPARTMENTS[role])
        yield name, data, ", ".join(sorted(roles))


def _rights() -> Iterator[tuple[str, str]]:
    for role in Role:
        acts = (act.value for act in Act if act in MAY[role])
        yield role.value, "; ".join(acts)


def _retention() -> Iterator[tuple[str, str]]:
    rules = house_rules_from_toml(default_house_rules()).retention
    for field in fields(rules):
        name = field.name.removesuffix("_months")
        yield name, str(getattr(rules, field.name))


def _table(head: tuple[str, ...], rows: Any) -> Iterator[str]:  # noqa: ANN401 - rows of text
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def main() -> None:
    """Write both pages."""
    docs = Path(__file__).resolve().parents[2] / "docs"
    (docs / "record-of-processing.md").write_text(record_page(), encoding="utf-8")
    (docs / "dpia.md").write_text(dpia_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
