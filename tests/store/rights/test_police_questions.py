"""What police ask, the little they are told, and how guessing is stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.address import Address
from amnesty.domain.answer import Typed
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    CertificateNumber,
    new_certificate_number,
)
from amnesty.domain.verdict import Verdict
from amnesty.errors import BadInputError
from amnesty.errors.asking import (
    AskingBarredError,
    ReasonUnknownError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.services.police.asking import (
    ask_by_address,
    ask_by_number,
    limits_of,
    read_why,
    record_outcome,
)
from db.answers import SIZE
from db.sealing import SealingKey

if TYPE_CHECKING:
    from amnesty.domain.asking import Why
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room

FULLER = "A neighbour reported a smell, and we go there at four."


def why(incident: str = "LC-1", **changes: str) -> Why:
    """Return who asks and why; a fuller reason is always there."""
    given = {"force": "Llanfair", "collar": "PC 101", "reason": "at the door"}
    return read_why(**{**given, "fuller": FULLER, **changes}, incident=incident)


def unknown(number: int) -> CertificateNumber:
    """Return a number that was never issued."""
    return new_certificate_number(number.to_bytes(RANDOM_BYTES_NEEDED, "big"))


def test_a_number_tells_how_it_stands_and_what_matches(
    room: Room, certificate: Certificate
) -> None:
    """Verdict, limits and matches; no name, no place, no date of birth."""
    site = Address(lines=(certificate.place or "",), postcode=certificate.postcode)  # type: ignore[arg-type] # as signed
    typed = Typed(name="Sian Llyr", date_of_birth=date(1999, 1, 1), site=site)
    told = ask_by_number(room.desk("padraig"), certificate.number, why(), typed)
    assert told.verdict is Verdict.VALID
    matches = told.matches
    assert (matches.name, matches.date_of_birth, matches.site) == (True, False, True)
    limits = dict(limits_of(told))
    assert limits["Plants indoors"] == "4 in flower, 8 in all"
    text = repr((told, limits)).casefold()
    for secret in ("llyr", "llŷr", "canal", "1970", "zz1", "pain", "1.5"):
        assert secret not in text


def test_an_address_tells_whether_it_is_a_site(
    room: Room, certificate: Certificate
) -> None:
    """Registered, with its certificates' numbers and limits; or not, and no more."""
    site = Address(lines=(certificate.place or "",), postcode=certificate.postcode)  # type: ignore[arg-type] # as signed
    desk = room.desk("padraig")
    told = ask_by_address(desk, site, why(reason="before a visit"))
    assert told.is_registered
    assert [one.number for one in told.certificates] == [certificate.number]
    assert room.last()["verb"] == "disclosure"
    nowhere = replace(site, lines=("1 Nowhere",))
    told = ask_by_address(desk, nowhere, why())
    assert (told.is_registered, told.certificates) == (False, ())
    assert "written otherwise is not found" in told.sentence


def test_drafts_and_refusals_are_as_if_they_were_not(
    room: Room,
    kept: Registration,
) -> None:
    """The address of a draft answers as one where nobody ever applied."""
    place = kept.growing.sites[0].address
    desk = room.desk("padraig")
    drafted = ask_by_address(desk, place, why())
    nobody = ask_by_address(desk, replace(place, lines=("99 Nowhere",)), why())
    assert drafted == nobody


def test_every_question_is_logged_with_its_reason(
    room: Room, certificate: Certificate
) -> None:
    """Who, why and what was told are sealed; in clear stand pseudonyms alone."""
    ask_by_number(room.desk("padraig"), certificate.number, why())
    last = room.last()
    assert (last["collar"], last["reason"], last["incident"]) == (
        "PC 101",
        "at the door",
        "LC-1",
    )
    leaf = repr(room.leaves()[-1])
    for named in ("PC 101", "Llanfair", "LC-1", "door", certificate.number):
        assert named not in leaf
    assert set(room.leaves()[-1]["codes"]) == {"officer", "force"}


def guess(room: Room, count: int, start: int = 0, name: str = "padraig") -> None:
    """Ask about numbers that were never issued."""
    for number in range(start, start + count):
        told = ask_by_number(room.desk(name), unknown(number), why())
        assert told.verdict is Verdict.NOT_ISSUED


def test_five_wrong_numbers_in_five_minutes_lock_for_ten(
    room: Room, certificate: Certificate
) -> None:
    """Also for a number that is right, and until ten minutes are over."""
    desk = room.desk("padraig")
    guess(room, 4)
    ask_by_number(desk, certificate.number, why())
    guess(room, 1, 4)
    assert room.last()["codes"]["alarm"] == "wrong numbers"
    room.clock.go_on(minutes=9)
    for number in (certificate.number, unknown(9)):
        with pytest.raises(AskingBarredError, match="wrong"):
            ask_by_number(desk, number, why())
    assert room.last()["refused"]
    room.clock.go_on(minutes=2)
    told = ask_by_number(desk, certificate.number, why())
    assert told.verdict is Verdict.VALID


def test_four_in_five_minutes_do_not_lock(room: Room) -> None:
    """Mistakes that are spread out are mistakes."""
    for start in range(6):
        guess(room, 1, start)
        room.clock.go_on(minutes=1.5)


def test_a_clock_set_back_unlocks_nothing(room: Room, certificate: Certificate) -> None:
    """Neither during the lock, nor between guesses."""
    desk = room.desk("padraig")
    guess(room, 2)
    for days in (1, 400, 3):
        room.clock.go_on(days=-days)
        guess(room, 1, days)
    with pytest.raises(AskingBarredError):
        ask_by_number(desk, certificate.number, why())
    room.clock.go_on(days=404, minutes=8)
    with pytest.raises(AskingBarredError):
        ask_by_number(desk, certificate.number, why())
    room.clock.go_on(minutes=3)
    ask_by_number(desk, certificate.number, why())


def test_the_same_work_whether_a_number_exists(
    room: Room, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As much is opened, as much is written, and the answer has the same lines."""
    opened: list[int] = []
    really = SealingKey.open

    def counted(self: SealingKey, message: bytes, bound: bytes) -> bytes:
        opened.append(len(message))
        return really(self, message, bound)

    desk, typed = room.desk("padraig"), Typed(name="Sian Llyr")
    seen = []
    for number in (certificate.number, unknown(1)):
        ask_by_number(desk, unknown(77), why())
        with monkeypatch.context() as patched:
            patched.setattr(SealingKey, "open", counted)
            told = ask_by_number(desk, number, why(), typed)
        lines = [name for name, _ in limits_of(told)]
        seen.append((len(opened), [one for one in opened if one > SIZE], lines))
        opened.clear()
    assert seen[0] == seen[1]
    assert len(seen[0][1]) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"incident": ""},
        {"force": " "},
        {"collar": "PC\u202e101"},
        {"reason": "at\u0000the door"},
        {"fuller": "x" * 501},
        {"incident": "a" * 61},
    ],
)
def test_hostile_words_are_refused(changes: dict[str, str]) -> None:
    """What is missing, too long or hides a character is one sentence."""
    with pytest.raises(BadInputError):
        why(**changes)


def test_a_reason_is_one_of_those_that_are_coded(
    room: Room, certificate: Certificate
) -> None:
    """Curiosity is none of them; formulas are kept as text."""
    for reason in ("curiosity", "=1+1"):
        with pytest.raises(ReasonUnknownError, match="at the door"):
            ask_by_number(room.desk("padraig"), certificate.number, why(reason=reason))


def test_nobody_but_police_asks(room: Room, certificate: Certificate) -> None:
    """A clerk has a record to look at, and no need for this."""
    for name in ("bronwen", "idris", "linh", "nerys"):
        with pytest.raises(RoleMayNotError):
            ask_by_number(room.desk(name), certificate.number, why())
        assert room.last()["act"] == "ASK_AS_POLICE"


def test_what_came_of_a_check_is_kept_without_a_name(room: Room) -> None:
    """Verdict and outcome, coded; no number, and nothing but the codes is taken."""
    desk = room.desk("padraig")
    record_outcome(desk, Verdict.EXPIRED, "diverted")
    assert room.last()["codes"] == {"outcome": "diverted", "verdict": "EXPIRED"}
    with pytest.raises(ReasonUnknownError, match="left in place"):
        record_outcome(desk, Verdict.EXPIRED, "arrested")
