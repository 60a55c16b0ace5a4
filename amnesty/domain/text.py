"""Lines of text as people type and paste them: cleaned once, hidden signs refused."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from amnesty.errors.input import (
    NameLetterError,
    TextCharacterError,
    TextMissingError,
    TextTooLongError,
    UnknownChoiceError,
)

LONGEST_LINE = 200
"""The longest line that the signed bytes carry, in characters."""

_JOINERS = "\u200c\u200d"
"""Zero-width joiners, which names in Persian, Bengali and Sinhala are written with."""
_PASTED = "\t\r\n"
"""What comes along when lines are pasted; counted as spaces."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_CONTROL_NAMES = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0B: "VERTICAL TAB",
    0x0C: "FORM FEED",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}

Choice = TypeVar("Choice", bound=Enum)


def clean_line(text: str, what: str, *, longest: int = LONGEST_LINE) -> str:
    """Return one line of text, NFC, with single spaces and nothing hidden in it.

    Letters of right-to-left scripts are as good as any. The characters that turn the
    direction of others are refused, because they make a name read as another.

    Raises:
        BadInputError: it is empty, too long or has a hidden character.
    """
    line = clean_optional_line(text, what, longest=longest)
    if not line:
        raise TextMissingError(what)
    return line


def clean_optional_line(text: str, what: str, *, longest: int = LONGEST_LINE) -> str:
    """Return one line of text as `clean_line` does; it may be empty.

    Raises:
        BadInputError: it is too long or has a hidden character.
    """
    for position, character in enumerate(text, start=1):
        if _is_hidden(character):
            raise TextCharacterError(what, named=_name_of(character), position=position)
    line = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    if len(line) > longest:
        raise TextTooLongError(what, longest=longest, found=len(line))
    return line if line.strip(f" {_JOINERS}") else ""


def clean_name(
    text: str, what: str = "full name", *, longest: int = LONGEST_LINE
) -> str:
    """Return a person's name as it is written, which is theirs to say.

    Raises:
        BadInputError: it is empty, too long, hides a character or has no letter.
    """
    name = clean_line(text, what, longest=longest)
    if not any(unicodedata.category(character).startswith("L") for character in name):
        raise NameLetterError(what)
    return name


def parse_choice(text: str, choices: type[Choice], what: str) -> Choice:
    """Return the choice whose value was typed, whatever its capitals and spaces.

    Raises:
        BadInputError: nothing was typed, or it is none of the choices.
    """
    typed = " ".join(text.split()).casefold()
    if not typed:
        raise TextMissingError(what)
    by_name = {str(choice.value).casefold(): choice for choice in choices}
    if typed in by_name:
        return by_name[typed]
    nearest = get_close_matches(typed, by_name, n=1)
    raise UnknownChoiceError(what, list(by_name), nearest[0] if nearest else None)


def _is_hidden(character: str) -> bool:
    if character in _JOINERS or character in _PASTED:
        return False
    return unicodedata.category(character) in _HIDDEN


def _name_of(character: str) -> str:
    """Return the code point with its name, as `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    code = ord(character)
    name = unicodedata.name(character, _CONTROL_NAMES.get(code, ""))
    return f"U+{code:04X} {name}".strip()
