"""A change of what is certified: asked for, and decided by another person.

Who grows, and where, stands on paper that is never rewritten. So such a change waits
until a supervisor who did not ask for it approves it, and the papers are issued anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from amnesty.domain.dates import in_words
from amnesty.domain.representative import DesignatedGrower
from amnesty.domain.site import Site
from amnesty.domain.staff import StaffId


@dataclass(frozen=True, kw_only=True)
class GrowerAsked:
    """Another person grows; None where it is the patient again."""

    kind: Literal["grower"] = "grower"
    grower: DesignatedGrower | None


@dataclass(frozen=True, kw_only=True)
class SiteAsked:
    """One more site, or one in the place of another: a move, or another setting."""

    kind: Literal["site"] = "site"
    site: Site
    instead_of: int | None = None
    """The place of the site that it takes over, with all that is there."""


@dataclass(frozen=True, kw_only=True)
class ClosingAsked:
    """Nothing is to be grown any more at a site of several."""

    kind: Literal["closing"] = "closing"
    site: int
    to: int | None = None
    """The place of the site that what is there goes to; None where nothing is."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for and waits to be decided."""

    what: GrowerAsked | SiteAsked | ClosingAsked
    by: StaffId
    by_name: str
    on: date

    @property
    def words(self) -> str:
        """What is asked for, as part of a sentence."""
        match self.what:
            case GrowerAsked(grower=grower):
                if grower is None:
                    return "the patient grows again"
                born = in_words(grower.date_of_birth)
                return f"{grower.full_name}, born {born}, grows for the patient"
            case SiteAsked(site=site, instead_of=before):
                other = f"{site.address.one_line}, {site.setting.in_words}"
                if before is None:
                    return f"one more site, {other}"
                return f"{other}, in the place of site {before + 1}"
            case ClosingAsked(site=place, to=to):
                goes = "" if to is None else f"; what is there goes to site {to + 1}"
                return f"site {place + 1} is closed{goes}"
