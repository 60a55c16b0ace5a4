"""The folder of whoever keeps roots, for one command: read, changed, kept whole."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FOLDER
from amnesty.cli.output import read_file, write_files
from amnesty.cli.session import ask, pin_option, pin_reader, read_passphrase
from amnesty.cli.trust.options import refusing
from amnesty.credential.key_files import SealedKey, parse_key_file
from amnesty.credential.manifest import TRUST_FILE
from amnesty.credential.roots import ROOTS_FILE
from amnesty.errors.hsm import HsmModuleNotNamedError
from amnesty.errors.trusting import (
    RootFileMissingError,
    TrustFolderChangedError,
    TrustFolderMissingError,
    TrustFolderThereError,
)
from amnesty.services.trust.federation import (
    JOURNAL_FILE,
    KEYS_FILE,
    Federation,
    read_federation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from amnesty.hsm import Hsm
    from amnesty.ports import Signer

_NEEDED = (ROOTS_FILE, KEYS_FILE, JOURNAL_FILE)


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Where roots are kept, and who keeps them."""

    folder: Path
    name: str | None
    passphrase_fd: int | None
    pin_fd: int | None

    @property
    def by(self) -> str:
        """The name for the journal, asked for on a terminal.

        Raises:
            BadInputError: there is none, or it could not be an account's.
        """
        from amnesty.services.authority.staffing import parse_account_name

        return parse_account_name(ask(self.name, "Your name, for the journal"))

    def read(self) -> Federation:
        """Return what is kept.

        Raises:
            TrustFolderMissingError: nothing is kept there.
            TrustFileRefusedError: something in it is not as it must be.
            JournalBrokenError: the journal was edited.
        """
        if not all((self.folder / name).is_file() for name in _NEEDED):
            raise TrustFolderMissingError(str(self.folder))
        names = [*_NEEDED, TRUST_FILE]
        files = {
            name: read_file(self.folder / name)
            for name in names
            if (self.folder / name).exists()
        }
        with refusing(self.folder):
            return read_federation(files)

    def require_new(self) -> None:
        """Refuse a folder in which roots are kept.

        Raises:
            TrustFolderThereError: they are.
        """
        if any((self.folder / name).exists() for name in _NEEDED):
            raise TrustFolderThereError(str(self.folder))

    def keep(
        self,
        federation: Federation,
        *,
        before: Federation | None,
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        """Write what has changed, all of it or nothing.

        Args:
            federation: what is to be kept.
            before: what was read; None where nothing may be there yet.
            beside: other files, as keys; written first.

        Raises:
            TrustFolderThereError: something is kept there already.
            TrustFolderChangedError: it is not what was read any more.
            FileNotWrittenError: the disk is full, or it may not be written there.
        """
        if before is None:
            self.require_new()
        elif read_file(self.folder / JOURNAL_FILE) != before.journal:
            raise TrustFolderChangedError(str(self.folder))
        was = {} if before is None else before.files()
        changed = {
            name: content
            for name, content in federation.files().items()
            if was.get(name) != content
        }
        files = {**(beside or {}), **changed}
        write_files({self.folder / name: each for name, each in files.items()})

    def key_files(self) -> dict[bytes, Path]:
        """Return the roots' key files in the folder, by the id of the key."""
        found = {}
        for path in sorted(self.folder.glob("root-*.key")):
            with refusing(path):
                found[parse_key_file(read_file(path)).public_key.key_id] = path
        return found

    def root_file(
        self, federation: Federation, given: Path | None, *, but: bytes = b""
    ) -> Path:
        """Return the key file of the root that signs: the oldest that is at hand.

        Raises:
            RootFileMissingError: none is.
        """
        if given is not None:
            return given
        files = self.key_files()
        for key in federation.roots.keys:
            if key.key_id in files and key.key_id != but:
                return files[key.key_id]
        raise RootFileMissingError(str(self.folder))

    @contextmanager
    def opened(self, path: Path, module: str | None = None) -> Iterator[Signer]:
        """Lend the private key of a key file; its passphrase or PIN is asked for.

        The file may have come on a stick: it does not decide which library is loaded.

        Raises:
            HsmModuleNotNamedError: it asks for another library than was named.
            BadInputError: the passphrase or PIN is wrong, or the token is not there.
        """
        content = read_file(path)
        with refusing(path):
            key = parse_key_file(content)
        if isinstance(key, SealedKey):
            passphrase = read_passphrase(
                f"Passphrase of {path.name}",
                fd=self.passphrase_fd,
                options="--passphrase-fd N",
            )
            with refusing(path):
                signer = key.open(passphrase)
            yield signer
            return
        if key.module != module:
            raise HsmModuleNotNamedError(str(path), key.module)
        with self.hsm() as hsm:
            yield hsm.signer(content)

    @contextmanager
    def hsm(self) -> Iterator[Hsm]:
        """Lend what reaches tokens."""
        from amnesty.hsm import Hsm

        hsm = Hsm(pin_reader(self.pin_fd))
        try:
            yield hsm
        finally:
            hsm.close()


def takes_keeper(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which roots, and who; the command gets a `Keeper`."""

    @wraps(command)
    def run(
        *,
        folder: Path,
        name: str | None,
        passphrase_fd: int | None,
        pin_fd: int | None,
        **arguments: object,
    ) -> object:
        keeper = Keeper(
            folder=folder,
            name=name or os.environ.get("AMNESTY_AS"),
            passphrase_fd=passphrase_fd,
            pin_fd=pin_fd,
        )
        return command(keeper, **arguments)

    for option in (
        pin_option,
        click.option(
            "--passphrase-fd",
            type=int,
            metavar="N",
            help="Read passphrases, a line each, from this file descriptor.",
        ),
        click.option(
            "--as", "name", metavar="NAME", help="Who you are, for the journal."
        ),
        click.option(
            "--folder",
            type=A_FOLDER,
            default=_default_folder,
            help="Where the roots are kept (or AMNESTY_TRUST).",
        ),
    ):
        run = option(run)
    return run


def now() -> datetime:
    """Return the instant, in whole seconds, as lists have it."""
    return SystemClock().now().replace(microsecond=0)


def key_file_name(kind: str, key: Signer) -> str:
    """Return what a key's file is called: nobody mistakes one for another."""
    return f"{kind}-{key.key_id.hex()}.key"


def _default_folder() -> Path:
    named = os.environ.get("AMNESTY_TRUST")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("amnesty") / "trust"
