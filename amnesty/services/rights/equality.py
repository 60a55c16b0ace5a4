"""The equality record: optional, apart from the record, and read only as counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.asking import ReasonUnknownError
from amnesty.errors.rights import NoAnswerGivenError
from amnesty.ports.rights import ABOUT_PEOPLE
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import RegistrationId
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "ethnic group": (
        "Asian or Asian British",
        "Black, Black British, Caribbean or African",
        "Mixed or multiple ethnic groups",
        "White",
        "Other ethnic group",
        "prefer not to say",
    ),
    "sex": ("female", "male", "other", "prefer not to say"),
    "disability": ("yes", "no", "prefer not to say"),
    "age": ("under 25", "25 to 44", "45 to 64", "65 and over", "prefer not to say"),
}
"""The groups of the 2021 census, and how they are asked."""

_SHARDS = 64
"""Parts of the whole, so that one answer writes little."""


@repeated
def record_equality(
    desk: Desk, number: RegistrationNumber, answers: Mapping[str, str]
) -> None:
    """Keep equality answers, in the place of those before; nobody reads them again.

    Raises:
        NoAnswerGivenError: there is none.
        ReasonUnknownError: an answer is none of those that there are.
    """
    require(desk.member, Act.ASK_EQUALITY)
    if not answers:
        raise NoAnswerGivenError
    for question, answer in answers.items():
        known = QUESTIONS.get(question, ())
        if answer not in known:
            raise ReasonUnknownError(question, known)
    with desk.transaction() as register:
        registration = register.registration(number).id
        kept = _shard(register, registration)
        kept[f"{registration:016x}"] = dict(answers)
        _keep(register, registration, kept)
        register.append(desk.note(Verb.COLLECTION, Act.ASK_EQUALITY, registration))


def all_answers(register: Transaction) -> dict[str, dict[str, str]]:
    """Return all answers by registration, for counting and nothing else."""
    secrets = register.secrets(Compartment.CLINICAL)
    found: dict[str, dict[str, str]] = {}
    for name, text in secrets.items():
        if name.startswith(_NAME):
            found |= json.loads(text)
    return found


_NAME = f"{ABOUT_PEOPLE}equality "


def _name(registration: RegistrationId) -> str:
    return f"{_NAME}{registration % _SHARDS}"


def _shard(
    register: Transaction, registration: RegistrationId
) -> dict[str, dict[str, str]]:
    text = register.secrets(Compartment.CLINICAL).get(_name(registration), b"{}")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


def _keep(
    register: Transaction,
    registration: RegistrationId,
    kept: Mapping[str, Mapping[str, str]],
) -> None:
    text = json.dumps(kept).encode()
    register.keep_secret(Compartment.CLINICAL, _name(registration), text)
