"""The scheme's own numbers: made, read as typed, and refused with a sentence."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    new_certificate_number,
    new_receipt_number,
    new_registration_number,
    parse_certificate_number,
    parse_receipt_number,
    parse_registration_number,
)
from amnesty.domain.own_numbers import ALPHABET
from amnesty.errors.identifiers import (
    NumberCharacterError,
    NumberCheckError,
    NumberKindError,
    NumberLengthError,
    NumberLookAlikeError,
    NumberMissingError,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def chance(seed: int) -> bytes:
    """Return bytes that look random and are the same each time."""
    return sha256(seed.to_bytes(8, "big")).digest()


def test_the_alphabet_has_31_characters_that_cannot_be_misread() -> None:
    """31 letters and digits, in order, without 0, O, 1, I and L."""
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert list(ALPHABET) == sorted(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL")


@pytest.mark.parametrize(
    ("new", "parse", "letter"),
    [
        (new_registration_number, parse_registration_number, "R"),
        (new_certificate_number, parse_certificate_number, "C"),
        (new_receipt_number, parse_receipt_number, "H"),
    ],
)
def test_a_new_number_reads_back_however_it_is_typed(
    new: Callable[[bytes], str], parse: Callable[[str], str], letter: str
) -> None:
    """Capitals, spaces and dashes of any kind make no difference."""
    number = new(chance(1))
    assert number[:2] == f"{letter}-"
    assert [len(group) for group in number.split("-")] == [1, 4, 4, 4]
    plain = number.replace("-", "")
    for typed in (
        number,
        plain,
        plain.lower(),
        f"  {number.lower()}\n",
        number.replace("-", " "),
        number.replace("-", "\u2013"),
        number.replace("-", "\N{NO-BREAK SPACE}\u2212 "),
        " ".join(plain),
    ):
        assert parse(typed) == number


def test_a_sum_done_by_hand_is_one_modulo_31() -> None:
    """The sum of place × 3^i, i counted from the right, is 1 modulo 31."""
    plain = new_certificate_number(chance(2)).replace("-", "")
    places = [ALPHABET.index(character) for character in plain]
    total = 0
    for place in places:
        total = total * 3 + place
    assert total % 31 == 1


def test_every_character_is_equally_likely() -> None:
    """Each random byte value that is used stands for its character as often."""
    used = Counter(ALPHABET[byte % 31] for byte in range(248))
    assert set(used.values()) == {8}
    sure = bytes(range(248, 256)) + bytes([30] * 24)
    assert new_receipt_number(sure).replace("-", "")[1:12] == "Z" * 11


def test_numbers_differ() -> None:
    """A thousand draws give a thousand numbers."""
    assert len({new_registration_number(chance(n)) for n in range(1000)}) == 1000


def test_too_little_chance_is_refused() -> None:
    """A number is made of 32 bytes, and not of bytes that were never random."""
    with pytest.raises(ValueError, match="32 random bytes"):
        new_registration_number(bytes(31))
    with pytest.raises(ValueError, match="not random enough"):
        new_registration_number(b"\xff" * RANDOM_BYTES_NEEDED)


def test_another_kind_is_named() -> None:
    """A certificate's number typed for a registration's is called what it is."""
    certificate = new_certificate_number(chance(3))
    with pytest.raises(NumberKindError) as caught:
        parse_registration_number(certificate)
    assert str(caught.value) == (
        "Registration number must begin with R, and this is a certificate number"
    )


def test_the_letter_of_the_kind_is_protected() -> None:
    """A certificate's number with an R in front is not a registration's."""
    certificate = new_certificate_number(chance(4))
    with pytest.raises(NumberCheckError):
        parse_registration_number(f"R{certificate[1:]}")


def test_an_unknown_first_letter_is_refused_without_a_guess() -> None:
    """Where the number does not add up, nobody says what it might be."""
    number = new_certificate_number(chance(5))
    with pytest.raises(NumberKindError, match=r"must begin with C$"):
        parse_certificate_number(f"X{number[1:]}")


@pytest.mark.parametrize("typed", ["0", "O", "1", "I", "L", "o", "i", "l"])
def test_a_look_alike_is_named_with_its_place(typed: str) -> None:
    """The sentence says which character cannot be, and where it stands."""
    with pytest.raises(NumberLookAlikeError) as caught:
        parse_registration_number(f"R-23{typed}5-6789-ABCD")
    assert str(caught.value) == (
        "Registration number never has 0, O, 1, I or L: "
        f"look again at {typed.upper()}, letter or digit 4"
    )


@pytest.mark.parametrize(("typed", "shown"), [("é", "É"), ("\x00", "U+0000")])
def test_another_character_is_named(typed: str, shown: str) -> None:
    """A character that cannot be shown is named by its code point."""
    with pytest.raises(NumberCharacterError, match=f"look again at .*{shown[-4:]}"):
        parse_receipt_number(f"H-2{typed}45-6789-ABCD")


@pytest.mark.parametrize("typed", ["R-2345-6789-ABC", "R-2345-6789-ABCDE", "R"])
def test_the_wrong_length_is_counted(typed: str) -> None:
    """The sentence shows the form and counts what was typed."""
    found = len(typed.replace("-", ""))
    with pytest.raises(NumberLengthError, match=f"R-XXXX-XXXX-XXXX, .* has {found}$"):
        parse_registration_number(typed)


@pytest.mark.parametrize("typed", ["", "   ", " - - "])
def test_nothing_asks_for_the_number(typed: str) -> None:
    """Spaces and dashes alone are nothing."""
    with pytest.raises(NumberMissingError, match=r"^Enter the certificate number$"):
        parse_certificate_number(typed)
