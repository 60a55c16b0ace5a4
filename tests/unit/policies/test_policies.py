"""The profiles that come with the register, and what is said of one that is wrong."""

from __future__ import annotations

import copy
import tomllib
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest

from amnesty.domain.policy import YoungRule
from amnesty.domain.policy_data import policy_from_data
from amnesty.errors import ProblemsError
from amnesty.errors.input import PolicyNotTomlError, UnknownPolicyError
from amnesty.policies import (
    BUILTIN_POLICIES,
    DEFAULT_POLICY,
    builtin_policies,
    load_policy,
    policy_from_toml,
)


def toml_of(name: str) -> str:
    """Return the text of a profile that comes with the register."""
    return files("amnesty.policies").joinpath(f"{name}.toml").read_text("utf-8")


@pytest.fixture
def data() -> dict[str, Any]:
    """Return the default profile's data, with its texts."""
    read = {
        name: tomllib.loads(toml_of(name), parse_float=Decimal)
        for name in (DEFAULT_POLICY, "texts")
    }
    return copy.deepcopy(read[DEFAULT_POLICY] | {"texts": read["texts"]})


def problems_of(data: dict[str, Any]) -> dict[str, str]:
    """Return the sentences of a refused policy, by path."""
    with pytest.raises(ProblemsError) as caught:
        policy_from_data(data)
    return {each.path: each.sentence for each in caught.value.problems}


def test_four_profiles_come_with_the_register() -> None:
    """Each loads by its id, and by id and version, and the default comes first."""
    loaded = builtin_policies()
    assert [policy.id for policy in loaded] == list(BUILTIN_POLICIES)
    assert loaded[0].id == DEFAULT_POLICY == "uk-55g"
    for policy in loaded:
        assert policy.name == f"{policy.id}@{policy.version}"
        assert load_policy(policy.id) == load_policy(policy.name) == policy


@pytest.mark.parametrize(
    ("name", "indoor", "young", "fraction", "households"),
    [
        ("uk-55g", 55, YoungRule.AS_MANY_AS_IN_FLOWER, "0.02", 1),
        ("canada", 30, YoungRule.NONE, "0", 4),
        ("uk-40g", 40, YoungRule.AS_MANY_AS_IN_FLOWER, "0.02", 1),
        ("fixed-cap", 55, YoungRule.AS_MANY_AS_IN_FLOWER, "0.02", 1),
    ],
)
def test_the_profiles_differ_as_the_scheme_says(
    *, name: str, indoor: int, young: YoungRule, fraction: str, households: int
) -> None:
    """Yields, young plants, tolerance and households are those of the scheme."""
    policy = load_policy(name)
    assert policy.indoor.yield_grams == policy.both_indoor.yield_grams == indoor
    assert policy.outdoor.yield_grams == policy.both_outdoor.yield_grams == 250
    assert policy.young is young
    assert policy.tolerance.fraction == Fraction(fraction)
    assert policy.households_at_a_site == households
    assert policy.stock_crops == Fraction(3, 2)
    assert (policy.carry_days, policy.carry_most_grams) == (30, 150)
    assert (policy.least_need, policy.most_need) == (Fraction(1, 100), 20)
    assert policy.second_approver_above == 3
    assert (policy.sites, policy.winding_down_days) == (1, 28)
    assert policy.reminder_days == (90, 30, 7)
    assert policy.texts.undertaking
    assert policy.texts.privacy_notice


@pytest.mark.parametrize("name", ["", "uk", "uk-55g@2", "UK-55G", "../secret", "texts"])
def test_an_unknown_profile_lists_those_there_are(name: str) -> None:
    """Neither another version nor another file is loaded."""
    with pytest.raises(UnknownPolicyError, match=r"^Policy must be one of: uk-55g"):
        load_policy(name)


def test_a_profile_may_bring_texts_of_its_own(data: dict[str, Any]) -> None:
    """An authority's sentences replace all of those that come with the register."""
    texts = {
        key: [line.upper() for line in text] if isinstance(text, list) else text.upper()
        for key, text in data["texts"].items()
    }
    texts |= {"statement": "IN OUR WORDS", "conditions": ["KEEP IT LOCKED"]}
    rows = [f"{key} = {text!r}" for key, text in texts.items()]
    own = f"{toml_of(DEFAULT_POLICY)}\n[texts]\n" + "\n".join(rows)
    policy = policy_from_toml(own)
    assert policy.texts.statement.isupper()
    assert all(line.isupper() for line in policy.texts.conditions)


def test_what_is_not_toml_says_where() -> None:
    """The sentence names the line at which reading stopped."""
    with pytest.raises(PolicyNotTomlError, match="TOML at line 2, column 3: compare"):
        policy_from_toml('id = "mine"\nno\n')
    for text in ("a = " + "9" * 5000, "a = " + "[" * 5000):
        with pytest.raises(PolicyNotTomlError, match="cannot be read as TOML"):
            policy_from_toml(text)


def test_every_key_is_wanted(data: dict[str, Any]) -> None:
    """Each key that is taken away is missed by its path, and nothing else is."""
    for key in list(data):
        fewer = {name: value for name, value in data.items() if name != key}
        assert problems_of(fewer) == {key: f"Policy: {key} is missing: add it"}
    for table in ("indoor", "both_outdoor", "tolerance", "refer_above", "texts"):
        for key in data[table]:
            fewer = copy.deepcopy(data)
            del fewer[table][key]
            path = f"{table}.{key}"
            assert problems_of(fewer) == {path: f"Policy: {path} is missing: add it"}


def test_a_slip_in_a_key_is_not_passed_over(data: dict[str, Any]) -> None:
    """A key that no policy has is named, at the top and in a table."""
    data["stock_crop"] = 2
    data["indoor"]["yeild_grams"] = 55
    assert problems_of(data) == {
        "stock_crop": "Policy: stock_crop is not a key of a policy: "
        "correct it or take it out",
        "indoor.yeild_grams": "Policy: indoor.yeild_grams is not a key of a policy: "
        "correct it or take it out",
    }


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("id", "My Policy", "must be 40 small letters, digits and hyphens or fewer"),
        ("id", "a" * 41, "must be 40 small letters"),
        ("id", 7, "must be text in quotation marks"),
        ("version", 0, "must be a whole number from 1 to 1000000"),
        ("version", True, "must be a whole number"),
        ("version", Decimal(1), "must be a whole number"),
        ("young", "some", 'must be "as many as in flower" or "none"'),
        ("stock_crops", Decimal("0.9"), "must be a number from 1 to 100"),
        ("stock_crops", 1.5, "must be a number from 1 to 100, written exactly"),
        ("stock_crops", Decimal("NaN"), "must be a number from 1 to 100"),
        ("stock_crops", Decimal("1e999999"), "must be a number from 1 to 100"),
        ("stock_crops", "1.5", "must be a number from 1 to 100"),
        ("indoor", 55, "must be a table of keys"),
        ("indoor.yield_grams", 0, "must be a number from 1 to 10000"),
        ("indoor.margin", Decimal("0.99"), "must be a number from 1 to 100"),
        ("indoor.crops", Decimal("2.5"), "must be a whole number from 1 to 50"),
        ("indoor.fixed_flowering", 0, "must be a whole number from 1 to 1000"),
        ("tolerance.fraction", Decimal("1.1"), "must be a number from 0 to 1"),
        ("least_need", 0, "must be a number from 0.01 to 500"),
        ("least_need", 21, "must not be above most_need"),
        ("validity_months", 13, "must be a whole number from 1 to 12"),
        ("reminder_days", [90, "30"], "must be a list of whole numbers from 1 to 366"),
        ("reminder_days", [0], "must be a list of whole numbers from 1 to 366"),
        ("reminder_days", 90, "must be a list of whole numbers"),
        ("texts.statement", ["a"], "must be text in quotation marks"),
        ("texts.conditions", "a", "must be a list of texts"),
        ("texts.conditions", [1], "must be a list of texts"),
    ],
)
def test_every_wrong_value_is_named(
    data: dict[str, Any], path: str, value: object, sentence: str
) -> None:
    """The sentence names the key and says what it must hold."""
    table, _, key = path.rpartition(".")
    (data[table] if table else data)[key] = value
    problems = problems_of(data)
    assert list(problems) == [path]
    assert problems[path].startswith(f"Policy: {path} {sentence}")


def test_a_hidden_character_in_a_text_is_named(data: dict[str, Any]) -> None:
    """A text that is printed and signed hides nothing, and is not empty."""
    data["texts"]["statement"] = "Ann\u202eLee"
    data["texts"]["conditions"] = ["", "Keep it locked."]
    problems = problems_of(data)
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in problems["texts.statement"]
    assert problems["texts.conditions"] == (
        "Policy: Enter the text of texts.conditions"
    )


def test_all_problems_are_told_at_once(data: dict[str, Any]) -> None:
    """A file with three slips is refused once, in the order of the keys."""
    data["version"] = "one"
    del data["outdoor"]
    data["sites"] = -1
    assert list(problems_of(data)) == ["version", "outdoor", "sites"]
