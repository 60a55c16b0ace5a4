"""A policy profile: every number and sentence of the scheme that an authority edits.

A profile has an id and a version. Every allowance, finding and certificate names the
profile it was computed under, and a new version never rewrites what was issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache


class YoungRule(Enum):
    """How many young plants may stand beside those in flower."""

    AS_MANY_AS_IN_FLOWER = "as many as in flower"
    NONE = "none"
    """The limit of plants in flower counts every plant."""


@dataclass(frozen=True, kw_only=True)
class Season:
    """What growing in one place, for one part of the year, is presumed to give."""

    days: Fraction
    """How many days of need it has to cover."""
    crops: int
    """How many crops those days give."""
    yield_grams: Fraction
    """Dried grams that a plant gives in a crop."""
    margin: Fraction
    """The factor for plants that fail, 1 or more."""
    fixed_flowering: int | None = None
    """Plants in flower whatever the need; None where need decides."""

    @property
    def plants_for_a_gram(self) -> Fraction:
        """How many plants in flower a need of one gram a day asks for."""
        return self.days / (self.yield_grams * self.crops) * self.margin


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How much above the stock limit is let pass, so that no scale convicts anybody."""

    fraction: Fraction
    """Of the stock limit."""
    least_grams: Fraction
    """At least so much, where the fraction is not 0."""


@dataclass(frozen=True, kw_only=True)
class ReferAbove:
    """From where on a supervisor looks at an excess."""

    stock_allowances: Fraction
    """More stock than so many times the limit."""
    flowering_plants: int
    """More plants in flower than so many above the limit."""


class HandInWay(Enum):
    """In which of three ways what is handed in comes to its end."""

    POLICE_COLLECT = "police collect"
    """The council never holds it: the receipt is theirs and the council's."""
    COUNCIL_PASSES_ON = "council receives and passes on"
    COUNCIL_DESTROYS = "council destroys"
    """Misuse of Drugs Act 1971 s.5(4)(a); off unless an authority switches it on."""


@dataclass(frozen=True, kw_only=True)
class HandInRules:
    """How an authority takes in what is above need."""

    ways: tuple[HandInWay, ...] = (
        HandInWay.POLICE_COLLECT,
        HandInWay.COUNCIL_PASSES_ON,
    )
    """Those that are switched on; the first is proposed."""
    pass_on_hours: int = 24
    """From the receipt until what is still held raises the alarm."""
    witnesses: int = 1
    """Of a destruction, at least."""
    witness_roles: tuple[str, ...] = (
        "controlled drugs liaison officer",
        "authorised witness of the council",
        "police officer",
    )
    """What authorises somebody to witness a destruction."""
    keep_years: int = 7
    """How long a record of destruction is kept (NICE NG46)."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The sentences that claim an effect or ask for a signature.

    Those of the certificate are empty where a profile leaves them to the paper's own
    wording.
    """

    statement: str = ""
    """What the certificate certifies."""
    legal_effect: str = ""
    """Stands under the agreement's text unless the agreement changes the law."""
    legal_basis: str = ""
    how_to_count: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    officer_steps: tuple[str, ...] = ()
    """What an officer does before the agreement's own words come in."""
    undertaking_version: str
    undertaking: tuple[str, ...]
    """Paragraph by paragraph."""
    privacy_notice_version: str
    privacy_notice: tuple[str, ...]
    """Paragraph by paragraph."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One profile, as data: nothing in it is decided by the code."""

    id: str
    version: int
    title: str
    indoor: Season
    outdoor: Season
    both_indoor: Season
    both_outdoor: Season
    young: YoungRule
    stock_crops: Fraction
    """Stock at the site, in crops of the permitted plants."""
    carry_days: int
    """Carried at most: so many days of need."""
    carry_most_grams: Fraction
    tolerance: Tolerance
    refer_above: ReferAbove
    least_need: Fraction
    most_need: Fraction
    """Grams a day that a registration takes."""
    second_approver_above: Fraction
    """A need above this, in grams a day, wants a second approver."""
    households_at_a_site: int
    """Registrations at one site, at most."""
    sites: int
    """Sites of one registration, at most."""
    validity_months: int
    hand_in_days: int
    """Days to hand in what is above need, from the check that found it."""
    winding_down_days: int
    """From the end of a registration to its closing."""
    weigh_in_days: int
    """Days after the harvest from which a weighing counts as dry."""
    reminder_days: tuple[int, ...]
    """Days before expiry on which a reminder falls due."""
    texts: Texts
    hand_in: HandInRules = HandInRules()
    """As it is here where a profile does not say."""
    patients_of_a_grower: int = 2
    """Registrations that one designated grower may grow for, at most.

    Health Canada ("Registering to produce or possess cannabis for your own medical
    purposes") has 2, of which the grower's own is one. Here it is not counted: whoever
    grows for themselves is nobody's designated grower.
    """

    def __hash__(self) -> int:
        """Follow from the name alone: hashing every number costs more than a check."""
        return hash((self.id, self.version))

    @property
    def name(self) -> str:
        """Id and version, as certificates carry it: `uk-55g@1`."""
        return f"{self.id}@{self.version}"


@lru_cache(maxsize=8)
def known(policy: Policy) -> Policy:
    """Return the very value that an equal policy was first, which compares at once."""
    return policy
