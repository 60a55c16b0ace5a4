"""Promise: no input makes the verifier raise anything but its own errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.cbor import Tag, encode
from amnesty.credential.cose import sign1, signature_input
from amnesty.credential.digits import to_digits
from amnesty.credential.labels import (
    CERTIFICATE_TYPE,
    ISSUED_TYPE,
    KEYS_TYPE,
    MANIFEST_TYPE,
    STATUS_TYPE,
)
from amnesty.credential.roots import parse_roots
from amnesty.credential.scanning import read_codes
from amnesty.domain.verdict import Verdict
from amnesty.errors import AmnestyError, BadInputError, CredentialError
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from types import ModuleType

REFUSED = {Verdict.NOT_GENUINE, Verdict.UNKNOWN_ISSUER}
FIELDS = st.sampled_from([*range(-3, 16), 16, 65533, 65534, 65535])
OURS = st.sampled_from([-70001, -70002, -70003, -70004])
WORDS = st.sampled_from(["status_list", "idx", "uri", "bits", "lst", "root", "ic:29q3"])
SCALARS = (
    st.integers(-(1 << 64), (1 << 64) - 1)
    | st.integers(0, 3)
    | st.binary(max_size=70)
    | st.text(max_size=20)
    | WORDS
    | st.booleans()
    | st.none()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(FIELDS | OURS | WORDS, inner, max_size=8)
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def bundle(world: ModuleType) -> Bundle:
    """Return a good daily police file."""
    taken_in: Bundle = world.bundle()
    return taken_in


def answer(world: ModuleType, bundle: Bundle | None, text: str | bytes) -> None:
    """Verify, and let nothing pass that the authority did not sign."""
    try:
        given_answer = verify(text, bundle=bundle, now=world.NOW)
    except BadInputError:
        return
    if given_answer.verdict not in REFUSED:
        assert bundle is None
        assert given_answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert given_answer.certificate is None
    assert given_answer.sentence
    assert given_answer.next_step


@given(st.text(max_size=300) | st.text("0123456789 #\r\n\t", max_size=300))
def test_any_text_is_answered(world: ModuleType, bundle: Bundle, text: str) -> None:
    """Whatever a scanner or a keyboard types."""
    answer(world, bundle, text)
    answer(world, None, text)


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(
    world: ModuleType, bundle: Bundle, octets: bytes
) -> None:
    """As the content of a file, and as the bytes behind digits."""
    answer(world, bundle, octets)
    answer(world, bundle, to_digits(octets))


@given(VALUES)
def test_any_signed_claims_are_answered(
    world: ModuleType, bundle: Bundle, claims: object
) -> None:
    """Even what the authority's own key signs is refused in words."""
    token = sign1(
        encode(claims), content_type=CERTIFICATE_TYPE, signer=world.CERTIFICATE_KEY
    )
    answer(world, bundle, to_digits(token))


@given(st.tuples(VALUES, VALUES, VALUES))
def test_any_envelope_is_answered(
    world: ModuleType, bundle: Bundle, values: tuple[object, object, object]
) -> None:
    """Headers of any shape, signed as they are."""
    protected, unprotected, x = values
    header, payload = encode(protected), encode(x)
    signature = world.CERTIFICATE_KEY.sign(signature_input(header, payload))
    for parts in (
        [header, unprotected, payload, signature],
        [protected, unprotected, x, signature],
        x,
    ):
        answer(world, bundle, to_digits(encode(Tag(18, parts))))


@given(st.data())
def test_any_change_of_a_certificate_is_answered(
    world: ModuleType, bundle: Bundle, data: st.DataObject
) -> None:
    """Certificates with a piece of another one in them."""
    token, other = world.token(), world.token(world.card())
    cut = data.draw(st.integers(0, len(token)))
    take = data.draw(st.integers(0, len(other)))
    spliced = token[:cut] + other[take:]
    if spliced not in {token, other}:
        answer(world, bundle, to_digits(spliced))


@given(
    name=st.sampled_from(
        ["manifest.cbor", "trust.cbor", "status-ic-29q3.cbor", "issued-ic-29q3.cbor"]
    ),
    octets=st.binary(max_size=200),
)
def test_any_police_file_is_taken_in_or_refused(
    world: ModuleType, name: str, octets: bytes
) -> None:
    """A part of any bytes refuses the whole, and nothing else happens."""
    files = world.files() | {name: octets}
    with pytest.raises(CredentialError):
        read_bundle(files, roots=world.roots(), now=world.NOW)
    with pytest.raises(CredentialError):
        parse_roots(octets)


@given(
    kind=st.sampled_from([STATUS_TYPE, ISSUED_TYPE, KEYS_TYPE, MANIFEST_TYPE]),
    claims=VALUES,
)
def test_any_signed_list_is_taken_in_or_refused(
    world: ModuleType, kind: str, claims: object
) -> None:
    """Lists of any content, signed by the right key, end in our own error."""
    is_keys = kind == KEYS_TYPE
    signer = world.ROOT if is_keys else world.STATUS_KEY
    signed = sign1(encode(claims), content_type=kind, signer=signer)
    if kind == MANIFEST_TYPE:
        files = world.files() | {"manifest.cbor": signed}
    elif is_keys:
        files = world.files(trust=signed)
    elif kind == STATUS_TYPE:
        files = world.files(statuses=signed)
    else:
        files = world.files(issued=signed)
    with pytest.raises(CredentialError):
        read_bundle(files, roots=world.roots(), now=world.NOW)


@given(
    octets=st.binary(max_size=300),
    begins=st.sampled_from([b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]),
)
def test_any_file_is_read_or_refused(octets: bytes, begins: bytes) -> None:
    """What a PDF or picture library says of it never comes through."""
    with pytest.raises(BadInputError):
        read_codes(begins + octets)


@given(
    seconds=st.integers(-(10**9), 10**9),
    at=st.none()
    | st.datetimes(
        datetime(1900, 1, 1),  # noqa: DTZ001 - the strategy sets the zone
        datetime(2199, 1, 1),  # noqa: DTZ001 - the strategy sets the zone
        timezones=st.just(UTC),
    ),
    force=st.none() | st.text(max_size=10),
)
def test_any_time_and_force_are_answered(
    world: ModuleType,
    bundle: Bundle,
    *,
    seconds: int,
    at: datetime | None,
    force: str | None,
) -> None:
    """A device with any clock gets an answer, and shows what was signed."""
    now = world.NOW + timedelta(seconds=seconds)
    for floor in (None, world.NOW):
        given_answer = verify(
            world.text(), bundle=bundle, now=now, at=at, force=force, floor=floor
        )
        if given_answer.verdict is Verdict.NOT_GENUINE:
            assert now < world.ISSUED
        else:
            assert given_answer.certificate == world.CERTIFICATE


def test_the_errors_are_ours() -> None:
    """A control: both kinds that may be raised stand in the one tree."""
    assert issubclass(BadInputError, AmnestyError)
    assert issubclass(CredentialError, AmnestyError)
