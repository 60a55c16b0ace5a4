"""A number of ours with one wrong character or two swapped ones is never taken."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from amnesty.errors import BadInputError

MAKERS = (new_registration_number, new_certificate_number, new_receipt_number)
PARSERS = (parse_registration_number, parse_certificate_number, parse_receipt_number)

# Bytes above 247 are passed over; with none of them, every draw makes a number.
random_bytes = st.binary(
    min_size=RANDOM_BYTES_NEEDED, max_size=RANDOM_BYTES_NEEDED
).map(lambda drawn: bytes(byte % 248 for byte in drawn))
numbers = st.builds(
    lambda make, drawn: make(drawn), st.sampled_from(MAKERS), random_bytes
)


def is_taken(text: str) -> bool:
    """Return whether any reader takes the text for a number."""
    for parse in PARSERS:
        try:
            parse(text)
        except BadInputError:
            continue
        return True
    return False


@settings(max_examples=15, deadline=None)
@given(numbers)
def test_every_single_error_is_noticed(number: str) -> None:
    """Each character, the kind's letter too, changed into each of the 30 others."""
    plain = number.replace("-", "")
    assert is_taken(plain)
    for place, wrong in product(range(len(plain)), ALPHABET):
        damaged = plain[:place] + wrong + plain[place + 1 :]
        assert is_taken(damaged) is (damaged == plain)


@settings(max_examples=100, deadline=None)
@given(numbers)
def test_every_swap_is_noticed(number: str) -> None:
    """Any two characters that differ, however far apart, change places."""
    plain = number.replace("-", "")
    for first, second in combinations(range(len(plain)), 2):
        swapped = list(plain)
        swapped[first], swapped[second] = plain[second], plain[first]
        damaged = "".join(swapped)
        assert is_taken(damaged) is (damaged == plain)


def test_the_weights_prove_it_for_every_number() -> None:
    """The weights of all thirteen places differ and none is 0, modulo a prime.

    So a difference a - b of two characters, times a weight or a difference of weights,
    is never 0: the sum of a damaged number is never that of a good one.
    """
    weights = [3**place % 31 for place in range(13)]
    assert 0 not in weights
    assert len(set(weights)) == len(weights)
    assert all(31 % divisor for divisor in range(2, 31))


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever is typed is a number or one of our errors."""
    for parse in PARSERS:
        with suppress(BadInputError):
            number = parse(text)
            assert parse(number) == number


def test_a_reader_that_skips_the_check_would_be_caught() -> None:
    """The search has teeth: of all last characters only one is taken."""
    plain = new_receipt_number(bytes(range(RANDOM_BYTES_NEEDED))).replace("-", "")
    taken = [last for last in ALPHABET if is_taken(plain[:-1] + last)]
    assert taken == [plain[-1]]
    with pytest.raises(BadInputError):
        parse_receipt_number(plain[:-1])
