"""What an officer does after each verdict: data that a force may edit.

Nothing here is an order to a constable. Where a force runs a diversion programme, its
words name it: help before prosecution is what the scheme is for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from amnesty.domain.verdict import Verdict
from amnesty.errors import Problem, ProblemsError
from amnesty.errors.forces import ForceOfAnotherError
from amnesty.forces import packaged_text
from amnesty.services.verifying.force_file import DIVERSION, FORCE, STEPS, ForceFile

FORCE_FILE = "force.toml"
"""The force's own words, in the configuration folder."""


@dataclass(frozen=True, kw_only=True)
class ForceWords:
    """What a device knows of its force."""

    force: str | None
    """Its name, as agreements name it; None where the device does not know."""
    next_steps: Mapping[Verdict, str]
    """What to do after each verdict; every verdict is there."""

    def as_data(self) -> dict[str, object]:
        """Return the words as JSON has them, by the verdicts' own words."""
        steps = {verdict.value: self.next_steps[verdict] for verdict in Verdict}
        return {FORCE: self.force, STEPS: steps}

    def as_toml(self) -> str:
        """Return the words as a file for the force to edit."""
        force = [] if self.force is None else [f"{FORCE} = {_quoted(self.force)}", ""]
        steps = (
            f"{_quoted(verdict.value)} = {_quoted(self.next_steps[verdict])}"
            for verdict in Verdict
        )
        return "\n".join([*force, f"[{STEPS}]", *steps, ""])


def words_for(force: str | None) -> ForceWords:
    """Return the words that come with the program for a force, or for any."""
    known = None if force is None else _known(force)
    data = _default() | ({} if known is None else {DIVERSION: known[DIVERSION]})
    return _words(data, force if known is None else str(known["name"]))


def words_from_toml(text: str, *, file: str, force: str | None = None) -> ForceWords:
    """Return the words of a force's own file.

    Args:
        text: what the file says.
        file: what it is called, for a problem's sentence.
        force: the force that the device was told of; another one than the file's has
            the words that come with the program.

    Raises:
        BadInputError: the file cannot be used; every problem says its line.
    """
    written = ForceFile(text=text, name=file)
    data = written.parsed()
    if problems := list(written.problems(data)):
        raise ProblemsError(Problem(path="", sentence=str(one)) for one in problems)
    own = data.get(FORCE)
    if force is not None and own is not None and not is_same_force(force, str(own)):
        return words_for(force)
    named = force if own is None else str(own)
    known = None if named is None else _known(named)
    packaged = {} if known is None else {DIVERSION: known[DIVERSION]}
    return _words(
        _default() | packaged | data, named if own else words_for(named).force
    )


def own_words(text: str, *, file: str, force: str) -> ForceWords:
    """Return the words of a file that this force gave for this force.

    Raises:
        ForceOfAnotherError: it names another force.
        BadInputError: the file cannot be used; every problem says its line.
    """
    named = words_from_toml(text, file=file).force
    if named is not None and not is_same_force(named, force):
        raise ForceOfAnotherError(file, named=named, force=force)
    return words_from_toml(text, file=file, force=force)


def _words(data: Mapping[str, Any], force: str | None) -> ForceWords:
    filled = {DIVERSION: data[DIVERSION], FORCE: force}
    steps = {
        verdict: str(data[STEPS][verdict.value]).format_map(filled)
        for verdict in Verdict
    }
    return ForceWords(force=force, next_steps=MappingProxyType(steps))


def _default() -> dict[str, Any]:
    return tomllib.loads(packaged_text("next-steps"))


def _known(force: str) -> Mapping[str, Any] | None:
    """Return what comes with the program about a force, by any of its names."""
    for one in tomllib.loads(packaged_text("forces"))["force"]:
        if any(is_same_force(force, name) for name in (one["name"], *one["also"])):
            found: Mapping[str, Any] = one
            return found
    return None


def is_same_force(one: str, other: str) -> bool:
    """Return whether two names are one force's, but for capitals and `&`."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").split())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


NEXT_STEPS = words_for(None).next_steps
"""What to do after each verdict, where nothing is known of the force."""
