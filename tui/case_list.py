"""Lists of cases, as one screen shows them all: complaints and what else is tens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from amnesty.domain.staff import Act
from amnesty.services.desk import Desk
from tui.form_act import FormAct, Told
from tui.widgets.page_table import Column


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case: what stands in its row, and what is next."""

    cells: tuple[str, ...]
    opens: FormAct[Told] | None = None
    """None where nothing is left to do."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of cases."""

    name: str
    act: Act
    columns: tuple[Column, ...]
    note: str
    """What stands beneath the list."""
    rows: Callable[[Desk], Sequence[CaseRow]]
    new: FormAct[Told] | None = None
    """What F2 does; None where cases are not made here."""
