"""The boxes of a harvest, a dry weigh-in and a supposition, and what they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.certificate import Setting
from amnesty.domain.dates import MustBe, in_table, parse_date
from amnesty.domain.plants import Stage, Which
from amnesty.domain.quantity import (
    StockForm,
    Weight,
    parse_count,
    parse_grams,
    parse_need,
    parse_plants,
    readable_text,
)
from amnesty.domain.what_if import Change
from amnesty.services.intake.fields import Choice, Kind, Section
from tui.forms import spoken
from tui.reading import Reader, field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from amnesty.domain.plants import PlantBatch
    from amnesty.domain.site import Site
    from amnesty.services.intake.fields import Field

T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ON = field_of("on", "Day", "empty: today", kind=Kind.DATE, optional=True)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What was harvested."""

    which: Which
    count: int
    fresh_grams: Fraction
    on: date


@dataclass(frozen=True, kw_only=True)
class WeighedDry:
    """What a harvest weighs, dried."""

    harvested_on: date
    dried_grams: Fraction
    on: date


def in_flower(site: Site) -> tuple[PlantBatch, ...]:
    """Return the batches that can be harvested."""
    return tuple(one for one in site.plants if one.stage is Stage.FLOWERING)


def drying(site: Site) -> tuple[date, ...]:
    """Return the days of the harvests whose weight is still provisional."""
    days = {
        one.harvested_on
        for one in site.stock
        if one.form is StockForm.FRESH and one.harvested_on is not None
    }
    return tuple(sorted(days))


def harvest_form(batches: Sequence[PlantBatch]) -> tuple[Section, ...]:
    """Return the boxes of a harvest, with a letter for each batch in flower."""
    words = [f"{one.counted} since {in_table(one.since)}" for one in batches]
    fields = (
        _choice("batch", "Batch", words),
        field_of("count", "How many", kind=Kind.AMOUNT),
        field_of("fresh", "Fresh grams", "provisional", kind=Kind.AMOUNT),
        _ON,
    )
    return (Section(title="Harvest", group="", least=0, fields=fields),)


def read_harvest(
    raw: Mapping[str, str],
    form: tuple[Section, ...],
    batches: Sequence[PlantBatch],
    today: date,
) -> Cut:
    """Return what was cut.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    reader = Reader(raw, form)
    place = _chosen(reader, form, "batch")
    count = reader.read("count", parse_plants)
    fresh = reader.read("fresh", partial(parse_grams, what="fresh weight"))
    on = _day(reader, today)
    reader.finish()
    batch = batches[place or 0]
    return Cut(
        which=Which(stage=batch.stage, cultivar=batch.cultivar, since=batch.since),
        count=count or 0,
        fresh_grams=fresh or Fraction(0),
        on=on,
    )


def weigh_in_form(days: Sequence[date]) -> tuple[Section, ...]:
    """Return the boxes of a dry weigh-in, with a letter for each harvest."""
    fields = (
        _choice("harvest", "Harvest of", [in_table(one) for one in days]),
        field_of("dried", "Dried grams", "all of that day", kind=Kind.AMOUNT),
        _ON,
    )
    return (Section(title="Dry weigh-in", group="", least=0, fields=fields),)


def read_weigh_in(
    raw: Mapping[str, str],
    form: tuple[Section, ...],
    days: Sequence[date],
    today: date,
) -> WeighedDry:
    """Return what a harvest weighs, dried.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    reader = Reader(raw, form)
    place = _chosen(reader, form, "harvest")
    dried = reader.read("dried", partial(parse_grams, what="dry weight"))
    on = _day(reader, today)
    reader.finish()
    return WeighedDry(
        harvested_on=days[place or 0], dried_grams=dried or Fraction(0), on=on
    )


_SETTINGS = tuple(
    Choice(letter=letter, word=setting.value)
    for letter, setting in zip("iob", Setting, strict=True)
)


def what_if_form(profiles: Sequence[str]) -> tuple[Section, ...]:
    """Return the boxes of a supposition; an empty one is as it is kept."""
    fields = (
        field_of("need", "Need", "grams a day", kind=Kind.AMOUNT, optional=True),
        field_of(
            "setting",
            "Setting",
            kind=Kind.CHOICE,
            choices=_SETTINGS,
            optional=True,
        ),
        _choice("policy", "Policy", profiles, optional=True),
        field_of("dried", "Dried grams", kind=Kind.AMOUNT, optional=True),
        field_of("flowering", "In flower", kind=Kind.AMOUNT, optional=True),
        field_of("young", "Young plants", kind=Kind.AMOUNT, optional=True),
    )
    return (Section(title="What if", group="", least=0, fields=fields),)


def read_what_if(
    raw: Mapping[str, str], form: tuple[Section, ...]
) -> tuple[Change, int | None]:
    """Return what is supposed, and the place of the profile that is.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    reader = Reader(raw, form)
    plants = partial(parse_count, what="number of plants")
    setting = reader.choice("setting", Setting) if reader.text("setting") else None
    grams = _if_given(reader, "dried", partial(parse_grams, what="dried weight"))
    change = Change(
        need=_if_given(reader, "need", parse_need),
        setting=setting,
        held=None
        if grams is None
        else (Weight(form=StockForm.DRIED, grams=Fraction(grams)),),
        flowering=_if_given(reader, "flowering", plants),
        young=_if_given(reader, "young", plants),
    )
    policy = _chosen(reader, form, "policy") if reader.text("policy") else None
    reader.finish()
    return change, policy


def values_of(site: Site, need: Fraction) -> dict[str, str]:
    """Return what stands in the boxes of a supposition at first."""
    return {"need": readable_text(need), "setting": site.setting.value}


def _if_given(reader: Reader, path: str, parse: Callable[[str], T]) -> T | None:
    return reader.read(path, parse) if reader.text(path).strip() else None


def _choice(
    path: str, name: str, words: Sequence[str], *, optional: bool = False
) -> Field:
    choices = tuple(
        Choice(letter=letter, word=word)
        for letter, word in zip(_LETTERS, words, strict=False)
    )
    return field_of(path, name, kind=Kind.CHOICE, choices=choices, optional=optional)


def _chosen(reader: Reader, form: tuple[Section, ...], path: str) -> int | None:
    """Return the place of what was chosen by its letter."""
    (field,) = (one for part in form for one in part.fields if one.path == path)
    words = [one.word for one in field.choices]
    typed = spoken(field, reader.text(path).strip())
    if typed in words:
        return words.index(typed)
    letters = ", ".join(one.letter.upper() for one in field.choices)
    reader.complain(path, f"Choose the {field.what} by its letter: {letters}")
    return None


def _day(reader: Reader, today: date) -> date:
    if not reader.text("on").strip():
        return today
    read = partial(parse_date, what="day", today=today, must_be=MustBe.TODAY_OR_PAST)
    return reader.read("on", read) or today
