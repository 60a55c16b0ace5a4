"""A file of wording is read whole, or told line by line what is wrong with it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from amnesty.errors import ProblemsError
from amnesty.errors.papers import WordingNotReadableError
from amnesty.papers.wording_file import read_sentences, standard_sentences

STANDARD = (files("amnesty.papers") / "wording.toml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """Return the standard file with one piece changed."""
    assert old in STANDARD
    return STANDARD.replace(old, new, 1)


def line_of(piece: str, text: str) -> int:
    """Return the line on which a piece stands."""
    return text[: text.index(piece)].count("\n") + 1


def refused(text: str) -> list[str]:
    """Return the sentences with which a file is refused."""
    with pytest.raises(ProblemsError) as error:
        read_sentences(text, source="penmaen.toml")
    return [problem.sentence for problem in error.value.problems]


def test_the_standard_file_reads() -> None:
    """What comes with the program is complete."""
    assert read_sentences(STANDARD, source="wording.toml") == standard_sentences()
    assert len(standard_sentences().officer_steps) == 3


def test_a_wrong_placeholder_is_refused_with_its_line() -> None:
    """A hole that nothing fills is found before a page is printed with it."""
    text = changed("with {authority} to grow, keep", "with {council} to grow, keep")
    line = line_of("{council}", text)
    assert refused(text) == [
        (
            f"Line {line} of penmaen.toml: {{council}} cannot be filled in."
            " Use {authority}, {force}, {telephone}, or no braces."
        )
    ]


def test_a_placeholder_in_a_list_is_refused_with_its_own_line() -> None:
    """In a list, the line is that of the sentence and not of the list's name."""
    text = changed("Do not sell or give any away.", "{nobody} may.")
    (sentence,) = refused(text)
    assert sentence.startswith(f"Line {line_of('{nobody}', text)} of penmaen.toml")


def test_the_reference_stands_only_where_there_is_an_agreement() -> None:
    """A condition of every paper cannot name an agreement that a specimen lacks."""
    text = changed("Do not sell or give any away.", "See {reference}.")
    (sentence,) = refused(text)
    assert "{reference} cannot be filled in" in sentence


@pytest.mark.parametrize(
    "placeholder",
    ["{authority.x}", "{authority!r}", "{authority:>9}", "{0}", "{}", "{authority[0]}"],
)
def test_a_placeholder_is_a_bare_name(placeholder: str) -> None:
    """Nothing can be reached or reshaped through a placeholder."""
    text = changed("Valid only with photo identity", f"{placeholder} Valid only with")
    (sentence,) = refused(text)
    assert f"{placeholder} cannot be filled in" in sentence


@pytest.mark.parametrize("brace", ["{", "}"])
def test_a_lone_brace_is_refused_with_its_line(brace: str) -> None:
    """A brace that opens or closes nothing is told, and how to print one."""
    text = changed("Valid only with photo identity", f"Valid {brace} only")
    line = line_of(f"Valid {brace} only", text)
    assert refused(text) == [
        (
            f"Line {line} of penmaen.toml: a brace stands alone."
            " Write {{ or }} to print a brace."
        )
    ]


def test_a_brace_written_twice_is_printed() -> None:
    """Who wants a brace can have it."""
    text = changed("Valid only with photo identity", "Valid {{only}}")
    sentences = read_sentences(text, source="penmaen.toml")
    assert sentences.filled(
        {}.fromkeys(["authority", "force", "telephone"], "x") | {"reference": "y"}
    ).photo_identity.startswith("Valid {only}")


def test_all_problems_are_told_at_once() -> None:
    """Missing, unknown, empty and misshapen sentences come in one answer."""
    text = changed('title = "Immunity certificate"', 'tilte = "Immunity certificate"')
    text = text.replace('law = "It does not change the law."', 'law = " "')
    text = text.replace('legal = "Legal basis"', "legal = 7")
    text = text.replace("counting_rules = [", "counting_rules = [ 3,")
    assert refused(text) == [
        "The wording in penmaen.toml has no sentence title. Add it.",
        (
            f"Line {line_of('tilte', text)} of penmaen.toml:"
            " no paper has a sentence tilte. Correct the name or take it out."
        ),
        (
            f"Line {line_of('law = ', text)} of penmaen.toml:"
            " law must be a sentence in quotes."
        ),
        (
            f"Line {line_of('counting_rules', text)} of penmaen.toml:"
            " counting_rules must be a list of sentences in quotes."
        ),
        (
            f"Line {line_of('legal = 7', text)} of penmaen.toml:"
            " legal must be a sentence in quotes."
        ),
    ]


def test_the_officer_has_four_steps() -> None:
    """Three steps are worded here; the fourth is the agreement's."""
    text = changed("officer_steps = [", 'officer_steps = ["One more.",')
    (sentence,) = refused(text)
    assert sentence.endswith(
        "officer_steps must be a list of 3 sentences; the agreement is the fourth."
    )


@pytest.mark.parametrize("text", ["[certificate", "title = ", "", "[card]\n"])
def test_what_is_no_wording_is_refused(text: str) -> None:
    """A file of another kind says so, with its name."""
    with pytest.raises(WordingNotReadableError, match=r"penmaen\.toml cannot be read"):
        read_sentences(text, source="penmaen.toml")


def test_a_sentence_of_several_lines_becomes_one() -> None:
    """A long sentence may be written over several lines."""
    text = changed(
        'photo_identity = "Valid only with photo identity in the same name."',
        'photo_identity = """\nValid only with\nphoto identity.\n"""',
    )
    sentences = read_sentences(text, source="penmaen.toml")
    assert sentences.photo_identity == "Valid only with photo identity."
