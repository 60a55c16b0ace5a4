"""Letters and receipts: archivable, spoken, addressed and never cut."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import page as judge
import pypdfium2
import pytest
from PIL import ImageChops
from pypdfium2 import raw

from amnesty.errors.papers import NoGlyphError, NoRoomError
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.ink import MM
from amnesty.papers.letter import Letter, draw_letter
from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image


BOTH = (Tongue.WELSH, Tongue.ENGLISH)
KINDS = [
    *("acknowledgement", "undertaking", "receipt", "destruction", "transport"),
    *("appointment", "renewal90", "renewal30", "renewal7", "approval", "refusal"),
    *("revocation", "closing", "access", "count"),
]
ADDRESS = ("Siân Llŷr ap Gwŷn", "14 Canal Row", "Penmaen", "ZZ1 4AB")


def letter(kind: str, *tongues: Tongue, **changes: object) -> Letter:
    """Return a letter with everything that any of them is filled in with."""
    names = {Tongue.ENGLISH: "Penmaen Council", Tongue.WELSH: "Cyngor Penmaen"}
    given: dict[str, Any] = {
        "kind": kind,
        "catalogues": tuple(
            standard_catalogue(one).filled(
                authority=names[one], force="Penmaen Police", telephone="01632 960123"
            )
            for one in tongues or (Tongue.ENGLISH,)
        ),
        "names": names,
        "sender": ("1 Square, Penmaen ZZ1 1AA",),
        "to": ADDRESS,
        "day": date(2026, 11, 26),
        "made_at": 1_764_000_000,
        "values": {
            "patient": "Siân Llŷr ap Gwŷn",
            "valid_to": date(2027, 1, 31),
            "until": date(2027, 2, 28),
            "version": "1",
            "certificates": "3",
            "sheets": "3",
            "run": "12",
        },
        "details": (
            ("number", "R-7KQF-2MXN-9DTB"),
            ("reasons", "The evidence was older than a year."),
            ("heard", date(2026, 11, 1)),
            ("items", ("flower: 3 g net", "2 × flowering")),
        ),
        "signatures": ("Siân Llŷr ap Gwŷn",),
    }
    return Letter(**{**given, **changes})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tongues", [(Tongue.ENGLISH,), BOTH])
def test_every_letter_is_archivable_and_says_all_of_itself(
    kind: str, tongues: tuple[Tongue, ...]
) -> None:
    """PDF/A-2a and PDF/UA-1 hold, and no text of its kind is left out."""
    drawn = letter(kind, *tongues)
    pdf = draw_letter(drawn)
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []
    said = " ".join(spoken_pages(pdf))
    for one in drawn.catalogues:
        values = {
            key: one.day(value) if isinstance(value, date) else value
            for key, value in drawn.values.items()
        }
        for text in one.listed(f"{kind}.body", **values):
            assert " ".join(text.split()) in said
        assert one(f"{kind}.title", **values) in said
        assert one.day(date(2026, 11, 1)) in said
    assert "R-7KQF-2MXN-9DTB" in said
    assert "flower: 3 g net 2 × flowering" in said
    assert draw_letter(drawn) == pdf


def test_an_acknowledgement_shouts_that_it_is_no_certificate(
    render: Callable[..., Image],
) -> None:
    """Nobody takes it for one from across a room."""
    pdf = draw_letter(letter("acknowledgement"))
    assert "NOT A CERTIFICATE" in spoken_pages(pdf)[0]
    red, green, _ = render(pdf, 72).split()
    word = ImageChops.subtract(red, green).point(lambda more: 255 * (more > 90))
    left, top, right, bottom = word.getbbox() or (0, 0, 0, 0)
    assert right - left > 300
    assert bottom - top > 25


def test_the_address_shows_in_the_window(render: Callable[..., Image]) -> None:
    """It stands at 24 to 95 mm across and 60 to 81 mm down, and nothing else does."""
    long = ("Flat 12, The Old Maltings, 14 Canal Row", "Penmaen Uchaf", "Dyffryn")
    for to in (ADDRESS, (ADDRESS[0], *long, "Penmaen", "ZZ1 4AB")):
        picture = render(draw_letter(letter("refusal", to=to)), 254).convert("L")
        ink = ImageChops.invert(picture).point(lambda dark: 255 * (dark > 60))
        # Date and reference stand beside the window, from 110 mm on.
        ink.paste(0, (1090, 0, ink.width, ink.height))
        _, top, right, bottom = ink.crop((0, 590, 1090, 900)).getbbox() or (0,) * 4
        assert top + 590 >= 600
        assert bottom + 590 <= 810
        assert right <= 950


def test_an_address_that_no_window_holds_is_refused() -> None:
    """Nothing of it is cut off or printed outside."""
    to = (ADDRESS[0], *(["The Very Long Name of a House in a Lane"] * 9))
    with pytest.raises(NoRoomError, match="address of the letter is too long"):
        draw_letter(letter("refusal", to=to))


def test_what_cannot_be_printed_is_named() -> None:
    """A reason with a character of another script is refused, with its label."""
    with pytest.raises(NoGlyphError, match=r"^Reasons has U\+9648"):
        draw_letter(letter("refusal", details=(("reasons", "陈 said so"),)))


def test_reasons_stand_before_what_can_be_done_about_them() -> None:
    """Who reads why first, reads how to appeal with it in mind."""
    for kind in ("refusal", "revocation"):
        said = spoken_pages(draw_letter(letter(kind)))[0]
        reasons = said.index("The evidence was older than a year.")
        assert said.index("The reasons are below.") < reasons
        assert reasons < said.index("looked at again within 28 days")


def test_a_letter_names_the_number_to_answer_with() -> None:
    """It stands beside the address, outside the window; without one nothing stands."""
    numbered = letter("renewal7", reference="R-7KQF-2MXN-9DTB", details=())
    assert "Our reference R-7KQF-2MXN-9DTB" in spoken_pages(draw_letter(numbered))[0]
    said = spoken_pages(draw_letter(replace(numbered, reference="")))[0]
    assert "Our reference" not in said


def test_letters_are_as_large_as_one_page_allows() -> None:
    """Who sees poorly reads 14 points, and never less than 12 for more to say."""
    short = letter("renewal7", details=())
    long = letter("refusal", details=(("reasons", "It was so. " * 70),))
    assert _size(short, "Ring us today.") == 14
    assert _size(long, "We have looked") == 12


def _size(drawn: Letter, words: str) -> float:
    page = pypdfium2.PdfDocument(draw_letter(drawn))[0]
    texts = page.get_textpage()
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        assert raw.FPDFTextObj_GetFontSize(each, size)
        room = ctypes.create_string_buffer(400)
        into = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFTextObj_GetText(each, texts, into, 400)
        if room.raw.decode("utf-16-le").startswith(words):
            return float(size.value)
    pytest.fail(f"{words} is not drawn.")


def test_long_reasons_go_on_overleaf() -> None:
    """However much there is to say, all of it is said, and each page is counted."""
    details = tuple(("reasons", f"Reason {n}. " + "It was so. " * 40) for n in range(9))
    pages = spoken_pages(draw_letter(letter("refusal", details=details)))
    assert len(pages) > 1
    document = pypdfium2.PdfDocument(draw_letter(letter("refusal", details=details)))
    for number, page in enumerate(document, start=1):
        counted = f"Page {number} of {len(pages)}"
        assert counted in page.get_textpage().get_text_range()
        assert counted not in pages[number - 1]
    for number in range(9):
        assert f"Reason {number}. It was so." in " ".join(pages)


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("refusal", (("reasons", "W" * 2000),)),
        ("refusal", (("reasons", "It was so. " * 180),)),
        ("receipt", (("items", tuple(f"{n} flowering plants" for n in range(99))),)),
    ],
)
def test_nothing_runs_off_the_foot_of_a_page(
    kind: str, details: tuple[tuple[str, Any], ...]
) -> None:
    """The longest reasons and the most bags go on overleaf, in either language."""
    pdf = draw_letter(letter(kind, *BOTH, details=details))
    for page in pypdfium2.PdfDocument(pdf):
        bottoms = [
            each.get_bounds()[1] for each in page.get_objects() if each.type == 1
        ]
        assert min(bottoms) > 15 * MM
    said = "".join(" ".join(spoken_pages(pdf)).split())
    value = details[0][1]
    texts = value if isinstance(value, tuple) else (value,)
    assert said.count("".join("".join(texts).split())) == len(BOTH)


def test_what_stays_on_one_page_and_does_not_fit_is_refused() -> None:
    """So many sign that their lines have no page."""
    with pytest.raises(NoRoomError, match="as who signs, is too long"):
        draw_letter(letter("receipt", signatures=("Mair Rees",) * 20))


def test_a_letter_after_a_death_asks_nothing_and_reminds_of_no_date() -> None:
    """It names no end of a certificate and no duty, and nobody who died on top."""
    said = spoken_pages(draw_letter(letter("closing", to=("Mair Gwŷn",))))[0]
    assert "sorry for your loss" in said
    for harsh in ("renew", "must", "revoked", "expire"):
        assert harsh not in said


def test_what_is_handed_over_has_no_address() -> None:
    """Where an envelope could do harm, the paper says that it is handed over."""
    said = spoken_pages(draw_letter(letter("refusal", to=())))[0]
    assert "To be handed over, not posted." in said
    assert "14 Canal Row" not in said
