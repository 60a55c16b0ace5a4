"""A whole country's police file: how large, and how soon the first answer is there."""

from __future__ import annotations

import json
import runpy
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256, shake_256
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from amnesty.cli.police.publish import zipped
from amnesty.cli.verifying.police_files import read_folder, read_zip
from amnesty.credential.bundle_making import make_bundle
from amnesty.credential.claims import encode_claims
from amnesty.credential.issued import make_issued_list
from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.manifest import TRUST_FILE, part_name
from amnesty.credential.roots import make_roots, parse_roots
from amnesty.credential.status import make_status_list
from amnesty.credential.token import payload_hash, qr_text, sign_certificate
from amnesty.credential.trust import ListedUse, listed_key, make_trust_list
from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.identifiers import GssCode
from amnesty.domain.verdict import Verdict
from amnesty.services.verifying.steps import verify
from amnesty.services.verifying.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TIMES: dict[str, Any] = {"issued_at": NOW, "expires_at": NOW + timedelta(days=14)}
AUTHORITIES, CAPACITY, EVERYBODY = 361, 5_500, 2_000_000
ROUNDS = 15


def main() -> None:
    """Print the list's size, and the times of a folder and a zip."""
    _print("status_list_2m_kb", _status_list_kilobytes(), "KB", "at most 32")
    certificate = runpy.run_path(str(Path(__file__).with_name("verifying.py")))
    files, roots_file, text = _country(certificate["certificate"]())
    with tempfile.TemporaryDirectory() as temporary:
        folder, archive = Path(temporary, "police"), Path(temporary, "police.zip")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        archive.write_bytes(zipped(files))
        for kind, read in (
            ("folder", lambda: read_folder(folder)),
            ("zip", lambda: read_zip(archive)),
        ):
            times = [_answered(read, roots_file, text) for _ in range(ROUNDS)]
            value = round(median(times) * 1000, 1)
            _print(f"country_{kind}_to_first_answer", value, "ms", "at most 100")
    hashing = _timed(lambda: [sha256(content).digest() for content in files.values()])
    _print("country_hashed", round(hashing * 1000, 1), "ms", "what is put off")


def _print(name: str, value: float, unit: str, against: str) -> None:
    row = {"name": name, "value": value, "unit": unit, "against": against}
    print(json.dumps(row))


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _status_list_kilobytes() -> float:
    drawn = shake_256(b"revoked").digest(4 * (EVERYBODY // 100))
    revoked = [
        int.from_bytes(drawn[at : at + 4], "big") % EVERYBODY
        for at in range(0, len(drawn), 4)
    ]
    signed = make_status_list(
        uri="ic:29q3",
        capacity=EVERYBODY,
        statuses=dict.fromkeys(revoked, CertificateStatus.REVOKED),
        signer=PrivateKeySigner.generate(),
        **TIMES,
    )
    return round(len(signed) / 1000, 1)


def _answered(
    read: Callable[[], Mapping[str, bytes]], roots_file: bytes, text: str
) -> float:
    """Return how long it takes from the files on the disk to the answer."""

    def work() -> None:
        bundle = take_in(
            read(),
            roots=parse_roots(roots_file),
            now=NOW,
            seen={},
            remember=lambda _: None,
        )
        answer = verify(text, bundle=bundle, now=NOW)
        assert answer.verdict is Verdict.VALID

    return _timed(work)


def _country(certificate: Any) -> tuple[dict[str, bytes], bytes, str]:  # noqa: ANN401 - of the other benchmark
    """Return the files of all authorities, the roots and a certificate's text."""
    root = PrivateKeySigner.generate()
    codes = [GssCode(f"E07{number:06}") for number in range(AUTHORITIES)]
    codes[AUTHORITIES // 2] = certificate.issuer
    signers = {
        code: (PrivateKeySigner.generate(), PrivateKeySigner.generate())
        for code in codes
    }
    keys = [
        listed_key(
            key,
            issuer=code,
            use=use,
            issues_from=NOW - timedelta(days=30),
            issues_to=NOW + timedelta(days=30),
        )
        for code, pair in signers.items()
        for key, use in zip(
            pair, (ListedUse.CERTIFICATE, ListedUse.STATUS), strict=True
        )
    ]
    trust = make_trust_list(keys, sequence=1, root=root, **TIMES)
    token = sign_certificate(certificate, signers[certificate.issuer][0])
    files = {TRUST_FILE: trust}
    for code, (_, status_key) in signers.items():
        part = _part(code, certificate, status_key, trust)
        for name, content in part.items():
            if name != TRUST_FILE:
                files[f"{part_name(code)}/{name}"] = content
    return files, make_roots([root.public_key]), qr_text(token)


def _part(
    code: GssCode,
    certificate: Any,  # noqa: ANN401 - of the other benchmark
    signer: PrivateKeySigner,
    trust: bytes,
) -> dict[str, bytes]:
    slot = certificate.slot
    uri = slot.uri
    return make_bundle(
        issuer=code,
        trust_list=trust,
        status_lists={
            uri: make_status_list(
                uri=uri, capacity=CAPACITY, statuses={}, signer=signer, **TIMES
            )
        },
        issued_lists={
            uri: make_issued_list(
                issuer=code,
                uri=uri,
                capacity=CAPACITY,
                payload_hashes={slot.index: payload_hash(encode_claims(certificate))},
                filler_seed=bytes(32),
                signer=signer,
                **TIMES,
            )
        },
        sequence=1,
        signer=signer,
        trust_sequence=1,
        **TIMES,
    )


if __name__ == "__main__":
    main()
