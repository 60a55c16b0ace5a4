"""A half-filled form is kept in the register, for whoever was typing it alone.

It holds health and address before there is a registration, so it is sealed as clinical
and lies in no file. One form for each member of staff: the newest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act, Compartment, require
from amnesty.ports.rights import FORM_OF
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class KeptForm:
    """What was typed, and when it was kept."""

    answers: dict[str, str]
    at: datetime
    of: RegistrationNumber | None = None
    """The draft that it corrects; None for a new patient."""


def keep_form(
    desk: Desk, answers: Mapping[str, str], *, of: RegistrationNumber | None = None
) -> None:
    """Keep what is typed in the form, in the place of what was kept before."""
    kept = {"answers": dict(answers), "at": desk.now().isoformat(), "of": of}
    _write(desk, json.dumps(kept).encode(), "form kept")


def drop_form(desk: Desk) -> None:
    """Forget the form: it was registered, or its typist gave it up."""
    _write(desk, b"", "form dropped")


@repeated
def kept_form(desk: Desk) -> KeptForm | None:
    """Return the form that this member of staff left half-filled, or None."""
    require(desk.member, Act.REGISTER)
    with desk.transaction() as register:
        content = register.secrets(Compartment.CLINICAL).get(_name(desk))
        register.append(desk.note(Verb.CONSULTATION, Act.REGISTER, what="form"))
    if not content:
        return None
    kept = json.loads(content)
    return KeptForm(
        answers=kept["answers"], at=datetime.fromisoformat(kept["at"]), of=kept["of"]
    )


@repeated
def _write(desk: Desk, content: bytes, what: str) -> None:
    require(desk.member, Act.REGISTER)
    with desk.transaction() as register:
        register.keep_secret(Compartment.CLINICAL, _name(desk), content)
        register.append(desk.note(Verb.COLLECTION, Act.REGISTER, what=what))


def _name(desk: Desk) -> str:
    return f"{FORM_OF}{desk.member.id}"
