"""Ask as police: by a certificate's number or by an address, with who asks and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from amnesty.services.intake.fields import Kind, Section
from tui.keys import Place, bindings
from tui.reading import Reader, field_of
from tui.screens.form import FormScreen
from tui.text import label, lines
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.domain.answer import Typed
    from amnesty.domain.asking import Why
    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.services.desk import Desk
    from amnesty.services.police.asking import Told

_WIDTH = 16


_REASONS = "at the door, stop, before a visit, before a warrant, welfare"
SECTIONS = (
    Section(
        title="Who asks, about what and why",
        group="",
        least=0,
        fields=(
            field_of("force", "Force"),
            field_of("collar", "Collar number"),
            field_of("reason", "Reason", _REASONS),
            field_of("incident", "Incident"),
            field_of(
                "fuller", "In more words", "only where it is asked", optional=True
            ),
            field_of("number", "Certificate", "or leave empty", optional=True),
            field_of("place", "Address", "alone, or to compare", optional=True),
            field_of("postcode", "Postcode", optional=True),
            field_of("holder", "Name", "to compare with a number", optional=True),
            field_of("born", "Born", "to compare", kind=Kind.DATE, optional=True),
        ),
    ),
)


class AskScreen(FormScreen[None]):
    """Who asks, why, and one question; the answer stands beneath."""

    PLACE = Place.ASK
    HEADING = "Ask the register"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ASK)]

    def __init__(self) -> None:
        """Start with an empty form."""
        super().__init__(SECTIONS)

    @property
    def unsaved(self) -> bool:
        """Nothing of a question is kept, so nothing is lost."""
        return False

    def compose_body(self) -> ComposeResult:
        """Show the form, and the answer beneath it."""
        yield from super().compose_body()
        yield Words(id="answer")

    @on(Input.Changed)
    def changed(self) -> None:
        """Take an answer away the moment anything is typed."""
        self.drop()
        self._tell(())

    def action_save(self) -> None:
        """Ask."""
        desk, raw = self.desk, self.raw()
        self.ask(lambda: tuple(_answer(desk, raw)), self._tell, hold=True)

    def action_outcome(self) -> None:
        """Write down what came of a check."""
        self.registry.show_outcome()

    def _tell(self, told: tuple[str, ...]) -> None:
        if told:
            self.clear_problems()
        self.query_one("#answer", Words).show(lines(*map(label, told)))


def _answer(desk: Desk, raw: Mapping[str, str]) -> Iterator[str]:
    """Ask, and yield the answer line by line.

    Raises:
        ProblemsError: something that was typed cannot be read.
    """
    from amnesty.services.police.asking import ask_by_address, ask_by_number

    why, number, typed = _read(raw)
    if number is not None:
        yield from _lines(ask_by_number(desk, number, why, typed))
        return
    assert typed.site is not None  # noqa: S101  one of both was asked for
    told = ask_by_address(desk, typed.site, why)
    yield told.sentence
    for one in told.certificates:
        yield ""
        yield from _lines(one)


def _lines(told: Told) -> Iterator[str]:
    from amnesty.services.police.asking import limits_of

    yield f"{told.verdict.value}   {told.number}"
    for name, value in (*limits_of(told), *told.matches.in_words):
        yield f"{name:<{_WIDTH}}{value}"
    yield f"Next: {told.next_step}"


def _read(raw: Mapping[str, str]) -> tuple[Why, CertificateNumber | None, Typed]:
    """Return who asks and why, and a number with what is compared, or an address."""
    from amnesty.domain.answer import Typed
    from amnesty.domain.dates import parse_date
    from amnesty.domain.identifiers import parse_certificate_number
    from amnesty.services.police.asking import read_place, read_why

    reader = Reader(raw, SECTIONS)
    for one in SECTIONS[0].fields:
        if not one.optional and not reader.text(one.path).strip():
            reader.complain(one.path, f"Enter {one.what}")
    asked = {name: reader.text(name).strip() for name in ("number", "place", "born")}
    if not (asked["number"] or asked["place"]):
        reader.complain("number", "Enter a certificate's number or an address")
    lines = [part.strip() for part in asked["place"].split(",") if part.strip()]
    postcode = reader.text("postcode").strip() or None
    number = (
        reader.read("number", parse_certificate_number) if asked["number"] else None
    )
    born = reader.read("born", parse_date) if asked["born"] else None
    place = (
        reader.read("place", lambda _: read_place(lines, postcode)) if lines else None
    )
    reader.finish()
    names = ("force", "collar", "reason", "incident", "fuller")
    why = read_why(**{name: reader.text(name) for name in names})
    holder = reader.text("holder").strip() or None
    return why, number, Typed(name=holder, date_of_birth=born, site=place)
