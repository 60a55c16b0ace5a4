"""Erases a person from the lists that name registrations as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from amnesty.rights_ports import ABOUT_PEOPLE
from db.erasing import Erasing
from db.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.registration import RegistrationId

_KEPT_UNDER = (Compartment.IDENTITY, Compartment.CLINICAL)


class Rights(Erasing, Settings):
    """The part of a transaction that erases; restoring a backup does it again."""

    def erase(self, registration: RegistrationId, *, erased_on: date) -> bool:
        """Erase a registration with all that lists say of it."""
        own = f"{registration:016x}"
        for compartment in _KEPT_UNDER:
            for name, text in self.secrets(compartment).items():
                if name.startswith(ABOUT_PEOPLE) and own in text.decode():
                    self.keep_secret(compartment, name, _without(own, text))
        return super().erase(registration, erased_on=erased_on)


def _without(own: str, text: bytes) -> bytes:
    kept = json.loads(text)
    if isinstance(kept, dict):
        kept.pop(own, None)
    else:
        kept = [one for one in kept if one.get("registration") != own]
    return json.dumps(kept).encode()
