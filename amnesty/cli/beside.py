"""A second person who signs in beside the first, with a passphrase of their own."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import A_FILE
from amnesty.cli.session import Session, read_passphrase, second_secret_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk


def takes_person(prefix: str, what: str, *, required: bool) -> Callable[..., Any]:
    """Add the options by which another person signs in; the job gets a `Beside`.

    Args:
        prefix: of the options, as `second`.
        what: who it is, in the help.
        required: whether somebody has to.
    """

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*given: object, **told: Any) -> object:  # noqa: ANN401 - click's options
            person = Beside(
                name=told.pop(prefix),
                fd=told.pop(f"{prefix}_passphrase_fd"),
                file=told.pop(f"{prefix}_passphrase_file"),
                key_file=told.pop(f"{prefix}_key_file"),
                option=prefix.replace("_", "-"),
            )
            return command(*given, **told, **{prefix: person})

        dashed = prefix.replace("_", "-")
        for option in (
            click.option(
                f"--{dashed}-key-file",
                type=A_FILE,
                help="Their account's key file, if it needs one.",
            ),
            click.option(
                f"--{dashed}-passphrase-file",
                type=A_FILE,
                help="Read their passphrase from a file that only they can read.",
            ),
            click.option(
                f"--{dashed}-passphrase-fd",
                type=int,
                metavar="N",
                help="Read their passphrase from this file descriptor.",
            ),
            click.option(f"--{dashed}", required=required, metavar="NAME", help=what),
        ):
            run = option(run)
        return run

    return give


class Beside:
    """Another person's account name, and where their passphrase is read from."""

    def __init__(
        self,
        *,
        name: str | None,
        fd: int | None,
        file: Path | None,
        key_file: Path | None,
        option: str,
    ) -> None:
        """Take what the options say."""
        self.name = name
        self._fd = fd
        self._file = file
        self._key_file = key_file
        self._option = option

    def sign_in(self, session: Session) -> StaffMember:
        """Return who they are, when their own passphrase has opened their keys.

        Raises:
            StoreError: it does not.
        """
        from amnesty.cli.door import come_in
        from amnesty.services.hand_in.courses import signed_in_beside

        name = self.name or ""
        passphrase = read_passphrase(
            f"Passphrase of {name}, who stands by",
            fd=self._fd,
            file=self._file,
            options=f"--{self._option}-passphrase-fd N",
        )
        key_file = second_secret_in(self._key_file)

        def opened(name: str, passphrase: str) -> Desk:
            desk, _ = come_in(session.directory, name, passphrase, key_file=key_file)
            return desk

        return signed_in_beside(opened, name, passphrase)


def beside_named(name: str) -> Beside:
    """Return another person by name, whose passphrase is asked for on the terminal."""
    return Beside(name=name, fd=None, file=None, key_file=None, option="second")
