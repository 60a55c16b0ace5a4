"""Lines of text: cleaned once, and refused where something hides in them."""

from __future__ import annotations

import unicodedata

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.text import (
    clean_line,
    clean_name,
    clean_optional_line,
    parse_choice,
)
from amnesty.errors.input import (
    NameLetterError,
    TextCharacterError,
    TextMissingError,
    TextTooLongError,
    UnknownChoiceError,
)

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien [Jr]",
        "Smith [/b]",
        "Siân Llŷr ap Gwŷn",
        "Łukasz Żółć",
        "Nguyễn Thị Ánh",
        "Οδυσσέας",
        "محمد",
        "মোহাম্মদ",
        "陈",
        "ශ්\N{ZERO WIDTH JOINER}රී",
        "Ngũgĩ wa Thiong'o 3rd",
        "X",
    ],
)
def test_a_name_is_kept_as_it_is_written(name: str) -> None:
    """Letters of any script and any direction, brackets and apostrophes stay."""
    kept = clean_name(name)
    assert kept == unicodedata.normalize("NFC", name)


def test_accents_are_composed() -> None:
    """A letter and its accent become one character, so that equal names are equal."""
    assert clean_name("Sia\u0302n") == "Si\u00e2n"


def test_spaces_are_put_in_order() -> None:
    """Outer spaces go, and what was pasted from lines or tables becomes one space."""
    assert clean_line("  14\tCanal \r\n Row\N{NO-BREAK SPACE}\n", "line") == (
        "14 Canal Row"
    )


@pytest.mark.parametrize(
    ("hidden", "named"),
    [
        ("\x00", "U+0000 NULL"),
        ("\x1b", "U+001B ESCAPE"),
        ("\x7f", "U+007F DELETE"),
        ("\x01", "U+0001"),
        ("\x85", "U+0085 NEXT LINE"),
        (OVERRIDE, "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
        ("\u061c", "U+061C ARABIC LETTER MARK"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_a_hidden_character_is_named_with_its_place(hidden: str, named: str) -> None:
    """Control, direction and unassigned characters are refused, by name and place."""
    with pytest.raises(TextCharacterError) as caught:
        clean_line(f"Ann{hidden} Lee", "full name")
    assert str(caught.value) == (
        f"Full name has a hidden character, {named}, at position 4: "
        "delete it or type the line again"
    )


def test_the_longest_line_has_200_characters() -> None:
    """200 are taken, and for more the sentence says how many have to go."""
    assert len(clean_name("é" * 200)) == 200
    assert len(clean_name("e\u0301" * 200)) == 200
    with pytest.raises(TextTooLongError) as caught:
        clean_name("é" * 203)
    assert str(caught.value) == (
        "Full name must be 200 characters or fewer: take 3 away"
    )


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_nothing_is_missing_or_allowed(typed: str) -> None:
    """An empty line is asked for, or left empty where it may be."""
    with pytest.raises(TextMissingError, match=r"^Enter the town$"):
        clean_line(typed, "town")
    assert not clean_optional_line(typed, "town")


@pytest.mark.parametrize("typed", ["---", "12 34", "[/]", "😀"])
def test_a_name_has_a_letter(typed: str) -> None:
    """Signs and digits alone are nobody's name."""
    with pytest.raises(NameLetterError, match="at least one letter"):
        clean_name(typed)


@pytest.mark.parametrize("typed", ["indoor", " Indoor ", "INDOOR"])
def test_a_choice_is_known_by_its_word(typed: str) -> None:
    """Capitals and outer spaces make no difference."""
    assert parse_choice(typed, Setting, "setting") is Setting.INDOOR


def test_a_misspelt_choice_is_asked_about() -> None:
    """The sentence lists the choices and asks for the nearest."""
    with pytest.raises(UnknownChoiceError) as caught:
        parse_choice("indor", Setting, "setting")
    assert str(caught.value) == (
        "Setting must be indoor, outdoor or both. Did you mean indoor?"
    )
    with pytest.raises(UnknownChoiceError, match=r"outdoor or both$"):
        parse_choice("zzz", Setting, "setting")
    with pytest.raises(TextMissingError, match=r"^Enter the setting$"):
        parse_choice(" ", Setting, "setting")
