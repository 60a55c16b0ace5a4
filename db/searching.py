"""Finds registrations: by keyed tokens, then opened, looked at again and ranked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer
from sqlmodel import col

from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.searched import Found, Query, Summary
from amnesty.domain.staff import Compartment
from db.keyring.tokens import Word, growing_at, numbered
from db.lists import TokenLists
from db.records import ERASED, HOLDS_SITE, Named, open_growing, open_named
from db.registrations import NUMBER
from db.search.asking import Asked, narrow, wide, words_asked
from db.search.matching import likeness
from db.search.names import folded
from db.search.words import NAME, growing_words, is_short
from db.tables import RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from amnesty.domain.address import Address

LOOKED_AT = 256
"""How many of those that tokens find are opened; the rest of the total is by tokens."""


_UNASKED = ("clinical", "clinical_key", "growing", "growing_key")
WHO_ALONE = tuple(defer(getattr(RegistrationRow, name)) for name in _UNASKED)
"""Who somebody is, is all that is opened of most rows."""

_Hit = tuple[RegistrationRow, Named]


@dataclass
class _Hits:
    """What was found so far, the likeliest first."""

    found: list[_Hit] = field(default_factory=list)
    uncounted: int = 0
    """How many more match, by their tokens alone."""
    may_be_more: bool = False

    @property
    def ids(self) -> set[int]:
        """The ids of what was found."""
        return {row.id for row, _ in self.found}

    def add(self, found: Iterable[_Hit], *, uncounted: int, is_exact: bool) -> None:
        """Add what was opened, and how many more tokens name."""
        known = self.ids
        self.found += [hit for hit in found if hit[0].id not in known]
        self.uncounted += uncounted if is_exact else 0
        self.may_be_more |= bool(uncounted) and not is_exact


class Searching(TokenLists):
    """The part of a transaction that finds registrations."""

    def find(self, query: Query, *, limit: int, offset: int = 0) -> Found:
        """Return what matches all of the query, best first.

        What only sounds like one word and begins like another, or is mistyped, is
        looked for where the page is not full without it, and comes last; with a date
        of birth, only where nobody has such a name.
        """
        self.must_note = True
        words = words_asked(query)
        if query == Query() or (query.names and not words):
            return Found(summaries=(), total=0)
        own = list(self._by_own_numbers(query))
        hits = _Hits()
        if own:
            owners = set.intersection(*own)
            hits.add(self._hits(owners, query), uncounted=0, is_exact=True)
        else:
            self._look(hits, query, narrow(query))
            enough = 1 if query.date_of_birth is not None else offset + limit
            if words and len(hits.found) < enough:
                self._look(hits, query, wide(query, self.near), with_typos=True)
            elif len(words) > 1 and query.date_of_birth is None:
                hits.may_be_more = True
        return Found(
            summaries=tuple(
                self.summary_of(row, named)
                for row, named in hits.found[offset : offset + limit]
            ),
            total=len(hits.found) + hits.uncounted,
            may_be_more=hits.may_be_more,
        )

    def _look(
        self, hits: _Hits, query: Query, asked: Asked, *, with_typos: bool = False
    ) -> None:
        """Add to the hits who has what is asked for, and was not found before."""
        owners = self.having_all(Compartment.IDENTITY, asked.groups)
        owners -= hits.ids
        looked_at = self._likeliest(owners, query)
        found = self._hits(looked_at, query, with_typos=with_typos, with_pending=True)
        hits.add(found, uncounted=len(owners) - len(looked_at), is_exact=asked.is_exact)

    def _hits(
        self,
        owners: Iterable[int],
        query: Query,
        *,
        with_typos: bool = False,
        with_pending: bool = False,
    ) -> list[_Hit]:
        """Return who of them is meant, as what was opened says, best first."""
        words = words_asked(query)
        hits = []
        for row in self._rows(list(owners), with_pending=with_pending):
            named = open_named(row, self.access.keyring)
            patient = named.identity.patient
            rank = likeness(query, words, patient, with_typos=with_typos)
            if rank is not None:
                key = (-rank, folded(patient.full_name), named.number)
                hits.append((key, row, named))
        hits.sort(key=lambda hit: hit[0])
        return [(row, named) for _, row, named in hits]

    def registrations_at(
        self, addresses: Sequence[Address]
    ) -> tuple[tuple[RegistrationId, ...], ...]:
        """Return by address the registrations, in any open state, with a site there."""
        self.must_note = True
        keyring = self.access.keyring
        sites = [growing_at(address.key) for address in addresses]
        candidates = set().union(*self.having_each(Compartment.GROWING, sites))
        found: dict[Word, list[RegistrationId]] = {site: [] for site in sites}
        for row in self._rows(sorted(candidates), with_pending=True, whole=True):
            if State(row.state) in HOLDS_SITE:
                for site in growing_words(open_growing(row, keyring)) & found.keys():
                    found[site].append(RegistrationId(row.id))
        return tuple(tuple(found[site]) for site in sites)

    def _likeliest(self, candidates: set[int], query: Query) -> list[int]:
        """Return whom to look at: of too many, first those with the very words."""
        if len(candidates) <= LOOKED_AT:
            return sorted(candidates)
        words = [one.whole for one in words_asked(query)]
        whole = [
            frozenset([Word(NAME, one)])
            for one in words
            if not is_short(one) or all(map(is_short, words))
        ]
        exact = self.having_all(Compartment.IDENTITY, whole) & candidates
        return [*sorted(exact), *sorted(candidates - exact)][:LOOKED_AT]

    def _by_own_numbers(self, query: Query) -> Iterator[set[int]]:
        """Return whose the numbers of ours are, which are never given twice."""
        if query.registration_number is not None:
            word = numbered(NUMBER, query.registration_number)
            owner = self.owner_of(Compartment.IDENTITY, word)
            yield set() if owner is None else {owner}
        if query.certificate_number is not None:
            owner = self.registration_of(query.certificate_number)
            yield set() if owner is None else {owner}

    def _rows(
        self, registrations: Sequence[int], *, with_pending: bool, whole: bool = False
    ) -> list[RegistrationRow]:
        """Return rows by their ids, and those that wait for their tokens."""
        asked = (
            select(RegistrationRow)
            .where(
                col(RegistrationRow.id).in_(registrations),
                col(RegistrationRow.state) != ERASED,
            )
            .options(*(() if whole else WHO_ALONE))
        )
        rows = {row.id: row for row in self.session.execute(asked).scalars()}
        if with_pending:
            rows.update((row.id, row) for row in self.pending_rows())
        return list(rows.values())

    def summary_of(self, row: RegistrationRow, named: Named) -> Summary:
        """Return one line of a list; it names nobody whose record is restricted."""
        patient = named.identity.patient
        shown = self.may_open(named.identity)
        return Summary(
            id=RegistrationId(row.id),
            number=named.number,
            state=State(row.state),
            valid_to=row.valid_to,
            full_name=patient.full_name if shown else "",
            date_of_birth=patient.date_of_birth if shown else None,
            town=patient.home.town if shown else "",
            postcode=(patient.home.postcode or "") if shown else "",
            restricted=bool(named.identity.restricted_to),
        )
