"""What tests of a register's own signing keys do alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import to_digits
from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.request import parse_request
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.credential.trust import make_trust_list
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.staff import Act
from amnesty.services.police.publishing import publish
from amnesty.services.trust.renewing import request_keys
from amnesty.services.trust.signing import signing_key
from amnesty.services.verifying.steps import verify
from tests.faults.trials.work import ISSUED, Desks, day

if TYPE_CHECKING:
    from amnesty.credential.trust import ListedKey
    from amnesty.domain.verdict import Verdict
    from amnesty.ports import KeyUse
    from amnesty.services.desk import Desk

DAY = timedelta(days=1)
ROOT = PrivateKeySigner.generate()
ROOTS = make_roots([ROOT.public_key])
"""Of a federation."""


def one_more(desks: Desks, start: int) -> str:
    """Issue one certificate and return its number."""
    acts = list(day(desks, start=start, count=1))
    return next(act.paper for act in acts if act.act == ISSUED)


def verdict(desk: Desk, number: str, roots: bytes) -> Verdict:
    """Publish, and return what an officer who takes the file in is answered."""
    files = publish(desk)
    with desk.transaction() as register:
        token = register.certificate(CertificateNumber(number)).token
        register.append(desk.note(Verb.CONSULTATION, Act.READ))
    bundle = read_bundle(files, roots=parse_roots(roots), now=desk.now())
    answer: Verdict = verify(to_digits(token), bundle=bundle, now=desk.now()).verdict
    return answer


def in_use(desk: Desk, use: KeyUse) -> str:
    """Return the id of the key that signs, as its list shows it."""
    with desk.transaction() as register:
        return signing_key(desk, register, use).key_id.hex()


def signed(desk: Desk, keys: list[ListedKey], number: int = 1, days: int = 0) -> bytes:
    """Return a federation's list of keys."""
    at = desk.now() + days * DAY
    return make_trust_list(
        keys, sequence=number, issued_at=at, expires_at=at + 90 * DAY, root=ROOT
    )


def wanted(desk: Desk) -> list[ListedKey]:
    """Return the keys that the register asks to be listed."""
    return [one.listed for one in parse_request(request_keys(desk)).keys]
