"""Any three of five shares open the register, and nothing less does."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Compartment, Role
from amnesty.errors.keys import (
    ShareMistypedError,
    SharesDifferError,
    SharesWrongError,
    TooFewSharesError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.store import RecoveryCodeWrongError
from db.audit.replaying import replay
from db.keyring.key_file import read_key_file, write_key_file
from db.keyring.recovery import written
from db.keyring.shares import combined, split
from db.recovering import drill, let_in, make_shares
from db.register import open_with_recovery
from db.rewrapping import rewrap
from db.rotating import key_status, retire, rotate
from tests.store.conftest import CHEAP, FixedClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.register import SqlRegister
    from tests.store.conftest import Office

CLOCK = FixedClock()
SECRET = bytes(range(32))


def recovered(office: Office, shares: Sequence[str]) -> SqlRegister:
    """Open the register by shares; it is closed with the office."""
    register = open_with_recovery(office.folder, shares, cost=CHEAP)
    office.stack.callback(register.close)
    return register


def test_any_three_give_the_secret_back() -> None:
    """In every choice and order, in capitals and odd spacing."""
    shares = split(SECRET)
    for three in combinations(shares, 3):
        assert combined(three) == SECRET
    for order in permutations(shares[:3]):
        assert combined([f"  {one.upper().replace(' ', '   ')}\n" for one in order])
    assert combined(shares) == SECRET


def test_two_are_too_few() -> None:
    """Two, or one of them twice, are told to be too few."""
    one, two, *_ = split(SECRET)
    for given in ([one], [one, two], [one, two, two]):
        with pytest.raises(TooFewSharesError):
            combined(given)


def test_shares_of_two_sets_are_told() -> None:
    """They are never mixed into some other secret."""
    one, two, *_ = split(SECRET)
    with pytest.raises(SharesDifferError):
        combined([one, two, split(SECRET)[2]])


def test_a_slip_is_told_by_share_and_word() -> None:
    """An unknown word is named by its number; another known word does not add up."""
    one, two, three, *_ = split(SECRET)
    words = two.split()
    unknown = " ".join([*words[:6], "cannabis", *words[7:]])
    with pytest.raises(ShareMistypedError, match=r"share 2 has a word .* word 7"):
        combined([one, unknown, three])
    swapped = " ".join([*words[:6], words[7], words[6], *words[8:]])
    for slip in (swapped, " ".join(words[:-1]), ""):
        with pytest.raises(ShareMistypedError, match="share 2 does not add up"):
            combined([one, slip, three])


def test_three_shares_open_everything(office: Office) -> None:
    """As the recovery code does, which goes on opening it too."""
    made = make_shares(office.open("idris"), clock=CLOCK)
    by_shares = recovered(office, made.shares[1:4])
    assert drill(by_shares, clock=CLOCK) == tuple(
        sorted(one.value for one in Compartment)
    )
    assert drill(office.recover(), clock=CLOCK)
    with office.open("idris").transaction() as transaction:
        assert not replay(transaction).differences
        transaction.must_note = False
    assert len(made.shares) == 5
    assert "recovery shares 1" in key_status(office.open("idris")).holders


def test_somebody_is_let_in_when_all_passphrases_are_lost(office: Office) -> None:
    """The account that shares make is a supervisor's whom everybody believes."""
    made = make_shares(office.open("idris"), clock=CLOCK)
    register = recovered(office, made.shares[:3])
    passphrase = office.passphrase("mairi")
    let_in(register, "mairi", Role.SUPERVISOR, passphrase, clock=CLOCK)
    office.remove("gareth", by=office.open("mairi"))


def test_new_shares_end_those_before(office: Office) -> None:
    """Also with an old recovery file put back, and after a rotation."""
    first = make_shares(office.open("idris"), clock=CLOCK)
    file = office.folder / "recovery.json"
    old = read_key_file(file)
    second = make_shares(office.open("idris"), clock=CLOCK)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(SharesWrongError):
        recovered(office, first.shares[:3])
    write_key_file(file, old)
    with pytest.raises(Exception, match="recovery shares 1"):
        recovered(office, first.shares[:3])
    assert (
        "recovery shares 1" not in rotate(office.open("idris"), clock=CLOCK).sealed_to
    )
    assert drill(recovered(office, second.shares[:3]), clock=CLOCK)


def test_shares_follow_every_rotation(office: Office) -> None:
    """When the keys that they were made under are destroyed, they open the new ones."""
    supervisor = office.open("idris")
    made = make_shares(supervisor, clock=CLOCK)
    rotate(supervisor, clock=CLOCK)
    rewrap(supervisor, clock=CLOCK)
    assert supervisor.give_newest_key()
    retire(supervisor, clock=CLOCK)
    assert drill(recovered(office, made.shares[2:]), clock=CLOCK)


def test_another_registers_shares_are_told(office: Office) -> None:
    """Whole shares that open nothing here, and a code beside shares, are told apart."""
    make_shares(office.open("idris"), clock=CLOCK)
    with pytest.raises(SharesWrongError):
        recovered(office, split(SECRET)[:3])
    with pytest.raises(RecoveryCodeWrongError):
        open_with_recovery(office.folder, written(SECRET), cost=CHEAP)


def test_only_a_supervisor_makes_shares(office: Office) -> None:
    """Nobody else holds what they open."""
    for name in ("nerys", "bronwen", "padraig"):
        with pytest.raises(RoleMayNotError):
            make_shares(office.open(name), clock=CLOCK)
