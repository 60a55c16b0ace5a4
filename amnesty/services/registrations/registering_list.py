"""Registering a whole list: whom an authority kept elsewhere until now.

A list has one registration on each line, of the shape that a registration file has. It
is read as a whole first, and every problem of every line is told. Then all are kept as
drafts, or none: each is still submitted by one person and decided by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.errors.forms import EmptyListError
from amnesty.errors.store import AlreadyRegisteredError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import check_many, due_after
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.registrations.registering import draft_of, read_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from amnesty.domain.identifiers import HealthNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

MOST_TOLD: Final = 100
"""Problems of a list that are told one by one: what is wrong in more is one cause."""

_AT_ONCE: Final = 100
"""How many are checked together, so that nobody else waits long."""


class Listed(NamedTuple):
    """One line of a list, read."""

    line: int
    """Counted from 1."""
    draft: Registration


def read_list(
    desk: Desk, content: bytes, told: Callable[[int, int], None]
) -> tuple[Listed, ...]:
    """Return the drafts of a list, each checked, without keeping anything.

    Args:
        desk: who reads it.
        content: JSON Lines, UTF-8; empty lines are passed over.
        told: is told how many lines were read, and of how many.

    Raises:
        EmptyListError: it has no line.
        ProblemsError: with every problem, and its line.
    """
    lines = content.splitlines()
    listed: list[Listed] = []
    problems: list[Problem] = []
    for place, line in enumerate(lines, start=1):
        if line.strip():
            try:
                application = read_answers(desk, answers_from_json(line))
            except BadInputError as error:
                problems += _at(place, error)
            else:
                listed.append(Listed(place, draft_of(desk, application)))
        told(place, len(lines))
    problems += _twice(listed)
    if problems:
        raise _told(problems)
    if not listed:
        raise EmptyListError
    parts = range(0, len(listed), _AT_ONCE)
    return tuple(
        one for at in parts for one in _checked(desk, listed[at : at + _AT_ONCE])
    )


@repeated
def register_list(desk: Desk, listed: Sequence[Listed]) -> tuple[Registration, ...]:
    """Keep the drafts of a list, all or none, and return them.

    Raises:
        ProblemsError: with the line of each whose patient has a registration that
            stands.
    """
    require(desk.member, Act.REGISTER)
    drafts = [one.draft for one in listed]
    notes = [desk.note(Verb.COLLECTION, Act.REGISTER, one.id) for one in drafts]
    with desk.transaction() as register:
        if taken := register.already_registered(drafts):
            sentence = str(AlreadyRegisteredError())
            raise _told(
                Problem(path=f"line {one.line}", sentence=sentence)
                for one in listed
                if one.draft.id in taken
            )
        register.add_registrations(drafts, notes)
    return tuple(drafts)


@repeated
def _checked(desk: Desk, listed: Sequence[Listed]) -> list[Listed]:
    """Return lines, each with what a check of its draft finds to be handed in.

    It looks for other registrations at each site, which is a search, and logged.
    """
    drafts, today = [one.draft for one in listed], desk.today()
    with desk.transaction() as register:
        reports = check_many(register, drafts, today, policy=register.policy())
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, asked="sites"))
    return [
        one._replace(draft=due_after(one.draft, report))
        for one, report in zip(listed, reports, strict=True)
    ]


def _at(line: int, error: BadInputError) -> Iterator[Problem]:
    """Yield the problems of one line, each with its line."""
    problems: Iterable[Problem] = [Problem(path="", sentence=str(error))]
    if isinstance(error, ProblemsError):
        problems = error.problems
    for one in problems:
        path = f"line {line}, {one.path}" if one.path else f"line {line}"
        yield Problem(path=path, sentence=one.sentence)


def _twice(listed: Iterable[Listed]) -> Iterator[Problem]:
    """Yield a problem for each whose health number stands on an earlier line."""
    first: dict[HealthNumber, int] = {}
    for line, draft in listed:
        number = draft.identity.patient.health_number
        if number is not None and first.setdefault(number, line) != line:
            yield Problem(
                path=f"line {line}, patient.health_number",
                sentence=f"Line {first[number]} has the same number: take one away.",
            )


def _told(problems: Iterable[Problem]) -> ProblemsError:
    every = list(problems)
    more = len(every) - MOST_TOLD
    if more > 0:
        sentence = f"{more} more, which are told once these are put right."
        every[MOST_TOLD:] = [Problem(path="", sentence=sentence)]
    return ProblemsError(every)
