"""What is wrong with a published list or with the daily police file.

The leaves, each a kind of `CredentialError`::

    the lists     InflationRefusedError · StatusBitsRefusedError
                  SlotOutsideListError · StatusUnknownError
    the bundle    BundleFileMissingError · BundleFileChangedError · BundleAheadError
                  BundleOlderError · BundleListShorterError · BundleListTwiceError
                  BundleIssuerRefusedError · NoRootsError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import CredentialError

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
            f"The daily police file is dated {issued_at:%Y-%m-%d %H:%M} UTC, ahead of "
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
