"""The list of erased registrations, beside the register and in no backup of it.

A backup that is restored is older than some erasures, which are then done once more
from this list. It holds ids alone, which are random, sealed under the common key.

An id is listed just before its erasure is committed. So a crash in that very moment
leaves it listed and not yet erased; it is never erased and not listed.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from amnesty.errors.erasing import ErasuresDamagedError
from db.folder import as_store_error, write_private
from db.sealing import Codec, UnopenedError, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring

ERASURES_FILE = "erasures.json"

_FORMAT = "carlys-amnesty/erasures/1"


@dataclass(frozen=True, kw_only=True)
class Erasures:
    """What the file seals."""

    registrations: tuple[int, ...]
    """Their ids, in order: not even when they were erased can be told."""


_CODEC = Codec(Erasures)


def read_erasures(folder: Path, keyring: Keyring) -> frozenset[int]:
    """Return the ids of the registrations that were erased; none without a file.

    Raises:
        ErasuresDamagedError: it is not as it was written, or another register's.
    """
    file = folder / ERASURES_FILE
    with as_store_error():
        if not file.exists():
            return frozenset()
        content = file.read_bytes()
    sealed = b""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        sealed = base64.b64decode(json.loads(content)["sealed"], validate=True)
    try:
        text = keyring.open(Compartment.COMMON, sealed, _bound(keyring))
        return frozenset(_CODEC.read(text).registrations)
    except UnopenedError:
        raise ErasuresDamagedError(file) from None


def write_erasures(
    folder: Path, keyring: Keyring, registrations: Iterable[int], chance: Chance
) -> None:
    """Write the list under the newest common key: the whole of it, or the old stays."""
    text = _CODEC.write(Erasures(registrations=tuple(sorted(registrations))))
    keys = keyring.keys(Compartment.COMMON)
    sealed = keys.seal.seal(text, _bound(keyring), chance)
    outer = {"format": _FORMAT, "sealed": base64.b64encode(sealed).decode()}
    write_private(folder / ERASURES_FILE, json.dumps(outer, indent=1).encode() + b"\n")


def seal_erasures_again(folder: Path, keyring: Keyring, chance: Chance) -> None:
    """Seal the list under the newest common key, before an older one is destroyed."""
    if (folder / ERASURES_FILE).exists():
        write_erasures(folder, keyring, read_erasures(folder, keyring), chance)


def _bound(keyring: Keyring) -> bytes:
    return canonical(["erasures", keyring.register])
