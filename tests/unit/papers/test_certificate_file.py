"""The certificate's file is always the same, names nobody and keeps its size."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pypdfium2
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_same_certificate_gives_the_same_bytes(
    draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reprint is byte for byte what was printed first, on any machine and day."""
    first = draw()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert draw() == first
    assert draw(holder="Łukasz Żółć") != first
    assert draw() == first


def test_the_file_is_dated_by_its_issue(draw: Callable[..., bytes]) -> None:
    """The file says when the certificate was issued."""
    assert b"(D:20261124101530+00'00')" in draw()
    later = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert b"(D:20270102030405+00'00')" in draw(issued_at=later)


def test_the_file_names_nobody(draw: Callable[..., bytes]) -> None:
    """Print queues, viewers and file lists show no name, number or address."""
    document = pypdfium2.PdfDocument(draw())
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == "Certificate"
    assert metadata["Author"] == "Penmaen Council"
    everything = " ".join(metadata.values())
    for private in ("Siân", "Gwŷn", "Canal", "C-7KQF", "1970"):
        assert private not in everything
    assert list(document.get_toc()) == []


def test_the_file_is_made_to_be_printed_and_kept(draw: Callable[..., bytes]) -> None:
    """Every font is embedded, the language is stated, the size is never changed."""
    pdf = draw()
    assert pdf.startswith(b"%PDF-1.7")
    assert b"Helvetica" not in pdf
    assert b"ASCII85Decode" not in pdf
    assert pdf.count(b"/FontFile2") == 3
    assert re.search(rb"/Lang \(en-GB\)", pdf)
    assert re.search(rb"/PrintScaling /None", pdf)
    assert len(pdf) < 200_000
    for page in pypdfium2.PdfDocument(pdf):
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.01)
