"""What keeps a paper from being drawn, and what is wrong with its wording."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from amnesty.errors import BadInputError, PaperError

if TYPE_CHECKING:
    from collections.abc import Collection


def _capitalised(field: str) -> str:
    return field[:1].upper() + field[1:]


class NoGlyphError(PaperError):
    """No font of the program has a sign for a character; a box is never printed."""

    def __init__(self, field: str, character: str) -> None:
        """Name the field, and the character by code point and Unicode name."""
        code_point = f"U+{ord(character):04X}"
        name = unicodedata.name(character, "a character without a name")
        super().__init__(
            f"{_capitalised(field)} has {code_point} ({name}), which cannot be printed."
            " Enter a spelling in Latin, Greek or Cyrillic letters, or ask whoever"
            " keeps the register for a font of that script (docs/papers.md)."
        )
        self.field = field
        self.character = character


class MixedDirectionsError(PaperError):
    """Digits beside letters that run from right to left could be read two ways."""

    def __init__(self, field: str) -> None:
        """Say which field."""
        super().__init__(
            f"{_capitalised(field)} has digits beside letters written from right to"
            " left, whose order a reader could mistake. Enter the numbers with a"
            " spelling in Latin letters."
        )
        self.field = field


class FontUnreadableError(PaperError):
    """A font in the authority's folder cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        """Name the file, and say why."""
        super().__init__(
            f"The font {name} cannot be used: {reason}. Take it out of the folder, or"
            " put a TrueType font with 1,000 units an em there."
        )


class StackedMarksError(PaperError):
    """A letter carries more marks than can stand above and below it legibly."""

    def __init__(self, field: str, most: int) -> None:
        """Say which field, and how many marks a letter may carry."""
        super().__init__(
            f"{_capitalised(field)} has a letter with more than {most} separate marks,"
            " which cannot be printed. Take the extra marks away."
        )
        self.field = field


class NoRoomError(PaperError):
    """A text does not fit its paper, even in the smallest letters allowed."""

    def __init__(self, field: str) -> None:
        """Say which field has to be shortened."""
        super().__init__(
            f"{_capitalised(field)} is too long for the paper, even in the smallest"
            " letters that may be used. Shorten it."
        )
        self.field = field


class NotForThisPaperError(PaperError):
    """The signed content lacks what the A4 certificate prints, as a card's does."""

    def __init__(self, missing: str) -> None:
        """Say what the signed content does not state."""
        super().__init__(
            f"What was signed does not state {missing}, so it cannot be printed as an"
            " A4 certificate. Issue a certificate, not a card."
        )
        self.missing = missing


class NotACardError(PaperError):
    """What was signed says where, as a card never does."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            "What was signed is a certificate, which says where the plants grow."
            " A card never does. Issue the card that goes with it."
        )


class AgreementMismatchError(PaperError):
    """The wording is that of another agreement than the signed bytes name."""

    def __init__(self, signed: str | None, worded: str | None) -> None:
        """Name both agreements by their references."""
        super().__init__(
            f"What was signed rests on {_named(signed)}, but the wording is for"
            f" {_named(worded)}. Print with the wording of the signed agreement."
        )


def _named(reference: str | None) -> str:
    return "no agreement" if reference is None else f"agreement {reference}"


class QrShapeError(PaperError):
    """The modules handed in are not those of a QR code that paper can carry."""

    def __init__(self, rows: int, least: int, most: int) -> None:
        """Say how many rows came, and how many there may be."""
        super().__init__(
            f"The square code has {rows} rows. It must be square and have {least} to"
            f" {most} rows, so that a telephone can read it from paper."
        )


class ReportlabChangedError(PaperError):
    """The paper library is another than the one these papers were tried with."""

    def __init__(self, place: str) -> None:
        """Name what is not there any more."""
        super().__init__(
            f"The paper library has no {place} as it should, so no paper is drawn."
            " Install the program again with the versions that belong to it."
        )
        self.place = place


class WordingNotReadableError(BadInputError):
    """A file of texts is not PO."""

    def __init__(self, source: str, reason: str) -> None:
        """Name the file, and say where it stops being one."""
        super().__init__(
            f"The texts in {source} cannot be read: {reason}. Correct the file."
        )


class WordingKeyUnknownError(BadInputError):
    """The file has a text that no paper prints, perhaps a misspelt one."""

    def __init__(self, source: str, line: int, key: str) -> None:
        """Name the text and its line."""
        super().__init__(
            f"Line {line} of {source}: no paper has a text {key}."
            " Correct the name or take it out."
        )


class WordingEmptyError(BadInputError):
    """A text is empty, so that a paper would have a hole."""

    def __init__(self, source: str, line: int, key: str) -> None:
        """Name the text and its line."""
        super().__init__(
            f"Line {line} of {source}: {key} is empty. Word it or take it out."
        )


class WordingPluralError(BadInputError):
    """A text has more or fewer forms for numbers than its language has."""

    def __init__(self, source: str, line: int, key: str, forms: int) -> None:
        """Name the text and its line, and say how many forms there must be."""
        needed = "one form" if forms == 1 else f"{forms} forms, msgstr[0] and on"
        super().__init__(f"Line {line} of {source}: {key} must have {needed}.")


class WordingTwiceError(BadInputError):
    """A text stands twice, so that nobody can tell which is meant."""

    def __init__(self, source: str, key: str) -> None:
        """Name the text."""
        super().__init__(f"In {source} {key} stands twice. Take one of them out.")


class WordingUnprintableError(BadInputError):
    """A text has a character that no paper can show."""

    def __init__(self, source: str, line: int, why: str) -> None:
        """Say where it stands, and what is wrong with it."""
        super().__init__(f"Line {line} of {source}: {why}")


class WordingPlaceholderError(BadInputError):
    """A sentence has a placeholder that nothing will fill."""

    def __init__(
        self, source: str, line: int, placeholder: str, allowed: Collection[str]
    ) -> None:
        """Name the placeholder and its line, and those that may be used there."""
        names = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        super().__init__(
            f"Line {line} of {source}: {{{placeholder}}} cannot be filled in."
            f" Use {names}, or no braces."
        )


class WordingBraceError(BadInputError):
    """A brace stands alone, so that nobody can tell what is to be filled in."""

    def __init__(self, source: str, line: int) -> None:
        """Name the line."""
        super().__init__(
            f"Line {line} of {source}: a brace stands alone."
            " Write {{ or }} to print a brace."
        )
