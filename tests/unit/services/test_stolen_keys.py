"""What a thief can and cannot do with each kind of key, as the threat model says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import to_digits
from amnesty.credential.manifest import numbers_on
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.credential.token import sign_certificate
from amnesty.credential.trust import ListedUse
from amnesty.domain.certificate import CertificateStatus, StatusSlot
from amnesty.domain.verdict import Verdict
from amnesty.errors.credential import (
    FieldRefusedError,
    IssuerRefusedError,
    KeyUseRefusedError,
    UnknownKeyError,
    UnknownRootError,
)
from amnesty.errors.lists import BundleOlderError
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.credential.bundle import Bundle
    from amnesty.credential.keys import PrivateKeySigner
    from amnesty.domain.certificate import Certificate


def forged(world: ModuleType, **changes: object) -> Certificate:
    """Return a certificate for the thief, on a slot that nobody has."""
    changes.setdefault("slot", StatusSlot(uri=world.LIST, index=22))
    made: Certificate = world.certificate(holder="Made Up Thief", **changes)
    return made


def answered(
    world: ModuleType, one: Certificate, signer: PrivateKeySigner, bundle: Bundle
) -> Verdict:
    """Return what an officer is answered about what a thief signed."""
    text = to_digits(sign_certificate(one, signer))
    answer: Verdict = verify(text, bundle=bundle, now=world.NOW).verdict
    return answer


@pytest.mark.parametrize("slot", [21, 22])
def test_a_certificate_key_alone_forges_nothing(world: ModuleType, slot: int) -> None:
    """On a free slot and on somebody's own, the desk never issued these bytes."""
    one = forged(world, slot=StatusSlot(uri=world.LIST, index=slot))
    verdict = answered(world, one, world.CERTIFICATE_KEY, world.bundle())
    assert verdict is Verdict.NOT_ISSUED


def test_where_lists_are_old_a_forgery_is_never_green(world: ModuleType) -> None:
    """A device kept from new lists for eight days confirms nothing."""
    published = world.NOW - 8 * world.DAY
    bundle = world.bundle(published=published)
    verdict = answered(world, forged(world), world.CERTIFICATE_KEY, bundle)
    assert verdict is Verdict.CANNOT_BE_CONFIRMED


def test_a_certificate_key_signs_for_no_other_authority(world: ModuleType) -> None:
    """In a neighbour's name it is not genuine."""
    one = forged(world, issuer=world.NEIGHBOUR)
    verdict = answered(world, one, world.CERTIFICATE_KEY, world.bundle())
    assert verdict is Verdict.NOT_GENUINE


def test_a_certificate_key_signs_no_list(world: ModuleType) -> None:
    """Nor a police file: it has one use."""
    for parts in (
        {"signer": world.CERTIFICATE_KEY},
        {"statuses": world.status_list(signer=world.CERTIFICATE_KEY)},
        {"issued": world.issued_list(signer=world.CERTIFICATE_KEY)},
    ):
        with pytest.raises(KeyUseRefusedError):
            world.bundle(**parts)


def test_a_status_key_signs_no_certificate(world: ModuleType) -> None:
    """Whatever lists it makes, there is nothing genuine for them to name."""
    one = forged(world)
    verdict = answered(world, one, world.STATUS_KEY, world.bundle(one))
    assert verdict is Verdict.NOT_GENUINE


def test_a_status_key_can_hide_a_revocation_until_it_is_removed(
    world: ModuleType,
) -> None:
    """A thief's police file says VALID; a list of keys without the key ends that."""
    revoked = {"status": CertificateStatus.REVOKED}
    assert world.ask(parts=revoked).verdict is Verdict.REVOKED
    assert world.ask(parts={"sequence": 8}).verdict is Verdict.VALID
    keys = [
        one for one in world.listed_keys() if one.key != world.STATUS_KEY.public_key
    ]
    with pytest.raises(UnknownKeyError):
        world.bundle(sequence=8, trust=world.trust_list(keys=keys, sequence=8))


def test_a_status_key_speaks_for_no_other_authority(world: ModuleType) -> None:
    """A neighbour's police file cannot be made with it."""
    with pytest.raises(IssuerRefusedError):
        world.bundle(issuer=world.NEIGHBOUR)


def test_a_status_key_blocks_a_device_for_three_days_at_most(
    world: ModuleType,
) -> None:
    """It uses up the numbers of three days; the file of the day after is taken in."""
    highest = numbers_on(world.PUBLISHED)[1]
    with pytest.raises(FieldRefusedError):
        world.bundle(sequence=highest + 1)
    poisoned = world.bundle(sequence=highest)
    seen = {world.AUTHORITY: poisoned.seen(world.NOW)}
    roots, second = world.roots(), world.PUBLISHED + 2 * world.DAY
    late = world.files(sequence=highest - 1, published=second)
    with pytest.raises(BundleOlderError):
        read_bundle(late, roots=roots, now=second, seen=seen)
    third = world.PUBLISHED + 3 * world.DAY
    next_one = world.files(sequence=numbers_on(third)[0], published=third)
    taken = read_bundle(next_one, roots=roots, now=third, seen=seen)
    assert taken.manifest.sequence > highest


def test_both_keys_forge_one_authority_and_no_more(world: ModuleType) -> None:
    """With both of a council's keys a thief issues in its name, and in no other's."""
    one = forged(world)
    both = answered(world, one, world.CERTIFICATE_KEY, world.bundle(one, sequence=8))
    assert both is Verdict.VALID
    neighbours = forged(world, issuer=world.NEIGHBOUR)
    other = answered(world, neighbours, world.CERTIFICATE_KEY, world.bundle(neighbours))
    assert other is Verdict.NOT_GENUINE


def test_a_root_forges_everything_until_devices_hold_other_roots(
    world: ModuleType,
) -> None:
    """A thief lists keys of their own; only roots.cbor, got by hand, ends it."""
    thief = world.STRANGER
    keys = [
        world.listed(thief, ListedUse.CERTIFICATE),
        world.listed(world.RETIRED_KEY, ListedUse.STATUS),
    ]
    parts = {
        "trust": world.trust_list(keys=keys, sequence=8),
        "statuses": world.status_list(signer=world.RETIRED_KEY),
        "issued": world.issued_list(forged(world), signer=world.RETIRED_KEY),
        "signer": world.RETIRED_KEY,
    }
    bundle = world.bundle(**parts)
    assert answered(world, forged(world), thief, bundle) is Verdict.VALID
    others = parse_roots(make_roots([world.SPARE.public_key]))
    with pytest.raises(UnknownRootError):
        read_bundle(world.files(**parts), roots=others, now=world.NOW)
