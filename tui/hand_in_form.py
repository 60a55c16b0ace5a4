"""The boxes of a hand-in, and what is typed in them as the value it makes."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.handin import HandInPlants, HandInStock
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, parse_count, parse_grams
from amnesty.domain.text import clean_line, clean_optional_line, parse_choice
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.errors.handin import NetAboveGrossError
from amnesty.services.intake.fields import Choice, Field, Kind, Section
from tui.forms import generic, rows_typed, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.services.handing_in import Presented

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_FORMS = "dfelbcs"
_STAGES = {
    Stage.SEED: "e",
    Stage.CLONE: "c",
    Stage.SEEDLING: "l",
    Stage.VEGETATIVE: "v",
    Stage.FLOWERING: "f",
}
_LONGEST_TAG = 40


def _field(
    path: str,
    label: str,
    hint: str = "",
    *,
    kind: Kind = Kind.TEXT,
    choices: tuple[Choice, ...] = (),
    optional: bool = False,
) -> Field:
    return Field(
        path=path,
        label=label,
        what=label[0].lower() + label[1:],
        hint=hint,
        kind=kind,
        optional=optional,
        default="",
        choices=choices,
    )


_YES_NO = (Choice(letter="y", word="yes"), Choice(letter="n", word="no"))
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
            _field("presented_by", "Brought by", "empty: the patient", optional=True),
            _field(
                "identity_seen",
                "Identity seen",
                kind=Kind.YES_NO,
                choices=_YES_NO,
            ),
            _field(
                "signature_seen",
                "Signature seen",
                kind=Kind.YES_NO,
                choices=_YES_NO,
            ),
            _field("place", "Received at", "the desk or another place"),
            _field("second", "Second person", "their account name; they are present"),
            _field("property", "Police reference", "once known", optional=True),
        ),
    ),
    Section(
        title="Bag of stock",
        group="stock",
        least=0,
        fields=(
            _field("stock.*.form", "Form", kind=Kind.CHOICE, choices=_FORM),
            _field("stock.*.gross", "Gross grams", "with the bag", kind=Kind.AMOUNT),
            _field("stock.*.net", "Net grams", "without the bag", kind=Kind.AMOUNT),
            _field("stock.*.seal", "Seal tag"),
        ),
    ),
    Section(
        title="Bag of plants",
        group="plants",
        least=0,
        fields=(
            _field("plants.*.stage", "Stage", kind=Kind.CHOICE, choices=_STAGE),
            _field("plants.*.count", "How many", kind=Kind.AMOUNT),
            _field("plants.*.seal", "Seal tag"),
        ),
    ),
)

_FIELDS = {field.path: field for section in SECTIONS for field in section.fields}


class _Reader:
    """Reads the boxes and keeps every problem; a hole never leaves it."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self._raw = raw
        self.problems: list[Problem] = []

    def read(self, path: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(self._raw.get(path, ""))
        except BadInputError as error:
            self.problems.append(Problem(path=path, sentence=str(error)))
            return None

    def choice(self, path: str, kind: type[E]) -> E | None:
        """Return the member whose letter or word was typed."""
        field = _FIELDS[generic(path)]
        return self.read(
            path, lambda text: parse_choice(spoken(field, text), kind, field.what)
        )

    def seen(self, path: str) -> bool:
        """Return whether something was seen; without it nothing is received."""
        answer = spoken(_FIELDS[path], self._raw.get(path, ""))
        if answer != "yes":
            what = _FIELDS[path].what.removesuffix(" seen")
            sentence = f"See the {what} first: nothing is received without it"
            self.problems.append(Problem(path=path, sentence=sentence))
        return answer == "yes"


def read_hand_in(raw: Mapping[str, str], *, site: int) -> tuple[Presented, str]:
    """Return what is presented, and the second person's account name.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    from amnesty.services.handing_in import Presented

    reader = _Reader(raw)
    who = reader.read("presented_by", partial(clean_optional_line, what="name"))
    identity, signature = reader.seen("identity_seen"), reader.seen("signature_seen")
    place = reader.read("place", partial(clean_line, what="place"))
    second = reader.read("second", partial(clean_line, what="second person"))
    reference = reader.read(
        "property", partial(clean_optional_line, what="police reference")
    )
    stock = [_stock(reader, row) for row in rows_typed("stock", raw)]
    plants = [_plants(reader, row) for row in rows_typed("plants", raw)]
    if reader.problems:
        raise ProblemsError(reader.problems)
    presented = Presented(
        site=site,
        stock=tuple(one for one in stock if one is not None),
        plants=tuple(one for one in plants if one is not None),
        presented_by=who or "the patient",
        identity_seen=identity,
        signature_seen=signature,
        place=place or "",
        property_reference=reference or "",
    )
    return presented, second or ""


def _stock(reader: _Reader, row: int) -> HandInStock | None:
    at = f"stock.{row}"
    form = reader.choice(f"{at}.form", StockForm)
    gross = reader.read(f"{at}.gross", partial(parse_grams, what="gross weight"))
    net = reader.read(f"{at}.net", partial(parse_grams, what="net weight"))
    seal = reader.read(f"{at}.seal", _seal)
    if form is None or gross is None or net is None or seal is None:
        return None
    if net > gross:
        above = Problem(path=f"{at}.net", sentence=str(NetAboveGrossError()))
        reader.problems.append(above)
    return HandInStock(form=form, gross_grams=gross, net_grams=net, seal_tag=seal)


def _plants(reader: _Reader, row: int) -> HandInPlants | None:
    at = f"plants.{row}"
    stage = reader.choice(f"{at}.stage", Stage)
    count = reader.read(f"{at}.count", partial(parse_count, what="number of plants"))
    seal = reader.read(f"{at}.seal", _seal)
    if stage is None or count is None or seal is None:
        return None
    return HandInPlants(stage=stage, count=count, seal_tag=seal)


def _seal(text: str) -> str:
    return clean_line(text, what="seal tag", longest=_LONGEST_TAG)
