"""Making the daily police file: the files by their names, and the manifest of all."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.credential.manifest import (
    ISSUED_FILE,
    MANIFEST_FILE,
    STATUS_FILE,
    TRUST_FILE,
    make_manifest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from amnesty.domain.identifiers import GssCode
    from amnesty.ports import Signer


def make_bundle(  # noqa: PLR0913 - each is one thing that goes in
    *,
    issuer: GssCode,
    trust_list: bytes,
    status_lists: Mapping[str, bytes],
    issued_lists: Mapping[str, bytes],
    sequence: int,
    issued_at: datetime,
    expires_at: datetime,
    signer: Signer,
    others: Mapping[str, bytes] = MappingProxyType({}),
    trust_sequence: int | None = None,
) -> dict[str, bytes]:
    """Return the files of a daily police file by their names.

    Args:
        issuer: the authority.
        trust_list: as a root signed it.
        status_lists: signed lists by the names that certificates give them.
        issued_lists: the issued list of each status list.
        sequence: a number higher than any before it.
        issued_at: when it is made.
        expires_at: when it may no longer be used.
        signer: the authority's status key.
        others: the files of other kinds, by name.
        trust_sequence: the trust list's number, without which the file cannot be
            part of one of many authorities.
    """
    files = {TRUST_FILE: trust_list, **others}
    for uri, signed in status_lists.items():
        files[_file_name(STATUS_FILE, uri)] = signed
    for uri, signed in issued_lists.items():
        files[_file_name(ISSUED_FILE, uri)] = signed
    manifest = make_manifest(
        files,
        issuer=issuer,
        sequence=sequence,
        issued_at=issued_at,
        expires_at=expires_at,
        signer=signer,
        trust_sequence=trust_sequence,
    )
    return files | {MANIFEST_FILE: manifest}


def _file_name(prefix: str, uri: str) -> str:
    return prefix + uri.replace(":", "-") + ".cbor"
