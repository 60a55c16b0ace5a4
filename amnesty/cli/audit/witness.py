"""`amnesty audit growth` and `witness`: others sign that the log only grew.

A witness needs no register: a folder holds its key, sealed by a passphrase, and what it
signed for last. It may be another authority's office, a force, or a patients' group.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import click

from amnesty.cli.audit.audited import audited
from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_FOLDER, JobGroup
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_text,
    write_file,
)
from amnesty.cli.session import Session, read_passphrase, takes_session
from amnesty.errors.log import WitnessFileDamagedError
from amnesty.errors.session import FolderNotEmptyError

if TYPE_CHECKING:
    from pathlib import Path

_KEY, _SEEN = "witness.pem", "witness.json"
_folder = click.option(
    "--folder", required=True, type=A_FOLDER, help="The witness's own folder."
)
_passphrase = click.option(
    "--passphrase-fd",
    type=int,
    metavar="N",
    help="Read the witness's passphrase from this file descriptor.",
)


@click.command()
@takes_session
@click.option(
    "--from",
    "old",
    required=True,
    type=click.IntRange(min=0),
    help="How many events the witness signed for last; 0 the first time.",
)
@click.option("--out", required=True, type=A_FILE, help="A file for the request.")
def growth(session: Session, old: int, out: Path) -> None:
    """Ask a witness to sign that the log only grew."""
    from db.audit.checkpoints import prove_growth

    with session.desk() as desk, audited(desk) as transaction:
        text = prove_growth(transaction, old)
    write_file(out, text.encode(), mode=0o644)
    print_lines(f"The request is in {out}. Send it to the witness.")


@click.group(cls=JobGroup)
def witness() -> None:
    """Sign, apart from the register, that its audit log only grew."""


@witness.command()
@_folder
@click.option("--name", required=True, help="Who the witness is, as example.org/w1.")
@click.option("--log-key", required=True, help="The key of the log to be witness of.")
@_passphrase
def init(folder: Path, name: str, log_key: str, passphrase_fd: int | None) -> None:
    """Make a witness of one log, with a key of its own."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from amnesty.transparency.notes import read_verifier_key, verifier_key
    from amnesty.transparency.witness import COSIGNATURE
    from db.keyring.passphrases import require_passphrase

    read_verifier_key(log_key)
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmptyError(str(folder))
    passphrase = read_passphrase(
        "New passphrase of the witness", fd=passphrase_fd, confirm=True
    )
    require_passphrase(passphrase)
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    public = verifier_key(name, key.public_key().public_bytes_raw(), COSIGNATURE)
    write_file(folder / _KEY, sealed)
    _remember(folder, {"name": name, "log_key": log_key, "size": 0, "root": ""})
    print_lines("Give this key to whoever relies on the witness:", public)


@witness.command()
@click.argument("file", type=A_FILE)
@_folder
@click.option("--out", required=True, type=A_FILE, help="A file for what is signed.")
@_passphrase
@as_json_option
def sign(
    file: Path, folder: Path, out: Path, passphrase_fd: int | None, *, as_json: bool
) -> None:
    """Sign for the checkpoint in FILE, if the log goes on from the one before."""
    from amnesty.transparency.witness import (
        Witnessed,
        cosignature,
        read_request,
        with_cosignature,
    )
    from amnesty.transparency.witness import witness as examine

    asked = read_request(read_text(file))
    try:
        known = json.loads(read_text(folder / _SEEN))
        name, log_key, size = known["name"], known["log_key"], int(known["size"])
        root = base64.b64decode(known["root"])
    except (ValueError, KeyError, TypeError):
        raise WitnessFileDamagedError(str(folder / _SEEN)) from None
    seen = Witnessed(size=size, root=root) if size else Witnessed()
    point = examine(asked, seen, log_key=log_key)
    key = _key(folder / _KEY, passphrase_fd)
    line = cosignature(point, name, key, SystemClock().now())
    # Remembered before it is told: a witness never signs for two logs of one length.
    root_now = base64.b64encode(point.root).decode()
    _remember(folder, known | {"size": point.size, "root": root_now})
    write_file(out, with_cosignature(asked.note, line).encode(), mode=0o644)
    if as_json:
        print_json({"size": point.size, "line": line.rstrip("\n"), "file": str(out)})
    else:
        print_lines(f"Signed for {point.size} events. Send {out} back to the auditor.")


def _key(file: Path, passphrase_fd: int | None) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    passphrase = read_passphrase("Passphrase of the witness", fd=passphrase_fd)
    text = read_text(file)
    try:
        key = load_pem_private_key(text.encode(), passphrase.encode())
    except ValueError:
        raise WitnessFileDamagedError(str(file)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise WitnessFileDamagedError(str(file))
    return key.private_bytes_raw()


def _remember(folder: Path, known: dict[str, object]) -> None:
    write_file(folder / _SEEN, json.dumps(known, indent=2).encode())
