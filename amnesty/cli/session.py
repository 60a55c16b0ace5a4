"""Opening a register for one job: which folder, which account, which passphrase."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import A_FILE, A_FOLDER
from amnesty.cli.output import tell
from amnesty.cli.places import register_folder
from amnesty.cli.typed import from_descriptor, from_file
from amnesty.core_dumps import forbid_core_dumps
from amnesty.errors.session import (
    NoAccountNamedError,
    NoPassphraseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Session:
    """Where the register is and who wants to open it."""

    directory: Path
    name: str | None
    passphrase_fd: int | None
    passphrase_file: Path | None
    key_file: Path | None = None
    code: str | None = None
    """The authenticator's, where the account has a second step."""
    pin_fd: int | None = None
    """Where a token's PIN is read from, if not on a terminal."""

    def account(self) -> str:
        """Return the account's name, asked for on a terminal.

        Raises:
            NoAccountNamedError: none was given, and there is nobody to ask.
        """
        if self.name:
            return self.name
        if has_terminal():
            return str(click.prompt("Account name", err=True))
        raise NoAccountNamedError

    def passphrase(self, of: str) -> str:
        """Return the passphrase of an account, asked for on a terminal."""
        return read_passphrase(
            f"Passphrase of {of}", fd=self.passphrase_fd, file=self.passphrase_file
        )

    def second_secret(self) -> bytes | None:
        """Return the secret in the account's key file, where one is named."""
        return second_secret_in(self.key_file)

    @contextmanager
    def desk(self, *, to_change: bool = False) -> Iterator[Desk]:
        """Open the register and close it again.

        Work goes on where the machine's clock is behind the register's: each such act
        is marked in the audit log, and whoever does it is told.

        Args:
            to_change: whether it is for changing one's own passphrase alone.
        """
        from amnesty.cli.door import come_in
        from amnesty.cli.wiring import clock_behind
        from amnesty.hsm import Hsm

        name = self.account()
        desk, _ = come_in(
            self.directory,
            name,
            self.passphrase(name),
            key_file=self.second_secret(),
            code=self.code,
            to_change=to_change,
        )
        tokens = Hsm(pin_reader(self.pin_fd))
        try:
            tell(*clock_behind(desk))
            with desk.refusals_logged("command"):
                yield replace(desk, tokens=tokens)
        finally:
            tokens.close()
            desk.register.close()


def second_secret_in(file: Path | None) -> bytes | None:
    """Return the secret in a key file, or in the one that AMNESTY_KEY_FILE names."""
    named = os.environ.get("AMNESTY_KEY_FILE")
    found = file or (Path(named) if named else None)
    if found is None:
        return None
    from db.keyring.second_secret import read_key_file_secret

    return read_key_file_secret(found)


def has_terminal() -> bool:
    """Return whether there is somebody to ask; a closed standard input is nobody."""
    return sys.stdin is not None and sys.stdin.isatty()


def default_directory() -> Path:
    """Return where the register is.

    As named before the job, as in `amnesty --register DIR show`, else by
    `AMNESTY_REGISTER`, else in the user's data folder.
    """
    context = click.get_current_context(silent=True)
    before = context.find_root().params.get("directory") if context else None
    return register_folder(before, os.environ)


def register_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--register` to a command; it gets `directory`."""
    return click.option(
        "--register",
        "directory",
        type=A_FOLDER,
        default=default_directory,
        help="The register's folder (default: in your data folder).",
    )(command)


def takes_session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that open a register; the command gets a `Session` first."""

    @wraps(command)
    def run(
        *,
        directory: Path,
        name: str | None,
        passphrase_fd: int | None,
        passphrase_file: Path | None,
        key_file: Path | None,
        code: str | None,
        **arguments: object,
    ) -> object:
        session = Session(
            code=code,
            directory=directory,
            name=name or os.environ.get("AMNESTY_AS"),
            passphrase_fd=passphrase_fd,
            passphrase_file=passphrase_file,
            key_file=key_file,
        )
        return command(session, **arguments)

    for option in (
        click.option("--code", help="Your authenticator's code, if you need one."),
        click.option(
            "--key-file",
            type=A_FILE,
            help="Your account's key file, if it needs one (or AMNESTY_KEY_FILE).",
        ),
        click.option(
            "--passphrase-file",
            type=A_FILE,
            help="Read the passphrase from a file that only you can read.",
        ),
        click.option(
            "--passphrase-fd",
            type=int,
            metavar="N",
            help="Read the passphrase from this file descriptor.",
        ),
        click.option("--as", "name", metavar="NAME", help="Your account name."),
    ):
        run = option(run)
    return register_option(run)


def takes_pin(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--pin-fd` to a command that takes a session: it may need a token."""

    @wraps(command)
    def run(session: Session, *, pin_fd: int | None, **arguments: object) -> object:
        return command(replace(session, pin_fd=pin_fd), **arguments)

    return pin_option(run)


pin_option = click.option(
    "--pin-fd",
    type=int,
    metavar="N",
    help="Read a token's PIN from this file descriptor, where a key is on one.",
)


def pin_reader(fd: int | None) -> Callable[[str], str]:
    """Return what asks for the PIN of the token with a label."""
    return lambda label: read_passphrase(
        f"PIN of the token {label}", fd=fd, options="--pin-fd N"
    )


def ask(given: str | None, prompt: str) -> str:
    """Return what an option gave, or what a person on a terminal answers.

    Without a terminal the answer is empty, and its reader says what is missing.
    """
    if given is not None:
        return given
    if not has_terminal():
        return ""
    return str(click.prompt(prompt, err=True))


def read_passphrase(
    prompt: str,
    *,
    fd: int | None,
    file: Path | None = None,
    confirm: bool = False,
    options: str = "--passphrase-fd N or --passphrase-file FILE",
) -> str:
    """Return a passphrase from a descriptor, a private file, or a terminal.

    Args:
        prompt: whose passphrase it is.
        fd: the descriptor, if one was named.
        file: the file, if one was named.
        confirm: whether a person types it twice.
        options: what to name where there is no terminal.

    Raises:
        NoPassphraseError: there is no terminal to ask on.
        PassphraseUnreadableError: there is none where it was said to be.
        PassphraseFileError: others can read the file, or it cannot be read.
    """
    forbid_core_dumps()
    if fd is not None:
        return from_descriptor(fd)
    if file is not None:
        return from_file(file)
    if not has_terminal():
        raise NoPassphraseError(prompt, options)
    return str(
        click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True)
    )
