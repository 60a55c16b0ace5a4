"""The person registered, and how they can be reached safely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amnesty.domain.address import Address
from amnesty.domain.identifiers import HealthNumber


class Language(Enum):
    """The language of letters and of the spoken word."""

    ENGLISH = "en"
    WELSH = "cy"


class PhotoIdentity(Enum):
    """The document with a photo that was seen; its number is not kept."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving licence"
    AGE_CARD = "proof of age card"
    OTHER = "other"
    NONE = "none seen"


@dataclass(frozen=True, kw_only=True)
class SafeContact:
    """Which ways of contact are safe: an envelope or a call can do harm."""

    post: bool = True
    telephone: bool = True
    email: bool = True
    note: str = ""
    """How to reach the patient instead, in their words."""


@dataclass(frozen=True, kw_only=True)
class Patient:
    """One patient; may be under 18, then a representative acts for them."""

    full_name: str
    """As printed on the certificate, NFC, up to 200 letters."""
    date_of_birth: date
    health_number: HealthNumber | None = None
    """NHS, CHI or Health and Care number."""
    also_known_as: tuple[str, ...] = ()
    home: Address
    letters: Address | None = None
    """Where letters go, if not home."""
    telephone: str = ""
    email: str = ""
    safe_contact: SafeContact = SafeContact()
    language: Language = Language.ENGLISH
    photo_identity: PhotoIdentity
    privacy_notice: str
    """The version of the privacy notice that was given."""
    holds_no_other: bool
    """Whether the patient declared that they hold no other registration."""
