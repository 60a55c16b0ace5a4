"""What is typed after `amnesty` opens the screens or is left to the jobs."""

from __future__ import annotations

import pytest

from amnesty.cli.entry import Screens, screens_asked_for


@pytest.mark.parametrize(
    ("arguments", "screens"),
    [
        ([], Screens(None, accessible=False)),
        (["--accessible"], Screens(None, accessible=True)),
        (["--register", "there"], Screens("there", accessible=False)),
        (["--register=there", "--accessible"], Screens("there", accessible=True)),
        (["--accessible", "--register", "a=b"], Screens("a=b", accessible=True)),
        (["--register=", "--register", "b"], Screens("b", accessible=False)),
    ],
)
def test_the_screens_open_as_asked(arguments: list[str], screens: Screens) -> None:
    """Nothing but the screens' own options opens them, whichever way it is written."""
    assert screens_asked_for(arguments, {}) == screens


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["--register", "there", "show"],
        ["--register"],
        ["--register", "--accessible"],
        ["--accessible=yes"],
        ["--version"],
        ["--help"],
        ["--"],
        ["--regist", "there"],
    ],
)
def test_all_else_is_left_to_the_jobs(arguments: list[str]) -> None:
    """A job, a mistake and a question are read where every option is known."""
    assert screens_asked_for(arguments, {}) is None


def test_a_shell_that_completes_a_command_gets_its_answer() -> None:
    """It asks without arguments, and must not be shown a sign-in."""
    assert screens_asked_for([], {"_AMNESTY_COMPLETE": "bash_complete"}) is None
