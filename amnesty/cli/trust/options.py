"""What the commands on trusted keys take and ask for alike."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE
from amnesty.cli.session import ask, has_terminal
from amnesty.errors import CredentialError
from amnesty.errors.session import NotConfirmedError, OptionMissingError
from amnesty.errors.trusting import (
    FingerprintDiffersError,
    KeyFileSpoiltError,
    TrustFileRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

root_option = click.option(
    "--root",
    "root",
    type=A_FILE,
    help="The key file of the root that signs (default: the one in the folder).",
)
yes_option = click.option(
    "--yes", is_flag=True, help="Do it without asking: what is shown was read."
)
module_option = click.option(
    "--pkcs11",
    "module",
    metavar="MODULE",
    help="Make the key on a token, by this PKCS #11 library.",
)
library_option = click.option(
    "--pkcs11",
    "module",
    metavar="MODULE",
    help="The PKCS #11 library, where the root's key is on a token.",
)
token_option = click.option("--token", "label", metavar="LABEL", help="Which token.")


days_option = click.option(
    "--days",
    type=click.IntRange(7, 400),
    default=90,
    show_default=True,
    help="How long the list holds without a new one.",
)


def require_token(module: str | None, label: str | None) -> tuple[str, str] | None:
    """Return the library and the token that two options name; None for neither.

    Raises:
        OptionMissingError: one of them is missing.
    """
    if module and label:
        return module, label
    if module or label:
        given, missing = ("--pkcs11", "--token") if module else ("--token", "--pkcs11")
        raise OptionMissingError(given, missing)
    return None


def require_fingerprint(given: str | None, expected: str, what: str) -> None:
    """Refuse to go on before the fingerprint that was told by voice is the same.

    It is asked for, and not shown to be agreed with: what is shown gets agreed with.

    Raises:
        FingerprintDiffersError: it is another, or none.
    """
    told = ask(given, f"The fingerprint of {what}, as you were told it")
    if "".join(told.split()).upper() != expected.replace(" ", ""):
        raise FingerprintDiffersError(what)


def require_yes(question: str, *, yes: bool) -> None:
    """Ask a question, whose usual answer is no.

    Raises:
        NotConfirmedError: the answer is no, or nobody is there to answer.
    """
    if yes or (has_terminal() and click.confirm(question, err=True)):
        return
    raise NotConfirmedError


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say which file it is that is not as it must be."""
    try:
        yield
    except (CredentialError, KeyFileSpoiltError) as error:
        raise TrustFileRefusedError(str(path), str(error)) from None
