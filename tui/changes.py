"""What may change of a decided record as it stands, the commonest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.registration import State
from amnesty.services.intake.typed import answers_of
from tui.arranged_changes import caretaker_changes, site_changes
from tui.asked_changes import grower_changes, moved_sites, need_change

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tui.change_forms import Change


def changes_of(registration: Registration) -> tuple[Change, ...]:
    """Return what may change; what is decided, only while nothing else waits."""
    kept = answers_of(registration, {})
    at_once = (
        *caretaker_changes(registration, kept),
        *site_changes(registration, kept),
    )
    if registration.state is not State.ACTIVE or registration.growing.asked:
        return at_once
    return (
        *at_once,
        need_change(registration, kept),
        *grower_changes(registration, kept),
        *moved_sites(registration, kept),
    )
