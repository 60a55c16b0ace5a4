"""Receive a hand-in: what is above need, against a receipt, with two people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.policy import HandInWay
from amnesty.errors import AmnestyError
from tui import record_view
from tui.hand_in_form import SECTIONS, LastHandIn, read_hand_in
from tui.keys import Place, bindings
from tui.screens.beside import BesideScreen
from tui.screens.form import FormScreen
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.course import Course
    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.registration import Registration
    from amnesty.services.hand_in.receiving import Presented


class HandInScreen(FormScreen[str]):
    """Takes the items; its result is what to say on the record."""

    PLACE = Place.HAND_IN
    HEADING = "Receive a hand-in"
    _registration: Registration
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HAND_IN)]

    def __init__(
        self, registration: Registration, site: int, agreed: Course | None = None
    ) -> None:
        """Take whose hand-in it is, from which site, and whether it was agreed."""
        super().__init__(SECTIONS)
        self._registration = registration
        self._site = site
        self._agreed = agreed

    def compose_body(self) -> ComposeResult:
        """Show whose it is above the form."""
        yield IdentityBar(record_view.identity(self._registration, self.desk.today()))
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Fill in what was agreed, or what the hand-in before had at this desk."""
        last = self.registry.last_hand_in
        made = self._agreed.appointment if self._agreed else None
        at_desk = last.place if last else self.registry.front.title
        self._form.fill(
            {
                "place": made.place if made else at_desk,
                "second": last.second if last else "",
            }
        )

    def action_save(self) -> None:
        """Read the boxes, then have the second person sign in."""
        try:
            presented, second = self.reading()()
        except AmnestyError as error:
            self.refused(error)
            return
        tags = [bag.seal_tag for bag in presented.stock]
        tags += [bag.seal_tag for bag in presented.plants]
        seen = f"They saw what was brought, weighed and sealed: {', '.join(tags)}."
        asked = BesideScreen(second, seen)
        self.registry.push_screen(asked, partial(self._receive, presented, second))

    def reading(self) -> Callable[[], tuple[Presented, str]]:
        """Return what reads the boxes as they are now."""
        last = self.registry.last_hand_in
        return partial(
            read_hand_in,
            self.raw(),
            site=self._site,
            last_tag=last.tag if last else "",
        )

    def _receive(
        self, presented: Presented, second: str, passphrase: str | None
    ) -> None:
        """Receive it and give a receipt, which never changes."""
        if not passphrase:
            self.say("Nothing was received.", Tone.PROBLEM)
            return
        desk, front, agreed = self.desk, self.registry.front, self._agreed
        number = self._registration.number

        def receive() -> HandInReceipt:
            from amnesty.services.hand_in.courses import signed_in_beside
            from amnesty.services.hand_in.receiving import (
                receive_as_agreed,
                receive_hand_in,
            )

            who = signed_in_beside(front.open, second, passphrase)
            if agreed is None:
                return receive_hand_in(desk, number, presented, second=who)[0]
            return receive_as_agreed(desk, agreed.number, presented, second=who)[0]

        self.ask(receive, partial(self._received, second), hold=True)

    def _received(self, second: str, received: HandInReceipt) -> None:
        self.registry.last_hand_in = LastHandIn(
            place=received.place, second=second, tag=received.seal_tags[-1]
        )
        next_step = "Pass it on to the police within 24 hours."
        if received.way is HandInWay.POLICE_COLLECT:
            next_step = "The police took it there and then."
        elif received.way is HandInWay.COUNCIL_DESTROYS:
            next_step = "Destroy it before a witness, or pass it on, within 24 hours."
        self.dismiss(f"Receipt {received.receipt}: l draws it. {next_step}")
