"""What is wrong with an entry about plants or stock.

The leaves, each a kind of `BadInputError` or `RuleBrokenError`::

    plants   NoSuchBatchError · WhichBatchError · NotSoManyPlantsError · WhyFewerError
             StageGoesBackError · NotAStageOfGrowthError
    stock    NotSoMuchStockError · NoHarvestThenError · DryAboveFreshError
    entries  BeforeOpeningError · LaterEntryError · NotInTurnsError · OutOfPlaceError
"""

from __future__ import annotations

from amnesty.errors import BadInputError, RuleBrokenError


class NoSuchBatchError(BadInputError):
    """No plants are declared that fit what was typed."""

    def __init__(self, what: str, on: str) -> None:
        """Say what was looked for, as `vegetative plants`, and on which day."""
        super().__init__(
            f"There are no {what} at this site on {on}: "
            "check the stage, the cultivar and the site, or declare them first"
        )


class WhichBatchError(BadInputError):
    """Several batches fit what was typed."""

    def __init__(self, what: str, choices: tuple[str, ...]) -> None:
        """List them, so that one can be named."""
        listed = "; ".join(choices)
        super().__init__(
            f"There are several batches of {what}: {listed}. "
            "Name the cultivar or the day since when"
        )


class NotSoManyPlantsError(BadInputError):
    """More plants were named than the batch has."""

    def __init__(self, what: str, *, named: int, there: int) -> None:
        """Say what there is, as `1 flowering plant`."""
        are = "is" if there == 1 else "are"
        super().__init__(f"There {are} {what}, not {named}: correct the number")


class WhyFewerError(BadInputError):
    """A count that goes down needs its reason."""

    def __init__(self, fewer: tuple[str, ...]) -> None:
        """Say what there is less of, each as `1 flowering plant`."""
        self.gone = ", ".join(fewer)
        super().__init__(
            f"Say what became of what is no longer there ({self.gone}): died, "
            "destroyed, lost or stolen, or declared by mistake. A harvest and a "
            "hand-in are recorded as such"
        )


class StageGoesBackError(BadInputError):
    """A plant only moves forward through the stages."""

    def __init__(self, before: str, after: str) -> None:
        """Name both stages."""
        super().__init__(
            f"A plant that is {before} cannot become {after}: choose a later stage"
        )


class NotAStageOfGrowthError(BadInputError):
    """A harvest, a loss or a hand-in is recorded as what it is."""

    def __init__(self, stage: str) -> None:
        """Say where such a thing is recorded."""
        super().__init__(
            f"Plants do not simply become {stage}: record the harvest, the hand-in, "
            "or why there are fewer"
        )


class NotSoMuchStockError(BadInputError):
    """More was named than is held in that form."""

    def __init__(self, form: str, *, named: str, there: str) -> None:
        """Say how much there is."""
        super().__init__(
            f"{there} g {form} is held at this site, not {named} g: "
            "correct the weight, or weigh what is held first"
        )


class NoHarvestThenError(BadInputError):
    """A harvest is weighed after it was recorded, never before."""

    def __init__(self, harvested_on: str) -> None:
        """Name the day on which no harvest is recorded."""
        super().__init__(
            f"No harvest of {harvested_on} is recorded at this site: "
            "record the harvest first, or correct its day"
        )


class DryAboveFreshError(BadInputError):
    """What dries becomes lighter."""

    def __init__(self, *, dried: str, fresh: str) -> None:
        """Say both weights."""
        super().__init__(
            f"The dry weight of {dried} g is above the fresh weight of {fresh} g: "
            "check the scale and the unit"
        )


class BeforeOpeningError(BadInputError):
    """An account begins with what was declared."""

    def __init__(self, opened_on: str) -> None:
        """Name the first day of the account."""
        super().__init__(
            f"The account of this site begins on {opened_on}: "
            "what was before is in the declaration"
        )


class NotInTurnsError(BadInputError):
    """A site grows in one setting all year."""

    def __init__(self) -> None:
        """Say where turns begin."""
        super().__init__(
            "This site does not grow indoors and outdoors in turn: "
            "a turn begins only where it does"
        )


class LaterEntryError(RuleBrokenError):
    """What was written down for later days rests on how things stood."""

    def __init__(self, on: str, why: str) -> None:
        """Name the later day, and what would no longer be right."""
        super().__init__(
            f"With this, the entry of {on} would no longer be right: {why}. "
            "Correct the day, or record it for today"
        )


class OutOfPlaceError(BadInputError):
    """A reason that is for plants was given for stock, or the other way round."""

    def __init__(self, what: str, reason: str) -> None:
        """Say which of both it is."""
        super().__init__(f"{what} cannot have {reason}: choose another reason")
