"""From the one list of fields to the boxes of a form, rows of repeated groups included.

The list belongs to the services, so that form, file and schema cannot differ; here it
is only laid out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.services.intake.fields import Field, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NUMBER = re.compile(r"(?<=\.)[0-9]+(?=\.|$)")


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some fields under one heading: a section, or one row of a repeated one."""

    title: str
    path: str
    """The row, as `sites.0.plants.1`; empty where nothing is repeated."""
    fields: tuple[Field, ...]


class Rows:
    """How many rows each repeated group has in a form."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Count the rows of the answers that are there already."""
        self._counts: dict[str, int] = {}
        for path in values:
            for match in _NUMBER.finditer(path):
                group = path[: match.start() - 1]
                self._counts[group] = max(
                    self._counts.get(group, 0), int(match.group()) + 1
                )

    def of(self, group: str) -> int:
        """Return how many rows a group has: one empty row is always offered."""
        return max(1, self._counts.get(group, 1))

    def add(self, group: str) -> int:
        """Give a group one more row, and return which."""
        row = self.of(group)
        self._counts[group] = row + 1
        return row

    def remove(self, path: str) -> None:
        """Take one row away; those after it and all below them move up by one."""
        group = path.rpartition(".")[0]
        self._counts[group] = self.of(group) - 1
        moved = ((renumbered(one, path), many) for one, many in self._counts.items())
        self._counts = {one: many for one, many in moved if one is not None}


def blocks(section: Section, rows: Rows) -> Iterator[Block]:
    """Yield the blocks of a section with the rows that there are."""
    if not section.group:
        yield Block(title=section.title, path="", fields=section.fields)
        return
    for group, above in _groups(section.group, rows):
        for row in range(rows.of(group)):
            yield block(section, (*above, row))


def block(section: Section, at: tuple[int, ...]) -> Block:
    """Return one row of a repeated section."""
    path = _placed(f"{section.group}.*", at)
    title = f"{section.title} {at[-1] + 1}"
    if len(at) > 1:
        title += f" at site {at[0] + 1}"
    return Block(
        title=title, path=path, fields=tuple(one.at(*at) for one in section.fields)
    )


def next_block(section: Section, path: str, rows: Rows) -> Block:
    """Return one more row of a repeated section, beside the field that has the focus.

    Args:
        section: a section with a group.
        path: the field in focus: in a group below sites, it says at which site.
        rows: counts the new row.
    """
    shape = re.escape(section.group).replace(r"\*", "([0-9]+)")
    found = re.match(shape, path)
    above = tuple(map(int, found.groups())) if found else (0,) * _stars(section)
    group = _placed(section.group, above)
    return block(section, (*above, rows.add(group)))


def row_at(section: Section, path: str) -> str:
    """Return the row of a repeated section that a field is in; "" for none."""
    if not section.group:
        return ""
    shape = re.escape(f"{section.group}.*").replace(r"\*", "[0-9]+")
    found = re.match(shape, path)
    return found.group() if found else ""


def renumbered(path: str, gone: str) -> str | None:
    """Return a path as it is once a row is gone; None where it was in that row."""
    group, _, row = gone.rpartition(".")
    number, dot, rest = path.removeprefix(f"{group}.").partition(".")
    if not path.startswith(f"{group}.") or not number.isdecimal():
        return path
    if number == row:
        return None
    return f"{group}.{int(number) - (int(number) > int(row))}{dot}{rest}"


def _groups(group: str, rows: Rows) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield a group in each row of the group above it."""
    above, star, _ = group.partition(".*")
    if not star:
        yield group, ()
        return
    for row in range(rows.of(above)):
        yield _placed(group, (row,)), (row,)


def _placed(path: str, at: tuple[int, ...]) -> str:
    for row in at:
        path = path.replace("*", str(row), 1)
    return path


def _stars(section: Section) -> int:
    return section.group.count("*")


def rows_typed(group: str, raw: Mapping[str, str]) -> list[int]:
    """Return the rows of a group in which anything is typed."""
    shape = re.compile(rf"{re.escape(group)}\.([0-9]+)\.")
    found = (shape.match(path) for path, text in raw.items() if text.strip())
    return sorted({int(match.group(1)) for match in found if match})


def generic(path: str) -> str:
    """Return a path with `*` for its rows."""
    return _NUMBER.sub("*", path)


def at_site(section: Section, site: int) -> Section:
    """Return a section below sites as it is for one site alone."""
    return replace(
        section,
        group=section.group.replace("*", str(site), 1),
        fields=tuple(
            replace(one, path=one.path.replace("*", str(site), 1))
            for one in section.fields
        ),
    )


def hint(field: Field) -> str:
    """Return what stands beside a box: the letters to choose by, or the hint."""
    if field.kind not in (Kind.CHOICE, Kind.YES_NO):
        return field.hint
    letters = " · ".join(f"{one.letter.upper()} {one.shown}" for one in field.choices)
    return f"{letters} ({field.hint})" if field.hint else letters


def typed(field: Field, value: str) -> str:
    """Return a value as its box holds it: a choice by its letter."""
    for choice in field.choices:
        if choice.is_meant(value):
            return choice.letter.upper()
    return value


def spoken(field: Field, text: str) -> str:
    """Return what was typed as it is read: a choice by its word."""
    for choice in field.choices:
        if choice.is_meant(text):
            return choice.word
    return text
