"""The page as programs read it that had no part in drawing it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a program is missing that pip cannot bring."""
    return pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is not installed"
    )


def run(*command: str) -> str:
    """Return what a program prints; it must not fail."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def page(tmp_path: Path, draw: Callable[..., bytes]) -> str:
    """Return the path of a drawn certificate."""
    file = tmp_path / "certificate.pdf"
    file.write_bytes(draw())
    return str(file)


@needs("qpdf")
def test_the_file_is_sound(page: str) -> None:
    """Its structure and streams hold, without one warning."""
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", page)


@needs("pdftotext")
def test_a_screen_reader_meets_the_holder_before_the_small_print(page: str) -> None:
    """Poppler reads the page in an officer's order, on two sides."""
    text = run("pdftotext", page, "-")
    order = ("Date of birth", "Officer at the door", "How to count", "Legal basis")
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)
    assert text.count("\f") == 2
