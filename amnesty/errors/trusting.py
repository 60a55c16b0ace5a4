"""What is wrong with roots, with keys that are to be trusted, or with their files.

The leaves::

    BadInputError    TrustFileRefusedError · KeyFileSpoiltError · KeyPassphraseError
      a request      ProofBrokenError · FingerprintDiffersError · WindowReversedError
                     WindowTooLongError · RequestSizeError
      a listed key   ListedAlreadyError · RemovedBeforeError · NoSuchListedKeyError
                     RetiredBackwardsError · IssuersDifferError
      the roots      NotARootError · LastRootError · RootTwiceError
                     RootFileMissingError · ClockBehindError
      the folder     TrustFolderThereError · TrustFolderMissingError
                     TrustFolderChangedError · JournalBrokenError

What a register has against a list of keys stands in `amnesty.errors.adopting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import BadInputError
from amnesty.errors.when import day_text, moment_text

if TYPE_CHECKING:
    from datetime import date, datetime


class TrustFileRefusedError(BadInputError):
    """A file of keys that was handed in is not as it must be."""

    def __init__(self, path: str, why: str) -> None:
        """Say which file, and what is wrong with it."""
        super().__init__(f"The file {path} is refused: {why}")


class KeyFileSpoiltError(BadInputError):
    """A key file is not as it was written."""

    def __init__(self) -> None:
        """Say where to find another."""
        super().__init__(
            "This is no key file, or it was changed or cut short. "
            "Take the copy that was kept apart."
        )


class KeyPassphraseError(BadInputError):
    """A passphrase does not open a key file that is whole."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "This passphrase does not open this key file. Check that both belong to "
            "the same key, and type the passphrase again."
        )


class ProofBrokenError(BadInputError):
    """Whoever asks for a key to be listed must have it."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(
            f"The request does not prove that its sender has key {key_id.hex()}, or it "
            "was changed on its way. Have the authority export it again."
        )


class RequestSizeError(BadInputError):
    """A request names one key or a few."""

    def __init__(self, most: int) -> None:
        """Say how many."""
        super().__init__(f"A request names from 1 to {most} keys; this one does not.")


class IssuersDifferError(BadInputError):
    """Keys that issue for two authorities do not stand in one request."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("A request names the keys of one authority alone.")


class FingerprintDiffersError(BadInputError):
    """What was read out is not what the file says."""

    def __init__(self, what: str) -> None:
        """Name what was compared."""
        super().__init__(
            f"This is not the fingerprint of {what}. Do not go on: ask again by "
            "telephone, and if it still differs, somebody exchanged the file."
        )


class WindowReversedError(BadInputError):
    """A key cannot end before it begins."""

    def __init__(self, starts: datetime, ends: datetime) -> None:
        """Give both days."""
        super().__init__(
            f"A key that issues from {day_text(starts)} cannot end on "
            f"{day_text(ends)}: give a later end"
        )


class WindowTooLongError(BadInputError):
    """A key is replaced before it has been about for too long."""

    def __init__(self, years: int) -> None:
        """Say how long it may issue."""
        super().__init__(f"A key issues for at most {years} years: give an earlier end")


class ListedAlreadyError(BadInputError):
    """A key is admitted once."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key, and what can be done with it."""
        super().__init__(
            f"Key {key_id.hex()} is admitted already. Its end can be brought forward "
            "with amnesty trust retire; nothing else about it can change."
        )


class RemovedBeforeError(BadInputError):
    """A key that was taken off for theft never comes back."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(
            f"Key {key_id.hex()} was removed because somebody else may have it, so it "
            "is never admitted again. The authority drops it (amnesty trust drop-key) "
            "and asks again."
        )


class NoSuchListedKeyError(BadInputError):
    """No listed key begins like this."""

    def __init__(self, typed: str) -> None:
        """Repeat what was typed."""
        super().__init__(
            f"No single key here has the id {typed}: "
            "amnesty trust list shows them, of 16 characters each"
        )


class RetiredBackwardsError(BadInputError):
    """A window closes earlier than it would have, and not in the past."""

    def __init__(self, *, today: date, ends: datetime) -> None:
        """Say between which days it can be."""
        super().__init__(
            f"A key is retired from a day after {day_text(today)} and before "
            f"{day_text(ends)}, when it ends by itself. What it has signed is only "
            "ever refused as a whole: amnesty trust revoke"
        )


class NotARootError(BadInputError):
    """A key signs the list only if devices hold it as a root."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(
            f"Key {key_id.hex()} is none of the roots in roots.cbor, so no device "
            "would believe a list that it signs."
        )


class LastRootError(BadInputError):
    """Without a root that can sign nothing can be listed any more."""

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__(
            "No other root of roots.cbor has its key in this folder, so this one "
            "stays. Make a new one first: amnesty trust rotate-root"
        )


class RootTwiceError(BadInputError):
    """A root stands in roots.cbor once."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key."""
        super().__init__(f"Key {key_id.hex()} is one of the roots already.")


class ClockBehindError(BadInputError):
    """A list is never dated before the one that it follows."""

    def __init__(self, *, now: datetime, last: datetime) -> None:
        """Give both times."""
        super().__init__(
            f"This computer says {moment_text(now)}, and the last list is dated "
            f"{moment_text(last)}. Set the computer's clock first."
        )


class RootFileMissingError(BadInputError):
    """No root's key file lies in the folder."""

    def __init__(self, path: str) -> None:
        """Say how to name one that is elsewhere."""
        super().__init__(
            f"There is no root's key file in {path}: bring it, or name it with "
            "--root FILE"
        )


class TrustFolderThereError(BadInputError):
    """Roots that live are never written over."""

    def __init__(self, path: str) -> None:
        """Say which folder."""
        super().__init__(f"{path} holds roots already: name another folder")


class TrustFolderMissingError(BadInputError):
    """No roots are kept in the folder."""

    def __init__(self, path: str) -> None:
        """Say how to make them."""
        super().__init__(
            f"No roots are kept in {path}: name their folder with --folder, or make "
            "them with amnesty trust init"
        )


class TrustFolderChangedError(BadInputError):
    """Two people changed the folder at once."""

    def __init__(self, path: str) -> None:
        """Say that nothing was lost."""
        super().__init__(
            f"Somebody else changed {path} meanwhile, so nothing was kept: do it again"
        )


class JournalBrokenError(BadInputError):
    """A line of the journal was changed, taken out or put in."""

    def __init__(self, line: int) -> None:
        """Say which line, and what now."""
        super().__init__(
            f"Line {line} of journal.jsonl does not follow from the lines before it: "
            "somebody edited it. Compare the folder with the copy that was kept apart."
        )
