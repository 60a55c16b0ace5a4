"""Search tokens come in batches, tie nothing together and are never left over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from amnesty.domain.address import Address
from amnesty.domain.identifiers import Postcode
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import CompartmentClosedError
from db.keyring.tokens import Word
from db.search.indexing import BATCH, words_of
from db.tables import PendingRow, TokenRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from amnesty.domain.searched import Found
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

BORN = date(1970, 3, 27)


@pytest.mark.parametrize("count", [BATCH - 1, BATCH, BATCH + 1])
def test_nobody_is_lost_where_a_batch_ends(
    *,
    clerk: SqlRegister,
    log: Log,
    person: Person,
    find: Callable[..., Found],
    count: int,
) -> None:
    """Whoever waits for a batch, fills it or comes after it is found all the same."""
    with clerk.transaction() as transaction:
        for number in range(count):
            transaction.add_registration(person(f"Ada Number{number:03d}"))
        waiting = transaction.run(select(func.count()).select_from(PendingRow))
        assert waiting.scalar_one() == count % BATCH
        log(transaction)
    assert find(names=("ada",), limit=1000).total == count
    assert find(names=("number",), date_of_birth=BORN).total == count
    for number in (0, count - 1):
        found = find(names=(f"number{number:03d}",))
        assert [one.full_name for one in found.summaries[:1]] == [
            f"Ada Number{number:03d}"
        ]


def test_tokens_are_written_in_their_own_order(
    clerk: SqlRegister, log: Log, person: Person
) -> None:
    """A batch is sorted by token, so that rows beside each other are nobody's."""
    with clerk.transaction() as transaction:
        for number in range(BATCH):
            transaction.add_registration(person(f"Ada Number{number:03d}"))
        log(transaction)
    with clerk.transaction() as transaction:
        rows = transaction.run(select(col(TokenRow.tok), col(TokenRow.ref))).all()
    assert len({row.ref for row in rows}) == len(rows)
    assert rows == sorted(rows)


def test_a_change_leaves_no_old_token(
    *,
    clerk: SqlRegister,
    log: Log,
    person: Person,
    keep: Keep,
    write_tokens: Callable[[], None],
    find: Callable[..., Found],
) -> None:
    """After a new name and address the tokens are those that they alone would have."""
    moved = Address(lines=("2 Quay",), town="Penmaen", postcode=Postcode("ZZ2 2AA"))
    old, new = person("Ada Lord", also_known_as=("Dee",)), person("Bea Lord-Quill")
    new = replace(new, id=old.id, number=old.number, version=1)
    patient = replace(new.identity.patient, home=moved, date_of_birth=date(1971, 4, 1))
    site = replace(new.growing.sites[0], address=moved)
    new = replace(
        new,
        identity=replace(new.identity, patient=patient),
        growing=replace(new.growing, sites=(site,)),
    )
    keep(old)
    write_tokens()
    with clerk.transaction() as transaction:
        transaction.save_registration(new)
        log(transaction)
    assert find(names=("quill",)).total == 1
    assert find(names=("ada",)).total == 0
    write_tokens()
    with clerk.transaction() as transaction:
        due = {token for token, _ in transaction._tokens(new.id, words_of(new))}
        found = set(transaction.run(select(col(TokenRow.tok))).scalars())
    assert found == due
    assert find(names=("quill",), date_of_birth=date(1971, 4, 1)).total == 1
    assert find(postcode=Postcode("ZZ1 4AB")).total == 0


def test_a_token_moved_to_another_word_is_noticed(
    *,
    clerk: SqlRegister,
    log: Log,
    keep: Keep,
    person: Person,
    write_tokens: Callable[[], None],
) -> None:
    """A reference under a word that it was not made for is told as damage."""
    keep(person("Ada Lord"))
    write_tokens()
    with clerk.transaction() as transaction:
        keys = transaction.access.keyring.keys(Compartment.IDENTITY).tokens
        lord, dee = (keys.token(Word("name", form)) for form in ("lord", "dee"))
        moved = update(TokenRow).where(col(TokenRow.tok) == lord).values(tok=dee)
        assert transaction.run(moved).rowcount == 1
        log(transaction)
    with (
        pytest.raises(RowAlteredError, match="table token"),
        clerk.transaction() as transaction,
    ):
        transaction.having(Compartment.IDENTITY, [Word("name", "dee")])


def test_no_two_tokens_of_a_patient_are_tied_together(
    clerk: SqlRegister, log: Log
) -> None:
    """The same patient under two words, or two patients under one, share nothing."""
    with clerk.transaction() as transaction:
        keys = transaction.access.keyring.keys(Compartment.IDENTITY).tokens
        log(transaction)
    words = [Word("name", "ada"), Word("name", "lord"), Word("start", "ada")]
    tokens = [keys.token(word) for word in words]
    references = [keys.references(tokens, owner) for owner in (1, 2)]
    every = [reference for of_one in references for reference in of_one]
    assert len(set(every)) == 6
    assert len({half for one in every for half in (one[:8], one[8:])}) == 12
    assert keys.owners(tokens[0], references[0][0] + references[1][0]) == [1, 2]


def test_compartments_have_words_of_their_own(clerk: SqlRegister, log: Log) -> None:
    """The same word has another token in every compartment that has tokens."""
    with clerk.transaction() as transaction:
        keyring = transaction.access.keyring
        log(transaction)
    word = Word("name", "ada")
    identity, growing = (
        keyring.keys(one).tokens.token(word)
        for one in (Compartment.IDENTITY, Compartment.GROWING)
    )
    assert identity != growing
    with pytest.raises(CompartmentClosedError):
        _ = keyring.keys(Compartment.CLINICAL).tokens
