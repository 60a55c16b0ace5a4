"""What reportlab 5.1 leaves out of a file that PDF/A and PDF/UA ask for.

Each gap is closed at one place of reportlab's own. Where a new release has moved such
a place, nothing is drawn: a file that only looks archivable is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

from amnesty.errors.papers import ReportlabChangedError
from amnesty.papers.scripts import meaning_of

if TYPE_CHECKING:
    from amnesty.papers.structure import Reportlab

_PRIVATE: Final = range(0xE000, 0xF900)
_STREAM_END: Final = b"endstream\n"
_MOST_IN_A_BLOCK: Final = 100
"""Entries that one block of a character map may have (Adobe Technical Note 5014)."""


def close_gaps() -> None:
    """Change reportlab where it has to be, once.

    Raises:
        ReportlabChangedError: a place that has to be changed is not there any more.
    """
    # ASCII85 makes a file a quarter larger and slower to write, and archives forbid it.
    _require(rl_config, "useA85")
    rl_config.useA85 = 0
    _require(rl_config, "ttfAsciiReadable")
    rl_config.ttfAsciiReadable = 0
    _let_through(pdfdoc.PDFCatalog, "OutputIntents")
    _let_through(pdfdoc.PDFPage, "StructParents", "Tabs")
    _require(pdfdoc.PDFStream, "format")
    _require(ttfonts, "makeToUnicodeCMap")
    if pdfdoc.PDFStream.format is not _format_stream:
        _require_the_old_stream()
        pdfdoc.PDFStream.format = _format_stream
    ttfonts.makeToUnicodeCMap = to_unicode_map


def _require(owner: object, name: str) -> None:
    # A dictionary's own keys are meant, not those of what it is derived from.
    if name not in vars(owner):
        raise ReportlabChangedError(f"{getattr(owner, '__name__', owner)}.{name}")


def _let_through(kind: Reportlab, *keys: str) -> None:
    """Have a dictionary written with keys that reportlab drops in silence."""
    _require(kind, "__NoDefault__")
    missing = [key for key in keys if key not in kind.__NoDefault__]
    kind.__NoDefault__ = [*kind.__NoDefault__, *missing]


_original_format = pdfdoc.PDFStream.format


class _Document:
    """What a stream asks of the document that it stands in."""

    encrypt = pdfdoc.NoEncryption()
    defaultStreamFilters = None  # noqa: N815 - reportlab's name


def _require_the_old_stream() -> None:
    """Check that a stream still ends as it did when this was written."""
    probe = pdfdoc.PDFStream(content="q")
    if not _original_format(probe, _Document).endswith(b"q" + _STREAM_END):
        raise ReportlabChangedError("PDFStream.format")


def _format_stream(stream: object, document: object) -> bytes:
    """Return the stream with a line end before its last word (ISO 19005-2, 6.1.7)."""
    written: bytes = _original_format(stream, document)
    return written[: -len(_STREAM_END)] + b"\r\n" + _STREAM_END


def to_unicode_map(font: str, subset: list[int]) -> str:
    """Return which characters the codes of a font's subset stand for.

    Codes that are not used have no entry, as U+0000 is forbidden; what lies beyond the
    first plane is written as two halves. Signs of shaped scripts have characters of
    private use, and stand for what was shaped.
    """
    entries = [
        f"<{code:02X}> <{_meant(font, character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    blocks = [
        entries[at : at + _MOST_IN_A_BLOCK]
        for at in range(0, len(entries), _MOST_IN_A_BLOCK)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += [
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)


def _meant(font: str, character: int) -> str:
    return meaning_of(font, character) if character in _PRIVATE else chr(character)
