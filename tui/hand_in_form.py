"""The boxes of a hand-in, and what is typed in them as the value it makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import THE_PATIENT, HandInPlants, HandInStock
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, parse_grams, parse_plants
from amnesty.domain.seal_tags import next_tag
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.errors.hand_in import NetAboveGrossError, NothingInItemError
from amnesty.services.intake.fields import Choice, Kind, Section
from tui.forms import rows_typed
from tui.reading import YES_NO, Reader, field_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.services.hand_in.receiving import Presented


_FORMS = "dfelbcs"
_STAGES = {
    Stage.SEED: "e",
    Stage.CLONE: "c",
    Stage.SEEDLING: "l",
    Stage.VEGETATIVE: "v",
    Stage.FLOWERING: "f",
}
_LONGEST_TAG = 40


_FORM = tuple(
    Choice(letter=letter, word=form.value)
    for letter, form in zip(_FORMS, StockForm, strict=True)
)
_STAGE = tuple(
    Choice(letter=letter, word=stage.value) for stage, letter in _STAGES.items()
)

_NO_BAG = "Enter at least one bag, of stock or of plants"
_SEAL = "as on the tag; the next bag: empty is the next number"

SECTIONS = (
    Section(
        title="Hand-in",
        group="",
        least=0,
        fields=(
            field_of(
                "identity_seen",
                "Identity seen",
                kind=Kind.YES_NO,
                choices=YES_NO,
            ),
            field_of(
                "signature_seen",
                "Signature seen",
                kind=Kind.YES_NO,
                choices=YES_NO,
            ),
            field_of("second", "Second person", "their account; they sign in next"),
            field_of("place", "Received at", "the desk or another place"),
            field_of("presented_by", "Brought by", "empty: the patient", optional=True),
            field_of("property", "Police reference", "once known", optional=True),
            field_of("collar", "Collar number", "if police collect", optional=True),
            field_of("officer", "Officer's name", optional=True),
        ),
    ),
    Section(
        title="Bag of stock",
        group="stock",
        least=0,
        fields=(
            field_of(
                "stock.*.form",
                "Form",
                kind=Kind.CHOICE,
                choices=_FORM,
                default=StockForm.DRIED.value,
            ),
            field_of("stock.*.gross", "Gross grams", "with the bag", kind=Kind.AMOUNT),
            field_of("stock.*.net", "Net grams", "without the bag", kind=Kind.AMOUNT),
            field_of("stock.*.seal", "Seal tag", _SEAL),
        ),
    ),
    Section(
        title="Bag of plants",
        group="plants",
        least=0,
        fields=(
            field_of(
                "plants.*.stage",
                "Stage",
                kind=Kind.CHOICE,
                choices=_STAGE,
                default=Stage.FLOWERING.value,
            ),
            field_of("plants.*.count", "How many", kind=Kind.AMOUNT),
            field_of("plants.*.seal", "Seal tag", _SEAL),
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class LastHandIn:
    """What the next hand-in at this desk is likely to repeat, until signing out."""

    place: str
    second: str
    tag: str
    """The last seal tag that was used."""


class _Tags:
    """Reads seal tags in the order of the form; an empty one is the next number."""

    def __init__(self, last: str) -> None:
        self._last = last

    def __call__(self, text: str) -> str:
        given = text if text.strip() else next_tag(self._last) or ""
        self._last = clean_line(given, what="seal tag", longest=_LONGEST_TAG)
        return self._last


def read_hand_in(
    raw: Mapping[str, str], *, site: int, last_tag: str = ""
) -> tuple[Presented, str]:
    """Return what is presented, and the second person's account name.

    Args:
        raw: what is typed; a default that stands is left out.
        site: which of the registration's sites it came from.
        last_tag: the last seal tag that was used at this desk.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    from amnesty.services.hand_in.receiving import Officer, Presented

    reader = Reader(raw, SECTIONS)
    who = reader.read("presented_by", partial(clean_optional_line, what="name"))
    identity, signature = reader.seen("identity_seen"), reader.seen("signature_seen")
    place = reader.read("place", partial(clean_line, what="place"))
    second = reader.read("second", partial(clean_line, what="second person"))
    reference = reader.read(
        "property", partial(clean_optional_line, what="police reference")
    )
    collar = reader.read(
        "collar", partial(clean_optional_line, what="collar number", longest=40)
    )
    officer = reader.read(
        "officer", partial(clean_optional_line, what="officer's name")
    )
    tags = _Tags(last_tag)
    stock = [_stock(reader, row, tags) for row in rows_typed("stock", raw)]
    plants = [_plants(reader, row, tags) for row in rows_typed("plants", raw)]
    reader.finish()
    if not stock and not plants:
        reader.complain("stock.0.gross", _NO_BAG)
        reader.finish()
    presented = Presented(
        site=site,
        stock=tuple(one for one in stock if one is not None),
        plants=tuple(one for one in plants if one is not None),
        presented_by=who or THE_PATIENT,
        identity_seen=identity,
        signature_seen=signature,
        place=place or "",
        property_reference=reference or "",
        officer=Officer(collar_number=collar, name=officer or "") if collar else None,
    )
    return presented, second or ""


def _stock(reader: Reader, row: int, tags: _Tags) -> HandInStock | None:
    at = f"stock.{row}"
    form = reader.choice(f"{at}.form", StockForm)
    gross = reader.read(f"{at}.gross", partial(parse_grams, what="gross weight"))
    net = reader.read(f"{at}.net", partial(parse_grams, what="net weight"))
    seal = reader.read(f"{at}.seal", tags)
    if form is None or gross is None or net is None or seal is None:
        return None
    if net > gross:
        reader.complain(f"{at}.net", str(NetAboveGrossError()))
    if not net:
        reader.complain(f"{at}.net", str(NothingInItemError()))
    return HandInStock(form=form, gross_grams=gross, net_grams=net, seal_tag=seal)


def _plants(reader: Reader, row: int, tags: _Tags) -> HandInPlants | None:
    at = f"plants.{row}"
    stage = reader.choice(f"{at}.stage", Stage)
    count = reader.read(f"{at}.count", parse_plants)
    seal = reader.read(f"{at}.seal", tags)
    if stage is None or count is None or seal is None:
        return None
    return HandInPlants(stage=stage, count=count, seal_tag=seal)
