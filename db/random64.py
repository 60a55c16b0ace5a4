"""Random numbers of 64 bits as a column."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeDecorator


def signed(number: int) -> int:
    """Return a number of 64 bits as databases keep it."""
    return number - (number >> 63 << 64)


class Random64(TypeDecorator[int]):
    """A random number of 64 bits, kept as the signed number that databases have."""

    impl = BigInteger().with_variant(Integer(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: object) -> int | None:
        """Return the number as it is kept."""
        del dialect
        return None if value is None else signed(value)

    def process_result_value(self, value: int | None, dialect: object) -> int | None:
        """Return the number as it was given."""
        del dialect
        return None if value is None else value % (1 << 64)
