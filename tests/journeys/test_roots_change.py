"""Roots are rotated, and taken out of a register; a full disk keeps nothing half."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.clock import SystemClock
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Keeper, Office, Ran


def test_old_and_new_devices_stand_side_by_side_while_roots_change(
    keeper: Keeper, registration_file: dict[str, Any]
) -> None:
    """One police file is good for both; after the old root is retired, for the new."""
    office = keeper.office
    keeper.admit()
    assert keeper.adopt().code == 0
    pdf = office.issue(registration_file, "certificate.pdf")
    old = office.folder / "old.cbor"
    old.write_bytes((keeper.out / "roots.cbor").read_bytes())
    old_root = keeper.run("list", "--json").json["roots"][0]
    second = "made-up second root"
    assert keeper.run("rotate-root", feed=f"{second}\n").code == 0
    keeper.sign()
    assert keeper.adopt().code == 0
    new = keeper.out / "roots.cbor"
    assert new.read_bytes() != old.read_bytes()
    assert [office.verdict(pdf, roots) for roots in (old, new)] == ["VALID"] * 2
    gone = keeper.run("retire-root", old_root, "--yes", feed=f"{second}\n")
    assert gone.code == 0, gone.err
    assert not (keeper.folder / f"root-{old_root}.key").exists()
    keeper.root = second
    keeper.sign()
    assert keeper.adopt().code == 0
    assert office.verdict(pdf, new) == "VALID"
    assert office.verdict(pdf, old) == "CANNOT BE CONFIRMED"
    last = keeper.run("retire-root", old_root[:6], "--yes", feed=f"{second}\n")
    assert (last.code, last.err.count("\n")) == (2, 1)


def test_an_authority_takes_its_roots_out_of_its_register(
    office: Office, keeper: Keeper, registration_file: dict[str, Any]
) -> None:
    """By its spare root: devices keep their roots, and the register signs no list."""
    pdf = office.issue(registration_file, "certificate.pdf")
    roots = office.register / "roots.cbor"
    assert office.verdict(pdf, roots) == "VALID"
    keeper.folder = office.folder / "taken over"
    arguments = (
        *("--police-file", str(office.folder / "police"), "--roots", str(roots)),
        *("--spare-root", str(office.register / "spare-root.pem")),
    )
    code = (office.folder / "recovery code").read_text()
    for feed, sentence in (
        (f"{code[:-1]}\n", "Recovery code must"),
        (f"{code}\nshort\n", "at least 12 characters"),
    ):
        refused = keeper.run("take-over", *arguments, feed=feed)
        assert (refused.code, refused.err.count("\n")) == (2, 1), refused.err
        assert sentence in refused.err
    taken = keeper.run("take-over", *arguments, feed=f"{code}\n{keeper.root}\n")
    assert taken.code == 0, taken.err
    keeper.sign()
    adopted = office.run_as(
        "idris",
        *("trust", "adopt", str(keeper.out / "trust.cbor"), str(roots)),
    )
    assert adopted.code == 0, adopted.err
    assert office.verdict(pdf, roots) == "VALID"


def test_a_key_is_retired_from_a_day(keeper: Keeper) -> None:
    """Tomorrow is the first day that can be; what is wrong is told in one sentence."""
    keeper.admit()
    key = keeper.run("list", "--json").json["keys"][0]["key"]
    today = london_day(SystemClock().now())
    for day, sentence in (
        (str(today), "from a day after"),
        ("31 2 2030", "real date"),
        ("1 1 2099", "from a day after"),
    ):
        refused = keeper.run("retire", key, "--from", day)
        assert (refused.code, refused.err.count("\n") <= 2) == (2, True), refused.err
        assert sentence in refused.err, refused.err
    done = keeper.run("retire", key, "--from", f"1 1 {today.year + 1}")
    assert done.code == 0, done.err
    shown = keeper.run("list").out
    assert "The next list changes:" in shown
    assert f"~ {key}" in shown
    unknown = keeper.run("revoke", "ffff", "--yes")
    assert (unknown.code, "No single key" in unknown.err) == (2, True)
    unsure = keeper.run("revoke", key)
    assert (unsure.code, "nobody said yes" in unsure.err) == (2, True)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_full_disk_keeps_all_or_nothing(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Whichever file there is no room for, roots and journal stay as they were."""
    before, asked = snapshot(keeper.folder), []
    real = os.fsync

    def full(descriptor: int) -> None:
        asked.append(descriptor)
        if len(asked) == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    def rotate() -> Ran:
        return keeper.run("rotate-root", feed="made-up second root\n")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        refused = rotate()
    assert (refused.code, "No space left" in refused.err) == (2, True)
    assert snapshot(keeper.folder) == before
    assert rotate().code == 0
