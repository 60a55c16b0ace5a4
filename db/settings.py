"""The authority, its agreements and policies, its secrets and its publications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.agreement import Agreement
from amnesty.domain.authority import Authority
from amnesty.domain.policy import Policy
from amnesty.domain.staff import Compartment
from db.sealing import Codec
from db.tables import (
    AgreementRow,
    AuthorityRow,
    PolicyRow,
    PublicationRow,
    SecretRow,
)
from db.work import Work

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Secret:
    """One named secret."""

    name: str
    secret: bytes


AUTHORITY = Codec(Authority)
AGREEMENT = Codec(Agreement)
POLICY = Codec(Policy)
PUBLICATION = Codec(int)
SECRET = Codec(Secret)


class Settings(Work):
    """The part of a transaction that keeps what belongs to no registration."""

    def authority(self) -> Authority:
        """Return the authority that keeps this register."""
        return self.open(self._authority_row(), Compartment.COMMON, AUTHORITY)

    def agreements(self) -> tuple[Agreement, ...]:
        """Return all agreements, oldest first."""
        rows = self.session.execute(select(AgreementRow)).scalars()
        found = [self.open(row, Compartment.COMMON, AGREEMENT) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.starts_on, one.reference)))

    def add_agreement(self, agreement: Agreement) -> None:
        """Add an agreement; those before it stay."""
        row = AgreementRow(id=self.new_id(), authority_id=self.access.authority_id)
        self.seal(row, Compartment.COMMON, AGREEMENT, agreement)

    def policy(self) -> Policy:
        """Return the policy in force."""
        return self.open(self._policy_rows()[-1], Compartment.COMMON, POLICY)

    def set_policy(self, policy: Policy) -> None:
        """Put a policy in force; what was issued keeps its own."""
        before = self._policy_rows()
        row = PolicyRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            place=before[-1].place + 1 if before else 1,
        )
        self.seal(row, Compartment.COMMON, POLICY, policy)

    def next_publication(self, *, least: int = 1, most: int | None = None) -> int:
        """Return the sequence number of the next publication, which never repeats.

        It is one more than the last, or the least where that is not from least to most:
        a clock that was far ahead uses up no numbers of the days to come.
        """
        row = self.session.execute(select(PublicationRow)).scalar_one()
        number = self.open(row, Compartment.COMMON, PUBLICATION) + 1
        if number < least or (most is not None and number > most):
            number = least
        row.version += 1
        self.seal(row, Compartment.COMMON, PUBLICATION, number)
        return number

    def secrets(self, compartment: Compartment) -> Mapping[str, bytes]:
        """Return the named secrets (signing keys) kept under a compartment."""
        kept = (secret for _, secret in self._secrets(compartment))
        return {secret.name: secret.secret for secret in kept}

    def keep_secret(self, compartment: Compartment, name: str, secret: bytes) -> None:
        """Keep a secret under a compartment, replacing one of the same name."""
        same = (row for row, kept in self._secrets(compartment) if kept.name == name)
        row = next(same, None)
        if row is None:
            row = SecretRow(
                id=self.new_id(),
                authority_id=self.access.authority_id,
                version=0,
                compartment=compartment.value,
            )
        row.version += 1
        self.seal(row, compartment, SECRET, Secret(name=name, secret=secret))

    def _secrets(self, compartment: Compartment) -> list[tuple[SecretRow, Secret]]:
        self.access.keyring.keys(compartment)
        asked = select(SecretRow).where(col(SecretRow.compartment) == compartment.value)
        rows = self.session.execute(asked).scalars()
        return [(row, self.open(row, compartment, SECRET)) for row in rows]

    def _authority_row(self) -> AuthorityRow:
        return self.session.get_one(AuthorityRow, self.access.authority_id)

    def _policy_rows(self) -> list[PolicyRow]:
        rows = select(PolicyRow).order_by(col(PolicyRow.place))
        return list(self.session.execute(rows).scalars())
