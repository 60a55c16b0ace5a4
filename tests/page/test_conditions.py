"""What no vector holds: other clocks, days, forces and texts; still both alike."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.verifying.answers import as_json
from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import to_digits
from amnesty.credential.fields import is_fit_text
from amnesty.credential.roots import parse_roots
from amnesty.domain.london import midnight_before
from amnesty.services.verifying.answering import moment_in_words
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CODES = json.loads(
    (Path(__file__).parents[1] / "vectors" / "codes.json").read_text("utf-8")
)
NOW = datetime.fromisoformat(CODES["now"])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "device",
    [
        {"now": NOW - timedelta(hours=7)},
        {"now": NOW - timedelta(minutes=20), "floor": NOW},
        {"now": NOW + 8 * DAY},
        {"now": NOW + 15 * DAY},
        {"now": NOW + 400 * DAY},
        {"now": NOW, "force": "PENMAEN police"},
        {"now": NOW, "force": "Heddlu Straße"},
        {"now": NOW, "bundle": None},
    ],
)
def test_every_device_gets_the_same_answers(
    ask: Callable[..., Any], device: dict[str, Any]
) -> None:
    """An early or late clock, another force, no police file: the same answers."""
    codes = [one for one in CODES["codes"] if one["verdict"] != "nothing readable"]
    texts = [one["text"] for one in codes if one["refused_by"] is None]
    texts += [one["text"] for one in codes[::9]]
    files = {name: bytes.fromhex(one) for name, one in CODES["police_file"].items()}
    roots = parse_roots(bytes.fromhex(CODES["roots"]))
    bundle = read_bundle(files, roots=roots, now=NOW)
    ours = [as_json(verify(text, **{"bundle": bundle, **device})) for text in texts]
    theirs = ask(
        "codes",
        {
            "now": int(device["now"].timestamp()),
            "roots": CODES["roots"],
            "files": CODES["police_file"],
            "takenInAt": int(NOW.timestamp()),
            "texts": texts,
            "isWithoutFile": "bundle" in device,
            "force": device.get("force"),
            "floor": int(device["floor"].timestamp()) if "floor" in device else None,
        },
    )
    for their in theirs:
        their.pop("refused_by")
    assert theirs == ours
    assert len({answer["sentence"] for answer in ours}) > 1


def test_midnights_are_london_s(ask: Callable[..., Any]) -> None:
    """Each midnight from 1970 to 2075, and what London's clocks show, by both."""
    days = (datetime(2075, 1, 1, tzinfo=UTC) - EPOCH).days
    ours = [
        int(midnight_before((EPOCH + day * DAY).date()).timestamp())
        for day in range(days)
    ]
    assert ask("midnights", 0, days) == ours
    hours = [at + 5400 for at in ours[::9]]
    words = [moment_in_words(datetime.fromtimestamp(at, UTC)) for at in hours]
    assert ask("moments", hours) == words


def test_texts_are_fit_for_both_or_neither(ask: Callable[..., Any]) -> None:
    """Invisible, turned, decomposed, spaced and long texts; letters of the world."""
    texts = [
        *("", " ", "a", " a", "a ", "a b", "a\u00a0b", "a\u2003b", "a\tb", "a\nb"),
        *("\u200c", "a\u200cb", "\u200da", "\u202ea", "\u2066a", "\ufeffa", "\u00ada"),
        *("Sia\u0302n", "Siân", "Ŵyn", "বাংলা", "فارسی", "ශ්‍රී", "漢字", "😀", "\ue000"),
        *("a" * 200, "a" * 201, "😀" * 200, "😀" * 201, "\u2028", "a\x00", "a\x7f"),
    ]
    assert ask("fitTexts", texts) == [is_fit_text(text) for text in texts]


def test_no_changed_bit_and_no_cut_is_taken(
    ask: Callable[..., Any], world: ModuleType
) -> None:
    """Every single-bit flip and every truncation of a certificate is refused."""
    token = world.token()
    altered = [token[:length] for length in range(1, len(token))]
    for at in range(len(token)):
        for bit in range(8):
            octet = bytes([token[at] ^ 1 << bit])
            altered.append(token[:at] + octet + token[at + 1 :])
    texts = [world.text(), *map(to_digits, altered)]
    answers = ask(
        "codes",
        {
            "now": int(NOW.timestamp()),
            "roots": world.roots_file().hex(),
            "files": {name: one.hex() for name, one in world.files().items()},
            "texts": texts,
        },
    )
    assert answers[0]["verdict"] == "VALID"
    verdicts = {answer["verdict"] for answer in answers[1:]}
    assert verdicts == {"NOT GENUINE", "UNKNOWN ISSUER"}
