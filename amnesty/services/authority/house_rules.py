"""The authority's house rules: shown, and put in force by a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from amnesty.domain.house_rules import HouseRules
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_NAME = "house rules"


def rules_text(register: Transaction) -> str:
    """Return the house rules in force as their file says them."""
    kept = register.secrets(Compartment.COMMON).get(_NAME)
    return default_house_rules() if kept is None else kept.decode()


def rules_in(register: Transaction) -> HouseRules:
    """Return the house rules in force."""
    return house_rules_from_toml(rules_text(register))


@repeated
def show_house_rules(desk: Desk) -> str:
    """Return the house rules in force, as a file to edit."""
    with desk.transaction() as register:
        return rules_text(register)


@repeated
def set_house_rules(desk: Desk, text: str) -> HouseRules:
    """Put house rules in force.

    Raises:
        BadInputError: the text cannot be used; every problem is told.
    """
    require(desk.member, Act.SET_POLICY)
    rules = house_rules_from_toml(text)
    with desk.transaction() as register:
        register.keep_secret(Compartment.COMMON, _NAME, text.encode())
        register.append(desk.note(Verb.ALTERATION, Act.SET_POLICY, what="house rules"))
    return rules
