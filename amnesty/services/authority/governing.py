"""What the authority decides for all: the agreement and the policy in force."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from amnesty.domain.agreement import Agreement
from amnesty.domain.dates import parse_date
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.errors.forms import (
    NotAgreementFileError,
    NotTextValueError,
    OrderOfDatesError,
)
from amnesty.errors.rules import AgreementExistsError
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.domain.policy import Policy
    from amnesty.services.desk import Desk

_READERS: Mapping[str, Callable[[str], Any]] = {
    "reference": lambda text: clean_line(text, "reference", longest=60),
    "force": lambda text: clean_line(text, "force", longest=80),
    "prosecutor": lambda text: clean_line(text, "prosecutor", longest=80),
    "starts_on": lambda text: parse_date(text, "first day"),
    "ends_on": lambda text: parse_date(text, "last day"),
    "text": lambda text: clean_line(text, "text of the agreement", longest=600),
}
_OPTIONAL = frozenset({"prosecutor", "changes_law"})
_KEYS = frozenset({*_READERS, "changes_law"})


def read_agreement(text: str) -> Agreement:
    """Return the agreement that a TOML file describes.

    Its keys: reference, force, prosecutor (optional), starts_on, ends_on, text,
    changes_law (optional, false).

    Raises:
        NotAgreementFileError: it is not TOML.
        ProblemsError: with everything that is wrong with its keys.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):
        raise NotAgreementFileError from None
    problems = [
        Problem(path=key, sentence=f"There is no key “{key}” in an agreement")
        for key in sorted(set(data) - _KEYS)
    ]
    values: dict[str, Any] = {"prosecutor": None}
    for key, read in _READERS.items():
        if key not in data and key in _OPTIONAL:
            continue
        try:
            values[key] = read(_text(data.get(key, "")))
        except BadInputError as error:
            problems.append(Problem(path=key, sentence=str(error)))
    if not isinstance(data.get("changes_law", False), bool):
        problems.append(
            Problem(path="changes_law", sentence="Changes law must be true or false")
        )
    if not problems and values["ends_on"] < values["starts_on"]:
        late = OrderOfDatesError("The last day", "the first day")
        problems.append(Problem(path="ends_on", sentence=str(late)))
    if problems:
        raise ProblemsError(problems)
    return Agreement(**values, changes_law=data.get("changes_law", False))


def _text(value: object) -> str:
    """Return a text, or a date of TOML's own as one.

    Raises:
        NotTextValueError: it is of another kind, and would be taken for a name.
    """
    if isinstance(value, str):
        return value
    if type(value) is date:
        return value.isoformat()
    raise NotTextValueError


@repeated
def add_agreement(desk: Desk, agreement: Agreement) -> None:
    """Add an agreement; certificates issued from its first day on rest on it.

    Raises:
        AgreementExistsError: its reference is another agreement's.
    """
    require(desk.member, Act.SET_POLICY)
    with desk.transaction() as register:
        for held in register.agreements():
            if held.reference.casefold() == agreement.reference.casefold():
                raise AgreementExistsError(held.reference)
        register.add_agreement(agreement)
        register.append(
            desk.note(Verb.ALTERATION, Act.SET_POLICY, agreement=agreement.reference)
        )


@repeated
def set_policy(desk: Desk, policy: Policy) -> None:
    """Put a policy in force; what was issued keeps the one it was issued under."""
    require(desk.member, Act.SET_POLICY)
    with desk.transaction() as register:
        register.set_policy(policy)
        register.append(desk.note(Verb.ALTERATION, Act.SET_POLICY, policy=policy.name))


@repeated
def policy_in_force(desk: Desk) -> Policy:
    """Return the policy that checks and certificates are made under now."""
    with desk.transaction() as register:
        return register.policy()
