"""What keeps a print run from going out, or from being closed."""

from __future__ import annotations

from amnesty.errors import BadInputError, NotFoundError, PaperError, RuleBrokenError


class NoSuchPrintError(NotFoundError):
    """No open print has this serial number."""

    def __init__(self, serial: int) -> None:
        """Say which was looked for."""
        super().__init__(
            f"No open print has the number {serial}: see the count sheet of its run."
        )


class NoSuchRunError(NotFoundError):
    """Nothing that is still open went out in this run."""

    def __init__(self, run: int) -> None:
        """Say which was looked for."""
        super().__init__(f"There is no open run {run}: `amnesty print` lists them.")


class NotSentError(RuleBrokenError):
    """Only what went to a printer can have come out spoiled."""

    def __init__(self, serial: int, state: str) -> None:
        """Say which print, and how it stands."""
        super().__init__(
            f"Print {serial} is {state}: only what went to the printer can be spoiled."
        )


class WaitsAlreadyError(RuleBrokenError):
    """A certificate waits once, or it would be printed twice."""

    def __init__(self, number: str, serial: int) -> None:
        """Say which, and where it waits."""
        super().__init__(
            f"Certificate {number} is in the queue already, as print {serial}."
        )


class NothingWaitsError(RuleBrokenError):
    """A run needs something to print."""

    def __init__(self) -> None:
        """Say how to put something in the queue."""
        super().__init__(
            "Nothing waits to be printed. Put a certificate in the queue with"
            " `amnesty print --queue NUMBER --reason WHY`."
        )


class RunNotClosedError(RuleBrokenError):
    """What is at the printer is closed before the next run goes out."""

    def __init__(self, run: int) -> None:
        """Say which run, and how it is closed or resumed."""
        super().__init__(
            f"Run {run} went to the printer and was not closed. If it came out, say"
            f" `amnesty print --printed {run}`; if not, `amnesty print --resume {run}`."
        )


class QueueUnreadableError(PaperError):
    """The kept queue is not one that this version wrote."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The print queue cannot be read by this version. Install the version"
            " that wrote it, or a newer one."
        )


class NoPrinterProgramError(BadInputError):
    """This computer has no program that prints."""

    def __init__(self, run: int) -> None:
        """Say what to do instead."""
        super().__init__(
            "This computer has no printing program (lp). Nothing is lost: write the run"
            f" to a file, `amnesty print --resume {run} --out FILE`, and print that at"
            " 100 %, on both sides."
        )


class RunNotWrittenError(BadInputError):
    """A run went out and its file could not be written."""

    def __init__(self, run: int, why: str) -> None:
        """Repeat why, and say how to go on."""
        super().__init__(
            f"{why} Nothing is lost: make room, or choose another place, and say"
            f" `amnesty print --resume {run} --out FILE`."
        )


class PrinterRefusedError(RuleBrokenError):
    """The printer did not take the run."""

    def __init__(self, printer: str, run: int) -> None:
        """Name the printer, and say how to go on."""
        super().__init__(
            f"The printer {printer} did not take run {run}. Nothing is lost: put it"
            f" right, or choose another, and say `amnesty print --resume {run}`."
        )
