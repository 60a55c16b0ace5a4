"""Reading a job's options: every problem is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import click

from amnesty.errors import BadInputError, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL

T = TypeVar("T")


class OptionProblems:
    """What is wrong with the options, collected until `finish`."""

    def __init__(self) -> None:
        """Begin with no problem."""
        self._found: list[Problem] = []

    def read(self, option: str, parse: Callable[[str], T], text: str) -> T:
        """Return what an option says; after a problem, a hole that never leaves."""
        try:
            return parse(text)
        except ProblemsError as error:
            # A file that an option names: each problem says where it is in the file.
            for one in error.problems:
                where = f"{option} {one.path}".rstrip()
                self._found.append(Problem(path=where, sentence=one.sentence))
        except BadInputError as error:
            self._found.append(Problem(path=option, sentence=str(error)))
        return cast("T", None)

    def read_if_given(
        self, option: str, parse: Callable[[str], T], text: str | None
    ) -> T | None:
        """Return what an option says, or None where it was left out."""
        return None if text is None else self.read(option, parse, text)

    def add(self, option: str, sentence: str) -> None:
        """Add a problem at an option."""
        self._found.append(Problem(path=option, sentence=sentence))

    def finish(self) -> None:
        """Raise what was found.

        Raises:
            ProblemsError: at least one option has a problem.
        """
        if self._found:
            raise ProblemsError(self._found)


database_option = click.option(
    "--database",
    metavar="URL",
    help="Of a register on a server: postgresql://LOGIN@HOST/NAME, as its owner.",
)


def read_database(text: str | None) -> URL | None:
    """Return the address that `--database` gives.

    Raises:
        ProblemsError: it is none that may be used.
    """
    from db.engines.address import parse_server_url

    problems = OptionProblems()
    address = problems.read_if_given("--database", parse_server_url, text)
    problems.finish()
    return address
