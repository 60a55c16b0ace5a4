"""The page of all keys in the docs, from the one registry.

`python -m tui.keys_page > docs/keys.md` renews it; a test compares the two.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.keys import EVERYWHERE, Key, Place, display, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Keys

Every key of the screens. This page is made from `tui/keys.toml`: renew it with
`python -m tui.keys_page > docs/keys.md`. A key that cannot act now says why.
"""


def keys_page() -> str:
    """Return the page as Markdown."""
    others = [(place,) for place in Place if place not in EVERYWHERE]
    parts = [part for places in (EVERYWHERE, *others) for part in _section(*places)]
    return "\n".join((_HEAD, *parts))


def _section(*places: Place) -> Iterator[str]:
    yield f"## {places[0].title}\n"
    yield "| key | does | who |"
    yield "|---|---|---|"
    for key in keys_of(*places):
        pressed = ", ".join(f"`{display(one)}`" for one in key.keys.split(","))
        yield f"| {pressed} | {key.help} | {_who(key)} |"
    yield ""


def _who(key: Key) -> str:
    if key.act is None:
        return "everybody"
    return ", ".join(role.value for role in key.roles)


if __name__ == "__main__":
    sys.stdout.write(keys_page())
