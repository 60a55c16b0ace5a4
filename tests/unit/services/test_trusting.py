"""Keeping roots: admitting, retiring and removing keys, signing, changing roots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import read_bundle
from amnesty.credential.request import KeyRequest, make_request, parse_request, proven
from amnesty.credential.trust import ListedUse, parse_trust_list
from amnesty.domain.identifiers import GssCode
from amnesty.domain.verdict import Verdict
from amnesty.errors.credential import UnknownRootError
from amnesty.errors.identifiers import AuthorityKindError
from amnesty.errors.lists import BundleOlderError
from amnesty.errors.trusting import (
    ClockBehindError,
    LastRootError,
    ListedAlreadyError,
    NoSuchListedKeyError,
    NotARootError,
    RemovedBeforeError,
    RetiredBackwardsError,
    RootTwiceError,
    WindowReversedError,
    WindowTooLongError,
)
from amnesty.services.trust.trusting import (
    add_root,
    admit,
    find_key,
    found_federation,
    remove,
    retire,
    retire_root,
    sign_list,
    unlisted,
)

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.errors import BadInputError
    from amnesty.services.trust.federation import Federation

BY = "keeper"
HOLDS = timedelta(days=90)


@pytest.fixture
def request_of(world: ModuleType) -> KeyRequest:
    """Return the request of an authority."""
    return requested(world)


@pytest.fixture
def federation(world: ModuleType, request_of: KeyRequest) -> Federation:
    """Return roots that have admitted the authority, and signed."""
    made = found_federation(
        [world.ROOT.public_key, world.SPARE.public_key], at=world.PUBLISHED, by=BY
    )
    return signed(world, admit(made, request_of, at=world.PUBLISHED, by=BY))


def requested(world: ModuleType, days: int = 900) -> KeyRequest:
    """Return a request for a certificate key and a status key."""
    ends = world.NOW + days * world.DAY
    keys = [
        proven(world.listed(signer, use, issues_to=ends), signer)
        for signer, use in (
            (world.CERTIFICATE_KEY, ListedUse.CERTIFICATE),
            (world.STATUS_KEY, ListedUse.STATUS),
        )
    ]
    return parse_request(make_request(keys, made_at=world.NOW))


def signed(
    world: ModuleType, federation: Federation, root: object = None
) -> Federation:
    """Return it with its next list signed."""
    return sign_list(
        federation, root or world.ROOT, at=world.PUBLISHED, by=BY, holds=HOLDS
    )


def answer(world: ModuleType, federation: Federation) -> Verdict:
    """Return what a device that holds the roots answers about a certificate."""
    bundle = read_bundle(
        world.files(trust=federation.signed), roots=federation.roots, now=world.NOW
    )
    verdict: Verdict = world.ask(bundle=bundle).verdict
    return verdict


def test_an_admitted_authority_is_believed(
    world: ModuleType, federation: Federation
) -> None:
    """Its certificate answers VALID under the roots, with the list that was signed."""
    assert answer(world, federation) is Verdict.VALID


def test_a_request_is_admitted_once(
    world: ModuleType, federation: Federation, request_of: KeyRequest
) -> None:
    """The same keys again are refused; new ones beside them are admitted alone."""
    for act in (
        lambda: admit(federation, request_of, at=world.NOW, by=BY),
        lambda: unlisted(federation, request_of),
    ):
        with pytest.raises(ListedAlreadyError):
            act()
    new = proven(
        world.listed(world.RETIRED_KEY, ListedUse.CERTIFICATE), world.RETIRED_KEY
    )
    both = replace(request_of, keys=(*request_of.keys, new))
    assert unlisted(federation, both).keys == (new,)


def test_a_key_under_another_authority_is_refused(
    world: ModuleType, federation: Federation
) -> None:
    """Whoever has a listed key cannot have it listed for somebody else as well."""
    neighbours = world.listed(
        world.CERTIFICATE_KEY, ListedUse.CERTIFICATE, issuer=world.NEIGHBOUR
    )
    request = parse_request(
        make_request([proven(neighbours, world.CERTIFICATE_KEY)], made_at=world.NOW)
    )
    with pytest.raises(ListedAlreadyError):
        admit(federation, unlisted(federation, request), at=world.NOW, by=BY)


@pytest.mark.parametrize(
    ("days", "error"), [(-901, WindowReversedError), (2000, WindowTooLongError)]
)
def test_a_window_that_cannot_be_is_refused(
    world: ModuleType, days: int, error: type[BadInputError]
) -> None:
    """A key does not end before it begins, nor issue for longer than six years."""
    made = found_federation([world.ROOT.public_key], at=world.NOW, by=BY)
    with pytest.raises(error):
        admit(made, requested(world, days), at=world.NOW, by=BY)


def test_only_authorities_that_may_register_are_admitted(
    world: ModuleType, request_of: KeyRequest
) -> None:
    """A county's code is well-formed, and is not one that keeps a register."""
    made = found_federation([world.ROOT.public_key], at=world.NOW, by=BY)
    county = replace(request_of, issuer=GssCode("E10000012"))
    with pytest.raises(AuthorityKindError):
        admit(made, county, at=world.NOW, by=BY)


def test_a_retired_key_keeps_alive_what_it_signed(
    world: ModuleType, federation: Federation
) -> None:
    """Closed from a later day, its certificate still answers VALID; a new one does not.

    Nor can the window be closed in the past, or opened again.
    """
    key = federation.keys[0]
    day = date(2026, 12, 1)
    closed = signed(world, retire(federation, key, day, at=world.NOW, by=BY))
    assert answer(world, closed) is Verdict.VALID
    late = world.certificate(issued_at=world.NOW + 8 * world.DAY)
    bundle = read_bundle(
        world.files(late, trust=closed.signed),
        roots=closed.roots,
        now=world.NOW,
    )
    later = world.ask(late, bundle=bundle, now=world.NOW + 9 * world.DAY)
    assert later.verdict is Verdict.NOT_GENUINE
    for wrong in (date(2026, 11, 24), date(2020, 1, 1), date(2040, 1, 1)):
        with pytest.raises(RetiredBackwardsError):
            retire(federation, key, wrong, at=world.NOW, by=BY)


def test_a_removed_key_is_believed_no_more(
    world: ModuleType, federation: Federation, request_of: KeyRequest
) -> None:
    """What a stolen key signed is of no known authority, and the key stays away."""
    without = signed(world, remove(federation, federation.keys[0], at=world.NOW, by=BY))
    assert answer(world, without) is Verdict.UNKNOWN_ISSUER
    with pytest.raises(RemovedBeforeError):
        admit(without, unlisted(without, request_of), at=world.NOW, by=BY)
    with pytest.raises(RemovedBeforeError):
        signed(world, replace(without, keys=federation.keys))


def test_a_number_is_never_used_twice(
    world: ModuleType, federation: Federation
) -> None:
    """Numbers rise within a day, by the day, and after the list itself was lost."""
    last = federation.last
    assert last is not None
    assert last.sequence == 2026112401
    lost = replace(federation, signed=None)
    again = signed(world, lost)
    assert again.last is not None
    assert again.last.sequence == 2026112402
    fresh = found_federation([world.ROOT.public_key], at=world.NOW, by=BY)
    assert signed(world, fresh).last_number > 10_000


def test_a_device_refuses_the_list_before(
    world: ModuleType, federation: Federation
) -> None:
    """Whoever keeps a device from new lists cannot hand it an older one."""
    older = world.files(trust=federation.signed)
    newer = world.files(trust=signed(world, federation).signed, sequence=8)
    bundle = read_bundle(newer, roots=federation.roots, now=world.NOW)
    seen = {world.AUTHORITY: bundle.seen(world.NOW)}
    with pytest.raises(BundleOlderError):
        read_bundle(older, roots=federation.roots, now=world.NOW, seen=seen)


def test_a_clock_that_is_behind_signs_nothing(
    world: ModuleType, federation: Federation
) -> None:
    """A list is never dated before the one that it follows."""
    before = world.PUBLISHED - world.DAY
    with pytest.raises(ClockBehindError):
        sign_list(federation, world.ROOT, at=before, by=BY, holds=HOLDS)


def test_only_a_root_signs(world: ModuleType, federation: Federation) -> None:
    """The spare is as good as the first; a key that is no root signs nothing."""
    spare = signed(world, federation, world.SPARE)
    assert answer(world, spare) is Verdict.VALID
    with pytest.raises(NotARootError):
        signed(world, federation, world.STRANGER)


def test_while_roots_change_old_and_new_devices_accept_one_list(
    world: ModuleType, federation: Federation
) -> None:
    """Old roots and new roots both take what the old root signs, then the new alone."""
    old_roots = federation.roots
    both = signed(
        world, add_root(federation, world.STRANGER.public_key, at=world.NOW, by=BY)
    )
    assert both.signed is not None
    for roots in (old_roots, both.roots):
        assert parse_trust_list(both.signed, roots=roots).keys == both.keys
    with pytest.raises(RootTwiceError):
        add_root(both, world.ROOT.public_key, at=world.NOW, by=BY)
    after = retire_root(
        both,
        world.ROOT.key_id,
        successor=world.STRANGER,
        at=world.NOW,
        by=BY,
        holds=HOLDS,
    )
    assert after.signed is not None
    assert answer(world, after) is Verdict.VALID
    with pytest.raises(UnknownRootError):
        parse_trust_list(after.signed, roots=old_roots)
    with pytest.raises(UnknownRootError):
        parse_trust_list(both.signed, roots=after.roots)
    for key_id, error in (
        (world.STRANGER.key_id, LastRootError),
        (world.ROOT.key_id, NotARootError),
    ):
        with pytest.raises(error):
            retire_root(
                after,
                key_id,
                successor=world.STRANGER,
                at=world.NOW,
                by=BY,
                holds=HOLDS,
            )


def test_a_key_is_found_by_the_beginning_of_its_id(federation: Federation) -> None:
    """Four letters are enough where they are one key's."""
    key = federation.keys[0]
    assert find_key(federation.keys, key.key.key_id.hex()[:6].upper()) == key
    for typed in ("", key.key.key_id.hex()[:3], "zzzzzz"):
        with pytest.raises(NoSuchListedKeyError):
            find_key(federation.keys, typed)
