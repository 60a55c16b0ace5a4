"""Every error raised on purpose, each with the sentence that a person reads.

The tree::

    AmnestyError
    ├── BadInputError        what was typed or handed in cannot be used (exit 2)
    │   └── ProblemsError    all problems of one form or file at once
    ├── RuleBrokenError      the scheme does not allow this act now (exit 1)
    ├── NotAllowedError      this person may not do this act (exit 1)
    ├── NotFoundError        no such record, or none that this person may see (exit 1)
    ├── StoreError           the register cannot be opened, read or written (exit 5)
    ├── ProgramFaultError    a step of the program did what it must not (exit 5)
    ├── PaperError           a paper cannot be drawn as it must be (exit 1)
    └── CredentialError      a claimed certificate or list is refused

The leaves stand in one module for each area: `amnesty.errors.input`, `.rules`,
`.store`, `.papers`, `.credential` and more. A leaf builds its own sentence from typed
arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class AmnestyError(Exception):
    """The root of the tree; `str()` of it is the sentence that a person reads."""

    exit_code: ClassVar[int] = 1
    """What the `amnesty` command returns when this error ends it."""

    about: int | None = None
    """The registration that was looked at; for the audit log alone, never shown."""
    codes: Mapping[str, str] | None = None
    """What the audit log says of it in clear, in words that name nobody."""
    is_logged = False
    """Whether the audit log says that this was refused."""


class BadInputError(AmnestyError):
    """What was typed or handed in cannot be used."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong with one field of a form or file."""

    path: str
    """Where: the field's path, as `sites.0.address.postcode`; empty for the whole."""
    sentence: str
    """What is wrong and what to do, for the person who typed it."""


class ProblemsError(BadInputError):
    """A form or file has problems; all of them are told at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the fields."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence for problem in self.problems))


class RuleBrokenError(AmnestyError):
    """The scheme does not allow this act now."""


class NotAllowedError(AmnestyError):
    """This person may not do this act."""


class NotFoundError(AmnestyError):
    """There is no such record, or none that this person may see."""


class StoreError(AmnestyError):
    """The register cannot be opened, read or written."""

    exit_code = 5


class ProgramFaultError(AmnestyError):
    """A step of the program did what it must not; nothing of it was kept.

    It is no StoreError, so that whoever expects one of those never takes this for it.
    """

    exit_code = 5


class PaperError(AmnestyError):
    """A paper cannot be drawn as it must be."""


class CredentialError(AmnestyError):
    """Bytes that claim to be a certificate or a list are refused."""
