"""The structure of a file: what a screen reader is told of each thing on the page.

reportlab has no tags. An element is an object of our own that it numbers and writes as
it does its others; content is tied to its element by marks around the drawing.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject

if TYPE_CHECKING:
    from collections.abc import Iterator

Reportlab = Any
"""What reportlab made: it has no types."""

GROUPS: Final = frozenset({"Document", "Sect", "Div", "L", "LI", "Table", "TR"})
"""Tags of elements that hold elements; all others hold content."""


def hex_text(text: str) -> str:
    """Return a text as a PDF string in UTF-16."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Element(PDFObject):  # type: ignore[misc] # reportlab has no types
    """One element of the structure, with elements or marked content in it."""

    __RefOnly__ = 1

    def __init__(
        self, document: Reportlab, tag: str, parent: Reportlab, attributes: str = ""
    ) -> None:
        """Number the element and put it last in its parent."""
        self.tag = tag
        self._kids: list[str | tuple[str, int]] = []
        """References to elements, and marks with the name of their page."""
        self._attributes = attributes
        self.reference = _reference(document, self)
        self._parent = "" if parent is None else parent.reference
        if isinstance(parent, Element):
            parent.hold(self.reference)

    def hold(self, kid: str | tuple[str, int]) -> None:
        """Put an element, or marked content of a page, last in this one."""
        self._kids.append(kid)

    def format(self, document: Reportlab) -> bytes:
        """Return the element as it is written."""
        numbers = document.idToObjectNumberAndVersion
        own, kids = "", []
        for kid in self._kids:
            if isinstance(kid, str):
                kids.append(kid)
                continue
            page, mark = f"{numbers[kid[0]][0]} 0 R", kid[1]
            own = own or page
            kids.append(
                str(mark) if page == own else f"<</Type/MCR/Pg {page}/MCID {mark}>>"
            )
        at = f"/Pg {own}" if own else ""
        held = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
        return (
            f"<</S/{self.tag}/P {self._parent}{at}{self._attributes}/K {held}>>"
        ).encode("ascii")


class _Root(PDFObject):  # type: ignore[misc] # reportlab has no types
    """The top of the structure, with the way back from content to its elements."""

    __RefOnly__ = 1

    def __init__(self, document: Reportlab) -> None:
        self.reference = _reference(document, self)
        self.kid = ""
        self.pages: list[list[str]] = []
        """By page, the element of each mark."""

    def format(self, _document: object) -> bytes:
        rows = " ".join(
            f"{number}[{' '.join(marks)}]" for number, marks in enumerate(self.pages)
        )
        written = (
            f"<</Type/StructTreeRoot/K {self.kid}/ParentTree<</Nums[{rows}]>>"
            f"/ParentTreeNextKey {len(self.pages)}>>"
        )
        return written.encode("ascii")


def _reference(document: Reportlab, thing: object) -> str:
    name = document.Reference(thing).name
    number, version = document.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"


class Structure:
    """The tags of one canvas, opened and closed as it is drawn on."""

    def __init__(self, canvas: Reportlab) -> None:
        """Begin a tagged document."""
        self._canvas = canvas
        self._document = canvas._doc  # noqa: SLF001 - reportlab has no other way
        self._root = _Root(self._document)
        self._current = Element(self._document, "Document", self._root)
        self._root.kid = self._current.reference
        self._marks: list[str] = []
        canvas.setCatalogEntry("MarkInfo", PDFDictionary({"Marked": "true"}))
        canvas.setCatalogEntry("StructTreeRoot", self._root)

    @contextmanager
    def element(
        self, tag: str, *, language: str = "", alternative: str = "", layout: str = ""
    ) -> Iterator[None]:
        """Open an element; what is drawn until it is closed belongs to it."""
        attributes = f"/Lang({language})" if language else ""
        attributes += f"/Alt {hex_text(alternative)}" if alternative else ""
        attributes += f"/A<</O/Layout{layout}>>" if layout else ""
        outer = self._current
        self._current = Element(self._document, tag, outer, attributes)
        try:
            yield
        finally:
            self._current = outer

    @contextmanager
    def content(self, tag: str, language: str = "") -> Iterator[None]:
        """Mark content: of the open element, or of a new one where that holds none."""
        if self._current.tag in GROUPS:
            with self.element(tag, language=language), self._marked():
                yield
        else:
            with self._marked(language):
                yield

    @contextmanager
    def _marked(self, language: str = "") -> Iterator[None]:
        element = self._current
        mark = len(self._marks)
        self._marks.append(element.reference)
        element.hold((self._document.thisPageName(), mark))
        lang = f"/Lang({language})" if language else ""
        self._canvas.addLiteral(f"/{element.tag}<</MCID {mark}{lang}>>BDC")
        try:
            yield
        finally:
            self._canvas.addLiteral("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Mark what a screen reader passes over."""
        self._canvas.addLiteral("/Artifact BMC")
        try:
            yield
        finally:
            self._canvas.addLiteral("EMC")

    def end_page(self) -> None:
        """Tie the marks of the page that was just closed to their elements."""
        page = self._document.Pages.pages[-1]
        page.StructParents = len(self._root.pages)
        page.Tabs = PDFName("S")
        self._root.pages.append(self._marks)
        self._marks = []
