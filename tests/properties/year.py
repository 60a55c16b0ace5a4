"""One made-up patient's year, with what is true kept beside it by plain counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random  # noqa: TID251 - seeded, so that a year can be lived again
from typing import TYPE_CHECKING

from amnesty.domain.check import check
from amnesty.domain.course import CourseState, after, courses_of
from amnesty.domain.due import HandInDue, dues_after
from amnesty.domain.hand_in import HandInPlants
from amnesty.domain.holding import Holding, holding_of, require_fits
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.journal import (
    Because,
    BroughtHere,
    Entry,
    HandedIn,
    HandInCorrected,
    Happening,
    Harvested,
    HarvestWeighed,
    Opened,
    PlantsAdded,
    PlantsGone,
    PlantsMoved,
    StockGone,
    StockWeighed,
    TakenAway,
)
from amnesty.domain.plants import GROWING, Stage
from amnesty.domain.quantity import StockForm, rounded_down
from amnesty.domain.staff import StaffId
from amnesty.policies import load_policy
from tests.properties.hand_ins import corrected, passed_on, received, reweighed
from tests.properties.held import bag, dried, plants

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.finding import Report
    from amnesty.domain.hand_in import HandInAct
    from amnesty.domain.registration import Registration

FIRST = date(2026, 1, 1)
DAYS = 365
_MOVES = 2
POLICY = load_policy("uk-55g")
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Truth:
    """What is really there, counted on the fingers."""

    plants: Counter[tuple[Stage, date]] = field(default_factory=Counter)
    jar: Fraction = Fraction(0)
    """Dried grams that are not of a harvest of their own."""
    drying: dict[date, Fraction] = field(default_factory=dict)
    """Fresh grams by the day of their harvest."""


class Year:
    """One patient's year."""

    def __init__(self, seed: int, registration: Registration) -> None:
        """Begin with three plants in flower and forty grams."""
        self.random = Random(seed)  # noqa: S311 - as said above
        self.today = FIRST
        self.site = 0
        """Where it grows now; the sites before it are closed."""
        self.before_the_move = 0
        """How many receipts were given for the sites before it."""
        self.entries: list[Entry] = []
        self.dues: tuple[HandInDue, ...] = ()
        self.receipts: list[ReceiptNumber] = []
        self.hand_ins: list[HandInAct] = []
        self.is_weighed_since = False
        """Whether all was weighed after the last receipt was given."""
        self.registration = registration
        self.truth = Truth(jar=Fraction(40))
        self.truth.plants[Stage.FLOWERING, FIRST] = 3
        self.write(
            Opened(
                plants=(plants(3, Stage.FLOWERING, FIRST),),
                stock=(dried(Fraction(40), FIRST),),
            )
        )

    def write(self, what: Happening) -> None:
        """Write an entry as the desk does: it must fit, and then it is checked."""
        entry = Entry(
            site=self.site,
            on=self.today,
            what=what,
            by=StaffId(1),
            recorded_at=AT,
            sequence=len(self.entries) + 1,
        )
        require_fits(self.entries, entry)
        self.entries.append(entry)
        handed_in = what if isinstance(what, (HandedIn, HandInCorrected)) else None
        self.dues = dues_after(
            self.dues, self.report(), handed_in=handed_in, site=self.site
        )

    def report(self) -> Report:
        """Return today's check."""
        held = holding_of(self.entries, self.site)
        growing = self.registration.growing
        site = replace(growing.sites[0], plants=held.plants, stock=held.stock)
        left = replace(growing.sites[0], plants=(), stock=(), closed_on=FIRST)
        return check(
            self.registration.clinical,
            replace(growing, sites=(*[left] * self.site, site), dues=self.dues),
            policy=POLICY,
            today=self.today,
        )

    def live(self) -> None:
        """Let the year go by."""
        acts: list[Callable[[], None]] = [
            *[self.sow, self.grow, self.grow, self.cut, self.weigh_dry],
            *[self.lose_plants, self.lose_stock, self.take_stock, self.hand_in],
            *[self.pass_on, self.put_right, self.move],
        ]
        while (self.today - FIRST).days < DAYS:
            self.today += timedelta(days=self.random.randrange(1, 8))
            self.random.choice(acts)()
            self.compare()

    def move(self) -> None:
        """All of it goes to another site, twice a year at most."""
        if self.site == _MOVES:
            return
        held = holding_of(self.entries, self.site)
        self.write(TakenAway(plants=held.plants, stock=held.stock, to=self.site + 1))
        assert holding_of(self.entries, self.site) == Holding()
        self.site += 1
        self.before_the_move = len(self.receipts)
        self.write(Opened(plants=(), stock=()))
        here = BroughtHere(plants=held.plants, stock=held.stock, from_=self.site - 1)
        self.write(here)

    def sow(self) -> None:
        """Some seedlings more."""
        count = self.random.randrange(1, 5)
        self.truth.plants[Stage.SEEDLING, self.today] += count
        self.write(PlantsAdded(plants=plants(count, Stage.SEEDLING, self.today)))

    def some(self, *stages: Stage) -> tuple[Stage, date, int] | None:
        """Return some of the plants that stand there, of one batch."""
        there = [key for key, count in self.truth.plants.items() if count]
        fitting = [key for key in there if key[0] in stages]
        if not fitting:
            return None
        stage, since = self.random.choice(fitting)
        return stage, since, self.random.randint(1, self.truth.plants[stage, since])

    def grow(self) -> None:
        """Some come to a later stage."""
        if (chosen := self.some(Stage.SEEDLING, Stage.VEGETATIVE)) is None:
            return
        stage, since, count = chosen
        later = GROWING[GROWING.index(stage) + 1 :]
        to = self.random.choice(later)
        self.truth.plants[stage, since] -= count
        self.truth.plants[to, self.today] += count
        self.write(PlantsMoved(plants=plants(count, stage, since), to=to))

    def cut(self) -> None:
        """Some in flower are harvested; once a day at most."""
        chosen = self.some(Stage.FLOWERING)
        if chosen is None or self.today in self.truth.drying:
            return
        stage, since, count = chosen
        fresh = Fraction(count * self.random.randrange(1500, 3500), 10)
        self.truth.plants[stage, since] -= count
        self.truth.drying[self.today] = fresh
        self.write(Harvested(plants=plants(count, stage, since), fresh_grams=fresh))

    def weigh_dry(self) -> None:
        """A harvest is weighed dry."""
        if not self.truth.drying:
            return
        day = min(self.truth.drying)
        fresh = self.truth.drying.pop(day)
        dry = fresh * self.random.randrange(15, 25) / 100
        self.truth.jar += dry
        self.write(HarvestWeighed(harvested_on=day, dried_grams=dry))

    def lose_plants(self) -> None:
        """Some die."""
        if (chosen := self.some(*GROWING)) is not None:
            stage, since, count = chosen
            self.truth.plants[stage, since] -= count
            gone = plants(count, stage, since)
            self.write(PlantsGone(plants=gone, because=Because.DIED))

    def lose_stock(self) -> None:
        """Some is spoilt."""
        if grams := self.part_of_the_jar():
            self.truth.jar -= grams
            gone = StockGone(form=StockForm.DRIED, grams=grams, because=Because.SPOILT)
            self.write(gone)

    def part_of_the_jar(self) -> Fraction:
        """Return some of what is in the jar."""
        return self.truth.jar * self.random.randrange(0, 5) / 4

    def take_stock(self) -> None:
        """All that is held is weighed: there is less, for some of it was used."""
        left = self.truth.jar * self.random.randrange(2, 5) / 4
        self.truth.jar, self.truth.drying = left, {}
        self.is_weighed_since = True
        held = (dried(left, self.today),) if left else ()
        self.write(StockWeighed(stock=held))

    def hand_in(self) -> None:
        """What is due is handed in; where nothing is, a little for its own sake."""
        plants_due = [due for due in self.dues if due.is_open]
        grams = self.part_of_the_jar()
        chosen = self.some(Stage.FLOWERING) if plants_due else None
        if chosen is None and not grams:
            return
        receipt = ReceiptNumber(f"H-{len(self.receipts):04}-0000-0000")
        self.receipts.append(receipt)
        self.is_weighed_since = False
        bags = ()
        batches = ()
        if grams:
            self.truth.jar -= grams
            bags = (bag(grams, f"{receipt} B"),)
        if chosen is not None:
            _, _, count = chosen
            self.take_oldest(count)
            tag = f"{receipt} P"
            batches = (HandInPlants(stage=Stage.FLOWERING, count=count, seal_tag=tag),)
        self.hand_ins.append(received(receipt, bags, batches))
        self.write(HandedIn(receipt=receipt, stock=bags, plants=batches))

    def pass_on(self) -> None:
        """All that the council holds is given to the police."""
        for course in courses_of(self.hand_ins):
            if course.state is CourseState.RECEIVED:
                act = passed_on(course)
                after(course, act)
                self.hand_ins.append(act)

    def put_right(self) -> None:
        """A bag of the last hand-in had another weight than was written down.

        What was weighed since then is there all the same.
        """
        courses = courses_of(self.hand_ins)[self.before_the_move :]
        receipt = courses[-1].as_it_stands() if courses else None
        if receipt is None or not receipt.stock:
            return
        (held,) = receipt.stock
        now = min(held.gross_grams, held.net_grams + self.part_of_the_jar())
        if self.random.random() < 1 / 2:
            now = held.net_grams / 2
        now = rounded_down(now, 1)
        if now in {0, held.net_grams}:
            return
        if not self.is_weighed_since:
            self.truth.jar += held.net_grams - now
        act = corrected(courses[-1], held.seal_tag, held.net_grams, now)
        self.hand_ins.append(act)
        self.write(reweighed(receipt.receipt, held.net_grams, now))

    def take_oldest(self, count: int) -> None:
        """Take plants in flower from the batches in the order in which they came."""
        for key in [
            (batch.stage, batch.since)
            for batch in holding_of(self.entries, self.site).plants
            if batch.stage is Stage.FLOWERING
        ]:
            taken = min(count, self.truth.plants[key])
            self.truth.plants[key] -= taken
            count -= taken

    def compare(self) -> None:
        """What the journal says is what there is, plant for plant and gram for gram."""
        held = holding_of(self.entries, self.site)
        counted = Counter({(one.stage, one.since): one.count for one in held.plants})
        assert counted == +self.truth.plants
        grams = Counter[StockForm]()
        for item in held.stock:
            grams[item.form] += item.grams  # type: ignore[assignment] # a Fraction adds
        assert grams[StockForm.DRIED] == self.truth.jar
        assert grams[StockForm.FRESH] == sum(self.truth.drying.values())
        report = self.report()
        above = {one.kind for one in report.findings if one.due_on is not None}
        assert above == {due.kind for due in self.dues if due.is_open}
