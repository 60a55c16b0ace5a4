"""Certificates that must be answered without being called false."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from making.forging import Code, Forge

from amnesty.credential.claims import encode_claims
from amnesty.credential.cose import sign1
from amnesty.credential.digits import to_digits
from amnesty.credential.labels import CERTIFICATE_TYPE
from amnesty.domain.certificate import PlantLimits, Setting, StatusSlot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ADDRESS = "https://verify.example.gov.uk/c#"


def issued(world: ModuleType) -> Iterator[tuple[str, str, str, Any]]:
    """Yield the certificates that the desk issued, with the answers they get."""
    both = {
        "setting": Setting.BOTH,
        "outdoor": PlantLimits(flowering=2, plants=2),
    }
    outdoor = {
        "setting": Setting.OUTDOOR,
        "indoor": None,
        "outdoor": PlantLimits(flowering=2, plants=4),
    }
    rows: list[tuple[str, str, str, Any]] = [
        ("certificate", "VALID", "a patient who grows indoors", {}),
        ("outdoors", "VALID", "limits for the outdoor period only", outdoor),
        ("both", "VALID", "four limits, for indoors and outdoors in turn", both),
        (
            "designated-grower",
            "VALID",
            "another adult grows, and both are named",
            {"patient": "Οδυσσέας Παπαδόπουλος"},
        ),
        (
            "no-postcode",
            "VALID",
            "a pitch has a grid reference and no postcode",
            {"place": "Pitch 7, Quay Field, SN 123 456", "postcode": None},
        ),
        (
            "specimen",
            "SPECIMEN",
            "no agreement stands behind it",
            {"agreement": None},
        ),
        (
            "expired",
            "EXPIRED",
            "its last day is over",
            {"valid_to": date(2026, 11, 23)},
        ),
        (
            "not-yet",
            "NOT YET VALID",
            "its first day is still to come",
            {"valid_from": date(2026, 11, 25)},
        ),
    ]
    for number, (name, verdict, why, changes) in enumerate(rows):
        slot = StatusSlot(uri=world.LIST, index=world.SLOT + number)
        yield name, verdict, why, world.certificate(slot=slot, **changes)
    slot = StatusSlot(uri=world.LIST, index=world.SLOT + len(rows))
    yield (
        "card",
        "VALID",
        "a wallet card, which does not say where",
        world.card(slot=slot),
    )


def statuses(world: ModuleType) -> Iterator[tuple[str, str, str, Any, int]]:
    """Yield certificates whose status is not plain valid, with the status."""
    rows = [
        ("revoked", "REVOKED", "its slot says 1", 1, {}),
        ("suspended", "SUSPENDED", "its slot says 2", 2, {}),
        ("superseded", "SUPERSEDED", "its slot says 12", 12, {}),
        (
            "renewal-pending",
            "VALID – RENEWAL PENDING",
            "its slot says 13, so its last day does not end it",
            13,
            {"valid_to": date(2026, 11, 23)},
        ),
        (
            "winding-down",
            "VALID – WINDING DOWN",
            "its slot says 14, so its last day does not end it",
            14,
            {"valid_to": date(2026, 11, 23)},
        ),
        (
            "status-without-meaning",
            "CANNOT BE CONFIRMED",
            "its slot says 3, which this format does not have",
            3,
            {},
        ),
    ]
    for number, (name, verdict, why, status, changes) in enumerate(rows):
        slot = StatusSlot(uri=world.LIST, index=number)
        yield name, verdict, why, world.certificate(slot=slot, **changes), status


def good(world: ModuleType, forge: Forge) -> list[Code]:
    """What must be answered without calling it false."""
    codes = [
        Code(name=name, why=why, text=world.text(one), verdict=verdict)
        for name, verdict, why, one in issued(world)
    ]
    codes += [
        Code(name=name, why=why, text=world.text(one), verdict=verdict)
        for name, verdict, why, one, _ in statuses(world)
    ]
    text = world.text()
    high = ORDER - int.from_bytes(forge.signature[32:], "big")
    high_s = forge.with_signature(forge.signature[:32] + high.to_bytes(32, "big"))
    retired = world.certificate(issued_at=world.RETIRED_ON - timedelta(days=1))
    never = world.certificate(holder="Somebody Else")
    outside = world.certificate(slot=StatusSlot(uri=world.LIST, index=4096))
    elsewhere = world.certificate(slot=StatusSlot(uri="ic:0000", index=1))
    late = world.certificate(issued_at=world.PUBLISHED + timedelta(seconds=1))
    by_retired = sign1(
        encode_claims(retired), content_type=CERTIFICATE_TYPE, signer=world.RETIRED_KEY
    )
    return [
        *codes,
        Code(
            name="address",
            why="what stands before # is not looked at",
            text=ADDRESS + text,
            verdict="VALID",
        ),
        Code(
            name="keyboard",
            why="a scanner types through another keyboard layout",
            text="https>&&verify.example.gov.uk&c£" + text + "\r\n",
            verdict="VALID",
        ),
        Code(
            name="high-s",
            why="the other value of s signs as well; nothing is keyed on it",
            text=to_digits(high_s),
            verdict="VALID",
        ),
        Code(
            name="retired-key",
            why="a retired key signed within its window; its slot has other bytes",
            text=to_digits(by_retired),
            verdict="NOT ISSUED",
        ),
        Code(
            name="stolen-key",
            why="signed with the right key, and never issued by the desk",
            text=world.text(never),
            verdict="NOT ISSUED",
        ),
        Code(
            name="slot-outside",
            why="its slot is beyond the end of its list",
            text=world.text(outside),
            verdict="NOT ISSUED",
        ),
        Code(
            name="list-not-held",
            why="it names a list that the police file does not hold",
            text=world.text(elsewhere),
            verdict="CANNOT BE CONFIRMED",
        ),
        Code(
            name="issued-since",
            why="issued after the lists were made, which cannot know it",
            text=world.text(late),
            verdict="CANNOT BE CONFIRMED",
        ),
    ]
