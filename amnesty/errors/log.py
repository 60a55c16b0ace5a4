"""What can be wrong with a checkpoint of the audit log.

The leaves, all below `BadInputError` but the last::

    NotACheckpointError · CheckpointForgedError · AnotherLogError · NoSuchEventError
    NotAVerifierKeyError · NotAWitnessRequestError · WitnessFileDamagedError
    CredentialError    LogForkedError · ProofDoesNotHoldError
    StoreError         LogRewrittenError
"""

from __future__ import annotations

from amnesty.errors import (
    BadInputError,
    CredentialError,
    NotFoundError,
    StoreError,
)


class NotACheckpointError(BadInputError):
    """A text is no checkpoint of an audit log."""

    def __init__(self) -> None:
        """Say what is wanted."""
        super().__init__(
            "This is not a checkpoint of an audit log. Give the file that "
            "amnesty audit checkpoint wrote, unchanged."
        )


class CheckpointForgedError(BadInputError):
    """A checkpoint's signature does not hold."""

    def __init__(self) -> None:
        """Say that it must not be believed."""
        super().__init__(
            "The checkpoint's signature does not hold: it was altered, or never "
            "signed with this register's key. Do not rely on it."
        )


class AnotherLogError(BadInputError):
    """A checkpoint is of another register's log."""

    def __init__(self, origin: str) -> None:
        """Name the log that it is of."""
        super().__init__(
            f"The checkpoint is of another log, {origin}. Give one of this register."
        )


class NoSuchEventError(NotFoundError):
    """The log has no event of this number."""

    def __init__(self, sequence: int, size: int) -> None:
        """Say how many there are."""
        super().__init__(
            f"There is no event {sequence}: the log has the events 1 to {size}."
        )


class LogRewrittenError(StoreError):
    """The log does not begin as it did when a checkpoint was signed."""

    def __init__(self, *, signed: int, now: int) -> None:
        """Say that what was signed is not there any more."""
        super().__init__(
            f"The log was rewritten, or an older register was put back: {signed} "
            f"events were signed for, and the {now} that there are now do not begin "
            "with them. Keep the register as it is and tell the auditor."
        )


class NotAVerifierKeyError(BadInputError):
    """A text is no public key as C2SP writes it."""

    def __init__(self) -> None:
        """Say what one looks like."""
        super().__init__(
            "This is not a log's key. It is one word, name+hash+key, as "
            "amnesty audit checkpoint shows it: copy all of it."
        )


class NotAWitnessRequestError(BadInputError):
    """A file is no request to a witness."""

    def __init__(self) -> None:
        """Say what makes one."""
        super().__init__(
            "This is not a request to a witness. Give the file that "
            "amnesty audit growth wrote, unchanged."
        )


class WitnessFileDamagedError(BadInputError):
    """What a witness remembers, or its key, cannot be read."""

    def __init__(self, path: str) -> None:
        """Say which file."""
        super().__init__(
            f"The witness's file {path} is damaged, or the passphrase is wrong. "
            "Nothing was signed."
        )


class LogForkedError(CredentialError):
    """A log does not go on from what a witness signed for."""

    def __init__(self, *, seen: int, shown: int) -> None:
        """Say that it must not be believed."""
        super().__init__(
            f"The log does not go on from the {seen} events that this witness signed "
            f"for: {shown} are shown now. It was rewritten, forked or put back. Keep "
            "both files and tell the auditor."
        )


class ProofDoesNotHoldError(CredentialError):
    """What is said of a log's growth is not shown by the proof with it."""

    def __init__(self, seen: int) -> None:
        """Say what to ask for."""
        super().__init__(
            "The proof does not show that the log only grew. Ask for one that begins "
            f"at {seen} events: amnesty audit growth --from {seen}"
        )
