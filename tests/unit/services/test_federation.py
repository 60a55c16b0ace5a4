"""The folder of whoever keeps the roots, as files and back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.request import make_request, parse_request, proven
from amnesty.credential.trust import ListedUse
from amnesty.errors import CredentialError
from amnesty.errors.credential import SignatureRefusedError, UnknownRootError
from amnesty.errors.trusting import JournalBrokenError
from amnesty.services.trust.federation import (
    JOURNAL_FILE,
    KEYS_FILE,
    Federation,
    read_federation,
)
from amnesty.services.trust.trusting import admit, found_federation, remove, sign_list

if TYPE_CHECKING:
    from types import ModuleType

BY = "keeper"


@pytest.fixture
def federation(world: ModuleType) -> Federation:
    """Return roots that have admitted a key, removed another, and signed."""
    roots = [world.ROOT.public_key, world.SPARE.public_key]
    federation = found_federation(roots, at=world.PUBLISHED, by=BY)
    for signer in (world.CERTIFICATE_KEY, world.RETIRED_KEY):
        key = proven(world.listed(signer, ListedUse.CERTIFICATE), signer)
        request = parse_request(make_request([key], made_at=world.NOW))
        federation = admit(federation, request, at=world.PUBLISHED, by=BY)
    federation = remove(federation, federation.keys[1], at=world.PUBLISHED, by=BY)
    holds = timedelta(days=90)
    return sign_list(federation, world.ROOT, at=world.PUBLISHED, by=BY, holds=holds)


def test_what_is_kept_comes_back(federation: Federation) -> None:
    """Files and values say the same."""
    assert read_federation(federation.files()) == federation


def test_an_edited_folder_is_refused(world: ModuleType, federation: Federation) -> None:
    """Exchanged roots, a changed list and a journal with a line less are noticed."""
    files = federation.files()
    assert federation.signed is not None
    lines = files[JOURNAL_FILE].splitlines(keepends=True)
    stranger = found_federation([world.STRANGER.public_key], at=world.NOW, by=BY)
    for edited, error in (
        ({"roots.cbor": stranger.roots_file}, UnknownRootError),
        (
            {"trust.cbor": federation.signed[:-1] + bytes([federation.signed[-1] ^ 1])},
            SignatureRefusedError,
        ),
        ({KEYS_FILE: files[KEYS_FILE][:-1]}, CredentialError),
        ({JOURNAL_FILE: b"".join([*lines[:1], *lines[2:]])}, JournalBrokenError),
        (
            {JOURNAL_FILE: b"".join(lines).replace(b"keeper", b"nobody")},
            JournalBrokenError,
        ),
        ({JOURNAL_FILE: b"".join(lines) + b"torn"}, JournalBrokenError),
    ):
        with pytest.raises(error):
            read_federation(files | edited)
