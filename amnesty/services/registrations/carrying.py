"""Carrying a change out: who grows, where, and what goes from one site to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.asked import ClosingAsked, GrowerAsked, SiteAsked
from amnesty.domain.journal import BroughtHere, TakenAway
from amnesty.domain.recount import Happened
from amnesty.services.growing.journalling import site_of, with_site, write_down

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


def as_asked(
    registration: Registration,
    what: GrowerAsked | SiteAsked | ClosingAsked,
    today: date,
) -> Registration:
    """Return a registration as it would be, to be checked: nothing is moved yet."""
    if isinstance(what, GrowerAsked):
        identity = replace(registration.identity, grower=what.grower)
        return replace(registration, identity=identity)
    if isinstance(what, ClosingAsked):
        return _closed(registration, what.site, today)
    grown = _with_new(registration, what, today)
    return grown if what.instead_of is None else _closed(grown, what.instead_of, today)


def carried_out(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    what: GrowerAsked | SiteAsked | ClosingAsked,
) -> Registration:
    """Return a registration after a change, with what went elsewhere written down."""
    today = desk.today()
    decided = replace(registration, growing=replace(registration.growing, asked=None))
    if isinstance(what, GrowerAsked):
        return as_asked(decided, what, today)
    leaves: int | None
    to: int | None
    if isinstance(what, ClosingAsked):
        leaves, to = what.site, what.to
    else:
        decided = _with_new(decided, what, today)
        leaves, to = what.instead_of, len(decided.growing.sites) - 1
    if leaves is None:
        return decided
    if to is not None:
        decided = _taken(desk, register, decided, leaves=leaves, to=to)
    return _closed(decided, leaves, today)


def _taken(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    *,
    leaves: int,
    to: int,
) -> Registration:
    """Write down that all of one site went to another, at both."""
    site = site_of(registration, leaves)
    plants = tuple(one for one in site.plants if one.count)
    if not plants and not site.stock:
        return registration
    away = TakenAway(plants=plants, stock=site.stock, to=to)
    here = BroughtHere(plants=plants, stock=site.stock, from_=leaves)
    today = desk.today()
    left = write_down(
        desk, register, registration, [Happened(today, away)], site=leaves
    )
    return write_down(desk, register, left, [Happened(today, here)], site=to)


def _with_new(registration: Registration, what: SiteAsked, today: date) -> Registration:
    site = replace(what.site, opened_on=today)
    growing = registration.growing
    return replace(registration, growing=replace(growing, sites=(*growing.sites, site)))


def _closed(registration: Registration, place: int, today: date) -> Registration:
    closed = replace(site_of(registration, place), closed_on=today)
    return with_site(registration, place, closed)
