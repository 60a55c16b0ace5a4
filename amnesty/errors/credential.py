"""What is wrong with bytes that claim to be signed.

The leaves, each a kind of `CredentialError`; what is wrong with a list or with the
daily police file stands in `amnesty.errors.lists`::

    the code      CodeTooLongError · DigitsRefusedError
    the bytes     BytesTooManyError · EncodingRefusedError · EnvelopeRefusedError
                  ContentTypeRefusedError · FieldRefusedError
    the signature UnknownKeyError · AlgorithmRefusedError · KeyUseRefusedError
                  SignatureRefusedError
    the claims    IssuerRefusedError · OutsideKeyWindowError · IssuedAheadError
                  ValidityTooLongError
    the keys      PointRefusedError · ThumbprintRefusedError · KeyTwiceError
                  UnknownRootError · SigningKeyUnreadableError

and, refused before anything is signed, kinds of `BadInputError`::

    issuing       CertificateTooLongError · CertificateContentError
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from amnesty.errors import BadInputError, CredentialError
from amnesty.errors.when import moment_text

if TYPE_CHECKING:
    from datetime import datetime


class EncodingFault(Enum):
    """Why bytes are not deterministic CBOR; the value ends the sentence."""

    ENDS_EARLY = "it ends too early"
    GOES_ON = "something follows its end"
    NOT_SHORTEST = "a number or length is longer than it needs to be"
    INDEFINITE = "a length is left open"
    RESERVED = "it uses a reserved byte"
    TOO_DEEP = "it is nested too deep"
    TAG = "it has a tag that does not belong there"
    SIMPLE = "it has a fraction or a value that the format does not know"
    TEXT = "a text is not UTF-8"
    KEY_KIND = "a key of a map is neither a number nor a text"
    KEY_ORDER = "the keys of a map are not in order"
    KEY_TWICE = "a key of a map stands twice"


class EnvelopeFault(Enum):
    """Why a decoded value is no signed message; the value ends the sentence."""

    TAG = "it does not begin as a message with one signature"
    SHAPE = "it has not its four parts"
    UNPROTECTED = "it has a header that the signature does not protect"
    LABELS = "its protected header has other labels than it must have"
    HEADER = "a protected header is of the wrong kind"


class FieldFault(Enum):
    """Why a field of signed content is refused; the value ends the sentence."""

    NOT_A_MAP = "is not a map"
    MISSING = "is missing"
    UNKNOWN = "is not known to the format"
    KIND = "is of the wrong kind"
    RANGE = "is out of range"
    SIZE = "has the wrong length"
    LETTERS = "has a character that cannot be printed, or is empty or too long"
    FORM = "is not written as it must be"
    NOT_HERE = "does not belong there"


class CodeTooLongError(CredentialError):
    """A code holds at most 2,000 characters."""

    def __init__(self, found: int) -> None:
        """Say how long the text is."""
        super().__init__(f"The code has {found} characters; a certificate's has fewer.")


class DigitsRefusedError(CredentialError):
    """The digits do not stand for bytes."""

    def __init__(self) -> None:
        """Name what usually happened."""
        super().__init__(
            "The code's digits do not add up to a certificate: "
            "some are missing or changed."
        )


class BytesTooManyError(CredentialError):
    """Signed bytes of this kind are never so many."""

    def __init__(self, *, most: int, found: int) -> None:
        """Say how many there are and may be."""
        super().__init__(f"There are {found} signed bytes where {most} are the most.")


class EncodingRefusedError(CredentialError):
    """The bytes are not deterministic CBOR (RFC 8949 section 4.2.1)."""

    def __init__(self, fault: EncodingFault, at: int) -> None:
        """Say what is wrong and at which byte, counted from 0."""
        super().__init__(f"The code is damaged or made up: {fault.value} (byte {at}).")
        self.fault = fault


class EnvelopeRefusedError(CredentialError):
    """The value is not a COSE_Sign1 as the format has it."""

    def __init__(self, fault: EnvelopeFault) -> None:
        """Say what is wrong with the envelope."""
        super().__init__(f"The code is not a signed certificate: {fault.value}.")
        self.fault = fault


class ContentTypeRefusedError(CredentialError):
    """Signed bytes of one kind do not pass as another kind."""

    def __init__(self, expected: str) -> None:
        """Name the content type that was wanted."""
        super().__init__(f"The signed bytes are not of the type {expected}.")


class FieldRefusedError(CredentialError):
    """A field of signed content is not as the format has it."""

    def __init__(self, field: str, fault: FieldFault) -> None:
        """Name the field, as `certificate 7`, and say what is wrong with it."""
        super().__init__(
            f"The signed content is not as it must be: {field} {fault.value}."
        )
        self.field = field
        self.fault = fault


class UnknownKeyError(CredentialError):
    """No key with this id stands in the trust list."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(
            f"The code is signed with key {key_id.hex()}, which is not on the list of "
            "authorities' keys."
        )


class AlgorithmRefusedError(CredentialError):
    """A key signs with its own algorithm and no other."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The code names another algorithm than its key has.")


class KeyUseRefusedError(CredentialError):
    """A key has one use."""

    def __init__(self, use: str) -> None:
        """Name the use that the key does not have."""
        super().__init__(f"The key that signed is not a key for {use}.")


class SignatureRefusedError(CredentialError):
    """The signature is not the key's over these bytes."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The signature does not match: something was changed.")


class IssuerRefusedError(CredentialError):
    """An authority's key signs for that authority alone."""

    def __init__(self, *, named: str, of_key: str) -> None:
        """Name both authorities by their codes."""
        super().__init__(
            f"The signed content names authority {named}, but the key is of {of_key}."
        )


class OutsideKeyWindowError(CredentialError):
    """A key issues within its window only."""

    def __init__(self, issued_at: datetime) -> None:
        """Say when it claims to be issued."""
        super().__init__(
            f"It says that it was issued on {moment_text(issued_at)}, "
            "when its key did not issue."
        )


class IssuedAheadError(CredentialError):
    """Nothing genuine was issued in the future."""

    def __init__(self, issued_at: datetime) -> None:
        """Say when it claims to be issued, and what else may be wrong."""
        super().__init__(
            f"It says that it was issued on {moment_text(issued_at)}, which is still "
            "to come. Check the date and time of this device."
        )


class ValidityTooLongError(CredentialError):
    """A certificate ends after it begins, and within five years."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("It is not valid for any time, or for more than five years.")


class PointRefusedError(CredentialError):
    """The coordinates are not a point of the curve P-256."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("A public key is not a point on its curve.")


class ThumbprintRefusedError(CredentialError):
    """A key's id is its thumbprint (RFC 9679)."""

    def __init__(self, key_id: bytes) -> None:
        """Name the id."""
        super().__init__(f"Key {key_id.hex()} is listed under another key's name.")


class KeyTwiceError(CredentialError):
    """A key stands in a list once."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(f"Key {key_id.hex()} is listed twice.")


class UnknownRootError(CredentialError):
    """The list of keys is signed by no root that this device holds."""

    def __init__(self) -> None:
        """Say where roots come from."""
        super().__init__(
            "The list of authorities' keys is not signed by a root that you hold. "
            "Get roots.cbor from the authority and compare its fingerprint."
        )


class SigningKeyUnreadableError(CredentialError):
    """The bytes are not a P-256 private key."""

    def __init__(self) -> None:
        """Say so without showing any of them."""
        super().__init__(
            "A signing key cannot be read: it is damaged or of another kind."
        )


class CertificateTooLongError(BadInputError):
    """A name and address this long do not fit the code."""

    def __init__(self, letters: int, *, of_name: bool = False) -> None:
        """Say how many letters have to go, and where it is done best.

        Args:
            letters: How many.
            of_name: Whether a name is longer than the address.
        """
        unit = "letter" if letters == 1 else "letters"
        how = (
            "Shorten the name: write its middle names as initials."
            if of_name
            else "Shorten the address: leave out the county, or abbreviate."
        )
        super().__init__(
            f"The name and address are {letters} {unit} too long for the certificate's "
            f"code. {how}"
        )
        self.letters = letters


class CertificateContentError(BadInputError):
    """What is to be certified cannot stand in a certificate."""

    def __init__(self, field: str, fault: FieldFault) -> None:
        """Name the field and say what is wrong with it."""
        super().__init__(f"This cannot be certified: the {field} {fault.value}.")
        self.field = field
        self.fault = fault
