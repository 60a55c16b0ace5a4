"""Change what is declared at a site, with the check of it as it is being typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.domain.dates import in_words
from amnesty.domain.journal import Because
from amnesty.domain.quantity import readable_text
from amnesty.errors.growing import WhyFewerError
from amnesty.services.intake.fields import sections
from amnesty.services.registrations.watching import as_it_was_read
from tui import record_view
from tui.forms import at_site
from tui.keys import Place, bindings
from tui.screens.choose import Choose
from tui.screens.form import FormScreen
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.quantity import QuantityPanel
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site
    from amnesty.errors import AmnestyError

_BELOW_A_SITE = ("sites.*.plants", "sites.*.stock")
_BESIDE_FROM = 116
"""Columns from which the check fits beside the form."""
_BECAUSE = (Because.DIED, Because.DESTROYED, Because.LOST, Because.MISTAKE)


class DeclareScreen(FormScreen[str]):
    """Plants and stock of one site; its result is what to say on the record."""

    PLACE = Place.DECLARE
    HEADING = "Plants and stock"
    _registration: Registration
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DECLARE)]
    DEFAULT_CSS = """
    DeclareScreen {
        QuantityPanel { dock: bottom; }
        &.-beside {
            QuantityPanel { dock: right; width: 60; margin: 2 0 0 0; }
            FieldRow .field-label { width: 16; }
        }
    }
    """

    def __init__(self, registration: Registration, policy: Policy, site: int) -> None:
        """Take the registration, the policy to check under, and which site."""
        self._registration = registration
        self._policy = policy
        self._site = site
        super().__init__(
            [at_site(one, site) for one in sections() if one.group in _BELOW_A_SITE],
            dict(_values(registration.growing.sites[site], site)),
        )

    def compose_body(self) -> ComposeResult:
        """Show the form between whose it is and the live check."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        yield QuantityPanel()
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Check what is there already."""
        self._check_live()

    def tell_top(self, heading: str = "") -> None:
        """Say at which site, where there are several."""
        sites = self._registration.growing.sites
        where = f" at site {self._site + 1} of {len(sites)}" if len(sites) > 1 else ""
        super().tell_top(f"{heading or self.HEADING}{where}")

    def on_resize(self, event: events.Resize) -> None:
        """Put the check beside the form where both have room."""
        self.set_class(event.size.width >= _BESIDE_FROM, "-beside")

    def action_save(self) -> None:
        """Keep what is typed as what is declared now."""
        self._save(None)

    def reading(self) -> Callable[[], object]:
        """Return what reads the rows as they are now."""
        from amnesty.services.intake.application import read_declaration

        return partial(
            read_declaration, self.raw(), site=self._site, today=self.desk.today()
        )

    def _save(self, because: Because | None) -> None:
        from amnesty.services.registrations.registering import declare

        desk = as_it_was_read(self.desk, self._registration)
        number, raw, site = self._registration.number, self.raw(), self._site
        self.ask(
            lambda: declare(desk, number, raw, site=site, because=because),
            lambda _: self.dismiss("Plants and stock saved."),
            hold=True,
        )

    def refused(self, error: AmnestyError) -> None:
        """Ask what became of plants that are fewer; nobody guesses it."""
        if not isinstance(error, WhyFewerError):
            super().refused(error)
            return

        def save(chosen: int | None) -> None:
            if chosen is None:
                self.say("Nothing was saved.", Tone.PROBLEM)
            else:
                self._save(_BECAUSE[chosen])

        names = [because.value.capitalize() for because in _BECAUSE]
        question = (
            f"What became of {error.gone}? "
            "A harvest or a hand-in is recorded as such, from the record."
        )
        self.registry.push_screen(Choose(question, names), save)

    def read_anew(self, registration: Registration) -> None:
        """Compare what is typed with what is declared now."""
        super().read_anew(registration)
        self._check_live()

    def rows_changed(self) -> None:
        """Count what is left after a row was taken away."""
        self._check_live()

    @on(Input.Changed)
    def _check_live(self) -> None:
        """Show what the check would say; it never stops the typing."""
        from amnesty.services.registrations.previewing import propose

        proposal = propose(
            self._registration,
            self.raw(),
            site=self._site,
            policy=self._policy,
            today=self.desk.today(),
        )
        self.query_one(QuantityPanel).check(proposal)


def _values(site: Site, index: int) -> Iterator[tuple[str, str]]:
    """Yield what is declared at a site as it would be typed."""
    for row, batch in enumerate(site.plants):
        at = f"sites.{index}.plants.{row}"
        yield f"{at}.cultivar", batch.cultivar
        yield f"{at}.count", str(batch.count)
        yield f"{at}.stage", batch.stage.value
        yield f"{at}.since", in_words(batch.since)
    for row, item in enumerate(site.stock):
        at = f"sites.{index}.stock.{row}"
        yield f"{at}.form", item.form.value
        yield f"{at}.grams", readable_text(item.grams)
        yield f"{at}.weighed_on", in_words(item.weighed_on)
        yield f"{at}.origin", item.origin.value
        if item.thc_percent is not None:
            yield f"{at}.thc_percent", readable_text(item.thc_percent)
