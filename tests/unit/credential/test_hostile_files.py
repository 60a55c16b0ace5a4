"""Files that are no certificate, or mean harm: one sentence each, within memory."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from amnesty.cli.verifying.apart import scan_apart
from amnesty.credential.qr import qr_modules
from amnesty.credential.scanning import read_codes, scan
from amnesty.errors.sources import (
    PdfLockedError,
    PdfProgramError,
    PdfTooLongError,
    PictureKindError,
    PictureMovesError,
    PictureTooLargeError,
    PictureUnreadableError,
    SourceTooHeavyError,
)

if TYPE_CHECKING:
    from types import ModuleType


def drawn(text: str, dots: int = 4) -> Image.Image:
    """Return a code as a grey picture with its quiet zone."""
    modules = qr_modules(text)
    side = len(modules) + 8
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            picture.putpixel((x + 4, y + 4), 0 if is_dark else 255)
    return picture.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the picture as a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def pages(number: int, **options: object) -> bytes:
    """Return a PDF of empty pages."""
    file = BytesIO()
    canvas = Canvas(file, **options)
    for _ in range(number):
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF of numbered objects; the first is its catalogue."""
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(file), len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    file += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start)
    return bytes(file)


def form(depth: int, deepest: int, times: int) -> bytes:
    """Return a drawing that draws the next one many times."""
    inner, resources = b"0 0 9 9 re f ", b""
    if depth < deepest:
        inner = b"/F Do "
        resources = b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth)
    content = inner * times
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 900]%s/Length %d>>"
    return head % (resources, len(content)) + b"stream\n%s\nendstream" % content


def never_ending_pdf() -> bytes:
    """Return a PDF of a few kilobytes that takes days to draw."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        *(form(depth, deepest=6, times=40) for depth in range(7)),
    )


def test_a_locked_pdf_says_so() -> None:
    """A password is not asked for: no certificate has one."""
    with pytest.raises(PdfLockedError):
        read_codes(pages(1, encrypt="made-up passphrase"))


@pytest.mark.parametrize(
    "catalogue",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>",
        b"/Names<</J#61vaScript<</Names[(a)<</S/J#61vaScript/JS(1)>>]>>>>",
    ],
)
def test_a_pdf_with_a_program_says_so(catalogue: bytes) -> None:
    """Nothing in it is run, and no certificate has one, whatever it is spelt like."""
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    with pytest.raises(PdfProgramError):
        read_codes(content)


@pytest.mark.parametrize("number", [51, 5000])
def test_a_pdf_with_too_many_pages_is_refused(number: int) -> None:
    """Fifty pages are read, and no more."""
    with pytest.raises(PdfTooLongError):
        read_codes(pages(number))


def test_a_pdf_that_never_ends_is_given_up() -> None:
    """A few kilobytes that would be drawn for days is stopped from outside."""
    content = never_ending_pdf()
    assert len(content) < 4000
    with pytest.raises(SourceTooHeavyError):
        scan_apart(content, seconds=2)


def test_what_is_read_apart_is_the_same(world: ModuleType) -> None:
    """Codes and sentences come back from the other process as they were."""
    assert scan_apart(saved(drawn(world.text()))).codes == (world.text(),)
    with pytest.raises(PictureKindError, match="kind GIF"):
        scan_apart(saved(drawn(world.text()), "GIF"))


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "AVIF"])
def test_other_kinds_of_picture_are_told_by_name(world: ModuleType, kind: str) -> None:
    """The officer hears what it is and which kinds are read."""
    with pytest.raises(PictureKindError, match=f"kind {kind}.*PNG or WebP"):
        read_codes(saved(drawn(world.text()), kind))


def test_a_telephone_s_own_kind_is_told_by_name() -> None:
    """HEIC needs a library that is not here, so its sentence says how to get a JPEG."""
    for brand in (b"heic", b"heix", b"mif1", b"hevc"):
        with pytest.raises(PictureKindError, match=r"kind HEIC.*e-mail"):
            read_codes(b"\0\0\0\x18ftyp" + brand + bytes(100))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(world: ModuleType, kind: str) -> None:
    """A frame that nobody sees must not be what is verified."""
    frames = [drawn(world.text()), drawn(world.text()).rotate(90)]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    with pytest.raises(PictureMovesError):
        read_codes(moving)


def test_webp_is_read(world: ModuleType) -> None:
    """A picture that came by a messenger is read like a photograph."""
    assert read_codes(saved(drawn(world.text()), "WEBP")) == (world.text(),)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_cut_picture_is_unreadable(world: ModuleType, kind: str) -> None:
    """Half a file is not taken for half a picture."""
    whole = saved(drawn(world.text()), kind)
    for part in (len(whole) // 2, len(whole) * 3 // 4, 40):
        with pytest.raises(PictureUnreadableError):
            read_codes(whole[:part])


@pytest.mark.parametrize("side", [8100, 10000, 14000])
def test_pictures_that_fill_the_memory_are_not_unpacked(side: int) -> None:
    """A few kilobytes that unpack to hundreds of millions of points are refused."""
    bomb = saved(Image.new("1", (side, side), 1))
    assert len(bomb) < 200_000
    with pytest.raises(PictureTooLargeError):
        read_codes(bomb)


def large(text: str, mode: str, megapixels: int) -> Image.Image:
    """Return a picture of many million points, with a code in its middle."""
    side = int((megapixels * 1_000_000) ** 0.5)
    code = drawn(text, side // 200).convert(mode.removesuffix(";16"))
    picture = Image.new(mode, (side, side), 65535 if mode == "I;16" else "white")
    picture.paste(code.convert(mode), (side // 4, side // 4))
    return picture


@pytest.mark.parametrize(
    ("mode", "megapixels", "options"),
    [
        ("RGBA", 50, {"kind": "PNG", "compress_level": 1}),
        ("RGB", 64, {"kind": "JPEG", "progressive": True, "subsampling": 0}),
        ("RGB", 24, {"kind": "WEBP", "lossless": True, "method": 0, "quality": 0}),
    ],
)
def test_the_largest_pictures_are_read_within_the_memory(
    world: ModuleType, mode: str, megapixels: int, options: dict[str, Any]
) -> None:
    """The system refuses the reader more than 1 GB, and it does not ask for it."""
    content = saved(large(world.text(), mode, megapixels), **options)
    assert scan_apart(content).codes == (world.text(),)


def test_a_reader_that_wants_too_much_memory_is_stopped() -> None:
    """The limit of the test above is there: the same reader falls over a small one."""
    pytest.importorskip("resource")
    content = saved(Image.new("RGB", (7071, 7071)))
    with pytest.raises(SourceTooHeavyError):
        scan_apart(content, memory=200 << 20)


def test_two_copies_are_one_answer_and_a_second_certificate_is_another(
    world: ModuleType,
) -> None:
    """Both printed codes count once; a forged one beside them does not hide."""
    ours, other = drawn(world.text()), drawn("7" * 800)
    page = Image.new("L", (1000, 900), 255)
    page.paste(ours, (0, 0))
    page.paste(ours, (450, 450))
    assert scan(saved(page)) == ((world.text(),), False)
    page.paste(other.filter(ImageFilter.GaussianBlur(1.5)), (480, 0))
    found = scan(saved(page, "JPEG", quality=40))
    assert set(found.codes) == {world.text(), "7" * 800}
    assert not found.has_unread


def test_a_code_that_cannot_be_read_does_not_hide_beside_one_that_can(
    world: ModuleType,
) -> None:
    """The officer is told that there is another one."""
    ours = drawn(world.text())
    spoiled = ours.copy()
    spoiled.paste(128, (120, 120, 300, 300))
    page = Image.new("L", (1000, 450), 255)
    page.paste(ours, (0, 0))
    page.paste(spoiled, (500, 0))
    assert scan(saved(page)) == ((world.text(),), True)


@pytest.mark.parametrize("blur", [1.5, 2.0, 2.5])
def test_a_blurred_code_is_sharpened_until_it_reads(
    world: ModuleType, blur: float
) -> None:
    """What no plain look reads, a closer one may."""
    picture = drawn(world.text(), 5).rotate(33, expand=True, fillcolor=255)
    page = Image.new("L", (1200, 1200), 220)
    page.paste(picture, (200, 200))
    blurred = page.filter(ImageFilter.GaussianBlur(blur))
    assert read_codes(saved(blurred, "JPEG")) == (world.text(),)


@pytest.mark.parametrize(("dark", "light"), [(110, 150), (0, 60), (200, 255)])
def test_a_faint_code_is_read(world: ModuleType, dark: int, light: int) -> None:
    """In the dark, faded by the sun, or printed with the last of the toner."""
    faint = drawn(world.text()).point(lambda grey: light if grey else dark)
    assert read_codes(saved(faint, "JPEG", quality=60)) == (world.text(),)
