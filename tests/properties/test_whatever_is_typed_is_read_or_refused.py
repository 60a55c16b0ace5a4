"""Whatever is typed is read, or refused with one plain sentence, and nothing else."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amnesty.credential.fields import is_fit_text
from amnesty.domain.certificate import Setting
from amnesty.domain.dates import in_table, in_words, parse_date
from amnesty.domain.identifiers import (
    parse_gss_code,
    parse_health_number,
    parse_postcode,
    parse_registration_number,
)
from amnesty.domain.quantity import (
    decimal_text,
    parse_count,
    parse_grams,
    parse_need,
    parse_pounds,
    parse_weight,
)
from amnesty.domain.text import clean_line, clean_name, parse_choice
from amnesty.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

PARSERS: dict[str, Callable[[str], object]] = {
    "registration number": parse_registration_number,
    "health number": parse_health_number,
    "postcode": parse_postcode,
    "authority code": parse_gss_code,
    "date": parse_date,
    "need": parse_need,
    "grams": parse_grams,
    "weight": parse_weight,
    "pounds": partial(parse_pounds, what="price"),
    "count": partial(parse_count, what="plants"),
    "line": partial(clean_line, what="line"),
    "name": clean_name,
    "choice": partial(parse_choice, choices=Setting, what="setting"),
}
BANNED = ("please", "invalid", "error", "sorry", "\n", "None", "{")

typed = st.text(max_size=30) | st.text(
    alphabet="0123456789.,-/ eE+gabcjlmnoruyRCH=£\u2212\u0661\u202e", max_size=20
)


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=60)
@given(text=typed)
def test_whatever_is_typed_is_read_or_refused(parser: str, text: str) -> None:
    """No text gets anything but a value or a sentence that a clerk can act on."""
    try:
        PARSERS[parser](text)
    except BadInputError as refusal:
        sentence = str(refusal)
    else:
        return
    assert sentence[:1].isupper()
    # A sentence may quote what was typed.
    assert not [word for word in BANNED if word in sentence and word not in text]


@pytest.mark.parametrize("parser", PARSERS)
def test_a_flood_of_text_is_refused_too(parser: str) -> None:
    """A hundred thousand characters are answered with one short sentence."""
    for flood in ("9" * 100_000, "a " * 50_000, "-" * 100_000 + "!"):
        with pytest.raises(BadInputError) as caught:
            PARSERS[parser](flood)
        assert len(str(caught.value)) < 300


@given(
    st.text(max_size=30) | st.text(alphabet="\u200c\u200d \u3000\tae\u0301", max_size=6)
)
def test_every_line_that_is_read_can_be_signed(text: str) -> None:
    """What the desk takes for a line, the signed bytes take too."""
    try:
        line = clean_line(text, "line")
    except BadInputError:
        return
    assert is_fit_text(line)
    assert clean_line(line, "line") == line


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_date_reads_back(day: date) -> None:
    """Each way of writing a date, ours and others', is read as that date."""
    for text in (
        in_words(day),
        in_table(day),
        day.isoformat(),
        f"{day:%d%m}{day.year}",
        f"{day.day}/{day.month}/{day.year}",
    ):
        assert parse_date(text) == day


@given(st.integers(1, 50_000))
def test_every_need_reads_back(hundredths: int) -> None:
    """A need of two decimals is read exactly and written as it was."""
    need = parse_need(f"{hundredths // 100}.{hundredths % 100:02d}")
    assert need * 100 == hundredths
    assert parse_need(decimal_text(need)) == need
