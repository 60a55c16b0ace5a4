"""Change what is declared at a site, with the check of it as it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.domain.dates import in_words
from amnesty.domain.quantity import readable_text
from amnesty.errors import BadInputError
from amnesty.services.intake.fields import sections
from tui import record_view
from tui.forms import at_site
from tui.keys import Place, bindings
from tui.screens.form import FormScreen
from tui.text import label, lines
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration
    from amnesty.domain.site import Site

_BELOW_A_SITE = ("sites.*.plants", "sites.*.stock")


class DeclareScreen(FormScreen[str]):
    """Plants and stock of one site; its result is what to say on the record."""

    PLACE = Place.DECLARE
    HEADING = "Plants and stock"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DECLARE)]
    DEFAULT_CSS = """
    DeclareScreen #live {
        dock: bottom;
        height: auto;
        border: solid $text;
        padding: 0 1;
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
        yield from super().compose_body()
        yield Words(id="live")

    def on_mount(self) -> None:
        """Check what is there already."""
        super().on_mount()
        self._check_live()

    def action_save(self) -> None:
        """Keep what is typed as what is declared now."""
        from amnesty.services.registering import declare

        desk, number, raw = self.desk, self._registration.number, self.raw()
        site = self._site
        self.ask(
            lambda: declare(desk, number, raw, site=site),
            lambda _: self.dismiss("Plants and stock saved."),
            hold=True,
        )

    @on(Input.Changed)
    def _check_live(self) -> None:
        """Show what the check would say; it never stops the typing."""
        self.query_one("#live", Words).show(self._proposed())

    def _proposed(self) -> Content:
        from amnesty.domain.check import check
        from amnesty.services.intake.application import read_declaration
        from amnesty.services.registering import with_declared

        today = self.desk.today()
        title = label("Quantity check of what is typed", "bold underline")
        try:
            plants, stock = read_declaration(self.raw(), site=self._site, today=today)
        except BadInputError as error:
            waits = str(error).partition("\n")[0]
            return lines(title, label(f"Waits for: {waits}", "$text-muted"))
        proposed = with_declared(
            self._registration, self._site, plants=plants, stock=stock
        )
        report = check(
            proposed.clinical, proposed.growing, policy=self._policy, today=today
        )
        found = (
            part
            for kind in record_view.AMOUNTS
            for finding in report.of(kind, self._site)
            for part in record_view.amount(finding)
        )
        return lines(title, *found)


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
