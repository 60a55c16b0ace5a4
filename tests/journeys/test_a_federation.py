"""Roots apart from registers: a keeper, an authority, an officer, by commands alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.journeys.conftest import Keeper


def test_an_authority_joins_and_leaves_its_own_roots_behind(
    keeper: Keeper, registration_file: dict[str, Any]
) -> None:
    """Admitted and adopted, its certificates stand under the federation's roots alone.

    What it issued before it joined stands as well; its register can sign no list.
    """
    office = keeper.office
    pdf = office.issue(registration_file, "before.pdf")
    own_roots = office.register / "roots.cbor"
    assert office.verdict(pdf, own_roots) == "VALID"
    keeper.admit()
    done = keeper.adopt()
    assert done.code == 0, done.err
    assert office.verdict(pdf, keeper.out / "roots.cbor") == "VALID"
    assert office.verdict(pdf, own_roots) == "CANNOT BE CONFIRMED"
    again = keeper.adopt()
    assert again.code == 0, again.err
    journal = (keeper.folder / "journal.jsonl").read_text(encoding="utf-8")
    acts = [json.loads(line)["act"] for line in journal.splitlines()]
    assert acts == ["make roots", "admit", "admit", "admit", "sign"]


def test_whoever_publishes_hears_that_the_list_ends_soon(keeper: Keeper) -> None:
    """Thirty days before nothing can be confirmed any more, and not before that."""
    office, police = keeper.office, str(keeper.office.folder / "police")
    keeper.admit()
    assert keeper.adopt().code == 0
    quiet = office.run_as("idris", "publish", "--to", police)
    assert (quiet.code, quiet.err) == (0, "")
    keeper.sign("--days", "20")
    assert keeper.adopt().code == 0
    warned = office.run_as("idris", "publish", "--to", police)
    assert (warned.code, "The list of keys ends on" in warned.err) == (0, True)


def test_a_new_key_waits_until_it_is_listed(
    keeper: Keeper, registration_file: dict[str, Any]
) -> None:
    """Old certificates stand all along; the new key signs once a list names it."""
    office = keeper.office
    pdf = office.issue(registration_file, "before.pdf")
    keeper.admit()
    assert keeper.adopt().code == 0
    renewed = office.run_as("idris", "trust", "renew-key", "certificate", "--json")
    assert renewed.json["signs"] is False
    twice = office.run_as("idris", "trust", "renew-key", "certificate")
    assert (twice.code, "waits already" in twice.err) == (1, True)
    old = keeper.run("list", "--json").json["keys"][0]["key"]
    assert office.verdict(pdf, keeper.out / "roots.cbor") == "VALID"
    keeper.admit()
    assert keeper.adopt("--json").json["new_keys_in_use"] == ["certificate"]
    assert office.verdict(pdf, keeper.out / "roots.cbor") == "VALID"
    stolen = keeper.run("revoke", old[:8], "--yes")
    assert "UNKNOWN ISSUER" in stolen.out
    keeper.sign()
    done = keeper.adopt()
    assert done.code == 0, done.err
    assert f"Not on the list, so what it signed is refused: {old}" in done.out
    assert office.verdict(pdf, keeper.out / "roots.cbor") == "UNKNOWN ISSUER"


def test_the_register_refuses_a_list_that_would_harm_it(keeper: Keeper) -> None:
    """Not yet listed, told another fingerprint, older, ended: one sentence each."""
    office = keeper.office
    keeper.sign()
    unlisted = keeper.adopt()
    assert (unlisted.code, "does not name this register's" in unlisted.err) == (1, True)
    keeper.admit()
    older = (keeper.out / "trust.cbor").read_bytes()
    wrong = office.run_as(
        *("idris", "trust", "adopt"),
        *(str(keeper.out / "trust.cbor"), str(keeper.out / "roots.cbor")),
        *("--fingerprint", "0000 0000 0000 0000 0000 0000 0000 0000"),
    )
    assert (wrong.code, "not the fingerprint of these roots" in wrong.err) == (2, True)
    assert keeper.adopt().code == 0
    keeper.sign()
    assert keeper.adopt().code == 0
    (keeper.out / "trust.cbor").write_bytes(older)
    refused = keeper.adopt()
    assert (refused.code, "was already taken in" in refused.err) == (1, True)
    (keeper.out / "roots.cbor").write_bytes(b"\xa0")
    edited = keeper.adopt()
    assert (edited.code, edited.err.count("\n")) == (2, 1)
    assert "roots.cbor is refused" in edited.err


def test_a_request_is_not_admitted_unless_its_fingerprint_was_told(
    keeper: Keeper,
) -> None:
    """Without the telephone, or changed on the way, it stays out."""
    office, file = keeper.office, keeper.folder.parent / "request.cbor"
    asked = office.run_as("idris", "trust", "request", "--out", str(file), "--json")
    told = asked.json["fingerprint"]
    for arguments, sentence in (
        ((), "not the fingerprint"),
        (("--fingerprint", told[::-1]), "not the fingerprint"),
        (("--fingerprint", told, "--to", "1 1 2020"), "cannot end on"),
        (("--fingerprint", told, "--to", "1 1 2090"), "at most 6 years"),
    ):
        refused = keeper.run("admit", str(file), *arguments)
        assert (refused.code, refused.err.count("\n")) == (2, 1), refused.err
        assert sentence in refused.err
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    broken = keeper.run("admit", str(file), "--fingerprint", told)
    assert (broken.code, "does not prove" in broken.err) == (2, True)
    assert keeper.run("list", "--json").json["keys"] == []


def test_a_wrong_passphrase_and_an_edited_file_sign_nothing(keeper: Keeper) -> None:
    """Each ends in one sentence that names the file, and the folder stays as it was."""
    before = {path.name: path.read_bytes() for path in keeper.folder.iterdir()}
    wrong = keeper.run("sign", "--yes", feed="another passphrase\n")
    assert (wrong.code, "does not open this key file" in wrong.err) == (2, True)
    unsure = keeper.run("sign", feed=f"{keeper.root}\n")
    assert (unsure.code, "nobody said yes" in unsure.err) == (2, True)
    key = next(keeper.folder.glob("root-*.key"))
    key.write_bytes(before[key.name][:-1])
    edited = keeper.run("sign", "--yes", feed=f"{keeper.root}\n")
    assert (edited.code, "changed or cut short" in edited.err) == (2, True)
    key.write_bytes(before[key.name])
    assert {path.name: path.read_bytes() for path in keeper.folder.iterdir()} == before
    again = keeper.run("init", feed=f"{keeper.root}\n{keeper.spare}\n")
    assert (again.code, "holds roots already" in again.err) == (2, True)
