"""A form asked in lines, from the same list of fields as the screen and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.cli.line.asking import GoBackError
from amnesty.errors import ProblemsError
from tui.forms import Rows, block, blocks, generic, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from amnesty.cli.line.asking import Asking
    from amnesty.errors import Problem
    from amnesty.services.intake.fields import Field, Section
    from tui.forms import Block

    T = TypeVar("T")


_HOME, _FIRST_SITE = "patient.home.", "sites.0.address."
"""Most patients grow where they live."""


class LineForm:
    """Asks every field of some sections, and again those with a problem."""

    def __init__(
        self,
        asking: Asking,
        sections: Sequence[Section],
        answers: Mapping[str, str] | None = None,
        *,
        reader: Callable[[Mapping[str, str]], object],
        keep: Callable[[Mapping[str, str]], object] = lambda _: None,
    ) -> None:
        """Take the sections, what is answered already, and what keeps answers.

        Args:
            asking: how questions are put.
            sections: the form.
            answers: by field path.
            reader: reads answers and keeps nothing; an answer that it cannot read is
                refused at its question, and one that is missing at the end.
            keep: is called with all answers after each block.
        """
        self._asking = asking
        self._sections = tuple(sections)
        self._reader = reader
        self._keep = keep
        self.answers = dict(answers or {})
        self._fields = {
            generic(field.path): field for one in sections for field in one.fields
        }

    def ask_all(self) -> None:
        """Ask everything once."""
        many = len(self._sections)
        for number, section in enumerate(self._sections, start=1):
            self._asking.say(f"Part {number} of {many}: {section.title}.")
            if section.group:
                self._ask_rows(section)
            elif self._is_wanted(section):
                for one in blocks(section, Rows(self.answers)):
                    self._ask_block(one)

    def read(self, reader: Callable[[Mapping[str, str]], T]) -> T:
        """Return what the answers make; ask again whatever has a problem."""
        while True:
            try:
                return reader(self.answers)
            except ProblemsError as error:
                self._ask_again(error.problems)

    def _is_wanted(self, section: Section) -> bool:
        """Return whether a part is asked at all: nobody needs all of them."""
        if not all(field.optional for field in section.fields):
            return True
        given = any(self.answers.get(field.path) for field in section.fields)
        return self._asking.yes(
            "Is there anything to enter here?", default=given or section.is_usual
        )

    def _ask_rows(self, section: Section) -> None:
        """Ask the rows of a repeated part, at each site where it is below sites."""
        for above in self._above(section):
            here = (*above,)
            group = section.group
            for row in here:
                group = group.replace("*", str(row), 1)
            if above:
                self._asking.say(f"At site {above[0] + 1}:")
            row = 0
            while self._is_row_wanted(section, group, row):
                self._ask_block(block(section, (*here, row)))
                row += 1

    def _above(self, section: Section) -> Iterator[tuple[int, ...]]:
        if "*" not in section.group:
            yield ()
            return
        above = section.group.partition(".*")[0]
        for row in range(Rows(self.answers).of(above)):
            yield (row,)

    def _is_row_wanted(self, section: Section, group: str, row: int) -> bool:
        if row < section.least:
            return True
        prefix = f"{group}.{row}."
        given = any(
            one.startswith(prefix) for one, text in self.answers.items() if text
        )
        which = "another" if row else "one"
        question = f"{section.title}: is there {which} to enter?"
        return self._asking.yes(question, default=given)

    def _ask_block(self, block_asked: Block) -> None:
        """Ask the fields of a block one by one; `<` asks the one before again."""
        at = 0
        while at < len(block_asked.fields):
            try:
                self._ask(block_asked.fields[at])
                at += 1
            except GoBackError:
                at = max(0, at - 1)
        self._keep(self.answers)

    def _ask(self, field: Field) -> None:
        """Ask a field until its answer can be read, or there is none."""
        before = self.answers.get(field.path) or self._likely(field.path)
        while True:
            answer = spoken(field, self._asking.field(field, before))
            if not answer:
                self.answers.pop(field.path, None)
                return
            problem = self._problem_at(field.path, answer)
            if not problem:
                self.answers[field.path] = answer
                return
            self._asking.say(f"Problem: {problem}. Answer again, or - to leave it.")

    def _likely(self, path: str) -> str:
        """Return what is offered for a field without an answer: the home address."""
        if not path.startswith(_FIRST_SITE):
            return ""
        return self.answers.get(path.replace(_FIRST_SITE, _HOME, 1), "")

    def _problem_at(self, path: str, answer: str) -> str:
        """Return what is wrong with one answer, or ""."""
        try:
            self._reader({**self.answers, path: answer})
        except ProblemsError as error:
            found = (one.sentence for one in error.problems if one.path == path)
            return next(found, "")
        return ""

    def _ask_again(self, problems: Sequence[Problem]) -> None:
        say = self._asking.say
        many = len(problems)
        say("There is a problem." if many == 1 else f"There are {many} problems.")
        for problem in problems:
            say(f"Problem: {problem.sentence}.")
            field = self._fields.get(generic(problem.path))
            if field is None:
                continue
            rows = [int(part) for part in problem.path.split(".") if part.isdecimal()]
            try:
                self._ask(field.at(*rows))
            except GoBackError:
                say("The problems are asked in their order.")
        self._keep(self.answers)
