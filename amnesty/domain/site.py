"""Where it is grown, and what stands and lies there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amnesty.domain.address import Address
from amnesty.domain.certificate import Setting
from amnesty.domain.plants import PlantBatch
from amnesty.domain.stock import StockItem


class Tenure(Enum):
    """By what right the site is held; all but an owner need the owner's consent."""

    OWNER = "owner"
    PRIVATE_TENANT = "private tenant"
    SOCIAL_TENANT = "council or housing association tenant"
    ALLOTMENT = "allotment or pitch"
    LODGER = "lodger or living with family"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Site:
    """One growing site; it may differ from where the patient lives."""

    address: Address
    setting: Setting
    locked: bool
    tenure: Tenure
    owner_consent_seen_on: date | None = None
    """None until the owner's consent was seen; an owner needs none."""
    landlord_risk_explained: bool
    """Misuse of Drugs Act 1971 s.8: an occupier or manager who knows."""
    electrical_and_fire_declared: bool
    under_18s_in_household: bool
    locked_storage: bool
    plants: tuple[PlantBatch, ...] = ()
    stock: tuple[StockItem, ...] = ()
    turn: Setting | None = None
    """Where it grows now, if indoors and outdoors take turns and somebody said so."""
    opened_on: date | None = None
    """The day on which it came to a decided registration; None from the first."""
    closed_on: date | None = None
    """The day from which nothing is grown here any more; its journal stays."""

    @property
    def lacks_consent(self) -> bool:
        """Whether the owner's consent is still to be seen."""
        return self.tenure is not Tenure.OWNER and self.owner_consent_seen_on is None
