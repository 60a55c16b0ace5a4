"""The doctor, by its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


def test_it_looks_at_the_folder_without_signing_in(office: Office) -> None:
    """One line each: exit 0 while nothing is wrong, else 1 with the mend."""
    well = office.run("doctor", "--register", str(office.register))
    assert well.code == 0, well.out
    assert "fonts" in well.out
    (office.register / "recovery.json").unlink()
    ill = office.run("doctor", "--register", str(office.register), "--json")
    assert ill.code == 1
    assert ill.json["ok"] is False
    (one,) = [one for one in ill.json["findings"] if one["health"] == "wrong"]
    assert one["about"] == "recovery"
    assert "Bring recovery.json back" in one["mend"]


def test_it_looks_deeper_for_who_may(office: Office) -> None:
    """Signed in it examines the register, and deep every row."""
    shallow = office.run_as("nerys", "doctor")
    assert shallow.code == 0, shallow.out
    assert "synchronous=EXTRA" in shallow.out
    deep = office.run_as("ann", "doctor", "--deep")
    assert deep.code == 0, deep.out
    assert "every row follows from the log" in deep.out
    wanting = office.run("doctor", "--deep", "--register", str(office.register))
    assert (wanting.code, "--as" in wanting.err) == (2, True)
