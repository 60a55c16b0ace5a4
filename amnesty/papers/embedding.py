"""Fonts as files carry them: usual characters have the same code in every file.

So the same words are the same bytes on every paper, and the same letters need the same
font program: each is made once, however many papers are drawn.
"""

from __future__ import annotations

from codecs import charmap_encode
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zlib import compress

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFont

from amnesty.papers.written import Written, deflated_stream, refer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amnesty.papers.written import Reportlab

_CODES: Final = 256
_SPACE: Final = 32
_NO_BREAK: Final = 0xA0
_MOST_IN_A_BLOCK: Final = 100
"""Entries that one block of a character map may have (Adobe Technical Note 5014)."""
_WELSH_AND_SIGNS: Final = "ŴŵŶŷẀẁẂẃẄẅỲỳ−≤≥≈"
"""What English and Welsh need beside Windows-1252, at codes that it leaves free."""


def _usual() -> dict[int, int]:
    """Return the code of each usual character."""
    codes = {ord(one): at for at, one in enumerate(_WELSH_AND_SIGNS, start=1)}
    for code in [*range(_SPACE, 127), *range(128, _CODES)]:
        for character in bytes([code]).decode("cp1252", "ignore"):
            codes[ord(character)] = code
    # It is drawn as a space: that no line breaks there is settled by then.
    codes[_NO_BREAK] = _SPACE
    return codes


_USUAL: Final = _usual()
_STANDS_FOR: Final = {
    code: character for character, code in _USUAL.items() if character != _NO_BREAK
}
_MOST_PROGRAMS: Final = 64
"""That are kept of one font: names in a run differ by few characters."""


@lru_cache(maxsize=8192)
def _written(text: str) -> tuple[str, frozenset[int]] | None:
    """Return a text as a string of a page, and its codes, if all are usual."""
    try:
        codes = charmap_encode(text, "strict", _USUAL)[0]
    except UnicodeEncodeError:
        return None
    return _escaped(codes), frozenset(codes)


_ESCAPES: Final = {
    code: f"\\{chr(code)}" if chr(code) in "\\()" else f"\\{code:03o}"
    for code in range(_CODES)
    if not _SPACE <= code < 127 or chr(code) in "\\()"  # noqa: PLR2004 - the printable part of ASCII
}


def _escaped(codes: bytes) -> str:
    """Return codes as a string of a page, in ASCII alone."""
    return f"({codes.decode('latin-1').translate(_ESCAPES)})"


class _Program:
    """What a file carries of a font for one subset of its characters."""

    def __init__(
        self, font: EmbeddedFont, number: int, subset: tuple[int, ...]
    ) -> None:
        """Make the font program, its widths and what its codes stand for."""
        face = font.face
        prefix = SUBSETN(number).decode()
        name = PDFName(f"{prefix}+{(face.name + face.subfontNameX).decode()}")
        program = face.makeSubset(subset)
        self._file = deflated_stream(compress(program), f"/Length1 {len(program)}")
        means = to_unicode_map(subset, font.meanings).encode()
        self._map = deflated_stream(compress(means))
        self._descriptor = (
            f"<</Type/FontDescriptor/FontName{name}"
            f"/Ascent {_plain(face.ascent)}/Descent {_plain(face.descent)}"
            f"/CapHeight {_plain(face.capHeight)}/StemV {_plain(face.stemV)}"
            f"/FontBBox[{' '.join(map(_plain, face.bbox))}]"
            f"/Flags {face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC}"
            f"/ItalicAngle {_plain(face.italicAngle)}"
            f"/MissingWidth {_plain(face.defaultWidth)}/FontFile2 "
        )
        widths = " ".join(_plain(face.getCharWidth(one)) for one in subset)
        self._font = (
            f"<</Type/Font/Subtype/TrueType/BaseFont{name}/FirstChar 0"
            f"/LastChar {len(subset) - 1}/Widths[{widths}]"
        )

    def embed(self, document: Reportlab, internal: str) -> None:
        """Put the font into a file, by the name that its pages call it."""
        file = refer(document, Written(self._file))
        means = refer(document, Written(self._map))
        described = Written(f"{self._descriptor}{file}>>".encode())
        font = Written(
            f"{self._font}/Name/{internal}/ToUnicode {means}"
            f"/FontDescriptor {refer(document, described)}>>".encode()
        )
        refer(document, font, internal)
        document.idToObject["BasicFonts"].dict[internal] = font


def _plain(number: float) -> str:
    """Return a number as a file has it: no exponent, nothing that says nothing."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


def to_unicode_map(subset: Sequence[int], meanings: Mapping[int, str]) -> str:
    """Return which characters the codes of a font's subset stand for.

    Codes that are not used have no entry, as U+0000 is forbidden; what lies beyond the
    first plane is written as two halves. Signs of shaped scripts have characters of
    private use, and stand for what was shaped.
    """
    meant = {
        code: meanings.get(character, chr(character))
        for code, character in enumerate(subset)
        if character
    }
    entries = [
        f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in meant.items()
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


class EmbeddedFont(TTFont):  # type: ignore[misc] # reportlab has no types
    """A font of which a file carries what it needs; each program is made once.

    The first of its subsets has the usual characters at the codes that they always
    have, and nothing where one is not used. All others are numbered as they come.
    """

    def __init__(self, name: str, file: str, *, always: str = "") -> None:
        """Read a font, of which some characters are in every file."""
        super().__init__(name, file, asciiReadable=0)
        self._always = frozenset(map(ord, always)) | {_SPACE}
        self.meanings: dict[int, str] = {}
        """What signs without a character of their own stand for."""
        self._programs: dict[tuple[int, ...], _Program] = {}

    def in_file(self, document: Reportlab) -> FontInFile:
        """Return the font as one file uses it."""
        return FontInFile(self, document, self._state(document))

    def _state(self, document: Reportlab) -> Reportlab:
        """Return what a file needs of the font, the usual codes given out."""
        state = self._assignState(document)
        if not hasattr(state, "used"):
            state.used = self._always
            state.subsets = [[0] * _CODES]
            state.assignments |= _USUAL
            state.nextCode = _CODES
        return state

    def addObjects(self, document: Reportlab) -> None:  # noqa: N802 - reportlab's name
        """Put each subset that is used into a file: reportlab calls it at the end."""
        state = self._state(document)
        signs = self.face.charToGlyph
        for code in state.used:
            if _STANDS_FOR[code] in signs:
                state.subsets[0][code] = _STANDS_FOR[code]
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, document)[1:]
            self._program(number, tuple(subset)).embed(document, internal)
        del self.state[document]

    def _program(self, number: int, subset: tuple[int, ...]) -> _Program:
        key = (number, *subset)
        if key not in self._programs:
            if len(self._programs) == _MOST_PROGRAMS:
                self._programs.clear()
            self._programs[key] = _Program(self, number, subset)
        return self._programs[key]


class FontInFile:
    """A font as one file uses it: what is shown with it is embedded at the end."""

    def __init__(
        self, font: EmbeddedFont, document: Reportlab, state: Reportlab
    ) -> None:
        """Begin to show texts in a file."""
        self._font, self._document, self._state = font, document, state
        self._usual = font.getSubsetInternalName(0, document)

    def shown(self, text: str, size: float) -> str:
        """Return the operators that show a text."""
        known = _written(text)
        if known:
            self._state.used |= known[1]
            return f"{self._usual} {size:.4g} Tf {known[0]} Tj"
        self._state.used |= {_USUAL[one] for one in map(ord, text) if one in _USUAL}
        return " ".join(
            f"{self._font.getSubsetInternalName(subset, self._document)}"
            f" {size:.4g} Tf {_escaped(codes)} Tj"
            for subset, codes in self._font.splitString(text, self._document)
        )
