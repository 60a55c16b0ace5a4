"""Signing keys on a PKCS #11 token: made there, used there, never read out.

A PIN is asked for once and tried once: tokens lock themselves after a few wrong ones.
The library that reaches tokens is loaded when the first of them is needed.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from amnesty.credential.key_files import TokenKey, parse_key_file
from amnesty.credential.keys import P256Key, low_s
from amnesty.errors import CredentialError
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
from amnesty.errors.trusting import KeyFileSpoiltError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pkcs11

    from amnesty.ports import Chance

_OBJECT_ID_SIZE = 8
_UNCOMPRESSED = b"\x04\x41\x04"
"""How the point of P-256 begins as a token gives it: DER, 65 bytes, uncompressed."""
_COORDINATE = 32


class Hsm:
    """The tokens that one command uses (`amnesty.ports.Tokens`)."""

    def __init__(self, ask_pin: Callable[[str], str]) -> None:
        """Take what asks for the PIN of the token with a label."""
        self._ask_pin = ask_pin
        self._sessions: dict[tuple[str, str], pkcs11.Session] = {}

    def signer(self, reference: bytes) -> HsmSigner:
        """Return the key that was named by `TokenKey.to_bytes`.

        Raises:
            KeyFileSpoiltError: these bytes name no key on a token.
            BadInputError: there is no such token or key, or the PIN is wrong.
            RuleBrokenError: the token is locked or failed.
        """
        key = parse_key_file(reference)
        if not isinstance(key, TokenKey):
            raise KeyFileSpoiltError
        session = self._session(key.module, key.label)
        from pkcs11 import NoSuchKey, ObjectClass  # noqa: PLC0415  # above

        with _told(key.label):
            try:
                private = session.get_key(
                    object_class=ObjectClass.PRIVATE_KEY, id=key.object_id
                )
            except NoSuchKey:
                raise TokenKeyMissingError(key.label, key.public_key.key_id) from None
        return HsmSigner(private, key)

    def new_key(self, module: str, label: str, *, chance: Chance) -> HsmSigner:
        """Make a key on a token, which never leaves it.

        Raises:
            TokenKeyExposedError: the token would let it be read out.
            BadInputError: there is no such token, or the PIN is wrong.
            RuleBrokenError: the token is locked, write-protected or failed.
        """
        session = self._session(module, label)
        from pkcs11 import Attribute, KeyType, MechanismFlag  # noqa: PLC0415  # above
        from pkcs11.util.ec import encode_named_curve_parameters  # noqa: PLC0415

        object_id = chance(_OBJECT_ID_SIZE)
        with _told(label):
            curve = session.create_domain_parameters(
                KeyType.EC,
                {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
                local=True,
            )
            public, private = curve.generate_keypair(
                id=object_id,
                label="carlys-amnesty",
                store=True,
                capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
                private_template={
                    Attribute.SENSITIVE: True,
                    Attribute.EXTRACTABLE: False,
                },
            )
            if private[Attribute.EXTRACTABLE] or not private[Attribute.SENSITIVE]:
                raise TokenKeyExposedError(label)
            key = TokenKey(
                public_key=_public_key(label, public[Attribute.EC_POINT]),
                module=module,
                label=label,
                object_id=object_id,
            )
        return HsmSigner(private, key)

    def close(self) -> None:
        """Log out of every token."""
        while self._sessions:
            _, session = self._sessions.popitem()
            with suppress(Exception):
                session.close()

    def _session(self, module: str, label: str) -> pkcs11.Session:
        """Return the session with a token, opened by its PIN if it is the first."""
        if (module, label) not in self._sessions:
            token = _token(module, label)
            pin = self._ask_pin(label)
            with _told(label):
                self._sessions[module, label] = token.open(rw=True, user_pin=pin)
        return self._sessions[module, label]


class HsmSigner:
    """A signer (`amnesty.ports.Signer`) whose private key stays on a token."""

    def __init__(
        self,
        private: Any,  # noqa: ANN401 - the library's types give a private key no sign()
        key: TokenKey,
    ) -> None:
        """Take the token's handle, and what the key must be."""
        self._private = private
        self._key = key

    @property
    def reference(self) -> bytes:
        """What is kept of the key: where it is, never the PIN."""
        return self._key.to_bytes()

    @property
    def public_key(self) -> P256Key:
        """What a stranger checks with."""
        return self._key.public_key

    @property
    def key_id(self) -> bytes:
        """The first 8 bytes of the COSE Key Thumbprint (RFC 9679, SHA-256)."""
        return self.public_key.key_id

    @property
    def public_point(self) -> tuple[bytes, bytes]:
        """The public key's coordinates x and y, 32 bytes each."""
        return self.public_key.x, self.public_key.y

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature as r and s, 64 bytes, checked.

        The hash is made here: every token signs one, and few make it themselves.

        Raises:
            TokenKeyOtherError: it is not a signature of the key that is expected.
            RuleBrokenError: the token was pulled out, or failed.
        """
        from pkcs11 import Mechanism  # noqa: PLC0415  # above

        with _told(self._key.label):
            raw = self._private.sign(
                sha256(message).digest(), mechanism=Mechanism.ECDSA
            )
        signature = bytes(raw)
        try:
            self.public_key.check(signature, message)
        except CredentialError:
            raise TokenKeyOtherError(self._key.label, self.key_id) from None
        return low_s(signature)


def _token(module: str, label: str) -> pkcs11.Token:
    try:
        import pkcs11  # noqa: PLC0415  # above
    except ImportError:
        raise HsmLibraryMissingError from None
    try:
        library = pkcs11.lib(module)
    except pkcs11.PKCS11Error:
        raise HsmModuleError(module) from None
    with _told(label):
        return library.get_token(token_label=label)


@contextmanager
def _told(label: str) -> Iterator[None]:
    """Turn what PKCS #11 says into one of our errors."""
    import pkcs11  # noqa: PLC0415  # above

    try:
        yield
    except (pkcs11.NoSuchToken, pkcs11.TokenNotPresent, pkcs11.DeviceRemoved):
        raise TokenMissingError(label) from None
    except pkcs11.MultipleTokensReturned:
        raise TokenTwiceError(label) from None
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise PinWrongError(label) from None
    except pkcs11.PinLocked:
        raise PinLockedError(label) from None
    except pkcs11.PKCS11Error as error:
        raise TokenFailedError(label, type(error).__name__) from None


def _public_key(label: str, point: object) -> P256Key:
    octets = bytes(point) if isinstance(point, (bytes, bytearray)) else b""
    size = len(_UNCOMPRESSED) + 2 * _COORDINATE
    if len(octets) != size or not octets.startswith(_UNCOMPRESSED):
        raise TokenFailedError(label, "EC_POINT")
    octets = octets.removeprefix(_UNCOMPRESSED)
    return P256Key(x=octets[:_COORDINATE], y=octets[_COORDINATE:])
