"""What is wrong with a file or text that a certificate was to be read from.

The leaves, each a kind of `BadInputError`::

    the text      NothingReadableError
    the file      SourceNotGivenError · SourceMissingError · SourceTooLargeError
                  FolderMissingError · RootsMissingError
    a picture     PictureUnreadableError · PictureTooLargeError · NoCodeInPictureError
    a PDF         PdfUnreadableError · PdfTooLongError · NoCodeInPdfError
    a time        TimeUnreadableError
"""

from __future__ import annotations

from amnesty.errors import BadInputError


class NothingReadableError(BadInputError):
    """The text has no digits at its end, so it is no code."""

    def __init__(self) -> None:
        """Say what a code looks like."""
        super().__init__(
            "There is no certificate's code in this. Give the text of the QR code, "
            "which ends in several hundred digits."
        )


class SourceNotGivenError(BadInputError):
    """Nothing was given to verify."""

    def __init__(self) -> None:
        """List what can be given."""
        super().__init__(
            "Give what to verify: a PDF, a PNG or JPEG of the certificate, the text of "
            "its QR code, or - for standard input. For example: amnesty verify scan.pdf"
        )


class SourceMissingError(BadInputError):
    """There is no file of this name that can be read."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"There is no file {name} that can be read. Give a PDF, a PNG or JPEG, "
            "the text of the QR code, or - for standard input."
        )


class SourceTooLargeError(BadInputError):
    """A file of this size is no certificate."""

    def __init__(self, *, megabytes: int) -> None:
        """Say how large it may be."""
        super().__init__(
            f"This file is larger than {megabytes} MB. Give one certificate, "
            "or a smaller picture of it."
        )


class PictureUnreadableError(BadInputError):
    """The file begins as a picture, but cannot be read as one."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This picture cannot be read: the file is damaged or not whole. "
            "Photograph or scan the certificate again."
        )


class PictureTooLargeError(BadInputError):
    """A picture with so many points is refused before it fills the memory."""

    def __init__(self, *, megapixels: int) -> None:
        """Say how large it may be."""
        super().__init__(
            f"This picture has more than {megapixels} million points. "
            "Scan the certificate at 300 dots an inch, or cut the picture to the code."
        )


class PdfUnreadableError(BadInputError):
    """The file begins as a PDF, but cannot be read as one."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This PDF cannot be read: it is damaged, not whole or locked with a "
            "password. Ask for the file again."
        )


class PdfTooLongError(BadInputError):
    """A PDF with so many pages is no certificate."""

    def __init__(self, *, most: int) -> None:
        """Say how many pages it may have."""
        super().__init__(f"This PDF has more than {most} pages. Give fewer at a time.")


class NoCodeInPictureError(BadInputError):
    """No QR code was found in the picture."""

    def __init__(self) -> None:
        """Say how to photograph it."""
        super().__init__(
            "There is no QR code in this picture that can be read. Photograph the "
            "code from the front, sharp, without glare, so that it fills the picture."
        )


class NoCodeInPdfError(BadInputError):
    """No QR code was found on any page."""

    def __init__(self) -> None:
        """Say that this is no certificate."""
        super().__init__(
            "There is no QR code on any page of this PDF, so it is not a certificate."
        )


class TimeUnreadableError(BadInputError):
    """The time to ask about was not understood."""

    def __init__(self, typed: str) -> None:
        """Show what was typed and how to type it."""
        super().__init__(
            f"{typed} is not a date or time. "
            "Write it as 2026-05-03 or 2026-05-03T14:30."
        )


class FolderMissingError(BadInputError):
    """There is no such folder or zip with a daily police file."""

    def __init__(self, name: str) -> None:
        """Name what was given."""
        super().__init__(
            f"{name} is not a folder or zip that can be read. Give that of the daily "
            "police file, which holds manifest.cbor."
        )


class RootsMissingError(BadInputError):
    """There is no such file of roots."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"{name} is not a file that can be read. Give the file roots.cbor of the "
            "authority."
        )
