"""What happens to plants and stock: sown, moved on, cut, weighed, lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.account import AccountDay, NeedFrom, stock_account
from amnesty.domain.certificate import Setting
from amnesty.domain.event import Verb
from amnesty.domain.journal import (
    Because,
    Entry,
    Harvested,
    HarvestWeighed,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockGone,
    StockWeighed,
    TurnBegan,
)
from amnesty.domain.plants import PlantBatch, Stage, Which, batch_meant
from amnesty.domain.recount import Happened
from amnesty.domain.registration import Registration
from amnesty.domain.staff import Act, require
from amnesty.errors.growing import NotInTurnsError
from amnesty.repeating import repeated
from amnesty.services.growing.journalling import happens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.quantity import Weight
    from amnesty.domain.site import Site
    from amnesty.domain.stock import StockItem
    from amnesty.services.desk import Desk


def add_plants(
    desk: Desk, number: RegistrationNumber, batch: PlantBatch, *, site: int
) -> Registration:
    """Write down plants that were sown, cut or brought in."""
    return happens(
        desk,
        number,
        lambda _: Happened(batch.since, PlantsAdded(plants=batch)),
        site=site,
    )


def move_plants(
    desk: Desk,
    number: RegistrationNumber,
    which: Which,
    *,
    count: int,
    to: Stage,
    on: date,
    site: int,
) -> Registration:
    """Write down that plants came to a later stage."""

    def moved(declared: Site) -> Happened:
        some = _some(desk, declared, which, count)
        return Happened(on, PlantsMoved(plants=some, to=to))

    return happens(desk, number, moved, site=site)


def lose_plants(
    desk: Desk,
    number: RegistrationNumber,
    which: Which,
    *,
    count: int,
    because: Because,
    words: str = "",
    on: date,
    site: int,
) -> Registration:
    """Write down that there are fewer plants, and why."""

    def gone(declared: Site) -> Happened:
        some = _some(desk, declared, which, count)
        return Happened(on, PlantsGone(plants=some, because=because, words=words))

    return happens(desk, number, gone, site=site)


def harvest(
    desk: Desk,
    number: RegistrationNumber,
    which: Which,
    *,
    count: int,
    fresh_grams: Fraction,
    on: date,
    site: int,
) -> Registration:
    """Write down that plants were cut; what they weigh fresh is provisional."""

    def cut(declared: Site) -> Happened:
        some = _some(desk, declared, which, count)
        return Happened(on, Harvested(plants=some, fresh_grams=fresh_grams))

    return happens(desk, number, cut, site=site)


def weigh_harvest(
    desk: Desk,
    number: RegistrationNumber,
    *,
    harvested_on: date,
    dried_grams: Fraction,
    on: date,
    site: int,
) -> Registration:
    """Write down what one day's harvest weighs, dried."""
    weighed = HarvestWeighed(harvested_on=harvested_on, dried_grams=dried_grams)
    return happens(desk, number, lambda _: Happened(on, weighed), site=site)


def weigh_stock(
    desk: Desk,
    number: RegistrationNumber,
    stock: tuple[StockItem, ...],
    *,
    on: date,
    site: int,
) -> Registration:
    """Write down all that is held at a site, as it was weighed."""
    weighed = StockWeighed(stock=tuple(replace(one, weighed_on=on) for one in stock))
    return happens(desk, number, lambda _: Happened(on, weighed), site=site)


def lose_stock(
    desk: Desk,
    number: RegistrationNumber,
    weight: Weight,
    *,
    because: Because,
    words: str = "",
    on: date,
    site: int,
) -> Registration:
    """Write down that there is less stock, and why."""
    gone = StockGone(form=weight.form, grams=weight.grams, because=because, words=words)
    return happens(desk, number, lambda _: Happened(on, gone), site=site)


def begin_turn(
    desk: Desk, number: RegistrationNumber, setting: Setting, *, on: date, site: int
) -> Registration:
    """Write down that growing begins indoors, or outdoors, where both take turns.

    Raises:
        NotInTurnsError: the site does not take turns.
    """

    def began(declared: Site) -> Happened:
        if declared.setting is not Setting.BOTH or setting is Setting.BOTH:
            raise NotInTurnsError
        return Happened(on, TurnBegan(setting=setting))

    return happens(desk, number, began, site=site)


@dataclass(frozen=True, kw_only=True)
class Account:
    """A registration's stock account with the entries that it follows from."""

    registration: Registration
    entries: tuple[Entry, ...]
    days: tuple[AccountDay, ...]


@repeated
def read_account(desk: Desk, number: RegistrationNumber) -> Account:
    """Return a registration's stock account up to today."""
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        entries = register.entries_of(registration.id)
        what = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="account")
        register.append(what)
    days = stock_account(entries, tuple(_needs(registration)), until=desk.today())
    return Account(registration=registration, entries=entries, days=days)


def _needs(registration: Registration) -> Iterator[NeedFrom]:
    """Yield what is needed from which day; a need is changed by a renewal alone."""
    for former in registration.clinical.needs_before:
        yield NeedFrom(on=former.on, grams_a_day=former.need.grams_a_day)
    if registration.valid_from is not None:
        need = registration.clinical.need.grams_a_day
        yield NeedFrom(on=registration.valid_from, grams_a_day=need)


def _some(desk: Desk, declared: Site, which: Which, count: int) -> PlantBatch:
    batch = batch_meant(declared.plants, which, desk.today())
    return replace(batch, count=count)
