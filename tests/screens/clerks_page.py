"""The key card of the docs: one page for the desk, from the one registry of keys.

`python -m tests.screens.clerks > docs/clerks.md` renews the whole page, with the acts
that are played key by key; a test compares the two.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tui.keys import EVERYWHERE, Key, Place, display, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYSTROKES = Path(__file__).with_name("keystrokes.toml")

_HEAD = """# Key card for the desk

One page to lay beside the keyboard, made from `tui/keys.toml`: renew it with
`python -m tests.screens.clerks > docs/clerks.md`. Every key is in `docs/keys.md`.

- Keys do the same everywhere, and one that cannot act now says why. F1 explains the
  field you are in. Letters act where no box has the focus.
- In a list the arrows move, Enter or a digit opens, Page Up and Page Down turn, Home
  and End go to its ends.
- In a form Tab goes on and Shift+Tab back; an answer of one letter needs no Enter;
  Ctrl+G and a letter go to any field.
- Type ahead as fast as you like: keys wait for the screen that they are meant for.
- What is half typed is kept, also when the window closes.
- `amnesty line register` asks the same questions one at a time.
"""
_SHOWN = (Place.WORK, Place.FIND, Place.RECORD, Place.REGISTER, Place.CHECK_ANSWERS)
_COLUMNS = 3


def clerks_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for place in _SHOWN:
        parts += [f"## {place.title}\n", *_table(keys_of(place)), ""]
    parts += ["## Everywhere\n", *_table(keys_of(*EVERYWHERE)), ""]
    parts += ["## Counted\n", *_counted(), ""]
    return "\n".join(parts)


def _table(keys: tuple[Key, ...]) -> Iterator[str]:
    """Yield a table of keys, three beside each other."""
    yield "| " + " | ".join(("key", "does") * _COLUMNS) + " |"
    yield "|" + "---|" * 2 * _COLUMNS
    rows = -(-len(keys) // _COLUMNS)
    for row in range(rows):
        cells = [
            f"`{display(key.keys.partition(',')[0])}` | {key.label}"
            for key in keys[row::rows]
        ]
        cells += [" | "] * (_COLUMNS - len(cells))
        yield "| " + " | ".join(cells) + " |"


def _counted() -> Iterator[str]:
    yield "Keys that a test pressed for each act, beside the characters typed."
    yield ""
    yield "| act | keys | characters | keystrokes for a character |"
    yield "|---|---|---|---|"
    for act in tomllib.loads(KEYSTROKES.read_text("utf-8"))["act"]:
        keys, typed = act["keys"], act["of"]
        each = f"{(keys + typed) / typed:.2f}" if typed else "–"
        yield f"| {act['name']} | {keys} | {typed} | {each} |"
