"""Finds registrations: by keyed tokens, then opened, looked at again and ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from amnesty.ports import Found, Query, Summary
from db.certificates import Certificates
from db.matching import asked_words, likeness
from db.names import folded
from db.records import ERASED, HOLDS_SITE, Named, open_growing, open_named
from db.registrations import NUMBER
from db.sealing import UnopenedError
from db.tables import RegistrationRow, TokenRow
from db.tokens import (
    Word,
    asked_alone,
    asked_with_birth,
    born,
    growing_at,
    growing_words,
    health_number,
    living_at,
    numbered,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from amnesty.domain.address import Address
    from db.names import NameWord

LOOKED_AT = 256
"""How many of those that tokens find are opened; the rest of the total is by tokens."""


class Searching(Certificates):
    """The part of a transaction that finds registrations."""

    def find(self, query: Query, *, limit: int) -> Found:
        """Return what matches all of the query, best first."""
        self.must_note = True
        asked = asked_words(query)
        if query == Query() or (query.names and not asked):
            return Found(summaries=(), total=0)
        candidates, exact = self._candidates(query)
        looked_at = self._likeliest(candidates, query)
        hits = []
        for row in self._rows(looked_at, with_pending=not exact):
            named = open_named(row, self.access.keyring)
            rank = likeness(query, asked, named.identity.patient)
            if rank is not None:
                name = folded(named.identity.patient.full_name)
                hits.append(((-rank, name, named.number), row, named))
        hits.sort(key=lambda hit: hit[0])
        return Found(
            summaries=tuple(
                self._summary(row, named) for _, row, named in hits[:limit]
            ),
            total=len(hits) + len(candidates) - len(looked_at),
        )

    def listed(self, states: Sequence[State], *, limit: int) -> tuple[Summary, ...]:
        """Return registrations in the states, the earliest to expire first."""
        self.must_note = True
        valid_to = col(RegistrationRow.valid_to)
        asked = (
            select(RegistrationRow)
            .where(col(RegistrationRow.state).in_([one.value for one in states]))
            .order_by(valid_to.is_(None), valid_to, col(RegistrationRow.id))
            .limit(limit)
        )
        rows = self.session.execute(asked).scalars()
        keyring = self.access.keyring
        return tuple(self._summary(row, open_named(row, keyring)) for row in rows)

    def registrations_at(self, address: Address) -> tuple[RegistrationId, ...]:
        """Return the registrations, in any open state, with a site at the address."""
        self.must_note = True
        site = growing_at(address.key)
        candidates = self._having(Compartment.GROWING, [site])
        return tuple(
            RegistrationId(row.id)
            for row in self._rows(sorted(candidates), with_pending=True)
            if State(row.state) in HOLDS_SITE
            and site in growing_words(open_growing(row, self.access.keyring))
        )

    def _likeliest(self, candidates: set[int], query: Query) -> list[int]:
        """Return whom to look at: of too many, first those with the very words."""
        if len(candidates) <= LOOKED_AT:
            return list(candidates)
        exact = set(candidates)
        for word in asked_words(query):
            exact &= self._having(Compartment.IDENTITY, [Word("name", word.whole)])
        return [*sorted(exact), *sorted(candidates - exact)][:LOOKED_AT]

    def _candidates(self, query: Query) -> tuple[set[int], bool]:
        """Return who may be meant, and whether a number of ours says so by itself.

        Registrations that wait for their tokens are not among them otherwise.
        """
        found = list(self._by_own_numbers(query))
        exact = bool(found)
        if not exact:
            found = [
                self._having(Compartment.IDENTITY, words)
                for words in _fields_asked(query)
            ]
            found += [self._named(word, query) for word in asked_words(query)]
        return set.intersection(*found), exact

    def _by_own_numbers(self, query: Query) -> Iterator[set[int]]:
        """Return whose the numbers of ours are, which are never given twice."""
        if query.registration_number is not None:
            word = numbered(NUMBER, query.registration_number)
            owner = self.owner_of(Compartment.IDENTITY, word)
            yield set() if owner is None else {owner}
        if query.certificate_number is not None:
            owner = self.registration_of(query.certificate_number)
            yield set() if owner is None else {owner}

    def _named(self, word: NameWord, query: Query) -> set[int]:
        """Return who may have a word in a name: whole, or in all its parts."""
        whole = self._with_form(word.whole, query)
        if word.parts == (word.whole,):
            return whole
        parts = [self._with_form(part, query) for part in word.parts]
        return whole | set.intersection(*parts)

    def _with_form(self, form: str, query: Query) -> set[int]:
        day = query.date_of_birth
        words = asked_alone(form) if day is None else asked_with_birth(form, day)
        return self._having(Compartment.IDENTITY, words)

    def _having(self, compartment: Compartment, words: Iterable[Word]) -> set[int]:
        """Return whose tokens any of the words are."""
        keys = self.access.keyring.keys(compartment).tokens
        owners: set[int] = set()
        for word in words:
            token = keys.token(word)
            # One value for a whole list: thousands of rows would cost far more.
            asked = select(self.joined(col(TokenRow.ref)))
            asked = asked.where(col(TokenRow.tok) == token)
            references = bytes.fromhex(self.run(asked).scalar() or "")
            try:
                owners.update(keys.owners(token, references))
            except UnopenedError:
                raise RowAlteredError(str(TokenRow.__tablename__)) from None
        return owners

    def _rows(
        self, registrations: Sequence[int], *, with_pending: bool
    ) -> list[RegistrationRow]:
        """Return rows by their ids, and those that wait for their tokens."""
        asked = select(RegistrationRow).where(
            col(RegistrationRow.id).in_(registrations),
            col(RegistrationRow.state) != ERASED,
        )
        rows = {row.id: row for row in self.session.execute(asked).scalars()}
        if with_pending:
            rows.update((row.id, row) for row in self.pending_rows())
        return list(rows.values())

    def _summary(self, row: RegistrationRow, named: Named) -> Summary:
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


def _fields_asked(query: Query) -> Iterator[tuple[Word, ...]]:
    if query.date_of_birth is not None:
        yield (born(query.date_of_birth),)
    if query.postcode is not None:
        yield (living_at(query.postcode),)
    if query.health_number is not None:
        yield (health_number(query.health_number),)
