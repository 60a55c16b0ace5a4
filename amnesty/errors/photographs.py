"""What is wrong with a photograph that was to be kept; each is a `BadInputError`."""

from __future__ import annotations

from amnesty.errors import BadInputError


class PhotographNotGivenError(BadInputError):
    """No photograph was given to be kept."""

    def __init__(self) -> None:
        """Say what can be given."""
        super().__init__(
            "Give a photograph to keep, as JPEG, PNG or WebP, or --remove to take away "
            "the one that is kept."
        )


class PhotographUnreadableError(BadInputError):
    """A file is no photograph, or not all of one."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This photograph cannot be read: the file is damaged, not whole or none. "
            "Take it again, or save it anew as JPEG, and give that."
        )


class PhotographTooLargeError(BadInputError):
    """A photograph has so many dots that it is refused before it fills the memory."""

    def __init__(self, *, megapixels: int) -> None:
        """Say how large it may be."""
        super().__init__(
            f"This photograph has more than {megapixels} million dots. "
            "Save it smaller, and give that."
        )
        self.megapixels = megapixels


class PhotographTooSmallError(BadInputError):
    """A photograph has too few dots for a face to be told by."""

    def __init__(self, *, wide: int, high: int) -> None:
        """Say how large it has to be."""
        super().__init__(
            f"This photograph is smaller than {wide} by {high} dots, too few to know a "
            "face by. Take another, nearer and upright, and give that."
        )
        self.wide, self.high = wide, high
