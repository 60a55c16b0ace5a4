"""Records of destruction whose years are over: one proposes, another removes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table
from amnesty.domain.staff import Act
from tui.case_list import CaseRow, Listing
from tui.form_act import FormAct, Told
from tui.widgets.page_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.services.desk import Desk
    from amnesty.services.shelves import Item
    from tui.form_act import Sitting
    from tui.reading import Reader


def _rows(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.hand_in.retiring import proposed_retired

    return [_row(one) for one in proposed_retired(desk)]


def _row(one: Item) -> CaseRow:
    on = in_table(date.fromisoformat(one["on"]))
    return CaseRow(cells=(one["number"], one["name"], on), opens=_confirm(one))


def _confirm(one: Item) -> FormAct[Told]:
    return FormAct(
        name="Remove old destructions",
        act=Act.ERASE,
        effect=(
            f"{one['number']}, proposed by {one['name']}",
            "With it goes every other one that others proposed, for good.",
        ),
        confirm=one["number"],
        run=_remove,
    )


def _remove(sitting: Sitting, _: Reader) -> Told:
    from amnesty.services.hand_in.retiring import confirm_retired

    done = confirm_retired(sitting.desk)
    return Told(
        said=f"{len(done.numbers)} removed.",
        lines=(
            f"Proposed by {', '.join(done.proposed_by) or 'nobody'}.",
            f"Confirmed by {done.confirmed_by}.",
            *done.numbers,
        ),
    )


def _propose(sitting: Sitting, _: Reader) -> Told:
    from amnesty.services.hand_in.retiring import propose_retired

    many = len(propose_retired(sitting.desk))
    return Told(said=f"{many} proposed." if many else "Nothing is due to be removed.")


RETIRED = Listing(
    name="Old destructions",
    act=Act.ERASE,
    columns=(
        Column(title="Number", width=20),
        Column(title="Proposed by", width=20),
        Column(title="On"),
    ),
    note="Enter removes what others proposed; F2 proposes what was kept long enough.",
    rows=_rows,
    new=FormAct(
        name="Propose old destructions",
        act=Act.ERASE,
        effect=(
            "Every record of destruction whose years are over is proposed.",
            "Nothing is removed until another supervisor confirms.",
        ),
        run=_propose,
    ),
)
