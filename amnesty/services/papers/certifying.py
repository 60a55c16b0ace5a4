"""What a certificate will say, and whether it will fit: told at entry, not at issue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from amnesty.credential.claims import TOKEN_ID_SIZE
from amnesty.credential.fields import LONGEST_TEXT
from amnesty.credential.token import letters_to_lose
from amnesty.domain.agreement import agreement_in_force
from amnesty.domain.allowance import Allowance, allowance
from amnesty.domain.certificate import Certificate, Form, StatusSlot
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    CertificateNumber,
    new_certificate_number,
)
from amnesty.domain.london import midnight_before
from amnesty.errors import PaperError, Problem, ProblemsError
from amnesty.errors.credential import CertificateTooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from amnesty.domain.agreement import Agreement
    from amnesty.domain.identifiers import GssCode
    from amnesty.domain.registration import Application, Identity
    from amnesty.domain.site import Site
    from amnesty.ports import Transaction

_LONGEST_SLOT = StatusSlot(uri="ic:zzzz", index=(1 << 20) - 1)
_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Issuance:
    """What one act of issuing gives a certificate."""

    number: CertificateNumber
    slot: StatusSlot
    token_id: bytes
    issued_at: datetime


def certificate_for(
    identity: Identity,
    site: Site,
    *,
    permitted: Allowance,
    issuer: GssCode,
    agreement: Agreement | None,
    valid_from: date,
    valid_to: date,
    issuance: Issuance,
) -> Certificate:
    """Return the certificate of one site; it never outlives the agreement.

    Grams that may be carried are rounded up to whole ones, in the patient's favour.
    """
    return Certificate(
        number=issuance.number,
        issuer=issuer,
        form=Form.CERTIFICATE,
        holder=identity.holder,
        date_of_birth=identity.holders_date_of_birth,
        patient=identity.patient.full_name if identity.grower else None,
        place=site.address.place,
        postcode=site.address.postcode,
        setting=site.setting,
        indoor=permitted.indoor,
        outdoor=permitted.outdoor,
        stock_grams=permitted.stock_grams,
        carry_grams=ceil(permitted.carry_grams),
        policy=permitted.policy,
        agreement=agreement.certified if agreement else None,
        valid_from=valid_from,
        valid_to=min(valid_to, agreement.ends_on) if agreement else valid_to,
        issued_at=issuance.issued_at,
        slot=issuance.slot,
        token_id=issuance.token_id,
    )


def as_card(certificate: Certificate) -> Certificate:
    """Return what a wallet card says of a certificate: all but where."""
    return replace(
        certificate,
        form=Form.CARD,
        place=None,
        postcode=None,
        setting=None,
        stock_grams=None,
        # A card does not tell the setting, so its one pair of limits has no period.
        indoor=certificate.indoor or certificate.outdoor,
        outdoor=certificate.outdoor if certificate.indoor else None,
    )


def require_certifiable(
    register: Transaction, application: Application, today: date
) -> None:
    """Refuse names and addresses that no certificate could carry.

    Raises:
        ProblemsError: a character has no sign in our fonts, or the name and address
            are too long for the code; with the number of letters to lose.
    """
    problems = [*_unprintable(application), *_too_long(register, application, today)]
    if problems:
        raise ProblemsError(problems)


def _unprintable(application: Application) -> Iterator[Problem]:
    # The fonts bring the paper library, which only whoever registers waits for.
    from amnesty.papers.fonts import Face, printable  # noqa: PLC0415

    identity = application.identity
    texts = {"patient.full_name": ("full name", identity.patient.full_name)}
    if identity.grower:
        texts["grower.full_name"] = ("grower's name", identity.grower.full_name)
    for row, site in enumerate(application.growing.sites):
        at = f"sites.{row}.address"
        for line, text in enumerate(site.address.lines, start=1):
            texts[f"{at}.line_{line}"] = (f"address line {line}", text)
        texts[f"{at}.town"] = ("town", site.address.town)
    for path, (field, text) in texts.items():
        try:
            printable(text, Face.STRONG, field=field)
        except PaperError as error:
            yield Problem(path=path, sentence=str(error))


def _too_long(
    register: Transaction, application: Application, today: date
) -> Iterator[Problem]:
    policy, issuer = register.policy(), register.authority().gss
    agreement = agreement_in_force(register.agreements(), today)
    issuance = Issuance(
        number=new_certificate_number(bytes(RANDOM_BYTES_NEEDED)),
        slot=_LONGEST_SLOT,
        token_id=bytes(TOKEN_ID_SIZE),
        issued_at=midnight_before(today),
    )
    for row, site in enumerate(application.growing.sites):
        need = application.clinical.need.grams_a_day
        certificate = certificate_for(
            application.identity,
            site,
            permitted=allowance(need, site.setting, policy),
            issuer=issuer,
            agreement=agreement,
            valid_from=today,
            valid_to=today + _YEAR,
            issuance=issuance,
        )
        letters = _letters_to_lose(certificate)
        if letters:
            name, path = _longest_name(application.identity)
            of_name = len(name) > len(certificate.place or "")
            yield Problem(
                path=path if of_name else f"sites.{row}.address.line_1",
                sentence=str(CertificateTooLongError(letters, of_name=of_name)),
            )


def _longest_name(identity: Identity) -> tuple[str, str]:
    """Return the longest name on a certificate, and where it was given."""
    names = [(identity.patient.full_name, "patient.full_name")]
    if identity.grower:
        names.append((identity.grower.full_name, "grower.full_name"))
    return max(names, key=lambda one: len(one[0]))


def _letters_to_lose(certificate: Certificate) -> int:
    """Count them, of an address too that is longer than any text that is signed."""
    place = certificate.place or ""
    fits = place[:LONGEST_TEXT].rstrip()
    surplus = len(place) - len(fits)
    return surplus + letters_to_lose(replace(certificate, place=fits))
