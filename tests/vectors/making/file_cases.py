"""Cases of police files: of many authorities, with a log, with too much or little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from making.casing import AMBER, Case, Files, Making

if TYPE_CHECKING:
    from types import ModuleType


def all_file_cases(world: ModuleType, log: ModuleType) -> list[Case]:
    """Return every case of what a police file holds."""
    making = Making(world=world)
    _many(making)
    _many_refused(making)
    _logs(making, log)
    _folders(making)
    return making.made


def _many(making: Making) -> None:
    world, add = making.world, making.add
    ours = world.files(sequence=8, trust_sequence=7)
    theirs = world.neighbours_files()
    both, text = world.many(ours, theirs), world.neighbours_text(world.neighbour())
    spoilt = both | {"e07999999/status-ic-29q3.cbor": b""}
    gone = {name: one for name, one in both.items() if "issued" not in name}
    newer = world.many(ours, theirs, trust=world.trust_list(sequence=9))
    older = world.neighbours_files(trust=world.trust_list(sequence=8), trust_sequence=8)
    other_keys = world.trust_list(expires_at=world.NOW + world.DAY)
    other, plain = world.many(ours, trust=other_keys), world.many(world.files())
    extra, behind = both | {"e06999999/x.cbor": b""}, world.many(ours, older)
    alone, turned = world.many(ours), world.many(theirs)
    for name, outcome, why, files, asked in (
        ("many-ours", "VALID", "one of two authorities", both, world.text()),
        ("many-theirs", "VALID", "the other of the two", both, text),
        ("many-spoilt-ours", "VALID", "a neighbour's spoilt part", spoilt, None),
        ("many-spoilt-theirs", AMBER, "the spoilt part's certificate", spoilt, text),
        ("many-missing", AMBER, "a part without its issued list", gone, None),
        ("many-without", AMBER, "no part of this authority", alone, text),
        ("many-newer-keys", "VALID", "keys renewed since it published", newer, None),
        ("many-older-keys", AMBER, "keys older than its own", behind, text),
        ("many-other-keys", AMBER, "other keys of its number", other, None),
        ("many-no-number", AMBER, "a part that names no list of keys", plain, None),
        ("many-in-our-folder", AMBER, "a neighbour's part in our folder", turned, None),
        ("many-extra-in-part", AMBER, "a file that a part does not name", extra, None),
    ):
        add(name, outcome, why, files=files, text=asked or world.text())


def _many_refused(making: Making) -> None:
    world, add = making.world, making.add
    files = world.many(world.files(sequence=8, trust_sequence=7))
    keys = {"trust.cbor": files["trust.cbor"]}
    parts = {name: one for name, one in files.items() if "/" in name}
    missing, extra = "BundleFileMissingError", "BundleFileExtraError"
    stranger = {"trust.cbor": world.trust_list(root=world.STRANGER)}
    for name, outcome, why, changed in (
        ("many-no-keys", missing, "no list of keys", parts),
        ("many-no-parts", missing, "a list of keys alone", keys),
        ("many-extra", extra, "a file of no authority", files | {"notes.txt": b""}),
        ("many-folder", extra, "a folder of no authority", files | {"wales/x": b""}),
        ("many-capitals", extra, "a code in capitals", files | {"E07999999/x": b""}),
        ("many-stranger", "UnknownRootError", "no root of ours", files | stranger),
    ):
        add(name, outcome, why, files=changed)


def _logs(making: Making, log: ModuleType) -> None:
    world, add = making.world, making.add
    kept, forged = log.Log(), log.Log("other")
    elsewhere = log.ORIGIN.replace("0", "f")

    def files(sequence: int, others: Files) -> Files:
        made: Files = world.files(
            sequence=sequence, trust=log.trust_list(world), others=others
        )
        return made

    before, grown = (files(7, kept.files(9)),), kept.files(30, 9)
    no_growth = {"checkpoint.txt": grown["checkpoint.txt"]}
    odd = {"growth.cbor": b"\xa0"}
    flipped = bytearray(grown["checkpoint.txt"])
    flipped[70] ^= 1
    for name, outcome, why, others in (
        ("log-grown", "VALID", "the proof from what was seen holds", grown),
        ("log-same", "VALID", "nothing was added since", kept.files(9)),
        ("log-proofs", "VALID", "from several sizes", kept.files(30, 3, 9, 20)),
        ("log-rewritten", "LogForkedError", "other events", forged.files(30, 9)),
        ("log-same-size", "LogForkedError", "other events, as many", forged.files(9)),
        ("log-shorter", "LogForkedError", "an older register", kept.files(8)),
        ("log-no-proof", "LogForgottenError", "no proof from 9", kept.files(30, 5)),
        ("log-no-growth", "LogForgottenError", "no growth.cbor", no_growth),
        ("log-growth-form", "FieldRefusedError", "not its form", grown | odd),
        ("log-hidden", "LogHiddenError", "no checkpoint any more", {}),
        (
            "log-another",
            "LogOfAnotherError",
            "another register's name",
            kept.files(30, 9, origin=elsewhere),
        ),
        (
            "log-stranger",
            "LogUnsignedError",
            "signed by a key that is not listed",
            kept.files(30, 9, key=log.OTHER_KEY),
        ),
        (
            "log-flipped",
            "LogUnsignedError",
            "one bit of the root changed",
            grown | {"checkpoint.txt": bytes(flipped)},
        ),
    ):
        add(name, outcome, why, files=files(8, others), seen=before)
    add("log-first", "VALID", "nothing was seen before", files=files(8, grown))
    add(
        "log-key-not-listed",
        "LogUnsignedError",
        "a list of keys without one for checkpoints",
        files=world.files(sequence=8, others=grown),
    )


def _folders(making: Making) -> None:
    world, add = making.world, making.add
    good = world.files(sequence=8)
    renamed = {
        name.replace("status-ic-29q3", "status-ic-29q4"): one
        for name, one in good.items()
    }
    page = world.files(sequence=8, others={"verify.html": b"<!doctype html>"})
    extra, unsigned_page = good | {"x.cbor": b""}, good | {"verify.html": b""}
    other_page = page | {"verify.html": b"<script>"}
    later = world.files(sequence=9, statuses=world.status_list(uri="ic:9999"))
    shorter = world.files(sequence=10, statuses=world.status_list(capacity=32))
    for name, outcome, why, files, seen in (
        ("extra", "BundleFileExtraError", "a file that nobody signed for", extra, ()),
        (
            "extra-page",
            "BundleFileExtraError",
            "a page that nobody signed for",
            unsigned_page,
            (),
        ),
        ("renamed", "BundleFileMissingError", "a list under another name", renamed, ()),
        ("page", "VALID", "the officer's page is signed for", page, ()),
        (
            "page-changed",
            "BundleFileChangedError",
            "another page in its place",
            other_page,
            (),
        ),
        ("same-again", "VALID", "the same file once more", good, (good,)),
        ("list-away", AMBER, "a day without the list", later, (good,)),
        (
            "list-back-shorter",
            "BundleListShorterError",
            "the list is back, shorter",
            shorter,
            (good, later),
        ),
    ):
        add(name, outcome, why, files=files, seen=seen)
