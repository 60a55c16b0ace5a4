"""Finds registrations: by keyed tokens, then opened, looked at again and ranked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlmodel import col

from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.searched import Found, Query, Summary
from amnesty.domain.staff import Compartment
from db.glimpses import Glimpse, GlimpsedRow, glimpsed, open_glimpse, row_of
from db.keyring.tokens import Word, growing_at, numbered
from db.lists import TokenLists
from db.records import ERASED, HOLDS_SITE, open_growing, open_named
from db.registrations import NUMBER
from db.search.asking import Asked, narrow, wide, words_asked
from db.search.matching import likeness
from db.search.names import folded
from db.search.words import NAME, grower_of, growing_words, grown_by, is_short
from db.tables import PendingRow, RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement

    from amnesty.domain.address import Address
    from amnesty.domain.representative import DesignatedGrower

LOOKED_AT = 192
"""How many of those that tokens find are opened; the rest of the total is by tokens."""


_Hit = tuple[GlimpsedRow, Glimpse]


@dataclass
class _Hits:
    """What was found so far, the likeliest first."""

    found: list[_Hit] = field(default_factory=list)
    opened: dict[int, _Hit] = field(default_factory=dict)
    """Everybody who was looked at, so that nobody is opened twice."""
    left: set[int] = field(default_factory=set)
    """Who else matches by tokens alone, unless they were looked at since."""
    may_be_more: bool = False

    @property
    def ids(self) -> set[int]:
        """The ids of what was found."""
        return {row.id for row, _ in self.found}

    @property
    def total(self) -> int:
        """How many match, nobody of them counted twice."""
        return len(self.found) + len(self.left - self.opened.keys())

    def add(self, found: Iterable[_Hit], *, left: set[int], is_exact: bool) -> None:
        """Add what was opened, and who else tokens name."""
        known = self.ids
        self.found += [hit for hit in found if hit[0].id not in known]
        if is_exact:
            self.left |= left
        else:
            self.may_be_more |= bool(left)


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
            found = self._hits(self._opened(hits, owners), query)
            hits.add(found, left=set(), is_exact=True)
        else:
            self._look(hits, query, narrow(query))
            enough = 1 if query.date_of_birth is not None else offset + limit
            if words and len(hits.found) < enough:
                self._look(hits, query, wide(query, self.near), with_typos=True)
            elif len(words) > 1 and query.date_of_birth is None:
                hits.may_be_more = True
        return Found(
            summaries=tuple(
                self.summary_of(row, seen)
                for row, seen in hits.found[offset : offset + limit]
            ),
            total=hits.total,
            may_be_more=hits.may_be_more,
        )

    def _look(
        self, hits: _Hits, query: Query, asked: Asked, *, with_typos: bool = False
    ) -> None:
        """Add to the hits who has what is asked for, and was not found before."""
        owners = self.having_all(Compartment.IDENTITY, asked.groups)
        owners -= hits.ids
        looked_at = self._likeliest(owners, query)
        opened = self._opened(hits, looked_at, with_pending=True)
        found = self._hits(opened, query, with_typos=with_typos)
        left = owners.difference(looked_at)
        hits.add(found, left=left, is_exact=asked.is_exact)

    def _opened(
        self, hits: _Hits, owners: Iterable[int], *, with_pending: bool = False
    ) -> list[_Hit]:
        """Open who was not opened before, and return everybody."""
        wanted = set(owners)
        unknown = wanted - hits.opened.keys()
        is_asked: ColumnElement[bool] = col(RegistrationRow.id).in_(sorted(unknown))
        if with_pending:
            waiting = select(col(PendingRow.registration_id))
            is_asked = or_(is_asked, col(RegistrationRow.id).in_(waiting))
        asked = glimpsed().where(is_asked, col(RegistrationRow.state) != ERASED)
        keyring = self.access.keyring
        for row in map(row_of, self.run(asked)):
            if row.id not in hits.opened:
                hits.opened[row.id] = row, open_glimpse(row, keyring)
            wanted.add(row.id)
        return [hits.opened[one] for one in wanted if one in hits.opened]

    @staticmethod
    def _hits(
        opened: Iterable[_Hit], query: Query, *, with_typos: bool = False
    ) -> list[_Hit]:
        """Return who of them is meant, as what was opened says, best first."""
        words = words_asked(query)
        hits = []
        for row, seen in opened:
            patient = seen.identity.patient
            rank = likeness(query, words, patient, with_typos=with_typos)
            if rank is not None:
                key = (-rank, folded(patient.full_name), seen.number)
                hits.append((key, row, seen))
        hits.sort(key=lambda hit: hit[0])
        return [(row, seen) for _, row, seen in hits]

    def registrations_at(
        self, addresses: Sequence[Address], *, but: Sequence[RegistrationId] = ()
    ) -> tuple[tuple[RegistrationId, ...], ...]:
        """Return by address the registrations, in any open state, with a site there.

        Args:
            addresses: those to look up.
            but: by address a registration that is known to be there, and so need not
                be opened; it may be left out.
        """
        self.must_note = True
        keyring = self.access.keyring
        sites = [growing_at(address.key) for address in addresses]
        having = self.having_each(Compartment.GROWING, sites)
        if but:
            having = [found - {own} for found, own in zip(having, but, strict=True)]
        candidates = set().union(*having)
        found: dict[Word, list[RegistrationId]] = {site: [] for site in sites}
        for row in self._rows(sorted(candidates)):
            if State(row.state) in HOLDS_SITE:
                for site in growing_words(open_growing(row, keyring)) & found.keys():
                    found[site].append(RegistrationId(row.id))
        return tuple(tuple(found[site]) for site in sites)

    def grown_by(
        self, growers: Sequence[DesignatedGrower]
    ) -> tuple[tuple[RegistrationId, ...], ...]:
        """Return by grower the registrations, in any open state, they grow for."""
        self.must_note = True
        keyring = self.access.keyring
        words = [grown_by(one.full_name, one.date_of_birth) for one in growers]
        if not words:
            return ()
        candidates = set().union(*self.having_each(Compartment.IDENTITY, words))
        found: dict[Word, list[RegistrationId]] = {word: [] for word in words}
        for row in self._rows(sorted(candidates)):
            if State(row.state) in HOLDS_SITE:
                known = grower_of(open_named(row, keyring).identity)
                word = None if known is None else grown_by(*known)
                if word in found:
                    found[word].append(RegistrationId(row.id))
        return tuple(tuple(found[word]) for word in words)

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

    def _rows(self, registrations: Sequence[int]) -> list[RegistrationRow]:
        """Return rows by their ids, and those that wait for their tokens."""
        asked = select(RegistrationRow).where(
            col(RegistrationRow.id).in_(registrations),
            col(RegistrationRow.state) != ERASED,
        )
        rows = {row.id: row for row in self.session.execute(asked).scalars()}
        rows.update((row.id, row) for row in self.pending_rows())
        return list(rows.values())

    def summary_of(self, row: GlimpsedRow, seen: Glimpse) -> Summary:
        """Return one line of a list; it names nobody whose record is restricted."""
        patient = seen.identity.patient
        shown = self.may_open(seen.identity)
        return Summary(
            id=RegistrationId(row.id),
            number=seen.number,
            state=State(row.state),
            valid_to=row.valid_to,
            full_name=patient.full_name if shown else "",
            date_of_birth=patient.date_of_birth if shown else None,
            town=patient.home.town if shown else "",
            postcode=(patient.home.postcode or "") if shown else "",
            restricted=bool(seen.identity.restricted_to),
        )
