"""Several authorities' police files become one, which officers' devices take in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.verdict import Verdict
from amnesty.errors.adopting import (
    AuthorityTwiceError,
    NothingGatheredError,
    TrustListsDifferError,
)
from amnesty.services.trust.gathering import Gathered, gather
from amnesty.services.verifying.steps import verify
from amnesty.services.verifying.taking_in import take_in

if TYPE_CHECKING:
    from types import ModuleType

Files = dict[str, bytes]


def gathered(
    world: ModuleType, *files: Files, before: Files | None = None, days: int = 0
) -> Gathered:
    """Return what is gathered from the files, under the made-up roots."""
    sources = {f"source {place}": one for place, one in enumerate(files)}
    now = world.NOW + days * world.DAY
    return gather(sources, roots=world.roots(), now=now, before=before or {})


def verdicts(world: ModuleType, files: Files, days: int = 0) -> list[Verdict]:
    """Return what a device answers about a certificate of each authority."""
    now = world.NOW + days * world.DAY
    taken = take_in(
        files, roots=world.roots(), now=now, seen={}, remember=lambda _: None
    )
    texts = (world.text(), world.neighbours_text(world.neighbour()))
    return [verify(text, bundle=taken, now=now).verdict for text in texts]


def ours(world: ModuleType, **parts: object) -> Files:
    """Return our authority's file, fit to be a part of one of many."""
    parts.setdefault("trust_sequence", 7)
    made: Files = world.files(**parts)
    return made


def test_certificates_of_two_authorities_stand_in_one_file(world: ModuleType) -> None:
    """Both answer VALID from the joined file; it has one list of keys."""
    done = gathered(world, ours(world), world.neighbours_files())
    assert not done.refused
    assert set(done.published) == {world.AUTHORITY, world.NEIGHBOUR}
    assert verdicts(world, dict(done.files)) == [Verdict.VALID, Verdict.VALID]
    assert [name for name in done.files if name.endswith("trust.cbor")] == [
        "trust.cbor"
    ]


def test_the_newest_list_of_keys_is_for_all(world: ModuleType) -> None:
    """One authority has taken in list 8 and the other has not: 8 counts for both."""
    newer = world.trust_list(sequence=8)
    theirs = world.neighbours_files(trust=newer, trust_sequence=8)
    done = gathered(world, ours(world), theirs)
    assert done.files["trust.cbor"] == newer
    assert verdicts(world, dict(done.files)) == [Verdict.VALID, Verdict.VALID]


def test_a_key_that_the_newest_list_lacks_is_believed_in_no_part(
    world: ModuleType,
) -> None:
    """Stolen and removed, it cannot come back by an authority that is late."""
    keys = world.listed_keys()[2:]
    newer = world.trust_list(sequence=8, keys=keys)
    theirs = world.neighbours_files(trust=newer, trust_sequence=8)
    done = gathered(world, ours(world), theirs)
    assert list(done.refused) == ["source 0"]
    assert verdicts(world, dict(done.files))[1] is Verdict.VALID


def test_one_spoilt_file_holds_up_nobody(world: ModuleType) -> None:
    """Yesterday's part of that authority stays, and is told to be left out."""
    before = dict(gathered(world, ours(world), world.neighbours_files()).files)
    spoilt = world.neighbours_files(sequence=8) | {"status-ic-29q3.cbor": b"x"}
    done = gathered(world, ours(world, sequence=8), spoilt, before=before)
    assert list(done.refused) == ["source 1"]
    assert verdicts(world, dict(done.files)) == [Verdict.VALID, Verdict.VALID]
    missing = gathered(world, ours(world, sequence=8), before=before)
    assert verdicts(world, dict(missing.files)) == [Verdict.VALID, Verdict.VALID]


def test_an_older_file_never_follows_a_newer_one(world: ModuleType) -> None:
    """Nor does another of the same number: the part before stays."""
    before = dict(gathered(world, ours(world, sequence=8)).files)
    with pytest.raises(NothingGatheredError, match="already taken in"):
        gathered(world, ours(world, sequence=7), before=before)
    done = gathered(
        world, ours(world, sequence=6), world.neighbours_files(), before=before
    )
    name = f"{world.AUTHORITY.lower()}/manifest.cbor"
    assert done.files[name] == before[name]


def test_other_roots_vouch_for_nobody_here(world: ModuleType) -> None:
    """An authority under its own roots is left out, with the reason."""
    stranger = world.trust_list(root=world.STRANGER)
    done = gathered(world, world.neighbours_files(), ours(world, trust=stranger))
    assert "not signed by a root" in done.refused["source 1"]
    with pytest.raises(NothingGatheredError, match="not signed by a root"):
        gathered(world, ours(world, trust=stranger))


def test_a_part_that_lacks_its_files_is_left_out(world: ModuleType) -> None:
    """No list of keys, no manifest, a joined file in place of one authority's."""
    whole = ours(world)
    for name in ("trust.cbor", "manifest.cbor"):
        part = {one: content for one, content in whole.items() if one != name}
        done = gathered(world, world.neighbours_files(), part)
        assert name in done.refused["source 1"]
    joined = dict(gathered(world, whole).files)
    assert (
        "manifest.cbor"
        in gathered(world, world.neighbours_files(), joined).refused["source 1"]
    )


def test_what_cannot_be_chosen_between_is_refused(world: ModuleType) -> None:
    """Two files of one authority, and two lists of keys of one number."""
    with pytest.raises(AuthorityTwiceError, match="source 0 and source 1"):
        gathered(world, ours(world), ours(world, sequence=8))
    other = world.trust_list(keys=world.listed_keys()[:2])
    with pytest.raises(TrustListsDifferError):
        gathered(world, ours(world), world.neighbours_files(trust=other))
