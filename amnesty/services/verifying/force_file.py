"""A force's own file of next steps, checked: every problem is told with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from amnesty.domain.verdict import Verdict
from amnesty.errors.forces import (
    ForceFileKeyError,
    ForceFileNotTomlError,
    ForceTextError,
    NextStepMissingError,
    PlaceholderError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amnesty.errors import BadInputError

FORCE, DIVERSION, STEPS = "force", "diversion", "next_steps"

_VERDICTS = tuple(verdict.value for verdict in Verdict)
_LONGEST = 600
_AT_LINE = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, kw_only=True)
class ForceFile:
    """The file as it was written."""

    text: str
    name: str
    """What it is called, for a problem's sentence."""

    def parsed(self) -> dict[str, Any]:
        """Return what stands in it.

        Raises:
            ForceFileNotTomlError: it is no TOML.
        """
        try:
            return tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:
            at = _AT_LINE.search(str(error))
            line = int(at.group(1)) if at else len(self.text.splitlines())
            raise ForceFileNotTomlError(self.name, line) from None

    def problems(self, data: Mapping[str, Any]) -> Iterator[BadInputError]:
        """Yield all that is wrong with what stands in it."""
        for key in sorted(data.keys() - {FORCE, DIVERSION, STEPS}):
            yield self._unknown(key)
        for key in (FORCE, DIVERSION):
            if key in data:
                yield from self._text_problems(key, data[key], allowed=set())
        if STEPS in data:
            allowed = {DIVERSION, FORCE} if FORCE in data else {DIVERSION}
            yield from self._step_problems(data[STEPS], allowed)

    def _step_problems(
        self, steps: object, allowed: set[str]
    ) -> Iterator[BadInputError]:
        if not isinstance(steps, dict):
            yield self._unknown(STEPS)
            return
        for key in sorted(steps.keys() - set(_VERDICTS)):
            yield self._unknown(key)
        for key in _VERDICTS:
            if key in steps:
                yield from self._text_problems(key, steps[key], allowed=allowed)
            else:
                yield NextStepMissingError(self.name, self._line_of(STEPS), key)

    def _text_problems(
        self, key: str, value: object, *, allowed: set[str]
    ) -> Iterator[BadInputError]:
        line = self._line_of(key)
        if not isinstance(value, str) or not _is_plain_text(value):
            yield ForceTextError(self.name, line, key, most=_LONGEST)
        elif not _placeholders(value) <= allowed:
            yield PlaceholderError(self.name, line, key)

    def _unknown(self, key: str) -> ForceFileKeyError:
        return ForceFileKeyError(self.name, self._line_of(key), key)

    def _line_of(self, key: str) -> int:
        """Return the line in which a key stands, for a person to look at."""
        written = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[\]=]""")
        lines = enumerate(self.text.splitlines(), start=1)
        return next((number for number, line in lines if written.match(line)), 1)


def _is_plain_text(value: str) -> bool:
    return value.isprintable() and 1 <= len(value.strip()) <= _LONGEST


def _placeholders(value: str) -> set[str]:
    """Return what its braces hold, whole; one that is never closed holds all."""
    try:
        parts = list(Formatter().parse(value))
    except ValueError:
        return {value}
    return {
        f"{name}{style}{conversion or ''}"
        for _, name, style, conversion in parts
        if name is not None
    }
