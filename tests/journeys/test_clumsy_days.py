"""What goes wrong at a desk: one sentence, the right exit code, nothing half-kept."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from amnesty.cli.main import amnesty
from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_registration_number
from amnesty.domain.staff import MAY, Act, Role

if TYPE_CHECKING:
    from tests.journeys.conftest import Office

_NUMBER = new_registration_number(bytes(RANDOM_BYTES_NEEDED))
_ROLES = {
    "bronwen": Role.CLERK,
    "idris": Role.SUPERVISOR,
    "nerys": Role.ADMINISTRATOR,
    "ann": Role.AUDITOR,
    "pat": Role.POLICE,
}
_JOBS = {
    Act.SUBMIT: ("submit", _NUMBER),
    Act.APPROVE: ("approve", _NUMBER),
    Act.REFUSE: ("refuse", _NUMBER, "--reason", "x"),
    Act.ISSUE: ("issue", _NUMBER, "--out", "x.pdf"),
    Act.REVOKE: ("revoke", _NUMBER, "--reason", "x"),
    Act.SEARCH: ("find", "ann"),
    Act.READ: ("show", _NUMBER),
    Act.PROPOSE_ACCOUNT: ("staff", "add", "zed", "--role", "clerk"),
    Act.GRANT_ACCOUNT: ("staff", "grant", "zed"),
    Act.SET_POLICY: ("policy", "canada"),
}


def registered(office: Office, data: dict[str, Any]) -> str:
    """Register the file's patient and return the number."""
    file = office.folder / "patient.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    kept = office.run_as("bronwen", "register", str(file), "--json")
    assert kept.code == 0, kept.err
    number: str = kept.json["number"]
    return number


def test_everything_wrong_with_a_file_is_told_and_nothing_kept(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Two mistakes make two lines, exit 2, and no registration."""
    registration_file["patient"]["date_of_birth"] = "31 2 1970"
    registration_file["need"]["grams_a_day"] = "1e3"
    file = office.folder / "patient.json"
    file.write_text(json.dumps(registration_file), encoding="utf-8")
    refused = office.run_as("bronwen", "register", str(file))
    assert refused.code == 2
    assert "patient.date_of_birth: Date of birth must be a real date" in refused.err
    assert "need.grams_a_day: Need must be written in full" in refused.err
    assert "Traceback" not in refused.err
    found = office.run_as("bronwen", "find", "gwyn", "--json")
    assert found.json["total"] == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("محمد", "U+0645 (ARABIC LETTER MEEM), which cannot be printed"),
        ("A\u202eB", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("x" * 201, "must be 200 characters or fewer: take 1 away"),
        ("Ann " * 49 + "Lee", "too long for the certificate's code"),
    ],
)
def test_a_name_that_no_paper_can_carry_is_refused_at_entry(
    office: Office, registration_file: dict[str, Any], name: str, said: str
) -> None:
    """Nobody is approved and then told that the certificate cannot be drawn."""
    registration_file["patient"]["full_name"] = name
    file = office.folder / "patient.json"
    file.write_text(json.dumps(registration_file), encoding="utf-8")
    refused = office.run_as("bronwen", "register", str(file), "--check")
    assert refused.code == 2
    assert said in refused.err


@pytest.mark.parametrize("name", ["O'Brien [Jr]", "Smith [/b]", "Zoe\u0308 Ó Briain"])
def test_names_with_brackets_and_accents_get_their_certificate(
    office: Office, registration_file: dict[str, Any], name: str
) -> None:
    """What looks like markup is a name, from the form to the page."""
    registration_file["patient"]["full_name"] = name
    number = registered(office, registration_file)
    pdf = str(office.folder / "c.pdf")
    assert office.run_as("bronwen", "submit", number).code == 0
    assert office.run_as("idris", "approve", number).code == 0
    issued = office.run_as("idris", "issue", number, "--out", pdf)
    assert issued.code == 0, issued.err


def test_a_patient_is_registered_once(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """A second registration with the same health number is refused."""
    registered(office, registration_file)
    file = str(office.folder / "patient.json")
    again = office.run_as("kofi", "register", file)
    assert again.code == 1
    assert len(again.err.strip().splitlines()) == 1


def test_nothing_is_issued_into_a_place_that_takes_no_file(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The place is tried first, and the certificate is issued once it is right."""
    number = registered(office, registration_file)
    assert office.run_as("bronwen", "submit", number).code == 0
    assert office.run_as("idris", "approve", number).code == 0
    blocked = office.folder / "patient.json" / "c.pdf"
    failed = office.run_as("idris", "issue", number, "--out", str(blocked))
    assert failed.code == 2
    assert "cannot be written" in failed.err
    assert not office.run_as("idris", "show", number, "--json").json["certificates"]
    pdf = office.folder / "c.pdf"
    issued = office.run_as("idris", "issue", number, "--out", str(pdf), "--json")
    assert issued.code == 0, issued.err
    lost = issued.json["number"]
    failed = office.run_as("idris", "replace", lost, "--out", str(blocked))
    assert failed.code == 2
    (held,) = office.run_as("idris", "show", number, "--json").json["certificates"]
    assert (held["number"], held["status"]) == (lost, "valid")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_page_that_cannot_be_written_is_not_lost(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The certificate stands, and the sentence says how to get its page."""
    number = registered(office, registration_file)
    assert office.run_as("bronwen", "submit", number).code == 0
    assert office.run_as("idris", "approve", number).code == 0
    failed = office.run_as("idris", "issue", number, "--out", "/dev/full")
    assert failed.code == 2
    certificate = failed.err.partition("amnesty reprint ")[2].split()[0]
    pdf = office.folder / "c.pdf"
    again = office.run_as("bronwen", "reprint", certificate, "--out", str(pdf))
    assert again.code == 0, again.err
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_hand_in_takes_no_more_than_is_declared_and_two_people(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Too much, oneself as the second person, and a wrong weight change nothing."""
    number = registered(office, registration_file)
    where = ("--place", "Counter", "--identity-seen", "--signature-seen")

    def hand_in(item: str, second: str) -> tuple[int, str]:
        done = office.hand_in("bronwen", number, "--item", item, *where, second=second)
        return done.code, done.err

    too_much = hand_in("dried=200@S", "kofi")[1]
    assert "120.5 g dried is held at this site, not 200 g" in too_much
    assert hand_in("dried=10@S", "bronwen")[0] == 1
    assert hand_in("dried=10@S", "nerys")[0] == 1
    assert "Net weight" in hand_in("dried=10/11@S", "kofi")[1]
    assert (
        "below 0" in hand_in("dried=-1@S", "kofi")[1]
        or hand_in("dried=-1@S", "kofi")[0]
    )
    shown = office.run_as("bronwen", "show", number, "--json").json
    assert not shown["hand_ins"]


@pytest.mark.parametrize("name", _ROLES)
def test_no_role_does_what_the_table_does_not_allow(office: Office, name: str) -> None:
    """Every job that the role may not do is refused, whatever the record."""
    for act, job in _JOBS.items():
        if act not in MAY[_ROLES[name]]:
            more = ("--new-passphrase-fd", "{fd}") if act is Act.PROPOSE_ACCOUNT else ()
            refused = office.run_as(name, *job, *more, feed="made-up new account\n")
            assert refused.code == 1, (act, refused.err)
            assert "may not" in refused.err or "no registration" in refused.err.lower()


def test_a_wrong_passphrase_and_an_unknown_account_say_the_same(
    office: Office,
) -> None:
    """One sentence and no traceback, which does not tell who has an account."""
    wrong = office.run(
        *("staff", "list", "--register", str(office.register), "--as", "idris"),
        *("--passphrase-fd", "{fd}"),
        feed="not the passphrase\n",
    )
    assert (wrong.code, len(wrong.err.strip().splitlines())) == (2, 1)
    nobody = office.run(
        *("staff", "list", "--register", str(office.register), "--as", "nobody"),
        *("--passphrase-fd", "{fd}"),
        feed="not the passphrase\n",
    )
    assert (nobody.code, nobody.err) == (wrong.code, wrong.err)


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"", "register"), (b"not a database at all" * 400, "register")],
)
def test_a_register_that_is_damaged_says_so(
    office: Office, content: bytes, named: str
) -> None:
    """A truncated or foreign file is no fault of the passphrase."""
    (office.register / "register.db").write_bytes(content)
    for rest in office.register.glob("register.db-*"):
        rest.unlink()
    refused = office.run_as("idris", "staff", "list")
    assert refused.code == 5
    assert named in refused.err.lower()
    assert "passphrase" not in refused.err.lower()


def test_every_job_has_help_and_json_is_one_object(office: Office) -> None:
    """`--help` reads for every job, and `--json` is nothing but JSON."""
    for job in amnesty.list_commands(click.Context(amnesty)):
        shown = office.run(job, "--help")
        assert (shown.code, shown.out.startswith("Usage: amnesty")) == (0, True), job
    assert office.run("register", "--schema").json["$schema"]
    assert office.run_as("idris", "staff", "list", "--json").json["accounts"]
    for shell in ("bash", "zsh", "fish"):
        assert "_AMNESTY_COMPLETE" in office.run("completion", shell).out
