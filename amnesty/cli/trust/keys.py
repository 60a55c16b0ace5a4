"""`amnesty trust admit`, `retire`, `revoke`, `list` and `sign`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_FOLDER, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    write_files,
)
from amnesty.cli.trust.keeping import Keeper, now, takes_keeper
from amnesty.cli.trust.lines import (
    changes,
    consequences,
    key_as_json,
    key_in_a_line,
)
from amnesty.cli.trust.options import (
    days_option,
    library_option,
    refusing,
    require_fingerprint,
    require_yes,
    root_option,
    yes_option,
)
from amnesty.credential.manifest import TRUST_FILE
from amnesty.credential.request import KeyRequest, parse_request
from amnesty.credential.roots import ROOTS_FILE
from amnesty.domain.dates import in_words, parse_date
from amnesty.domain.london import london_day, midnight_before
from amnesty.errors.adopting import NothingSignedYetError
from amnesty.services.trust.trusting import (
    admit as with_admitted,
)
from amnesty.services.trust.trusting import (
    find_key,
    remove,
    require_admissible,
    sign_list,
    unlisted,
)
from amnesty.services.trust.trusting import (
    retire as with_retired,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from amnesty.services.trust.federation import Federation

_PUBLIC = 0o644


@job()
@takes_keeper
@click.argument("request", type=A_FILE)
@click.option(
    "--fingerprint", help="The request's, as the authority read it to you by telephone."
)
@click.option("--from", "starts", help="When its new keys begin, if not as it asks.")
@click.option("--to", "ends", help="When they end, if not as it asks.")
@as_json_option
def admit(
    keeper: Keeper,
    *,
    request: Path,
    fingerprint: str | None,
    starts: str | None,
    ends: str | None,
    as_json: bool,
) -> None:
    """Admit the keys of REQUEST, which an authority exported from its register.

    Telephone the authority on a number that you know already, and have it read out the
    request's fingerprint. Nothing counts before: amnesty trust sign
    """
    federation = keeper.read()
    with refusing(request):
        asked = parse_request(read_file(request))
    told = asked.fingerprint
    asked = _in_window(unlisted(federation, asked), starts, ends)
    require_admissible(federation, asked)
    if not as_json:
        print_lines(
            f"Authority {asked.issuer} asks for:",
            *(key_in_a_line(one.listed) for one in asked.keys),
        )
    require_fingerprint(fingerprint, told, f"the request of {asked.issuer}")
    after = with_admitted(federation, asked, at=now(), by=keeper.by)
    keeper.keep(after, before=federation)
    if as_json:
        print_json({"admitted": [key_as_json(one.listed) for one in asked.keys]})
        return
    print_lines("They are admitted. They count when signed: amnesty trust sign")


@job()
@takes_keeper
@click.argument("key")
@click.option(
    "--from", "day", required=True, help="The first day on which it issues nothing."
)
@as_json_option
def retire(keeper: Keeper, *, key: str, day: str, as_json: bool) -> None:
    """Have KEY issue nothing from a day on; what it signed before stays good."""
    federation = keeper.read()
    found = find_key(federation.keys, key)
    problems = OptionProblems()
    first = problems.read("--from", lambda text: parse_date(text, "day"), day)
    problems.finish()
    after = with_retired(federation, found, first, at=now(), by=keeper.by)
    keeper.keep(after, before=federation)
    if as_json:
        print_json({"retired": found.key.key_id.hex(), "from": first.isoformat()})
        return
    print_lines(
        f"Key {found.key.key_id.hex()} of {found.issuer} issues nothing from "
        f"{in_words(first)} on.",
        "What it signed before stays good. It counts when signed: amnesty trust sign",
    )


@job()
@takes_keeper
@click.argument("key")
@yes_option
@as_json_option
def revoke(keeper: Keeper, *, key: str, yes: bool, as_json: bool) -> None:
    """Take KEY off the list for ever, because somebody else may have it.

    Everything that it ever signed is refused from then on.
    """
    federation = keeper.read()
    found = find_key(federation.keys, key)
    if not as_json:
        print_lines(key_in_a_line(found), *consequences(found))
    require_yes("Take this key off the list for ever?", yes=yes)
    after = remove(federation, found, at=now(), by=keeper.by)
    keeper.keep(after, before=federation)
    if as_json:
        print_json({"revoked": found.key.key_id.hex(), "authority": found.issuer})
        return
    print_lines("It is taken off. Sign at once: amnesty trust sign")


@job("list")
@takes_keeper
@as_json_option
def list_keys(keeper: Keeper, *, as_json: bool) -> None:
    """Show the roots, the keys, and what the next list will change."""
    federation = keeper.read()
    last = federation.last
    if as_json:
        print_json(
            {
                "roots": [key.key_id.hex() for key in federation.roots.keys],
                "roots_fingerprint": federation.fingerprint,
                "number": federation.last_number,
                "ends": last.expires_at.isoformat() if last else None,
                "keys": [key_as_json(one) for one in federation.keys],
                "removed": [one.hex() for one in federation.removed],
                "changes": changes(federation),
            }
        )
        return
    roots = ", ".join(key.key_id.hex() for key in federation.roots.keys)
    print_lines(
        f"Roots {roots}; fingerprint {federation.fingerprint}",
        f"List {last.sequence} holds until {in_words(london_day(last.expires_at))}."
        if last
        else "No list has been signed yet.",
        *(key_in_a_line(one) for one in federation.keys),
        *(
            ["", "The next list changes:", *changes(federation)]
            if changes(federation)
            else []
        ),
    )


@job()
@takes_keeper
@root_option
@library_option
@days_option
@click.option(
    "--out", type=A_FOLDER, help="Write trust.cbor and roots.cbor here to hand out."
)
@yes_option
@as_json_option
def sign(
    keeper: Keeper,
    *,
    root: Path | None,
    module: str | None,
    days: int,
    out: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Sign the next list of keys, after showing what it changes.

    Compare the roots' fingerprint with the printed one: whoever can write to the folder
    cannot sign, but could have changed what you are about to sign.
    """
    federation = keeper.read()
    at, path = now(), keeper.root_file(federation, root)
    holds = timedelta(days=days)
    if not as_json:
        print_lines(
            f"Fingerprint of the roots: {federation.fingerprint}",
            f"Signed with {path.name}, dated {in_words(london_day(at))}, to hold until "
            f"{in_words(london_day(at + holds))}: {len(federation.keys)} keys.",
            *(changes(federation) or ["Nothing changes but the dates."]),
        )
    require_yes("Sign this?", yes=yes)
    with keeper.opened(path, module) as signer:
        after = sign_list(federation, signer, at=at, by=keeper.by, holds=holds)
    keeper.keep(after, before=federation)
    if out is not None:
        hand_out(after, out)
    if as_json:
        print_json({"number": after.last_number, "keys": len(after.keys)})
        return
    where = keeper.folder if out is None else out
    print_lines(
        f"List {after.last_number} is signed: {where / TRUST_FILE}",
        "Every authority takes it in: amnesty trust adopt trust.cbor roots.cbor",
    )


def hand_out(federation: Federation, folder: Path) -> None:
    """Write what authorities take in.

    Raises:
        NothingSignedYetError: there is no list yet.
    """
    if federation.signed is None:
        raise NothingSignedYetError
    files = {
        folder / ROOTS_FILE: federation.roots_file,
        folder / TRUST_FILE: federation.signed,
    }
    write_files(files, mode=_PUBLIC)


def _in_window(request: KeyRequest, starts: str | None, ends: str | None) -> KeyRequest:
    """Return a request whose keys begin and end as whoever keeps the roots says."""
    problems = OptionProblems()

    def read(text: str) -> date:
        return parse_date(text, "day")

    first = problems.read_if_given("--from", read, starts)
    last = problems.read_if_given("--to", read, ends)
    problems.finish()
    if first is None and last is None:
        return request
    today = SystemClock().now()
    keys = []
    for one in request.keys:
        listed = one.listed
        if listed.issues_to > today:
            listed = replace(
                listed,
                issues_from=midnight_before(first) if first else listed.issues_from,
                issues_to=midnight_before(last) if last else listed.issues_to,
            )
        keys.append(replace(one, listed=listed))
    return replace(request, keys=tuple(keys))
