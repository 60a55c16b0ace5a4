"""What is wrong with how a job was called, and with where it reads and writes.

The leaves; what stands in the way of opening a register has `amnesty.errors.session`::

    BadInputError   TooManyArgumentsError · StandardInputClosedError
                    InputTooLargeError · NotTextError
                    PassphraseUnreadableError
    AmnestyError    OutputNotWrittenError · OutputClosedError (exit 74)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.errors import AmnestyError, BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


class TooManyArgumentsError(BadInputError):
    """More was typed than the job takes."""

    def __init__(self, job: str, surplus: Sequence[str]) -> None:
        """Repeat what was not taken, and name the usual reason."""
        super().__init__(
            f"“{job}” does not take: {' '.join(surplus)}. Put quotes around a name or "
            f"text with spaces. See: {job} --help"
        )


class StandardInputClosedError(BadInputError):
    """There is no standard input to read from."""

    def __init__(self) -> None:
        """Say what to name instead."""
        super().__init__("Standard input is closed: name a file instead of -.")


class InputTooLargeError(BadInputError):
    """A file of this size is not what was asked for."""

    def __init__(self, name: str, *, kilobytes: int) -> None:
        """Name the file and say how large it may be."""
        super().__init__(
            f"The file {name} is too large: {kilobytes} KB is the most. "
            "Check that it is the right file."
        )


class NotTextError(BadInputError):
    """A text file is in another encoding, so that letters would be lost."""

    def __init__(self, name: str) -> None:
        """Name the file and the encoding to save it in."""
        super().__init__(f"The file {name} is not UTF-8 text: save it as UTF-8.")


class PassphraseUnreadableError(BadInputError):
    """What was to hold a passphrase holds none that can be read."""

    def __init__(self, where: str, why: str) -> None:
        """Say where it was looked for, and why there is none."""
        super().__init__(f"There is no passphrase in {where}: {why}.")


class OutputNotWrittenError(AmnestyError):
    """What the job has to say cannot be written, as on a full disk."""

    exit_code: ClassVar[int] = 74
    """As `sysexits.h` has it: EX_IOERR."""

    def __init__(self, why: str) -> None:
        """Say what the system said, and that the job itself may be done."""
        super().__init__(
            f"What the job says cannot be written: {why}. "
            "The job itself may be done: look before you do it again."
        )


class OutputClosedError(AmnestyError):
    """There is no standard output, so that what is told once would be lost."""

    exit_code: ClassVar[int] = 74
    """As `sysexits.h` has it: EX_IOERR."""

    def __init__(self) -> None:
        """Say that the job was not begun."""
        super().__init__(
            "Standard output is closed, so nothing was done: leave it open, or send it "
            "to a file."
        )
