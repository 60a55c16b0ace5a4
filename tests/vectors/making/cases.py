"""Cases of clocks, dates, forces and cards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from making.casing import AMBER, Case, Making

from amnesty.domain.certificate import CertificateStatus, PlantLimits
from amnesty.domain.london import midnight_after, midnight_before

if TYPE_CHECKING:
    from types import ModuleType


def all_cases(world: ModuleType) -> list[Case]:
    """Return every case of what is answered."""
    making = Making(world=world)
    _clocks(making)
    _forces(making)
    _cards(making)
    return making.made


def _clocks(making: Making) -> None:
    world, add = making.world, making.add
    second, day = timedelta(seconds=1), world.DAY
    begins = world.CERTIFICATE.valid_from
    ends = midnight_after(world.CERTIFICATE.valid_to)
    week = world.PUBLISHED + 7 * day
    add("no-police-file", AMBER, "nothing to compare with", files=None, shows=False)
    add("seven-days", "VALID", "the lists are seven days old to the second", now=week)
    add("seven-days-and-a-second", AMBER, "amber, never green", now=week + second)
    revoked = world.files(sequence=8, status=CertificateStatus.REVOKED)
    add(
        "stale-and-revoked",
        AMBER,
        "old lists are never red either",
        files=revoked,
        now=week + second,
    )
    add(
        "clock-behind-300",
        "VALID",
        "300 seconds behind what was seen may be",
        floor=world.NOW + timedelta(seconds=300),
    )
    add(
        "clock-behind-301",
        AMBER,
        "301 seconds behind the floor",
        floor=world.NOW + timedelta(seconds=301),
    )
    add(
        "file-ahead-300",
        "VALID",
        "a police file 300 seconds ahead of the device",
        now=world.PUBLISHED - timedelta(seconds=300),
    )
    add(
        "file-ahead-301",
        "BundleAheadError",
        "a police file 301 seconds ahead of the device",
        now=world.PUBLISHED - timedelta(seconds=301),
    )
    add(
        "at-the-day-before",
        "NOT YET VALID",
        "asked about the last second before its first day",
        at=midnight_before(begins) - second,
    )
    add(
        "at-its-first-second",
        "VALID",
        "asked about its first second",
        at=midnight_before(begins),
    )
    add(
        "at-its-last-second",
        "VALID",
        "asked about its last second, in summer time",
        at=ends - second,
    )
    add("at-the-end", "EXPIRED", "asked about the midnight that ends it", at=ends)
    add(
        "at-moves-the-dates-alone",
        AMBER,
        "another time to ask about makes old lists no younger",
        now=week + second,
        at=world.NOW,
    )
    pending = world.files(sequence=8, status=CertificateStatus.RENEWAL_PENDING)
    add(
        "at-the-end-with-renewal",
        "VALID – RENEWAL PENDING",
        "a renewal that was received in time keeps it valid",
        files=pending,
        at=ends,
    )
    winding = world.files(sequence=8, status=CertificateStatus.WINDING_DOWN)
    add(
        "at-the-end-winding-down",
        "VALID – WINDING DOWN",
        "the registration ended, and what is there may stay for a while",
        files=winding,
        at=ends,
    )
    add(
        "before-with-renewal",
        "NOT YET VALID",
        "a renewal does not bring the first day forward",
        files=pending,
        at=midnight_before(begins) - second,
    )


def _forces(making: Making) -> None:
    world, add = making.world, making.add
    specimen = world.certificate(agreement=None)
    add("force-same", "VALID", "the device's own force", force=world.FORCE)
    add("force-case", "VALID", "a force in other letters", force=world.FORCE.upper())
    add("force-other", "NOT COVERED HERE", "another force's agreement", force="Another")
    add(
        "force-other-expired",
        "EXPIRED",
        "a date weighs more than a force",
        force="Another",
        at=midnight_after(world.CERTIFICATE.valid_to),
    )
    for status, verdict in (
        (CertificateStatus.REVOKED, "REVOKED"),
        (CertificateStatus.SUSPENDED, "SUSPENDED"),
        (CertificateStatus.SUPERSEDED, "SUPERSEDED"),
    ):
        add(
            f"specimen-{verdict.lower()}",
            verdict,
            "a status weighs more than a missing agreement",
            files=world.files(specimen, sequence=8, status=status),
            text=world.text(specimen),
            force="Another",
        )
    add(
        "specimen-elsewhere",
        "SPECIMEN",
        "without an agreement no force matters",
        files=world.files(specimen, sequence=8),
        text=world.text(specimen),
        force="Another",
    )
    never = world.certificate(holder="Somebody Else")
    add(
        "never-issued-and-revoked",
        "NOT ISSUED",
        "what was never issued weighs more than its slot's status",
        files=world.files(sequence=8, status=CertificateStatus.REVOKED),
        text=world.text(never),
        shows=False,
    )


def _cards(making: Making) -> None:
    world, add = making.world, making.add
    periods = {"outdoor": PlantLimits(flowering=2, plants=2)}
    cards = {
        "card-valid": ("VALID", world.card(), {}),
        "card-both": ("VALID", world.card(**periods), {}),
        "card-grower": ("VALID", world.card(patient="Ada Made-Up"), {}),
        "card-specimen": ("SPECIMEN", world.card(agreement=None), {}),
        "card-revoked": (
            "REVOKED",
            world.card(),
            {"status": CertificateStatus.REVOKED},
        ),
        "card-superseded": (
            "SUPERSEDED",
            world.card(),
            {"status": CertificateStatus.SUPERSEDED},
        ),
    }
    for name, (outcome, card, parts) in cards.items():
        add(
            name,
            outcome,
            "a wallet card, which never says where",
            files=world.files(card, sequence=8, **parts),
            text=world.text(card),
        )
    add(
        "card-never-issued",
        "NOT ISSUED",
        "a card in the slot of a certificate",
        text=world.text(world.card()),
        shows=False,
    )
