"""The page reads codes out of photographs and out of the camera's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from amnesty.credential.digits import to_digits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture
def photographed(
    open_page: Callable[..., Any], tmp_path: Path
) -> Callable[[bytes], Any]:
    """Return what opens the page and chooses a photograph on it."""

    def photograph(content: bytes) -> Any:  # noqa: ANN401 - loaded by its path
        photo = tmp_path / "photo.jpg"
        photo.write_bytes(content)
        page = open_page()
        page.choose("#photograph", photo)
        return page

    return photograph


LOOKING = "Looking at the photograph."


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"turned": 7},
        {"turned": 90},
        {"turned": 200, "blurred": 1.5},
        {"blurred": 3, "quality": 40},
        {"size": (1600, 1200), "turned": -33, "quality": 40},
    ],
)
def test_a_photograph_is_read(
    photographed: Callable[..., Any],
    world: ModuleType,
    pictures: ModuleType,
    bad: dict[str, Any],
) -> None:
    """Turned, out of focus, squeezed hard, with the code twice as papers have it."""
    code = pictures.code(world.text(), 620)
    page = photographed(pictures.photograph(code, code, **bad))
    assert "Are you at 14 Canal Row, Penmaen, ZZ1 4AB?" in page.answer()


def test_two_certificates_at_once_are_refused(
    photographed: Callable[..., Any],
    world: ModuleType,
    pictures: ModuleType,
) -> None:
    """A forged code beside a real one does not hide."""
    forged = bytearray(world.token())
    forged[-1] ^= 1
    texts = [world.text(), to_digits(bytes(forged))]
    page = photographed(
        pictures.photograph(*(pictures.code(text, 620) for text in texts))
    )
    expected = "There are two different certificates in this photograph."
    assert expected in page.note(LOOKING)
    assert page.run("document.getElementById('answer').hidden") is True


def test_another_code_beside_it_is_passed_over(
    photographed: Callable[..., Any],
    world: ModuleType,
    pictures: ModuleType,
) -> None:
    """A poster on the wall is no second certificate."""
    ours = pictures.code(world.text(), 620)
    poster = pictures.other_code("https://example.test/poster", 400)
    page = photographed(pictures.photograph(poster, ours))
    assert "VALID" in page.answer()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("poster", "The QR code in this photograph is not a certificate's."),
        ("nothing", "No QR code can be read in this photograph."),
        ("text", "This is not a picture that this browser can open."),
        ("cut", "This is not a picture that this browser can open."),
    ],
)
def test_what_is_wrong_with_a_photograph_is_said(
    photographed: Callable[..., Any],
    pictures: ModuleType,
    what: str,
    sentence: str,
) -> None:
    """One sentence, and what to do."""
    poster = pictures.other_code("https://example.test/poster", 500)
    content = {
        "poster": pictures.photograph(poster),
        "nothing": pictures.photograph(),
        "text": b"not a picture",
        "cut": pictures.photograph(poster)[:300],
    }[what]
    page = photographed(content)
    assert sentence in page.note(LOOKING)


def test_the_camera_is_read_and_let_go(open_page: Callable[..., Any]) -> None:
    """It stops by itself when a code is read, and nothing of its picture stays."""
    page = open_page()
    page.run("document.getElementById('start-camera').click()")
    assert "Are you at 14 Canal Row" in page.answer()
    assert page.run("document.getElementById('video').srcObject") is None
    assert page.run("document.getElementById('viewer').hidden") is True


def test_a_camera_that_may_not_be_used_is_told(open_page: Callable[..., Any]) -> None:
    """The other ways stay."""
    page = open_page()
    page.run(
        "navigator.mediaDevices.getUserMedia = async () => { throw new Error(); };"
        "document.getElementById('start-camera').click()"
    )
    page.wait_for("document.getElementById('note').textContent.includes('cannot')")
    assert "Choose a photograph" in page.note("The camera is off.")
