"""What was asked for police lately, as the log's own clear leaves tell it.

There is no table of it: a police login may write nothing but events, and what counts
against somebody stands where nobody can take it away again.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlmodel import col

from amnesty.domain.address import Address
from amnesty.domain.asking import AskedBefore
from amnesty.domain.staff import Act, StaffId
from db.answers import Answers
from db.audit.head import read_head
from db.keyring.keys import derived
from db.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amnesty.domain.asking import Question

_BLOCK = 512
_SHORT = 8


class Questions(Answers):
    """The part of a transaction that knows what was asked."""

    def log_time(self, now: datetime) -> datetime:
        """Return the instant, never before the log's last event."""
        # The head's row is locked since the act began, so nobody else's question is
        # written between this look and the question's own event.
        connection, keyring = self.session.connection(), self.access.keyring
        last = read_head(connection, keyring).head.last_at
        return max(now, datetime.fromisoformat(last)) if last else now

    def asked_since(self, since: datetime) -> tuple[AskedBefore, ...]:
        """Return what was asked after an instant, as police and not refused."""
        leaves = self._leaves_since(since, Act.ASK_AS_POLICE)
        found = (_asked_before(leaf) for leaf in leaves)
        return tuple(one for one in found if one is not None and one.at > since)

    def codes_since(
        self, since: datetime, act: Act
    ) -> tuple[tuple[StaffId, Mapping[str, str]], ...]:
        """Return who did an act after an instant, with what stands of it in clear."""
        return tuple(
            (StaffId(int(leaf["by"], 16)), leaf.get("codes", {}))
            for leaf in self._leaves_since(since, act)
        )

    def _leaves_since(self, since: datetime, act: Act) -> Iterator[dict[str, Any]]:
        """Yield the leaves of an act, read backwards until a whole block is older."""
        number, leaf = col(EventRow.sequence), col(EventRow.leaf)
        top = self.run(select(func.max(number))).scalar() or 0
        while top > 0:
            here = (number > top - _BLOCK, number <= top)
            asked = select(leaf).where(*here, leaf.contains(f'"act":"{act.name}"'))
            yield from map(json.loads, self.run(asked).scalars().all())
            newest = select(leaf).where(*here).order_by(number.desc()).limit(1)
            last = self.run(newest).scalar()
            if last is None or _is_before(json.loads(last), since):
                break
            top -= _BLOCK

    def pseudonym(self, *names: str) -> str:
        """Return what stands for somebody who asks, in clear: keyed, and no name."""
        folded = [" ".join(name.split()).casefold() for name in names]
        return derived(self._secret(), "who asks", *folded)[:_SHORT].hex()

    def mark_of(self, question: Question) -> str:
        """Return by what a question is known again, for whoever can ask it too."""
        about = (
            self._about_address(question)
            if isinstance(question, Address)
            else self._about_number(question)
        )
        return f"{about.row_id:016x}"

    def is_drawn(self, one_in: int, *asked: str) -> bool:
        """Return whether a question is among those that want a fuller reason.

        It follows from what is asked, so that asking again changes nothing.
        """
        drawn = derived(self._secret(), "fuller reason", *asked)[:_SHORT]
        return int.from_bytes(drawn, "big") % one_in == 0


def _asked_before(leaf: Mapping[str, Any]) -> AskedBefore | None:
    codes = leaf.get("codes", {})
    if "officer" not in codes or leaf["act"] != Act.ASK_AS_POLICE.name:
        return None
    return AskedBefore(
        at=_instant(codes.get("at", leaf["at"])),
        by=StaffId(int(leaf["by"], 16)),
        officer=codes["officer"],
        force=codes["force"],
        was_wrong="wrong" in codes,
    )


def _is_before(leaf: Mapping[str, str], since: datetime) -> bool:
    """Return whether all before a leaf is older; one by a clock set back tells not."""
    return "clock" not in leaf and _instant(leaf["at"]) <= since


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
