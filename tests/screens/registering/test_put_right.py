"""A problem leaves the list above a form as soon as its field is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

from amnesty.domain.dates import parse_date
from amnesty.services.intake.fields import Choice, Kind
from tui.app import RegistryApp
from tui.form_act import FormAct, section_of
from tui.reading import field_of
from tui.screens.act import ActScreen
from tui.screens.hand_in import HandInScreen
from tui.widgets.error_summary import ErrorSummary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.pilot import Pilot
    from textual.screen import Screen

    from amnesty.cli.screens import WiredFront
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from tui.form_act import Sitting
    from tui.reading import Reader

    Opened = Callable[[Pilot[None]], Awaitable[None]]
    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[App[None]], str]
    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]

_TALL = (100, 40)


def _listed(app: App[None]) -> list[str]:
    """Return the problems in the list."""
    summary = app.screen.query_one(ErrorSummary)
    return [str(one.prompt) for one in summary.options] if summary.display else []


async def _with_two_problems(
    pilot: Pilot[None],
    press: Press,
    until: Until,
    opened: Opened,
) -> None:
    """Fill in the first page but for the year of birth and the postcode."""
    await opened(pilot)
    await press(pilot, *"Mair", "tab", *"27 3", "tab", "tab", "tab", "p", "tab")
    await press(pilot, *"1 Row", "tab", "tab", *"Penmaen", "f10")
    await until(pilot, lambda: len(_listed(pilot.app)) == 2)


async def test_a_problem_goes_when_its_field_is_right_and_not_before(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    shown: Shown,
    until: Until,
    opened: Opened,
) -> None:
    """What is half typed says what is wrong with it now; the box keeps the focus."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=_TALL) as pilot:
        await _with_two_problems(pilot, press, until, opened)
        await press(pilot, "1", "end", *" 19")
        await until(pilot, lambda: "Error: Year must include 4 numbers" in shown(app))
        box = app.screen.focused
        assert _listed(app) == [
            "1 Year must include 4 numbers",
            "2 Enter the postcode of the patient's home address",
        ]
        await press(pilot, *"70")
        await until(pilot, lambda: len(_listed(app)) == 1)
        assert _listed(app) == ["1 Enter the postcode of the patient's home address"]
        assert "1 left to put right." in shown(app)
        assert app.screen.focused is box
        assert "Error: Register a patient" in shown(app)


async def test_the_list_goes_with_its_last_problem(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    shown: Shown,
    until: Until,
    opened: Opened,
) -> None:
    """Then nothing says that there is an error, and F10 goes on to what comes next."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=_TALL) as pilot:
        await _with_two_problems(pilot, press, until, opened)
        await press(pilot, "1", "end", *" 1970", "f6", *"LL34 6A")
        await until(pilot, lambda: len(_listed(app)) == 1)
        await until(pilot, lambda: "Enter the postcode" not in shown(app))
        assert len(_listed(app)) == 1
        await press(pilot, "B")
        await until(pilot, lambda: not _listed(app))
        assert app.screen.focused.parent.path == "patient.home.postcode"
        assert app.screen.focused.value == "LL34 6AB"
        assert "Error" not in shown(app)
        assert "Nothing is left to put right." in shown(app)
        await press(pilot, "f10")
        await until(pilot, lambda: "Section 2 of 13 comes next" in shown(app))


async def test_what_was_not_complained_of_is_not_while_one_types(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    until: Until,
    opened: Opened,
) -> None:
    """A field that was right and is emptied waits for F10, as all fields do."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=_TALL) as pilot:
        await _with_two_problems(pilot, press, until, opened)
        app.screen._form.rows[0].box.focus()
        await press(pilot, "ctrl+u", "1")
        await press(pilot, "ctrl+u")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(_listed(app)) == 2
        await press(pilot, "f10")
        await until(pilot, lambda: len(_listed(app)) == 3)


async def test_the_box_stays_in_sight_when_the_list_goes(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    until: Until,
    opened: Opened,
) -> None:
    """At 80 by 24 what is above moves up; the box that is typed in is still seen."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(80, 24)) as pilot:
        await _with_two_problems(pilot, press, until, opened)
        await press(pilot, "1", "end", *" 1970", "f6", *"LL34 6AB")
        await until(pilot, lambda: not _listed(app))
        await pilot.pause()
        assert app.screen.query_one("#body").region.contains_region(
            app.screen.focused.region
        )


async def test_a_bag_that_is_entered_answers_that_there_was_none(
    *,
    front: WiredFront,
    clerk: Desk,
    make_registration: Callable[[], Registration],
    press: Press,
    until: Until,
) -> None:
    """The forms of acts read their boxes again too, each with its own rules."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=_TALL) as pilot:
        await pilot.pause()
        app.push_screen(HandInScreen(make_registration(), 0))
        await until(pilot, lambda: isinstance(app.screen, HandInScreen))
        await press(pilot, "y", "tab", "y", "tab", *"Gareth", "f10")
        await until(pilot, lambda: len(_listed(app)) == 1)
        await press(pilot, "1", "5")
        await until(pilot, lambda: not _listed(app))
        assert app.screen.focused.value == "5"


_WAY = (Choice(letter="a", word="above"), Choice(letter="b", word="below"))
_DAY = field_of("day", "Day", kind=Kind.DATE)
_CHOSEN = field_of("way", "Way", kind=Kind.CHOICE, choices=_WAY)
_NOTE = field_of("note", "Note")


class Trying(RegistryApp):
    """An app that opens on an act that reads a day, a way and a note."""

    def home(self) -> Screen[None]:
        """Return the act's form."""

        def run(sitting: Sitting, reader: Reader) -> str:
            del sitting
            reader.read(_DAY.path, parse_date)
            reader.finish()
            return "done"

        return ActScreen(
            FormAct(
                name="Try",
                act=None,
                sections=(section_of("It", _DAY, _CHOSEN, _NOTE),),
                run=run,
            )
        )


async def test_an_act_without_a_reader_goes_by_the_kind_of_field(
    front: WiredFront, clerk: Desk, press: Press, until: Until
) -> None:
    """A day counts once it is one, a letter once it is offered, words at once."""
    app = Trying(front, desk=clerk)
    async with app.run_test(size=_TALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "f10")
        await until(pilot, lambda: len(_listed(app)) == 3)
        await press(pilot, "3", "x")
        assert len(_listed(app)) == 2
        await press(pilot, "shift+tab", "b")
        assert len(_listed(app)) == 1
        await press(pilot, "shift+tab", *"27 3 202")
        assert len(_listed(app)) == 1
        await press(pilot, "6")
        assert not _listed(app)
        assert not app.screen.query_one(OptionList).display
