"""The JSON Schema of a registration file, made from the field list."""

from __future__ import annotations

from typing import Any

from amnesty.services.intake.fields import Field, Kind, Section, sections

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def registration_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `amnesty register` takes."""
    root = _object("A registration, as a patient declares it.")
    for section in sections():
        if section.group:
            _repeat(root, section)
        for field in section.fields:
            _place(root, field)
    return {"$schema": _DIALECT, **root}


def _object(title: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "additionalProperties": False}
    if title:
        made["title"] = title
    return {**made, "properties": {}}


def _repeat(root: dict[str, Any], section: Section) -> None:
    """Put the array of a repeated group into the schema."""
    *above, name = section.group.split(".")
    array = {"type": "array", "title": section.title, "minItems": section.least}
    _inner(root, above)["properties"][name] = {**array, "items": _object()}
    if section.least:
        _require(root, [*above, name])


def _place(root: dict[str, Any], field: Field) -> None:
    *above, name = field.path.split(".")
    _inner(root, above)["properties"][name] = _leaf(field)
    if not field.optional and not field.default:
        _require(root, [*above, name])


def _inner(root: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    """Return the object at a path, making those on the way."""
    here = root
    for step in steps:
        if step == "*":
            here = here["items"]
        else:
            here = here["properties"].setdefault(step, _object())
    return here


def _require(root: dict[str, Any], steps: list[str]) -> None:
    """Mark every step on the way to a field as required, within its own row."""
    row = max((at + 1 for at, step in enumerate(steps) if step == "*"), default=0)
    here = _inner(root, steps[:row])
    for step in steps[row:]:
        required = here.setdefault("required", [])
        if step not in required:
            required.append(step)
        here = here["properties"][step]


def _leaf(field: Field) -> dict[str, Any]:
    described = f"{field.label} ({field.hint})" if field.hint else field.label
    leaf: dict[str, Any] = {"title": described}
    if field.default:
        leaf["default"] = field.default
    match field.kind:
        case Kind.YES_NO:
            return {**leaf, "enum": [True, False, "yes", "no"]}
        case Kind.CHOICE:
            return {**leaf, "enum": [choice.word for choice in field.choices]}
        case Kind.AMOUNT:
            return {**leaf, "type": ["string", "number"]}
        case Kind.TEXT | Kind.DATE | Kind.HIDDEN:
            return {**leaf, "type": "string"}
