"""The certificate can be read by eye and by scanner, and fits its page."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import zxingcpp
from PIL import ImageChops
from pypdfium2 import raw

from amnesty.domain.certificate import Certificate, PlantLimits, Setting
from amnesty.papers.catalogue import Tongue
from amnesty.papers.certificate import certificate_page, draw_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from amnesty.papers.wording import Wording

LONG_NAME = ("Maximiliana Wolfeschlegelsteinhausen " * 6)[:200]
LONG_PLACE = ("Flat 12, The Old Maltings, 14 Canal Row, Penmaen Uchaf, " * 4)[
    :199
] + "."
SHOWN_SIZE_MM = 35.0


def test_long_names_and_addresses_are_printed_whole(
    draw: Callable[..., bytes],
    read_text: Callable[[bytes], str],
    render: Callable[[bytes, int], Image],
) -> None:
    """200 letters of grower, patient and address fit the page with nothing lost."""
    pdf = draw(
        holder=LONG_NAME,
        patient=LONG_NAME[::-1],
        place=LONG_PLACE,
        setting=Setting.BOTH,
        outdoor=PlantLimits(flowering=10, plants=20),
    )
    text = read_text(pdf)
    assert " ".join(LONG_NAME.split()) in text
    assert " ".join(LONG_NAME[::-1].split()) in text
    assert LONG_PLACE in text
    assert "Issued on" in text
    assert _nothing_runs_over_the_frame(render(pdf, 100))
    assert _both_are_read(pdf, render)


@pytest.mark.parametrize("marked", [False, True])
def test_the_fullest_usual_page_fits_in_two_languages(
    marked: bool,  # noqa: FBT001 - a parameter of the test
    draw: Callable[..., bytes],
    certificate: Certificate,
    worded: Callable[..., Wording],
) -> None:
    """Two periods, a specimen, a long agreement: no authority in Wales is stopped."""
    changes = {
        "setting": Setting.BOTH,
        "outdoor": PlantLimits(flowering=10, plants=20),
        "stock_grams": 14_250,
    }
    agreement = "Who grows no more than they need is not arrested for it. "
    text = agreement if marked else agreement * 3
    tongues = (Tongue.WELSH, Tongue.ENGLISH)
    wording = worded(certificate, *tongues, marked_specimen=marked, agreement_text=text)
    assert draw(wording=wording, **changes)
    assert draw(tongues=tongues, agreement=None, **changes)
    assert draw(tongues=tongues, patient="Nguyễn Thị Ánh", **changes)


def test_a_name_without_a_space_is_broken(
    draw: Callable[..., bytes],
    read_text: Callable[[bytes], str],
    render: Callable[[bytes, int], Image],
) -> None:
    """A word wider than its column goes on in the next line."""
    pdf = draw(holder="W" * 200)
    assert "W" * 200 in read_text(pdf).replace(" ", "")
    assert _nothing_runs_over_the_frame(render(pdf, 100))


@pytest.mark.parametrize("tongues", [(Tongue.ENGLISH,), (Tongue.WELSH, Tongue.ENGLISH)])
def test_no_letter_to_be_read_is_under_twelve_points(
    tongues: tuple[Tongue, ...], draw: Callable[..., bytes]
) -> None:
    """In any language, only the certificate's number and microtext are smaller."""
    full = draw(holder=LONG_NAME, place=LONG_PLACE)
    for pdf in (draw(tongues=tongues), full):
        small = {text for size, text in _text_sizes(pdf) if size < 12}
        assert {text for text in small if "C-7KQF-2MXN-9DTB" not in text} == set()


def test_the_ground_runs_under_what_was_filled_in(
    draw: Callable[..., bytes], render: Callable[[bytes, int], Image]
) -> None:
    """Who scrapes a name or a number away, scrapes fine lines away with it."""
    picture = render(draw(), 150).convert("L")
    wide, high = picture.size
    # Beside the name and the date of birth, and right of the grams carried.
    for left, top, right, bottom in ((0.5, 0.25, 0.66, 0.38), (0.85, 0.48, 0.91, 0.53)):
        area = (wide * left, high * top, wide * right, high * bottom)
        pale = picture.crop(tuple(map(round, area))).histogram()[180:250]
        assert sum(pale) > 300


def test_the_telephone_number_is_in_twenty_points(draw: Callable[..., bytes]) -> None:
    """The number to ring is read at arm's length."""
    sizes = {text: size for size, text in _text_sizes(draw())}
    assert sizes["01632 960123"] >= 20


def test_what_counts_most_is_largest(draw: Callable[..., bytes]) -> None:
    """At arm's length: who, how many, how much, where, and until when."""
    sizes = {text: size for size, text in _text_sizes(draw())}
    for text, least in {
        "Siân Llŷr ap Gwŷn": 22,
        "11": 28,
        "413": 28,
        "14 Canal Row, Penmaen, ZZ1 4AB": 16,
        "24 November 2026 to 30 September 2027": 16,
    }.items():
        assert sizes[text] >= least, text


def test_both_codes_are_read_back(
    draw: Callable[..., bytes], qr_text: str, render: Callable[..., Image]
) -> None:
    """Each side's QR code says exactly what was signed, at a fax's resolution."""
    pdf = draw()
    for side, (least, most) in enumerate([(0.0, 0.5), (0.75, 1.0)]):
        picture = render(pdf, 200, side)
        (code,) = _codes(picture)
        assert code.text == qr_text
        assert code.position.top_left.x > picture.width / 2
        assert code.position.top_left.y > picture.height * least
        assert code.position.bottom_left.y < picture.height * most


@pytest.mark.parametrize("modules", [21, 57, 77, 97])
def test_each_code_is_wide_and_quiet_enough(
    modules: int,
    certificate: Certificate,
    worded: Callable[..., Wording],
    render: Callable[[bytes, int], Image],
) -> None:
    """A symbol is 35 mm or wider, inside 4 modules of white, whatever its version."""
    dark = tuple((True,) * modules for _ in range(modules))
    dots = 254
    pdf = draw_page(
        certificate_page(
            certificate,
            wording=worded(certificate, marked_specimen=True),
            qr=dark,
            check_code="R64J-TYB0",
        )
    )
    for side, seed in enumerate([(0.81, 0.39), (0.83, 0.88)]):
        grey = render(pdf, dots, side).convert("L")
        picture = grey.point(lambda shade: 255 * (shade > 5))
        middle = (int(picture.width * seed[0]), int(picture.height * seed[1]))
        left, top, right, bottom = _dark_square(picture, middle)
        wide = right - left
        assert wide / dots * 25.4 >= SHOWN_SIZE_MM - 0.1
        assert abs(wide - (bottom - top)) <= 2
        quiet = int(wide / modules * 4) - 3
        around = grey.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
        inner = (quiet - 2, quiet - 2, quiet + wide + 2, quiet + wide + 2)
        around.paste(255, inner)
        assert around.getextrema() == (255, 255)


def test_no_ink_is_nearer_to_the_edge_than_printers_reach(
    draw: Callable[..., bytes], render: Callable[[bytes, int], Image]
) -> None:
    """The outermost ink stands 8.5 mm from the edge."""
    picture = render(draw(), 254).convert("L")
    box = ImageChops.invert(picture).getbbox()
    assert box is not None
    left, top, right, bottom = box
    for distance in (left, top, picture.width - right, picture.height - bottom):
        assert distance / 10 == pytest.approx(8.5, abs=0.2)


def test_the_word_goes_across_the_page(
    draw: Callable[..., bytes],
    certificate: Certificate,
    worded: Callable[..., Wording],
    render: Callable[[bytes, int], Image],
) -> None:
    """SPECIMEN spans most of the page, and the codes stay readable under it."""
    marked = draw(wording=worded(certificate, marked_specimen=True))
    red, green, _ = render(marked, 50).split()
    tinted = ImageChops.subtract(red, green).point(lambda more: 255 * (more > 20))
    light = red.point(lambda much: 255 * (much > 215))
    pink = ImageChops.multiply(tinted, light)
    # Above stands the red line that says why: it is no part of the word.
    pink.paste(0, (0, 0, pink.width, pink.height // 5))
    left, top, right, bottom = pink.getbbox() or (0, 0, 0, 0)
    assert right - left > pink.width * 0.6
    assert bottom - top > pink.height * 0.5
    assert _both_are_read(marked, render)


def _both_are_read(pdf: bytes, render: Callable[..., Image]) -> bool:
    return all(len(_codes(render(pdf, 200, side))) == 1 for side in (0, 1))


def _codes(picture: Image) -> list[Any]:
    return list(zxingcpp.read_barcodes(picture))


def _text_sizes(pdf: bytes) -> list[tuple[float, str]]:
    """Return the size in points of each drawn line of text, and its letters."""
    found = []
    for page, each in _texts(pdf):
        texts = page.get_textpage()
        size = ctypes.c_float()
        assert raw.FPDFTextObj_GetFontSize(each, size)
        length = raw.FPDFTextObj_GetText(each, texts, None, 0)
        letters = ctypes.create_string_buffer(length)
        raw.FPDFTextObj_GetText(
            each, texts, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)), length
        )
        drawn = letters.raw.decode("utf-16-le").rstrip("\x00").strip()
        found.append((round(size.value, 2), drawn))
    return found


def _texts(pdf: bytes) -> list[tuple[Any, Any]]:
    return [
        (page, each)
        for page in pypdfium2.PdfDocument(pdf)
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    ]


def _nothing_runs_over_the_frame(picture: Image) -> bool:
    """Return whether beside the text, inside the frame, there are pale lines alone."""
    grey, mm = picture.convert("L"), picture.width / 210
    inner, outer = 15.2 * mm, 13.6 * mm
    width, height = grey.size
    strips = [
        (outer, outer, inner, height - outer),
        (width - inner, outer, width - outer, height - outer),
    ]
    darkest = [grey.crop(tuple(map(round, one))).getextrema()[0] for one in strips]
    return min(darkest) > 160


def _dark_square(picture: Image, middle: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the edges of the dark square around a dark pixel."""
    x, y = middle
    assert picture.getpixel(middle) == 0
    left = right = x
    top = bottom = y
    while picture.getpixel((left - 1, y)) == 0:
        left -= 1
    while picture.getpixel((right, y)) == 0:
        right += 1
    while picture.getpixel((x, top - 1)) == 0:
        top -= 1
    while picture.getpixel((x, bottom)) == 0:
        bottom += 1
    return left, top, right, bottom
