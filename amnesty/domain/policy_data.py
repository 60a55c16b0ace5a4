"""From a policy profile as data to a `Policy`, with every problem told at once.

The keys are the names of the fields of `Policy` and of the values in it. Numbers are
whole or decimal, never floats: a reader of TOML is asked for `Decimal`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from amnesty.domain.policy import (
    HandInRules,
    HandInWay,
    Policy,
    ReferAbove,
    Season,
    Texts,
    Tolerance,
    YoungRule,
)
from amnesty.domain.quantity import (
    LEAST_NEED,
    MOST_NEED_TO_CALCULATE,
    readable_text,
)
from amnesty.domain.text import clean_line, parse_choice
from amnesty.errors import BadInputError, Problem, ProblemsError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 40
_LONGEST_PARAGRAPH = 2000
_MANY = 1_000_000
_MOST_PLACES = 20
_HUNDREDTH = Fraction(1, 100)


def policy_from_data(data: Mapping[str, object]) -> Policy:
    """Return the policy that the data describe.

    Raises:
        ProblemsError: keys are missing, unknown or hold what they must not; each
            sentence names its key.
    """
    problems: list[Problem] = []
    top = _Table(data=data, path="", problems=problems)
    policy = Policy(
        id=top.identifier("id"),
        version=top.whole("version", 1, _MANY),
        title=top.text("title"),
        indoor=_season(top.table("indoor")),
        outdoor=_season(top.table("outdoor")),
        both_indoor=_season(top.table("both_indoor")),
        both_outdoor=_season(top.table("both_outdoor")),
        young=top.young("young"),
        stock_crops=top.number("stock_crops", 1, 100),
        carry_days=top.whole("carry_days", 1, 366),
        carry_most_grams=top.number("carry_most_grams", 1, _MANY),
        tolerance=_tolerance(top.table("tolerance")),
        refer_above=_refer_above(top.table("refer_above")),
        least_need=top.number("least_need", LEAST_NEED, MOST_NEED_TO_CALCULATE),
        most_need=top.number("most_need", LEAST_NEED, MOST_NEED_TO_CALCULATE),
        second_approver_above=top.number("second_approver_above", 0, _MANY),
        households_at_a_site=top.whole("households_at_a_site", 1, 100),
        sites=top.whole("sites", 1, 100),
        patients_of_a_grower=top.whole("patients_of_a_grower", 1, 100),
        validity_months=top.whole("validity_months", 1, 12),
        hand_in_days=top.whole("hand_in_days", 1, 366),
        winding_down_days=top.whole("winding_down_days", 1, 366),
        weigh_in_days=top.whole("weigh_in_days", 0, 366),
        reminder_days=top.wholes("reminder_days", 1, 366),
        texts=_texts(top.table("texts")),
        hand_in=_hand_in(top.table("hand_in")),
    )
    top.close()
    if not problems and policy.least_need > policy.most_need:
        top.wrong("least_need", "must not be above most_need")
    if problems:
        raise ProblemsError(problems)
    return policy


def _season(table: _Table) -> Season:
    fixed = table.has("fixed_flowering")
    season = Season(
        days=table.number("days", 1, 366),
        crops=table.whole("crops", 1, 50),
        yield_grams=table.number("yield_grams", 1, 10_000),
        margin=table.number("margin", 1, 100),
        fixed_flowering=table.whole("fixed_flowering", 1, 1000) if fixed else None,
    )
    table.close()
    return season


def _tolerance(table: _Table) -> Tolerance:
    tolerance = Tolerance(
        fraction=table.number("fraction", 0, 1),
        least_grams=table.number("least_grams", 0, 1000),
    )
    table.close()
    return tolerance


def _refer_above(table: _Table) -> ReferAbove:
    refer_above = ReferAbove(
        stock_allowances=table.number("stock_allowances", 1, 1000),
        flowering_plants=table.whole("flowering_plants", 0, 1000),
    )
    table.close()
    return refer_above


def _hand_in(table: _Table) -> HandInRules:
    rules = HandInRules(
        ways=table.ways("ways"),
        pass_on_hours=table.whole("pass_on_hours", 1, 24 * 7),
        witnesses=table.whole("witnesses", 1, 5),
        witness_roles=table.lines("witness_roles"),
        keep_years=table.whole("keep_years", 1, 50),
    )
    if not (rules.witness_roles or table.is_missing):
        table.wrong("witness_roles", "must name at least one role")
    table.close()
    return rules


def _texts(table: _Table) -> Texts:
    texts = Texts(
        statement=table.optional_text("statement"),
        legal_effect=table.optional_text("legal_effect"),
        legal_basis=table.optional_text("legal_basis"),
        how_to_count=table.optional_lines("how_to_count"),
        conditions=table.optional_lines("conditions"),
        officer_steps=table.optional_lines("officer_steps"),
        undertaking_version=table.text("undertaking_version"),
        undertaking=table.lines("undertaking"),
        privacy_notice_version=table.text("privacy_notice_version"),
        privacy_notice=table.lines("privacy_notice"),
    )
    table.close()
    return texts


@dataclass(kw_only=True)
class _Table:
    """One table of the data; it notes what is wrong and hands out something usable."""

    data: Mapping[str, object]
    path: str
    problems: list[Problem]
    is_missing: bool = False
    """Its absence was noted, so that its keys need not be."""
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str, what: str) -> None:
        path = f"{self.path}.{key}" if self.path else key
        self.problems.append(Problem(path=path, sentence=f"Policy: {path} {what}"))

    def close(self) -> None:
        """Note the keys that nobody asked for: a slip must not pass for a rule."""
        for key in self.data:
            if key not in self.asked:
                self.wrong(key, "is not a key of a policy: correct it or take it out")

    def has(self, key: str) -> bool:
        return key in self.data

    def _get(self, key: str) -> object:
        """Return what stands at a key; None, which TOML has not, where nothing does."""
        self.asked.add(key)
        found = self.data.get(key)
        if found is None and not self.is_missing:
            self.wrong(key, "is missing: add it")
        return found

    def table(self, key: str) -> _Table:
        found = self._get(key)
        if found is not None and not isinstance(found, Mapping):
            self.wrong(key, "must be a table of keys")
        is_table = isinstance(found, Mapping)
        return _Table(
            data=found if isinstance(found, Mapping) else {},
            path=f"{self.path}.{key}" if self.path else key,
            problems=self.problems,
            is_missing=not is_table,
        )

    def number(self, key: str, least: Fraction | int, most: Fraction | int) -> Fraction:
        found = self._get(key)
        value = _exact(found)
        if value is not None and least <= value <= most:
            return value
        if found is not None:
            span = (
                f"{readable_text(Fraction(least))} to {readable_text(Fraction(most))}"
            )
            self.wrong(key, f"must be a number from {span}, written exactly")
        return Fraction(least) or _HUNDREDTH

    def whole(self, key: str, least: int, most: int) -> int:
        found = self._get(key)
        value = _whole(found)
        if value is not None and least <= value <= most:
            return value
        if found is not None:
            self.wrong(key, f"must be a whole number from {least} to {most}")
        return least or 1

    def wholes(self, key: str, least: int, most: int) -> tuple[int, ...]:
        found = self._get(key)
        if isinstance(found, list):
            wholes = [whole for one in found if (whole := _whole(one)) is not None]
            if len(wholes) == len(found) and all(least <= n <= most for n in wholes):
                return tuple(wholes)
        if found is not None:
            self.wrong(key, f"must be a list of whole numbers from {least} to {most}")
        return ()

    def text(self, key: str) -> str:
        found = self._get(key)
        if isinstance(found, str):
            return self._cleaned(key, found)
        if found is not None:
            self.wrong(key, "must be text in quotation marks")
        return ""

    def lines(self, key: str) -> tuple[str, ...]:
        found = self._get(key)
        if isinstance(found, list) and all(isinstance(line, str) for line in found):
            return tuple(self._cleaned(key, line) for line in found)
        if found is not None:
            self.wrong(key, "must be a list of texts in quotation marks")
        return ()

    def optional_text(self, key: str) -> str:
        return self.text(key) if self.has(key) else ""

    def optional_lines(self, key: str) -> tuple[str, ...]:
        return self.lines(key) if self.has(key) else ()

    def identifier(self, key: str) -> str:
        found = self.text(key)
        if found and not (_ID.fullmatch(found) and len(found) <= _LONGEST_ID):
            self.wrong(
                key,
                f"must be {_LONGEST_ID} small letters, digits and hyphens or fewer, "
                "such as uk-55g",
            )
        return found

    def young(self, key: str) -> YoungRule:
        found = self.text(key)
        try:
            return parse_choice(found, YoungRule, "it") if found else YoungRule.NONE
        except BadInputError:
            choices = " or ".join(f'"{rule.value}"' for rule in YoungRule)
            self.wrong(key, f"must be {choices}")
            return YoungRule.NONE

    def ways(self, key: str) -> tuple[HandInWay, ...]:
        by_name = {way.value: way for way in HandInWay}
        found = self.lines(key)
        ways = tuple(dict.fromkeys(by_name[one] for one in found if one in by_name))
        if len(ways) != len(found) or (self.has(key) and not found):
            choices = ", ".join(f'"{name}"' for name in by_name)
            self.wrong(key, f"must be a list of {choices}, each once")
        return ways or (HandInWay.POLICE_COLLECT,)

    def _cleaned(self, key: str, text: str) -> str:
        path = f"{self.path}.{key}" if self.path else key
        try:
            return clean_line(text, f"text of {path}", longest=_LONGEST_PARAGRAPH)
        except BadInputError as wrong:
            self.problems.append(Problem(path=path, sentence=f"Policy: {wrong}"))
            return ""


def _exact(found: object) -> Fraction | None:
    """Return an exact number; a float, NaN or a number of absurd size is none."""
    if isinstance(found, Decimal):
        if not found.is_finite() or abs(found.adjusted()) > _MOST_PLACES:
            return None
        return Fraction(found)
    if isinstance(found, Fraction):
        return found
    whole = _whole(found)
    return None if whole is None else Fraction(whole)


def _whole(found: object) -> int | None:
    """Return a whole number; a truth value is none."""
    return found if isinstance(found, int) and not isinstance(found, bool) else None
