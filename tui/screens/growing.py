"""A harvest and its dry weigh-in, each on a form of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.dates import in_table
from tui.growing_forms import (
    drying,
    harvest_form,
    in_flower,
    read_harvest,
    read_weigh_in,
    weigh_in_form,
)
from tui.keys import Place, bindings
from tui.screens.form import FormScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from amnesty.domain.registration import Registration
    from tui.growing_forms import Cut, WeighedDry


class HarvestScreen(FormScreen[str]):
    """Takes what was cut; its result is what to say on the record."""

    PLACE = Place.HARVEST
    HEADING = "Harvest"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HARVEST)]

    def __init__(self, registration: Registration, site: int) -> None:
        """Take whose plants they are, and at which site."""
        self._batches = in_flower(registration.growing.sites[site])
        self._sections = harvest_form(self._batches)
        first = self._sections[0].fields[0].choices
        super().__init__(self._sections, {"batch": first[0].word} if first else {})
        self._number = registration.number
        self._site = site

    def action_save(self) -> None:
        """Write the harvest down."""
        desk, number, site = self.desk, self._number, self._site
        reading = self.reading()

        def cut() -> Registration:
            from amnesty.services.growing.plants_and_stock import harvest

            read = reading()
            return harvest(
                desk,
                number,
                read.which,
                count=read.count,
                fresh_grams=read.fresh_grams,
                on=read.on,
                site=site,
            )

        self.ask(cut, lambda _: self.dismiss("Harvest written down."), hold=True)

    def reading(self) -> Callable[[], Cut]:
        """Return what reads the boxes as they are now."""
        today = self.desk.today()
        return partial(read_harvest, self.raw(), self._sections, self._batches, today)


class WeighInScreen(FormScreen[str]):
    """Takes what a harvest weighs dry; its result is what to say on the record."""

    PLACE = Place.WEIGH_IN
    HEADING = "Dry weigh-in"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.WEIGH_IN)]

    def __init__(self, registration: Registration, site: int) -> None:
        """Take whose harvest it is, and at which site."""
        self._days = drying(registration.growing.sites[site])
        self._sections = weigh_in_form(self._days)
        first = {"harvest": in_table(self._days[0])} if self._days else {}
        super().__init__(self._sections, first)
        self._number = registration.number
        self._site = site

    def action_save(self) -> None:
        """Write the weight down."""
        desk, number, site = self.desk, self._number, self._site
        reading = self.reading()

        def weigh() -> Registration:
            from amnesty.services.growing.plants_and_stock import weigh_harvest

            read = reading()
            return weigh_harvest(
                desk,
                number,
                harvested_on=read.harvested_on,
                dried_grams=read.dried_grams,
                on=read.on,
                site=site,
            )

        self.ask(weigh, lambda _: self.dismiss("Dry weight written down."), hold=True)

    def reading(self) -> Callable[[], WeighedDry]:
        """Return what reads the boxes as they are now."""
        today = self.desk.today()
        return partial(read_weigh_in, self.raw(), self._sections, self._days, today)
