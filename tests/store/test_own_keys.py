"""A register's own signing keys: renewed, dropped, ended, on a token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.key_files import TokenKey
from amnesty.credential.keys import PrivateKeySigner
from amnesty.domain.staff import Compartment
from amnesty.domain.verdict import Verdict
from amnesty.errors.adopting import KeyInUseError, OwnKeyEndedError
from amnesty.errors.hsm import TokenNotHereError
from amnesty.errors.log import CheckpointForgedError
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.trusting import NoSuchListedKeyError
from amnesty.ports import KeyUse
from amnesty.services.police.publishing import publish
from amnesty.services.trust.adopting import adopt
from amnesty.services.trust.renewing import (
    MadeKey,
    drop_key,
    new_key,
    renew_key,
    renew_log_key,
    request_keys,
)
from amnesty.services.trust.signing import opened, own_keys
from amnesty.transparency.notes import signed
from db.audit.checkpoints import new_checkpoint, require_grown
from tests.store.listing import DAY, ROOTS, in_use, one_more, verdict
from tests.store.office import note

if TYPE_CHECKING:
    from amnesty.services.trust.signing import Founding
    from tests.faults.trials.work import Desks
    from tests.store.office import Office


@dataclass
class LaterClock:
    """A clock that is ahead by some years."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant."""
        return self.at


def test_what_the_old_key_signed_stays_good(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """After both keys are renewed, certificates of the old and the new stand."""
    desk = desks.supervisor
    before = [in_use(desk, use) for use in (KeyUse.CERTIFICATE, KeyUse.STATUS)]
    assert renew_key(desk, KeyUse.CERTIFICATE, new_key()).signs
    assert renew_key(desk, KeyUse.STATUS, new_key()).signs
    assert in_use(desk, KeyUse.CERTIFICATE) not in before
    assert in_use(desk, KeyUse.STATUS) not in before
    later = one_more(desks, 1)
    for number in (issued, later):
        assert verdict(desk, number, founding.roots_file) is Verdict.VALID
    with desk.transaction() as register:
        kept = list(register.secrets(Compartment.SIGNING).values())
        ends = {
            one.listed.key.key_id.hex(): one.listed.issues_to
            for one in own_keys(register)
        }
    assert all(ends[key_id] <= desk.now() for key_id in before)
    signers = [opened(desk, one) for one in kept if one.startswith(b"\x30")]
    assert not {one.key_id.hex() for one in signers} & set(before)


def test_a_dropped_key_is_believed_no_more(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """The key in use is not dropped; the one before is, and what it signed with it."""
    desk = desks.supervisor
    stolen = in_use(desk, KeyUse.CERTIFICATE)
    with pytest.raises(KeyInUseError):
        drop_key(desk, stolen)
    with pytest.raises(NoSuchListedKeyError):
        drop_key(desk, "ffffffff")
    renew_key(desk, KeyUse.CERTIFICATE, new_key())
    drop_key(desk, stolen)
    later = one_more(desks, 1)
    assert verdict(desk, issued, founding.roots_file) is Verdict.UNKNOWN_ISSUER
    assert verdict(desk, later, founding.roots_file) is Verdict.VALID


def test_a_clerk_changes_no_key(desks: Desks, founding: Founding) -> None:
    """Keys are a supervisor's: by the rule, and because nobody else opens them."""
    del founding
    for act in (
        lambda: renew_key(desks.clerk, KeyUse.STATUS, new_key()),
        lambda: drop_key(desks.clerk, "0000"),
        lambda: request_keys(desks.clerk),
        lambda: adopt(desks.clerk, b"", ROOTS),
    ):
        with pytest.raises(RoleMayNotError):
            act()


def test_a_key_that_has_ended_signs_nothing(desks: Desks, founding: Founding) -> None:
    """After five years it is renewed first: devices would refuse what it signs."""
    del founding
    late = replace(
        desks.supervisor, clock=LaterClock(desks.supervisor.now() + 1827 * DAY)
    )
    with pytest.raises(OwnKeyEndedError, match="renew-key status"):
        publish(late)
    renew_key(late, KeyUse.STATUS, new_key())
    assert "manifest.cbor" in publish(late)


def test_screens_say_that_a_key_is_on_a_token(desks: Desks, founding: Founding) -> None:
    """Where no PIN can be asked for, nothing is issued, and the sentence says where."""
    del founding
    signer = PrivateKeySigner.generate()
    named = TokenKey(
        public_key=signer.public_key, module="/x.so", label="penmaen", object_id=b"1"
    )
    made = MadeKey(signer=signer, secret=named.to_bytes())
    renew_key(desks.supervisor, KeyUse.CERTIFICATE, made)
    with pytest.raises(TokenNotHereError, match="amnesty issue"):
        one_more(desks, 0)


def test_checkpoints_of_the_key_before_are_still_taken(
    office: Office, desks: Desks, founding: Founding
) -> None:
    """The log's key is renewed; what was signed with the old one and kept still counts.

    Nobody else's checkpoint does.
    """
    del founding
    supervisor = office.open("gareth")
    with supervisor.transaction() as transaction:
        kept = new_checkpoint(transaction)
        note(transaction)
    assert renew_log_key(desks.supervisor).signs
    assert "checkpoint.txt" in publish(desks.supervisor)
    with supervisor.transaction() as transaction:
        assert require_grown(transaction, kept).size > 0
        now = new_checkpoint(transaction)
        note(transaction)
        forged = signed(require_grown(transaction, now), bytes(32))
        with pytest.raises(CheckpointForgedError):
            require_grown(transaction, forged)
