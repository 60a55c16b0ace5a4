"""`amnesty page` makes a force's page, and says what to compare."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import time_machine

from amnesty.cli.main import main
from amnesty.cli.police.publish import zipped
from amnesty.credential.roots import fingerprint
from amnesty.domain.verdict import Verdict
from amnesty.services.police.paging import make_page
from amnesty.services.verifying.next_steps import NEXT_STEPS, words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType
    from typing import Any


@pytest.fixture
def roots(world: ModuleType, tmp_path: Path) -> Iterator[Path]:
    """Lend the roots' file, on the day of the vectors."""
    path = tmp_path / "roots.cbor"
    path.write_bytes(world.roots_file())
    with time_machine.travel(world.NOW, tick=False):
        yield path


def run(*arguments: str | Path) -> int:
    """Run the command and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["page", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_a_page_is_made_and_its_hash_is_told(
    roots: Path, world: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """The force and whoever makes it again compare the SHA-256 that is printed."""
    out = roots.with_name("verify.html")
    settings = ("--roots", roots, "--force", world.FORCE, "--out", out)
    assert run(*settings, "--telephone", "E07000008=Penmaen, 01632 960100") == 0
    told = capsys.readouterr().out
    assert sha256(out.read_bytes()).hexdigest() in told
    assert fingerprint(world.roots_file()) in told
    assert b"01632 960100" in out.read_bytes()
    assert run(*settings, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["sha256"] == sha256(out.read_bytes()).hexdigest()
    assert answer["bytes"] == out.stat().st_size
    assert not roots.with_name("sw.js").exists()


def test_a_served_page_has_its_worker_beside_it(roots: Path, world: ModuleType) -> None:
    """Two files go to the server."""
    out = roots.with_name("verify.html")
    arguments = ("--roots", roots, "--force", world.FORCE, "--out", out, "--served")
    assert run(*arguments) == 0
    assert b"addEventListener" in roots.with_name("sw.js").read_bytes()


@pytest.mark.parametrize("is_zip", [False, True])
def test_the_day_s_lists_go_inside(
    roots: Path, world: ModuleType, *, is_zip: bool
) -> None:
    """A folder or a zip, taken in first as an officer's device would."""
    place = roots.with_name("police.zip" if is_zip else "police")
    if is_zip:
        place.write_bytes(zipped(world.files()))
    else:
        place.mkdir()
        for name, content in world.files().items():
            (place / name).write_bytes(content)
    out = roots.with_name("verify.html")
    arguments = ("--roots", roots, "--force", world.FORCE, "--out", out)
    assert run(*arguments, "--police-file", place) == 0
    expected = make_page(
        roots=world.roots_file(), force=world.FORCE, police_file=world.files()
    )
    assert out.read_bytes() == expected


def test_lists_that_a_device_would_refuse_make_no_page(
    roots: Path, world: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page is not handed out with lists that it would refuse itself."""
    place = roots.with_name("police")
    place.mkdir()
    files = world.files()
    del files["trust.cbor"]
    for name, content in files.items():
        (place / name).write_bytes(content)
    out = roots.with_name("verify.html")
    arguments = ("--roots", roots, "--force", world.FORCE, "--out", out)
    assert run(*arguments, "--police-file", place) != 0
    assert "trust.cbor is missing" in capsys.readouterr().err
    assert not out.exists()
    assert run(*arguments, "--police-file", roots.with_name("nowhere")) == 2
    assert "nowhere is not a folder or zip" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ("--force", " ", "Enter the force's name as agreements have it"),
        ("--force", "a\u202eb", "Enter the force's name as agreements have it"),
        ("--telephone", "01632 960100", "Write the authority's code, its name"),
        ("--telephone", "E07000008=A, nought", "Write the authority's code, its name"),
        ("--telephone", "X1=A, 01632 960100", "one letter and 8 digits"),
    ],
)
def test_a_wrong_option_is_told(
    roots: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: tuple[str, str, str],
) -> None:
    """One sentence for each, and nothing is written."""
    option, typed, sentence = wrong
    out = roots.with_name("verify.html")
    given = {"--force": "Penmaen Police", option: typed}
    arguments = [part for pair in given.items() for part in pair]
    assert run("--roots", roots, "--out", out, *arguments) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_what_is_no_file_of_roots_is_refused(
    roots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page with roots that it cannot read would check nothing."""
    roots.write_bytes(b"roots")
    out = roots.with_name("verify.html")
    assert run("--roots", roots, "--force", "Penmaen Police", "--out", out) != 0
    assert "is not a file of roots" in capsys.readouterr().err
    assert not out.exists()


def test_a_force_s_own_next_steps_are_shown_in_its_language(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """English words on the English page, Welsh words on the Welsh one."""
    page = open_page(
        next_steps={**NEXT_STEPS, Verdict.VALID: "Ring the Checkpoint desk."},
        next_steps_welsh={Verdict.VALID: "Ffoniwch ddesg Checkpoint."},
    )
    assert "Ring the Checkpoint desk." in page.check(world.text())
    page.run("document.getElementById('language').click()")
    assert "Ffoniwch ddesg Checkpoint." in page.text("#answer")
    assert "Ring the Checkpoint desk." not in page.text("#answer")


def own_words(path: Path, said: str, force: str | None = None) -> Path:
    """Write a force's file, as the program prints it, with one sentence changed."""
    words = words_for(force)
    steps = {**words.next_steps, Verdict.VALID: said}
    path.write_text(replace(words, next_steps=steps).as_toml(), encoding="utf-8")
    return path


def test_the_command_takes_a_force_s_own_words(roots: Path, world: ModuleType) -> None:
    """The file that the program prints for editing is what the page is made from."""
    out = roots.with_name("verify.html")
    english = own_words(roots.with_name("force.toml"), "Ring the desk.", world.FORCE)
    welsh = own_words(roots.with_name("heddlu.toml"), "Ffoniwch y ddesg.")
    arguments = ("--roots", roots, "--force", world.FORCE, "--out", out)
    assert run(*arguments, "--next-steps", english) == 0
    assert shown(out) == {"en": "Ring the desk.", "cy": "Ring the desk."}
    assert run(*arguments, "--next-steps", english, "--next-steps-welsh", welsh) == 0
    assert shown(out) == {"en": "Ring the desk.", "cy": "Ffoniwch y ddesg."}
    assert run(*arguments, "--next-steps-welsh", welsh) == 0
    assert shown(out) == {"en": None, "cy": "Ffoniwch y ddesg."}


def shown(page: Path) -> dict[str, str | None]:
    """Return what a made page says after VALID that is the force's own."""
    data = re.search(
        r'"nextSteps":(\{"cy":\{.*?\},"en":\{.*?\}\})', page.read_text("utf-8")
    )
    assert data is not None
    steps = json.loads(data[1])
    return {language: one.get("VALID") for language, one in steps.items()}


def test_a_known_force_s_diversion_programme_is_on_its_page(roots: Path) -> None:
    """Without a file it is what `amnesty verify` tells; Welsh stays as it is."""
    out = roots.with_name("verify.html")
    assert run("--roots", roots, "--force", "Durham Constabulary", "--out", out) == 0
    said = shown(out)
    assert said["en"] == words_for("Durham").next_steps[Verdict.VALID]
    assert "Checkpoint" in said["en"]
    assert said["cy"] is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('force = "Penmaen Police"\n[next_steps]\n', "In own.toml, line 2"),
        ("not toml", "In own.toml, line 1: this is not TOML"),
        ('force = "Another Police"\n', "own.toml has the words of Another Police"),
        ("\xff\x00", "In own.toml, line"),
    ],
)
@pytest.mark.parametrize("option", ["--next-steps", "--next-steps-welsh"])
def test_words_that_cannot_be_used_make_no_page(  # noqa: PLR0917 - fixtures and cases
    roots: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
    content: str,
    sentence: str,
) -> None:
    """The file and the line are told, and nothing is written."""
    out, own = roots.with_name("verify.html"), roots.with_name("own.toml")
    own.write_bytes(content.encode("latin-1"))
    arguments = ("--roots", roots, "--force", "Penmaen Police", "--out", out)
    assert run(*arguments, option, own) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()
