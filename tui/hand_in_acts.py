"""The boxes of what else happens to a hand-in: agreed, passed on, destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.correcting import LONGEST_TAG
from amnesty.domain.dates import MustBe, parse_date
from amnesty.domain.hand_in import HandInStock, Witness
from amnesty.domain.policy import HandInWay
from amnesty.domain.quantity import parse_count, parse_grams
from amnesty.domain.text import clean_line, clean_name, clean_optional_line
from amnesty.domain.times import parse_time
from amnesty.services.hand_in.passing_on import Destroying
from amnesty.services.intake.fields import Choice, Kind, Section
from tui.forms import rows_typed
from tui.reading import Reader, field_of, lettered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.policy import HandInRules
    from amnesty.services.hand_in.appointing import Agreed
    from amnesty.services.hand_in.receiving import Officer

_WAYS = {
    HandInWay.POLICE_COLLECT: "p",
    HandInWay.COUNCIL_PASSES_ON: "c",
    HandInWay.COUNCIL_DESTROYS: "d",
}
_SIGNED = (
    Choice(letter="y", word="seen"),
    Choice(letter="s", word="signs in next"),
    Choice(letter="n", word="not seen"),
)
_line = partial(partial, clean_line)
_optional = partial(partial, clean_optional_line)


def appointment_form(rules: HandInRules) -> tuple[Section, ...]:
    """Return the boxes of an appointment, with the ways that are switched on."""
    ways = tuple(Choice(letter=_WAYS[one], word=one.value) for one in rules.ways)
    fields = (
        field_of("on", "Day", "for example 27 11 2026", kind=Kind.DATE),
        field_of("at", "Time", "such as 14:30", optional=True),
        field_of("place", "Place", "where it is handed in"),
        field_of("whom", "With", "the desk or the officer who takes it in"),
        field_of("way", "Way", kind=Kind.CHOICE, choices=ways),
        field_of("leaves_from", "From", "empty: the site", optional=True),
    )
    return (Section(title="Appointment", group="", least=0, fields=fields),)


def read_appointment(
    raw: Mapping[str, str], form: tuple[Section, ...], *, site: int, today: date
) -> Agreed:
    """Return what was agreed; what to bring is the scheme's suggestion.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    from amnesty.services.hand_in.appointing import Agreed

    reader = Reader(raw, form)
    ahead = partial(parse_date, what="day", today=today, must_be=MustBe.TODAY_OR_FUTURE)
    on = reader.read("on", ahead)
    at = reader.read("at", parse_time) if reader.text("at").strip() else None
    place = reader.read("place", _line(what="place"))
    whom = reader.read("whom", _line(what="name of who takes it in"))
    way = reader.choice("way", HandInWay)
    leaves_from = reader.read("leaves_from", _optional(what="start"))
    reader.finish()
    return Agreed(
        site=site,
        on=on or today,
        at=at,
        place=place or "",
        whom=whom or "",
        way=way,
        leaves_from=leaves_from or "",
    )


TRANSFER = (
    Section(
        title="Passed on to the police",
        group="",
        least=0,
        fields=(
            field_of("collar", "Collar number"),
            field_of("officer", "Officer's name", optional=True),
            field_of("force", "Force", "empty: the council's own", optional=True),
            field_of("property", "Police reference", optional=True),
        ),
    ),
)


def read_transfer(raw: Mapping[str, str]) -> Officer:
    """Return who took it over.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    from amnesty.services.hand_in.receiving import Officer

    reader = Reader(raw, TRANSFER)
    collar = reader.read("collar", _line(what="collar number", longest=LONGEST_TAG))
    name = reader.read("officer", _optional(what="officer's name"))
    force = reader.read("force", _optional(what="force", longest=80))
    reference = reader.read(
        "property", _optional(what="police reference", longest=LONGEST_TAG)
    )
    reader.finish()
    return Officer(
        collar_number=collar or "",
        name=name or "",
        force=force or "",
        property_reference=reference or "",
    )


def destruction_form(receipt: HandInReceipt, rules: HandInRules) -> tuple[Section, ...]:
    """Return the boxes of a destruction: one for each bag, and the witnesses."""
    bags = (
        field_of(
            f"bag{place}",
            f"Bag {bag.seal_tag}",
            "gross grams now"
            if isinstance(bag, HandInStock)
            else "how many plants now",
            kind=Kind.AMOUNT,
        )
        for place, bag in enumerate(receipt.bags)
    )
    act = (
        *bags,
        field_of("less_because", "If there is less", "say why", optional=True),
        field_of("method", "Method", "such as incineration"),
        field_of("place", "Place"),
    )
    witness = (
        field_of("witnesses.*.name", "Witness", "their name; staff: their account"),
        field_of(
            "witnesses.*.role",
            "Role",
            kind=Kind.CHOICE,
            choices=lettered(rules.witness_roles),
        ),
        field_of(
            "witnesses.*.signed",
            "Signature",
            kind=Kind.CHOICE,
            choices=_SIGNED,
        ),
    )
    return (
        Section(title="Destruction", group="", least=0, fields=act),
        Section(title="Witness", group="witnesses", least=0, fields=witness),
    )


@dataclass(frozen=True, kw_only=True)
class ReadDestruction:
    """What is destroyed, and which of the witnesses sign in themselves."""

    destroying: Destroying
    staff: tuple[Witness, ...]
    """Members of staff by their accounts, who are witnesses once they signed in."""


def read_destruction(
    raw: Mapping[str, str], form: tuple[Section, ...], receipt: HandInReceipt
) -> ReadDestruction:
    """Return what is destroyed, how and before whom.

    Raises:
        ProblemsError: with every problem of the boxes.
    """
    reader = Reader(raw, form)
    weighed: dict[str, Fraction] = {}
    for place, bag in enumerate(receipt.bags):
        parse = parse_grams if isinstance(bag, HandInStock) else parse_count
        what = f"weight or count of bag {bag.seal_tag}"
        amount = reader.read(f"bag{place}", partial(_amount, parse, what))
        if amount is not None:
            weighed[bag.seal_tag] = amount
    less = reader.read("less_because", _optional(what="reason"))
    method = reader.read("method", _line(what="method"))
    place_ = reader.read("place", _line(what="place"))
    rows = rows_typed("witnesses", raw)
    read = [(_witness(reader, row), _signs_in(reader, row)) for row in rows]
    reader.finish()
    destroying = Destroying(
        weighed=weighed,
        method=method or "",
        place=place_ or "",
        witnesses=tuple(one for one, signs_in in read if one and not signs_in),
        less_because=less or "",
    )
    staff = tuple(one for one, signs_in in read if one and signs_in)
    return ReadDestruction(destroying=destroying, staff=staff)


def _amount(
    parse: Callable[[str, str], Fraction | int], what: str, text: str
) -> Fraction:
    return Fraction(parse(text, what))


def _witness(reader: Reader, row: int) -> Witness | None:
    at = f"witnesses.{row}"
    name = reader.read(f"{at}.name", partial(clean_name, what="witness's name"))
    role = reader.word(f"{at}.role")
    signed = _signed(reader, row) in {"y", "seen"}
    if name is None or not role:
        return None
    return Witness(name=name, role=role, signature_seen=signed)


def _signs_in(reader: Reader, row: int) -> bool:
    return _signed(reader, row) in {"s", "signs in next"}


def _signed(reader: Reader, row: int) -> str:
    return reader.text(f"witnesses.{row}.signed").strip().casefold()
