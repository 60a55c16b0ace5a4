"""What else happens to a hand-in: agreed before it, passed on or destroyed after."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.hand_in import signed_in_witness
from amnesty.domain.times import instant_text
from amnesty.errors import AmnestyError
from tui.hand_in_acts import (
    TRANSFER,
    ReadDestruction,
    appointment_form,
    destruction_form,
    read_appointment,
    read_destruction,
    read_transfer,
)
from tui.keys import Place, bindings
from tui.screens.beside import BesideScreen
from tui.screens.form import FormScreen
from tui.text import label
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.course import Course
    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.policy import HandInRules
    from amnesty.services.hand_in.appointing import Agreed
    from amnesty.services.hand_in.receiving import Officer


class AppointScreen(FormScreen[str]):
    """Agrees when, where and with whom; its result is what to say on the record."""

    PLACE = Place.APPOINT
    HEADING = "Agree a hand-in"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.APPOINT)]

    def __init__(
        self, number: RegistrationNumber, rules: HandInRules, site: int
    ) -> None:
        """Take whose hand-in it is, the policy's rules, and from which site."""
        self._sections = appointment_form(rules)
        super().__init__(self._sections, {"way": rules.ways[0].value})
        self._number = number
        self._site = site

    def action_save(self) -> None:
        """Keep the appointment."""
        desk, number, read = self.desk, self._number, self.reading()

        def agree() -> Course:
            from amnesty.services.hand_in.appointing import open_hand_in

            return open_hand_in(desk, number, read())[0]

        self.ask(
            agree,
            lambda course: self.dismiss(f"Hand-in {course.number} is agreed."),
            hold=True,
        )

    def reading(self) -> Callable[[], Agreed]:
        """Return what reads the boxes as they are now."""
        raw, today = self.raw(), self.desk.today()
        return partial(
            read_appointment, raw, self._sections, site=self._site, today=today
        )


class PassOnScreen(FormScreen[str]):
    """Takes which officer took it over; that ends the alarm."""

    PLACE = Place.PASS_ON
    HEADING = "Pass a hand-in on"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.PASS_ON)]

    def __init__(self, receipt: HandInReceipt) -> None:
        """Take which hand-in it is."""
        super().__init__(TRANSFER)
        self._receipt = receipt

    def compose_body(self) -> ComposeResult:
        """Show what is passed on above the form."""
        yield Words(_received(self._receipt))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Write it down."""
        desk, number, read = self.desk, self._receipt.receipt, self.reading()

        def pass_it_on() -> Course:
            from amnesty.services.hand_in.passing_on import pass_on

            return pass_on(desk, number, read())

        self.ask(
            pass_it_on,
            lambda course: self.dismiss(f"Hand-in {course.number} is passed on."),
            hold=True,
        )

    def reading(self) -> Callable[[], Officer]:
        """Return what reads the boxes as they are now."""
        return partial(read_transfer, self.raw())


class DestroyScreen(FormScreen[str]):
    """Takes what each bag weighs now, how it is destroyed, and who witnesses it."""

    PLACE = Place.DESTROY
    HEADING = "Destroy a hand-in"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DESTROY)]

    def __init__(self, receipt: HandInReceipt, rules: HandInRules) -> None:
        """Take the receipt as it stands, and the policy's rules."""
        self._sections = destruction_form(receipt, rules)
        super().__init__(self._sections)
        self._receipt = receipt

    def compose_body(self) -> ComposeResult:
        """Show what is destroyed above the form."""
        yield Words(_received(self._receipt))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Read the boxes, then have each witness of the staff sign in."""
        try:
            read = self.reading()()
        except AmnestyError as error:
            self.refused(error)
            return
        self._next_signs_in(read, ())

    def reading(self) -> Callable[[], ReadDestruction]:
        """Return what reads the boxes as they are now."""
        return partial(read_destruction, self.raw(), self._sections, self._receipt)

    def _next_signs_in(
        self, read: ReadDestruction, passphrases: tuple[str, ...]
    ) -> None:
        if len(passphrases) == len(read.staff):
            self._destroy(read, passphrases)
            return

        def signed_in(passphrase: str | None) -> None:
            if passphrase:
                self._next_signs_in(read, (*passphrases, passphrase))
            else:
                self.say("Nothing was written down.", Tone.PROBLEM)

        witness = read.staff[len(passphrases)]
        asked = BesideScreen(
            witness.name, "They saw it destroyed.", as_whom="as a witness"
        )
        self.registry.push_screen(asked, signed_in)

    def _destroy(self, read: ReadDestruction, passphrases: tuple[str, ...]) -> None:
        """Write the destruction down; its certificate has a number of its own."""
        desk, front, receipt = self.desk, self.registry.front, self._receipt

        def destroy_it() -> Course:
            from amnesty.services.hand_in.courses import signed_in_beside
            from amnesty.services.hand_in.passing_on import destroy

            staff = [
                signed_in_witness(
                    one, signed_in_beside(front.open, one.name, passphrase)
                )
                for one, passphrase in zip(read.staff, passphrases, strict=True)
            ]
            witnesses = (*read.destroying.witnesses, *staff)
            destroying = replace(read.destroying, witnesses=witnesses)
            return destroy(desk, receipt.receipt, destroying)

        self.ask(destroy_it, self._destroyed, hold=True)

    def _destroyed(self, course: Course) -> None:
        done = course.destruction
        number = done.number if done else ""
        self.dismiss(f"Destroyed. Certificate of destruction {number}.")


def _received(receipt: HandInReceipt) -> Content:
    return label(
        f"Hand-in {receipt.receipt}, received {instant_text(receipt.received_at)} by "
        f"{receipt.received_by_name} and {receipt.second_person_name}: "
        f"bags {', '.join(receipt.seal_tags)}."
    )
