"""`amnesty trust gather`: folders and zips become one police file for a force."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Device


def put(folder: Path, files: dict[str, bytes]) -> str:
    """Write an authority's police file."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


def gather(device: Device, *sources: str, to: str = "joined") -> int:
    """Run the command and return its exit code."""
    (device.folder / "roots.cbor").write_bytes(device.world.roots_file())
    with pytest.raises(SystemExit) as ended:
        main(["trust", "gather", *sources, "--roots", "roots.cbor", "--to", to])
    device.out, device.err = device.capsys.readouterr()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("to", ["joined", "joined.zip"])
def test_both_authorities_are_answered_from_one_file(device: Device, to: str) -> None:
    """The verify command takes the joined folder or zip, and says VALID to both."""
    world = device.world
    first = put(device.folder / "first", world.files(trust_sequence=7))
    second = device.folder / "second.zip"
    with zipfile.ZipFile(second, "w") as archive:
        for name, content in world.neighbours_files().items():
            archive.writestr(name, content)
    assert gather(device, first, str(second), to=to) == 0
    assert "The police file of 2 authorities is in" in device.out
    for text in (world.text(), world.neighbours_text(world.neighbour())):
        code = device.run(text, "--bundle", to, "--roots", "roots.cbor", "--json")
        assert (code, json.loads(device.out)["verdict"]) == (0, "VALID")


def test_what_is_left_out_is_told_and_what_was_left_is_taken_away(
    device: Device,
) -> None:
    """The code is 1; files that no manifest names any more do not stay."""
    world = device.world
    first = put(device.folder / "first", world.files(trust_sequence=7))
    stale = device.folder / "joined" / "e06999999" / "verify.html"
    assert gather(device, first) == 0
    stale.write_bytes(b"of yesterday")
    (device.folder / "second").mkdir()
    assert gather(device, first, "second", "nowhere") == 1
    assert "second is left out: trust.cbor is missing" in device.err
    assert "nowhere is left out: No such file" in device.err
    assert not stale.exists()
    code = device.run(world.text(), "--bundle", "joined", "--roots", "roots.cbor")
    assert code == 0


def test_nothing_to_gather_is_one_sentence(device: Device) -> None:
    """And nothing is written."""
    (device.folder / "empty").mkdir()
    assert gather(device, "empty") == 1
    assert device.err.count("\n") == 1
    assert not (device.folder / "joined").exists()
