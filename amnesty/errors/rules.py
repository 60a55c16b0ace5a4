"""What the scheme, or a person's role, does not allow."""

from __future__ import annotations

from amnesty.errors import NotAllowedError, RuleBrokenError

_OFFICER = "police officer"


class RoleMayNotError(NotAllowedError):
    """The member's role does not allow the act."""

    def __init__(self, role: str, act: str) -> None:
        """Say which role may not do what."""
        who = _OFFICER if role == "police" else role
        article = "An" if who[0] in "aeiou" else "A"
        super().__init__(f"{article} {who} may not {act}.")
        self.act = act


class SamePersonError(NotAllowedError):
    """Two pairs of eyes: whoever submitted or approved may not approve."""

    def __init__(self, done: str) -> None:
        """Say what this person already did (`submitted`, `approved`)."""
        super().__init__(
            f"You {done} this registration, so another supervisor must approve it."
        )


class MoveNotPossibleError(RuleBrokenError):
    """The registration's state does not allow the move."""

    def __init__(self, number: str, state: str, move: str) -> None:
        """Say in which state the registration is and what is not possible."""
        super().__init__(
            f"Registration {number} is {state}, so you cannot {move} it now."
        )


class ReasonsMissingError(RuleBrokenError):
    """The move needs reasons, which a letter will state."""

    def __init__(self, move: str) -> None:
        """Say which move needs them."""
        super().__init__(f"Enter the reasons: you cannot {move} without them.")


class NotHeardError(RuleBrokenError):
    """The patient must have been heard before this move."""

    def __init__(self, move: str) -> None:
        """Say which move needs it."""
        super().__init__(
            f"Enter the date on which the patient was heard: "
            f"you cannot {move} before that."
        )


class HeardTooEarlyError(RuleBrokenError):
    """The patient is heard about a registration that there is."""

    def __init__(self, heard: str, received: str) -> None:
        """Say both days."""
        super().__init__(
            f"The patient cannot have been heard on {heard}: the registration was "
            f"received on {received}. Enter that day or a later one."
        )


class FindingsOpenError(RuleBrokenError):
    """A check found what must be put right first."""

    def __init__(self, number: str, move: str, findings: tuple[str, ...]) -> None:
        """List the sentences of the findings."""
        lines = "".join(f"\n  - {finding}" for finding in findings)
        super().__init__(
            f"You cannot {move} registration {number} until this is put right:{lines}"
        )
        self.findings = findings


class NotSecondPersonError(RuleBrokenError):
    """A hand-in needs two different members of staff who may receive it."""

    def __init__(self, name: str) -> None:
        """Say whose name cannot stand as the second person."""
        super().__init__(
            f"{name} cannot be the second person of this hand-in. "
            "Name another clerk or supervisor with an active account."
        )


class NotDecidedYetError(RuleBrokenError):
    """Until the decision a declaration is put right, not carried on."""

    def __init__(self, number: str) -> None:
        """Say how it is changed instead."""
        super().__init__(
            f"Registration {number} is not decided yet, so nothing happens at its "
            "sites: change what it declares."
        )


class TooLateToTakeBackError(RuleBrokenError):
    """An act is taken back at once, by whoever did it, or not at all."""

    def __init__(self) -> None:
        """Say that nothing changed, and what remains."""
        super().__init__(
            "It is too late to take this back: somebody else did it, or something "
            "followed it. Nothing was changed. Open the record to see how it stands."
        )


class CardHasNoPageError(RuleBrokenError):
    """A card is printed from its code, not from a page of ours."""

    def __init__(self, number: str) -> None:
        """Say how to get the code."""
        super().__init__(
            f"{number} is a card, which has no page. Write its code with "
            f"amnesty reprint {number} --out FILE.svg"
        )


class NoStandingCertificateError(RuleBrokenError):
    """A card goes with a certificate that stands."""

    def __init__(self, number: str) -> None:
        """Say what is lacking."""
        super().__init__(
            f"No certificate stands for registration {number}, and a card goes with "
            "one. Issue the certificate first."
        )


class CertificateNotActiveError(RuleBrokenError):
    """Only a certificate that stands can be revoked or printed."""

    def __init__(self, number: str, status: str) -> None:
        """Say how the certificate stands."""
        super().__init__(f"Certificate {number} is {status}, so nothing was done.")


class AlreadyIssuedError(RuleBrokenError):
    """The registration has a certificate that stands."""

    def __init__(self, number: str) -> None:
        """Say which certificate stands."""
        super().__init__(
            f"Certificate {number} already stands for this registration. "
            "Print that one again, or revoke it first."
        )


class RecordRestrictedError(NotAllowedError):
    """Only named staff open a restricted record."""

    def __init__(self) -> None:
        """Say nothing of whose record it is."""
        super().__init__(
            "This record is restricted. Ask a supervisor who is named on it."
        )


class EvidenceTooOldError(RuleBrokenError):
    """No evidence covers the day, so no validity can be given."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "No evidence on this record is in date. Add evidence that is, then decide."
        )


class NoSuchSiteError(RuleBrokenError):
    """The registration has no such site."""

    def __init__(self, asked: int, sites: int) -> None:
        """Say how many there are, counted from 1."""
        super().__init__(
            f"There is no site {asked} on this registration: it has {sites}."
        )


class WhichSiteError(RuleBrokenError):
    """With more than one site, each has a certificate of its own."""

    def __init__(self, sites: int) -> None:
        """Say how one is named."""
        super().__init__(
            f"This registration has {sites} sites, and each has a certificate of its "
            "own with its share of the limits: name the site."
        )


class CardOfSeveralSitesError(RuleBrokenError):
    """A card never says where, so it cannot say which share it is of."""

    def __init__(self, sites: int) -> None:
        """Say what is used instead."""
        super().__init__(
            f"This registration has {sites} sites with a share of the limits each, and "
            "a card does not say which: the certificates are carried."
        )


class PaperDiffersError(RuleBrokenError):
    """What was drawn does not say what was signed or written down: nobody gets it."""

    def __init__(self, what: str) -> None:
        """Say which part differs."""
        super().__init__(
            f"The paper was not made: {what} on the finished page is not as it "
            "should be. Nothing was issued, and nothing was kept. Tell support."
        )


class LetterNotDueError(RuleBrokenError):
    """A letter tells what has happened, and nothing of the kind has."""

    def __init__(self, kind: str, number: str) -> None:
        """Say which letter, and of what."""
        super().__init__(
            f"There is nothing yet that the paper {kind!r} could tell of {number}."
            " Draw it when the act that it tells of has been written down."
        )


class AgreementExistsError(RuleBrokenError):
    """A certificate names its agreement by the reference, so each has its own."""

    def __init__(self, reference: str) -> None:
        """Say which reference is taken."""
        super().__init__(
            f"There is an agreement {reference} already. Give this one a reference "
            "of its own."
        )


class NothingHandedInError(RuleBrokenError):
    """A hand-in has at least one item."""

    def __init__(self) -> None:
        """Ask for an item."""
        super().__init__("Enter at least one item of stock or plants to hand in.")
