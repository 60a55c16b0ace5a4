"""Made-up people and fixed days that every test may use."""

from __future__ import annotations

import json
import os
import secrets
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from amnesty.domain.identifiers import RANDOM_BYTES_NEEDED, new_registration_number
from amnesty.domain.registration import Registration, RegistrationId, State
from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.intake.application import read_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from sqlalchemy import Engine

    from amnesty.domain.registration import Application
    from tests.hsm.softhsm import Token

# A busy machine is no failure: promises are about answers, never about milliseconds.
settings.register_profile(
    "promises", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("promises")

TODAY = date(2026, 11, 24)

_MEMORY = Path("/dev/shm")
_ENOUGH = 8 << 30


def _lie_in_memory() -> None:
    """Have files lie in memory, where a machine has it: commits wait for no disk."""
    is_told = "TMPDIR" in os.environ
    if not is_told and _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ENOUGH:
        os.environ["TMPDIR"] = str(_MEMORY)


_lie_in_memory()

_WAIT_MOST = ("faults", "journeys", "screens", "page", "store")
"""The folders whose tests wait for servers, terminals and browsers."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return half as many workers again as processors: every other test waits."""
    processors = os.cpu_count() or 1
    return processors + (processors + 1) // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that short files fill the workers' last minute."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return _WAIT_MOST.index(folder) if folder in _WAIT_MOST else len(_WAIT_MOST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def world() -> ModuleType:
    """Return the made-up authority: keys, certificates and lists with fixed bytes."""
    from tests.vectors.making import world as made_up

    return made_up


@pytest.fixture(scope="session", autouse=True)
def _states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have no test remember anything in the folder of whoever runs it."""
    with pytest.MonkeyPatch.context() as environment:
        folder = tmp_path_factory.mktemp("states")
        environment.setenv("AMNESTY_STATE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _state(_states: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no test remember the register of another, of which it may be a copy."""
    monkeypatch.setenv("AMNESTY_STATE", str(_states / secrets.token_hex(8)))


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """Return a token in software; its library reads its settings once a process."""
    from tests.hsm.softhsm import token_in

    with pytest.MonkeyPatch.context() as environment:
        folder = tmp_path_factory.mktemp("softhsm")
        environment.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        yield token_in(folder)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Have the registers of all tests share what each would compile anew.

    A program opens one register, and the tests thousands: a quarter of their time.
    """
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

    from db.engines import engine, server

    compiled: dict[Any, Any] = {}

    def sharing(create: Callable[..., Engine]) -> Callable[..., Engine]:
        def create_sharing(*arguments: object, **named: object) -> Engine:
            made = create(*arguments, **named)
            made.update_execution_options(compiled_cache=compiled)
            return made

        return create_sharing

    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            # What is compiled is kept by its dialect, of which each engine has its own.
            patch.setattr(dialect, "__eq__", lambda one, two: type(one) is type(two))
            patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        for module in (engine, server):
            patch.setattr(module, "create_engine", sharing(module.create_engine))
        yield


# A number of days from today stands for each date.
_FILE: dict[str, Any] = {
    "patient": {
        "full_name": "Siân Llŷr ap Gwŷn",
        "date_of_birth": "27 3 1970",
        "health_number": "999 000 0018",
        "photo_identity": "passport",
        "home": {
            "line_1": "14 Canal Row",
            "town": "Penmaen",
            "postcode": "ZZ1 4AB",
        },
        "telephone": "07700 900123",
        "holds_no_other": True,
    },
    "evidence": [
        {
            "kind": "specialist's letter",
            "issuer": "Penmaen Pain Clinic",
            "issued_on": -54,
            "valid_to": 310,
            "seen_on": -4,
        }
    ],
    "need": {"grams_a_day": "1.5", "basis": "stated by the evidence"},
    "affordability": {"monthly_price": "240", "declared_on": -4},
    "undertaking": {
        "signed_on": -4,
        "signed_by": "patient",
        "signature_seen": True,
    },
    "sites": [
        {
            "address": {
                "line_1": "14 Canal Row",
                "town": "Penmaen",
                "postcode": "ZZ1 4AB",
            },
            "setting": "indoor",
            "locked": True,
            "tenure": "owner",
            "landlord_risk_explained": True,
            "electrical_and_fire_declared": True,
            "under_18s_in_household": False,
            "locked_storage": True,
            "plants": [
                {
                    "cultivar": "Blue Dale",
                    "count": 3,
                    "stage": "flowering",
                    "since": -23,
                },
                {"count": 2, "stage": "vegetative", "since": -23},
            ],
            "stock": [
                {
                    "form": "dried",
                    "grams": "120.5",
                    "weighed_on": -4,
                    "origin": "home grown",
                }
            ],
        }
    ],
}


def registration_file_on(today: date) -> dict[str, Any]:
    """Return a whole registration file whose dates lie around a day."""

    def dated(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: dated(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [dated(inner) for inner in value]
        if name != "count" and type(value) is int:
            day = today + timedelta(days=value)
            return f"{day.day} {day.month} {day.year}"
        return value

    made = dated(_FILE)
    assert isinstance(made, dict)
    return made


@pytest.fixture
def today() -> date:
    """Return the fixed day of the tests."""
    return TODAY


@pytest.fixture
def registration_file(today: date) -> dict[str, Any]:
    """Return a whole registration file, to change one thing in."""
    return registration_file_on(today)


@cache
def _read(file: str, today: date) -> Application:
    """Return the application of a file, which is read once for all who make it."""
    return read_application(
        answers_from_json(file),
        today=today,
        by=StaffMember(id=StaffId(1), name="ada", role=Role.CLERK),
        staff={},
    )


@pytest.fixture
def make_registration(
    registration_file: dict[str, Any], today: date
) -> Callable[[], Registration]:
    """Return what makes a draft of the registration file's patient."""

    def make() -> Registration:
        application = _read(json.dumps(registration_file), today)
        return Registration(
            id=RegistrationId(secrets.randbits(63)),
            number=new_registration_number(secrets.token_bytes(RANDOM_BYTES_NEEDED)),
            state=State.DRAFT,
            version=0,
            identity=application.identity,
            clinical=application.clinical,
            growing=application.growing,
        )

    return make
