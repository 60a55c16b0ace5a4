"""Second steps, handed-out passphrases, and opening a restricted record."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from amnesty.domain.sessions import Session, waits
from amnesty.domain.staff import Role
from amnesty.errors.keys import PassphraseGuessableError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.session import (
    CodeNeededError,
    CodeWrongError,
    PassphraseToChangeError,
    SessionOverError,
    SignInAgainError,
)
from amnesty.errors.store import WrongPassphraseError
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml
from amnesty.services.authority.signing_in import (
    ask_second_step,
    ask_to_change,
    authenticator_address,
    sign_in,
    step_of,
)
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import submit_registration
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.breaking_glass import break_glass
from db.admission import sign_in as try_passphrase
from db.audit.latest import alarms
from db.keyring import slots
from db.keyring.passphrases import require_passphrase

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room

RULES = house_rules_from_toml(default_house_rules()).sign_in


def code_of(room: Room, name: str, seconds: int = 0) -> str:
    """Return the code that somebody's authenticator shows."""
    address = authenticator_address(room.desk(name))
    secret = base64.b32decode(address.partition("secret=")[2].partition("&")[0])
    at = int(room.clock.now().timestamp()) + seconds
    return TOTP(secret, 6, SHA1(), 30).generate(at).decode()  # noqa: S303 - RFC 6238


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_published_codes_hold(at: int, code: str) -> None:
    """RFC 6238, appendix B: its secret, its times, the last six of its digits."""
    step = step_of(b"12345678901234567890", code, datetime.fromtimestamp(at, UTC))
    assert step == at // 30


def test_a_code_counts_once_and_only_now(room: Room) -> None:
    """The same code again, an older one, a wrong one or none are refused and logged."""
    ask_second_step(room.desk("idris"), "bronwen", wanted=True)
    desk = room.desk("bronwen")
    with pytest.raises(CodeNeededError):
        sign_in(desk)
    now, before = code_of(room, "bronwen"), code_of(room, "bronwen", -30)
    sign_in(desk, now)
    for code in (now, before, "000000", code_of(room, "bronwen", -90)):
        with pytest.raises(CodeWrongError):
            sign_in(room.another_desk("bronwen"), code)
        assert room.last()["refused"]
    room.clock.go_on(minutes=1)
    sign_in(desk, code_of(room, "bronwen"))
    sign_in(room.desk("kofi"))


def test_a_used_code_is_used_where_the_clock_goes_back(room: Room) -> None:
    """A clock set back makes an old code right again, and not unused."""
    ask_second_step(room.desk("idris"), "bronwen", wanted=True)
    code = code_of(room, "bronwen")
    sign_in(room.desk("bronwen"), code)
    room.clock.go_on(minutes=4)
    sign_in(room.desk("bronwen"), code_of(room, "bronwen"))
    room.clock.go_on(minutes=-4)
    with pytest.raises(CodeWrongError):
        sign_in(room.desk("bronwen"), code)


def test_a_lost_authenticator_is_renewed(room: Room) -> None:
    """Its codes count no more; nobody else can make the new ones."""
    idris = room.desk("idris")
    ask_second_step(idris, "bronwen", wanted=True)
    old = code_of(room, "bronwen")
    ask_second_step(idris, "bronwen", wanted=True, renew=True)
    with pytest.raises(CodeWrongError):
        sign_in(room.desk("bronwen"), old)
    assert code_of(room, "bronwen") != code_of(room, "idris") != old
    ask_second_step(idris, "bronwen", wanted=False)
    sign_in(room.desk("bronwen"))


def test_a_handed_out_passphrase_opens_nothing_else(room: Room) -> None:
    """It is for changing it; then everything opens."""
    from db.changing_secrets import change_secrets
    from db.keyring.passphrases import Secrets

    ask_to_change(room.desk("idris"), "bronwen")
    desk = room.desk("bronwen")
    with pytest.raises(PassphraseToChangeError, match="handed out"):
        sign_in(desk)
    sign_in(desk, to_change=True)
    change_secrets(
        desk.register,  # type: ignore[arg-type] # the store's own
        now=Secrets(passphrase=room.office.passphrase("bronwen")),
        new=Secrets(passphrase="four quite unrelated herrings"),
        clock=room.clock,
    )
    sign_in(desk)


def test_unknown_names_are_not_told_from_wrong_passphrases(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the sentence, and by the work that is done."""
    worked: list[str] = []
    really = slots.Argon2id

    def counted(**given: object) -> object:
        worked.append("argon2")
        return really(**given)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(slots, "Argon2id", counted)
    told = []
    for name in ("bronwen", "nobody at all"):
        with pytest.raises(WrongPassphraseError) as refused:
            try_passphrase(room.office.key_file, name, "a wrong passphrase")
        told.append((str(refused.value), tuple(worked)))
        worked.clear()
    assert told[0] == told[1]
    assert told[0][1]


@pytest.mark.parametrize(
    "passphrase",
    [
        *("password1234", "qwertyuiopas", "iloveyou1234", "aaaaaaaaaaaa"),
        *("123456789012", "carlysamnesty", "cannabiscouncil"),
    ],
)
def test_stolen_and_plain_passphrases_are_refused(passphrase: str) -> None:
    """Long enough is not enough; no network is asked."""
    with pytest.raises(PassphraseGuessableError, match="unrelated words"):
        require_passphrase(passphrase)


def test_delays_grow() -> None:
    """Three slips wait for nothing, then twice as long each time, up to a limit."""
    assert [waits(count, RULES) for count in (0, 2, 3, 4, 6)] == [0, 0, 1, 2, 8]
    assert waits(99, RULES) == RULES.longest_delay_seconds


def test_sessions_end_when_idle_and_when_old(room: Room) -> None:
    """A quarter of an hour without work, or ten hours with it."""
    seconds = [0.0]
    session = Session(rules=RULES, monotonic=lambda: seconds[0])
    desk = replace(room.desk("bronwen"), session=session)
    for _ in range(39):
        seconds[0] += 14 * 60
        sign_in(desk)
    seconds[0] += 16 * 60
    with pytest.raises(SessionOverError):
        sign_in(desk)
    session.seen, seconds[0] = seconds[0], 10 * 3600 + 1
    with pytest.raises(SessionOverError):
        sign_in(desk)


def test_approving_wants_a_passphrase_of_a_moment_ago(
    room: Room, kept: Registration
) -> None:
    """Later it is refused and nothing is kept; reading goes on."""
    submit_registration(room.desk("bronwen"), kept.number)
    seconds = [0.0]
    session = Session(rules=RULES, monotonic=lambda: seconds[0])
    desk = replace(room.desk("idris"), session=session)
    seconds[0] = 6 * 60
    with pytest.raises(SignInAgainError, match="Ctrl"):
        approve_registration(desk, kept.number)
    assert open_record(desk, kept.number).registration.state.value == "submitted"
    session.started = seconds[0]
    approve_registration(desk, kept.number)


def test_breaking_glass_alerts_and_names_nobody(
    room: Room, restricted: Registration
) -> None:
    """The leaf has a reference; who, whose and why is for auditors."""
    desk = room.desk("gareth")
    opened = break_glass(desk, restricted.number, "ambulance at the door")
    assert opened.registration == restricted
    last = room.last()
    assert (last["about"], last["reason"]) == (restricted.id, "ambulance at the door")
    leaf = room.leaves()[-1]
    assert leaf["codes"] == {"alarm": "break glass", "reference": opened.reference}
    assert "ambulance" not in repr(leaf)
    with room.desk("linh").register.transaction() as work:
        [alarm] = alarms(work.session.connection())  # type: ignore[attr-defined] # the store's own
    assert alarm["codes"]["reference"] == opened.reference
    with pytest.raises(RoleMayNotError):
        break_glass(room.of(Role.CLERK), restricted.number, "curious")
