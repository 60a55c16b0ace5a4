"""How long a certificate takes after the first one, and what it weighs in a run.

Each is another: its own number, name and code. The peers draw two pages of the same
words, with the same codes, lines, frame and rosettes, but set plainly: no panels, no
sizes, nothing fitted. To reckon the modules of a code is nobody's part of it. Where
peers cannot be installed they are left out. They come from `requirements/peers.txt` by
`make bench`.
"""

from __future__ import annotations

import html
import json
import sys
from base64 import b64encode
from datetime import date
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any
from zlib import decompress

from amnesty.credential.claims import encode_claims
from amnesty.credential.qr import qr_modules
from amnesty.credential.token import check_code, qr_text
from amnesty.domain.identifiers import new_certificate_number
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.guilloche import ground
from amnesty.papers.ink import HEIGHT, WIDTH
from amnesty.papers.letter import Letter
from amnesty.papers.reading import spoken_pages
from amnesty.papers.run import Printed, draw_run
from amnesty.papers.wording import certificate_wording
from tests.vectors.making import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.papers.design import Page
    from amnesty.papers.squares import QrModules

ROUNDS = {"typst": 31, "weasyprint": 7}
LIMIT_SECONDS = 0.04
RUN = 500
LIMIT_BYTES = 30_000
TESTS = Path(__file__).resolve().parents[1]
PEERS = TESTS.parent / ".tools" / "peers"
_ENVELOPE = bytes(111)
_NAMES = {Tongue.ENGLISH: "Penmaen Council"}
_PEOPLE = ("Siân Llŷr ap Gwŷn", "Owain Prys", "Zoë Jenkins", "Jack Quirk", "Łukasz Żak")


def main() -> None:
    """Print each figure as a line of JSON."""
    pages = [_page(serial) for serial in range(ROUNDS["typst"])]
    waiting = cycle(pages)

    def ours() -> object:
        return draw_page(next(waiting))

    for _ in _PEOPLE:
        ours()
    alone = median(_time(ours) for _ in pages)
    _tell("certificate_vs_limit", alone / LIMIT_SECONDS, "40 ms a certificate")
    for name, draw in _peers(pages).items():
        draw()
        # In turns: what else the machine does falls on both alike.
        turns = [(_time(ours), _time(draw)) for _ in range(ROUNDS[name])]
        mine, theirs = map(median, zip(*turns, strict=True))
        _tell(f"certificate_vs_{name}", mine / theirs, f"{name}, the same words")
    weight = len(draw_run(_count(), _run()).pdf) / RUN
    _tell("run_of_500_vs_limit", weight / LIMIT_BYTES, "30 KB a certificate")


def _tell(name: str, value: float, against: str) -> None:
    line = {"name": name, "value": round(value, 3), "unit": "ratio", "against": against}
    print(json.dumps(line))


def _time(draw: Callable[[], object]) -> float:
    begun = process_time()
    draw()
    return process_time() - begun


def _page(serial: int) -> Page:
    """Return a certificate that has its own number, name and code."""
    chance = sha256(serial.to_bytes(2, "big")).digest()
    certificate = world.certificate(
        number=new_certificate_number(bytes(one % 248 for one in chance)),
        holder=_PEOPLE[serial % len(_PEOPLE)],
        token_id=serial.to_bytes(16, "big"),
    )
    payload = encode_claims(certificate)
    wording = certificate_wording(
        catalogues=[standard_catalogue(Tongue.ENGLISH)],
        names=_NAMES,
        force=world.FORCE,
        telephone="01632960100",
        agreement=certificate.agreement,
        agreement_text="Who keeps within these limits is not arrested for them.",
    )
    return certificate_page(
        certificate,
        wording=wording,
        qr=qr_modules(qr_text(_ENVELOPE + payload)),
        check_code=check_code(payload),
    )


def _count() -> Letter:
    return Letter(
        kind="count",
        catalogues=(standard_catalogue(Tongue.ENGLISH).filled(telephone="01632"),),
        names=_NAMES,
        sender=(),
        to=(),
        day=date(2026, 11, 24),
        made_at=0,
        values={"certificates": str(RUN), "sheets": str(RUN), "run": "1"},
    )


def _run() -> list[Printed]:
    return [Printed(serial=serial, page=_page(serial)) for serial in range(1, RUN + 1)]


def _peers(pages: list[Page]) -> dict[str, Callable[[], object]]:
    """Return how each peer that is here draws the same words."""
    sys.path.append(str(PEERS))
    drawn = [(spoken_pages(draw_page(one)), _code(one.qr)) for one in pages]
    found: dict[str, Callable[[], object]] = {}
    for name, make in (("typst", _typst), ("weasyprint", _weasyprint)):
        try:
            found[name] = make(cycle(drawn))
        except (ImportError, OSError) as error:
            print(f"{name} is left out: {type(error).__name__}", file=sys.stderr)
    return found


def _code(dark: QrModules) -> str:
    """Return a QR code as a picture of one path."""
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(dark)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    side = len(dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"'
        f' viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    )


def _ground() -> str:
    """Return the lines behind a certificate as SVG."""
    paths: list[str] = []
    held: list[str] = []
    drawn, colour, width = "", "#000", "1"
    for word in decompress(ground()).decode().split():
        match word:
            case "w":
                width = held.pop()
            case "RG":
                colour = f"rgb({','.join(str(float(one) * 255) for one in held)})"
            case "m" | "c":
                drawn += f"{word.upper()}{' '.join(held)}"
            case "re":
                x, y, wide, high = held
                drawn += f"M{x} {y}h{wide}v{high}h-{wide}z"
            case "s" | "S":
                paths.append(
                    f'<path d="{drawn}{"z" if word == "s" else ""}"'
                    f' stroke="{colour}" stroke-width="{width}" fill="none"/>'
                )
                drawn = ""
            case _:
                held.append(word)
                continue
        held = []
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><g transform="matrix(1 0 0 -1 0 {HEIGHT})">'
        f"{''.join(paths)}</g></svg>"
    )


def _typst(pages: Iterator[tuple[tuple[str, ...], str]]) -> Callable[[], object]:
    import typst

    fonts = TESTS.parent / "amnesty" / "papers" / "fonts"
    compiler: Any = typst.Compiler(font_paths=[str(fonts)])
    behind = json.dumps(_ground())

    def draw() -> object:
        sides, code = next(pages)
        drawn = json.dumps(code)
        words = "\n#pagebreak()\n".join(
            f"#text({json.dumps(one, ensure_ascii=False)})\n"
            f'#image(bytes({drawn}), width: 42mm, alt: "code")'
            for one in sides
        )
        source = (
            '#set document(title: "Certificate")\n'
            f'#set page(paper: "a4", background: image(bytes({behind})))\n'
            '#set text(font: "Noto Sans", size: 12pt)\n'
            f"= Certificate\n{words}\n"
        )
        return compiler.compile(
            input=source.encode(), format="pdf", pdf_standards=["a-2a"]
        )

    return draw


def _weasyprint(pages: Iterator[tuple[tuple[str, ...], str]]) -> Callable[[], object]:
    import weasyprint

    behind = b64encode(_ground().encode()).decode()
    style = f"@page{{background:url(data:image/svg+xml;base64,{behind})}}"

    def draw() -> object:
        sides, code = next(pages)
        words = "".join(
            f"<section style='page-break-after:always'><p>{html.escape(one)}</p>"
            f"<div style='width:42mm'>{code}</div></section>"
            for one in sides
        )
        head = f"<title>Certificate</title><style>{style}</style>"
        page = f"<html lang='en-GB'><head>{head}</head><body>{words}</body></html>"
        return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    return draw


if __name__ == "__main__":
    main()
