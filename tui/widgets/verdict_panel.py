"""The verdict: its word first, and a border that says the same without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.verdict import Answer, Verdict
from amnesty.services.police.telling import age_of
from tui.text import label, lines
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VALID = ("-valid", "✓")
_NOT_VALID = ("-not-valid", "✗")
_CANNOT = ("-cannot", "?")

SHAPES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.VALID: _VALID,
    Verdict.VALID_RENEWAL_PENDING: _VALID,
    Verdict.VALID_WINDING_DOWN: _VALID,
    Verdict.SPECIMEN: _NOT_VALID,
    Verdict.NOT_COVERED_HERE: _NOT_VALID,
    Verdict.NOT_YET_VALID: _NOT_VALID,
    Verdict.EXPIRED: _NOT_VALID,
    Verdict.SUSPENDED: _NOT_VALID,
    Verdict.REVOKED: _NOT_VALID,
    Verdict.SUPERSEDED: _NOT_VALID,
    Verdict.NOT_GENUINE: _NOT_VALID,
    Verdict.UNKNOWN_ISSUER: _NOT_VALID,
    Verdict.NOT_ISSUED: _NOT_VALID,
    Verdict.CANNOT_BE_CONFIRMED: _CANNOT,
}
"""Every verdict's border and sign; a verdict without one would be a fault."""

_GRAVEST_FIRST = (_NOT_VALID, _CANNOT, _VALID)


def gravest_first(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers so that a forged code beside a real one is seen first."""
    return sorted(answers, key=lambda one: _GRAVEST_FIRST.index(SHAPES[one.verdict]))


_WHY_FIRST = frozenset(
    {
        Verdict.NOT_YET_VALID,
        Verdict.EXPIRED,
        Verdict.SUSPENDED,
        Verdict.REVOKED,
        Verdict.SUPERSEDED,
    }
)


class VerdictPanel(Words):
    """One verdict: valid in a double border, not valid filled, unsure dashed."""

    DEFAULT_CSS = """
    VerdictPanel {
        height: auto;
        width: 100%;
        padding: 0 2;
        text-align: center;
        display: none;
        &.-valid { display: block; border: double $success; color: $success; }
        &.-not-valid {
            display: block;
            border: heavy $background;
            background: $error;
            color: $background;
        }
        &.-not-valid:ansi { background: ansi_default; text-style: reverse; }
        &.-cannot { display: block; border: dashed $warning; color: $warning; }
    }
    """

    def tell(self, answer: Answer) -> None:
        """Show a verdict, why it is so, and how old the list is that says so."""
        shape, sign = SHAPES[answer.verdict]
        self.clear()
        self.add_class(shape)
        word = answer.verdict.value
        if answer.verdict in _WHY_FIRST:
            word = f"NOT VALID: {word}"
        self.show(
            lines(
                label(f"{sign} {word} {sign}", "bold"),
                label(answer.sentence),
                label(age_of(answer)),
            )
        )

    def clear(self) -> None:
        """Show nothing: an old verdict must not be read for a new question."""
        self.remove_class("-valid", "-not-valid", "-cannot")
        self.show(label(""))
