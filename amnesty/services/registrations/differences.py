"""What differs between two values of one registration, in the words of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.services.intake.fields import fields_by_path, sections
from amnesty.services.intake.typed import answers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffId

_ROW = re.compile(r"(?<=\.)[0-9]+(?=\.|$)")
_NOBODY: Mapping[StaffId, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One answer that is not what it was; empty where there was or is none."""

    what: str
    before: str
    now: str

    def __str__(self) -> str:
        """Return it in one line."""
        before, now = self.before or "nothing", self.now or "nothing"
        return f"{self.what}: {before} → {now}"


def differences(
    before: Registration,
    now: Registration,
    *,
    staff: Mapping[StaffId, str] = _NOBODY,
) -> tuple[Difference, ...]:
    """Return what differs, its state first, then in the order of the form."""
    found = []
    if before.state is not now.state:
        state = Difference(what="State", before=before.state.value, now=now.state.value)
        found.append(state)
    old, new = answers_of(before, staff), answers_of(now, staff)
    found.extend(
        _difference(path, old.get(path, ""), new.get(path, ""))
        for path in {**old, **new}
        if old.get(path) != new.get(path)
    )
    return tuple(found)


def certified_differences(
    before: Certificate, now: Certificate
) -> tuple[Difference, ...]:
    """Return what a certificate says otherwise than the one before it."""
    pairs = zip(_certified(before), _certified(now), strict=True)
    return tuple(
        Difference(what=what, before=old, now=new)
        for (what, old), (_, new) in pairs
        if old != new
    )


def _certified(one: Certificate) -> tuple[tuple[str, str], ...]:
    limits = {"Indoors": one.indoor, "Outdoors": one.outdoor}
    return (
        ("Holder", one.holder),
        ("Patient", one.patient or ""),
        ("Place", one.place or ""),
        ("Setting", one.setting.in_words if one.setting else ""),
        *(
            (where, f"{limit.flowering} in flower, {limit.plants} in all")
            if limit
            else (where, "")
            for where, limit in limits.items()
        ),
        ("Stock", "" if one.stock_grams is None else f"{one.stock_grams} g"),
        ("Carried", f"{one.carry_grams} g"),
        ("Policy", one.policy),
    )


def _difference(path: str, before: str, now: str) -> Difference:
    field = fields_by_path().get(_ROW.sub("*", path))
    if field is not None:
        before, now = field.shown(before), field.shown(now)
    return Difference(what=_named(path), before=before, now=now)


def _named(path: str) -> str:
    """Return what an answer is called, as `Growing site 1, Plants 2: How many`."""
    shape = _ROW.sub("*", path)
    numbers = [int(one) + 1 for one in _ROW.findall(path)]
    for section in sections():
        for field in section.fields:
            if field.path == shape:
                title = section.title.partition(",")[0]
                where = f"{title} {numbers[-1]}" if numbers else title
                site = f"Site {numbers[0]}, " if len(numbers) > 1 else ""
                return f"{site}{where}, {field.label.casefold()}"
    return path
