"""Letters, receipts and cards are read back too, and a difference names its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from importlib.resources import files
from tomllib import loads
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import Form, PlantLimits
from amnesty.domain.hand_in import DestroyedItem, HandInPlants, HandInStock
from amnesty.domain.plants import GROWING, Stage
from amnesty.domain.quantity import StockForm, Weight
from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.card import draw_card
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.papers.items import bag_said, destroyed_said, plants_said, weight_said
from amnesty.papers.letter import Letter, draw_letter
from amnesty.services.papers.card_sheets import require_card
from amnesty.services.papers.letter_reading import draw_and_read, require_letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

NAMES = {Tongue.ENGLISH: "Penmaen Council", Tongue.WELSH: "Cyngor Penmaen"}
BOTH = (Tongue.WELSH, Tongue.ENGLISH)
ENGLISH, WELSH = map(standard_catalogue, (Tongue.ENGLISH, Tongue.WELSH))
LETTER = Letter(
    kind="refusal",
    catalogues=tuple(
        standard_catalogue(one).filled(
            authority=NAMES[one], force="Penmaen Police", telephone="01632 960123"
        )
        for one in BOTH
    ),
    names=NAMES,
    sender=("1 Square, Penmaen ZZ1 1AA",),
    to=("Siân Llŷr ap Gwŷn", "14 Canal Row", "Penmaen", "ZZ1 4AB"),
    day=date(2026, 11, 26),
    made_at=1_764_000_000,
    reference="R-7KQF-2MXN-9DTB",
    values={"patient": "Siân Llŷr ap Gwŷn"},
    details=(
        ("reasons", "The evidence was older than a year."),
        ("heard", date(2026, 11, 1)),
        ("items", lambda one: (plants_said(2, "flowering", one),)),
    ),
    clauses=("I will hand in the rest.",),
    signatures=("Mair Rees",),
)


def test_a_letter_that_says_what_it_should_is_handed_out() -> None:
    """In both languages, with names that have accents."""
    assert draw_and_read(LETTER) == draw_letter(LETTER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"names": {**NAMES, Tongue.WELSH: "Cyngor Arall"}}, "the authority’s name"),
        ({"sender": ("2 Square",)}, "the authority’s address"),
        ({"to": ("Siân Llŷr ap Gwŷn", "15 Canal Row")}, "the address of the letter"),
        ({"day": date(2026, 11, 27)}, "the date"),
        ({"reference": "R-7KQF-2MXN-9DTC"}, "the reference"),
        ({"kind": "revocation"}, "the title"),
        ({"values": {"patient": "Owain Prys"}}, "the text of the letter"),
        ({"clauses": ("I will hand in nothing.",)}, "a clause"),
        ({"details": (("reasons", "None."),)}, "Rhesymau"),
        ({"details": (("heard", date(2026, 11, 2)),)}, "Cawsoch eich clywed ar"),
        (
            {"details": (("items", lambda one: plants_said(3, "flowering", one)),)},
            "Yr hyn a ildiwyd",
        ),
        ({"signatures": ("Owain Prys",)}, "who signs"),
    ],
)
def test_a_letter_that_says_something_else_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    """Each field by itself stops it, and is named."""
    with pytest.raises(PaperDiffersError, match=field):
        require_letter(draw_letter(LETTER), replace(LETTER, **changes))


@pytest.mark.parametrize("one", [ENGLISH, WELSH])
def test_all_that_can_be_handed_in_has_its_words(one: Any) -> None:  # noqa: ANN401 - a catalogue
    """No form and no stage is without a word of its own, in either language."""
    said = {
        weight_said(Weight(form=form, grams=Fraction(1)), one) for form in StockForm
    }
    said |= {plants_said(1, stage.value, one) for stage in GROWING}
    assert len(said) == len(StockForm) + len(GROWING)


def test_items_are_said_as_people_say_them() -> None:
    """Whole words, and as many forms of them as the language has."""
    plants = HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag="A-2")
    assert bag_said(plants, ENGLISH) == "2 flowering plants, seal tag A-2"
    assert bag_said(plants, WELSH) == "2 blanhigyn yn ei flodau, tag sêl A-2"
    fresh = HandInStock(
        form=StockForm.FRESH,
        gross_grams=Fraction(120),
        net_grams=Fraction(100),
        seal_tag="A-1",
    )
    assert bag_said(fresh, ENGLISH) == (
        "Fresh or drying cannabis: 100 g net, 120 g gross, equal to 20 g of dried "
        "flower, seal tag A-1"
    )
    dried = replace(fresh, form=StockForm.DRIED)
    assert bag_said(dried, ENGLISH).startswith("Dried flower: 100 g net, 120 g gross,")
    item = DestroyedItem(
        seal_tag="A-1",
        what="dried",
        unit="g",
        received=Fraction(120),
        destroyed=Fraction(120),
    )
    assert destroyed_said(item, ENGLISH) == "Dried flower: 120 g, seal tag A-1"
    gone = replace(item, what="seedling", unit="plants", destroyed=Fraction(1))
    assert destroyed_said(gone, ENGLISH) == "1 seedling, seal tag A-1"


@pytest.mark.parametrize(("tongue", "key"), [("ENGLISH", "en"), ("WELSH", "cy")])
def test_the_officers_page_counts_as_the_paper_does(tongue: str, key: str) -> None:
    """Paper and page say how to count in the same words, in each language."""
    words = loads((files("amnesty.credential") / "page/words.toml").read_text("utf-8"))
    catalogue = standard_catalogue(Tongue[tongue])
    paper = catalogue.listed("certificate.counting_rules")
    page = [words[key]["screen"][f"counting-{at}"] for at in (1, 2, 3)]
    assert [one.replace("’", "'") for one in paper] == page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"holder": "Siân Llŷr ap Gwynn"}, "the holder"),
        ({"date_of_birth": date(1970, 3, 28)}, "the date of birth"),
        ({"patient": "Owain Prys"}, "the holder"),
        ({"valid_to": date(2028, 9, 30)}, "the dates"),
        ({"indoor": PlantLimits(flowering=6, plants=11)}, "the limits"),
        ({"carry_grams": 450}, "the limits"),
        ({"number": "C-7KQF-2MXN-9DTC"}, "the number"),
    ],
)
def test_a_card_that_says_something_else_is_refused(  # noqa: PLR0917 - what is changed, and what draws it
    changes: dict[str, Any],
    field: str,
    certificate: Certificate,
    worded: Callable[..., Wording],
    qr: QrModules,
) -> None:
    """Each field of a card by itself stops it, and is named."""
    nowhere = {"place": None, "postcode": None, "setting": None, "stock_grams": None}
    card = replace(certificate, form=Form.CARD, **nowhere)
    wording = worded(card, *BOTH)
    pdf = draw_card(card, wording=wording, qr=qr, check_code="R64J-TYB0")
    require_card(pdf, card, wording, "R64J-TYB0")
    with pytest.raises(PaperDiffersError, match=field):
        require_card(pdf, replace(card, **changes), wording, "R64J-TYB0")
    with pytest.raises(PaperDiffersError, match="the check code"):
        require_card(pdf, card, wording, "R64J-TYB1")
