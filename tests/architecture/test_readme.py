"""What the README tells people to type is what the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from amnesty.cli.main import amnesty

ROOT = Path(__file__).resolve().parents[2]


def commands() -> list[str]:
    """Return the command lines of the README, continued lines joined."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^ +(amnesty .+)$", text, re.MULTILINE)
    return [line.partition("  #")[0] for line in lines]


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_is_one(line: str) -> None:
    """Each word after `amnesty` is a job, and each option is one of its options."""
    words = shlex.split(line)[1:]
    context = click.Context(amnesty)
    command: click.Command = amnesty
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    options = {name for each in command.params for name in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_the_readme_has_commands() -> None:
    """The test above has something to test."""
    assert len(commands()) >= 10
    assert "make demo" in (ROOT / "README.md").read_text(encoding="utf-8")
