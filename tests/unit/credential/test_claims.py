"""A certificate as claims, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.cbor import decode, encode
from amnesty.credential.claims import decode_claims, encode_claims
from amnesty.domain.certificate import Form, PlantLimits, Setting, StatusSlot
from amnesty.domain.identifiers import CertificateNumber, GssCode
from amnesty.errors import CredentialError
from amnesty.errors.credential import (
    CertificateContentError,
    FieldFault,
    FieldRefusedError,
    ValidityTooLongError,
)

if TYPE_CHECKING:
    from types import ModuleType

FIVE, NINE = PlantLimits(flowering=5, plants=10), PlantLimits(flowering=9, plants=9)

SHAPES = [
    {},
    {"agreement": None},
    {"postcode": None, "place": "Pitch 7, Quay Field, SN 123 456"},
    {"patient": "Małgorzata Żółć"},
    {"setting": Setting.OUTDOOR, "indoor": None, "outdoor": FIVE},
    {"setting": Setting.BOTH, "outdoor": NINE},
    {"date_of_birth": date(1970, 1, 1)},
    {"date_of_birth": date(1931, 2, 28)},
    {"holder": "Nguyễn Thị Ánh"},
    {"holder": "محمد"},
    {"holder": "O'Brien [Jr]"},
    {"holder": "ক\u200dষ"},
    {"valid_from": date(2026, 3, 29), "valid_to": date(2026, 3, 29)},
    {"valid_from": date(2026, 10, 25), "valid_to": date(2026, 10, 25)},
    {"indoor": PlantLimits(flowering=0, plants=0), "stock_grams": 0, "carry_grams": 0},
]


@pytest.mark.parametrize("changes", SHAPES)
def test_a_certificate_comes_back_exactly(
    world: ModuleType, changes: dict[str, Any]
) -> None:
    """Every shape of certificate is the same value after a round trip."""
    certificate = world.certificate(**changes)
    assert decode_claims(encode_claims(certificate)) == certificate


@pytest.mark.parametrize("outdoor", [None, NINE])
def test_a_card_comes_back_and_does_not_say_where(
    world: ModuleType, outdoor: PlantLimits | None
) -> None:
    """A card's claims hold neither address, postcode, setting nor stock."""
    card = world.card(outdoor=outdoor)
    payload = encode_claims(card)
    assert decode_claims(payload) == card
    assert not {4, 5, 6, 8} & cbor2.loads(payload)[-70001].keys()
    assert b"Canal" not in payload
    assert b"ZZ1" not in payload


def test_validity_is_whole_days_in_london(world: ModuleType) -> None:
    """The claims are midnights in London: in summer one hour before midnight UTC."""
    certificate = world.certificate(
        valid_from=date(2026, 7, 1), valid_to=date(2026, 12, 31)
    )
    claims = cbor2.loads(encode_claims(certificate))
    assert datetime.fromtimestamp(claims[5], UTC) == datetime(
        2026, 6, 30, 23, tzinfo=UTC
    )
    assert datetime.fromtimestamp(claims[4], UTC) == datetime(2027, 1, 1, tzinfo=UTC)


@given(first=st.dates(date(2020, 1, 1), date(2100, 1, 1)), days=st.integers(0, 1825))
def test_any_validity_comes_back(world: ModuleType, first: date, days: int) -> None:
    """No change of the clocks moves a certificate's first or last day."""
    certificate = world.certificate(
        valid_from=first, valid_to=first + timedelta(days=days)
    )
    assert decode_claims(encode_claims(certificate)) == certificate


def test_the_payload_is_what_cbor2_would_write(world: ModuleType) -> None:
    """The claims are plain CBOR that any reader takes apart."""
    payload = encode_claims(world.CERTIFICATE)
    claims = cbor2.loads(payload)
    assert claims.keys() == {1, 4, 5, 6, 7, 65535, -70001}
    assert claims[65535] == {"status_list": {"idx": 21, "uri": "ic:29q3"}}
    assert claims[-70001][7] == [5, 10]
    assert claims[-70001][12] == ["PA/2026/1", "Penmaen Police"]


def test_a_specimen_names_no_agreement(world: ModuleType) -> None:
    """Without an agreement the label is left out, not empty."""
    claims = cbor2.loads(encode_claims(world.certificate(agreement=None)))
    assert 12 not in claims[-70001]


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"holder": ""}, "name", FieldFault.LETTERS),
        ({"holder": "A\u202eB"}, "name", FieldFault.LETTERS),
        ({"holder": "A\x00B"}, "name", FieldFault.LETTERS),
        ({"holder": "A\nB"}, "name", FieldFault.LETTERS),
        ({"holder": " A"}, "name", FieldFault.LETTERS),
        ({"holder": "e\u0301"}, "name", FieldFault.LETTERS),
        ({"holder": "\u200d"}, "name", FieldFault.LETTERS),
        ({"holder": "x" * 201}, "name", FieldFault.LETTERS),
        ({"place": ""}, "address", FieldFault.LETTERS),
        ({"place": None}, "address", FieldFault.MISSING),
        ({"stock_grams": None}, "stock", FieldFault.MISSING),
        ({"setting": None}, "setting", FieldFault.MISSING),
        ({"form": Form.CARD}, "address", FieldFault.NOT_HERE),
        ({"number": CertificateNumber("C-1")}, "certificate number", FieldFault.FORM),
        ({"stock_grams": -1}, "stock", FieldFault.RANGE),
        ({"stock_grams": 1_000_001}, "stock", FieldFault.RANGE),
        ({"indoor": None}, "number of plants", FieldFault.SIZE),
        ({"outdoor": FIVE}, "number of plants", FieldFault.SIZE),
        ({"setting": Setting.OUTDOOR}, "setting", FieldFault.NOT_HERE),
        (
            {"indoor": PlantLimits(flowering=3, plants=2)},
            "number of plants",
            FieldFault.RANGE,
        ),
        ({"date_of_birth": date(2027, 1, 1)}, "date of birth", FieldFault.RANGE),
        ({"valid_to": date(2026, 11, 19)}, "validity", FieldFault.RANGE),
        ({"valid_to": date(2036, 11, 19)}, "validity", FieldFault.RANGE),
        ({"valid_to": date.max}, "time or text", FieldFault.FORM),
        ({"issuer": GssCode("e07")}, "claim 1", FieldFault.FORM),
        ({"token_id": bytes(15)}, "claim 7", FieldFault.SIZE),
        ({"slot": StatusSlot(uri="../x", index=1)}, None, FieldFault.FORM),
        ({"slot": StatusSlot(uri="ic:1", index=-1)}, None, FieldFault.RANGE),
        ({"issued_at": datetime(2026, 1, 1)}, "time or text", FieldFault.FORM),  # noqa: DTZ001 - what is refused
        ({"holder": "\ud800"}, "time or text", FieldFault.FORM),
    ],
)
def test_what_cannot_be_certified_is_not_signed(
    world: ModuleType, changes: dict[str, Any], field: str | None, fault: FieldFault
) -> None:
    """A field that a verifier would refuse is refused before it is signed."""
    with pytest.raises(CertificateContentError) as refused:
        encode_claims(world.certificate(**changes))
    assert refused.value.fault is fault
    assert field is None or refused.value.field == field


def test_all_that_is_wrong_reads_as_a_sentence(world: ModuleType) -> None:
    """A clerk reads which field, without a label's number."""
    with pytest.raises(CertificateContentError) as refused:
        encode_claims(world.certificate(holder="A\u202eB"))
    assert str(refused.value) == (
        "This cannot be certified: the name has a character that cannot be printed, "
        "or is empty or too long."
    )


def changed(world: ModuleType, claim: int, value: object) -> bytes:
    """Return the payload with one claim changed; None takes it away."""
    claims = decode(encode_claims(world.CERTIFICATE))
    assert isinstance(claims, dict)
    if value is None:
        del claims[claim]
    else:
        claims[claim] = value
    return encode(claims)


@pytest.mark.parametrize("claim", [1, 4, 5, 6, 7, 65535, -70001])
@pytest.mark.parametrize("value", [None, -1, "text", b"octets", [], {}, True])
def test_claims_of_another_kind_are_refused(
    world: ModuleType, claim: int, value: object
) -> None:
    """Every claim must be there and of its kind."""
    with pytest.raises(CredentialError):
        decode_claims(changed(world, claim, value))


@pytest.mark.parametrize("claim", [2, 3, 0, -70002, 14])
def test_unknown_claims_are_refused(world: ModuleType, claim: int) -> None:
    """A claim that this format does not have may mean what nobody checks."""
    with pytest.raises(FieldRefusedError) as refused:
        decode_claims(changed(world, claim, 1))
    assert refused.value.fault is FieldFault.UNKNOWN


@pytest.mark.parametrize("claim", [4, 5])
@pytest.mark.parametrize("seconds", [1, -1, 3600, 86399])
def test_times_that_are_no_midnight_are_refused(
    world: ModuleType, claim: int, seconds: int
) -> None:
    """Only midnights in London begin and end a certificate."""
    claims = decode(encode_claims(world.CERTIFICATE))
    assert isinstance(claims, dict)
    moved = claims[claim] + seconds
    with pytest.raises(FieldRefusedError) as refused:
        decode_claims(changed(world, claim, moved))
    assert refused.value.fault is FieldFault.FORM


def test_a_certificate_may_not_end_before_it_begins(world: ModuleType) -> None:
    """Not-before and expiry that are the same instant certify nothing."""
    claims = decode(encode_claims(world.CERTIFICATE))
    assert isinstance(claims, dict)
    with pytest.raises(ValidityTooLongError):
        decode_claims(changed(world, 4, claims[5]))
