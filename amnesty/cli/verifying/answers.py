"""An answer as lines to read and as JSON, and what the command returns for it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from amnesty.credential.claims import encode_claims
from amnesty.credential.token import check_code
from amnesty.domain.certificate import Form
from amnesty.domain.verdict import Verdict
from amnesty.services.police.telling import age_of, facts
from amnesty.services.verifying.steps import PLACE_OF_A_CARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.verdict import Answer

VALID, NOT_VALID, NOTHING_READABLE, NOT_GENUINE, CANNOT_BE_CONFIRMED = 0, 1, 2, 3, 4
_WORST_FIRST = (NOT_GENUINE, NOT_VALID, CANNOT_BE_CONFIRMED, NOTHING_READABLE, VALID)
_NAME_WIDTH = 16
_VERDICT_WIDTH = 25


def exit_code(verdict: Verdict) -> int:
    """Return what the command returns for a verdict."""
    match verdict:
        case Verdict.VALID | Verdict.VALID_RENEWAL_PENDING | Verdict.VALID_WINDING_DOWN:
            return VALID
        case (
            Verdict.SPECIMEN
            | Verdict.NOT_COVERED_HERE
            | Verdict.NOT_YET_VALID
            | Verdict.EXPIRED
            | Verdict.SUSPENDED
            | Verdict.REVOKED
            | Verdict.SUPERSEDED
        ):
            return NOT_VALID
        case Verdict.NOT_GENUINE | Verdict.UNKNOWN_ISSUER | Verdict.NOT_ISSUED:
            return NOT_GENUINE
        case Verdict.CANNOT_BE_CONFIRMED:
            return CANNOT_BE_CONFIRMED


def worst(exit_codes: Iterable[int]) -> int:
    """Return what the command returns for many sources."""
    return min(exit_codes, key=_WORST_FIRST.index)


def as_json(answer: Answer) -> dict[str, object]:
    """Return an answer as the command's JSON has it."""
    certificate = answer.certificate
    return {
        "verdict": answer.verdict.value,
        "sentence": answer.sentence,
        "next_step": answer.next_step,
        "status_as_of": _utc(answer.status_as_of),
        "hypothetical_at": _utc(answer.hypothetical_at),
        "certificate": None if certificate is None else _certificate_json(certificate),
    }


def _certificate_json(certificate: Certificate) -> dict[str, object]:
    agreement, setting = certificate.agreement, certificate.setting
    stock = certificate.stock_grams
    return {
        "number": certificate.number,
        "name": certificate.holder,
        "date_of_birth": certificate.date_of_birth.isoformat(),
        "patient": certificate.patient,
        "site": certificate.place,
        "postcode": certificate.postcode,
        "site_note": PLACE_OF_A_CARD if certificate.form is Form.CARD else None,
        "setting": None if setting is None else setting.value,
        "flowering": _by_period(certificate, "flowering"),
        "plants": _by_period(certificate, "plants"),
        "stock_grams": None if stock is None else str(stock),
        "carry_grams": str(certificate.carry_grams),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": certificate.valid_to.isoformat(),
        "agreement": agreement
        and {"reference": agreement.reference, "force": agreement.force},
        "issuer": certificate.issuer,
        "issued_at": _utc(certificate.issued_at),
        "policy": certificate.policy,
        "form": certificate.form.value,
        "check_code": check_code(encode_claims(certificate)),
    }


def _by_period(certificate: Certificate, name: str) -> object:
    """Return a limit, or one for each period where a site is used in turn."""
    limits = {
        period: getattr(one, name)
        for period, one in (
            ("indoor", certificate.indoor),
            ("outdoor", certificate.outdoor),
        )
        if one is not None
    }
    return limits if len(limits) > 1 else next(iter(limits.values()))


def _utc(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def as_lines(answer: Answer) -> Iterator[str]:
    """Yield an answer as an officer reads it, the verdict first."""
    yield answer.verdict.value
    yield answer.sentence
    yield f"Next: {answer.next_step}"
    yield age_of(answer)
    if answer.certificate is not None:
        yield ""
        for name, value in facts(answer.certificate):
            yield f"{name:<{_NAME_WIDTH}}{value}"


def summary(verdicts: Iterable[Verdict | None]) -> Iterator[str]:
    """Yield how many of many sources had which answer; None is one that had none."""
    counted = Counter(verdicts)
    yield f"In all {counted.total()} checked:"
    for verdict in (*Verdict, None):
        if counted[verdict]:
            word = "nothing readable" if verdict is None else verdict.value
            yield f"{word:<{_VERDICT_WIDTH}}{counted[verdict]}"
