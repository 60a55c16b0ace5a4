"""`amnesty trust rotate-root` and `retire-root`: one root takes over from another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import job
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.trust.founding import new_root
from amnesty.cli.trust.keeping import Keeper, now, takes_keeper
from amnesty.cli.trust.options import (
    days_option,
    library_option,
    module_option,
    require_token,
    require_yes,
    root_option,
    token_option,
    yes_option,
)
from amnesty.services.trust.trusting import (
    add_root,
)
from amnesty.services.trust.trusting import (
    retire_root as without_root,
)

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.services.trust.federation import Federation


@job("rotate-root")
@takes_keeper
@module_option
@token_option
@as_json_option
def rotate_root(
    keeper: Keeper, *, module: str | None, label: str | None, as_json: bool
) -> None:
    """Make a new root beside the old one; devices take in roots.cbor by hand.

    Until they all have, the old root signs: devices with old and with new roots accept
    its lists. Then: amnesty trust retire-root OLD
    """
    federation = keeper.read()
    root, file = new_root(keeper, require_token(module, label), "root")
    rooted = add_root(federation, root, at=now(), by=keeper.by)
    keeper.keep(rooted, before=federation, beside=file)
    if as_json:
        print_json(_roots_as_json(rooted, next(iter(file))))
        return
    print_lines(
        f"The new root's key is {next(iter(file))}.",
        f"Hand out the new roots.cbor; its fingerprint: {rooted.fingerprint}",
        "Until every device has it, go on signing with the old root.",
        "Then: amnesty trust retire-root OLD",
    )


@job("retire-root")
@takes_keeper
@click.argument("key")
@root_option
@library_option
@days_option
@yes_option
@as_json_option
def retire_root(
    keeper: Keeper,
    *,
    key: str,
    root: Path | None,
    module: str | None,
    days: int,
    yes: bool,
    as_json: bool,
) -> None:
    """Take the root KEY out of roots.cbor, and sign the next list with another.

    Devices that have not taken in the newer roots.cbor believe no list from then on.
    """
    federation = keeper.read()
    key_id = _root_id(federation, key)
    path = keeper.root_file(federation, root, but=key_id)
    if not as_json:
        print_lines(
            f"The old root {key_id.hex()} goes; {path.name} signs from now on.",
            "Devices without the new roots.cbor believe no list any more.",
        )
    require_yes("Has every device the new roots.cbor?", yes=yes)
    with keeper.opened(path, module) as successor:
        after = without_root(
            federation,
            key_id,
            successor=successor,
            at=now(),
            by=keeper.by,
            holds=timedelta(days=days),
        )
    old = keeper.key_files().get(key_id)
    keeper.keep(after, before=federation)
    if old is not None:
        old.unlink(missing_ok=True)
    if as_json:
        print_json(_roots_as_json(after, path.name))
        return
    print_lines(
        f"roots.cbor is without it; its fingerprint: {after.fingerprint}",
        f"List {after.last_number} is signed. Hand out roots.cbor and trust.cbor.",
        "Destroy every copy of the old root's key file.",
    )


def _root_id(federation: Federation, typed: str) -> bytes:
    from amnesty.errors.trusting import NoSuchListedKeyError

    start = "".join(typed.split()).casefold()
    ids = [one.key_id for one in federation.roots.keys]
    found = [key_id for key_id in ids if start and key_id.hex().startswith(start)]
    if len(found) != 1:
        raise NoSuchListedKeyError(typed)
    return found[0]


def _roots_as_json(federation: Federation, key_file: str) -> dict[str, object]:
    return {
        "roots": [key.key_id.hex() for key in federation.roots.keys],
        "roots_fingerprint": federation.fingerprint,
        "key_file": key_file,
        "number": federation.last_number,
    }
