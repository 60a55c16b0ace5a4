"""Writing down what happened at a site: entries, what is held and what is due, at once.

Until a registration is decided its declaration is a form that is put right. From then
on nothing changes without an entry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words
from amnesty.domain.event import Verb
from amnesty.domain.holding import Holding, after, require_fits
from amnesty.domain.journal import Entry, HandedIn, HandInCorrected, Opened
from amnesty.domain.life import CLOSED
from amnesty.domain.recount import Happened
from amnesty.domain.staff import Act, require
from amnesty.errors.changing import SiteClosedError
from amnesty.errors.rules import (
    MoveNotPossibleError,
    NoSuchSiteError,
    NotDecidedYetError,
)
from amnesty.repeating import repeated
from amnesty.services.growing.checking import with_dues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


def has_journal(registration: Registration) -> bool:
    """Return whether what happens is written down: from the decision on."""
    return registration.valid_from is not None


def site_of(registration: Registration, site: int) -> Site:
    """Return one of a registration's sites, counted from 0.

    Raises:
        NoSuchSiteError: there is no such site.
    """
    sites = registration.growing.sites
    if not 0 <= site < len(sites):
        raise NoSuchSiteError(site + 1, len(sites))
    return sites[site]


def open_site_of(registration: Registration, site: int) -> Site:
    """Return one of a registration's sites where something may still be grown.

    Raises:
        NoSuchSiteError: there is no such site.
        SiteClosedError: it was closed; it says since when.
    """
    found = site_of(registration, site)
    if found.closed_on is not None:
        raise SiteClosedError(site + 1, in_words(found.closed_on))
    return found


def with_site(registration: Registration, site: int, changed: Site) -> Registration:
    """Return the registration with another value of one of its sites."""
    sites = registration.growing.sites
    growing = replace(
        registration.growing, sites=(*sites[:site], changed, *sites[site + 1 :])
    )
    return replace(registration, growing=growing)


@repeated
def happens(
    desk: Desk,
    number: RegistrationNumber,
    decide: Callable[[Site], Happened],
    *,
    site: int,
) -> Registration:
    """Write down one thing that happened at a site, in a transaction of its own.

    Args:
        desk: who writes it down.
        number: the registration.
        decide: returns what happened, from how the site is declared.
        site: which site, counted from 0.

    Raises:
        NotDecidedYetError: the declaration is still a form to put right.
        BadInputError: it does not fit what was written down before.
        MoveNotPossibleError: the registration is closed.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.EDIT)
    with desk.transaction() as register:
        registration = register.registration(number)
        if not has_journal(registration):
            raise NotDecidedYetError(number)
        happened = decide(open_site_of(registration, site))
        kept = write_down(desk, register, registration, [happened], site=site)
        what = happened.what.kind
        register.append(desk.note(Verb.ALTERATION, Act.EDIT, kept.id, what=what))
    return kept


def write_down(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    happened: Iterable[Happened],
    *,
    site: int,
) -> Registration:
    """Keep entries and what follows from them, in the open transaction.

    Args:
        desk: who writes it down.
        register: the transaction.
        registration: as it is kept.
        happened: what happened, each with its day.
        site: which site, counted from 0.

    Raises:
        BadInputError: an entry does not fit those before it.
        MoveNotPossibleError: the registration is closed.
        NoSuchSiteError: there is no such site.
        SiteClosedError: it was closed.
    """
    declared = open_site_of(registration, site)
    if registration.state in CLOSED:
        state = registration.state.value
        raise MoveNotPossibleError(registration.number, state, "change")
    journal = list(register.entries_of(registration.id))
    kept = len(journal)
    if not any(entry.site == site for entry in journal):
        opened = Opened(plants=declared.plants, stock=declared.stock)
        first = declared.opened_on or registration.first_valid_from or desk.today()
        entry = _entry(desk, Happened(first, opened), site=site, before=len(journal))
        journal.append(entry)
    holding: Holding | None = None
    for one in happened:
        entry = _entry(desk, one, site=site, before=len(journal))
        holding = require_fits(journal, entry)
        journal.append(entry)
    if holding is None:
        return registration
    grown = _holding(registration, site, holding)
    last = journal[-1].what
    handed_in = last if isinstance(last, (HandedIn, HandInCorrected)) else None
    checked = with_dues(register, grown, desk.today(), handed_in=handed_in, site=site)
    saved = register.save_registration(checked)
    register.add_entries(saved.id, journal[kept:])
    return saved


def follow_hand_in(
    desk: Desk,
    register: Transaction,
    registration: Registration,
    happened: Happened,
    *,
    site: int,
) -> Registration:
    """Keep what follows from a hand-in, or from its correction, and what is due then.

    An entry; before the decision the form is put right. Of a closed registration or
    site nothing is declared any more, and it is received still.

    Raises:
        BadInputError: so much was not declared.
        NoSuchSiteError: there is no such site.
    """
    declared = site_of(registration, site)
    if registration.state in CLOSED or declared.closed_on is not None:
        return register.save_registration(registration)
    if has_journal(registration):
        return write_down(desk, register, registration, [happened], site=site)
    before = Holding(plants=declared.plants, stock=declared.stock, turn=declared.turn)
    holding = after(before, _entry(desk, happened, site=site, before=0))
    what = happened.what
    checked = with_dues(
        register,
        _holding(registration, site, holding),
        desk.today(),
        handed_in=what if isinstance(what, (HandedIn, HandInCorrected)) else None,
        site=site,
    )
    return register.save_registration(checked)


def _holding(registration: Registration, site: int, holding: Holding) -> Registration:
    """Return the registration with what one of its sites holds."""
    changed = replace(
        site_of(registration, site),
        plants=holding.plants,
        stock=holding.stock,
        turn=holding.turn,
    )
    return with_site(registration, site, changed)


def _entry(desk: Desk, happened: Happened, *, site: int, before: int) -> Entry:
    return Entry(
        site=site,
        on=happened.on,
        what=happened.what,
        by=desk.member.id,
        recorded_at=desk.now(),
        sequence=before + 1,
    )
