"""Names as they are searched for: without accents, in parts, by sound."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import jellyfish

_SPELT = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "ŧ": "t",
    }
)
"""Letters that Unicode does not take apart into a letter and an accent."""


def folded(text: str) -> str:
    """Return the text in small letters without accents, so that Siân is sian."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join([letter for letter in apart if not unicodedata.combining(letter)])
    return bare.translate(_SPELT)


@dataclass(frozen=True, kw_only=True)
class NameWord:
    """One word of a name, whole and in the parts that a hyphen or apostrophe makes."""

    whole: str
    """All its letters and digits together, as `oneill` or `rhysjones`."""
    parts: tuple[str, ...]
    """`o` and `neill`, `rhys` and `jones`; the whole alone where nothing parts it."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything by which the word may be asked for."""
        return (self.whole, *(part for part in self.parts if part != self.whole))


def name_words(text: str) -> tuple[NameWord, ...]:
    """Return the words of a name, in order."""
    return tuple(word for chunk in folded(text).split() if (word := name_word(chunk)))


def name_word(chunk: str) -> NameWord | None:
    """Return the word between two spaces of a folded name; None of signs alone."""
    if chunk.isalnum():
        return NameWord(whole=chunk, parts=(chunk,))
    spaced = "".join(letter if letter.isalnum() else " " for letter in chunk)
    parts = tuple(spaced.split())
    return NameWord(whole="".join(parts), parts=parts) if parts else None


def sound(form: str) -> str:
    """Return how a word sounds, by metaphone; empty where that cannot say.

    Metaphone knows the letters of English alone, and one or two say too little.
    """
    if len(form) < _LEAST_HEARD or not (form.isascii() and form.isalpha()):
        return ""
    return jellyfish.metaphone(form)


_LEAST_HEARD = 3
