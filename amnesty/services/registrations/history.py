"""A record's history: steps, papers, hand-ins and what happened at its sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table
from amnesty.domain.event import Verb
from amnesty.domain.journal import (
    BroughtHere,
    Harvested,
    HarvestWeighed,
    Opened,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockGone,
    StockWeighed,
    TakenAway,
    TurnBegan,
)
from amnesty.domain.plants import many_plants, plants_in
from amnesty.domain.quantity import readable_text
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated
from amnesty.services.registrations.differences import certified_differences
from amnesty.services.registrations.rectifying import rectifications_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.journal import Entry, Happening
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffId
    from amnesty.domain.stock import StockItem
    from amnesty.services.desk import Desk
    from amnesty.services.registrations.rectifying import Rectification


@dataclass(frozen=True, kw_only=True)
class Past:
    """One thing that happened, with what it changed."""

    at: datetime
    what: str
    by: str = ""
    changes: tuple[str, ...] = ()


@repeated
def read_history(desk: Desk, number: RegistrationNumber) -> tuple[Past, ...]:
    """Return all that happened to a registration, the newest first.

    Raises:
        NoSuchRegistrationError: there is none with this number.
        RecordRestrictedError: the member is not named on a restricted record.
    """
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        note = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="history")
        register.append(note)
        staff = {one.member.id: one.member.name for one in register.accounts()}
        past = [
            *_steps(registration),
            *_papers(register.certificates_of(registration.id)),
            *_hand_ins(register.hand_ins_of(registration.id)),
            *_entries(register.entries_of(registration.id), staff),
            *_rectified(rectifications_of(register, registration.id)),
        ]
    return tuple(sorted(past, key=lambda one: one.at, reverse=True))


def _steps(registration: Registration) -> Iterator[Past]:
    for step in registration.steps:
        changes = [step.reasons] if step.reasons else []
        if step.heard_on:
            changes.append(f"Patient heard on {in_table(step.heard_on)}")
        yield Past(
            at=step.at,
            what=f"{step.move.value.strip(',').capitalize()}: {step.state.value}",
            by=step.by_name,
            changes=tuple(changes),
        )


def _rectified(found: Sequence[Rectification]) -> Iterator[Past]:
    for one in found:
        yield Past(
            at=one.at,
            what="Put right",
            by=one.by,
            changes=(f"Because: {one.reason}", *one.differences),
        )


def _papers(issued: Sequence[IssuedCertificate]) -> Iterator[Past]:
    last: dict[object, IssuedCertificate] = {}
    for one in issued:
        made = one.certificate
        before = last.get((made.form, made.place))
        changes = [f"Valid to {in_table(made.valid_to)}"]
        if before is not None:
            found = certified_differences(before.certificate, made)
            changes += [str(each) for each in found] or ["Says what the last one said"]
        last[made.form, made.place] = one
        what = f"{made.form.value.capitalize()} {made.number} issued"
        yield Past(at=made.issued_at, what=what, changes=tuple(changes))


def _hand_ins(hand_ins: Sequence[HandInReceipt]) -> Iterator[Past]:
    for one in hand_ins:
        stock = (
            f"{readable_text(bag.net_grams)} g {bag.form.value}, tag {bag.seal_tag}"
            for bag in one.stock
        )
        plants = (
            f"{many_plants(bag.count, bag.stage)}, tag {bag.seal_tag}"
            for bag in one.plants
        )
        pair = (one.received_by_name, one.second_person_name)
        yield Past(
            at=one.received_at,
            what=f"Hand-in {one.receipt} received",
            by=" and ".join(filter(None, pair)),
            changes=(*stock, *plants),
        )


def _entries(entries: Sequence[Entry], staff: Mapping[StaffId, str]) -> Iterator[Past]:
    for one in entries:
        changes = tuple(_happened(one.what))
        if not changes:
            continue
        yield Past(
            at=one.recorded_at,
            what=f"Site {one.site + 1}, {in_table(one.on)}: {one.what.kind}",
            by=staff.get(one.by, ""),
            changes=changes,
        )


def _happened(what: Happening) -> Iterator[str]:
    """Yield what an entry says came, went or changed; its hand-in is told apart."""
    match what:
        case Opened():
            yield from (batch.counted for batch in what.plants)
            yield from map(_held, what.stock)
        case StockWeighed():
            yield from map(_held, what.stock)
        case TurnBegan():
            yield f"now {what.setting.value}"
        case TakenAway() | BroughtHere():
            yield from _carried(what)
        case PlantsAdded() | PlantsMoved() | PlantsGone() | Harvested():
            yield _of_plants(what)
        case HarvestWeighed() | StockGone():
            yield _of_stock(what)
        case _:
            return


def _carried(what: TakenAway | BroughtHere) -> Iterator[str]:
    """Yield what went to another site, or came from one."""
    if isinstance(what, TakenAway):
        where = f"to site {what.to + 1}"
    else:
        where = f"from site {what.from_ + 1}"
    for batch in what.plants:
        yield f"{batch.counted} {where}"
    for item in what.stock:
        yield f"{_held(item)} {where}"


def _of_plants(what: PlantsAdded | PlantsMoved | PlantsGone | Harvested) -> str:
    plants = what.plants.counted
    match what:
        case PlantsAdded():
            return f"+ {plants}"
        case PlantsMoved():
            return f"{plants} → {plants_in(what.to)}"
        case PlantsGone():
            words = f", {what.words}" if what.words else ""
            return f"− {plants}: {what.because.value}{words}"
        case Harvested():
            return f"− {plants}: {readable_text(what.fresh_grams)} g fresh"


def _held(item: StockItem) -> str:
    return f"{readable_text(item.grams)} g {item.form.value}"


def _of_stock(what: HarvestWeighed | StockGone) -> str:
    if isinstance(what, HarvestWeighed):
        harvest = f"harvest of {in_table(what.harvested_on)}"
        return f"+ {readable_text(what.dried_grams)} g dried, {harvest}"
    because = what.because.value
    return f"− {readable_text(what.grams)} g {what.form.value}: {because}"
