"""Erases a person from the lists that name registrations as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from amnesty.domain.staff import Compartment
from amnesty.ports.rights import ABOUT_PEOPLE, FORM_OF, PRINT_QUEUE
from db.erasing import Erasing
from db.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from amnesty.domain.registration import Registration, RegistrationId

_KEPT_UNDER = (Compartment.IDENTITY, Compartment.CLINICAL, Compartment.GROWING)


class Rights(Erasing, Settings):
    """The part of a transaction that erases; restoring a backup does it again."""

    def erase(self, registration: RegistrationId, *, erased_on: date) -> bool:
        """Erase a registration with all that lists say of it."""
        is_erased = super().erase(registration, erased_on=erased_on)
        if is_erased:
            own = f"{registration:016x}"
            gone = {str(event) for event in self.forgot.get(registration, ())}
            self._rewrite(ABOUT_PEOPLE, lambda kept: _without(kept, own, gone))
        return is_erased

    def _forget_words(self, kept: Registration) -> None:
        super()._forget_words(kept)
        # Forms and prints go by numbers, which nobody tells once the record is gone.
        numbers = {str(number) for number in self.numbers_of(kept)}
        self._rewrite(FORM_OF, lambda form: None if form["of"] in numbers else form)
        self._rewrite(PRINT_QUEUE, lambda queue: _without_prints(queue, numbers))

    def _rewrite(self, begins: str, without: Callable[[Any], Any]) -> None:
        """Keep the secrets of a name as they are without somebody."""
        for compartment in _KEPT_UNDER:
            for name, text in self.secrets(compartment).items():
                if not text or not name.startswith(begins):
                    continue
                before = json.loads(text)
                after = without(json.loads(text))
                if after != before:
                    written = b"" if after is None else json.dumps(after).encode()
                    self.keep_secret(compartment, name, written)


def _without(kept: Any, own: str, gone: set[str]) -> Any:  # noqa: ANN401 - any JSON
    """Return a list without what is about a registration, or about its events."""
    if isinstance(kept, dict):
        kept.pop(own, None)
        return kept
    return [
        one
        for one in kept
        if one.get("registration") != own and one.get("event") not in gone
    ]


def _without_prints(queue: Any, numbers: set[str]) -> Any:  # noqa: ANN401 - any JSON
    queue["jobs"] = [one for one in queue["jobs"] if one["number"] not in numbers]
    return queue
