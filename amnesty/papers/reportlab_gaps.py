"""What reportlab 5.1 leaves out of a file that PDF/A and PDF/UA ask for.

Each gap is closed at one place of reportlab's own. Where a new release has moved such
a place, nothing is drawn: a file that only looks archivable is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

from amnesty.errors.papers import ReportlabChangedError

if TYPE_CHECKING:
    from amnesty.papers.written import Reportlab

_STREAM_END: Final = b"endstream\n"


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
    for name in ("addObjects", "splitString", "_assignState"):
        _require(ttfonts.TTFont, name)
    _require(ttfonts.TTFontFile, "makeSubset")
    for name in ("assignments", "subsets", "nextCode"):
        _require(ttfonts.TTFont.State(asciiReadable=0), name)
    _require(pdfdoc, "PDFIndirectObject")
    pdfdoc.PDFIndirectObject = _Numbered
    if pdfdoc.PDFStream.format is not _format_stream:
        _require_the_old_stream()
        pdfdoc.PDFStream.format = _format_stream


def _require(owner: object, name: str) -> None:
    # A dictionary's own keys are meant, not those of what it is derived from.
    if name not in vars(owner):
        raise ReportlabChangedError(f"{getattr(owner, '__name__', owner)}.{name}")


def _let_through(kind: Reportlab, *keys: str) -> None:
    """Have a dictionary written with keys that reportlab drops in silence."""
    _require(kind, "__NoDefault__")
    missing = [key for key in keys if key not in kind.__NoDefault__]
    kind.__NoDefault__ = [*kind.__NoDefault__, *missing]


class _Numbered:
    """An object under its number, as reportlab writes it in many more calls."""

    def __init__(self, name: str, content: object) -> None:
        self._name, self._content = name, content

    def format(self, document: Reportlab) -> bytes:
        number, version = document.idToObjectNumberAndVersion[self._name]
        document.encrypt.register(number, version)
        written = pdfdoc.format(self._content, document, toplevel=1).rstrip(b"\n")
        return b"%d %d obj\n%b\nendobj\n" % (number, version, written)


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
