"""What is told to a patient is told on counted pages, none of them cut."""

from __future__ import annotations

import page as judge
import pypdfium2

from amnesty.papers.ink import MM
from amnesty.papers.reading import all_seen, pictured, spoken_pages
from amnesty.papers.report import draw_report

LONG = "It was so. " * 400
SECTIONS = [
    ("Patient", ["Name: Siân Llŷr ap Gwŷn"]),
    ("Reasons", [LONG]),
    *((f"Year {year}", [f"Event {n} of {year}" for n in range(25)]) for year in (1, 2)),
]


def test_a_long_report_runs_off_no_page_and_leaves_no_heading_behind() -> None:
    """Each text is on a page, each page has its number, each heading what follows."""
    pdf = draw_report("What is held", SECTIONS, author="Penmaen Council", made_at=0)
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []
    pages = spoken_pages(pdf)
    for number, side in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        assert all_seen(side, pictured(side, 100))
        texts = [each for each in side.get_objects() if each.type == 1]
        assert min(each.get_bounds()[1] for each in texts) > 8.5 * MM
        drawn = side.get_textpage().get_text_range()
        assert f"What is held · page {number}" in drawn
    assert " ".join(LONG.split()) in " ".join(pages)
    for heading, _ in SECTIONS:
        assert not any(page.endswith(heading) for page in pages)
