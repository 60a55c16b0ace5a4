"""A whole day at the keys, in a real terminal, on a real register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from amnesty.cli.demonstration.setting import (
    CLERK,
    PASSPHRASE,
    SUPERVISOR,
    Folders,
    open_desks,
)
from amnesty.domain.registration import State
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.intake.fields import fields_by_path
from amnesty.services.registrations.searching import find_registrations
from tui.forms import generic, typed

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = """
import os, pathlib
from amnesty.cli.screens import WiredFront
from tui.app import RegistryApp

out = pathlib.Path(os.environ["OUT"])
front = WiredFront(
    directory=out / "register", title="Penmaen", is_demonstration=True,
    police=out / "police", roots=out / "roots.cbor",
)
RegistryApp(front).run()
"""

ENTER, TAB, ESCAPE = b"\r", b"\t", b"\x1b"
F2, F3, F4, F6 = b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[17~"
F8, F10, QUIT, CLEAR = b"\x1b[19~", b"\x1b[21~", b"\x11", b"\x15"
UP, DOWN, END = b"\x1b[A", b"\x1b[B", b"\x1b[F"


def _form_keys(registration_file: dict[str, Any]) -> list[bytes]:
    """Return every answer of a registration as a clerk types it, field by field."""
    answers = answers_from_json(json.dumps(registration_file))
    keys = []
    offered = {generic(path): path for path in answers}
    for path, field in fields_by_path().items():
        text = typed(field, answers.get(path.replace("*", "0"), ""))
        keys.append(text.encode() if text and path in offered else b"")
        keys.append(TAB)
    return keys[:-1]


def test_a_patient_gets_a_certificate(
    terminal: Callable[..., Any], folders: Folders, registration_file: dict[str, Any]
) -> None:
    """Typed ahead of every screen: register, approve, issue, save, publish, verify."""
    registration_file["sites"][0]["plants"] = registration_file["sites"][0]["plants"][
        :1
    ]
    pdf = folders.out / "certificate.pdf"
    day = terminal(_PROGRAM, OUT=str(folders.out), AMNESTY_LOG=str(folders.out / "log"))
    day.wait_for(b"Accounts here")
    day.type([CLERK.encode(), TAB, PASSPHRASE.encode(), ENTER, F2], 0)
    day.wait_for(b"Section 1 of")
    day.type([*_form_keys(registration_file), F10], 0)
    day.wait_for(b"Check the answers")
    # Somebody reads them, and scrolls.
    day.type([DOWN], 2)
    day.type([F10], 0)
    day.wait_for(b"a draft.")
    day.type([b"s"], 0)
    day.wait_for(b"Submitted.")

    day.type([QUIT, SUPERVISOR.encode(), TAB, PASSPHRASE.encode(), ENTER], 0)
    day.type([F3, b"llyr sian", ENTER, b"a", b"y"], 0)
    day.wait_for(b"Approved.")
    day.type([F6, b"y"], 0)
    day.wait_for(b"Save the PDF as")
    day.type([CLEAR, str(pdf).encode(), F10], 0)
    day.wait_for(b"Saved as")
    with open_desks(folders) as desks:
        found = find_registrations(desks.supervisor, "llyr sian")
        assert [one.state for one in found.summaries] == [State.ACTIVE]
    assert pdf.read_bytes().startswith(b"%PDF")

    day.type([ESCAPE], 0.3)
    day.type([ESCAPE], 0.3)
    day.type([b"m", END, UP, ENTER], 0)
    day.wait_for(b"The signed lists of today")
    day.type([F10], 0)
    day.wait_for(b"The daily police file is in")

    day.output = b""
    day.type([F4, str(pdf).encode(), ENTER], 0)
    day.wait_for("VALID ✓".encode())
    day.type([ESCAPE], 0.3)
    day.type([QUIT], 0)
    day.output = b""
    day.wait_for(b"Accounts here")
    day.type([QUIT], 0)
    assert day.wait_for_end() == 0
