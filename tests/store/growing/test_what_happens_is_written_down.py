"""After the decision nothing changes without an entry, and dues follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.due import Closed
from amnesty.domain.finding import FindingKind
from amnesty.domain.hand_in import HandInPlants, HandInStock
from amnesty.domain.holding import holding_of
from amnesty.domain.journal import Because
from amnesty.domain.plants import PlantBatch, Stage, Which
from amnesty.domain.quantity import StockForm, Weight
from amnesty.domain.registration import Registration, State
from amnesty.errors.growing import (
    NotInTurnsError,
    NotSoMuchStockError,
    WhichBatchError,
)
from amnesty.errors.rules import MoveNotPossibleError, NotDecidedYetError
from amnesty.services.growing.plants_and_stock import (
    add_plants,
    begin_turn,
    harvest,
    lose_plants,
    lose_stock,
    move_plants,
    read_account,
    weigh_harvest,
)
from amnesty.services.hand_in.receiving import Presented, receive_hand_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk
    from tests.store.growing.conftest import Days


DECIDED = date(2026, 11, 10)
FLOWERING, VEGETATIVE = Which(stage=Stage.FLOWERING), Which(stage=Stage.VEGETATIVE)


def test_the_journal_begins_with_what_was_declared(
    desk: Desk, patient: Registration
) -> None:
    """The first thing that happens opens the account on the day of the decision."""
    lose_plants(
        desk,
        patient.number,
        VEGETATIVE,
        count=1,
        because=Because.DIED,
        on=date(2026, 11, 20),
        site=0,
    )
    account = read_account(desk, patient.number)
    kinds = [entry.what.kind for entry in account.entries]
    assert kinds == ["opened", "plants gone"]
    assert account.days[0].on == DECIDED
    assert account.days[0].expected == Fraction(241, 2)
    assert account.days[-1].expected == Fraction(241, 2) - 14 * Fraction(3, 2)


def test_a_season(desk: Desk, patient: Registration, days: Days) -> None:
    """Sown, in flower, cut, weighed dry: the record is what the journal adds up to."""
    number = patient.number
    sown = PlantBatch(
        cultivar="Penmaen Haze",
        count=2,
        stage=Stage.SEEDLING,
        since=date(2026, 11, 12),
    )
    add_plants(desk, number, sown, site=0)
    move_plants(
        desk,
        number,
        Which(stage=Stage.SEEDLING),
        count=2,
        to=Stage.VEGETATIVE,
        on=date(2026, 11, 20),
        site=0,
    )
    cut_on = date(2026, 11, 23)
    harvest(
        desk,
        number,
        FLOWERING,
        count=3,
        fresh_grams=Fraction(400),
        on=cut_on,
        site=0,
    )
    days.on = date(2026, 12, 2)
    kept = weigh_harvest(
        desk,
        number,
        harvested_on=cut_on,
        dried_grams=Fraction(81),
        on=days.on,
        site=0,
    )
    site = kept.growing.sites[0]
    assert [(one.count, one.stage) for one in site.plants] == [
        (2, Stage.VEGETATIVE),
        (2, Stage.VEGETATIVE),
    ]
    assert [item.grams for item in site.stock] == [Fraction(241, 2), 81]
    held = holding_of(read_account(desk, number).entries, 0)
    assert (held.plants, held.stock) == (site.plants, site.stock)


def test_what_is_meant_must_be_plain(desk: Desk, patient: Registration) -> None:
    """Of two batches in one stage the clerk names one."""
    other = PlantBatch(
        cultivar="Penmaen Haze",
        count=2,
        stage=Stage.VEGETATIVE,
        since=date(2026, 11, 12),
    )
    add_plants(desk, patient.number, other, site=0)
    with pytest.raises(WhichBatchError, match="2 Penmaen Haze since 12 November 2026"):
        lose_plants(
            desk,
            patient.number,
            VEGETATIVE,
            count=1,
            because=Because.DIED,
            on=date(2026, 11, 24),
            site=0,
        )


def test_an_excess_is_due_from_its_first_finding_to_its_hand_in(
    desk: Desk, patient: Registration, days: Days, second: StaffMember
) -> None:
    """Two plants above: due in 14 days however often it is checked, then handed in."""
    number = patient.number
    more = PlantBatch(cultivar="", count=3, stage=Stage.FLOWERING, since=days.on)
    grown = add_plants(desk, number, more, site=0)
    (due,) = grown.growing.dues
    assert (due.kind, due.found_on) == (FindingKind.PLANTS, days.on)
    assert due.due_on == days.on + timedelta(days=14)
    days.on += timedelta(days=5)
    later = lose_plants(
        desk,
        number,
        VEGETATIVE,
        count=1,
        because=Because.DIED,
        on=days.on,
        site=0,
    )
    assert later.growing.dues == (due,)
    _, kept = receive_hand_in(desk, number, presented(plants=2), second=second)
    (closed,) = kept.growing.dues
    assert closed.closed is Closed.HANDED_IN
    assert len(closed.receipts) == 1
    assert read_account(desk, number).entries[-1].what.kind == "handed in"


def presented(*, plants: int = 0, grams: int = 0) -> Presented:
    """Return plants in flower or dried stock on the counter."""
    bags = HandInStock(
        form=StockForm.DRIED,
        gross_grams=Fraction(grams + 1),
        net_grams=Fraction(grams),
        seal_tag="T1",
    )
    return Presented(
        site=0,
        stock=(bags,) if grams else (),
        plants=(
            (HandInPlants(stage=Stage.FLOWERING, count=plants, seal_tag="T2"),)
            if plants
            else ()
        ),
        presented_by="patient",
        identity_seen=True,
        signature_seen=True,
        place="Front counter",
    )


def test_a_hand_in_and_a_loss_are_in_the_account(
    desk: Desk, patient: Registration, second: StaffMember
) -> None:
    """Ten grams handed in and five lost are taken off, each under its name."""
    lost = Weight(form=StockForm.DRIED, grams=Fraction(5))
    lose_stock(
        desk,
        patient.number,
        lost,
        because=Because.LOST,
        on=date(2026, 11, 24),
        site=0,
    )
    receive_hand_in(desk, patient.number, presented(grams=10), second=second)
    last = read_account(desk, patient.number).days[-1]
    assert (last.lost, last.handed_in) == (5, 10)


def test_nothing_happens_before_the_decision(
    desk: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
) -> None:
    """A draft is put right on the form, and has no journal."""
    draft = keep(make_registration())
    with pytest.raises(NotDecidedYetError):
        begin_turn(desk, draft.number, Setting.INDOOR, on=date(2026, 11, 24), site=0)


def test_a_closed_registration_stays_as_it_is(
    desk: Desk,
    keep: Callable[[Registration], Registration],
    make_registration: Callable[[], Registration],
) -> None:
    """What was withdrawn has no more harvests."""
    gone = replace(make_registration(), state=State.WITHDRAWN, valid_from=DECIDED)
    kept = keep(gone)
    with pytest.raises(MoveNotPossibleError):
        harvest(
            desk,
            kept.number,
            FLOWERING,
            count=1,
            fresh_grams=Fraction(1),
            on=date(2026, 11, 24),
            site=0,
        )


def test_a_refused_entry_leaves_everything_as_it_was(
    desk: Desk, patient: Registration
) -> None:
    """Neither the record nor the journal has a half of it."""
    too_much = Weight(form=StockForm.DRIED, grams=Fraction(500))
    with pytest.raises(NotSoMuchStockError):
        lose_stock(
            desk,
            patient.number,
            too_much,
            because=Because.SPOILT,
            on=date(2026, 11, 24),
            site=0,
        )
    account = read_account(desk, patient.number)
    assert account.entries == ()
    assert account.registration.growing == patient.growing


def test_a_turn_begins_only_where_there_are_turns(
    desk: Desk, patient: Registration
) -> None:
    """An indoor site grows indoors."""
    with pytest.raises(NotInTurnsError):
        begin_turn(desk, patient.number, Setting.OUTDOOR, on=date(2026, 11, 24), site=0)
