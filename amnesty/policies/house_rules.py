"""House rules as data: those that come with the register, and an authority's own."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from amnesty.domain.house_rules import (
    AskingRules,
    HouseRules,
    RetentionRules,
    RightsRules,
    SignInRules,
    StatisticsRules,
)
from amnesty.errors import Problem, ProblemsError
from amnesty.errors.input import PolicyNotTomlError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 100_000
_LONGEST_WORD = 40
_PARTS: Mapping[str, type[Any]] = {
    "asking": AskingRules,
    "sign_in": SignInRules,
    "statistics": StatisticsRules,
    "rights": RightsRules,
    "retention": RetentionRules,
}


def default_house_rules() -> str:
    """Return the text of those that come with the register."""
    return files(__package__).joinpath("house-rules.toml").read_text(encoding="utf-8")


def house_rules_from_toml(text: str) -> HouseRules:
    """Return the house rules that a TOML text describes.

    Raises:
        BadInputError: it is not TOML, or its keys are not those of house rules; every
            problem is told.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PolicyNotTomlError(str(error)) from None
    problems = [
        Problem(path=unknown, sentence="There is no such part of house rules.")
        for unknown in sorted(set(data) - set(_PARTS))
    ]
    parts: dict[str, Any] = {
        name: _part(kind, name, data.get(name), problems)
        for name, kind in _PARTS.items()
    }
    if problems:
        raise ProblemsError(problems)
    return HouseRules(**parts)


def _part(
    kind: type[Any], name: str, given: object, problems: list[Problem]
) -> object | None:
    if not isinstance(given, dict):
        problems.append(Problem(path=name, sentence="This part is missing."))
        return None
    known = {field.name: str(field.type) for field in fields(kind)}
    wrong = dict.fromkeys(sorted(set(given) - set(known)), "There is no such key.")
    for key, type_name in known.items():
        if type_name == "int" and not _is_whole(given.get(key)):
            wrong[key] = "Must be a whole number of 1 or more."
        elif type_name != "int" and not _are_words(given.get(key)):
            wrong[key] = "Must be a list of words."
    problems += [
        Problem(path=f"{name}.{key}", sentence=one) for key, one in wrong.items()
    ]
    if wrong:
        return None
    made: object = kind(
        **{
            key: tuple(value) if isinstance(value, list) else value
            for key, value in given.items()
        }
    )
    return made


def _is_whole(value: object) -> bool:
    return type(value) is int and 1 <= value <= _MOST


def _are_words(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, str) and one.isprintable() and 0 < len(one) <= _LONGEST_WORD
            for one in value
        )
    )
