"""Every key there is, once: bindings, key bar, commands, help and docs come from here.

F1 to F10, letters and Ctrl only: terminals keep Alt, Shift with a function key, and
Ctrl with Enter, I, J or M to themselves. A key that cannot act now stays awake and
says why, because a dimmed key that does nothing teaches nobody.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from amnesty.domain.staff import MAY, Act, Role, may

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.staff import StaffMember


class Place(Enum):
    """Where a key works: one screen, or everywhere."""

    EVERYWHERE = "app"
    SIGN_IN = "sign_in"
    LOCK = "lock"
    CONFIRM = "confirm"
    CHOOSE = "choose"
    HELP = "help"
    WORK = "work"
    USERS = "users"
    ACCOUNT = "account"
    SETTINGS = "settings"
    FIND = "find"
    REGISTER = "register"
    CHECK_ANSWERS = "check_answers"
    REGISTERED = "registered"
    RECORD = "record"
    CHANGE = "change"
    DECLARE = "declare"
    HAND_IN = "hand_in"
    APPROVAL = "approval"
    DETAILS = "details"
    HISTORY = "history"
    CERTIFICATES = "certificates"
    HARVEST = "harvest"
    WEIGH_IN = "weigh_in"
    WHAT_IF = "what_if"
    STOCK_ACCOUNT = "stock_account"
    BESIDE = "beside"
    APPOINT = "appoint"
    PASS_ON = "pass_on"  # noqa: S105 # what is done, not a password
    DESTROY = "destroy"
    REASONS = "reasons"
    PAPER = "paper"
    ASK = "ask"
    OUTCOME = "outcome"
    REPORTS = "reports"
    AUDIT = "audit"
    ACT = "act"
    TOLD = "told"
    CASES = "cases"
    VERIFY = "verify"
    VERIFY_ALONE = "verify_alone"
    EVERYWHERE_LAST = "end"
    """Everywhere too, at the end of the key bar."""

    @property
    def title(self) -> str:
        """Return what heads its part of the help."""
        if self in EVERYWHERE:
            return "Everywhere"
        return self.value.replace("_", " ").capitalize()


EVERYWHERE = (Place.EVERYWHERE, Place.EVERYWHERE_LAST)


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key and what it does."""

    id: str
    """Its name for remapping, as `record.issue`."""
    place: Place
    action: str
    """The method it calls on its screen, without `action_`."""
    keys: str
    """The keys, the first one shown, as Textual writes them: `f10,ctrl+s`."""
    label: str
    """One or two words for the key bar."""
    help: str
    """One sentence for help and commands."""
    act: Act | None = None
    """What a person must be allowed to do; None where anybody may."""
    guard: str = ""
    """The screen's method that says why the key cannot act now, or returns ""."""
    shown: bool = True
    """Whether it has a place in the key bar."""

    @property
    def display(self) -> str:
        """Return its first key as the key bar shows it."""
        return display(self.keys.partition(",")[0])

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return who may use it."""
        return tuple(role for role in Role if self.act is None or self.act in MAY[role])

    def refusal(self, member: StaffMember | None) -> str:
        """Return why a person's role may not use it, or ""."""
        if self.act is None or member is None or may(member, self.act):
            return ""
        who = " or ".join(f"a {role.value}" for role in self.roles)
        return f"Only {who} may {self.act.value}."


_BOUND = re.compile(
    r"f([1-9]|10)|ctrl\+[a-hk-lo-z]|[a-z0-9]|escape|enter|slash|left|right"
)


def may_be_bound(key: str) -> bool:
    """Return whether terminals pass a key on, to something that listens for it."""
    return _BOUND.fullmatch(key) is not None


_NAMES = {"escape": "Esc", "enter": "Enter", "slash": "/", "space": "Space"}


def display(key: str) -> str:
    """Return a key's name as a person knows it: `F10`, `^Q`, `Esc`, `e`."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    if len(key) > 1 and key[0] == "f" and key[1:].isdecimal():
        return key.upper()
    return _NAMES.get(key, key)


@cache
def keys_by_id() -> Mapping[str, Key]:
    """Return every key by its id, in the order of the key bar."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    keys = (
        _key(Place(place), action, entry)
        for place, entries in data.items()
        for action, entry in entries.items()
    )
    return {key.id: key for key in keys}


def keys_of(*places: Place) -> tuple[Key, ...]:
    """Return the keys of some places, in the order of the key bar."""
    return tuple(key for key in keys_by_id().values() if key.place in places)


def bindings(*places: Place) -> list[Binding]:
    """Return some places' keys as Textual takes them."""
    return [
        Binding(
            key.keys,
            f"press('{key.id}')",
            key.label,
            show=key.shown,
            id=key.id,
            tooltip=key.help,
        )
        for key in keys_of(*places)
    ]


def _key(place: Place, action: str, entry: Mapping[str, Any]) -> Key:
    act = entry.get("act")
    return Key(
        id=f"{place.value}.{action}",
        place=place,
        action=action,
        keys=entry["keys"],
        label=entry["label"],
        help=entry["help"],
        act=Act[act] if act else None,
        guard=entry.get("guard", ""),
        shown=entry.get("shown", True),
    )
