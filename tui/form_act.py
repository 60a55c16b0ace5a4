"""An act that takes a few answers: what it asks, what it calls, what it tells.

Each is written down once as data, and one screen asks for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from amnesty.domain.staff import Act
from amnesty.services.desk import Desk
from amnesty.services.intake.fields import Field, Section
from tui.reading import CONFIRM, Reader, require_typed

if TYPE_CHECKING:
    from tui.front import Front

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of an act once it is done."""

    said: str
    lines: tuple[str, ...] = ()
    """To read on a page of its own; none where the sentence says all."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What can be saved of it, by name."""


class Sitting(NamedTuple):
    """Who acts, and where files go."""

    desk: Desk
    front: Front
    tell: Callable[[str], None] = lambda _: None
    """Says how far it has come, where it takes long."""


@dataclass(frozen=True, kw_only=True)
class FormAct(Generic[T]):
    """One act as a form asks for it."""

    name: str
    """What it does, as a list of acts and the head of the form say it."""
    act: Act | None
    """What a person must be allowed to do; None where it is settled before."""
    run: Callable[[Sitting, Reader], T]
    """Reads the boxes and calls the service; it must not touch the screen."""
    effect: tuple[str, ...] = ()
    """What it is about and what it does, line by line above the form."""
    sections: tuple[Section, ...] = ()
    """What it asks; none where it only asks whether."""
    confirm: str = ""
    """A number whose last signs are typed, where nothing undoes it."""
    fill: Callable[[Desk], Mapping[str, str]] = lambda _: {}
    """Returns what is filled in already."""

    @property
    def asked(self) -> tuple[Section, ...]:
        """Return the sections of the form, with the confirmation where there is one."""
        if not self.confirm:
            return self.sections
        confirmation = section_of("Confirm", CONFIRM)
        if not self.sections:
            return (confirmation,)
        *before, last = self.sections
        return (*before, section_of(last.title, *last.fields, CONFIRM))

    def perform(self, sitting: Sitting, raw: Mapping[str, str]) -> T:
        """Do it with what was typed.

        Raises:
            ProblemsError: something is empty or cannot be read.
        """
        reader = Reader(raw, self.asked)
        for part in self.asked:
            for one in part.fields:
                is_free = one.optional or "*" in one.path or one is CONFIRM
                if not (is_free or reader.typed(one.path, one.default).strip()):
                    reader.complain(one.path, f"Enter {one.what}")
        if self.confirm:
            require_typed(reader.text(CONFIRM.path), self.confirm, reader.problems)
        reader.finish()
        return self.run(sitting, reader)


def section_of(title: str, *fields: Field) -> Section:
    """Return a part of a form that is not repeated."""
    return Section(title=title, group="", least=0, fields=fields)
