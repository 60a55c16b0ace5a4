"""What is written down of a site from its record, and what is looked at there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.life import MOVES
from amnesty.domain.registration import Move
from tui.growing_forms import drying, in_flower
from tui.screens.base import RegistryScreen
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.services.registrations.searching import Record


class RecordGrowing(RegistryScreen[None]):
    """Harvest, dry weigh-in, what if and the stock account, from the record."""

    record: Record

    def open_again(self, said: str | None) -> None:
        """Open the record anew, and say what was done; None where nothing was."""
        raise NotImplementedError

    def action_harvest(self) -> None:
        """Write down plants that were cut."""
        registration = self.record.registration

        def chosen(site: int) -> None:
            if in_flower(registration.growing.sites[site]):
                self.registry.show_harvest(registration, site, self.open_again)
            else:
                self.say("Nothing is in flower at this site.", Tone.PROBLEM)

        self._at_a_site(chosen)

    def action_weigh_in(self) -> None:
        """Write down what a harvest weighs, dried."""
        registration = self.record.registration

        def chosen(site: int) -> None:
            if drying(registration.growing.sites[site]):
                self.registry.show_weigh_in(registration, site, self.open_again)
            else:
                self.say(
                    "No harvest is drying at this site: record it first.", Tone.PROBLEM
                )

        self._at_a_site(chosen)

    def action_change(self) -> None:
        """Ask what changes: caretaker, tenure, turn, need, grower, sites."""
        reason = self.why_not_change()
        if reason:
            self.say(reason, Tone.PROBLEM)
        else:
            self.registry.show_changes(self.record.registration, self.open_again)

    def why_not_change(self) -> str:
        """Only what was decided and is open has changes; a draft is corrected."""
        registration = self.record.registration
        state = registration.state
        if state in MOVES[Move.ARRANGE].origins:
            return ""
        if registration.valid_from is None:
            return (
                f"This registration is {state.value}: changes come after an approval. "
                "Until then what is wrong is edited, or sent back to be edited."
            )
        return f"This registration is {state.value}: nothing changes any more."

    def action_what_if(self) -> None:
        """Show what would follow from another need, setting, policy or amounts."""
        registration = self.record.registration
        self._at_a_site(lambda site: self.registry.show_what_if(registration, site))

    def action_account(self) -> None:
        """Show the stock account with its chart."""
        self.registry.show_account(self.record)

    def _at_a_site(self, act: Callable[[int], None]) -> None:
        def chosen(site: int | None) -> None:
            if site is not None:
                act(site)

        self.registry.choose_site(self.record.registration, chosen)
