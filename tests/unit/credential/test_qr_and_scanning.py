"""Codes are drawn, and read back out of pictures and PDFs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from amnesty.credential.qr import FINEST, Modules, qr_modules
from amnesty.credential.scanning import is_pdf, is_picture, read_codes
from amnesty.errors.credential import CodeTooLongError
from amnesty.errors.sources import (
    NoCodeInPdfError,
    NoCodeInPictureError,
    PdfUnreadableError,
    PictureUnreadableError,
)

if TYPE_CHECKING:
    from types import ModuleType

ADDRESS = "https://verify.example.gov.uk/c#"
QUIET = 4


def drawn(modules: Modules, dots: int = 4) -> Image.Image:
    """Return the code as a grey picture, each module so many dots wide."""
    side = len(modules) + 2 * QUIET
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            if is_dark:
                picture.putpixel((x + QUIET, y + QUIET), 0)
    return picture.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    """Return the picture as a file."""
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def pdf(*pages: list[Modules]) -> bytes:
    """Return a PDF with the codes, 35 mm wide, on its pages."""
    file = BytesIO()
    canvas = Canvas(file)
    for codes in pages:
        for number, modules in enumerate(codes):
            size = 99 / len(modules)
            left, top = 100 + 200 * (number % 2), 700 - 150 * (number // 2)
            for y, row in enumerate(modules):
                for x, is_dark in enumerate(row):
                    if is_dark:
                        at = left + x * size, top - y * size
                        canvas.rect(*at, size, size, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_a_code_reads_as_its_text(world: ModuleType, address: str) -> None:
    """What is drawn is what is read, with an address and without."""
    text = address + world.text()
    assert read_codes(saved(drawn(qr_modules(text)))) == (text,)


def test_the_code_is_square_and_fits_35_mm(world: ModuleType) -> None:
    """An ordinary certificate gets level Q within the finest modules."""
    modules = qr_modules(world.text())
    assert {len(row) for row in modules} == {len(modules)}
    assert len(modules) <= FINEST
    longest = qr_modules(ADDRESS + "1" * 1050)
    assert len(longest) <= FINEST


def test_an_address_costs_bytes_only_for_itself(world: ModuleType) -> None:
    """The digits stay a segment of numbers: as one segment it would be far larger."""
    digits = world.text()
    with_address = qr_modules(ADDRESS + digits)
    assert len(with_address) <= len(qr_modules(digits)) + 8


def test_more_than_a_code_holds_is_refused() -> None:
    """The library's own error does not leak."""
    with pytest.raises(CodeTooLongError):
        qr_modules("1" * 8000)


@pytest.mark.parametrize("angle", [0, 4, 45, 90, 180, 275])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_code_is_read_whichever_way_it_is_turned(
    world: ModuleType, angle: int, kind: str
) -> None:
    """Nobody holds a telephone straight."""
    text = world.text()
    picture = drawn(qr_modules(text)).rotate(angle, expand=True, fillcolor=255)
    assert read_codes(saved(picture, kind)) == (text,)


@pytest.mark.parametrize("mode", ["1", "RGB", "RGBA", "LA", "P", "I;16"])
def test_a_code_is_read_from_every_kind_of_picture(
    world: ModuleType, mode: str
) -> None:
    """Black and white, colour, transparent and deep grey pictures are all read."""
    text = world.text()
    picture = drawn(qr_modules(text))
    if mode == "I;16":
        deep = Image.new(mode, picture.size)
        deep.putdata([v * 257 for v in picture.get_flattened_data()])
        picture = deep
    elif mode in {"RGBA", "LA"}:
        # Dark modules on nothing at all, as a code is cut out of a page.
        clear = Image.new(mode, picture.size)
        clear.putalpha(picture.point(lambda grey: 255 - grey))
        picture = clear
    else:
        picture = picture.convert(mode)
    assert read_codes(saved(picture)) == (text,)


def test_a_code_is_found_small_in_a_large_photograph(world: ModuleType) -> None:
    """A whole page photographed at arm's length is enough."""
    text = world.text()
    page = Image.new("L", (3000, 4000), 200)
    page.paste(drawn(qr_modules(text), 5), (1900, 2900))
    assert read_codes(saved(page, "JPEG")) == (text,)


def test_every_code_of_a_picture_is_returned_once(world: ModuleType) -> None:
    """A second copy is not a second code, and another code does not hide."""
    ours, other = drawn(qr_modules(world.text())), drawn(qr_modules("1" * 50), 8)
    page = Image.new("L", (1000, 900), 255)
    page.paste(ours, (0, 0))
    page.paste(ours, (450, 450))
    page.paste(other, (500, 0))
    assert sorted(read_codes(saved(page))) == sorted([world.text(), "1" * 50])


def test_codes_are_read_from_a_pdf_page_by_page(world: ModuleType) -> None:
    """A page may carry its code twice; each page of a print run is read."""
    first, second = world.text(), "9" * 500
    modules = [qr_modules(first), qr_modules(second)]
    run = pdf([modules[0], modules[0]], [], [modules[1]])
    assert read_codes(run) == (first, second)


def test_files_are_told_apart_by_their_beginning(world: ModuleType) -> None:
    """The name of a file says nothing."""
    png = saved(drawn(qr_modules(world.text())))
    assert is_picture(png)
    assert not is_pdf(png)
    assert is_pdf(b"\n%PDF-1.7")
    assert not is_picture(b"%PDF-1.7")
    assert not is_pdf(world.text().encode())


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7 nothing that follows", PdfUnreadableError),
        (b"\x89PNG\r\n\x1a\n", PictureUnreadableError),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), PictureUnreadableError),
        (b"\xff\xd8\xff" + bytes(500), PictureUnreadableError),
    ],
)
def test_damaged_files_say_so(content: bytes, error: type[Exception]) -> None:
    """A file that only begins well is told from one without a code."""
    with pytest.raises(error):
        read_codes(content)


def test_a_cut_picture_is_unreadable(world: ModuleType) -> None:
    """Half a file is not taken for half a picture."""
    for kind in ("PNG", "JPEG"):
        whole = saved(drawn(qr_modules(world.text())), kind)
        with pytest.raises(PictureUnreadableError):
            read_codes(whole[: len(whole) // 2])


def test_files_without_a_code_say_so() -> None:
    """A PDF and a picture each get their own sentence."""
    with pytest.raises(NoCodeInPdfError):
        read_codes(pdf([]))
    for mode in ("L", "RGB"):
        with pytest.raises(NoCodeInPictureError):
            read_codes(saved(Image.new(mode, (300, 200), 255)))
