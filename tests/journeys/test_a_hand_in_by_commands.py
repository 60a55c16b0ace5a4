"""A hand-in by commands: agreed, received, sealed anew, passed on, destroyed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.clock import SystemClock
from amnesty.domain.london import london_day
from tests.journeys.conftest import PASSPHRASES

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran

SEEN = ("--place", "Counter", "--identity-seen", "--signature-seen")
BAG = ("--item", "dried=30/25@S-1@BAG-7", "--item", "flowering=1/900@S-2")


@pytest.fixture
def number(office: Office, registration_file: dict[str, Any]) -> str:
    """Return the number of a registration that was decided on."""
    return office.registered(registration_file, office.folder / "patient.json")


def agreed(office: Office, number: str, *more: str) -> Ran:
    """Agree a hand-in for tomorrow."""
    day = london_day(SystemClock().now()) + timedelta(days=1)
    return office.run_as(
        *("bronwen", "hand-in", "open", number, "--on", day.isoformat()),
        *("--at", "2.30 pm", "--place", "Counter", "--with", "desk 2", *more, "--json"),
    )


def test_it_is_received_passed_on_and_shown(office: Office, number: str) -> None:
    """Every act stands in what is shown, and nothing is open afterwards."""
    opened = agreed(
        office, number, "--way", "council receives and passes on", "--bring", "dried=25"
    )
    assert opened.code == 0, opened.err
    hand_in = opened.json["receipt"]
    assert opened.json["appointment"]["at"] == "14:30"
    assert opened.json["appointment"]["stock"] == [{"form": "dried", "grams": "25"}]
    received = office.hand_in("bronwen", hand_in, *BAG, *SEEN, second="kofi")
    assert received.code == 0, received.err
    assert "received by bronwen and kofi" in received.out
    listed = office.run_as("kofi", "hand-in", "list")
    assert f"{hand_in}  received    pass on by" in listed.out
    sealed = ("--old", "S-1", "--new", "S-9", "--because", "Torn")
    assert office.run_as("kofi", "hand-in", "reseal", hand_in, *sealed).code == 0
    officer = ("--collar-number", "4471", "--property-reference", "LC/26/1")
    passed = office.run_as("kofi", "hand-in", "transfer", hand_in, *officer)
    assert passed.code == 0, passed.err
    shown = office.run_as("gareth", "hand-in", "show", hand_in, "--json").json
    assert (shown["state"], shown["late"]) == ("passed on", False)
    assert shown["transfer"]["seal_tags"] == ["S-9", "S-2"]
    assert shown["received"]["stock"][0]["bag_tag"] == "BAG-7"
    assert shown["received"]["plants"][0]["gross_grams"] == "900"
    told = office.run_as("gareth", "hand-in", "show", hand_in).out
    assert "Passed on" in told
    assert "to 4471 of" in told
    assert "No hand-in is open." in office.run_as("kofi", "hand-in", "list").out
    fix = ("--what", "net grams", "--bag", "S-9", "--to", "20", "--because", "Misread")
    assert office.run_as("kofi", "hand-in", "correct", hand_in, *fix).code == 0
    again = office.run_as("gareth", "hand-in", "show", hand_in).out
    assert "Corrected: net grams of bag S-9 is 20, not 25 (Misread)" in again


def test_the_police_collect(office: Office, number: str) -> None:
    """The policy's first way: with the officer's number it is passed on at once."""
    hand_in = agreed(office, number).json["receipt"]
    alone = office.hand_in("bronwen", hand_in, *BAG, *SEEN, second="kofi")
    assert alone.code == 1
    assert "enter the force and the officer's collar number" in alone.err
    officer = ("--collar-number", "4471", "--officer", "PC Rees")
    done = office.hand_in("bronwen", hand_in, *BAG, *SEEN, *officer, second="kofi")
    assert "The police took it there and then." in done.out, done.err


def test_one_sentence_for_each_wrong_destruction(office: Office, number: str) -> None:
    """Off, without a witness, of a future day, of a bag that is not there."""
    received = office.hand_in("bronwen", number, *BAG, *SEEN, "--json", second="kofi")
    hand_in = received.json["receipt"]
    bags = ("--bag", "S-1=30", "--bag", "S-2=1", "--method", "fire", "--place", "Depot")
    seen = ("--witness", "Pat Rees, police officer")

    def refused(*more: str) -> str:
        done = office.run_as("gareth", "hand-in", "destroy", hand_in, *bags, *more)
        assert done.code in {1, 2}
        return done.err

    assert "in which nothing is destroyed" in refused(*seen)
    assert "NAME, ROLE" in refused("--witness", "Pat Rees")
    assert "today or in the past" in refused(*seen, "--on", "1 1 2999", "--at", "9:00")
    assert "a time such as 14:30" in refused(*seen, "--on", "1 1 2026", "--at", "25:99")
    off = office.hand_in(
        *("bronwen", number, "--item", "dried=9/8@S-3", *SEEN),
        *("--way", "council destroys"),
        second="kofi",
    )
    assert "is not switched on in the policy in force" in off.err
    assert "Nothing is due." in office.run_as("idris", "erase", "destructions").out
    confirmed = office.run_as("gareth", "erase", "destructions", "--confirm")
    assert "roposed" in confirmed.err


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("dried=1.2kg@S", "is taken in grams: 1.2kg is about 1200.0 g"),
        ("flowering=-1@S", "must not be below 0"),
        ("flowering=1.5@S", "must be a whole number"),
        ("flowering=99999@S", "10000 or less"),
        ("dried=9999999/1@S", "1000000 grams or less"),
        ("dried=5@", "Enter the seal tag"),
    ],
)
def test_a_wrong_item_is_asked_about_and_never_guessed(
    office: Office, number: str, item: str, told: str
) -> None:
    """Kilograms, fractions of plants, what is below nothing and what is absurd."""
    refused = office.hand_in("bronwen", number, "--item", item, *SEEN, second="kofi")
    assert refused.code == 2
    assert told in refused.err


def test_the_second_person_types_their_own_passphrase(
    office: Office, number: str
) -> None:
    """A name alone is no second person: a wrong passphrase receives nothing."""
    wrong = office.run_as(
        *("bronwen", "hand-in", "receive", number, *BAG, *SEEN),
        *("--second", "kofi", "--second-passphrase-fd", "{fd}"),
        feed=f"{PASSPHRASES['bronwen']}\n",
    )
    assert wrong.code == 2
    assert "does not open the account of kofi, who stands by" in wrong.err
    assert not office.run_as("kofi", "show", number, "--json").json["hand_ins"]
