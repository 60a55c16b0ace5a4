"""Keys of several epochs: the newest seals, and each opens what it sealed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError
from db.keyring.keys import CompartmentKeys, Keyring
from db.keyring.tokens import SUMS, TokenKeys, Word
from db.roots import make_roots
from db.sealing import UnopenedError, epoch_of
from db.tables import SecretRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister
    from tests.store.conftest import Office

IDENTITY = Compartment.IDENTITY


def keys(epoch: int) -> CompartmentKeys:
    """Return the identity keys of an epoch."""
    return CompartmentKeys(
        bytes([epoch]) * 32, register="ab", compartment=IDENTITY, epoch=epoch
    )


def test_the_newest_epoch_seals_and_every_epoch_opens() -> None:
    """Both epochs are readable until the older one is destroyed."""
    old, both = Keyring("ab", [keys(1)]), Keyring("ab", [keys(2), keys(1)])
    first = old.keys(IDENTITY).seal.seal(b"first", b"row", os.urandom)
    second = both.keys(IDENTITY).seal.seal(b"second", b"row", os.urandom)
    assert (epoch_of(first), epoch_of(second)) == (1, 2)
    assert both.open(IDENTITY, first, b"row") == b"first"
    assert both.open(IDENTITY, second, b"row") == b"second"
    with pytest.raises(UnopenedError):
        Keyring("ab", [keys(2)]).open(IDENTITY, first, b"row")


def test_an_epoch_cannot_be_passed_off_as_another() -> None:
    """The number in an envelope is bound to what it holds."""
    both = Keyring("ab", [keys(1), keys(2)])
    message = both.keys(IDENTITY).seal.seal(b"x", b"row", os.urandom)
    for header in (b"\1\0\1", b"\1\0\3", b"\2\0\2", b"\0\0\0"):
        with pytest.raises(UnopenedError):
            both.open(IDENTITY, header + message[3:], b"row")
    with pytest.raises(UnopenedError):
        both.open(IDENTITY, b"", b"row")


def test_a_data_key_wrapped_before_a_rotation_still_opens() -> None:
    """What a registration holds is not touched when its key is wrapped anew."""
    old, both = Keyring("ab", [keys(1)]), Keyring("ab", [keys(1), keys(2)])
    data_key, wrapped = old.keys(IDENTITY).new_data_key(7, os.urandom)
    message = data_key.seal(b"text", b"row", os.urandom)
    again = both.keys(IDENTITY).wrap(
        7, both.of_epoch(IDENTITY, 1).unwrap(7, wrapped), os.urandom
    )
    for one in (wrapped, again):
        assert both.data_key(IDENTITY, 7, one).open(message, b"row") == b"text"
    with pytest.raises(UnopenedError):
        old.data_key(IDENTITY, 7, again)


def test_roots_are_read_with_every_sign_in(office: Office) -> None:
    """Two people make the same token of a word, whoever of them opened first."""
    tokens = set()
    for name in ("bronwen", "idris"):
        with office.open(name).transaction() as transaction:
            keyring = transaction.access.keyring
            tokens.add(keyring.keys(IDENTITY).tokens.token(Word("name", "ada")))
            assert len(keyring.keys(Compartment.POLICE).answers) == 32
    assert len(tokens) == 1


def test_a_register_without_its_roots_is_damaged(
    office: Office, supervisor: SqlRegister, log: Callable[..., None]
) -> None:
    """Nobody works on with tokens that find nothing."""
    with supervisor.transaction() as transaction:
        for row in transaction.session.execute(select(SecretRow)).scalars():
            transaction.drop(row)
        log(transaction)
    with pytest.raises(RegisterDamagedError, match="root"):
        office.open("bronwen")
    assert office.open("nerys").member.name == "nerys"


def test_roots_of_the_former_schema_find_its_tokens(supervisor: SqlRegister) -> None:
    """The tokens that schema 0001 wrote are those that its roots make."""
    with supervisor.transaction() as transaction:
        found = transaction.access.keyring.keys(IDENTITY)
        uses = {one: found.former(one) for one in ("token", "ref")}
        make_roots(transaction, former=True)
        known = TokenKeys(word=uses["token"], reference=uses["ref"], tally=bytes(32))
        word = Word("name", "ada")
        assert found.tokens.token(word) == known.token(word)
        assert found.tokens.references([5], 9) == known.references([5], 9)
        transaction.session.rollback()
        transaction.must_note = False


def test_a_sum_over_tokens_is_keyed_and_adds_up() -> None:
    """The sum of all is the sum of its parts, and another key has another."""
    one, other = (
        TokenKeys(word=bytes(32), reference=bytes(32), tally=bytes([n]) * 32)
        for n in (1, 2)
    )
    references = [os.urandom(16) for _ in range(9)]
    parts = sum(one.tally(part) for part in references)
    assert one.tally(b"".join(references)) == parts % SUMS
    assert one.tally(references[0]) != other.tally(references[0])
    assert one.tally(b"") == 0
