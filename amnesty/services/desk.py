"""The desk: what one signed-in member of staff works with."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.london import london_day
from amnesty.domain.registration import RegistrationId
from amnesty.domain.sessions import Session
from amnesty.domain.staff import Act
from amnesty.errors import (
    AmnestyError,
    NotAllowedError,
    NotFoundError,
    RuleBrokenError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.ports import Chance, Clock, Register, Tokens, Transaction
from amnesty.repeating import Pause

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from amnesty.domain.staff import StaffMember


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An open register, with the clock and the chance of one session."""

    register: Register
    clock: Clock
    chance: Chance
    tokens: Tokens | None = None
    """None where no PIN can be asked for."""
    session: Session | None = None
    """How long this sign-in lasts; None for work that ends by itself."""
    pause: Pause = time.sleep
    """What waits before an act is done again that the database undid."""
    house: Path | None = None
    """Where the authority's own texts and fonts of the papers are kept."""

    @property
    def member(self) -> StaffMember:
        """Who signed in."""
        return self.register.member

    def now(self) -> datetime:
        """Return the instant, UTC, whole seconds."""
        return self.clock.now().replace(microsecond=0)

    def today(self) -> date:
        """Return the day in London."""
        return london_day(self.clock.now())

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction: all of it is kept, or none.

        Raises:
            SessionOverError: nobody was at work for too long, or the session is old.
        """
        if self.session is not None:
            self.session.go_on()
        return self.register.transaction()

    @contextmanager
    def refusals_logged(self, doing: str, /) -> Iterator[None]:
        """Log what is refused within, in a transaction of its own, before it is told.

        What was refused says something too: that there is a record, that it is closed,
        how it stands. Where it cannot be logged, that is told in its place.
        """
        try:
            yield
        except (NotAllowedError, NotFoundError, RuleBrokenError) as error:
            if not error.is_logged:
                with self.transaction() as register:
                    register.append(self._refusal(error, doing))
                error.is_logged = True
            raise

    def _refusal(self, error: AmnestyError, doing: str) -> Event:
        tried = Act(error.act) if isinstance(error, RoleMayNotError) else Act.READ
        about = None if error.about is None else RegistrationId(error.about)
        why = type(error).__name__
        return Event(
            at=self.now(),
            by=self.member,
            verb=Verb.CONSULTATION,
            act=tried,
            registration=about,
            refused=True,
            codes=error.codes or {},
            detail={"doing": doing, "why": why},
        )

    def note(
        self,
        verb: Verb,
        act: Act,
        registration: RegistrationId | None = None,
        *,
        codes: Mapping[str, str] | None = None,
        **detail: str,
    ) -> Event:
        """Return the event that says who did what, now.

        The codes stand in clear, in words that name nobody; the detail is sealed.

        Raises:
            SignInAgainError: the act wants a passphrase that was typed a moment ago.
        """
        if self.session is not None:
            self.session.require_recent(act)
        return Event(
            at=self.now(),
            by=self.member,
            verb=verb,
            act=act,
            registration=registration,
            codes=codes or {},
            detail=detail,
        )
