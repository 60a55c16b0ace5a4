"""The certificates of one registration: how each stands, to print or to replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.domain.certificate import CertificateStatus, Form
from amnesty.domain.dates import in_table, in_words
from amnesty.domain.life import CLOSED
from amnesty.services.papers.issuing import IssuedPaper
from tui import record_view
from tui.keys import Place, bindings
from tui.screens.confirm import Confirm
from tui.screens.listing import ListScreen, Where
from tui.text import label, lines, row
from tui.widgets.identity_bar import IdentityBar
from tui.widgets.page_table import Column, PageTable
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.issued import IssuedCertificate
    from amnesty.services.papers.reissuing import IssuedCode
    from amnesty.services.registrations.searching import Record

_COLUMNS = (
    Column(title="Number", width=20),
    Column(title="Paper", width=13),
    Column(title="Stands", width=17),
    Column(title="Valid to", width=13),
    Column(title="Printed"),
)
_STANDS = frozenset({CertificateStatus.VALID, CertificateStatus.RENEWAL_PENDING})
_LABEL = 14


class CertificatesScreen(ListScreen[str]):
    """A list of what was issued, and beneath it what the marked one says."""

    PLACE = Place.CERTIFICATES
    HEADING = "Certificates"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CERTIFICATES)]
    DEFAULT_CSS = """
    CertificatesScreen {
        PageTable { height: 8; }
        #says { height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, record: Record) -> None:
        """Take whose they are; the newest comes first."""
        super().__init__()
        self._record = record
        self._issued = tuple(reversed(record.certificates))

    def compose_body(self) -> ComposeResult:
        """Show the list and what the marked one says."""
        registration = self._record.registration
        yield IdentityBar(record_view.identity(registration, self.desk.today()))
        yield PageTable(_COLUMNS)
        yield Words(id="says")

    def on_mount(self) -> None:
        """Fill in the list."""
        self.table.fill([_columns(one) for one in self._issued])
        self.table.focus()
        self._tell()

    @property
    def marked(self) -> IssuedCertificate:
        """The one that is marked."""
        return self._issued[self.table.at]

    def fetch(self, where: Where) -> None:
        """Ask for nothing: all of them are here."""

    def action_move(self, by: int) -> None:
        """Mark another one, and show what it says."""
        super().action_move(by)
        self._tell()
        self.refresh_bindings()

    def action_open(self) -> None:
        """Show what the chosen one says."""
        self._tell()

    def action_print(self) -> None:
        """Draw it again, from the bytes that were signed."""
        from amnesty.services.papers.reissuing import print_again

        desk, number = self.desk, self.marked.certificate.number
        self.ask(lambda: print_again(desk, number), self._save, hold=True)

    def action_lost(self) -> None:
        """Ask, then replace it under a new number."""
        number = self.marked.certificate.number
        question = Confirm(
            f"Replace {number}, which was lost?",
            "A new one is signed under a new number. The old one ends with the next "
            "police file, for good.",
            "Replace it",
            "Not now",
        )
        self.app.push_screen(question, self._replace_if)

    def action_back(self) -> None:
        """Go back to the record."""
        self.dismiss()

    def why_not_page(self) -> str:
        """Only a certificate that stands has a page to draw."""
        if self.marked.certificate.form is Form.CARD:
            return "A card has no page: amnesty reprint makes its code."
        return self.why_not_standing()

    def why_not_standing(self) -> str:
        """Only what stands is drawn or replaced."""
        state = self._record.registration.state
        if self.marked.status in _STANDS and state not in CLOSED:
            return ""
        return f"This one is {_status(self.marked)}: it is not printed or replaced."

    def _replace_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if yes:
            from amnesty.services.papers.reissuing import replace_lost

            desk, number = self.desk, self.marked.certificate.number
            self.ask(lambda: replace_lost(desk, number), self._save, hold=True)

    def _save(self, paper: IssuedPaper | IssuedCode) -> None:
        if isinstance(paper, IssuedPaper):
            self.registry.show_paper(paper, self._saved)
        else:
            number = paper.issued.certificate.number
            self.dismiss(f"Card {number} is issued: amnesty reprint makes its code.")

    def _saved(self, said: str | None) -> None:
        self.dismiss(said)

    def _tell(self) -> None:
        if self._issued:
            said = lines(*_says(self.marked.certificate))
            self.query_one("#says", Words).show(said)


def _columns(one: IssuedCertificate) -> tuple[object, ...]:
    made = one.certificate
    return (
        made.number,
        made.form.value,
        _status(one),
        in_table(made.valid_to),
        f"{one.prints}×",
    )


def _status(one: IssuedCertificate) -> str:
    return one.status.name.casefold().replace("_", " ")


def _says(made: Certificate) -> Iterator[Content]:
    limits = {"Indoors": made.indoor, "Outdoors": made.outdoor}
    told = {
        "Holder": made.holder,
        "Patient": made.patient or "",
        "Place": made.place or "it never says where" * (made.form is Form.CARD),
        **{
            where: f"{one.flowering} in flower, {one.plants} plants in all"
            for where, one in limits.items()
            if one
        },
        "Stock": f"{made.stock_grams} g dried" if made.stock_grams else "",
        "Carried": f"{made.carry_grams} g dried",
        "Valid": f"{in_words(made.valid_from)} to {in_words(made.valid_to)}",
        "Rests on": made.agreement.reference if made.agreement else "SPECIMEN: nothing",
    }
    for name, value in told.items():
        if value:
            yield row(label(f"{name:<{_LABEL}}", "$text-muted"), label(value))
