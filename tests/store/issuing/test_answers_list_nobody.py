"""With the database and every key of a police account, no grower can be listed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from amnesty.domain.identifiers import HealthNumber, Postcode
from amnesty.errors.store import CompartmentClosedError
from db.answers import SIZE, Question
from db.records import open_growing, open_named
from db.sealed_row import SealedRow
from db.sealing import SealingKey, UnopenedError
from db.tables import METADATA, AnswerRow, RegistrationRow, TokenRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from amnesty.domain.issued import IssuedCertificate
    from amnesty.domain.registration import Registration
    from db.keyring.keys import CompartmentKeys
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Issue = Callable[..., IssuedCertificate]

GROWERS = (
    ("Wilhelmina Thistlethwaite", "9990000018", "3 Copper Wharf", "ZZ9 9ZZ"),
    ("Wojciech Wójcik", "9990000026", "9 Larch Rigg", "ZZ9 8YY"),
    ("Siân Llŷr ap Gwŷn", "9990000034", "77 Blaenau Row", "ZZ9 7XX"),
)


@pytest.fixture
def growers(
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    issue: Issue,
    write_tokens: Callable[[], None],
) -> list[tuple[Registration, IssuedCertificate]]:
    """Return people who grow at home, each with a certificate."""
    made = []
    for name, number, line, postcode in GROWERS:
        draft = person(name, health_number=HealthNumber(number))
        address = replace(
            draft.growing.sites[0].address, lines=(line,), postcode=Postcode(postcode)
        )
        site = replace(draft.growing.sites[0], address=address)
        kept = keep(replace(draft, growing=replace(draft.growing, sites=(site,))))
        made.append((kept, issue(registration=kept)))
    write_tokens()
    return made


def telling(
    growers: Iterable[tuple[Registration, IssuedCertificate]],
) -> set[bytes]:
    """Return every text that would give a grower away."""
    texts: set[str] = set()
    for kept, issued in growers:
        patient, address = kept.identity.patient, kept.growing.sites[0].address
        texts |= {*patient.full_name.split(), address.one_line, address.key}
        texts |= {*address.lines, str(address.postcode), patient.health_number or ""}
        texts |= {issued.certificate.number, kept.number}
    return {text.encode() for text in texts if len(text) > 2}


def crawl(transaction: SqlTransaction) -> Iterator[bytes]:
    """Return all that stands in clear, and all that any key in hand opens."""
    for kind in (*SealedRow.__subclasses__(), *_others()):
        for row in transaction.session.execute(select(kind)).scalars():
            held = {name: getattr(row, name) for name in kind.model_fields}
            yield repr(
                [one for one in held.values() if not isinstance(one, bytes)]
            ).encode()
            sealed = [one for one in held.values() if isinstance(one, bytes)]
            bounds = [b""]
            if isinstance(row, SealedRow):
                bounds += [row.bound(name) for name in row.MESSAGES]
            yield from sealed
            keys = [*keys_in_hand(transaction), *data_keys(transaction, held)]
            yield from opened(keys, sealed, bounds)


def _others() -> list[type[SQLModel]]:
    """Return the tables that have no sealed rows."""
    by_name = {one.__tablename__: one for one in SQLModel.__subclasses__()}
    sealed = {kind.__tablename__ for kind in SealedRow.__subclasses__()}
    return [by_name[name] for name in METADATA.tables if name not in sealed]


def keys_in_hand(transaction: SqlTransaction) -> Iterator[SealingKey]:
    """Return every key of the account, and what its secrets give by themselves."""
    for keys in transaction.access.keyring:
        yield keys.seal
        secrets = {keys.secret, keys.database, keys.audit_key}
        if keys.roots and keys.roots.answers:
            secrets.add(keys.roots.answers)
        for secret in secrets:
            yield SealingKey(secret, keys.epoch)
            yield Question(secret, "number", "").key
            yield Question(secret, "address", "").key


def data_keys(
    transaction: SqlTransaction, held: dict[str, Any]
) -> Iterator[SealingKey]:
    """Return the registration's data keys that a wrapping key in hand opens."""
    owners = {held.get("id"), held.get("registration_id")} - {None}
    wrapped = [
        getattr(row, f"{part}_key")
        for owner in owners
        if (row := transaction.session.get(RegistrationRow, owner))
        for part in RegistrationRow.MESSAGES
    ]
    keyring: Iterable[CompartmentKeys] = transaction.access.keyring
    for keys, owner, key in product(keyring, owners, wrapped):
        try:
            yield keys.data_key(owner, key)
        except UnopenedError:
            continue


def opened(
    keys: list[SealingKey], sealed: list[bytes], bounds: list[bytes]
) -> Iterator[bytes]:
    """Return whatever any of the keys opens."""
    for key, message, bound in product(keys, sealed, bounds):
        try:
            yield key.open(message, bound)
        except UnopenedError:
            continue


def test_the_crawl_has_teeth(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """With a clerk's keys the same crawl lists every grower and every number."""
    with office.open("bronwen").transaction() as transaction:
        found = b"\n".join(crawl(transaction))
    names = {name.split()[0].encode() for name, *_ in GROWERS}
    lines = {line.encode() for _, _, line, _ in GROWERS}
    numbers = {issued.certificate.number.encode() for _, issued in growers}
    assert {one for one in names | lines | numbers if one not in found} == set()


def test_no_key_of_a_police_account_lists_a_grower(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """No row gives a name, a number or an address, whatever is tried on it."""
    with office.open("padraig").transaction() as transaction:
        answers = transaction.session.execute(select(AnswerRow)).scalars().all()
        assert len(answers) == 2 * len(GROWERS)
        found = b"\n".join(crawl(transaction))
    assert b"Penmaen Council" in found
    assert {one for one in telling(growers) if one in found} == set()


def test_no_token_of_police_asks_for_a_site(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """Such an account has no keys of search tokens at all, and cannot ask by them."""
    address = growers[0][0].growing.sites[0].address
    with office.open("padraig").transaction() as transaction:
        assert transaction.session.execute(select(TokenRow)).first() is not None
        for keys in transaction.access.keyring:
            assert keys.roots is None or keys.roots.tokens is None
        with pytest.raises(CompartmentClosedError):
            transaction.registrations_at([address])
        transaction.must_note = False


def test_what_is_known_already_is_answered(
    office: Office,
    growers: list[tuple[Registration, IssuedCertificate]],
    log: Callable[..., None],
) -> None:
    """The control: the same account answers each number and each address it knows."""
    with office.open("padraig").transaction() as transaction:
        for kept, issued in growers:
            number = issued.certificate.number
            assert transaction.answer_to_number(number) is not None
            told = transaction.answer_to_address(kept.growing.sites[0].address)
            assert told is not None
            assert [one.number for one in told.certificates] == [number]
        log(transaction)


def test_an_opened_answer_still_names_nobody(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """The answer to a number holds no name, and no birthday that could be searched."""
    kept, issued = growers[0]
    with office.open("padraig").transaction() as transaction:
        question = transaction._about_number(issued.certificate.number)
        row = transaction.session.get_one(AnswerRow, question.row_id)
        text = question.key.open(row.sealed, row.bound())
        born = kept.identity.patient.date_of_birth
        days = [
            born.replace(year=year, day=day)
            for year in range(1930, 2010)
            for day in range(1, 29)
        ]
        kept_check = question.check("date of birth", born.isoformat())
        agree = [
            day
            for day in days
            if question.check("date of birth", day.isoformat()) == kept_check
        ]
        transaction.must_note = False
    assert {one for one in telling(growers[:1]) if one in text} == set()
    assert born in agree
    assert len(agree) > 2


def test_answers_look_all_the_same(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """One size whichever question they answer, and nothing that two of them share."""
    with office.open("padraig").transaction() as transaction:
        rows = transaction.session.execute(select(AnswerRow)).scalars().all()
        shown = [(row.id, row.version, row.sealed) for row in rows]
        others = {
            value
            for kept in transaction.session.execute(select(RegistrationRow)).scalars()
            for value in (kept.id, kept.identity_key, kept.growing_key)
        }
    envelope = 3 + 12 + 16
    assert {len(sealed) for *_, sealed in shown} == {SIZE + envelope}
    assert {version for _, version, _ in shown} == {1}
    assert len({row_id for row_id, *_ in shown}) == 2 * len(growers)
    assert not others & {value for row in shown for value in row}
    assert METADATA.tables["answer"].columns.keys() == [
        "id",
        "authority_id",
        "version",
        "sealed",
    ]


def test_a_police_account_opens_no_part_of_a_registration(
    office: Office, growers: list[tuple[Registration, IssuedCertificate]]
) -> None:
    """Who and where are closed to it even with the row in hand."""
    with office.open("padraig").transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, growers[0][0].id)
        for opening in (open_named, open_growing):
            with pytest.raises(Exception, match="does not hold the keys"):
                opening(row, transaction.access.keyring)
