"""A control room asks by command, within the house rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran


def asked(office: Office, *what: str) -> Ran:
    """Ask as a police account, with everything that is wanted."""
    return office.run_as(
        "pat",
        *("ask", *what, "--force", "Llanfair Constabulary", "--officer", "PC 101"),
        *("--reason", "before a visit", "--incident", "LC-7"),
        *("--fuller", "a caller named this house and we go today"),
    )


def test_a_control_room_asks(office: Office, registration_file: dict[str, Any]) -> None:
    """By number and by address, with a match or none for what was typed."""
    office.issue(registration_file, "certificate.pdf")
    place = ("address", "14 Canal Row", "Penmaen", "--postcode", "ZZ1 4AB", "--json")
    told = asked(office, *place)
    assert told.code == 0, told.err
    [one] = told.json["certificates"]
    assert (told.json["registered"], one["verdict"]) == (True, "VALID")
    details = ("--name", "Sian Llyr ap Gwyn", "--born", "1 2 1971", "--json")
    by_number = asked(office, "number", one["certificate"], *details)
    assert by_number.code == 0, by_number.err
    assert by_number.json["matches"] == {
        "name": "match",
        "date_of_birth": "no match",
        "site": None,
    }
    assert by_number.json.keys() == one.keys()
    assert "Llŷr" not in told.out + by_number.out
    assert "Carried" in asked(office, "number", one["certificate"]).out
    done = office.run_as("pat", "ask", "outcome", "EXPIRED", "diverted")
    assert done.code == 0, done.err
    refused = asked(office, "number", "nonsense")
    assert (refused.code, refused.err.count("\n")) == (2, 2)
    clerk = office.run_as(
        "bronwen",
        *("ask", *place, "--force", "x", "--officer", "x", "--reason", "x"),
        *("--incident", "x"),
    )
    assert (clerk.code, "may not ask" in clerk.err) == (1, True)


def test_house_rules_are_data(office: Office) -> None:
    """They are shown as a file, and a changed file is read whole or refused."""
    shown = office.run_as("idris", "rules")
    assert "wrong_numbers = 5" in shown.out
    file = office.folder / "rules.toml"
    file.write_text(shown.out.replace("wrong_numbers = 5", "wrong_numbers = 3"))
    assert office.run_as("idris", "rules", str(file)).code == 0
    assert "wrong_numbers = 3" in office.run_as("bronwen", "rules").out
    file.write_text(shown.out.replace("= 5", "= -1").replace("[rights]", "[right]"))
    refused = office.run_as("idris", "rules", str(file))
    assert refused.code == 2
    for path in ("asking.wrong_numbers", "right", "statistics.round_to"):
        assert path in refused.err
    assert office.run_as("bronwen", "rules", str(file)).code == 1
