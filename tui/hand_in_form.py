"""The boxes of a hand-in, and what is typed in them as the value it makes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.handin import THE_PATIENT, HandInPlants, HandInStock
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, parse_grams, parse_plants
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.errors.handin import NetAboveGrossError, NothingInItemError
from amnesty.services.intake.fields import Choice, Kind, Section
from tui.forms import rows_typed
from tui.reading import YES_NO, Reader, field_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.services.handing_in import Presented


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

SECTIONS = (
    Section(
        title="Hand-in",
        group="",
        least=0,
        fields=(
            field_of("presented_by", "Brought by", "empty: the patient", optional=True),
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
            field_of("place", "Received at", "the desk or another place"),
            field_of("second", "Second person", "their account; they sign in next"),
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
            field_of("stock.*.form", "Form", kind=Kind.CHOICE, choices=_FORM),
            field_of("stock.*.gross", "Gross grams", "with the bag", kind=Kind.AMOUNT),
            field_of("stock.*.net", "Net grams", "without the bag", kind=Kind.AMOUNT),
            field_of("stock.*.seal", "Seal tag"),
        ),
    ),
    Section(
        title="Bag of plants",
        group="plants",
        least=0,
        fields=(
            field_of("plants.*.stage", "Stage", kind=Kind.CHOICE, choices=_STAGE),
            field_of("plants.*.count", "How many", kind=Kind.AMOUNT),
            field_of("plants.*.seal", "Seal tag"),
        ),
    ),
)


def read_hand_in(raw: Mapping[str, str], *, site: int) -> tuple[Presented, str]:
    """Return what is presented, and the second person's account name.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    from amnesty.services.handing_in import Officer, Presented

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
    stock = [_stock(reader, row) for row in rows_typed("stock", raw)]
    plants = [_plants(reader, row) for row in rows_typed("plants", raw)]
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


def _stock(reader: Reader, row: int) -> HandInStock | None:
    at = f"stock.{row}"
    form = reader.choice(f"{at}.form", StockForm)
    gross = reader.read(f"{at}.gross", partial(parse_grams, what="gross weight"))
    net = reader.read(f"{at}.net", partial(parse_grams, what="net weight"))
    seal = reader.read(f"{at}.seal", _seal)
    if form is None or gross is None or net is None or seal is None:
        return None
    if net > gross:
        reader.complain(f"{at}.net", str(NetAboveGrossError()))
    if not net:
        reader.complain(f"{at}.net", str(NothingInItemError()))
    return HandInStock(form=form, gross_grams=gross, net_grams=net, seal_tag=seal)


def _plants(reader: Reader, row: int) -> HandInPlants | None:
    at = f"plants.{row}"
    stage = reader.choice(f"{at}.stage", Stage)
    count = reader.read(f"{at}.count", parse_plants)
    seal = reader.read(f"{at}.seal", _seal)
    if stage is None or count is None or seal is None:
        return None
    return HandInPlants(stage=stage, count=count, seal_tag=seal)


def _seal(text: str) -> str:
    return clean_line(text, what="seal tag", longest=_LONGEST_TAG)
