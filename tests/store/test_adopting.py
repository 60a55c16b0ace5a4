"""A register takes in a list of keys that others signed, or refuses it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.trust import ListedUse, listed_key
from amnesty.domain.identifiers import GssCode
from amnesty.domain.verdict import Verdict
from amnesty.errors.adopting import (
    KeyInOurNameError,
    KeyStillWaitsError,
    OwnKeyNotListedError,
    TrustListAheadError,
    TrustListEndedError,
    TrustListOlderError,
)
from amnesty.errors.credential import UnknownRootError
from amnesty.errors.trusting import KeyFileSpoiltError
from amnesty.ports import KeyUse
from amnesty.services.police.publishing import publish
from amnesty.services.trust.adopting import adopt
from amnesty.services.trust.renewing import drop_key, new_key, renew_key, renew_log_key
from amnesty.services.trust.signing import signing_key
from tests.store.listing import DAY, ROOTS, in_use, one_more, signed, verdict, wanted

if TYPE_CHECKING:
    from amnesty.services.trust.signing import Founding
    from tests.faults.trials.work import Desks


def test_the_list_of_others_is_published(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """From the adoption on, under the federation's roots and no others."""
    desk = desks.supervisor
    adopted = signed(desk, wanted(desk))
    done = adopt(desk, adopted, ROOTS)
    assert (done.number, done.in_use_now, done.not_listed) == (1, (), ())
    assert publish(desk)["trust.cbor"] == adopted
    assert verdict(desk, issued, ROOTS) is Verdict.VALID
    with pytest.raises(UnknownRootError):
        verdict(desk, issued, founding.roots_file)
    with desk.transaction() as register, pytest.raises(KeyFileSpoiltError):
        signing_key(desk, register, KeyUse.ROOT)


def test_an_older_list_is_refused(desks: Desks, founding: Founding) -> None:
    """A lower number, and other bytes under the same one; the same again is none."""
    del founding
    desk = desks.supervisor
    keys = wanted(desk)
    second = signed(desk, keys, number=2)
    adopt(desk, second, ROOTS)
    adopt(desk, second, ROOTS)
    for number in (1, 2):
        with pytest.raises(TrustListOlderError):
            adopt(desk, signed(desk, keys, number=number), ROOTS)
    adopt(desk, signed(desk, keys, number=3), ROOTS)


def test_a_list_out_of_its_time_is_refused(desks: Desks, founding: Founding) -> None:
    """One that has ended, and one that is still to come."""
    del founding
    desk = desks.supervisor
    for days, error in ((-90, TrustListEndedError), (1, TrustListAheadError)):
        with pytest.raises(error):
            adopt(desk, signed(desk, wanted(desk), days=days), ROOTS)


def test_a_strangers_key_in_our_name_is_noticed(
    desks: Desks, founding: Founding
) -> None:
    """A root that was deceived, or stolen, cannot list one behind the authority's back.

    Nor can it give one of the authority's keys another use.
    """
    del founding
    desk = desks.supervisor
    keys = wanted(desk)
    strangers = listed_key(
        PrivateKeySigner.generate(),
        issuer=keys[0].issuer,
        use=ListedUse.CERTIFICATE,
        issues_from=desk.now(),
        issues_to=desk.now() + DAY,
    )
    exchanged = [replace(keys[0], use=ListedUse.STATUS), *keys[1:]]
    for listed in ([*keys, strangers], exchanged):
        with pytest.raises(KeyInOurNameError):
            adopt(desk, signed(desk, listed), ROOTS)
    neighbours = replace(strangers, issuer=GssCode("E07000012"))
    adopt(desk, signed(desk, [*keys, neighbours]), ROOTS)


def test_a_list_without_our_keys_is_refused(desks: Desks, founding: Founding) -> None:
    """Missing, ended, or only of later: the register would sign for nobody."""
    del founding
    desk = desks.supervisor
    keys = wanted(desk)
    ended = replace(keys[1], issues_to=desk.now() - DAY, issues_from=desk.now() - DAY)
    for listed in (
        [keys[0], keys[2]],
        keys[1:],
        keys[:2],
        [keys[0], ended, keys[2]],
    ):
        with pytest.raises(OwnKeyNotListedError):
            adopt(desk, signed(desk, listed), ROOTS)


def test_a_waiting_key_signs_when_it_is_listed(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """Until then the old one does; once both are listed, old and new papers stand."""
    del founding
    desk = desks.supervisor
    adopt(desk, signed(desk, wanted(desk)), ROOTS)
    old = in_use(desk, KeyUse.CERTIFICATE)
    assert not renew_key(desk, KeyUse.CERTIFICATE, new_key()).signs
    with pytest.raises(KeyStillWaitsError):
        renew_key(desk, KeyUse.CERTIFICATE, new_key())
    assert in_use(desk, KeyUse.CERTIFICATE) == old
    done = adopt(desk, signed(desk, wanted(desk), number=2), ROOTS)
    assert done.in_use_now == (ListedUse.CERTIFICATE,)
    assert in_use(desk, KeyUse.CERTIFICATE) != old
    later = one_more(desks, 1)
    for number in (issued, later):
        assert verdict(desk, number, ROOTS) is Verdict.VALID


def test_a_stolen_key_leaves_the_list_and_the_register(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """The new key takes over from a list that names the stolen one no more."""
    del founding
    desk = desks.supervisor
    adopt(desk, signed(desk, wanted(desk)), ROOTS)
    stolen = in_use(desk, KeyUse.CERTIFICATE)
    renew_key(desk, KeyUse.CERTIFICATE, new_key())
    without = [one for one in wanted(desk) if one.key.key_id.hex() != stolen]
    done = adopt(desk, signed(desk, without, number=2), ROOTS)
    assert [one.key.key_id.hex() for one in done.not_listed] == [stolen]
    drop_key(desk, stolen)
    assert stolen not in {one.key.key_id.hex() for one in wanted(desk)}
    assert verdict(desk, issued, ROOTS) is Verdict.UNKNOWN_ISSUER


def test_a_waiting_key_can_be_dropped(desks: Desks, founding: Founding) -> None:
    """Stolen before it was ever used, it is replaced by another."""
    del founding
    desk = desks.supervisor
    adopt(desk, signed(desk, wanted(desk)), ROOTS)
    waiting = new_key()
    renew_key(desk, KeyUse.STATUS, waiting)
    drop_key(desk, waiting.signer.key_id.hex())
    assert not renew_key(desk, KeyUse.STATUS, new_key()).signs


def test_a_new_key_for_checkpoints_waits_too(
    desks: Desks, founding: Founding, issued: str
) -> None:
    """Then it signs, and a list that names the one before as well is still ours."""
    del founding
    desk = desks.supervisor
    adopt(desk, signed(desk, wanted(desk)), ROOTS)
    assert not renew_log_key(desk).signs
    with pytest.raises(KeyStillWaitsError):
        renew_log_key(desk)
    keys = wanted(desk)
    assert [one.use for one in keys].count(ListedUse.CHECKPOINT) == 2
    done = adopt(desk, signed(desk, keys, number=2), ROOTS)
    assert done.in_use_now == (ListedUse.CHECKPOINT,)
    adopt(desk, signed(desk, keys, number=3), ROOTS)
    assert verdict(desk, issued, ROOTS) is Verdict.VALID
    without = [one for one in keys if one.use is not ListedUse.CHECKPOINT]
    with pytest.raises(OwnKeyNotListedError, match="checkpoint"):
        adopt(desk, signed(desk, without, number=4), ROOTS)
