"""How long a certificate takes after the first one, and what it weighs in a run.

The peers draw two pages of the same words, with the same codes, lines, frame and
rosettes, but set plainly: no panels, no sizes, nothing fitted. Where they cannot be
installed they are left out. They come from `requirements/peers.txt` by `make bench`.
"""

from __future__ import annotations

import html
import json
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any
from zlib import decompress

from amnesty.credential.claims import encode_claims
from amnesty.credential.qr import qr_file, qr_modules
from amnesty.credential.token import check_code, qr_text
from amnesty.domain.certificate import (
    Certificate,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    GssCode,
    new_certificate_number,
)
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.certificate import certificate_page, draw_page
from amnesty.papers.guilloche import ground
from amnesty.papers.ink import HEIGHT, WIDTH
from amnesty.papers.letter import Letter
from amnesty.papers.reading import spoken_pages
from amnesty.papers.run import Printed, draw_run
from amnesty.papers.wording import certificate_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.papers.design import Page

ROUNDS = 15
PEER_ROUNDS = 5
LIMIT_SECONDS = 0.04
RUN = 500
LIMIT_BYTES = 30_000
PEERS = Path(__file__).resolve().parents[2] / ".tools" / "peers"
_ENVELOPE = bytes(111)
_NAMES = {Tongue.ENGLISH: "Penmaen Council"}
_AGREEMENT = CertifiedAgreement(reference="PEN-1", force="Llanfair Constabulary")
_CERTIFICATE = Certificate(
    number=new_certificate_number(bytes(RANDOM_BYTES_NEEDED)),
    issuer=GssCode("E06999999"),
    form=Form.CERTIFICATE,
    holder="Siân Llŷr ap Gwŷn",
    date_of_birth=date(1970, 3, 27),
    patient=None,
    place="14 Canal Row, Penmaen",
    postcode="ZZ1 4AB",
    setting=Setting.INDOOR,
    indoor=PlantLimits(flowering=4, plants=8),
    outdoor=None,
    stock_grams=330,
    carry_grams=45,
    policy="uk-55g@1",
    agreement=_AGREEMENT,
    valid_from=date(2026, 11, 24),
    valid_to=date(2027, 9, 30),
    issued_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    slot=StatusSlot(uri="ic:29q3", index=65_537),
    token_id=bytes(16),
)


def main() -> None:
    """Print each figure as a line of JSON."""
    page = _page()
    _time(lambda: draw_page(page), 2)
    ours = _time(lambda: draw_page(page), ROUNDS)
    _tell("certificate_vs_limit", ours / LIMIT_SECONDS, "40 ms a certificate")
    for name, draw in _peers(page).items():
        _time(draw, 1)
        seconds = _time(draw, PEER_ROUNDS)
        _tell(f"certificate_vs_{name}", ours / seconds, f"{name}, the same words")
    weight = len(draw_run(_count(), _run()).pdf) / RUN
    _tell("run_of_500_vs_limit", weight / LIMIT_BYTES, "30 KB a certificate")


def _tell(name: str, value: float, against: str) -> None:
    line = {"name": name, "value": round(value, 3), "unit": "ratio", "against": against}
    print(json.dumps(line))


def _time(draw: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        begun = process_time()
        draw()
        seconds.append(process_time() - begun)
    return median(seconds)


def _page(certificate: Certificate = _CERTIFICATE) -> Page:
    payload = encode_claims(certificate)
    wording = certificate_wording(
        catalogues=[standard_catalogue(Tongue.ENGLISH)],
        names=_NAMES,
        force=_AGREEMENT.force,
        telephone="01632960100",
        agreement=_AGREEMENT,
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
        values={"certificates": str(RUN), "sheets": str(RUN)},
    )


def _run() -> list[Printed]:
    """Return a run of certificates of which each has its own number and code."""
    printed = []
    for serial in range(1, RUN + 1):
        chance = sha256(serial.to_bytes(2, "big")).digest()
        certificate = replace(
            _CERTIFICATE,
            number=new_certificate_number(bytes(one % 248 for one in chance)),
            token_id=serial.to_bytes(16, "big"),
        )
        printed.append(Printed(serial=serial, page=_page(certificate)))
    return printed


def _peers(page: Page) -> dict[str, Callable[[], object]]:
    """Return how each peer that is here draws the same words."""
    sys.path.append(str(PEERS))
    sides = spoken_pages(draw_page(page))
    found: dict[str, Callable[[], object]] = {}
    for name, make in (("typst", _typst), ("weasyprint", _weasyprint)):
        try:
            found[name] = make(sides)
        except (ImportError, OSError) as error:
            print(f"{name} is left out: {type(error).__name__}", file=sys.stderr)
    return found


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


def _typst(sides: tuple[str, ...]) -> Callable[[], object]:
    import typst

    fonts = Path(__file__).resolve().parents[2] / "amnesty" / "papers" / "fonts"
    compiler: Any = typst.Compiler(font_paths=[str(fonts)])
    behind, codes = json.dumps(_ground()), _codes()

    def draw() -> object:
        code = json.dumps(next(codes))
        pages = "\n#pagebreak()\n".join(
            f"#text({json.dumps(one, ensure_ascii=False)})\n"
            f'#image(bytes({code}), width: 42mm, alt: "code")'
            for one in sides
        )
        source = (
            '#set document(title: "Certificate")\n'
            f'#set page(paper: "a4", background: image(bytes({behind})))\n'
            '#set text(font: "Noto Sans", size: 12pt)\n'
            f"= Certificate\n{pages}\n"
        )
        # It remembers what it has set before: each page has a name of its own.
        changed = source.replace("Siân", f"Siân {len(code)}")
        return compiler.compile(
            input=changed.encode(), format="pdf", pdf_standards=["a-2a"]
        )

    return draw


def _codes() -> Iterator[str]:
    """Yield the pictures of QR codes, each another."""
    for number in count(10**400):
        yield qr_file(f"{number}{number}", "svg").decode()


def _weasyprint(sides: tuple[str, ...]) -> Callable[[], object]:
    import weasyprint

    codes = _codes()
    behind = b64encode(_ground().encode()).decode()
    style = f"@page{{background:url(data:image/svg+xml;base64,{behind})}}"

    def draw() -> object:
        code = next(codes).partition("?>")[2]
        pages = "".join(
            f"<section style='page-break-after:always'><p>{html.escape(one)}</p>"
            f"<div style='width:42mm'>{code}</div></section>"
            for one in sides
        )
        head = f"<title>Certificate</title><style>{style}</style>"
        page = f"<html lang='en-GB'><head>{head}</head><body>{pages}</body></html>"
        return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    return draw


if __name__ == "__main__":
    main()
