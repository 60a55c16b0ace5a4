"""A made-up authority's register behind the screens, and who works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import (
    CLERK,
    PASSPHRASE,
    Folders,
    found_authority,
)
from amnesty.cli.screens import WiredFront

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.services.desk import Desk


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Return a made-up authority without patients."""
    made = Folders(out=tmp_path_factory.mktemp("office"))
    found_authority(made)
    return made


@pytest.fixture
def front(folders: Folders) -> WiredFront:
    """Return the real wiring."""
    return WiredFront(directory=folders.register, is_demonstration=True)


@pytest.fixture
def desk_of(front: WiredFront) -> Iterator[Callable[[str], Desk]]:
    """Return what signs somebody in."""
    opened: list[Desk] = []

    def sign_in(name: str) -> Desk:
        opened.append(front.open(name, PASSPHRASE))
        return opened[-1]

    yield sign_in
    for desk in opened:
        desk.register.close()


@pytest.fixture
def clerk(desk_of: Callable[[str], Desk]) -> Desk:
    """Return the clerk's open desk."""
    return desk_of(CLERK)
