"""A registration's whole life, told in plain lines as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.cli.demonstration.patient import over_the_limit
from amnesty.cli.demonstration.setting import publish_to
from amnesty.cli.output import read_file, write_file
from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import from_digits, to_digits
from amnesty.credential.roots import parse_roots
from amnesty.credential.scanning import read_codes
from amnesty.domain.dates import in_words
from amnesty.domain.excess import stock_excess
from amnesty.domain.hand_in import THE_PATIENT, HandInStock
from amnesty.domain.quantity import StockForm, readable_text
from amnesty.domain.stock import counted_weights
from amnesty.errors import AmnestyError
from amnesty.policies import load_policy
from amnesty.services.hand_in.receiving import Presented, receive_hand_in
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.registrations.deciding import (
    approve_registration,
    revoke_registration,
)
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)
from amnesty.services.registrations.searching import find_registrations, open_record
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

    from amnesty.cli.demonstration.setting import Desks, Folders
    from amnesty.domain.finding import Report
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.registrations.searching import Record


class Story:
    """The life of one made-up registration, step by step."""

    def __init__(
        self, desks: Desks, folders: Folders, say: Callable[[str], None]
    ) -> None:
        """Take the desks that act in it, its folders, and where the lines go."""
        self._desks = desks
        self._folders = folders
        self._say = say

    @property
    def pdf(self) -> Path:
        """Where the certificate is."""
        return self._folders.out / "certificate.pdf"

    def tell(self) -> None:
        """Tell it from the counter to a revoked certificate."""
        number = self._register()
        self._meet_the_limit(number)
        self._approve(number)
        self._issue(number)
        self._verify()
        self._revoke(number)

    def _register(self) -> RegistrationNumber:
        clerk = self._desks.clerk
        kept = register_patient(
            clerk, read_answers(clerk, over_the_limit(clerk.today()))
        )
        self._say(f"register  {kept.number}, by {clerk.member.name}")
        found = find_registrations(clerk, "llyr sian")
        hit = any(one.number == kept.number for one in found.summaries)
        self._say(f"find      “llyr sian” finds it: {'yes' if hit else 'NO'}")
        return kept.number

    def _meet_the_limit(self, number: RegistrationNumber) -> None:
        """Check, be refused an approval, and clear the excess by a hand-in."""
        clerk, supervisor = self._desks.clerk, self._desks.supervisor
        second = self._desks.second_supervisor
        submit_registration(second, number)
        self._say(f"submit    by {second.member.name}")
        record = open_record(clerk, number)
        self._say("check     what is declared, against the need:")
        for line in _reasons(record.report):
            self._say(f"            {line}")
        self._say_refused("approve", lambda: approve_registration(supervisor, number))
        excess = _excess_grams(record)
        received, _ = receive_hand_in(clerk, number, _bag(excess), second=second.member)
        self._say(
            f"hand in   {readable_text(excess)} g, receipt {received.receipt}, "
            f"received by {clerk.member.name} and {second.member.name}"
        )
        left = open_record(clerk, number).report.blocking
        self._say(f"check     what stands in the way now: {len(left) or 'nothing'}")

    def _approve(self, number: RegistrationNumber) -> None:
        submitter = self._desks.second_supervisor
        supervisor = self._desks.supervisor
        self._say_refused("approve", lambda: approve_registration(submitter, number))
        approved = approve_registration(supervisor, number)
        self._say(f"approve   by {supervisor.member.name}, valid to {_end(approved)}")

    def _issue(self, number: RegistrationNumber) -> None:
        paper = issue_certificate(self._desks.supervisor, number)
        write_file(self.pdf, paper.pdf)
        self._say(
            f"issue     {paper.issued.certificate.number}, read back and verified"
        )

    def _verify(self) -> None:
        publish_to(self._folders, self._desks.supervisor)
        self._say("publish   the daily police file, which names nobody")
        (text,) = read_codes(self.pdf.read_bytes())
        self._say(f"verify    {self._verdict(text)}")
        token = bytearray(from_digits(text))
        token[len(token) // 2] ^= 1
        self._say(
            f"verify    with one bit flipped: {self._verdict(to_digits(bytes(token)))}"
        )

    def _revoke(self, number: RegistrationNumber) -> None:
        supervisor = self._desks.supervisor
        revoke_registration(
            supervisor,
            number,
            reasons="Made-up reason for the demonstration",
            heard_on=supervisor.today(),
        )
        publish_to(self._folders, supervisor)
        self._say(f"revoke    by {supervisor.member.name}, and publish")
        (text,) = read_codes(self.pdf.read_bytes())
        self._say(f"verify    {self._verdict(text)}")

    def _verdict(self, text: str) -> str:
        """Return what an officer is told, from the files that were published."""
        now = self._desks.supervisor.now()
        bundle = read_bundle(
            {one.name: read_file(one) for one in self._folders.police.iterdir()},
            roots=parse_roots(read_file(self._folders.roots)),
            now=now,
        )
        return verify(text, bundle=bundle, now=now).verdict.value

    def _say_refused(self, what: str, act: Callable[[], object]) -> None:
        try:
            act()
        except AmnestyError as error:
            self._say(f"{what:<8}  refused: {' '.join(str(error).splitlines())}")
        else:
            msg = f"The demonstration expected that to {what} is refused."
            raise AssertionError(msg)


def _end(approved: Registration) -> str:
    return in_words(approved.valid_to) if approved.valid_to else ""


def _reasons(report: Report) -> list[str]:
    return [
        line
        for finding in report.blocking
        for line in (*finding.working, f"{finding.sentence} {finding.next_step}")
    ]


def _excess_grams(record: Record) -> Fraction:
    """Return what a supervisor would have handed in, to the tenth of a gram."""
    (site,), (permitted,) = record.registration.growing.sites, record.report.allowances
    return stock_excess(
        permitted.stock_grams,
        counted_weights(site.stock),
        policy=load_policy(record.report.policy),
    ).excess_grams


def _bag(grams: Fraction) -> Presented:
    return Presented(
        site=0,
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=grams + 8,
                net_grams=grams,
                seal_tag="PEN-000417",
            ),
        ),
        presented_by=THE_PATIENT,
        identity_seen=True,
        signature_seen=True,
        place="Front counter",
    )
