"""The structure of a file: what a screen reader is told of each thing on the page.

reportlab has no tags. An element is an object of our own that it numbers and writes as
it does its others; content is tied to its element by marks around the drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject

from amnesty.papers.written import refer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from amnesty.papers.written import Reportlab

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
        self.reference = refer(document, self)
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
        self.reference = refer(document, self)
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


class _Within:
    """An element while it is open."""

    def __init__(self, structure: Structure, element: Element) -> None:
        self._structure, self._element = structure, element
        self._outer = structure.current

    def __enter__(self) -> None:
        self._structure.current = self._element

    def __exit__(self, *_: object) -> None:
        self._structure.current = self._outer


class _Between:
    """Operators between the two that mark them."""

    def __init__(self, canvas: Reportlab, opened: str) -> None:
        self._canvas, self._opened = canvas, opened

    def __enter__(self) -> None:
        self._canvas.addLiteral(self._opened)

    def __exit__(self, *_: object) -> None:
        self._canvas.addLiteral("EMC")


class Structure:
    """The tags of one canvas, opened and closed as it is drawn on."""

    def __init__(self, canvas: Reportlab) -> None:
        """Begin a tagged document."""
        self._canvas = canvas
        self._document = canvas._doc  # noqa: SLF001 - reportlab has no other way
        self._root = _Root(self._document)
        self.current = Element(self._document, "Document", self._root)
        self._root.kid = self.current.reference
        self._marks: list[str] = []
        canvas.setCatalogEntry("MarkInfo", PDFDictionary({"Marked": "true"}))
        canvas.setCatalogEntry("StructTreeRoot", self._root)

    def element(
        self, tag: str, *, language: str = "", alternative: str = "", layout: str = ""
    ) -> AbstractContextManager[None]:
        """Open an element; what is drawn until it is closed belongs to it."""
        attributes = f"/Lang({language})" if language else ""
        attributes += f"/Alt {hex_text(alternative)}" if alternative else ""
        attributes += f"/A<</O/Layout{layout}>>" if layout else ""
        return _Within(self, Element(self._document, tag, self.current, attributes))

    def content(self, tag: str, language: str = "") -> AbstractContextManager[None]:
        """Mark content: of the open element, or of a new one where that holds none."""
        element, lang = self.current, f"/Lang({language})" if language else ""
        if element.tag in GROUPS:
            element = Element(self._document, tag, element, lang)
            lang = ""
        mark = len(self._marks)
        self._marks.append(element.reference)
        element.hold((self._document.thisPageName(), mark))
        opened = f"/{element.tag}<</MCID {mark}{lang}>>BDC"
        return _Between(self._canvas, opened)

    def decoration(self) -> AbstractContextManager[None]:
        """Mark what a screen reader passes over."""
        return _Between(self._canvas, "/Artifact BMC")

    def end_page(self) -> None:
        """Tie the marks of the page that was just closed to their elements."""
        page = self._document.Pages.pages[-1]
        page.StructParents = len(self._root.pages)
        page.Tabs = PDFName("S")
        self._root.pages.append(self._marks)
        self._marks = []
