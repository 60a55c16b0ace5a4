"""The one door by which a person's words reach a widget.

Textual reads `str` as markup: a patient called `Smith [/b]` would crash the app, and
`[@click=app.quit]` would become a live link. Rich's `Text` and Textual's `Content` are
taken literally, so nothing else is shown.
"""

from __future__ import annotations

import unicodedata

from rich.text import Text
from textual.content import Content

_FORMATS_THAT_SPELL = frozenset(
    "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2"
)
"""Format characters that belong to the spelling of names: joiners and Arabic signs."""
_SPACES = frozenset("\t\n\r\v\f\u0085\u2028\u2029")
_REPLACEMENT = "\ufffd"


def safe(value: object) -> str:
    """Return what may be shown of a value: one line, NFC, nothing that acts.

    Control characters would move the cursor, and the marks that turn the direction of
    writing would let one name rewrite the rest of its line: both are shown as signs.
    """
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    # Most text is all letters, signs and plain spaces: a table has thousands of them.
    return text if text.isprintable() else "".join(map(_shown, text))


def tidy(typed: str) -> str:
    """Return what is kept of typed or pasted text: NFC, without what cannot be typed.

    In NFC a backspace removes a letter with its accent, not the accent alone.
    """
    spaced = "".join(" " if one in _SPACES else one for one in typed)
    kept = "".join(one for one in spaced if _shown(one) == one)
    return unicodedata.normalize("NFC", kept)


def cell(value: object) -> Text:
    """Return a value for a cell of a table."""
    return Text(safe(value), no_wrap=True, end="")


def label(value: object, style: str = "") -> Content:
    """Return a value for any other widget, in a style such as `bold $error`."""
    return Content.styled(safe(value), style) if style else Content(safe(value))


def lines(*parts: Content) -> Content:
    """Return contents one below the other."""
    return Content("\n").join(parts)


def row(*parts: Content) -> Content:
    """Return contents one after the other."""
    return Content("").join(parts)


def _shown(character: str) -> str:
    if character in _SPACES:
        return " "
    category = unicodedata.category(character)
    if category == "Cc":
        code = ord(character)
        return chr(0x2400 + code) if code < ord(" ") else _REPLACEMENT
    if category == "Cs":
        return _REPLACEMENT
    if category == "Cf" and character not in _FORMATS_THAT_SPELL:
        return _REPLACEMENT
    return character
