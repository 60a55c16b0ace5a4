"""Opening a register for one job: which folder, which account, which passphrase."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amnesty.errors.session import (
    NoAccountNamedError,
    NoPassphraseError,
    PassphraseFileError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.services.desk import Desk

_ANYONE_ELSE = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, kw_only=True)
class Session:
    """Where the register is and who wants to open it."""

    directory: Path
    name: str | None
    passphrase_fd: int | None
    passphrase_file: Path | None

    def account(self) -> str:
        """Return the account's name, asked for on a terminal.

        Raises:
            NoAccountNamedError: none was given, and there is nobody to ask.
        """
        if self.name:
            return self.name
        if sys.stdin.isatty():
            return str(click.prompt("Account name", err=True))
        raise NoAccountNamedError

    def passphrase(self, of: str) -> str:
        """Return the passphrase of an account, asked for on a terminal."""
        return read_passphrase(
            f"Passphrase of {of}", fd=self.passphrase_fd, file=self.passphrase_file
        )

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open the register and close it again."""
        from amnesty.cli.wiring import open_desk

        name = self.account()
        desk = open_desk(self.directory, name, self.passphrase(name))
        try:
            yield desk
        finally:
            desk.register.close()


def default_directory() -> Path:
    """Return where the register is: `AMNESTY_REGISTER`, or the user's data folder."""
    named = os.environ.get("AMNESTY_REGISTER")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("amnesty") / "register"


def register_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--register` to a command; it gets `directory`."""
    return click.option(
        "--register",
        "directory",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_directory,
        help="The register's folder (default: in your data folder).",
    )(command)


def takes_session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that open a register; the command gets a `Session` first."""

    @wraps(command)
    def run(
        directory: Path,
        name: str | None,
        passphrase_fd: int | None,
        passphrase_file: Path | None,
        **arguments: object,
    ) -> object:
        session = Session(
            directory=directory,
            name=name or os.environ.get("AMNESTY_AS"),
            passphrase_fd=passphrase_fd,
            passphrase_file=passphrase_file,
        )
        return command(session, **arguments)

    for option in (
        click.option(
            "--passphrase-file",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Read the passphrase from a file that only you can read.",
        ),
        click.option(
            "--passphrase-fd",
            type=click.IntRange(min=0),
            metavar="N",
            help="Read the passphrase from this file descriptor.",
        ),
        click.option("--as", "name", metavar="NAME", help="Your account name."),
    ):
        run = option(run)
    return register_option(run)


def ask(given: str | None, prompt: str) -> str:
    """Return what an option gave, or what a person on a terminal answers.

    Without a terminal the answer is empty, and its reader says what is missing.
    """
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return ""
    return str(click.prompt(prompt, err=True))


def read_passphrase(
    prompt: str, *, fd: int | None, file: Path | None = None, confirm: bool = False
) -> str:
    """Return a passphrase from a descriptor, a private file, or a terminal.

    Raises:
        NoPassphraseError: there is no terminal to ask on, or nothing could be read.
        PassphraseFileError: others can read the file, or it cannot be read.
    """
    if fd is not None:
        return _from_descriptor(fd)
    if file is not None:
        return _from_file(file)
    if not sys.stdin.isatty():
        raise NoPassphraseError(prompt)
    return str(
        click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True)
    )


def _from_descriptor(fd: int) -> str:
    """Read one line, byte by byte, so that the next passphrase can follow on it."""
    line = bytearray()
    try:
        while (byte := os.read(fd, 1)) not in (b"", b"\n"):
            line += byte
    except OSError:
        raise NoPassphraseError(f"File descriptor {fd}") from None
    if not line:
        raise NoPassphraseError(f"File descriptor {fd}")
    return line.decode("utf-8", "replace").rstrip("\r")


def _from_file(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise PassphraseFileError(str(file), "cannot be read") from None
    if os.name == "posix" and mode & _ANYONE_ELSE:
        raise PassphraseFileError(str(file), "can be read by others: chmod 600 it")
    return text.partition("\n")[0].rstrip("\r")
