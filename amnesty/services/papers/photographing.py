"""A photograph of the holder: kept with the record, printed, and never signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.life import CLOSED
from amnesty.domain.photograph import Photograph
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import MoveNotPossibleError, RecordRestrictedError
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration, RegistrationId
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@repeated
def keep_photograph(
    desk: Desk, number: RegistrationNumber, jpeg: str | None
) -> Registration:
    """Keep a photograph of the holder in the place of any before, or take it away.

    Args:
        desk: who keeps it.
        number: the registration.
        jpeg: what `portrait` made of a file; None takes the photograph away.

    Raises:
        MoveNotPossibleError: the registration is closed.
    """
    require(desk.member, Act.EDIT)
    with desk.transaction() as register:
        registration = register.registration(number)
        if registration.state in CLOSED:
            raise MoveNotPossibleError(number, registration.state.value, "change")
        identity = registration.identity
        made = None if jpeg is None else Photograph(of=identity.holder, jpeg=jpeg)
        changed = replace(registration, identity=replace(identity, photograph=made))
        kept = register.save_registration(changed)
        what = "photograph kept" if made else "photograph taken away"
        register.append(desk.note(Verb.ALTERATION, Act.EDIT, kept.id, what=what))
    return kept


def photograph_for(
    register: Transaction, owner: RegistrationId, certificate: Certificate
) -> Photograph | None:
    """Return the photograph that goes on a certificate, if there is one.

    It is of the person that the certificate names. Who may not open the record prints
    the certificate without it.
    """
    try:
        kept = register.registration_by_id(owner).identity.photograph
    except RecordRestrictedError:
        return None
    return kept if kept is not None and kept.of == certificate.holder else None
