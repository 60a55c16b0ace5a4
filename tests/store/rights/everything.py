"""Opens all rows of a register with every key that a member of staff has left."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import select

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment
from db.audit.log import open_detail
from db.packing import PACKED, unpacked
from db.records import ERASED, PARTS, data_key
from db.sealing import UnopenedError
from db.tables import EventRow, RegistrationRow, SealedRow

_BASE64 = re.compile(rb'"([A-Za-z0-9_-]{24,})=*"')
"""How bytes stand within a value: named secrets are such."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.asking import Question
    from amnesty.services.desk import Desk
    from db.sealing import SealingKey
    from db.transaction import SqlTransaction


def everything_read(desk: Desk, *asked: Question) -> str:
    """Return all that somebody's keys open, and all that stands in clear.

    Args:
        desk: whose keys are tried on every message, each of them.
        asked: what they know to ask, whose answers open with it.
    """
    with desk.register.transaction() as work:
        found = "\n".join(_read(work, asked))  # type: ignore[arg-type] # the store's own
        work.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT))
    return found


def _read(work: SqlTransaction, asked: tuple[Question, ...]) -> Iterator[str]:
    keyring = work.access.keyring
    for event in work.session.execute(select(EventRow)).scalars():
        yield event.leaf
        yield repr(open_detail(event, keyring))
    keys = [one.seal for part in Compartment for one in keyring.epochs(part)]
    keys += _data_keys(work)
    keys += [_about(work, one) for one in asked]
    for kind in SealedRow.__subclasses__():
        for row in work.session.execute(select(kind)).scalars():
            yield repr(row.columns())
            for message in kind.MESSAGES:
                yield from _opened(getattr(row, message), row.bound(message), keys)


def _data_keys(work: SqlTransaction) -> Iterator[SealingKey]:
    """Yield the data keys of every registration that still has them."""
    for row in work.session.execute(select(RegistrationRow)).scalars():
        if row.state != ERASED:
            for part in PARTS:
                yield data_key(row, part, work.access.keyring)


def _about(work: SqlTransaction, question: Question) -> SealingKey:
    about = work._about_number if isinstance(question, str) else work._about_address
    return about(question).key  # type: ignore[arg-type] # the one that takes it


def _opened(message: bytes, bound: bytes, keys: list[SealingKey]) -> Iterator[str]:
    for key in keys:
        with suppress(UnopenedError):
            text = key.open(message, bound)
            read = unpacked(text) if text.startswith(PACKED) else text
            yield read.decode("utf-8", "backslashreplace")
            for within in _BASE64.findall(read):
                with suppress(ValueError):
                    inner = base64.urlsafe_b64decode(within + b"==")
                    yield inner.decode("utf-8", "replace")
