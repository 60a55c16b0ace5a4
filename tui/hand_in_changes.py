"""What is put right of a hand-in: another seal, a correction, or that it is off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.correcting import LONGEST_TAG
from amnesty.domain.course import HandInMove
from amnesty.domain.hand_in import Corrected
from amnesty.domain.quantity import readable_text
from amnesty.domain.text import clean_line
from amnesty.services.hand_in.appointing import call_off
from amnesty.services.hand_in.passing_on import PuttingRight, correct, reseal
from amnesty.services.intake.fields import Choice, Kind
from tui.change_forms import Change, Raw, section_of
from tui.reading import Reader, field_of
from tui.record_view import how_it_stands

if TYPE_CHECKING:
    from amnesty.domain.course import Course
    from amnesty.services.desk import Desk
    from amnesty.services.intake.fields import Field

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WHATS = "ngcsbwpr"
_BECAUSE = field_of("because", "Why", "it is kept with the act")


def change_of(course: Course, move: HandInMove) -> Change:
    """Return the boxes of an act on a hand-in, and the service that takes it."""
    if move is HandInMove.RESEAL:
        return _reseal(course)
    if move is HandInMove.CANCEL:
        return _call_off(course)
    return _correct(course)


def _call_off(course: Course) -> Change:
    form = (section_of("Call off", _BECAUSE),)

    def save(desk: Desk, raw: Raw) -> Course:
        reader = Reader(raw, form)
        because = _because(reader)
        reader.finish()
        return call_off(desk, course.number, because=because)

    return Change(
        name="Call off a hand-in",
        effect=f"{_told(course)} It does not take place; what is due stays due.",
        form=form,
        save=save,
        done=f"Hand-in {course.number} is called off.",
        values={},
    )


def _reseal(course: Course) -> Change:
    bag = _bag(course)
    new = field_of("new", "New seal tag")
    form = (section_of("Another seal", bag, new, _BECAUSE),)

    def save(desk: Desk, raw: Raw) -> Course:
        reader = Reader(raw, form)
        old = reader.word("bag")
        tag = partial(clean_line, what="new seal tag", longest=LONGEST_TAG)
        now = reader.read("new", tag) or ""
        because = _because(reader)
        reader.finish()
        return reseal(desk, course.number, old, now, because=because)

    return Change(
        name="Seal a bag anew",
        effect=f"{_told(course)} The receipt stays; the new tag stands beside it.",
        form=form,
        save=save,
        done="The new seal is written down.",
        values=_only_bag(bag),
    )


def _correct(course: Course) -> Change:
    choices = tuple(
        Choice(letter=letter, word=what.value)
        for letter, what in zip(_WHATS, Corrected, strict=True)
    )
    what = field_of("what", "What is wrong", kind=Kind.CHOICE, choices=choices)
    bag = _bag(course, optional=True)
    now = field_of("now", "What it should say")
    form = (section_of("Correction", what, bag, now, _BECAUSE),)

    def save(desk: Desk, raw: Raw) -> Course:
        reader = Reader(raw, form)
        chosen = reader.choice("what", Corrected)
        of_bag = chosen is not None and chosen.is_of_an_item
        tag = reader.word("bag") if of_bag else ""
        because = _because(reader)
        reader.finish()
        right = PuttingRight(
            what=chosen or Corrected.PLACE,
            now=reader.text("now").strip(),
            because=because,
            seal_tag=tag,
        )
        return correct(desk, course.number, right)

    return Change(
        name="Correct a receipt",
        effect=f"{_told(course)} The receipt stays; the correction is linked to it.",
        form=form,
        save=save,
        done=f"Hand-in {course.number} is corrected.",
        values=_only_bag(bag),
    )


def _told(course: Course) -> str:
    """Return which hand-in it is, and what its receipt says of each bag now."""
    receipt = course.as_it_stands()
    bags = []
    if receipt is not None:
        bags += [
            f"{one.seal_tag}: {readable_text(one.net_grams)} g {one.form.value}, "
            f"{readable_text(one.gross_grams)} g with the bag."
            for one in receipt.stock
        ]
        bags += [
            f"{one.seal_tag}: {one.count} {one.stage.value}." for one in receipt.plants
        ]
    return " ".join((f"{course.number}, {how_it_stands(course)}.", *bags))


def _bag(course: Course, *, optional: bool = False) -> Field:
    receipt = course.as_it_stands()
    tags = receipt.seal_tags if receipt else ()
    choices = tuple(
        Choice(letter=letter, word=tag)
        for letter, tag in zip(_LETTERS, tags, strict=False)
    )
    return field_of("bag", "Bag", kind=Kind.CHOICE, choices=choices, optional=optional)


def _only_bag(bag: Field) -> dict[str, str]:
    return {"bag": bag.choices[0].word} if len(bag.choices) == 1 else {}


def _because(reader: Reader) -> str:
    return reader.read("because", partial(clean_line, what="reason")) or ""
