"""Acting on what was read: an act is refused where the record changed since.

Every service reads a record anew in its own transaction, so that none is overwritten.
Whoever decides on a screen decides on what it shows; this holds the two together.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from amnesty.domain.registration import Registration
from amnesty.errors.store import ChangedByAnotherError
from amnesty.ports import Register, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk


def as_it_was_read(desk: Desk, registration: Registration) -> Desk:
    """Return a desk at which one registration can be acted on only as it was read.

    Any act at it raises `ChangedByAnotherError` where another version is kept now.
    """
    watched = _WatchedRegister(desk.register, registration)
    return replace(desk, register=cast("Register", watched))


@dataclass(frozen=True)
class _WatchedRegister:
    register: Register
    read: Registration

    @property
    def member(self) -> StaffMember:
        return self.register.member

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self.register.transaction() as transaction:
            watched = _WatchedTransaction(transaction, self.read)
            yield cast("Transaction", watched)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the register has
        return getattr(self.register, name)


@dataclass(frozen=True)
class _WatchedTransaction:
    transaction: Transaction
    read: Registration

    def registration(self, number: RegistrationNumber) -> Registration:
        found = self.transaction.registration(number)
        if number == self.read.number and found.version != self.read.version:
            raise ChangedByAnotherError
        return found

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else it has
        return getattr(self.transaction, name)
