"""Certificates for a server of the tests, made up on the spot."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

HERE = "127.0.0.1"


@dataclass(frozen=True)
class Voucher:
    """Who vouches for servers."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def write(self, file: Path) -> None:
        """Write the certificate that clients are given."""
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def vouch(self, folder: Path, name: str, *, days: int = 1, of: str = HERE) -> None:
        """Write a certificate and its key for a server, which may have expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _begun(name, days)
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .add_extension(x509.SubjectAlternativeName([_as_name(of)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        (folder / f"{name}.crt").write_bytes(pem)
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / f"{name}.key").write_bytes(secret)
        (folder / f"{name}.key").chmod(0o600)


def voucher(name: str) -> Voucher:
    """Return somebody who vouches for servers, and for themselves."""
    key = ec.generate_private_key(ec.SECP256R1())
    begun = _begun(name, 2)
    certificate = (
        begun.issuer_name(_subject(name))
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Voucher(key, certificate)


def _begun(name: str, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)  # noqa: TID251 - the server's programs read the real clock
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _as_name(of: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(of))
    except ValueError:
        return x509.DNSName(of)
