"""What an officer gives to verify: files, folders, a code's text or standard input."""

from __future__ import annotations

import codecs
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amnesty.cli.shown import shown
from amnesty.credential.digits import digits_at_end, looks_like_a_code
from amnesty.credential.scanning import MAX_FILE_BYTES, is_pdf, is_picture
from amnesty.domain.own_numbers import parse_certificate_number
from amnesty.errors.sources import (
    FolderEmptyError,
    FolderTooFullError,
    NumberAloneError,
    OtherCodeError,
    SourceMissingError,
    SourceTooLargeError,
)
from amnesty.errors.streams import StandardInputClosedError

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD_INPUT = "-"
MAX_FILES = 10_000
"""So many files of a folder are checked at a time."""

_CODE_ARGUMENT = re.compile(r"\s*(?:[^#]*#)?[0-9]+\s*")
_NUMBER = re.compile(r"[Cc][0-9A-Za-z]{12}")
_NUMBER_WITHIN = 40
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in folders of pictures; hidden files are left out too."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""How Windows' own programs begin a text file."""


class Source(NamedTuple):
    """What stands in one source."""

    texts: tuple[str, ...]
    """The text of each certificate's code; two copies of one are one."""
    note: str = ""
    """What the officer is told before the answers."""


def files_in(source: str) -> list[str]:
    """Return the files of a folder by their names, or the source itself.

    Raises:
        BadInputError: the folder is empty, or too full.
    """
    path = Path(source)
    try:
        if source in {"", STANDARD_INPUT} or not path.is_dir():
            return [source]
        names = sorted(
            one.name
            for one in path.iterdir()
            if one.is_file()
            and not one.name.startswith(".")
            and one.name.casefold() not in _LITTER
        )
    except (OSError, ValueError):
        return [source]
    if not names:
        raise FolderEmptyError(shown(source))
    if len(names) > MAX_FILES:
        raise FolderTooFullError(shown(source), most=MAX_FILES)
    return [str(path / name) for name in names]


def read_source(source: str) -> Source:
    """Return what stands in a file, in a code's text or on standard input.

    Raises:
        BadInputError: there is nothing readable in it.
    """
    if source == STANDARD_INPUT:
        if sys.stdin is None:
            raise StandardInputClosedError
        content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    else:
        found = file_content(Path(source))
        if found is None:
            return Source((_code_argument(source),))
        content = found
    if len(content) > MAX_FILE_BYTES:
        raise SourceTooLargeError(megabytes=MAX_FILE_BYTES >> 20)
    if is_pdf(content) or is_picture(content):
        return _scanned(content, shown(source))
    return _written(content, shown(source))


def file_content(path: Path) -> bytes | None:
    """Return a file's bytes, one more than are taken where it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError):
        return None


def _scanned(content: bytes, name: str) -> Source:
    from amnesty.cli.verifying.apart import scan_apart

    scan = scan_apart(content)
    # Beside ours, a photograph may show codes of other things.
    texts = _distinct(scan.codes)
    if not texts:
        raise OtherCodeError
    notes = [_many(texts, name)]
    if scan.has_unread:
        notes.append(
            f"There is another code in {name} that cannot be read. If it is not the "
            "second copy of one below, photograph it by itself."
        )
    return Source(texts, " ".join(filter(None, notes)))


def _written(content: bytes, name: str) -> Source:
    """Read a text: one code, or one on each line as a scanner collects them."""
    mark = next((mark for mark in _MARKS if content.startswith(mark)), None)
    encoding = "ascii" if mark is None else _MARKS[mark]
    text = content.decode(encoding, errors="replace")
    codes = _distinct(text.split())
    if len(codes) > 1:
        return Source(codes, _many(codes, name))
    _refuse_number(text)
    return Source((text,))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the codes among texts, one for each run of digits: the rest is ignored."""
    codes = filter(looks_like_a_code, texts)
    return tuple({digits_at_end(code): code for code in codes}.values())


def _many(texts: tuple[str, ...], name: str) -> str:
    if len(texts) == 1:
        return ""
    return (
        f"There are {len(texts)} different codes in {name}, and each has its own "
        "answer. Ask whose each one is: one that stands says nothing for the others."
    )


def _code_argument(source: str) -> str:
    if _CODE_ARGUMENT.fullmatch(source) or looks_like_a_code(source):
        return source
    _refuse_number(source)
    raise SourceMissingError(shown(source))


def _refuse_number(text: str) -> None:
    """Say what a certificate's number cannot prove, where that is all there is.

    Raises:
        NumberAloneError: it is a certificate's number.
        BadInputError: it would be one, but for a wrong character.
    """
    if _NUMBER.fullmatch(re.sub(r"[\s-]", "", text[:_NUMBER_WITHIN])):
        raise NumberAloneError(parse_certificate_number(text))
