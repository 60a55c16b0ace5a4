"""What may and may not stand in a tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 300

_HOSTS = re.compile(
    r"(pypi|pythonhosted|npmjs|registry\.npm|crates|debian|deb\.nodesource)"
    r"\.(org|io|com|net)",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"(/work/|/root/|/opt/(wheels|pypi))")


def tracked() -> list[Path]:
    """Return the files that git tracks or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()
    ]


def texts() -> list[tuple[Path, str]]:
    """Return the tracked files that are text, but this one."""
    found = []
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("forbidden", [_HOSTS, _MACHINE])
def test_no_file_names_a_registry_or_a_path_of_a_machine(
    forbidden: re.Pattern[str],
) -> None:
    """A clone works anywhere: no package host and no machine's path in any file."""
    hits = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        if (match := forbidden.search(text))
    ]
    assert not hits


def test_pins_name_no_address() -> None:
    """Requirements are names, versions and hashes alone."""
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path.name


def test_no_lock_file_that_names_hosts_is_tracked() -> None:
    """uv.lock and pylock files would name a host for each file."""
    names = {path.name for path in tracked()}
    assert not names & {"uv.lock", "pylock.toml"}


def test_modules_stay_short() -> None:
    """No module of ours passes 300 lines."""
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked()
        if path.suffix == ".py"
    }
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_MODULE}


def test_test_folders_do_not_hide_the_packages() -> None:
    """A test folder named db or tui would be imported instead of ours."""
    folders = {path.name for path in (ROOT / "tests").rglob("*") if path.is_dir()}
    assert not folders & {"db", "tui", "amnesty"}


def test_exceptions_are_ours_only() -> None:
    """Every error class of `amnesty.errors` descends from the one root."""
    for path in (ROOT / "amnesty" / "errors").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                bases = {getattr(base, "id", "") for base in node.bases}
                assert all(base.endswith(("Error", "Exception")) for base in bases), (
                    node.name
                )


def test_no_handler_calls_the_one_of_its_base() -> None:
    """Textual calls the handlers of every class by itself: else each runs twice."""
    calls = re.compile(r"super\(\)\._?on_(?!event\b)\w+")
    hits = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted((ROOT / "tui").rglob("*.py"))
        for match in calls.finditer(path.read_text("utf-8"))
    ]
    assert not hits
