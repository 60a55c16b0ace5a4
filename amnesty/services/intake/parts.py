"""Reading one part of the form by itself, for what changes after the decision."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.services.intake.answers import Answers
from amnesty.services.intake.people import read_caretaker, read_grower
from amnesty.services.intake.sites import read_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.representative import Caretaker, DesignatedGrower
    from amnesty.domain.site import Site

CARETAKER, GROWER, NEW_SITE = "caretaker.", "grower.", "sites.0."
_CERTIFIED = ("address", "setting")
_HELD = ("plants", "stock")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def caretaker_from(raw: Mapping[str, str], *, today: date) -> Caretaker:
    """Return who looks after the plants.

    Raises:
        ProblemsError: with every problem of the answers.
    """
    answers = _of_part(raw, today, CARETAKER)
    caretaker = read_caretaker(answers)
    if caretaker is None:
        answers.name(f"{CARETAKER}full_name")
    answers.finish()
    assert caretaker is not None, "its name is missed above"  # noqa: S101  a fault, never input
    return caretaker


def grower_from(raw: Mapping[str, str], *, today: date) -> DesignatedGrower:
    """Return who is to grow for the patient.

    Raises:
        ProblemsError: with every problem of the answers.
    """
    answers = _of_part(raw, today, GROWER)
    grower = read_grower(answers, today)
    if grower is None:
        answers.name(f"{GROWER}full_name")
    answers.finish()
    assert grower is not None, "its name is missed above"  # noqa: S101  a fault, never input
    return grower


def new_site_from(raw: Mapping[str, str], *, today: date) -> Site:
    """Return one more site; what stands there is written down once it is approved.

    Raises:
        ProblemsError: with every problem of the answers.
    """
    answers = _of_part(raw, today, NEW_SITE, without=_HELD)
    site = read_site(answers, 0)
    answers.finish()
    return site


def tenure_from(
    raw: Mapping[str, str],
    site: Site,
    place: int,
    *,
    kept: Mapping[str, str],
    today: date,
) -> Site:
    """Return a site with what is not certified of it as the answers have it.

    Args:
        raw: what was typed; an answer that is left out stays.
        site: as it is kept.
        place: which of the registration's sites it is, counted from 0.
        kept: the answers that the registration was read from.
        today: the day on which it is read.

    Raises:
        ProblemsError: with every problem of the answers.
    """
    prefix = f"sites.{place}."
    beside = {
        path: text
        for path, text in kept.items()
        if path.startswith(prefix) and _name(path, prefix) not in _HELD
    }
    answers = _of_part(raw, today, prefix, without=(*_CERTIFIED, *_HELD), beside=beside)
    read = read_site(answers, place)
    answers.finish()
    return replace(
        site,
        locked=read.locked,
        tenure=read.tenure,
        owner_consent_seen_on=read.owner_consent_seen_on,
        landlord_risk_explained=read.landlord_risk_explained,
        electrical_and_fire_declared=read.electrical_and_fire_declared,
        under_18s_in_household=read.under_18s_in_household,
        locked_storage=read.locked_storage,
    )


def _of_part(
    raw: Mapping[str, str],
    today: date,
    prefix: str,
    *,
    without: tuple[str, ...] = (),
    beside: Mapping[str, str] = _NOTHING,
) -> Answers:
    """Return the answers of one part, with a problem for whatever is not of it."""
    answers = Answers({**beside, **raw}, today)
    for path in raw:
        if not path.startswith(prefix) or _name(path, prefix) in without:
            answers.add(path, f"This does not change “{path}”: leave it out.")
    return answers


def _name(path: str, prefix: str) -> str:
    return path.removeprefix(prefix).partition(".")[0]
