"""The record of processing and the DPIA template, written from the models themselves.

`python -m amnesty.services.rights.processing` renews both pages; a test compares them.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib.resources import files
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
    from collections.abc import Iterable, Iterator

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


_MEDIUM = frozenset({14, 15})
_SEVERITY = {
    number: "medium" if number in _MEDIUM else "high" for number in range(1, 16)
}
"""How much each risk of the threat model would hurt whoever it happens to."""


def record_page() -> str:
    """Return the record of processing (UK GDPR, Article 30)."""
    return _template("record").format(
        kept=_table(("part", "kind", "data", "roles whose keys open it"), _kept()),
        lists=_table(("list", "data", "roles whose keys open it"), _lists()),
        rights=_table(("role", "may"), _rights()),
        retention=_rows(_retention()),
        verbs=", ".join(verb.value for verb in Verb),
    )


def dpia_page(threat_model: str) -> str:
    """Return the template of a data protection impact assessment.

    Args:
        threat_model: the page whose table of risks is taken over.
    """
    rules = house_rules_from_toml(default_house_rules())
    return _template("dpia").format(
        suppressed=rules.statistics.suppress_up_to,
        answer_days=rules.rights.answer_days,
        breach_hours=rules.rights.breach_hours,
        withhold_days=rules.rights.withhold_days,
        questions=", ".join(QUESTIONS),
        risks=_rows(
            (number, risk, "medium" if int(number) in _MEDIUM else "high", "", "")
            for number, risk in _risks(threat_model)
        ),
    )


def _template(name: str) -> str:
    file = files("amnesty.services.rights").joinpath(f"{name}.template.md")
    return file.read_text(encoding="utf-8")


def _risks(threat_model: str) -> Iterator[tuple[str, str]]:
    """Yield the numbered risks of the threat model, without who holds them."""
    for line in threat_model.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].isdecimal():
            yield cells[0], cells[1]


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


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return f"{_row(head)}\n|{'---|' * len(head)}\n{_rows(rows)}"


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(map(_row, rows))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write both pages."""
    docs = Path(__file__).resolve().parents[3] / "docs"
    (docs / "record-of-processing.md").write_text(record_page(), encoding="utf-8")
    threat_model = (docs / "threat-model.md").read_text("utf-8")
    (docs / "dpia.md").write_text(dpia_page(threat_model), encoding="utf-8")


if __name__ == "__main__":
    main()
