"""Print to a file: where shall the certificate's page go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.dates import in_words
from amnesty.errors import Problem, ProblemsError
from amnesty.services.intake.fields import Section
from tui.keys import Place, bindings
from tui.reading import field_of
from tui.screens.form import FormScreen
from tui.text import label, lines
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from amnesty.services.papers.issuing import IssuedPaper

_PATH = field_of("path", "Save the PDF as", what="where the file goes")


class PaperScreen(FormScreen[str]):
    """Saves the page that was drawn, read back and verified."""

    PLACE = Place.PAPER
    HEADING = "Print to a file"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.PAPER)]
    DEFAULT_CSS = """
    PaperScreen {
        FieldRow .field-label { width: 18; }
        FieldRow .field-note { display: none; }
        FieldRow.-wrong .field-note { display: block; }
        TextInput { max-width: 100%; }
    }
    """

    def __init__(self, paper: IssuedPaper) -> None:
        """Take the page; the name of the file says the certificate's number."""
        self._paper = paper
        name = Path.cwd() / f"{paper.issued.certificate.number}.pdf"
        section = Section(title="The file", group="", least=0, fields=(_PATH,))
        super().__init__([section], {_PATH.path: str(name)})

    def compose_body(self) -> ComposeResult:
        """Say what was issued, above the form."""
        certificate = self._paper.issued.certificate
        told = [
            label(
                f"Certificate {certificate.number} is valid to "
                f"{in_words(certificate.valid_to)}.",
                "bold",
            ),
            label("Its page was read back and verified. Save it to print it."),
        ]
        if certificate.is_specimen:
            told.append(label("It is a SPECIMEN: no agreement is in force.", "bold"))
        yield Words(lines(*told, label("")))
        yield from super().compose_body()

    def action_save(self) -> None:
        """Write the file, readable by its owner alone."""
        front, pdf = self.registry.front, self._paper.pdf
        path = self.raw().get(_PATH.path, "")

        def save() -> None:
            if not path:
                problem = Problem(path=_PATH.path, sentence="Enter where the file goes")
                raise ProblemsError([problem])
            front.save(Path(path), pdf)

        self.ask(save, lambda _: self.dismiss(f"Saved as {path}"), hold=True)

    def action_leave(self) -> None:
        """Go back without a file; F9 on the record draws it again."""
        self.dismiss("No file was saved. F9 draws the page again.")
