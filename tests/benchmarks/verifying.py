"""What verifying a certificate costs beside the one signature check it cannot avoid."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.bundle_making import make_bundle
from amnesty.credential.cbor import encode
from amnesty.credential.cose import parse_sign1
from amnesty.credential.issued import make_issued_list
from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.credential.status import make_status_list
from amnesty.credential.token import payload_hash, payload_of, qr_text, sign_certificate
from amnesty.credential.trust import ListedUse, listed_key, make_trust_list
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
    DEMONSTRATION_GSS,
    Postcode,
    new_certificate_number,
)
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CAPACITY = 131_072
PEOPLE = 400
"""Different certificates, each checked once, as at a door."""


def main() -> None:
    """Print the ratio, measured in turns in one run."""
    signer = PrivateKeySigner.generate()
    tokens = [sign_certificate(certificate(place), signer) for place in range(PEOPLE)]
    bundle = _bundle(signer, tokens)
    public_key = _public_key_of(signer)
    prepared = [(qr_text(token), *_as_cryptography_has_them(token)) for token in tokens]
    ratios = []
    for text, message, der in prepared:
        whole = _timed(partial(verify, text, bundle=bundle, now=NOW))
        alone = _timed(partial(public_key.verify, der, message, _ES256))
        ratios.append(whole / alone)
    print(
        json.dumps(
            {
                "name": "verify_vs_raw_ecdsa",
                "value": round(median(ratios), 2),
                "unit": "ratio",
                "against": "one ECDSA P-256 verification by cryptography",
            }
        )
    )


_ES256 = ec.ECDSA(hashes.SHA256())


def _public_key_of(signer: PrivateKeySigner) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(part, "big") for part in signer.public_point)
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _as_cryptography_has_them(token: bytes) -> tuple[bytes, bytes]:
    """Return what was signed and the signature, ready for one call."""
    envelope = parse_sign1(token)
    message = envelope.header.signed + encode(envelope.unverified_payload)
    r, s = (int.from_bytes(envelope.signature[at : at + 32], "big") for at in (0, 32))
    return message, encode_dss_signature(r, s)


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def certificate(place: int = 0) -> Certificate:
    """Return the made-up certificate of one of many people."""
    return Certificate(
        number=new_certificate_number(sha256(b"%d" % place).digest()),
        issuer=DEMONSTRATION_GSS,
        form=Form.CERTIFICATE,
        holder="Siân Llŷr ap Gwŷn",
        date_of_birth=date(1970, 3, 27) - timedelta(days=31 * place),
        patient=None,
        place=f"{14 + place} Canal Row, Penmaen",
        postcode=Postcode("ZZ1 4AB"),
        setting=Setting.INDOOR,
        indoor=PlantLimits(flowering=4, plants=8),
        outdoor=None,
        stock_grams=330,
        carry_grams=45,
        policy="uk-55g@1",
        agreement=CertifiedAgreement(reference="DEMO-1", force="Made-up Constabulary"),
        valid_from=date(2026, 11, 1) - timedelta(days=place % 180),
        valid_to=date(2027, 10, 31) - timedelta(days=place % 180),
        issued_at=NOW - timedelta(days=1, seconds=place),
        slot=StatusSlot(uri="ic:29q3", index=_slot(place)),
        token_id=place.to_bytes(16, "big"),
    )


def _slot(place: int) -> int:
    return 4711 + 307 * place


def _bundle(signer: PrivateKeySigner, tokens: list[bytes]) -> Bundle:
    """Return a daily police file that knows the certificates."""
    times: Any = {"issued_at": NOW, "expires_at": NOW + timedelta(days=14)}
    root, status = PrivateKeySigner.generate(), PrivateKeySigner.generate()
    keys = [
        listed_key(
            key,
            issuer=DEMONSTRATION_GSS,
            use=use,
            issues_from=NOW - timedelta(days=30),
            issues_to=NOW + timedelta(days=30),
        )
        for key, use in ((signer, ListedUse.CERTIFICATE), (status, ListedUse.STATUS))
    ]
    hashes = {
        _slot(place): payload_hash(payload_of(token))
        for place, token in enumerate(tokens)
    }
    files = make_bundle(
        issuer=DEMONSTRATION_GSS,
        trust_list=make_trust_list(keys, sequence=1, root=root, **times),
        status_lists={
            "ic:29q3": make_status_list(
                uri="ic:29q3",
                capacity=CAPACITY,
                statuses=dict.fromkeys(hashes, CertificateStatus.VALID),
                signer=status,
                **times,
            )
        },
        issued_lists={
            "ic:29q3": make_issued_list(
                issuer=DEMONSTRATION_GSS,
                uri="ic:29q3",
                capacity=CAPACITY,
                payload_hashes=hashes,
                filler_seed=bytes(32),
                signer=status,
                **times,
            )
        },
        sequence=1,
        signer=status,
        **times,
    )
    roots = parse_roots(make_roots([root.public_key]))
    return read_bundle(files, roots=roots, now=NOW)


if __name__ == "__main__":
    main()
