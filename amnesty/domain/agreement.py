"""The agreement with the police that the immunity rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertifiedAgreement

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What authority, force and prosecutor agreed; a council alone grants nothing.

    Without an agreement in force on the day, every paper is a specimen.
    """

    reference: str
    force: str
    prosecutor: str | None
    starts_on: date
    ends_on: date
    """The last day, inclusive."""
    text: str
    """Stands directly under the certificate's title."""
    changes_law: bool = False
    """False puts "It does not change the law" under the text."""

    def is_in_force_on(self, day: date) -> bool:
        """Return whether the agreement covers the day."""
        return self.starts_on <= day <= self.ends_on

    @property
    def certified(self) -> CertifiedAgreement:
        """The reference and the force, as the signed bytes name them."""
        return CertifiedAgreement(reference=self.reference, force=self.force)


def agreement_in_force(agreements: Iterable[Agreement], day: date) -> Agreement | None:
    """Return the agreement in force on the day, the latest to start if several."""
    in_force = [one for one in agreements if one.is_in_force_on(day)]
    return max(in_force, key=lambda one: one.starts_on, default=None)
