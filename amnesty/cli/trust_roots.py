"""`amnesty trust init`, `take-over`, `rotate-root` and `retire-root`."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_FOLDER, job
from amnesty.cli.keeping import Keeper, key_file_name, takes_keeper
from amnesty.cli.output import as_json_option, print_json, print_lines, read_file
from amnesty.cli.session import read_passphrase
from amnesty.cli.trust_options import (
    module_option,
    refusing,
    require_token,
    require_yes,
    root_option,
    token_option,
    yes_option,
)
from amnesty.credential.manifest import TRUST_FILE
from amnesty.errors.trusting import TrustFileRefusedError
from amnesty.services.trusting import (
    add_root,
    found_federation,
)
from amnesty.services.trusting import (
    retire_root as without_root,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from amnesty.credential.keys import P256Key, PrivateKeySigner
    from amnesty.services.federation import Federation

DAYS_OPTION = click.option(
    "--days",
    type=click.IntRange(7, 400),
    default=90,
    show_default=True,
    help="How long the list holds without a new one.",
)
_OLD_ROOT = "The old root"


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
    root, root_file = _new_root(keeper, token, "root")
    spare, spare_file = _new_root(keeper, None, "spare")
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
    from amnesty.services.trusting import taken_over

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


@job("rotate-root")
@takes_keeper
@module_option
@token_option
@as_json_option
def rotate_root(
    keeper: Keeper, *, module: str | None, label: str | None, as_json: bool
) -> None:
    """Make a new root beside the old one; devices take in roots.cbor by hand.

    Until they all have, the old root signs: devices with old and with new roots accept
    its lists. Then: amnesty trust retire-root OLD
    """
    federation = keeper.read()
    root, file = _new_root(keeper, require_token(module, label), "root")
    rooted = add_root(federation, root, at=now(), by=keeper.by)
    keeper.keep(rooted, before=federation, beside=file)
    if as_json:
        print_json(_roots_as_json(rooted, next(iter(file))))
        return
    print_lines(
        f"The new root's key is {next(iter(file))}.",
        f"Hand out the new roots.cbor; its fingerprint: {rooted.fingerprint}",
        "Until every device has it, go on signing with the old root.",
        "Then: amnesty trust retire-root OLD",
    )


@job("retire-root")
@takes_keeper
@click.argument("key")
@root_option
@DAYS_OPTION
@yes_option
@as_json_option
def retire_root(
    keeper: Keeper, *, key: str, root: Path | None, days: int, yes: bool, as_json: bool
) -> None:
    """Take the root KEY out of roots.cbor, and sign the next list with another.

    Devices that have not taken in the newer roots.cbor believe no list from then on.
    """
    federation = keeper.read()
    key_id = _root_id(federation, key)
    path = keeper.root_file(federation, root, but=key_id)
    print_lines(
        f"{_OLD_ROOT} {key_id.hex()} goes; {path.name} signs from now on.",
        "Devices without the new roots.cbor believe no list any more.",
    )
    require_yes("Has every device the new roots.cbor?", yes=yes)
    with keeper.opened(path) as successor:
        after = without_root(
            federation,
            key_id,
            successor=successor,
            at=now(),
            by=keeper.by,
            holds=timedelta(days=days),
        )
    old = keeper.key_files().get(key_id)
    keeper.keep(after, before=federation)
    if old is not None:
        old.unlink(missing_ok=True)
    if as_json:
        print_json(_roots_as_json(after, path.name))
        return
    print_lines(
        f"roots.cbor is without it; its fingerprint: {after.fingerprint}",
        f"List {after.last_number} is signed. Hand out roots.cbor and trust.cbor.",
        "Destroy every copy of the old root's key file.",
    )


def now() -> datetime:
    """Return the instant, in whole seconds, as lists have it."""
    return SystemClock().now().replace(microsecond=0)


def _new_root(
    keeper: Keeper, token: tuple[str, str] | None, kind: str
) -> tuple[P256Key, dict[str, bytes]]:
    """Return a new key's public half, and its file by name."""
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


def _root_id(federation: Federation, typed: str) -> bytes:
    from amnesty.errors.trusting import NoSuchListedKeyError

    start = "".join(typed.split()).casefold()
    ids = [one.key_id for one in federation.roots.keys]
    found = [key_id for key_id in ids if start and key_id.hex().startswith(start)]
    if len(found) != 1:
        raise NoSuchListedKeyError(typed)
    return found[0]


def _roots_as_json(federation: Federation, key_file: str) -> dict[str, object]:
    return {
        "roots": [key.key_id.hex() for key in federation.roots.keys],
        "roots_fingerprint": federation.fingerprint,
        "key_file": key_file,
        "number": federation.last_number,
    }
