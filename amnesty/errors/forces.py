"""What is wrong with a force's own file of next steps.

The leaves, each a kind of `BadInputError`; each says in which line::

    the file      ForceFileNotTomlError · ForceFileKeyError · ForceOfAnotherError
    a sentence    NextStepMissingError · ForceTextError · PlaceholderError
"""

from __future__ import annotations

from amnesty.errors import BadInputError


def _where(file: str, line: int) -> str:
    return f"In {file}, line {line}: "


class ForceFileNotTomlError(BadInputError):
    """The file is not TOML at all."""

    def __init__(self, file: str, line: int) -> None:
        """Say where reading it stopped."""
        super().__init__(
            f"{_where(file, line)}this is not TOML. Each sentence stands on a line of "
            'its own, as "REVOKED" = "Telephone the authority."'
        )


class ForceFileKeyError(BadInputError):
    """A line names nothing that the file may say."""

    def __init__(self, file: str, line: int, key: str) -> None:
        """Name it, and say what there may be."""
        super().__init__(
            f"{_where(file, line)}“{key[:40]}” is not known here. There may be force, "
            "diversion and [next_steps], and in that the verdicts as the program "
            "writes them."
        )


class ForceOfAnotherError(BadInputError):
    """The file is another force's."""

    def __init__(self, file: str, *, named: str, force: str) -> None:
        """Name both, and say how to go on."""
        super().__init__(
            f"{file} has the words of {named}, and this is a page for {force}. Give "
            "the file of that force, or correct the name in it."
        )


class NextStepMissingError(BadInputError):
    """A verdict has no next step."""

    def __init__(self, file: str, line: int, verdict: str) -> None:
        """Name the verdict."""
        super().__init__(
            f"{_where(file, line)}there is no sentence for “{verdict}” below "
            "[next_steps]. Every verdict needs one."
        )


class ForceTextError(BadInputError):
    """What a key says cannot be shown to an officer."""

    def __init__(self, file: str, line: int, key: str, *, most: int) -> None:
        """Name the key and say what it must be."""
        super().__init__(
            f"{_where(file, line)}“{key[:40]}” must be one text of 1 to {most} letters "
            "that can be printed, without a line's end in it."
        )


class PlaceholderError(BadInputError):
    """A text has a brace that stands for nothing."""

    def __init__(self, file: str, line: int, key: str) -> None:
        """Name the key, and what a brace may hold."""
        super().__init__(
            f"{_where(file, line)}“{key[:40]}” has a brace that stands for nothing. "
            "{diversion} and {force} may be used, and {force} only where the file "
            "names the force."
        )
