"""How the audit log holds when it is long: two million leaves, or BENCH_LEAVES.

It takes minutes, so it runs with BENCH_SIZE of two million or with BENCH_LEAVES alone.
The leaves are real ones: events that are appended as every act's are, sealed, hashed
and kept, though many to a transaction.
"""

from __future__ import annotations

import os
import sys
from statistics import median, quantiles
from time import perf_counter, process_time

from pairs import Pair, asked, in_files, note
from scale import PROOF_MS, SIZE, proofs

TWO_MILLION = 2_000_000
LEAVES = int(os.environ.get("BENCH_LEAVES", SIZE if SIZE >= TWO_MILLION else 0))
SHORT = 10_000
AT_ONCE = 50_000
APPENDED = 400


def main() -> None:
    """Print what a proof and one more event cost in a long log."""
    if not LEAVES:
        return
    with in_files() as pair:
        short = _appended(pair, SHORT)
        long = _appended(pair, LEAVES)
        _tell_growth(pair, short, long)
        _tell_proofs(pair)


def _tell_growth(
    pair: Pair, short: tuple[float, float], long: tuple[float, float]
) -> None:
    clock, processor = (late / early for early, late in zip(short, long, strict=True))
    pair.tell(
        "append_growth",
        processor,
        f"the same at {SHORT} leaves, by the processor's time",
        leaves=LEAVES,
        milliseconds=round(long[1], 3),
        by_the_clock=round(clock, 3),
        clock_milliseconds=round(long[0], 3),
    )


def _tell_proofs(pair: Pair) -> None:
    size = "two_million" if LEAVES == TWO_MILLION else str(LEAVES)
    leaves, *clock = proofs(pair)
    _, *processor = proofs(pair, process_time)
    both = zip(("proof", "proof_verified"), clock, processor, strict=True)
    for name, by_the_clock, by_the_processor in both:
        milliseconds = _p95(by_the_clock)
        pair.tell(
            f"{name}_at_{size}_vs_limit",
            milliseconds / PROOF_MS,
            f"{PROOF_MS} ms, of {leaves} leaves, p95",
            milliseconds=round(milliseconds, 3),
            processor_milliseconds=round(_p95(by_the_processor), 3),
        )


def _p95(each: list[float]) -> float:
    return quantiles(each, n=20)[18]


def _appended(pair: Pair, leaves: int) -> tuple[float, float]:
    """Fill the log, and return the milliseconds of one more event: clock, processor.

    Each is a transaction of its own, which reaches the disk.
    """
    _fill(pair, leaves)
    spent = []
    for _ in range(APPENDED):
        begun, used = perf_counter(), process_time()
        with pair.register.transaction() as transaction:
            note(transaction)
        spent.append((perf_counter() - begun, process_time() - used))
    clock, processor = (median(each) * 1000 for each in zip(*spent, strict=True))
    return clock, processor


def _fill(pair: Pair, leaves: int) -> None:
    there, event = 1, asked(pair)
    while there < leaves:
        with pair.register.transaction() as transaction:
            for _ in range(min(AT_ONCE, leaves - there)):
                transaction.append(event)
        assert transaction.written is not None
        there, _ = transaction.written
        print(f"{there} leaves", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
