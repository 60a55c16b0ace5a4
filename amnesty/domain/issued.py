"""What was issued, as it is kept and as the published lists tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from amnesty.domain.certificate import Certificate, CertificateStatus, Form
from amnesty.domain.registration import RegistrationId


@dataclass(frozen=True, kw_only=True)
class IssuedCertificate:
    """A certificate as it was issued, with the bytes that were signed."""

    registration: RegistrationId
    certificate: Certificate
    token: bytes
    """The COSE_Sign1 bytes: never rewritten."""
    payload_hash: bytes
    """SHA-256 of the signed payload, for the issued list."""
    status: CertificateStatus
    version: int = 0
    prints: int = 0
    """How often it was printed or saved to a file."""


@dataclass(frozen=True, kw_only=True)
class ListEntry:
    """What the published lists say of one certificate; it names nobody."""

    index: int
    status: CertificateStatus
    payload_hash: bytes
    """SHA-256 of the signed payload."""


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """One list of fixed capacity, with the slots that are taken."""

    uri: str
    form: Form
    capacity: int
    filler_seed: bytes
    """Secret: the filler of slots not issued follows from it."""
    entries: tuple[ListEntry, ...]
