"""What is wrong with a file or text that a certificate was to be read from.

The leaves, each a kind of `BadInputError`::

    the text      NothingReadableError · NumberAloneError
    the file      SourceNotGivenError · SourceMissingError · SourceTooLargeError
                  SourceTooHeavyError · FolderMissingError · RootsMissingError
    a folder      FolderEmptyError · FolderTooFullError
    a picture     PictureKindError · PictureUnreadableError · PictureTooLargeError
                  PictureMovesError · NoCodeInPictureError · OtherCodeError
    a PDF         PdfUnreadableError · PdfLockedError · PdfProgramError
                  PdfTooLongError · NoCodeInPdfError
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


class NumberAloneError(BadInputError):
    """A certificate's number was given without its code."""

    def __init__(self, number: str) -> None:
        """Say what a number cannot prove, and what to do."""
        super().__init__(
            f"{number} is a certificate's number, and a number alone proves nothing: "
            "anybody can write one down. Ask for the QR code and scan it, or telephone "
            "the authority, not on a number from the paper, and read it out."
        )


class SourceNotGivenError(BadInputError):
    """Nothing was given to verify."""

    def __init__(self) -> None:
        """List what can be given."""
        super().__init__(
            "Give what to verify: a PDF, a PNG, JPEG or WebP of the certificate, a "
            "folder of them, the text of its QR code, or - for standard input. For "
            "example: amnesty verify scan.pdf"
        )


class SourceMissingError(BadInputError):
    """There is no file of this name that can be read."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"There is no file {name} that can be read. Give a PDF, a PNG, JPEG or "
            "WebP, the text of the QR code, or - for standard input."
        )


class SourceTooLargeError(BadInputError):
    """A file of this size is no certificate."""

    def __init__(self, *, megabytes: int) -> None:
        """Say how large it may be."""
        super().__init__(
            f"This file is larger than {megabytes} MB. Give one certificate, "
            "or a smaller picture of it."
        )


class SourceTooHeavyError(BadInputError):
    """Reading the file took more time or memory than any certificate does."""

    def __init__(self) -> None:
        """Say what to do in its place."""
        super().__init__(
            "This file takes more time or memory to read than any certificate does, so "
            "it was given up. Photograph the QR code itself and give that picture."
        )


class PictureKindError(BadInputError):
    """A picture is of a kind that is not read."""

    def __init__(self, *, kind: str) -> None:
        """Name the kind, and those that are read."""
        super().__init__(
            f"This is a picture of the kind {kind}, which is not read. Save it as "
            "JPEG, PNG or WebP, or send it by e-mail, which makes it a JPEG."
        )
        self.kind = kind


class PictureMovesError(BadInputError):
    """A picture that moves shows one thing first and another thing later."""

    def __init__(self) -> None:
        """Say which picture to take."""
        super().__init__(
            "This picture moves: it holds several frames, as no photograph of a "
            "certificate does. Take one still picture of the certificate."
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
        self.megapixels = megapixels


class PdfUnreadableError(BadInputError):
    """The file begins as a PDF, but cannot be read as one."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This PDF cannot be read: it is damaged or not whole. "
            "Ask for the file again."
        )


class PdfLockedError(BadInputError):
    """A PDF is locked with a password, which a certificate never is."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This PDF is locked with a password, as no certificate is. Ask for the "
            "file as the council sent it, or photograph the paper."
        )


class PdfProgramError(BadInputError):
    """A PDF carries a program, which a certificate never does."""

    def __init__(self) -> None:
        """Say that it was not run, and what to do."""
        super().__init__(
            "This PDF carries a program (JavaScript), as no certificate does; it was "
            "not run. Ask for the file as the council sent it, or photograph the paper."
        )


class PdfTooLongError(BadInputError):
    """A PDF with so many pages is no certificate."""

    def __init__(self, *, most: int) -> None:
        """Say how many pages it may have."""
        super().__init__(f"This PDF has more than {most} pages. Give fewer at a time.")
        self.most = most


class NoCodeInPictureError(BadInputError):
    """No QR code was found in the picture."""

    def __init__(self) -> None:
        """Say how to photograph it."""
        super().__init__(
            "There is no QR code in this picture that can be read. Photograph the "
            "code from the front, sharp, without glare, so that it fills the picture."
        )


class OtherCodeError(BadInputError):
    """The only QR codes found are of other things."""

    def __init__(self) -> None:
        """Say so, and what it means on a paper that claims to be a certificate."""
        super().__init__(
            "The QR code in this is of something else: a certificate's holds several "
            "hundred digits. If it stands on a paper that says it is a certificate, "
            "photograph the paper and telephone the authority, on another number."
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


class FolderEmptyError(BadInputError):
    """A folder has no files in it to verify."""

    def __init__(self, name: str) -> None:
        """Name the folder, and say what is not looked at."""
        super().__init__(
            f"There is no file in the folder {name}; the folders inside it are not "
            "looked at. Give a folder of PDFs or pictures."
        )


class FolderTooFullError(BadInputError):
    """A folder has more files than are checked at a time."""

    def __init__(self, name: str, *, most: int) -> None:
        """Name the folder and the limit."""
        super().__init__(
            f"The folder {name} has more than {most:,} files. Give fewer at a time."
        )


class RootsMissingError(BadInputError):
    """There is no such file of roots."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"{name} is not a file that can be read. Give the file roots.cbor of the "
            "authority."
        )
