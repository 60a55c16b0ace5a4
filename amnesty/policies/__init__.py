"""Policy profiles as data: four that come with the register, and an authority's own.

A profile is a TOML file whose keys are the fields of `amnesty.domain.policy.Policy`.
One that has no `texts` of its own takes those of `texts.toml`.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from amnesty.domain.policy_data import policy_from_data
from amnesty.errors.input import PolicyNotTomlError, UnknownPolicyError

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy

DEFAULT_POLICY = "uk-55g"
"""The profile of a register whose authority chose no other."""

BUILTIN_POLICIES = (DEFAULT_POLICY, "canada", "uk-40g", "fixed-cap")
"""The ids of the profiles that come with the register."""


def load_policy(policy: str) -> Policy:
    """Return a profile that comes with the register, by its id or by id and version.

    Raises:
        UnknownPolicyError: there is none of that id, or not in that version.
    """
    policy_id, _, version = policy.strip().partition("@")
    if policy_id not in BUILTIN_POLICIES:
        raise UnknownPolicyError(BUILTIN_POLICIES)
    loaded = policy_from_toml(_text_of(policy_id))
    if version and version != str(loaded.version):
        raise UnknownPolicyError([each.name for each in builtin_policies()])
    return loaded


def builtin_policies() -> tuple[Policy, ...]:
    """Return all profiles that come with the register, the default first."""
    return tuple(policy_from_toml(_text_of(each)) for each in BUILTIN_POLICIES)


def policy_from_toml(text: str) -> Policy:
    """Return the profile that a TOML text describes.

    Raises:
        BadInputError: it is not TOML, or its keys do not make a policy; every problem
            is told.
    """
    data = _toml(text)
    return policy_from_data({"texts": _toml(_text_of("texts"))} | data)


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise PolicyNotTomlError(str(error)) from None


def _text_of(name: str) -> str:
    return files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
