"""What police may be told, each answer sealed under the very question that it answers.

A row's id and its key both follow from the question, a certificate's number or an
address, under one secret of the police compartment. So all the rows with all the keys
of a police account still open nothing: whoever asks has to know what to ask for. No
column ties one answer to another, or to a registration, and all are of one size.

Names, dates of birth and sites are kept to be compared alone: one byte of a keyed hash
each. It tells the right from the wrong in 255 of 256 cases, and yet whoever knows the
number and holds the keys is left with one in 256 of all names that there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.address import Address
from amnesty.domain.answer import (
    TOLD_AT_ADDRESS,
    AnswerToAddress,
    AnswerToNumber,
    AtAddress,
    Matches,
    Standing,
    Typed,
    standing_of,
)
from amnesty.domain.certificate import (
    CertificateStatus,
    Form,
    PlantLimits,
    Setting,
)
from amnesty.domain.identifiers import CertificateNumber, Postcode
from amnesty.domain.staff import Compartment
from db.keyring.keys import derived
from db.records import open_with_key
from db.sealing import Codec, SealingKey, padded
from db.search.names import name_words
from db.tables import AnswerRow
from db.work import Work

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate

Value = TypeVar("Value")

SIZE = 1024
"""Bytes of an answer before it is sealed: more only where many share an address."""

_ID_SIZE = 8
_EPOCH = 1
"""A question's key has one: the secret that it follows from outlives all epochs."""


@dataclass(frozen=True, kw_only=True)
class ToldOfNumber:
    """What the answer to a number seals: nothing that can be read as a name."""

    standing: Standing
    name: int
    date_of_birth: int
    site: int | None
    """None where the certificate names no site."""


@dataclass(frozen=True, kw_only=True)
class ToldOfAddress:
    """What the answer to an address seals."""

    certificates: tuple[AtAddress, ...]


_OF_NUMBER = Codec(ToldOfNumber)
_OF_ADDRESS = Codec(ToldOfAddress)


_NOBODY = Standing(
    status=CertificateStatus.REVOKED,
    form=Form.CERTIFICATE,
    valid_from=date.min,
    valid_to=date.min,
    setting=Setting.INDOOR,
    indoor=PlantLimits(flowering=0, plants=0),
    outdoor=None,
    stock_grams=0,
    carry_grams=0,
    agreement=None,
)
_DECOYS = {
    "number": _OF_NUMBER.write(
        ToldOfNumber(standing=_NOBODY, name=0, date_of_birth=0, site=0)
    ),
    "address": _OF_ADDRESS.write(
        ToldOfAddress(
            certificates=(
                AtAddress(number=CertificateNumber("0" * 14), standing=_NOBODY),
            )
        )
    ),
}
"""What is opened where nothing is known; it is never told."""


class Question:
    """One question that police may ask, with all that follows from it."""

    def __init__(self, secret: bytes, kind: str, asked: str) -> None:
        """Take the police secret, what kind of question it is, and what is asked."""
        root = derived(secret, "answer", kind, asked)
        self.kind = kind
        self.row_id = int.from_bytes(derived(root, "row")[:_ID_SIZE], "big")
        self.key = SealingKey(derived(root, "key"), _EPOCH)
        self._compare = derived(root, "compare")

    def check(self, what: str, value: str) -> int:
        """Return the one byte by which a detail is compared, for this question."""
        return derived(self._compare, what, value)[0]


class Answers(Work):
    """The part of a transaction that keeps the answers true, and gives them."""

    def answer_to_number(
        self, number: CertificateNumber, typed: Typed | None = None
    ) -> AnswerToNumber | None:
        """Return how a certificate stands, and what agrees with what was typed.

        None where no certificate has the number: it was never issued.

        Raises:
            RowAlteredError: the answer is not as it was written.
            CompartmentClosedError: the reader does not hold the police keys.
        """
        question = self._about_number(number)
        row = self._answer_row(question)
        told = open_with_key(
            row or self._decoy(question), "sealed", question.key, _OF_NUMBER
        )
        matches = _matches(question, told, typed or Typed())
        if row is None:
            return None
        return AnswerToNumber(
            number=number,
            standing=told.standing,
            matches=matches,
        )

    def answer_to_address(self, address: Address) -> AnswerToAddress | None:
        """Return the certificates of a registered site; None where it is none.

        All its spellings are looked for, found or not.

        Raises:
            RowAlteredError: the answer is not as it was written.
            CompartmentClosedError: the reader does not hold the police keys.
        """
        found: dict[int, Address] = {}
        certificates: dict[CertificateNumber, AtAddress] = {}
        for spelt in address.spellings:
            question = self._about_address(spelt)
            row = self._answer_row(question)
            told = open_with_key(
                row or self._decoy(question), "sealed", question.key, _OF_ADDRESS
            )
            if row is not None:
                found.setdefault(question.row_id, spelt)
                certificates |= {one.number: one for one in told.certificates}
        if not found:
            return None
        return AnswerToAddress(
            addresses=tuple(found.values()), certificates=tuple(certificates.values())
        )

    def keep_answers(
        self, certificate: Certificate, status: CertificateStatus, until: date | None
    ) -> None:
        """Have police told from now on that a certificate stands so.

        Under its number it is answered for as long as the number is kept. Under its
        address only while it may stand: what has ended says nothing about who lives
        there now.
        """
        standing = standing_of(certificate, status, until)
        question = self._about_number(certificate.number)
        checks = _checks(question, certificate)
        told = ToldOfNumber(standing=standing, **checks)  # type: ignore[arg-type] # the three checks, by name
        self._seal_answer(question, _OF_NUMBER.write(told))
        here = AtAddress(number=certificate.number, standing=standing)
        self._keep_at_address(certificate, here)

    def drop_answers(self, certificate: Certificate) -> None:
        """Have neither number nor address of a certificate answered any more."""
        row = self._answer_row(self._about_number(certificate.number))
        if row is not None:
            self.drop(row)
        self._keep_at_address(certificate, None)

    def _keep_at_address(
        self, certificate: Certificate, here: AtAddress | None
    ) -> None:
        """Put one certificate among those at its address, or take it from them."""
        address = address_of(certificate)
        if address is None:
            return
        question = self._about_address(address)
        row = self._answer_row(question)
        before: tuple[AtAddress, ...] = ()
        if row is not None:
            before = open_with_key(
                row, "sealed", question.key, _OF_ADDRESS
            ).certificates
        after = [one for one in before if one.number != certificate.number]
        if here is not None and here.standing.status in TOLD_AT_ADDRESS:
            after.append(here)
        after.sort(key=lambda one: (one.standing.valid_from, one.number))
        if after:
            told = ToldOfAddress(certificates=tuple(after))
            self._seal_answer(question, _OF_ADDRESS.write(told))
        elif row is not None:
            self.drop(row)

    def _decoy(self, question: Question) -> AnswerRow:
        """Return a row to open where there is none, so that both take the same work."""
        access = self.access
        row = AnswerRow(id=question.row_id, authority_id=access.authority_id, version=1)
        text = padded(_DECOYS[question.kind], SIZE)
        row.sealed = question.key.seal(text, row.bound(), access.chance)
        return row

    def _seal_answer(self, question: Question, text: bytes) -> None:
        row = self._answer_row(question)
        if row is None:
            row = AnswerRow(
                id=question.row_id, authority_id=self.access.authority_id, version=0
            )
        row.version += 1
        text = padded(text, SIZE)
        row.sealed = question.key.seal(text, row.bound(), self.access.chance)
        self.keep(row)

    def _answer_row(self, question: Question) -> AnswerRow | None:
        self.must_note = True
        return self.session.get(AnswerRow, question.row_id)

    def _about_number(self, number: CertificateNumber) -> Question:
        return Question(self._secret(), "number", number)

    def _about_address(self, address: Address) -> Question:
        return Question(self._secret(), "address", address.key)

    def _secret(self) -> bytes:
        return self.access.keyring.keys(Compartment.POLICE).answers


def address_of(certificate: Certificate) -> Address | None:
    """Return the address that a certificate names."""
    if certificate.place is None:
        return None
    postcode = certificate.postcode
    return Address(
        lines=(certificate.place,),
        postcode=None if postcode is None else Postcode(postcode),
    )


def _checks(question: Question, certificate: Certificate) -> dict[str, int | None]:
    """Return what is kept of a certificate's holder and site, to be compared."""
    site = address_of(certificate)
    return {
        "name": question.check("name", _first_and_last(certificate.holder)),
        "date_of_birth": question.check(
            "date of birth", certificate.date_of_birth.isoformat()
        ),
        "site": None if site is None else question.check("site", site.key),
    }


def _matches(question: Question, told: ToldOfNumber, typed: Typed) -> Matches:
    """Compare what was typed with the little that is kept for it."""
    found = Matches()
    if typed.name is not None:
        name = question.check("name", _first_and_last(typed.name))
        found = replace(found, name=name == told.name)
    if typed.date_of_birth is not None:
        born = question.check("date of birth", typed.date_of_birth.isoformat())
        found = replace(found, date_of_birth=born == told.date_of_birth)
    if typed.site is not None and told.site is not None:
        sites = {question.check("site", one.key) for one in typed.site.spellings}
        found = replace(found, site=told.site in sites)
    return found


def _first_and_last(name: str) -> str:
    """Return a name's first word and last: papers differ in what stands between."""
    words = name_words(name)
    return f"{words[0].whole} {words[-1].whole}" if words else ""
