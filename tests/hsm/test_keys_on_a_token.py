"""Keys on a PKCS #11 token, tried with SoftHSM."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pkcs11
import pytest

from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.key_files import TokenKey, parse_key_file
from amnesty.credential.keys import PrivateKeySigner
from amnesty.errors.hsm import (
    HsmLibraryMissingError,
    HsmModuleError,
    PinLockedError,
    PinWrongError,
    TokenFailedError,
    TokenKeyExposedError,
    TokenKeyMissingError,
    TokenKeyOtherError,
    TokenMissingError,
    TokenTwiceError,
)
from amnesty.hsm import Hsm, HsmSigner

if TYPE_CHECKING:
    from amnesty.errors import AmnestyError
    from tests.hsm.softhsm import Token

HALF_OF_THE_ORDER = 0x7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8


@pytest.fixture
def signer(hsm: Hsm, token: Token) -> HsmSigner:
    """Return a key that was made on the token."""
    return hsm.new_key(token.module, token.label, chance=os.urandom)


def named(signer: HsmSigner) -> TokenKey:
    """Return what is kept of a key."""
    key = parse_key_file(signer.reference)
    assert isinstance(key, TokenKey)
    return key


def test_what_it_signs_is_believed(signer: HsmSigner) -> None:
    """Twenty messages verify as ES256, each with low s, as from a key in a file."""
    for number in range(20):
        signed = sign1(bytes([number]), content_type="text/x", signer=signer)
        assert parse_sign1(signed).check(signer.public_key) == bytes([number])
        s = int.from_bytes(signer.sign(bytes([number]))[32:], "big")
        assert 0 < s <= HALF_OF_THE_ORDER


def test_another_command_finds_it(hsm: Hsm, token: Token) -> None:
    """After logging out, the reference and the PIN are enough, asked for once."""
    made = hsm.new_key(token.module, token.label, chance=os.urandom)
    assert token.pin.encode() not in made.reference
    hsm.close()
    asked: list[str] = []

    def ask(label: str) -> str:
        asked.append(label)
        return token.pin

    later = Hsm(ask)
    try:
        for _ in range(3):
            found = later.signer(made.reference)
            found.public_key.check(found.sign(b"x"), b"x")
            assert found.key_id == made.key_id
    finally:
        later.close()
    assert asked == ["penmaen"]


def test_it_cannot_be_read_out(signer: HsmSigner) -> None:
    """The token gives nobody the private key, nor wraps it."""
    handle = signer._private
    assert handle[pkcs11.Attribute.NEVER_EXTRACTABLE]
    with pytest.raises(pkcs11.AttributeSensitive):
        handle[pkcs11.Attribute.VALUE]


def test_a_wrong_pin_is_tried_once(token: Token) -> None:
    """One wrong PIN is one attempt at the token, and one sentence."""
    asked: list[str] = []

    def ask(label: str) -> str:
        asked.append(label)
        return "wrong"

    with pytest.raises(PinWrongError, match="penmaen"):
        Hsm(ask).new_key(token.module, token.label, chance=os.urandom)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"label": "llanfair"}, TokenMissingError),
        ({"module": "/nowhere/token.so"}, HsmModuleError),
        ({"module": __file__}, HsmModuleError),
        ({"object_id": b"\x09" * 8}, TokenKeyMissingError),
    ],
)
def test_what_is_not_there_is_told(
    hsm: Hsm, signer: HsmSigner, change: dict[str, Any], error: type[AmnestyError]
) -> None:
    """No such token, library or key: each has its sentence."""
    with pytest.raises(error):
        hsm.signer(replace(named(signer), **change).to_bytes())


def test_no_pin_is_asked_for_a_token_that_is_missing(token: Token) -> None:
    """A PIN is typed only for a token that is there."""

    def ask(label: str) -> str:
        raise AssertionError(label)

    with pytest.raises(TokenMissingError):
        Hsm(ask).new_key(token.module, "llanfair", chance=os.urandom)


def test_an_exchanged_key_signs_nothing(hsm: Hsm, signer: HsmSigner) -> None:
    """Another key under the same id is noticed by its first signature."""
    stranger = PrivateKeySigner.generate().public_key
    exchanged = replace(named(signer), public_key=stranger)
    with pytest.raises(TokenKeyOtherError):
        hsm.signer(exchanged.to_bytes()).sign(b"x")


def test_without_the_package_it_is_named(
    token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has no library for tokens is told what to install."""
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(HsmLibraryMissingError, match=r"carlys-amnesty\[hsm\]"):
        token.opened().new_key(token.module, token.label, chance=os.urandom)


class _Failing:
    """A token's handle whose every use ends as a token may end it."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def sign(self, *_: object, **__: object) -> bytes:
        """Fail."""
        raise self._error


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (pkcs11.PinLocked(), PinLockedError),
        (pkcs11.DeviceRemoved(), TokenMissingError),
        (pkcs11.MultipleTokensReturned(), TokenTwiceError),
        (pkcs11.DeviceError(), TokenFailedError),
        (pkcs11.SessionHandleInvalid(), TokenFailedError),
    ],
)
def test_every_end_of_a_token_is_one_sentence(
    raised: Exception, error: type[AmnestyError]
) -> None:
    """What SoftHSM never does, locking itself say, is told like the rest."""
    key = _reference()
    with pytest.raises(error, match="token"):
        HsmSigner(_Failing(raised), key).sign(b"x")


def test_a_key_that_could_be_read_out_is_not_used(
    hsm: Hsm, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that ignores what it is asked for is found out when the key is made."""
    session = hsm._session(token.module, token.label)

    class Curve:
        """A curve whose keys are exposed."""

        def generate_keypair(
            self, **_: object
        ) -> tuple[dict[Any, Any], dict[Any, Any]]:
            """Return a key pair that says that it can be read out."""
            exposed = {
                pkcs11.Attribute.EXTRACTABLE: True,
                pkcs11.Attribute.SENSITIVE: True,
            }
            return {}, exposed

    class Exposing:
        """A session that makes such keys."""

        create_domain_parameters = staticmethod(lambda *_, **__: Curve())

    monkeypatch.setitem(hsm._sessions, (token.module, token.label), Exposing())
    with pytest.raises(TokenKeyExposedError):
        hsm.new_key(token.module, token.label, chance=os.urandom)
    session.close()


def _reference() -> TokenKey:
    return TokenKey(
        public_key=PrivateKeySigner.generate().public_key,
        module="/usr/lib/token.so",
        label="penmaen",
        object_id=b"\x01",
    )
