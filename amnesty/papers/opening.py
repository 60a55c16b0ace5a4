"""A new file: dated, named, archivable, and the same for the same."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from amnesty.papers.archive import mark_archivable
from amnesty.papers.fonts import Face
from amnesty.papers.ink import HEIGHT, WIDTH
from amnesty.papers.reportlab_gaps import close_gaps

if TYPE_CHECKING:
    from io import BytesIO

    from amnesty.papers.written import Reportlab


def open_canvas(
    file: BytesIO,
    *,
    title: str,
    author: str,
    made_at: int,
    languages: tuple[str, ...],
) -> Reportlab:
    """Return reportlab's canvas for a file that says when it was made.

    Raises:
        ReportlabChangedError: reportlab is not as it was when this was written.
    """
    close_gaps()
    canvas = Canvas(
        file,
        pagesize=(WIDTH, HEIGHT),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        lang=languages[0],
        # Otherwise every page carries a Helvetica that is not embedded.
        initialFontName=Face.TEXT.value,
    )
    _date(canvas, made_at)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject("")
    canvas.setCreator("amnesty")
    canvas.setProducer("amnesty")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    mark_archivable(
        canvas,
        title=title,
        author=author,
        made_at=datetime.fromtimestamp(made_at, UTC),
        languages=languages,
    )
    return canvas


def _date(canvas: Reportlab, made_at: int) -> None:
    document = canvas._doc  # noqa: SLF001 - reportlab has no other way
    stamp = document._timeStamp  # noqa: SLF001 - reportlab has no other way
    stamp.t = made_at
    stamp.lt = time.gmtime(made_at)
    stamp.YMDhms = tuple(stamp.lt)[:6]
    # The file's identifier is a hash of its content, begun with the time: begin
    # it anew, since reportlab would have looked in the environment.
    document.signature = hashlib.sha256(str(made_at).encode())
