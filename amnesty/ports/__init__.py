"""What the services need from outside: a register, signing keys, a clock, chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from amnesty.domain.staff import Compartment, Role, StaffMember
from amnesty.ports.hand_in import HandInTransaction
from amnesty.ports.log import LogTransaction
from amnesty.ports.rights import RightsTransaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from amnesty.domain.address import Address
    from amnesty.domain.agreement import Agreement
    from amnesty.domain.answer import AnswerToAddress, AnswerToNumber, Typed
    from amnesty.domain.authority import Authority
    from amnesty.domain.certificate import CertificateStatus, Form, StatusSlot
    from amnesty.domain.event import Event
    from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
    from amnesty.domain.issued import IssuedCertificate, StatusList
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration, RegistrationId, State
    from amnesty.domain.representative import DesignatedGrower
    from amnesty.domain.searched import Found, Query, Summary


class Clock(Protocol):
    """The only source of the time."""

    def now(self) -> datetime:
        """Return the instant, aware, UTC."""


class Chance(Protocol):
    """The only source of random bytes."""

    def __call__(self, count: int, /) -> bytes:
        """Return that many random bytes, fit for keys."""


class Signer(Protocol):
    """One P-256 key that signs."""

    @property
    def key_id(self) -> bytes:
        """The first 8 bytes of the COSE Key Thumbprint (RFC 9679, SHA-256)."""

    @property
    def public_point(self) -> tuple[bytes, bytes]:
        """The public key's coordinates x and y, 32 bytes each."""

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature as r and s, 64 bytes."""


class Tokens(Protocol):
    """The PKCS #11 tokens that keys may live on."""

    def signer(self, reference: bytes) -> Signer:
        """Return the key that a reference names; its PIN is asked for if need be."""


class KeyUse(Enum):
    """What a signing key is for; a key has one use."""

    ROOT = "root"
    CERTIFICATE = "certificate"
    STATUS = "status"
    """Status lists, issued lists and manifests."""


LOG_KEY, NEXT_LOG_KEY, FORMER_LOG_KEYS = "log", "next log", "former logs"
"""Names in the audit compartment: the Ed25519 private key that signs checkpoints, one
that waits to be listed, and the public keys before it, 32 bytes each."""


HANDED_OUT = "handed-out passphrases"
"""Name in the common compartment: by account, as JSON, the lock that its handed-out
passphrase opens, which changes once its owner has chosen another."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A member of staff's account and how far it has come."""

    member: StaffMember
    granted: bool
    """False while it is only proposed: then it opens nothing."""


class Transaction(RightsTransaction, HandInTransaction, LogTransaction, Protocol):
    """One transaction on the register: all of it is kept, or none.

    Every method raises a `StoreError` leaf when the register cannot answer, and
    `CompartmentClosedError` when the member of staff does not hold the keys.
    """

    def authority(self) -> Authority:
        """Return the authority that keeps this register."""

    def agreements(self) -> tuple[Agreement, ...]:
        """Return all agreements, oldest first."""

    def add_agreement(self, agreement: Agreement) -> None:
        """Add an agreement; those before it stay."""

    def policy(self) -> Policy:
        """Return the policy in force."""

    def set_policy(self, policy: Policy) -> None:
        """Put a policy in force; what was issued keeps its own."""

    def add_registration(self, registration: Registration) -> Registration:
        """Keep a new registration and return it with its version.

        Raises:
            AlreadyRegisteredError: a registration stands with this health number.
        """

    def add_registrations(
        self, registrations: Sequence[Registration], events: Sequence[Event]
    ) -> None:
        """Keep many new registrations at once, each with its event.

        Raises:
            AlreadyRegisteredError: one stands with a health number of theirs.
        """

    def already_registered(self, new: Sequence[Registration]) -> set[RegistrationId]:
        """Return those with whose health number another registration stands."""

    def registration(self, number: RegistrationNumber) -> Registration:
        """Return a registration.

        Raises:
            NoSuchRegistrationError: there is none with this number.
            RecordRestrictedError: the reader is not named on a restricted record.
        """

    def registration_by_id(self, registration: RegistrationId) -> Registration:
        """Return a registration by its id, as `registration` does by its number."""

    def save_registration(self, registration: Registration) -> Registration:
        """Keep a change and return it with its new version.

        Raises:
            ChangedByAnotherError: the version kept is not the one given.
        """

    def find(self, query: Query, *, limit: int, offset: int = 0) -> Found:
        """Return a page of what matches all of the query, best first."""

    def listed(
        self,
        states: Sequence[State],
        *,
        limit: int,
        until: date | None = None,
        after: Summary | None = None,
        backwards: bool = False,
    ) -> tuple[Summary, ...]:
        """Return registrations in the states, the earliest to expire first.

        Args:
            states: those to list.
            limit: how many at most.
            until: only those that expire by this day.
            after: the line where the page before ended; None for the first page.
            backwards: the page that ends before `after`; without one, the last page.
        """

    def how_many(self, states: Sequence[State], *, until: date | None = None) -> int:
        """Return how many registrations are in the states, and expire by a day."""

    def registrations_after(
        self, last: RegistrationId | None, states: Sequence[State], *, limit: int
    ) -> tuple[tuple[Registration, ...], RegistrationId | None]:
        """Return a page of registrations in the states, and where it ends.

        Restricted records whose reader is not named are left out. The end is None when
        there is no more.
        """

    def registrations_at(
        self, addresses: Sequence[Address], *, but: Sequence[RegistrationId] = ()
    ) -> tuple[tuple[RegistrationId, ...], ...]:
        """Return by address the registrations, in any open state, with a site there.

        One that is named for its address in `but` is known, and may be left out.
        """

    def grown_by(
        self, growers: Sequence[DesignatedGrower]
    ) -> tuple[tuple[RegistrationId, ...], ...]:
        """Return by grower the registrations, in any open state, they grow for."""

    def take_slot(self, form: Form) -> StatusSlot:
        """Take a random free slot of the list for a form; never given twice."""

    def add_certificate(self, issued: IssuedCertificate) -> None:
        """Keep a certificate and the hash of its payload for the issued list."""

    def certificate(self, number: CertificateNumber) -> IssuedCertificate:
        """Return a certificate.

        Raises:
            NoSuchCertificateError: there is none with this number.
        """

    def certificates_of(
        self, registration: RegistrationId
    ) -> tuple[IssuedCertificate, ...]:
        """Return a registration's certificates, oldest first."""

    def set_status(self, number: CertificateNumber, status: CertificateStatus) -> None:
        """Set how a certificate stands; its bytes stay."""

    def winding_down(self) -> Iterator[tuple[CertificateNumber, date]]:
        """Yield what winds down and until when, of records closed to us as well."""

    def count_print(self, number: CertificateNumber) -> int:
        """Count one more print of a certificate and return how many there are."""

    def answer_to_number(
        self, number: CertificateNumber, typed: Typed | None = None
    ) -> AnswerToNumber | None:
        """Return what police are told to a number; None where it was never issued."""

    def answer_to_address(self, address: Address) -> AnswerToAddress | None:
        """Return what police are told to an address; None where it is no site."""

    def status_lists(self) -> tuple[StatusList, ...]:
        """Return what the published lists are made from."""

    def next_publication(self, *, least: int = 1, most: int | None = None) -> int:
        """Return the sequence number of the next publication, which never repeats.

        It is one more than the last, or the least where that is not from least to most:
        a clock that was far ahead uses up no numbers of the days to come.
        """

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""

    def propose_account(self, name: str, role: Role, passphrase: str) -> Account:
        """Propose an account with the passphrase its owner typed.

        Raises:
            AccountExistsError: the name is taken.
            PassphraseTooShortError: it has fewer than 12 characters.
        """

    def grant_account(self, name: str) -> Account:
        """Seal to a proposed account the keys of its role, and sign for it.

        Raises:
            NoSuchAccountError: no account has this name.
        """

    def remove_account(self, name: str) -> Account:
        """Take an account's keys away for ever, and return what it was.

        Raises:
            NoSuchAccountError: no account that stands has this name.
            RemovesOneselfError: it is the account of who signed in.
            LastSupervisorError: nobody else decides.
            LastRecoveryError: there is no other way to recover.
        """

    def secrets(self, compartment: Compartment) -> Mapping[str, bytes]:
        """Return the named secrets (signing keys) kept under a compartment."""

    def keep_secret(self, compartment: Compartment, name: str, secret: bytes) -> None:
        """Keep a secret under a compartment, replacing one of the same name."""


class Register(Protocol):
    """The register as one signed-in member of staff has it open."""

    @property
    def member(self) -> StaffMember:
        """Who signed in."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction; it is committed when the block ends without error."""

    def close(self) -> None:
        """Close the register and let go of its keys."""
