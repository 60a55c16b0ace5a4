"""One catalogue of texts in two languages, which authorities change as data."""

from __future__ import annotations

from datetime import date

import pytest

from amnesty.errors import BadInputError, ProblemsError
from amnesty.errors.papers import WordingTwiceError
from amnesty.papers.catalogue import (
    ANYWHERE,
    Tongue,
    placeholders,
    read_catalogue,
    standard_catalogue,
)
from amnesty.papers.fonts import Face, printable

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def own(*entries: tuple[str, str]) -> str:
    """Return an authority's file of texts."""
    body = "\n".join(f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in entries)
    return HEAD + body


def problems(text: str, tongue: Tongue = Tongue.ENGLISH) -> list[str]:
    """Return what a file is refused for."""
    with pytest.raises(ProblemsError) as refused:
        read_catalogue(tongue, text, source="en.po")
    return [problem.sentence for problem in refused.value.problems]


def test_both_languages_have_the_same_texts() -> None:
    """No paper can meet a hole in one language."""
    english, welsh = map(standard_catalogue, Tongue)
    assert english.keys == welsh.keys
    for key in english.keys:
        first = set(placeholders(english.translations.gettext(key))) - ANYWHERE
        second = set(placeholders(welsh.translations.gettext(key))) - ANYWHERE
        assert first == second, key


@pytest.mark.parametrize("tongue", Tongue)
def test_every_text_can_be_printed(tongue: Tongue) -> None:
    """The fonts that come with the program have every character of its texts."""
    catalogue = standard_catalogue(tongue)
    for key in catalogue.keys:
        assert printable(catalogue.translations.gettext(key), Face.TEXT, field=key)


def test_welsh_waits_for_a_reader_and_english_does_not() -> None:
    """Every Welsh text is marked until a Welsh speaker has read it."""
    assert standard_catalogue(Tongue.ENGLISH).unreviewed == frozenset()
    welsh = standard_catalogue(Tongue.WELSH)
    assert welsh.unreviewed == welsh.keys


def test_welsh_counts_in_six_forms() -> None:
    """A noun changes with its number: two, three and six have forms of their own."""
    welsh = standard_catalogue(Tongue.WELSH)
    counted = {n: welsh.counted("common.plants", n) for n in (0, 1, 2, 3, 4, 6, 11)}
    assert counted == {
        0: "planhigyn",
        1: "planhigyn",
        2: "blanhigyn",
        3: "phlanhigyn",
        4: "planhigyn",
        6: "phlanhigyn",
        11: "planhigyn",
    }


def test_dates_are_written_in_each_language() -> None:
    """The month has its name in both."""
    day = date(2026, 3, 27)
    assert standard_catalogue(Tongue.ENGLISH).day(day) == "27 March 2026"
    assert standard_catalogue(Tongue.WELSH).day(day) == "27 Mawrth 2026"


def test_an_authority_changes_single_texts() -> None:
    """What its file has is printed, all else stays; a reviewed text is marked so."""
    text = own(("certificate.law", "The law of the land stands, says {authority}."))
    read = read_catalogue(Tongue.ENGLISH, text, source="en.po")
    filled = read.filled(authority="Penmaen Council")
    assert filled("certificate.law") == (
        "The law of the land stands, says Penmaen Council."
    )
    assert filled("certificate.title") == "Immunity certificate"
    welsh = read_catalogue(Tongue.WELSH, own(("certificate.law", "Wel.")), source="x")
    assert "certificate.law" not in welsh.unreviewed
    assert "certificate.title" in welsh.unreviewed


def test_a_wrong_placeholder_is_refused_with_its_line() -> None:
    """Nothing is printed with a hole: the line and what may stand there are told."""
    text = own(
        ("certificate.law", "Fine."), ("certificate.rests_on", "{referrence} {force}")
    )
    assert problems(text) == [
        (
            "Line 8 of en.po: {referrence} cannot be filled in."
            " Use {authority}, {force}, {reference}, {telephone}, or no braces."
        )
    ]
    assert "{force!r}" in problems(own(("certificate.law", "{force!r}")))[0]
    assert "{authority.x}" in problems(own(("certificate.law", "{authority.x}")))[0]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (("certificate.lwa", "x"), "no paper has a text certificate.lwa"),
        (("certificate.law", " "), "certificate.law is empty"),
        (("certificate.law", "{ x"), "a brace stands alone"),
        (("certificate.law", "} x"), "a brace stands alone"),
        (("common.plants", "plants"), "common.plants must have 2 forms"),
    ],
)
def test_other_mistakes_are_told_with_their_line(
    entry: tuple[str, str], sentence: str
) -> None:
    """Each is one sentence that names the line."""
    (told,) = problems(own(entry))
    assert told.startswith("Line 5 of en.po: ")
    assert sentence in told


def test_a_text_that_no_font_prints_is_refused_with_its_line() -> None:
    """The mistake is told at the start, not when the first paper is drawn."""
    with pytest.raises(
        ProblemsError, match=r"en\.po: The text receipt\.title has U\+9648"
    ):
        read_catalogue(
            Tongue.ENGLISH, 'msgid "receipt.title"\nmsgstr "陈"\n', source="en.po"
        )


def test_a_text_that_stands_twice_is_named() -> None:
    """Nobody is told that a file is none, when two of its lines are one too many."""
    entry = 'msgid "receipt.title"\nmsgstr "Receipt"\n'
    with pytest.raises(WordingTwiceError, match=r"receipt\.title stands twice"):
        read_catalogue(Tongue.ENGLISH, f"{entry}\n{entry}", source="en.po")


def test_all_mistakes_are_told_at_once() -> None:
    """Whoever words texts does not have to try again for each."""
    text = own(("nothing.here", "x"), ("certificate.law", "{x}"))
    assert len(problems(text)) == 2


@pytest.mark.parametrize(
    "text",
    ["hello", 'msgid "a"\nmsgstr "b', own(("common.date", "x")) * 2, "\0"],
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    """Whatever a file holds, it is read or refused in one sentence."""
    with pytest.raises(BadInputError, match=r"en\.po"):
        read_catalogue(Tongue.ENGLISH, text, source="en.po")


def test_a_text_that_is_asked_for_is_there() -> None:
    """A paper cannot print a key in place of a text."""
    with pytest.raises(KeyError):
        standard_catalogue(Tongue.ENGLISH)("certificate.nothing")
    with pytest.raises(KeyError):
        standard_catalogue(Tongue.ENGLISH)("certificate.rests_on")
