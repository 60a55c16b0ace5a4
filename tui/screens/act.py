"""The one form of all acts that ask for a few answers, and the page that tells more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.containers import Vertical

from tui.form_act import FormAct, Sitting, Told, section_of
from tui.keys import Place, bindings
from tui.reading import field_of
from tui.screens.base import RegistryScreen
from tui.screens.form import FormScreen
from tui.text import label
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.reading import Reader

T = TypeVar("T")


class ActScreen(FormScreen[T]):
    """Asks what an act needs and does it; its result is what the act tells."""

    PLACE = Place.ACT
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ACT)]
    DEFAULT_CSS = """
    ActScreen #effect { height: auto; margin: 0 0 1 0; }
    """

    def __init__(
        self, act: FormAct[T], values: Mapping[str, str] | None = None
    ) -> None:
        """Take the act, and what is filled in already."""
        super().__init__(act.asked, values)
        self._act = act

    @property
    def heading(self) -> str:
        """Say what is done here."""
        return self._act.name

    def compose_body(self) -> ComposeResult:
        """Say what it is about and what it does, above the form."""
        with Vertical(id="effect"):
            for line in self._act.effect:
                yield Words(label(line))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Do it."""
        act, raw = self._act, self.raw()
        app = self.registry
        sitting = Sitting(
            self.desk, app.front, lambda far: app.call_from_thread(self.say, far)
        )
        self.ask(lambda: act.perform(sitting, raw), self.dismiss, hold=True)


class ToldScreen(RegistryScreen[None]):
    """What an act tells, to read and to save."""

    PLACE = Place.TOLD
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TOLD)]

    def __init__(self, name: str, told: Told) -> None:
        """Take which act it was, and what it tells."""
        super().__init__()
        self._of = name
        self._told = told

    @property
    def heading(self) -> str:
        """Say what was done."""
        return self._of

    def compose_body(self) -> ComposeResult:
        """Show it line by line."""
        for line in self._told.lines:
            yield Words(label(line))

    def on_mount(self) -> None:
        """Let the keys that scroll reach it."""
        body = self.query_one("#body")
        body.can_focus = True
        body.focus()
        self.say(self._told.said, Tone.DONE)

    def action_save(self) -> None:
        """Ask for a folder, and write there what can be saved."""

        def saved(said: str | None) -> None:
            if said is not None:
                self.say(said, Tone.DONE)

        act = saving(self._of, self._told.files)
        self.registry.push_screen(ActScreen(act, act.fill(self.desk)), saved)

    def why_not_save(self) -> str:
        """There may be nothing but what is read."""
        return "" if self._told.files else "There is no file to save of this."

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


_FOLDER = field_of("folder", "Folder", "a new one, or one that is empty")


def saving(name: str, files: Mapping[str, bytes]) -> FormAct[str]:
    """Return the act that writes files into a folder of their own."""

    def run(sitting: Sitting, reader: Reader) -> str:
        folder = Path(reader.text(_FOLDER.path))
        sitting.front.save_all(folder, files)
        return f"Saved in {folder}"

    default = Path.cwd() / name.casefold().replace(" ", "-").replace(":", "")
    return FormAct(
        name=f"Save: {name}",
        act=None,
        effect=("Files, readable by their owner alone:", *sorted(files)),
        sections=(section_of("Where", _FOLDER),),
        fill=lambda _: {_FOLDER.path: str(default)},
        run=run,
    )
