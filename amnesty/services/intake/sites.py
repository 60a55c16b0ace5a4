"""Reading sites, and the plants and stock declared there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.certificate import Setting
from amnesty.domain.dates import MustBe
from amnesty.domain.identifiers import parse_postcode
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import parse_count, parse_grams, parse_percent
from amnesty.domain.site import Site, Tenure
from amnesty.domain.stock import StockForm, StockItem, StockOrigin
from amnesty.services.intake.people import parse_uprn, read_lines

if TYPE_CHECKING:
    from amnesty.services.intake.answers import Answers


def read_site(answers: Answers, row: int) -> Site:
    """Return one site with what is declared there."""
    at = f"sites.{row}"
    return Site(
        address=_place(answers, f"{at}.address"),
        setting=answers.member(f"{at}.setting", Setting),
        locked=answers.yes(f"{at}.locked"),
        tenure=answers.member(f"{at}.tenure", Tenure),
        owner_consent_seen_on=answers.optional_day(
            f"{at}.owner_consent_seen_on", MustBe.TODAY_OR_PAST
        ),
        landlord_risk_explained=answers.yes(f"{at}.landlord_risk_explained"),
        electrical_and_fire_declared=answers.yes(f"{at}.electrical_and_fire_declared"),
        under_18s_in_household=answers.yes(f"{at}.under_18s_in_household"),
        locked_storage=answers.yes(f"{at}.locked_storage"),
        plants=read_plants(answers, row),
        stock=read_stock(answers, row),
    )


def read_plants(answers: Answers, site: int) -> tuple[PlantBatch, ...]:
    """Return the batches declared at a site."""
    group = f"sites.{site}.plants"
    count = partial(parse_count, what="number of plants")
    return tuple(
        PlantBatch(
            cultivar=answers.optional_line(f"{group}.{row}.cultivar"),
            count=answers.read(f"{group}.{row}.count", count),
            stage=answers.member(f"{group}.{row}.stage", Stage),
            since=answers.day(f"{group}.{row}.since", MustBe.TODAY_OR_PAST),
        )
        for row in answers.rows(group)
    )


def read_stock(answers: Answers, site: int) -> tuple[StockItem, ...]:
    """Return the stock declared at a site."""
    group = f"sites.{site}.stock"
    grams = partial(parse_grams, what="weight")
    percent = partial(parse_percent, what="percentage of THC")
    return tuple(
        StockItem(
            form=answers.member(f"{group}.{row}.form", StockForm),
            grams=answers.read(f"{group}.{row}.grams", grams),
            weighed_on=answers.day(f"{group}.{row}.weighed_on", MustBe.TODAY_OR_PAST),
            origin=answers.member(f"{group}.{row}.origin", StockOrigin),
            thc_percent=answers.read_if_given(f"{group}.{row}.thc_percent", percent),
        )
        for row in answers.rows(group)
    )


def _place(answers: Answers, prefix: str) -> Address:
    """Return a site's address, which may be a pitch or mooring without a postcode."""
    return Address(
        lines=read_lines(answers, prefix),
        town=answers.optional_line(f"{prefix}.town"),
        postcode=answers.read_if_given(f"{prefix}.postcode", parse_postcode),
        uprn=answers.read_if_given(f"{prefix}.uprn", parse_uprn),
    )
