"""Roots, and the list of keys that a root signs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.keys import Ed25519Key
from amnesty.credential.labels import CERTIFICATE_TYPE, KEYS, KEYS_TYPE
from amnesty.credential.roots import fingerprint, make_roots, parse_roots
from amnesty.credential.trust import (
    ListedKey,
    ListedUse,
    make_trust_list,
    parse_trust_list,
)
from amnesty.errors import CredentialError
from amnesty.errors.credential import (
    BytesTooManyError,
    ContentTypeRefusedError,
    FieldRefusedError,
    IssuerRefusedError,
    KeyTwiceError,
    KeyUseRefusedError,
    OutsideKeyWindowError,
    PointRefusedError,
    SignatureRefusedError,
    ThumbprintRefusedError,
    UnknownKeyError,
    UnknownRootError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

Entries = list[dict[int, object]]


def test_roots_come_back(world: ModuleType) -> None:
    """Both roots are found by their ids, and no other key is."""
    roots = parse_roots(world.roots_file())
    assert roots.keys == (world.ROOT.public_key, world.SPARE.public_key)
    assert roots.find(world.SPARE.key_id) == world.SPARE.public_key
    assert roots.find(world.STRANGER.key_id) is None


def test_the_fingerprint_tells_roots_apart(world: ModuleType) -> None:
    """Eight groups of four to compare by voice; other roots have another."""
    ours = fingerprint(world.roots_file())
    assert [len(group) for group in ours.split(" ")] == [4] * 8
    assert ours != fingerprint(make_roots([world.ROOT.public_key]))


def test_files_that_are_no_roots_are_refused(world: ModuleType) -> None:
    """Nothing else passes as roots, nor the same root twice, nor an audit key."""
    key = world.ROOT.public_key
    for bad in (
        b"",
        b"text",
        encode([]),
        encode({1: "carly:roots", 2: []}),
        encode({1: "other", 2: [key.cose_key]}),
        encode({1: "carly:roots", 2: [key.cose_key], 3: 1}),
        encode({1: "carly:roots", 2: [Ed25519Key(x=bytes(32)).cose_key]}),
        make_roots([key, key]),
        make_roots([key])[:-1],
        make_roots([key]) + b"\0",
        bytes(5000),
    ):
        with pytest.raises(CredentialError):
            parse_roots(bad)


def test_a_trust_list_comes_back(world: ModuleType) -> None:
    """Every entry is the one that was signed."""
    trust = parse_trust_list(world.trust_list(), roots=world.roots())
    assert trust.sequence == 7
    assert trust.issued_at == world.PUBLISHED
    assert trust.expires_at == world.PUBLISHED + timedelta(days=400)
    assert list(trust.keys) == world.listed_keys()


def test_either_root_signs_and_no_stranger(world: ModuleType) -> None:
    """The spare root is as good as the first; a stranger's list is refused."""
    for root in (world.ROOT, world.SPARE):
        parse_trust_list(world.trust_list(root=root), roots=world.roots())
    with pytest.raises(UnknownRootError):
        parse_trust_list(world.trust_list(root=world.STRANGER), roots=world.roots())


def test_a_list_with_anothers_signature_is_refused(world: ModuleType) -> None:
    """A root's name over a stranger's signature does not pass."""

    class Impostor:
        key_id = world.ROOT.key_id
        public_point = world.ROOT.public_point
        sign = staticmethod(world.STRANGER.sign)

    forged = world.trust_list(root=Impostor())
    with pytest.raises(SignatureRefusedError):
        parse_trust_list(forged, roots=world.roots())


def test_a_root_signs_nothing_but_lists_of_keys(world: ModuleType) -> None:
    """A message of another type with a root's signature is no trust list."""
    payload = parse_sign1(world.trust_list(), most=5000).unverified_payload
    other = sign1(payload, content_type=CERTIFICATE_TYPE, signer=world.ROOT)
    with pytest.raises(ContentTypeRefusedError):
        parse_trust_list(other, roots=world.roots())


def with_entries(world: ModuleType, change: Callable[[Entries], object]) -> bytes:
    """Return the trust list with its entries changed, signed by the root."""
    claims = decode(parse_sign1(world.trust_list(), most=5000).unverified_payload)
    assert isinstance(claims, dict)
    change(claims[KEYS][2])
    return sign1(encode(claims), content_type=KEYS_TYPE, signer=world.ROOT)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda keys: keys.append(keys[0]), KeyTwiceError),
        (lambda keys: keys[0].update({1: keys[1][1]}), ThumbprintRefusedError),
        (lambda keys: keys[0].update({1: b"short"}), FieldRefusedError),
        (lambda keys: keys[0].update({3: "e06"}), FieldRefusedError),
        (lambda keys: keys[0].update({4: "root"}), FieldRefusedError),
        (lambda keys: keys[0].update({4: "checkpoint"}), FieldRefusedError),
        (lambda keys: keys[0].update({5: -1}), FieldRefusedError),
        (lambda keys: keys[0].update({6: 1 << 40}), FieldRefusedError),
        (lambda keys: keys[0].update({7: 0}), FieldRefusedError),
        (lambda keys: keys[0].pop(6), FieldRefusedError),
        (lambda keys: keys[0][2].update({-3: bytes(32)}), PointRefusedError),
        (lambda keys: keys[0][2].update({3: -8}), FieldRefusedError),
        (lambda keys: keys.append([]), FieldRefusedError),
    ],
)
def test_one_wrong_entry_refuses_the_list(
    world: ModuleType,
    change: Callable[[Entries], object],
    error: type[CredentialError],
) -> None:
    """A list is taken whole or not at all, even one that a root signed."""
    with pytest.raises(error):
        parse_trust_list(with_entries(world, change), roots=world.roots())


def test_a_list_larger_than_its_limit_is_refused(world: ModuleType) -> None:
    """A verifier reads a megabyte and no more."""
    with pytest.raises(BytesTooManyError):
        parse_trust_list(bytes(1 << 21), roots=world.roots())


def test_audit_keys_are_listed_for_checkpoints_only(world: ModuleType) -> None:
    """Ed25519 is taken for checkpoints, and refused for anything else."""
    public = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    for use in ListedUse:
        entry = ListedKey(
            key=Ed25519Key(x=public),
            issuer=world.AUTHORITY,
            use=use,
            issues_from=world.PUBLISHED,
            issues_to=world.NOW,
        )
        signed = make_trust_list(
            [entry],
            sequence=1,
            issued_at=world.PUBLISHED,
            expires_at=world.NOW,
            root=world.ROOT,
        )
        if use is ListedUse.CHECKPOINT:
            trust = parse_trust_list(signed, roots=world.roots())
            assert trust.keys == (entry,)
        else:
            with pytest.raises(FieldRefusedError):
                parse_trust_list(signed, roots=world.roots())


def test_a_key_has_one_use(world: ModuleType) -> None:
    """A status key's signature is not taken on a certificate."""
    trust = parse_trust_list(world.trust_list(), roots=world.roots())
    envelope = parse_sign1(world.token())
    listed, payload = trust.check(envelope, ListedUse.CERTIFICATE)
    assert listed.key == world.CERTIFICATE_KEY.public_key
    assert payload == envelope.unverified_payload
    with pytest.raises(KeyUseRefusedError):
        trust.check(envelope, ListedUse.STATUS)


def test_a_key_that_is_not_listed_is_unknown(world: ModuleType) -> None:
    """The error names the key, for whoever keeps the list."""
    trust = parse_trust_list(world.trust_list(keys=[]), roots=world.roots())
    with pytest.raises(UnknownKeyError, match=world.CERTIFICATE_KEY.key_id.hex()):
        trust.check(parse_sign1(world.token()), ListedUse.CERTIFICATE)


def test_a_key_issues_for_its_authority_within_its_window(world: ModuleType) -> None:
    """Both ends of the window count; a moment outside does not, nor a neighbour."""
    listed = world.listed_keys()[2]
    second = timedelta(seconds=1)
    for at in (listed.issues_from, listed.issues_to):
        listed.require_issue(issuer=world.AUTHORITY, issued_at=at)
    for at in (listed.issues_from - second, listed.issues_to + second):
        with pytest.raises(OutsideKeyWindowError):
            listed.require_issue(issuer=world.AUTHORITY, issued_at=at)
    with pytest.raises(IssuerRefusedError):
        listed.require_issue(issuer=world.NEIGHBOUR, issued_at=listed.issues_to)
