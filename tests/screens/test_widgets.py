"""Each widget on its own: hostile names, boxes, errors and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import DataTable, Input

from amnesty.errors import Problem
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.base import RegistryScreen
from tui.screens.confirm import Confirm
from tui.text import cell, label, safe
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.field import FieldRow
from tui.widgets.inputs import CodeInput, PassphraseInput, TextInput
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

PASSPHRASE = "four unrelated made-up words"


class Every(RegistryScreen[None]):
    """A screen that shows one name in every kind of widget."""

    PLACE = Place.HELP
    HEADING = "Every"

    def __init__(self, name: str) -> None:
        """Take the name."""
        super().__init__()
        self._name = name

    def compose_body(self) -> ComposeResult:
        """Show it everywhere."""
        yield ErrorSummary()
        yield Words(label(self._name))
        yield FieldRow(
            TextInput(self._name), self._name, path="a", hint=self._name, optional=True
        )
        yield FieldRow(PassphraseInput(), "Passphrase", path="b")
        yield FieldRow(CodeInput("pd"), "Photo identity", path="c")
        yield DataTable()

    def on_mount(self) -> None:
        """Fill in what is filled in later."""
        super().on_mount()
        table = self.query_one(DataTable)
        table.add_columns("Name")
        table.add_row(cell(self._name))
        self.tell_top(self._name)
        self.say(self._name, Tone.PROBLEM)
        self.query_one(FieldRow).complain(f"Check “{self._name}”")
        self.query_one(ErrorSummary).show(
            [Problem(path="a", sentence=self._name), Problem(path="c", sentence="c")]
        )


class App(RegistryApp):
    """An app that opens on the screen above."""

    name_to_show = ""

    def home(self) -> Every:
        """Return the screen."""
        return Every(self.name_to_show)


def _app(front: Front, name: str = "Siân") -> App:
    app = App(front, desk=front.open(name or "ada", PASSPHRASE))
    app.name_to_show = name
    return app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_are_only_names(
    front: Front, hostile_name: str, size: tuple[int, int], shown: Shown
) -> None:
    """No name crashes a widget, loses a letter to markup or becomes a link."""
    app = _app(front, hostile_name)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert safe(hostile_name)[:12] in shown(app)
        assert "\x1b" not in shown(app)
        app.push_screen(Confirm(hostile_name, hostile_name, hostile_name, "No"))
        await pilot.pause()
        assert safe(hostile_name)[:12] in shown(app)


async def test_an_accent_typed_after_its_letter_joins_it(
    front: Front, press: Press
) -> None:
    """A letter and its accent sent as two keys are one, gone with one backspace."""
    app = _app(front, "")
    async with app.run_test() as pilot:
        box = app.screen.query_one(TextInput)
        box.focus()
        await press(pilot, "Z", "o", "e")
        app.post_message(events.Key("combining_diaeresis", "\u0308"))
        await press(pilot, "end")
        assert box.value == "Zoë"
        await press(pilot, "backspace")
        assert box.value == "Zo"


async def test_the_passphrase_cannot_be_copied(
    front: Front, press: Press, shown: Shown
) -> None:
    """Copy and cut leave the clipboard and the box alone; paste works."""
    app = _app(front)
    async with app.run_test() as pilot:
        box = app.screen.query_one(PassphraseInput)
        box.focus()
        await press(pilot, *"secret")
        box.select_all()
        await press(pilot, "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert box.value == "secret"
        app.copy_to_clipboard("pasted")
        await press(pilot, "ctrl+v")
        assert box.value == "pasted"
        assert "pasted" not in shown(app)


async def test_a_code_is_one_letter(front: Front, press: Press) -> None:
    """The last letter that is an answer stands; other letters do nothing."""
    app = _app(front)
    async with app.run_test() as pilot:
        box = app.screen.query_one(CodeInput)
        box.focus()
        await press(pilot, "x", "p", "D", "z")
        assert box.value == "D"
        await press(pilot, "backspace")
        assert box.value == ""


@pytest.mark.parametrize(("key", "path"), [("enter", "a"), ("2", "c"), ("1", "a")])
async def test_a_problem_leads_to_its_field(
    front: Front, key: str, path: str, press: Press
) -> None:
    """Enter goes to the highlighted problem's field, a digit to that problem's."""
    app = _app(front)
    chosen: list[str] = []
    async with app.run_test(
        message_hook=lambda message: (
            chosen.append(message.path)
            if isinstance(message, ErrorSummary.Chosen)
            else None
        )
    ) as pilot:
        await pilot.pause()
        app.screen.query_one(ErrorSummary).focus()
        await press(pilot, key)
        await pilot.pause()
        assert path in chosen


async def test_a_field_says_its_error_on_its_own_row(
    front: Front, shown: Shown
) -> None:
    """Label, what was typed and the error stand on one row, in that order."""
    app = _app(front, "Siân")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        line = next(one for one in shown(app).splitlines() if "▶ Siân" in one)
        assert line.index("▶ Siân") < line.index("Error: Check “Siân”")


async def test_a_box_judges_nothing_while_it_is_typed_in(front: Front) -> None:
    """No box validates before the form is saved."""
    app = _app(front)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert all(not box.validate_on for box in app.screen.query(Input))


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False)])
async def test_a_question_is_answered_by_its_keys(
    front: Front, key: str, *, answer: bool, press: Press
) -> None:
    """A dialog answers yes or no, and nothing else."""
    app = _app(front)
    async with app.run_test() as pilot:
        answers: list[bool | None] = []
        app.push_screen(
            Confirm("Leave?", "It is lost.", "Leave", "Stay"), answers.append
        )
        await press(pilot, "x", key)
        await pilot.pause()
        assert answers == [answer]


async def test_a_letter_lays_nothing_out_anew(
    front: Front, press: Press, shown: Shown
) -> None:
    """Only its box is drawn, which shows the end of a text longer than itself."""
    app = RegistryApp(front)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        box = app.screen.query_one("#name", TextInput)
        laid_out = []
        app.screen.screen_layout_refresh_signal.subscribe(box, laid_out.append)
        await press(pilot, *"a name as long as no box of this window is wide at all")
        assert not laid_out
        assert "is wide at all" in shown(app)
        assert "a name as" not in shown(app)


async def test_a_small_window_says_so(front: Front, shown: Shown) -> None:
    """Below 80 by 24 there is one line that says what to do."""
    app = _app(front)
    async with app.run_test(size=(72, 20)) as pilot:
        await pilot.pause()
        words = " ".join(shown(app).split())
        assert words == "This window is 72x20. Make it at least 80x24."
