"""A made-up authority with fixed keys, so that every build gives the same bytes.

Loaded by its path (see any conftest.py beside a test that asks for `world`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.bundle_making import make_bundle
from amnesty.credential.claims import encode_claims
from amnesty.credential.digits import to_digits
from amnesty.credential.issued import make_issued_list
from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.roots import Roots, make_roots, parse_roots
from amnesty.credential.status import make_status_list
from amnesty.credential.token import payload_hash, sign_certificate
from amnesty.credential.trust import ListedKey, ListedUse, listed_key, make_trust_list
from amnesty.domain.certificate import (
    Certificate,
    CertificateStatus,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    GssCode,
    new_certificate_number,
)
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.verdict import Answer

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ISSUED = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
DAY = timedelta(days=1)

AUTHORITY = GssCode("E06999999")
NEIGHBOUR = GssCode("E07999999")
LIST = "ic:29q3"
CAPACITY = 64
SLOT = 21
FORCE = "Penmaen Police"
SEED = bytes(range(32))


def key(number: int) -> PrivateKeySigner:
    """Return the key of a number: fixed, so never one to trust."""
    return PrivateKeySigner(ec.derive_private_key(number, ec.SECP256R1()))


ROOT, SPARE, STRANGER = key(1_000_001), key(1_000_003), key(1_000_033)
CERTIFICATE_KEY, STATUS_KEY = key(1_000_037), key(1_000_039)
NEIGHBOUR_KEY, NEIGHBOUR_STATUS_KEY = key(1_000_081), key(1_000_099)
RETIRED_KEY = key(1_000_117)
RETIRED_ON = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)

CERTIFICATE = Certificate(
    number=new_certificate_number(bytes(range(7, 7 + RANDOM_BYTES_NEEDED))),
    issuer=AUTHORITY,
    form=Form.CERTIFICATE,
    holder="Siân Llŷr ap Gwŷn",
    date_of_birth=date(1958, 3, 27),
    patient=None,
    place="14 Canal Row, Penmaen",
    postcode="ZZ1 4AB",
    setting=Setting.INDOOR,
    indoor=PlantLimits(flowering=5, plants=10),
    outdoor=None,
    stock_grams=413,
    carry_grams=45,
    policy="uk-55g@1",
    agreement=CertifiedAgreement(reference="PA/2026/1", force=FORCE),
    valid_from=date(2026, 11, 20),
    valid_to=date(2027, 9, 30),
    issued_at=ISSUED,
    slot=StatusSlot(uri=LIST, index=SLOT),
    token_id=bytes(range(100, 116)),
)


def certificate(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of many kinds
    """Return the made-up certificate with some fields changed."""
    return replace(CERTIFICATE, **changes)


def card(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of many kinds
    """Return the card of the same person, which does not say where."""
    nowhere = {"place": None, "postcode": None, "setting": None, "stock_grams": None}
    return certificate(form=Form.CARD, **nowhere, **changes)


def token(one: Certificate = CERTIFICATE) -> bytes:
    """Return the signed bytes of a certificate."""
    return sign_certificate(one, CERTIFICATE_KEY)


def text(one: Certificate = CERTIFICATE) -> str:
    """Return the text of a certificate's code."""
    return to_digits(token(one))


def roots_file() -> bytes:
    """Return the roots of the authority."""
    return make_roots([ROOT.public_key, SPARE.public_key])


def roots() -> Roots:
    """Return the roots as a verifier holds them."""
    return parse_roots(roots_file())


def listed(
    signer: PrivateKeySigner,
    use: ListedUse,
    *,
    issuer: GssCode = AUTHORITY,
    issues_to: datetime = NOW + 900 * DAY,
) -> ListedKey:
    """Return a key's entry in the trust list."""
    return listed_key(
        signer,
        issuer=issuer,
        use=use,
        issues_from=NOW - 900 * DAY,
        issues_to=issues_to,
    )


def listed_keys() -> list[ListedKey]:
    """Return all entries of the trust list."""
    return [
        listed(CERTIFICATE_KEY, ListedUse.CERTIFICATE),
        listed(STATUS_KEY, ListedUse.STATUS),
        listed(RETIRED_KEY, ListedUse.CERTIFICATE, issues_to=RETIRED_ON),
        listed(NEIGHBOUR_KEY, ListedUse.CERTIFICATE, issuer=NEIGHBOUR),
        listed(NEIGHBOUR_STATUS_KEY, ListedUse.STATUS, issuer=NEIGHBOUR),
    ]


def trust_list(
    *,
    keys: list[ListedKey] | None = None,
    sequence: int = 7,
    issued_at: datetime = PUBLISHED,
    expires_at: datetime = PUBLISHED + 400 * DAY,
    root: PrivateKeySigner = ROOT,
) -> bytes:
    """Return a trust list."""
    return make_trust_list(
        listed_keys() if keys is None else keys,
        sequence=sequence,
        issued_at=issued_at,
        expires_at=expires_at,
        root=root,
    )


def status_list(
    statuses: Mapping[int, CertificateStatus] | None = None,
    *,
    capacity: int = CAPACITY,
    issued_at: datetime = PUBLISHED,
    expires_at: datetime | None = None,
    signer: PrivateKeySigner = STATUS_KEY,
    uri: str = LIST,
) -> bytes:
    """Return a status list in which only what is given is not valid."""
    return make_status_list(
        uri=uri,
        capacity=capacity,
        statuses=statuses or {},
        issued_at=issued_at,
        expires_at=issued_at + 14 * DAY if expires_at is None else expires_at,
        signer=signer,
    )


def issued_list(
    *certificates: Certificate,
    capacity: int = CAPACITY,
    issued_at: datetime = PUBLISHED,
    signer: PrivateKeySigner = STATUS_KEY,
    issuer: GssCode = AUTHORITY,
) -> bytes:
    """Return an issued list of the certificates."""
    return make_issued_list(
        issuer=issuer,
        uri=LIST,
        capacity=capacity,
        payload_hashes={
            one.slot.index: payload_hash(encode_claims(one)) for one in certificates
        },
        filler_seed=SEED,
        issued_at=issued_at,
        expires_at=issued_at + 14 * DAY,
        signer=signer,
    )


def files(  # noqa: PLR0913 - each names a part
    *certificates: Certificate,
    status: CertificateStatus = CertificateStatus.VALID,
    published: datetime = PUBLISHED,
    sequence: int = 7,
    trust: bytes | None = None,
    statuses: bytes | None = None,
    issued: bytes | None = None,
    issuer: GssCode = AUTHORITY,
    signer: PrivateKeySigner = STATUS_KEY,
    expires_at: datetime | None = None,
    others: Mapping[str, bytes] | None = None,
    trust_sequence: int | None = None,
) -> dict[str, bytes]:
    """Return a daily police file, by default of the one certificate and as it stands.

    A part that is given takes the place of what would be made.
    """
    known = certificates or (CERTIFICATE,)
    stands = {one.slot.index: status for one in known}
    return make_bundle(
        issuer=issuer,
        trust_list=trust_list() if trust is None else trust,
        status_lists={LIST: statuses or status_list(stands, issued_at=published)},
        issued_lists={LIST: issued or issued_list(*known, issued_at=published)},
        sequence=sequence,
        issued_at=published,
        expires_at=published + 14 * DAY if expires_at is None else expires_at,
        signer=signer,
        others=others or {},
        trust_sequence=trust_sequence,
    )


def many(*parts: dict[str, bytes], trust: bytes | None = None) -> dict[str, bytes]:
    """Return a police file of many authorities, from the files of each."""
    issuers = (AUTHORITY, NEIGHBOUR)
    whole = {"trust.cbor": trust_list() if trust is None else trust}
    for issuer, part in zip(issuers, parts, strict=False):
        for name, content in part.items():
            if name != "trust.cbor":
                whole[f"{issuer.lower()}/{name}"] = content
    return whole


def neighbour(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of many kinds
    """Return a certificate that the neighbour issued."""
    return certificate(issuer=NEIGHBOUR, **changes)


def neighbours_text(one: Certificate) -> str:
    """Return the text of a neighbour's certificate's code."""
    return to_digits(sign_certificate(one, NEIGHBOUR_KEY))


def neighbours_files(
    *certificates: Certificate,
    **parts: Any,  # noqa: ANN401 - as `files` has them
) -> dict[str, bytes]:
    """Return the neighbour's daily police file, to be a part of one of many."""
    known = certificates or (neighbour(),)
    theirs = {"issuer": NEIGHBOUR, "signer": NEIGHBOUR_STATUS_KEY}
    parts.setdefault("trust_sequence", 7)
    parts.setdefault("statuses", status_list(signer=NEIGHBOUR_STATUS_KEY))
    parts.setdefault("issued", issued_list(*known, **theirs))
    return files(*known, **theirs, **parts)


def bundle(
    *certificates: Certificate,
    now: datetime = NOW,
    **parts: Any,  # noqa: ANN401 - as `files` has them
) -> Bundle:
    """Return a daily police file as a verifier took it in."""
    return read_bundle(files(*certificates, **parts), roots=roots(), now=now)


def ask(
    one: Certificate = CERTIFICATE,
    *,
    parts: dict[str, Any] | None = None,
    **device: Any,  # noqa: ANN401 - as `verify` has them
) -> Answer:
    """Verify a certificate with a daily police file that knows it."""
    device.setdefault("now", NOW)
    device.setdefault("bundle", bundle(one, **(parts or {})))
    return verify(text(one), **device)
