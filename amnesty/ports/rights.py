"""What questions and a patient's rights need of a transaction; a part of `ports`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from amnesty.domain.asking import AskedBefore, Question
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.looking import LogCheck, Look, Sought
    from amnesty.domain.registration import Registration, RegistrationId
    from amnesty.domain.staff import Act, StaffId
    from amnesty.ports import Account

ABOUT_PEOPLE = "about people: "
"""Begins the names of secrets whose JSON names registrations: a list of things with
`registration`, or one thing by registration. Erasing takes out what is about one."""
FORM_OF = "form of "
"""Begins the names of half-filled forms: JSON with the number that it is `of`."""
PRINT_QUEUE = "print queue"
"""The name of the print queue: JSON with `jobs`, each with its certificate's number."""


class RightsTransaction(Protocol):
    """The part of a transaction that knows what was asked."""

    def log_time(self, now: datetime) -> datetime:
        """Return the instant, never before the log's last event."""

    def asked_since(self, since: datetime) -> tuple[AskedBefore, ...]:
        """Return what was asked for police after an instant, and not refused."""

    def codes_since(
        self, since: datetime, act: Act
    ) -> Sequence[tuple[StaffId, Mapping[str, str]]]:
        """Return who did an act after an instant, with what stands of it in clear."""

    def break_glass(self, number: RegistrationNumber) -> Registration:
        """Return a restricted record to somebody whom it does not name."""

    def break_glass_by_id(self, registration: int) -> Registration:
        """Return a registration by its id, as `break_glass` does by its number."""

    def looks(self) -> Iterator[Look]:
        """Yield who looked at registrations, and what police asked, in order."""

    def alarms(self) -> list[dict[str, Any]]:
        """Return the leaves that an auditor should look at, the newest first."""

    def events_before(
        self, sought: Sought, before: int | None, *, limit: int
    ) -> tuple[Look, ...]:
        """Return events, the newest first, from the one before a number on."""

    def compare_with_log(self, checkpoint: str | None) -> LogCheck:
        """Return whether every row follows from the log, and the log from a checkpoint.

        Raises:
            LogRewrittenError: the log does not begin as it did when that was signed.
            BadInputError: it is no checkpoint of this register.
        """

    def proof_file(self, event: int) -> str:
        """Return the proof that an event is in the log, as a file of its own."""

    def log_key(self) -> str:
        """Return the public key of the log, in one word."""

    def erase(self, registration: RegistrationId, *, erased_on: date) -> bool:
        """Erase a registration; return False where it was erased before."""

    def account(self, name: str) -> Account:
        """Return an account by its name.

        Raises:
            NoSuchAccountError: none has it.
        """

    def own_lock(self) -> str:
        """Return what changes whenever the member's own passphrase does."""

    def lock_of(self, name: str) -> str:
        """Return what changes whenever an account's passphrase does."""

    def end_sessions(self, name: str) -> Account:
        """End all sessions that are open with an account, but for this one.

        Raises:
            NoSuchAccountError: no account has this name.
        """

    def second_step_key(self, generation: str) -> bytes:
        """Return the member's own secret for one-time codes."""

    def pseudonym(self, *names: str) -> str:
        """Return what stands for somebody who asks for police, in clear."""

    def mark_of(self, question: Question) -> str:
        """Return by what a question is known again, for whoever can ask it too."""

    def marks_about(self, registration: Registration) -> frozenset[str]:
        """Return the marks of all that police may have asked about a registration."""

    def is_drawn(self, one_in: int, *asked: str) -> bool:
        """Return whether a question is among those that want a fuller reason.

        The same is drawn whenever it is asked with the same.
        """
