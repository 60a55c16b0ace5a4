"""What is wrong with a published list or with the daily police file.

The leaves, each a kind of `CredentialError`::

    the lists     InflationRefusedError · StatusBitsRefusedError
                  SlotOutsideListError · StatusUnknownError
    the bundle    BundleFileMissingError · BundleFileExtraError
                  BundleFileLinkedError · BundleFileTooLargeError
                  BundleFileChangedError · BundleZipRefusedError
                  BundleAheadError · BundleOlderError
                  BundleListShorterError · BundleListTwiceError
                  BundleIssuerRefusedError · NoRootsError
    the log       LogHiddenError · LogUnsignedError · LogOfAnotherError
                  LogForkedError · LogForgottenError
    the device    MemoryUnreadableError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import CredentialError
from amnesty.errors.when import moment_text

if TYPE_CHECKING:
    from datetime import datetime


class InflationRefusedError(CredentialError):
    """The compressed list is damaged, or grows beyond its limit."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("A status list is damaged, or larger than any can be.")


class StatusBitsRefusedError(CredentialError):
    """Our status lists have 4 bits an entry."""

    def __init__(self, found: int) -> None:
        """Say how many bits there are."""
        super().__init__(f"A status list has {found} bits an entry; it must have 4.")


class SlotOutsideListError(CredentialError):
    """A slot beyond the end of its list was never given out."""

    def __init__(self, *, index: int, capacity: int) -> None:
        """Say which slot, and how many there are."""
        super().__init__(f"Its place {index} is outside a list of {capacity}.")


class StatusUnknownError(CredentialError):
    """The list holds a status that the format does not have."""

    def __init__(self, found: int) -> None:
        """Name the value."""
        super().__init__(f"The status list says {found}, which has no meaning here.")


class BundleFileMissingError(CredentialError):
    """The daily police file lacks a part; it is taken whole or not at all."""

    def __init__(self, name: str) -> None:
        """Name the part."""
        super().__init__(f"{name} is missing from the daily police file.")


class BundleFileExtraError(CredentialError):
    """Nothing lies in the daily police file that nobody signed for."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"{name} lies in the daily police file and does not belong to it. Fetch "
            "the file anew, into a folder of its own."
        )


class BundleFileLinkedError(CredentialError):
    """The daily police file is made of files, not of links to other places."""

    def __init__(self, name: str) -> None:
        """Name the link."""
        super().__init__(
            f"{name} in the daily police file is a link, or no file at all. Fetch the "
            "file anew."
        )


class BundleFileTooLargeError(CredentialError):
    """No part of a daily police file is so large."""

    def __init__(self, name: str) -> None:
        """Name the part."""
        super().__init__(f"{name} in the daily police file is larger than any can be.")


class BundleZipRefusedError(CredentialError):
    """The zip is damaged, locked, or made to fill the memory."""

    def __init__(self, why: str) -> None:
        """Say why."""
        super().__init__(f"The zip of the daily police file {why}. Fetch it anew.")


class BundleFileChangedError(CredentialError):
    """A part of the daily police file is not the one that was signed for."""

    def __init__(self, name: str) -> None:
        """Name the part."""
        super().__init__(f"{name} in the daily police file was changed or cut short.")


class BundleAheadError(CredentialError):
    """The daily police file is dated in the future, or this device is behind."""

    def __init__(self, issued_at: datetime) -> None:
        """Say when it is dated."""
        super().__init__(
            f"The daily police file is dated {moment_text(issued_at)}, ahead of "
            "this device. Check the device's date and time."
        )


class BundleOlderError(CredentialError):
    """A daily police file never follows a newer one."""

    def __init__(self, *, what: str, seq: int, seen: int) -> None:
        """Name what is older, and both numbers."""
        super().__init__(
            f"The {what} has number {seq}, and number {seen} was already taken in. "
            "Fetch the newest daily police file."
        )


class BundleListShorterError(CredentialError):
    """A list keeps its size, and never gets older."""

    def __init__(self, uri: str) -> None:
        """Name the list."""
        super().__init__(f"List {uri} is older or shorter than the one seen before.")


class BundleListTwiceError(CredentialError):
    """A daily police file holds each list once."""

    def __init__(self, uri: str) -> None:
        """Name the list."""
        super().__init__(f"List {uri} stands twice in the daily police file.")


class BundleIssuerRefusedError(CredentialError):
    """An authority's daily police file holds that authority's lists."""

    def __init__(self, name: str) -> None:
        """Name the part that is another authority's."""
        super().__init__(f"{name} in the daily police file is another authority's.")


class NoRootsError(CredentialError):
    """A device without roots can believe no list."""

    def __init__(self) -> None:
        """Say where roots come from."""
        super().__init__(
            "This device holds no roots, so it cannot tell whose police file it has. "
            "Get roots.cbor from the authority and compare its fingerprint."
        )


class LogHiddenError(CredentialError):
    """An authority that once published its log's checkpoint goes on doing so."""

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__(
            "The daily police file has no checkpoint of the authority's audit log, "
            "though earlier ones had. Tell the authority."
        )


class LogUnsignedError(CredentialError):
    """The checkpoint is not signed by the key that the authority has for it."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "The checkpoint of the authority's audit log in the daily police file is "
            "not signed by the key that the list of keys names for it."
        )


class LogOfAnotherError(CredentialError):
    """The checkpoint is of another log than the one seen before."""

    def __init__(self, origin: str) -> None:
        """Name the log."""
        super().__init__(
            f"The daily police file is of another register, whose log is {origin}. "
            "Ask the authority whether it moved to a new register; if so, remove this "
            "device's seen.cbor to enrol it again."
        )


class LogForkedError(CredentialError):
    """The audit log does not go on from where it was."""

    def __init__(self) -> None:
        """Say what that means."""
        super().__init__(
            "The authority's audit log does not go on from what this device saw: its "
            "register was rewritten, or an older one put back. Tell the authority."
        )


class LogForgottenError(CredentialError):
    """The device saw the log so long ago that nothing leads on from there."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This device last took in this authority's police file more than 60 days "
            "ago, and nothing shows any more that its log only grew since. Remove its "
            "seen.cbor to enrol it again."
        )


class MemoryUnreadableError(CredentialError):
    """What the device remembered is spoilt."""

    def __init__(self, where: str = "seen.cbor") -> None:
        """Name the file and say what to do."""
        super().__init__(
            "What this device remembers of earlier police files is spoilt. Remove "
            f"{where} to enrol the device again."
        )
