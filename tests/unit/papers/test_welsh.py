"""Welsh papers are Welsh: counted, dated, worded and spoken as such."""

from __future__ import annotations

import ctypes
import re
from datetime import date
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from pypdfium2 import raw

from amnesty.papers.catalogue import Catalogue, Tongue, standard_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ENGLISH, WELSH = map(standard_catalogue, (Tongue.ENGLISH, Tongue.WELSH))
MUTATING = (
    *("i", "o", "gan", "dros", "drwy", "wrth", "am", "ar", "at", "dan", "heb", "hyd"),
    *("gyda", "â", "a", "neu", "yn", "ei", "fy", "dy", "dau", "dwy", "tri", "chwe"),
)
"""Words after which the first letter of the next may change (a, e.g. Caerdydd)."""


def _pictures() -> ModuleType:
    file = Path(__file__).with_name("pictures.py")
    spec = util.spec_from_file_location("pictures_of_papers", file)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PICTURES = _pictures()


@pytest.mark.parametrize(
    ("number", "plants", "seeds"),
    [
        (0, "planhigyn yn ei flodau", "hedyn"),
        (1, "planhigyn yn ei flodau", "hedyn"),
        (2, "blanhigyn yn ei flodau", "hedyn"),
        (3, "phlanhigyn yn ei flodau", "hedyn"),
        (4, "planhigyn yn ei flodau", "hedyn"),
        (6, "phlanhigyn yn ei flodau", "hedyn"),
        (11, "planhigyn yn ei flodau", "hedyn"),
    ],
)
def test_what_is_counted_has_the_form_of_its_number(
    number: int, plants: str, seeds: str
) -> None:
    """Each of the six forms stands where its number does."""
    assert WELSH.counted("stage.flowering", number) == plants
    assert WELSH.counted("stage.seed", number) == seeds
    assert plants.startswith(WELSH.counted("common.plants", number))


def test_no_name_stands_where_it_would_have_to_change() -> None:
    """After none of the words that change a first letter comes the name of a body."""
    texts = [(key, WELSH.translations.gettext(key)) for key in sorted(WELSH.keys)]
    after = re.compile(
        rf"\b({'|'.join(MUTATING)}) \{{(authority|force)\}}", re.IGNORECASE
    )
    assert [key for key, text in texts if after.search(text)] == []
    assert after.search("Dywedwch wrth {authority}")


def test_no_number_stands_before_a_word_that_it_would_change() -> None:
    """A number that is filled in is counted by a form of its own, or stands alone."""
    for key in sorted(WELSH.keys):
        text = WELSH.translations.gettext(key)
        for name in ("certificates", "sheets", "copy", "page", "pages", "run"):
            assert not re.search(rf"\{{{name}\}} \w", text.replace(" o {pages}", "")), (
                key
            )


@pytest.mark.parametrize("kind", [*PICTURES.LETTERS, "certificate", "card"])
def test_what_is_spoken_as_welsh_is_welsh(kind: str) -> None:
    """By language, no run of a paper has a text or a month of the other language."""
    spoken = {"cy-GB": "", "en-GB": ""}
    for language, text in _runs(_drawn(kind)):
        spoken[language] += f" {text}"
    assert all(spoken.values())
    for one, other in ((WELSH, ENGLISH), (ENGLISH, WELSH)):
        said = " ".join(spoken[one.tongue.value].split())
        for text in _whole_texts(other, one):
            assert text not in said


def _drawn(kind: str) -> bytes:
    if kind == "certificate":
        return bytes(PICTURES._certificate(*PICTURES.BOTH))
    if kind == "card":
        return bytes(PICTURES._card(*PICTURES.BOTH))
    return bytes(PICTURES._letter(kind, *PICTURES.BOTH))


def _whole_texts(one: Catalogue, other: Catalogue) -> Iterator[str]:
    """Yield texts of a language that the other does not have, and its months."""
    for key in sorted(one.keys):
        text = one.translations.gettext(key)
        parts = [part.strip() for part in re.split(r"\{\w+\}", text)]
        if text != other.translations.gettext(key):
            yield from (part for part in parts if len(part.split()) > 2)
    for month in range(1, 13):
        day = date(2026, month, 1)
        if one.day(day) != other.day(day):
            yield one.day(day).partition(" ")[2]


def _runs(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Yield each run of a file's text with the language it is marked with."""
    document = pypdfium2.PdfDocument(pdf)
    leading = "cy-GB"
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        languages = dict(_marked(tree, leading))
        texts = page.get_textpage()
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
            mark = int(raw.FPDFPageObj_GetMarkedContentID(each))
            if mark >= 0:
                language = _own_language(each) or languages[mark]
                yield language, _text(each, texts)
        raw.FPDF_StructTree_Close(tree)


def _marked(tree: Any, leading: str) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - pypdfium2 has no types
    """Yield each mark of a page with the language of its elements."""
    waiting = [
        (raw.FPDF_StructTree_GetChildAtIndex(tree, at), leading)
        for at in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        element, outer = waiting.pop()
        room = ctypes.create_string_buffer(40)
        given = raw.FPDF_StructElement_GetLang(element, room, 40)
        own = room.raw[:given].decode("utf-16-le").rstrip("\0") if given else ""
        language = own or outer
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if mark >= 0:
                yield mark, language
            elif child:
                waiting.append((child, language))


def _own_language(each: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    """Return the language that a mark inside an element names."""
    for number in range(raw.FPDFPageObj_CountMarks(each)):
        mark = raw.FPDFPageObj_GetMark(each, number)
        length = ctypes.c_ulong()
        room = ctypes.create_string_buffer(40)
        into = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", into, 40, length):
            return room.raw[: length.value].decode("utf-16-le").rstrip("\0")
    return ""


def _text(each: Any, texts: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    length = raw.FPDFTextObj_GetText(each, texts, None, 0)
    room = ctypes.create_string_buffer(length)
    into = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(each, texts, into, length)
    return room.raw.decode("utf-16-le").rstrip("\0")
