"""What an officer does next: the program's words, and a force's own."""

from __future__ import annotations

import json

import pytest

from amnesty.domain.verdict import Verdict
from amnesty.errors import BadInputError
from amnesty.services.verifying.next_steps import NEXT_STEPS, words_for, words_from_toml

RUNNING = {
    "Durham": "Checkpoint",
    "Avon & Somerset": "drug education programme",
    "thames valley police": "drug diversion scheme",
}
IN_DEVELOPMENT = (
    "West Midlands",
    "Dyfed Powys",
    "North Wales",
    "South Wales",
    "Cleveland",
)
STANDS = (Verdict.VALID, Verdict.VALID_RENEWAL_PENDING, Verdict.VALID_WINDING_DOWN)


def test_every_verdict_has_its_next_step() -> None:
    """No answer leaves an officer without something to do."""
    assert set(NEXT_STEPS) == set(Verdict)
    for sentence in NEXT_STEPS.values():
        assert sentence.endswith(".")
        assert not set("{}") & set(sentence)


@pytest.mark.parametrize(("force", "programme"), RUNNING.items())
def test_the_force_s_programme_is_named(force: str, programme: str) -> None:
    """Over the limit, or without a valid certificate, help comes before prosecution."""
    steps = words_for(force).next_steps
    for verdict in Verdict:
        helped = verdict is not Verdict.CANNOT_BE_CONFIRMED
        assert (programme in steps[verdict]) is helped, verdict
    for verdict in STANDS:
        over = steps[verdict].partition("Where there is more")[2]
        assert programme in over


@pytest.mark.parametrize("force", IN_DEVELOPMENT)
def test_a_programme_in_development_is_asked_about(force: str) -> None:
    """The officer is not promised what may not be there yet."""
    assert "takes people yet" in words_for(force).next_steps[Verdict.EXPIRED]


def test_a_force_is_known_by_each_of_its_names() -> None:
    """The device's name is the one that agreements use."""
    assert words_for("AVON  &  Somerset").force == "Avon and Somerset Police"
    assert words_for("Penmaen Police").force == "Penmaen Police"
    assert words_for("Penmaen Police").next_steps == words_for(None).next_steps


def test_what_is_shown_for_editing_reads_back_the_same() -> None:
    """A force starts from the words that it has."""
    words = words_for("Durham")
    assert words_from_toml(words.as_toml(), file="force.toml") == words


def test_the_words_as_data_are_plain() -> None:
    """The page and other programs take them as JSON, by the verdicts' own words."""
    data = json.loads(json.dumps(words_for("Durham").as_data()))
    assert data["force"] == "Durham Constabulary"
    assert list(data["next_steps"]) == [verdict.value for verdict in Verdict]


def test_a_file_may_name_the_force_alone() -> None:
    """Then the words are those that come with the program for it."""
    named = words_from_toml('force = "Thames Valley Police"\n', file="force.toml")
    assert named == words_for("Thames Valley Police")


def test_a_file_may_change_the_programme_alone() -> None:
    """Every sentence that names it follows."""
    words = words_from_toml(
        'force = "Penmaen Police"\ndiversion = "offer the Tide House"\n', file="f"
    )
    assert "offer the Tide House" in words.next_steps[Verdict.REVOKED]


def test_another_force_than_the_file_s_has_its_own_words() -> None:
    """A device that is lent to another force does not give the lender's words."""
    own = words_for("Durham").as_toml()
    assert words_from_toml(own, file="f", force="durham police") == words_for("Durham")
    assert words_from_toml(own, file="f", force="Cleveland") == words_for("Cleveland")


WHOLE = words_for("Durham").as_toml()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('force = "Durham\n', 1, "not TOML"),
        (WHOLE + "\x00", 18, "not TOML"),
        (WHOLE.replace('"EXPIRED"', '"LAPSED"'), 10, "“LAPSED” is not known"),
        (WHOLE.replace('"EXPIRED"', '"LAPSED"'), 3, "no sentence for “EXPIRED”"),
        ("next_steps = 3\n", 1, "“next_steps” is not known"),
        ('\nprogramme = "x"\n', 2, "“programme” is not known"),
        ("force = 3\n", 1, "“force” must be one text"),
        ('force = ""\n', 1, "“force” must be one text"),
        ('\n\ndiversion = "a\\nb"\n', 3, "“diversion” must be one text"),
        ('diversion = "\\u001b[2J"\n', 1, "“diversion” must be one text"),
        (f'diversion = "{"x" * 601}"\n', 1, "1 to 600 letters"),
        ('diversion = "{force}"\n', 1, "a brace that stands for nothing"),
        (WHOLE.replace("Photograph", "{0} photograph"), 16, "a brace"),
        (WHOLE.replace("Photograph", "{force!r} photograph"), 16, "a brace"),
        (WHOLE.replace("Photograph", "{force.x} photograph"), 16, "a brace"),
        (WHOLE.replace("Photograph", "{force"), 16, "a brace"),
        (WHOLE.replace("Photograph", "}"), 16, "a brace"),
    ],
)
def test_a_broken_file_says_what_is_wrong_in_which_line(
    text: str, line: int, words: str
) -> None:
    """Whoever edits it finds the place, and no officer reads a broken sentence."""
    with pytest.raises(BadInputError) as refused:
        words_from_toml(text, file="force.toml")
    told = str(refused.value).splitlines()
    assert any(
        one.startswith(f"In force.toml, line {line}: ") and words in one for one in told
    ), told


def test_all_that_is_wrong_is_told_at_once() -> None:
    """An empty list of steps lacks every verdict, and each is named."""
    with pytest.raises(BadInputError) as refused:
        words_from_toml("[next_steps]\n", file="force.toml")
    assert len(str(refused.value).splitlines()) == len(Verdict)
