"""An authority's own texts and fonts, in a folder beside its register.

`en.po` and `cy.po` hold the texts that it words anew; `fonts` holds TrueType fonts of
scripts that the program's own do not cover.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from amnesty.papers.catalogue import (
    Catalogue,
    Tongue,
    read_catalogue,
    standard_catalogue,
)
from amnesty.papers.scripts import add_fonts

if TYPE_CHECKING:
    from pathlib import Path


def open_house(folder: Path) -> None:
    """Read all that the folder holds, so that a mistake is told before any work.

    Raises:
        BadInputError: a text is wrong; it says which, with its line.
        FontUnreadableError: a font cannot be used.
    """
    add_fonts(folder / "fonts")
    for tongue in Tongue:
        house_catalogue(tongue, folder)


def house_catalogue(tongue: Tongue, folder: Path | None) -> Catalogue:
    """Return the texts in one language, as the authority words them."""
    file = folder / tongue.file if folder else None
    if file is None or not file.is_file():
        return standard_catalogue(tongue)
    return _read(tongue, file, file.stat().st_mtime_ns)


@lru_cache(maxsize=len(Tongue))
def _read(tongue: Tongue, file: Path, _changed_at: int) -> Catalogue:
    text = file.read_bytes().decode("utf-8", "replace")
    return read_catalogue(tongue, text, source=file.name)
