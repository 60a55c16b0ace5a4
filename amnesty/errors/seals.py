"""What is wrong with the tag of a seal; each a kind of `RuleBrokenError`."""

from __future__ import annotations

from amnesty.errors import RuleBrokenError


class SealTagUsedError(RuleBrokenError):
    """A seal's tag is used once ever."""

    def __init__(self, tag: str) -> None:
        """Name the tag."""
        super().__init__(
            f"Seal tag {tag} was used before: check it, or seal the bag again "
            "with a new one."
        )


class SealTagTwiceError(RuleBrokenError):
    """Each bag has a seal of its own."""

    def __init__(self, tag: str) -> None:
        """Name the tag."""
        super().__init__(
            f"Two bags of this hand-in have the seal tag {tag}: correct one of them."
        )
