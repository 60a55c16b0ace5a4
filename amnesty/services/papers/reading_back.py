"""Reading a drawn certificate back, as an officer would, before anyone gets it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from amnesty.credential.looking import see
from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.particulars import number_label
from amnesty.papers.reading import all_seen, pictured, spoken_page
from amnesty.papers.tongues import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.design import Page
    from amnesty.papers.facts import Limit

SIDES: Final = 2
_DOTS_AN_INCH: Final = (150, 300)
"""A poor scanner's, and a usual one's where that is not enough."""
UNSEEN: Final = "a text that should be seen"


def require_same(pdf: bytes, page: Page, code: str) -> None:
    """Refuse a file that does not say, in ink and in code, what was signed.

    Args:
        pdf: What was drawn.
        page: What it must say.
        code: The text of the QR code on each side.

    Raises:
        PaperDiffersError: A code or a field on the page is not what was signed.
    """
    require_all(pdf, [(page, code)])


def require_all(
    pdf: bytes,
    papers: Sequence[tuple[Page, str]],
    *,
    first: int = 0,
    step: Callable[[int, int], None] | None = None,
) -> None:
    """Refuse a file of certificates one after another if any is not what was signed.

    Args:
        pdf: What was drawn.
        papers: What each must say, and the text of its QR code.
        first: On which page of the file they begin.
        step: What is told how many of how many are read.

    Raises:
        PaperDiffersError: A code or a field on a page is not what was signed.
    """
    import pypdfium2  # noqa: PLC0415 - only whoever draws waits for it

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        if len(document) != first + SIDES * len(papers):
            raise PaperDiffersError("the number of pages")
        for at, (page, code) in enumerate(papers):
            begin = first + SIDES * at
            sides = [document[number] for number in range(begin, begin + SIDES)]
            _require_paper(sides, page, code)
            for side in sides:
                side.close()
            if step:
                step(at + 1, len(papers))


def _require_paper(sides: Sequence[Any], page: Page, code: str) -> None:
    for side in sides:
        first, *finer = _DOTS_AN_INCH
        picture = pictured(side, first)
        if _codes(picture) != [code] and not any(
            _codes(pictured(side, dots)) == [code] for dots in finer
        ):
            raise PaperDiffersError("the QR code")
        if not all_seen(side, picture):
            raise PaperDiffersError(UNSEEN)
    if _photographs(sides[0]) != ([page.photograph] if page.photograph else []):
        raise PaperDiffersError("the photograph")
    read = close_text("".join(map(spoken_page, sides)))
    for field, printed in _fields(page):
        if close_text(printed) not in read:
            raise PaperDiffersError(field)


def _photographs(side: Any) -> list[bytes]:  # noqa: ANN401 - pypdfium2 has no types
    """Return the pictures on a side, as the file has them."""
    from pypdfium2 import raw  # noqa: PLC0415 - only whoever draws waits for it

    found = side.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)
    return [bytes(one.get_data()) for one in found]


def _codes(picture: Any) -> list[str]:  # noqa: ANN401 - Pillow is loaded when needed
    return [one.text for one in see(picture)]


def close_text(text: str) -> str:
    """Return a text as it compares: a line may end, or a second language follow."""
    return "".join(text.replace("/", "").split())


def _fields(page: Page) -> Iterator[tuple[str, str]]:
    """Yield what each field of the signed bytes is called, and how it is printed."""
    facts = page.facts

    def labelled(key: str, value: str) -> str:
        return f"{_all(page, lambda one: one(f'certificate.{key}'))}{value}"

    def counted(key: str, limits: tuple[Limit, ...]) -> str:
        return labelled(key, "".join(_counted(page, limit) for limit in limits))

    def grams(key: str, number: int) -> str:
        return labelled(key, f"{number:,}{_all(page, lambda one: one('common.grams'))}")

    grower = "grower" if facts.patient else "holder"
    born = "grower_born" if facts.patient else "born"
    # A text that could go on is compared with the label after it.
    yield "the holder", labelled(grower, facts.holder) + labelled(born, "")
    yield (
        "the date of birth",
        labelled(born, _all(page, lambda one: one.day(facts.born))),
    )
    if facts.patient:
        after = labelled(facts.setting.value, "")
        yield "the patient", labelled("patient", facts.patient) + after
    place = labelled(facts.setting.value, facts.address)
    yield "the address", place + labelled("valid", "")
    yield "the plants in flower", counted("flowering", facts.flowering)
    yield "the plants in all", counted("plants", facts.plants)
    yield "the grams kept", grams("stock", facts.stock_grams)
    yield "the grams carried", grams("carry", facts.carry_grams)
    yield "the number", labelled(number_label(page), facts.number)
    yield "the check code", labelled("check_code", page.check_code)
    for one in page.wording.catalogues:
        yield from _worded_fields(page, one)


def _worded_fields(page: Page, one: Catalogue) -> Iterator[tuple[str, str]]:
    facts = page.facts
    first, last = one.day(facts.valid_from), one.day(facts.valid_to)
    yield "the dates", one("common.period", first=first, last=last)
    yield "the policy", one("certificate.limits_by", policy=facts.policy)
    basis = "rests_on" if page.is_agreed else "specimen_note"
    yield "the agreement", one(f"certificate.{basis}")
    yield (
        "the issue",
        one(
            "certificate.issued",
            date=one.day(facts.issued_on),
            authority=page.wording.names[one.tongue],
            issuer=facts.issuer,
        ),
    )


def _all(page: Page, say: Callable[[Catalogue], str]) -> str:
    return in_all(page.wording.catalogues, say)


def in_all(catalogues: Sequence[Catalogue], say: Callable[[Catalogue], str]) -> str:
    """Return a text in each language, as papers have them one after another."""
    return "".join(text for text, _ in said(catalogues, say))


def _counted(page: Page, limit: Limit) -> str:
    def unit(one: Catalogue) -> str:
        if limit.period:
            return one(f"common.{limit.period}")
        return one.counted("common.plants", limit.number)

    return f"{limit.number:,}{_all(page, unit)}"
