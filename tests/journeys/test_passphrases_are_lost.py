"""Keys at the command line: shares, drill, recovery, a leaver and a rotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran


MAIRIS = "a made-up way back\n"
"""The passphrase of somebody who is let in."""


def recover(office: Office, *arguments: str, feed: str) -> Ran:
    """Run the way back, with secrets and passphrase on one descriptor."""
    return office.run(
        "recover",
        *("--register", str(office.register), "--secrets-fd", "{fd}"),
        *arguments,
        feed=feed,
    )


def test_a_council_that_lost_every_passphrase_works_again(office: Office) -> None:
    """Shares are made and tried; later they let somebody in, who puts keys in order."""
    made = office.run_as("idris", "keys", "shares", "--json").json
    assert made["set"] == 1
    three = "\n".join(made["shares"][1:4]) + "\n"
    tried = recover(office, "--drill", feed=three)
    assert tried.code == 0, tried.err
    assert "It opens everything: audit, clinical, common" in tried.out
    mairi = ("--name", "mairi", "--new-passphrase-fd", "{fd}")
    let_in = recover(office, *mairi, feed=three + MAIRIS)
    assert let_in.code == 0, let_in.err
    as_mairi = ("--register", str(office.register), "--as", "mairi")
    for job in (
        ("keys", "remove", "idris"),
        ("keys", "rotate"),
        ("keys", "retire"),
        ("keys", "status"),
        ("audit", "verify"),
    ):
        ran = office.run(*job, *as_mairi, "--passphrase-fd", "{fd}", feed=MAIRIS)
        assert ran.code == 0, (job, ran.err)
        if job == ("keys", "status"):
            assert "A way to recover was last tried on" in ran.out
    again = recover(office, "--drill", feed=three)
    assert again.code == 0, again.err
    seen = office.run("doctor", *as_mairi, "--passphrase-fd", "{fd}", feed=MAIRIS)
    assert "ok    drill: a way back was last tried 0 days ago" in seen.out
    left = office.run_as("idris", "keys", "status")
    assert left.code == 2
    assert "does not open this account" in left.err


def test_shares_are_printed_for_five_papers(office: Office) -> None:
    """Each has its number, its set and 33 numbered words; nothing else is a secret."""
    told = office.run_as("idris", "keys", "shares").out
    for place in range(1, 6):
        assert f"Recovery share {place} of 5, set 1, made " in told
    assert told.count("33 ") == 5
    assert max(len(line) for line in told.splitlines()) <= 80


def test_what_is_mistyped_is_told_in_one_sentence(office: Office) -> None:
    """No word of a share is in the sentence, and nothing is changed."""
    shares = office.run_as("idris", "keys", "shares", "--json").json["shares"]
    words = shares[0].split()
    wrong = " ".join([*words[:4], "hemp", *words[5:]])
    for feed, told in (
        (f"{wrong}\n", "Recovery share 1 has a word that no share has, word 5"),
        ("\n".join([shares[0], shares[0], shares[1]]), "3 different recovery shares"),
        ("ABCDE-FGH\n", "Recovery code must have 13 groups"),
    ):
        ran = recover(office, "--drill", feed=feed)
        assert ran.code == 2
        assert told in ran.err
        assert ran.err.count("\n") == 1
        assert not any(word in ran.err.split() for word in shares[0].split()[:4])
    missing = recover(office, feed="")
    assert missing.code == 2
