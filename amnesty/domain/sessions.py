"""How long a sign-in lasts, and how long a wrong one waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from amnesty.domain.house_rules import SignInRules
from amnesty.domain.staff import Act
from amnesty.errors.session import SessionOverError, SignInAgainError

MINUTE, HOUR = 60, 3600

AGAIN = frozenset(
    {
        Act.APPROVE,
        Act.ISSUE,
        Act.PUBLISH,
        Act.BACK_UP,
        Act.KEEP_KEYS,
        Act.GRANT_ACCOUNT,
        Act.END_SESSIONS,
        Act.BREAK_GLASS,
        Act.DISCLOSE,
        Act.ERASE,
        Act.COUNT,
        Act.FIND_AFFECTED,
    }
)
"""Approval, export and key use: for these the passphrase was typed a moment ago."""


def waits(failures: int, rules: SignInRules) -> int:
    """Return how many seconds the next try waits after so many wrong ones in a row."""
    slow = failures - rules.free_tries
    if slow < 0:
        return 0
    doubled = rules.first_delay_seconds << min(slow, 30)
    return min(doubled, rules.longest_delay_seconds)


@dataclass(kw_only=True)
class Session:
    """One sign-in, by a clock that nobody can set."""

    rules: SignInRules
    monotonic: Callable[[], float]
    started: float = field(init=False)
    seen: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin now."""
        self.started = self.seen = self.monotonic()

    def go_on(self) -> None:
        """Note that somebody is at work.

        Raises:
            SessionOverError: nobody was for too long, or it lasts too long.
        """
        now, rules = self.monotonic(), self.rules
        is_idle = now - self.seen > rules.idle_minutes * MINUTE
        if is_idle or now - self.started > rules.absolute_hours * HOUR:
            raise SessionOverError
        self.seen = now

    def require_recent(self, act: Act) -> None:
        """Refuse what wants the passphrase again where it was typed too long ago.

        Raises:
            SignInAgainError: it was.
        """
        now = self.monotonic()
        if act in AGAIN and now - self.started > self.rules.again_minutes * MINUTE:
            raise SignInAgainError(act.value)
