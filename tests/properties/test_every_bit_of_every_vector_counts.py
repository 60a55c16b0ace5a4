"""Promise: no valid vector with one bit changed, or cut, is anything but refused.

A sample of bits here; all of them with FAULTS=long, as `make faults` does it.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import digits_at_end, from_digits, to_digits
from amnesty.credential.roots import parse_roots
from amnesty.domain.verdict import Verdict
from amnesty.services.verifying.steps import verify

VECTORS = Path(__file__).parents[1] / "vectors"
CODES: dict[str, Any] = json.loads((VECTORS / "codes.json").read_text("utf-8"))
VALID = [one for one in CODES["codes"] if one["refused_by"] is None]
FORGED = {Verdict.NOT_GENUINE, Verdict.UNKNOWN_ISSUER}
STEP = 1 if os.environ.get("FAULTS") == "long" else 61
"""A prime, so that every place in a byte is tried."""


@pytest.fixture(scope="module")
def answer() -> Any:  # noqa: ANN401 - what answers
    """Return what verifies the bytes behind a code."""
    now = datetime.fromisoformat(CODES["now"])
    bundle = read_bundle(
        {name: bytes.fromhex(one) for name, one in CODES["police_file"].items()},
        roots=parse_roots(bytes.fromhex(CODES["roots"])),
        now=now,
    )
    return lambda token: verify(to_digits(token), bundle=bundle, now=now)


@pytest.mark.parametrize("vector", VALID, ids=[one["name"] for one in VALID])
def test_flipped_or_cut_it_is_refused(answer: Any, vector: dict[str, Any]) -> None:  # noqa: ANN401 - what answers
    """Each bit counts, and so does each byte at either end."""
    token = from_digits(digits_at_end(vector["text"]))
    assert answer(token).verdict not in FORGED
    changed = [token[:at] for at in range(1, len(token), STEP)]
    changed += [token[at:] for at in range(1, len(token), STEP)]
    for at in range(0, len(token) * 8, STEP):
        flipped = bytearray(token)
        flipped[at >> 3] ^= 1 << (at & 7)
        changed.append(bytes(flipped))
    for one in changed:
        given = answer(one)
        assert given.verdict in FORGED
        assert given.certificate is None
