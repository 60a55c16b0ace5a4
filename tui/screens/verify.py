"""Verify a certificate as an officer's device does: by its code or its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.credential.claims import encode_claims
from amnesty.credential.token import check_code
from amnesty.domain.dates import in_words
from amnesty.services.answering import moment_in_words
from tui.keys import Place, bindings
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.field import FieldRow
from tui.widgets.inputs import TextInput
from tui.widgets.status_line import Tone
from tui.widgets.verdict_panel import VerdictPanel
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.certificate import Certificate, PlantLimits
    from amnesty.domain.verdict import Answer

_FORGET_AFTER = 120.0
_NAME_WIDTH = 14


class VerifyScreen(RegistryScreen[None]):
    """The answer of the numbered steps, in one of three shapes."""

    PLACE = Place.VERIFY
    HEADING = "Verify a certificate"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VERIFY)]
    DEFAULT_CSS = """
    VerifyScreen TextInput { max-width: 100%; }
    VerifyScreen VerdictPanel { margin: 1 0; }
    """

    def compose_body(self) -> ComposeResult:
        """Show the box; the verdict comes beneath."""
        yield FieldRow(TextInput(), "Code or file", path="source")
        yield Words(
            label(
                "Scan the QR code, or type the path of a PDF or of a photograph.",
                "$text-muted",
            )
        )
        yield VerdictPanel()
        yield Words(id="details")

    def on_mount(self) -> None:
        """Wait for a scan."""
        super().on_mount()
        self.query_one(TextInput).focus()

    def action_back(self) -> None:
        """Go back, where there is something to go back to."""
        if self.registry.home_place is Place.VERIFY:
            self.action_new()
        else:
            self.dismiss()

    def action_new(self) -> None:
        """Forget the last one and wait for the next."""
        box = self.query_one(TextInput)
        box.value = ""
        box.focus()

    @on(Input.Changed)
    def forget(self) -> None:
        """Clear the last verdict the moment anything else is typed."""
        self.query_one(VerdictPanel).clear()
        self.query_one("#details", Words).show(label(""))
        self.say("")

    @on(Input.Submitted)
    def action_check(self) -> None:
        """Check what is in the box."""
        source = self.query_one(TextInput).text
        if not source:
            self.say("Scan a code, or type the path of a file.", Tone.PROBLEM)
            return
        front = self.registry.front
        self.ask(lambda: front.verify(source), self._show)

    def _show(self, answers: Sequence[Answer]) -> None:
        answer = answers[0]
        self.query_one(VerdictPanel).tell(answer)
        self.query_one("#details", Words).show(lines(*_details(answer)))
        many = len(answers)
        self.say(f"{many} codes found: the first is shown." if many > 1 else "")
        self.set_timer(_FORGET_AFTER, self.forget)


def _details(answer: Answer) -> Iterator[Content]:
    yield _entry("What to do", answer.next_step)
    if answer.status_as_of is not None:
        yield _entry("Status as of", moment_in_words(answer.status_as_of))
    certificate = answer.certificate
    if certificate is None:
        return
    yield _entry(
        "Holder",
        f"{certificate.holder}, born {in_words(certificate.date_of_birth)}",
    )
    if certificate.patient is not None:
        yield _entry("Grows for", certificate.patient)
    if certificate.place is not None:
        yield _entry("Place", f"{certificate.place} {certificate.postcode or ''}")
    yield from _limits(certificate)
    yield _entry(
        "Valid",
        f"{in_words(certificate.valid_from)} to {in_words(certificate.valid_to)}",
    )
    yield _entry("Number", certificate.number)
    yield _entry("Check code", check_code(encode_claims(certificate)))
    yield label("Compare the holder with photo identity.", "bold")


def _limits(certificate: Certificate) -> Iterator[Content]:
    for where, limits in (
        ("indoors", certificate.indoor),
        ("outdoors", certificate.outdoor),
    ):
        if limits is not None:
            yield _entry("May grow", _plants(limits, where))
    if certificate.stock_grams is not None:
        yield _entry("May keep", f"{certificate.stock_grams} g dried")
    yield _entry("May carry", f"{certificate.carry_grams} g dried")


def _plants(limits: PlantLimits, where: str) -> str:
    return f"{limits.flowering} in flower, {limits.plants} in all, {where}"


def _entry(name: str, value: str) -> Content:
    return row(label(f"{name:<{_NAME_WIDTH}}", "$text-muted"), label(value))
