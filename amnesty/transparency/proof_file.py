"""The proof of one event as a file of its own (C2SP tlog-proof)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_LINE = "c2sp.org/tlog-proof@v1"


def proof_file(place: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """Return the text of a proof that an event stands at a place of the log.

    Args:
        place: counted from 0.
        hashes: from the leaf upwards.
        checkpoint: the signed note, witnesses' lines included.
    """
    lines = [base64.b64encode(one).decode() for one in hashes]
    return "\n".join([_FIRST_LINE, f"index {place}", *lines, "", checkpoint])
