"""Letters and papers of a registration, drawn from its record and written down."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.registration import Move, State
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import LetterNotDueError
from amnesty.papers.letter import Letter
from amnesty.repeating import repeated
from amnesty.services.papers.drawing import catalogues_of, names_of
from amnesty.services.papers.letter_reading import draw_and_read

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration, Step, WindingDown
    from amnesty.papers.letter import Value
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


class LetterKind(Enum):
    """A letter about a registration; the value is its key in the catalogue."""

    ACKNOWLEDGEMENT = "acknowledgement"
    UNDERTAKING = "undertaking"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    REVOCATION = "revocation"
    RENEWAL_90 = "renewal90"
    RENEWAL_30 = "renewal30"
    RENEWAL_7 = "renewal7"
    CLOSING = "closing"
    """After a death: to whoever is there for it, never to the patient."""
    ACCESS = "access"
    """Goes with what the patient asked to see."""


_DECIDED = {
    LetterKind.APPROVAL: Move.APPROVE,
    LetterKind.REFUSAL: Move.REFUSE,
    LetterKind.REVOCATION: Move.REVOKE,
}
_REMINDED = frozenset({State.ACTIVE, State.RENEWAL_PENDING, State.SUSPENDED})
_ENDING = {LetterKind.RENEWAL_90, LetterKind.RENEWAL_30, LetterKind.RENEWAL_7}


@repeated
def write_letter(desk: Desk, number: RegistrationNumber, kind: LetterKind) -> bytes:
    """Return a letter about a registration, and write down that it was drawn.

    Raises:
        LetterNotDueError: nothing has happened that the letter could tell.
        PaperError: a name or a reason cannot be printed in full and legibly.
        PaperDiffersError: the letter does not say what it should.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        registration = register.registration(number)
        letter = _letter(desk, register, registration, kind)
        pdf = draw_and_read(letter)
        register.append(
            desk.note(Verb.DISCLOSURE, Act.PRINT, registration.id, letter=kind.value)
        )
    return pdf


def plain_letter(desk: Desk, register: Transaction, kind: str) -> Letter:
    """Return a paper of the authority with nothing in it yet, handed over today."""
    authority = register.authority()
    names = names_of(authority)
    return Letter(
        kind=kind,
        catalogues=tuple(
            one.filled(
                authority=names[one.tongue],
                force=authority.force,
                telephone=authority.telephone,
            )
            for one in catalogues_of(register, desk.house)
        ),
        names=names,
        sender=authority.address,
        to=(),
        day=desk.today(),
        made_at=int(desk.now().timestamp()),
        marked_specimen=authority.is_demonstration,
    )


def _letter(
    desk: Desk, register: Transaction, registration: Registration, kind: LetterKind
) -> Letter:
    letter = replace(
        plain_letter(desk, register, kind.value),
        to=address_of(registration),
        values={"patient": registration.identity.patient.full_name},
        reference=registration.number,
    )
    if kind in _DECIDED:
        return _with_decision(letter, registration, kind)
    if kind in _ENDING:
        return _with_end(letter, registration, kind)
    if kind is LetterKind.CLOSING:
        return _to_the_bereaved(letter, registration)
    if kind is LetterKind.UNDERTAKING:
        return _to_be_signed(letter, register, registration)
    return letter


def address_of(registration: Registration) -> tuple[str, ...]:
    """Return where letters go; nothing where an envelope could do harm."""
    patient = registration.identity.patient
    if not patient.safe_contact.post:
        return ()
    address = patient.letters or patient.home
    lines = (patient.full_name, *address.lines, address.town, address.postcode or "")
    return tuple(line for line in lines if line)


def _with_decision(
    letter: Letter, registration: Registration, kind: LetterKind
) -> Letter:
    step = _last(registration, _DECIDED[kind])
    if step is None:
        raise LetterNotDueError(kind.value, registration.number)
    details: list[tuple[str, Value]] = []
    if step.reasons:
        details.append(("reasons", step.reasons))
    if step.heard_on:
        details.append(("heard", step.heard_on))
    if kind is LetterKind.APPROVAL and registration.valid_to:
        details.append(("valid_to", registration.valid_to))
    return replace(letter, details=tuple(details))


def letters_of(registration: Registration) -> tuple[LetterKind, ...]:
    """Return the letters that something has happened for."""

    def can_be_told(kind: LetterKind) -> bool:
        if kind in _DECIDED:
            return _last(registration, _DECIDED[kind]) is not None
        if kind in _ENDING:
            return _still_ends(registration) is not None
        if kind is LetterKind.CLOSING:
            return _bereavement(registration) is not None
        return True

    return tuple(filter(can_be_told, LetterKind))


def _last(registration: Registration, move: Move) -> Step | None:
    steps = registration.clinical.steps
    return next((one for one in reversed(steps) if one.move is move), None)


def _with_end(letter: Letter, registration: Registration, kind: LetterKind) -> Letter:
    ends_on = _still_ends(registration)
    if ends_on is None:
        raise LetterNotDueError(kind.value, registration.number)
    values = {**letter.values, "valid_to": ends_on}
    return replace(letter, values=values)


def _still_ends(registration: Registration) -> date | None:
    """Return the last day of what has not ended otherwise: nobody dead is reminded."""
    return registration.valid_to if registration.state in _REMINDED else None


def _to_the_bereaved(letter: Letter, registration: Registration) -> Letter:
    """Return the letter to who was named for it; no envelope names who died."""
    ending = _bereavement(registration)
    if ending is None:
        raise LetterNotDueError(LetterKind.CLOSING.value, registration.number)
    return replace(
        letter, to=(ending.contact,), values={**letter.values, "until": ending.until}
    )


def _bereavement(registration: Registration) -> WindingDown | None:
    """Return how it winds down after a death; None where nobody died."""
    ending = registration.growing.winding_down
    return ending if ending and ending.ends_as is State.DECEASED else None


def _to_be_signed(
    letter: Letter, register: Transaction, registration: Registration
) -> Letter:
    texts = register.policy().texts
    identity = registration.identity
    signer = identity.representative or identity.patient
    return replace(
        letter,
        values={**letter.values, "version": texts.undertaking_version},
        clauses=texts.undertaking,
        signatures=(signer.full_name,),
    )
