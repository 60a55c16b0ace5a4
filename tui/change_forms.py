"""A change of a decided record as boxes, and what its boxes are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.errors import Problem, ProblemsError
from amnesty.services.desk import Desk
from amnesty.services.intake.fields import Field, Kind, Section, sections
from tui.reading import YES_NO, field_of

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration

Raw = Mapping[str, str]
_MAY_BE_EMPTY = ("line_2", "ends_on")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that may change: its boxes, and what becomes of what is typed."""

    name: str
    effect: str
    """What it does, said above the boxes."""
    form: tuple[Section, ...]
    save: Callable[[Desk, Raw], object]
    """Calls the service with what is typed."""
    done: str
    values: Raw
    """What stands in the boxes at first."""


def part_of_form(title: str, *, required: bool = False) -> Section:
    """Return a section of the registration's form, by how its title begins."""
    (found,) = (one for one in sections() if one.title.startswith(title))
    if not required:
        return found
    fields = tuple(
        replace(one, optional=one.path.rpartition(".")[2] in _MAY_BE_EMPTY)
        for one in found.fields
    )
    return replace(found, title=found.title.partition(",")[0], fields=fields)


def section_of(title: str, *fields: Field) -> Section:
    """Return a section of its own."""
    return Section(title=title, group="", least=0, fields=fields)


def asking_whether(title: str, question: str) -> tuple[Section, ...]:
    """Return the form of what only asks whether."""
    sure = field_of("sure", question, kind=Kind.CHOICE, choices=YES_NO)
    return (section_of(title, sure),)


def require_sure(raw: Raw) -> None:
    """Refuse what was not answered with yes.

    Raises:
        ProblemsError: it was not.
    """
    if raw.get("sure", "").casefold() not in {"y", "yes"}:
        sentence = "Type Y to do it, or leave the form"
        raise ProblemsError([Problem(path="sure", sentence=sentence)])


def below(prefix: str, kept: Raw) -> dict[str, str]:
    """Return the answers below a path."""
    return {path: text for path, text in kept.items() if path.startswith(prefix)}


def where_at(registration: Registration, place: int, *, always: bool = False) -> str:
    """Return which site is meant, where it has to be said."""
    several = len(registration.growing.open_sites) > 1
    return f" site {place + 1}" if several or always else ""
