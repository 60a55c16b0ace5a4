"""How a job is called: wrong options, closed streams, full disks, passphrases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import pytest

from amnesty.cli.main import amnesty, main
from amnesty.cli.session import read_passphrase
from amnesty.errors.session import (
    NoPassphraseError,
    PassphraseFileError,
)
from amnesty.errors.streams import PassphraseUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = (sys.executable, "-m", "amnesty.cli.entry")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command in this process; return its code, output and errors."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "There is no job nosuch. See: amnesty --help"),
        (["registr"], "There is no job registr. Did you mean "),
        (["show", "--nosuch"], "There is no option --nosuch."),
        (["show", "--jsn", "R"], "Did you mean --as or --json?"),
        (["show", "--as"], "Option --as needs a value after it."),
        (["show"], "  NUMBER: This is missing."),
        (["show", "one", "two"], "does not take: two. Put quotes around a name"),
        (["staff", "ad"], "There is no job ad."),
        (["completion", "tcsh"], "Must be one of: bash, zsh, fish"),
        (["find", "x", "--limit", "0"], "--limit: Must be a whole number from 1 to"),
        (["find", "x", "--limit", "many"], "--limit: Must be a whole number from 1"),
        (["publish", "--to", ""], "--to: Enter a name: this is empty"),
        (["show", "R", "--register", ""], "--register: Enter a name: this is empty"),
        (["show", "R\x1b[2J", "x"], "does not take: x"),
    ],
)
def test_a_job_called_wrongly_says_what_to_type(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Exit 2, nothing on standard output, and no word of a library's."""
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Invalid" not in err
    assert "\x1b" not in err


def test_everything_missing_is_told_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Five options that are wanted make five lines, and a wrong one a sixth."""
    code, _, err = run(capsys, "hand-in", "receive", "--site", "x")
    assert code == 2
    told = [line.split(":")[0].strip() for line in err.splitlines()[1:]]
    assert told == [
        *("NUMBER", "--item", "--second", "--place", "--site"),
        *("--identity-seen", "--signature-seen"),
    ]


def test_both_calculators_tell_all_their_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Need, policy, what is held and both counts, in one answer."""
    code, _, err = run(
        *(capsys, "excess", "--need", "0", "--setting", "indoor", "--policy", "x"),
        *("--held", "dried", "--flowering", "-1", "--young", "1.5"),
    )
    assert (code, len(err.splitlines())) == (2, 6)


def jobs(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every job with its name, those under a word too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        job = group.get_command(context, name)
        assert job is not None
        if isinstance(job, click.Group):
            yield from jobs(job, f"{path}{name} ")
        else:
            yield f"{path}{name}", job


@pytest.mark.parametrize(("name", "job"), list(jobs(amnesty)))
def test_every_option_of_every_job_has_its_help(name: str, job: click.Command) -> None:
    """Nobody has to guess what an option is for."""
    assert job.help, name
    silent = [
        one.opts for one in job.params if isinstance(one, click.Option) and not one.help
    ]
    assert not silent


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
@pytest.mark.parametrize("job", [["register", "--schema"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_told(job: list[str]) -> None:
    """One sentence, exit 74, no incident."""
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        ran = subprocess.run(
            [*COMMAND, *job],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 74
    assert ran.stderr.startswith("What the job says cannot be written: No space left")
    assert len(ran.stderr.splitlines()) == 1


def test_a_reader_who_leaves_is_no_fault() -> None:
    """A closed pipe ends the job as shells have it, and says nothing."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        ran = subprocess.run(
            [*COMMAND, "register", "--schema"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
        with suppress(OSError):
            closed.flush()
    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (["show", "R", "--as", "ada"], "letters and digits"),
        (["staff", "list", "--as", "ada"], "there is no terminal to ask on"),
        (["staff", "list"], "Name your account with --as NAME."),
        (["register", "-"], "Standard input is closed: name a file"),
        ([], "There is no terminal to draw on."),
    ],
)
def test_a_closed_standard_input_is_nobody_to_ask(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    job: list[str],
    said: str,
) -> None:
    """What cannot be asked is told."""
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.delenv("AMNESTY_AS", raising=False)
    code, _, err = run(capsys, *job)
    assert code == 2
    assert said in err


@pytest.mark.skipif(os.name != "posix", reason="a shell closes descriptors")
def test_no_job_is_begun_whose_words_nobody_can_hear(tmp_path: Path) -> None:
    """A recovery code told once into a closed stream would be lost for ever."""
    job = ("init", "--register", str(tmp_path / "new"), "--gss", "E07000008")
    ran = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *job],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ran.returncode == 74
    assert ran.stderr.startswith("Standard output is closed, so nothing was done:")
    assert not (tmp_path / "new").exists()


def test_the_register_may_be_named_before_the_job(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What stands before the job is not passed over."""
    job = ("staff", "list", "--as", "ada", "--passphrase-fd", "9")
    reader, writer = os.pipe()
    os.write(writer, b"made-up passphrase\n")
    os.close(writer)
    told = run(capsys, "--register", str(tmp_path), *job[:-1], str(reader))
    os.close(reader)
    assert told[0] == 5
    assert f"There is no register in {tmp_path}." in told[2]


def test_letters_that_a_terminal_lacks_are_no_fault() -> None:
    """In an old encoding, JSON stays JSON."""
    ran = subprocess.run(
        [*COMMAND, "register", "--schema"],
        env={**os.environ, "PYTHONIOENCODING": "koi8-r"},
        capture_output=True,
        check=True,
    )
    assert json.loads(ran.stdout.decode("ascii"))["type"] == "object"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "its first line is empty"),
        (b"\nlater", "its first line is empty"),
        (b"\xff\xfe secret\n", "it is not UTF-8 text"),
        (b"x" * 5000, "its first line is too long"),
    ],
)
def test_what_holds_no_passphrase_says_why(
    tmp_path: Path, content: bytes, why: str
) -> None:
    """From a descriptor and from a file alike, without a word of the content."""
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    file.chmod(0o600)
    descriptor = os.open(file, os.O_RDONLY)
    for source in ({"fd": descriptor}, {"fd": None, "file": file}):
        with pytest.raises(PassphraseUnreadableError, match=why):
            read_passphrase("Passphrase", **source)
    os.close(descriptor)


def test_a_passphrase_is_the_first_line_of_a_private_file(tmp_path: Path) -> None:
    """A file that others can read, or that is none, is refused."""
    file = tmp_path / "passphrase"
    file.write_bytes("made-up p\u00e2ss\r\nnext\n".encode())
    file.chmod(0o600)
    assert read_passphrase("Passphrase", fd=None, file=file) == "made-up p\u00e2ss"
    file.chmod(0o640)
    with pytest.raises(PassphraseFileError, match="chmod 600"):
        read_passphrase("Passphrase", fd=None, file=file)
    with pytest.raises(PassphraseFileError, match="No such file"):
        read_passphrase("Passphrase", fd=None, file=tmp_path / "none")
    with pytest.raises(PassphraseUnreadableError, match="Bad file descriptor"):
        read_passphrase("Passphrase", fd=99_999)


def test_without_a_terminal_the_options_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each job names the options that it has."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(NoPassphraseError, match="Use --new-passphrase-fd N"):
        read_passphrase("New passphrase", fd=None, options="--new-passphrase-fd N")
