"""What an authority decides about questions, sign-in, statistics and keeping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amnesty.domain.registration import State


@dataclass(frozen=True, kw_only=True)
class AskingRules:
    """How often police may ask, and for what."""

    wrong_numbers: int
    within_minutes: int
    lock_minutes: int
    by_officer_an_hour: int
    by_force_an_hour: int
    fuller_reason_one_in: int
    reasons: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignInRules:
    """How long wrong passphrases wait, and how long a session lasts."""

    free_tries: int
    """Wrong passphrases that wait for nothing: slips, and commands side by side."""
    first_delay_seconds: int
    longest_delay_seconds: int
    lock_after: int
    """Wrong passphrases in a row; then a supervisor unlocks."""
    idle_minutes: int
    absolute_hours: int
    again_minutes: int
    """How long a passphrase counts for what asks for it again."""


@dataclass(frozen=True, kw_only=True)
class StatisticsRules:
    """How counts are shown."""

    suppress_up_to: int
    round_to: int


@dataclass(frozen=True, kw_only=True)
class RightsRules:
    """The clocks of a patient's rights."""

    answer_days: int
    breach_hours: int
    withhold_days: int


@dataclass(frozen=True, kw_only=True)
class RetentionRules:
    """How long a closed registration is kept, by how it ended."""

    withdrawn_months: int
    refused_months: int
    expired_months: int
    revoked_months: int
    deceased_months: int
    transferred_months: int

    def months(self, state: State) -> int | None:
        """Return for how many months a state is kept; None where it stays open."""
        return getattr(self, f"{state.value}_months", None)


@dataclass(frozen=True, kw_only=True)
class HouseRules:
    """All of them."""

    asking: AskingRules
    sign_in: SignInRules
    statistics: StatisticsRules
    rights: RightsRules
    retention: RetentionRules
