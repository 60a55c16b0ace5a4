"""Bytes as digits, and digits out of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.digits import (
    digits_at_end,
    from_digits,
    looks_like_a_code,
    to_digits,
)
from amnesty.errors.credential import CodeTooLongError, DigitsRefusedError
from amnesty.errors.sources import NothingReadableError


@given(st.binary(min_size=1, max_size=500))
def test_digits_give_the_bytes_back(octets: bytes) -> None:
    """Any bytes become digits and come back."""
    digits = to_digits(octets)
    assert digits.isdecimal()
    assert from_digits(digits) == octets


@given(st.text("0123456789", max_size=60))
def test_no_two_texts_stand_for_the_same_bytes(digits: str) -> None:
    """Digits are either refused, or the only ones for their bytes."""
    try:
        octets = from_digits(digits)
    except DigitsRefusedError:
        return
    assert to_digits(octets) == digits


def test_two_bytes_are_five_digits_and_one_is_three() -> None:
    """The groups are those of the format, with their zeros."""
    assert to_digits(b"\x00\x01\xff\xff\x07") == "0000165535007"


@pytest.mark.parametrize(
    "digits", ["65536", "99999", "256", "65535256", "1", "12", "1234", "123456", "-1"]
)
def test_impossible_digits_are_refused(digits: str) -> None:
    """Groups that are too large and lengths that cannot be are no bytes."""
    with pytest.raises(DigitsRefusedError):
        from_digits(digits)


@pytest.mark.parametrize("digits", ["١٢٣", "²²²", "1 3", "1_3", "+13"])
def test_only_ascii_digits_count(digits: str) -> None:
    """What Python would take for a number elsewhere is refused here."""
    with pytest.raises(DigitsRefusedError):
        from_digits(digits)


@pytest.mark.parametrize(
    "text",
    [
        "00123",
        "https://verify.example.gov.uk/c#00123",
        "https---verify.example.gov.uk&c£00123",
        " \t00123\r\n",
    ],
)
def test_the_digits_at_the_end_are_taken(text: str) -> None:
    """Address, layout of the keyboard and line ends do not matter."""
    assert digits_at_end(text) == "00123"


@pytest.mark.parametrize("text", ["", "  ", "abc", "12345x", "#", "١٢٣", "123٤"])
def test_a_text_without_digits_at_its_end_is_nothing(text: str) -> None:
    """It is not called a forgery: it is no code at all."""
    with pytest.raises(NothingReadableError):
        digits_at_end(text)


@pytest.mark.parametrize("length", [2001, 2_000_000])
def test_a_text_longer_than_any_code_is_refused(length: int) -> None:
    """2,000 characters are read and no more."""
    assert digits_at_end("1" * 2000) == "1" * 2000
    with pytest.raises(CodeTooLongError):
        digits_at_end("1" * length)


def test_a_code_is_told_from_a_telephone_number() -> None:
    """Only a long run of digits is taken for a code without being asked to."""
    assert looks_like_a_code("x" + "1" * 100)
    assert not looks_like_a_code("07700 900123")
    assert not looks_like_a_code("1" * 200 + "x")
