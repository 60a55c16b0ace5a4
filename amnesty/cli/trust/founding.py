"""`amnesty trust init` and `take-over`: roots are made, or taken out of a register."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, A_FOLDER, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_file
from amnesty.cli.session import read_passphrase
from amnesty.cli.trust.keeping import Keeper, key_file_name, now, takes_keeper
from amnesty.cli.trust.options import (
    module_option,
    refusing,
    require_token,
    token_option,
)
from amnesty.credential.manifest import TRUST_FILE
from amnesty.errors.trusting import TrustFileRefusedError
from amnesty.services.trust.trusting import found_federation

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.credential.keys import P256Key, PrivateKeySigner


@job()
@takes_keeper
@module_option
@token_option
@as_json_option
def init(
    keeper: Keeper, *, module: str | None, label: str | None, as_json: bool
) -> None:
    """Make a root and a spare, and roots.cbor for every verifier.

    The root's key is sealed with a passphrase, or made on a token; the spare's is
    sealed with a passphrase of its own, for another person to keep elsewhere.
    """
    keeper.require_new()
    token = require_token(module, label)
    root, root_file = new_root(keeper, token, "root")
    spare, spare_file = new_root(keeper, None, "spare")
    federation = found_federation([root, spare], at=now(), by=keeper.by)
    keeper.keep(federation, before=None, beside={**root_file, **spare_file})
    told = {
        "folder": str(keeper.folder),
        "roots_fingerprint": federation.fingerprint,
        "root": next(iter(root_file)),
        "spare": next(iter(spare_file)),
    }
    if as_json:
        print_json(told)
        return
    print_lines(
        f"The roots are in {keeper.folder}.",
        "For verifiers:       roots.cbor, readable by anybody, changed by nobody",
        f"Its fingerprint:     {federation.fingerprint}",
        f"The root's key:      {told['root']}",
        f"The spare's key:     {told['spare']}",
        "",
        "Print the fingerprint: everybody compares it by telephone or on paper.",
        "Move the spare's key to a place of its own, kept by somebody else.",
        "Next: amnesty trust admit REQUEST",
    )


@job("take-over")
@takes_keeper
@click.option(
    "--police-file",
    "published",
    type=A_FOLDER,
    required=True,
    help="The authority's newest daily police file, for its list of keys.",
)
@click.option("--roots", type=A_FILE, required=True, help="The authority's roots.cbor.")
@click.option(
    "--spare-root",
    type=A_FILE,
    required=True,
    help="The authority's spare-root.pem, which the recovery code opens.",
)
@as_json_option
def take_over(
    keeper: Keeper, *, published: Path, roots: Path, spare_root: Path, as_json: bool
) -> None:
    """Take an authority's roots out of its register, by its spare root.

    Devices keep the roots that they have. The register's own root is forgotten when it
    takes in the first list (amnesty trust adopt), and rotated by amnesty trust
    rotate-root. The recovery code is the first line of --passphrase-fd.
    """
    from amnesty.services.trust.trusting import taken_over

    keeper.require_new()
    signer = _spare_root(keeper, spare_root)
    signed, roots_file = read_file(published / TRUST_FILE), read_file(roots)
    with refusing(roots):
        federation = taken_over(
            roots_file, signed, signer.public_key, at=now(), by=keeper.by
        )
    files = _sealed(keeper, signer, "root")
    keeper.keep(federation, before=None, beside=files)
    if as_json:
        print_json(
            {
                "folder": str(keeper.folder),
                "roots_fingerprint": federation.fingerprint,
                "keys": len(federation.keys),
            }
        )
        return
    print_lines(
        f"The roots are kept in {keeper.folder} now: {len(federation.keys)} keys.",
        f"Their fingerprint is the same as before: {federation.fingerprint}",
        "Next: amnesty trust sign, then amnesty trust adopt in the register.",
    )


def new_root(
    keeper: Keeper, token: tuple[str, str] | None, kind: str
) -> tuple[P256Key, dict[str, bytes]]:
    """Make a root's key, and return its public half, and its file by name."""
    from amnesty.credential.keys import PrivateKeySigner

    if token is None:
        signer = PrivateKeySigner.generate()
        return signer.public_key, _sealed(keeper, signer, kind)
    with keeper.hsm() as hsm:
        on_token = hsm.new_key(*token, chance=os.urandom)
        name = key_file_name(kind, on_token)
        return on_token.public_key, {name: on_token.reference}


def _sealed(keeper: Keeper, signer: PrivateKeySigner, kind: str) -> dict[str, bytes]:
    from amnesty.credential.key_files import seal_key
    from db.keyring.passphrases import require_passphrase

    passphrase = read_passphrase(
        f"New passphrase for the {kind}'s key",
        fd=keeper.passphrase_fd,
        confirm=True,
        options="--passphrase-fd N",
    )
    require_passphrase(passphrase)
    sealed = seal_key(signer, passphrase, chance=os.urandom)
    return {key_file_name(kind, signer): sealed}


def _spare_root(keeper: Keeper, path: Path) -> PrivateKeySigner:
    """Return the spare root that `amnesty init` sealed with the recovery code."""
    from cryptography.hazmat.primitives import serialization

    from amnesty.credential.keys import PrivateKeySigner
    from db.keyring.recovery import read, written

    code = read_passphrase(
        "Recovery code of the register",
        fd=keeper.passphrase_fd,
        options="--passphrase-fd N",
    )
    secret = written(read(code)).encode()
    try:
        key = serialization.load_pem_private_key(read_file(path), password=secret)
    except (ValueError, TypeError):
        why = "this recovery code does not open it, or it was changed or cut short."
        raise TrustFileRefusedError(str(path), why) from None
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with refusing(path):
        return PrivateKeySigner.from_bytes(plain)
