"""Putting a decided record right, and closing it to those who must not open it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.registration import Registration
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.errors.rights import (
    IsADecisionError,
    NothingToRectifyError,
    PutRightElsewhereError,
)
from amnesty.repeating import repeated
from amnesty.services.papers.reissuing import reissue_rectified
from amnesty.services.registrations.correcting import read_correction, typed_answers
from amnesty.services.registrations.differences import differences
from amnesty.services.registrations.registering import with_answers
from amnesty.services.registrations.searching import open_record
from amnesty.services.shelves import Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Application, RegistrationId
    from amnesty.domain.staff import StaffId
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_LONGEST = 500
_ENDED = frozenset({CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED})


@dataclass(frozen=True, kw_only=True)
class Rectified:
    """What a rectification changed, and the papers that took others' place."""

    registration: Registration
    differences: tuple[str, ...]
    reissued: tuple[CertificateNumber, ...]


@dataclass(frozen=True, kw_only=True)
class Rectification:
    """What was put right once, as the patient is told it."""

    at: datetime
    by: str
    reason: str
    differences: tuple[str, ...]


def rectify(
    desk: Desk, number: RegistrationNumber, changes: Mapping[str, str], reason: str
) -> Rectified:
    """Put answers of a record right, whatever its state, and its papers that say else.

    Steps, dates of validity, plants and stock stay: those have ways of their own. Asked
    again, it issues the papers that could not be issued before.

    Args:
        desk: a supervisor's.
        number: the registration.
        changes: the answers that are wrong, by their paths in the form, as typed.
        reason: why; it is kept with the differences, and goes with the record.

    Raises:
        ProblemsError: an answer cannot be read.
        IsADecisionError: the limits follow from such an answer.
        PutRightElsewhereError: it has a way of its own.
        NothingToRectifyError: the record and its papers say this already.
    """
    with desk.refusals_logged("rectify"):
        require(desk.member, Act.RECTIFY)
    why = clean_line(reason, "reason", longest=_LONGEST)
    before = open_record(desk, number).registration
    for path in changes:
        if path.startswith("need.") or path.endswith(".setting"):
            raise IsADecisionError(path)
        if _is_put_right_elsewhere(path, len(before.growing.sites)):
            raise PutRightElsewhereError(path)
    application = read_correction(
        desk, before, {**typed_answers(desk, before), **changes}
    )
    changed = _put_right(before, application)
    found = tuple(str(one) for one in differences(before, changed))
    kept = before
    if found:
        kept = _keep(desk, changed, why, found=found, changes=changes)
    reissued = _reissue(desk, number)
    if not found and not reissued:
        raise NothingToRectifyError
    return Rectified(registration=kept, differences=found, reissued=reissued)


def _is_put_right_elsewhere(path: str, sites: int) -> bool:
    """Return whether a path is of plants, stock, who may open it, or no site there."""
    match path.split("."):
        case ["restricted_to"] | ["sites", _, "plants" | "stock", *_]:
            return True
        case ["sites", number, *_] if number.isdecimal():
            return int(number) >= sites
        case _:
            return False


def _put_right(before: Registration, application: Application) -> Registration:
    """Return the record with its answers put right, of those that may be."""
    changed = with_answers(before, application)
    sites = tuple(
        replace(
            new,
            plants=old.plants,
            stock=old.stock,
            turn=old.turn,
            opened_on=old.opened_on,
            closed_on=old.closed_on,
        )
        for new, old in zip(changed.growing.sites, before.growing.sites, strict=False)
    )
    restricted_to = before.identity.restricted_to
    return replace(
        changed,
        identity=replace(changed.identity, restricted_to=restricted_to),
        growing=replace(changed.growing, sites=sites or before.growing.sites),
    )


@repeated
def _keep(
    desk: Desk,
    changed: Registration,
    why: str,
    *,
    found: Sequence[str],
    changes: Mapping[str, str],
) -> Registration:
    require(desk.member, Act.RECTIFY)
    with desk.transaction() as register:
        kept = register.save_registration(changed)
        item = {
            "registration": f"{kept.id:016x}",
            "at": desk.now().isoformat(),
            "by": desk.member.name,
            "reason": why,
            "differences": "\n".join(found),
        }
        others = kept_on(register, Shelf.RECTIFICATIONS)
        keep_on(register, Shelf.RECTIFICATIONS, [*others, item])
        # What was wrong and is right may name a person: it is no detail of the log,
        # which auditors read and which erasing leaves.
        register.append(
            desk.note(
                Verb.ALTERATION,
                Act.RECTIFY,
                kept.id,
                reason=why,
                answers=", ".join(sorted(changes)),
            )
        )
    return kept


def rectifications_of(
    register: Transaction, registration: RegistrationId
) -> tuple[Rectification, ...]:
    """Return what was put right in a record, the oldest first."""
    own = f"{registration:016x}"
    return tuple(
        Rectification(
            at=datetime.fromisoformat(one["at"]),
            by=one["by"],
            reason=one["reason"],
            differences=tuple(one["differences"].split("\n")),
        )
        for one in kept_on(register, Shelf.RECTIFICATIONS)
        if one["registration"] == own
    )


def _reissue(desk: Desk, number: RegistrationNumber) -> tuple[CertificateNumber, ...]:
    """Issue anew what stands, so that no paper says what was wrong."""
    standing = [
        one.certificate.number
        for one in open_record(desk, number).certificates
        if one.status not in _ENDED
    ]
    anew = (reissue_rectified(desk, one) for one in standing)
    return tuple(one for one in anew if one is not None)


@repeated
def restrict(
    desk: Desk,
    number: RegistrationNumber,
    *,
    named: str,
    related: str = "",
    reason: str,
) -> Registration:
    """Close a record to all but the named staff, and to the patient's own relatives.

    Args:
        desk: of a supervisor who may open it.
        number: the registration.
        named: accounts, with ; between; empty opens it to all who may.
        related: accounts of the patient's household or family, who never open it.
        reason: why.

    Raises:
        NoSuchAccountError: there is no such account.
    """
    require(desk.member, Act.RESTRICT)
    why = clean_line(reason, "reason", longest=_LONGEST)
    with desk.transaction() as register:
        before = register.registration(number)
        identity = replace(
            before.identity,
            restricted_to=_accounts(register, named),
            related=_accounts(register, related),
        )
        kept = register.save_registration(replace(before, identity=identity))
        register.append(
            desk.note(
                Verb.ALTERATION,
                Act.RESTRICT,
                kept.id,
                reason=why,
                named=str(len(identity.restricted_to)),
                related=str(len(identity.related)),
            )
        )
    return kept


def _accounts(register: Transaction, names: str) -> tuple[StaffId, ...]:
    listed = [clean_optional_line(part, "account name") for part in names.split(";")]
    return tuple(register.account(name).member.id for name in listed if name)
