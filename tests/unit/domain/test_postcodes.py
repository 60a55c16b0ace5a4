"""Postcodes: six shapes and one exception, and what was probably meant."""

from __future__ import annotations

import pytest

from amnesty.domain.identifiers import parse_postcode
from amnesty.errors.identifiers import NumberMissingError, PostcodeError


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("m11ae", "M1 1AE"),
        ("M60 1NW", "M60 1NW"),
        ("CR2 6XH", "CR2 6XH"),
        ("dn551pt", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("ec1a 1bb", "EC1A 1BB"),
        ("SW1A1AA", "SW1A 1AA"),
        ("sw1a-1aa", "SW1A 1AA"),
        ("  sw1a   1aa. ", "SW1A 1AA"),
        ("s w 1 a 1 a a", "SW1A 1AA"),
        ("GIR0AA", "GIR 0AA"),
        ("ZZ1 4AB", "ZZ1 4AB"),
        ("ZZ99 3AA", "ZZ99 3AA"),
    ],
)
def test_a_postcode_has_capitals_and_one_space(typed: str, canonical: str) -> None:
    """However it is typed, it is kept in one way."""
    assert parse_postcode(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SWIA 1AA", "SW1A 1AA"),
        ("SW1A IAA", "SW1A 1AA"),
        ("5W1A 1AA", "SW1A 1AA"),
        ("MI 1AE", "M1 1AE"),
        ("M60 lNW", "M60 1NW"),
        ("DN5S 1PT", "DN55 1PT"),
        ("W1A OAX", "W1A 0AX"),
        ("B5 SAB", "B5 5AB"),
    ],
)
def test_a_look_alike_is_put_right_in_the_question(typed: str, meant: str) -> None:
    """The sentence asks for the postcode that was probably meant."""
    with pytest.raises(PostcodeError) as caught:
        parse_postcode(typed, "postcode of the site")
    assert str(caught.value) == (
        f"Postcode of the site must be a full UK postcode: did you mean {meant}?"
    )
    assert caught.value.hint == meant


@pytest.mark.parametrize(
    "typed",
    [
        "SW1A",
        "QQ1 1AA",
        "V1 1AA",
        "AJ1 1AA",
        "M1 1CE",
        "M1 1IE",
        "M1 1KV",
        "GIR 1AA",
        "BFPO 801",
        "12345",
        "SW1A 1AAA",
        "M1\u2160 1AE",
        "M\u0661 1AE",
        "W1Z 1AA",
        "EC1Z 1AA",
    ],
)
def test_another_shape_is_refused(typed: str) -> None:
    """Inward letters leave out C I K M O V, and areas some first letters."""
    with pytest.raises(PostcodeError, match="must be a full UK postcode"):
        parse_postcode(typed)


def test_what_looks_like_nothing_shows_an_example() -> None:
    """Without a likely postcode the sentence shows what one looks like."""
    with pytest.raises(PostcodeError, match=r"such as SW1A 1AA$") as caught:
        parse_postcode("Penmaen")
    assert caught.value.hint is None


def test_nothing_asks_for_the_postcode() -> None:
    """Nothing typed is missing, not wrong."""
    with pytest.raises(NumberMissingError, match=r"^Enter the postcode$"):
        parse_postcode(" ")
