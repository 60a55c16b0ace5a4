"""`amnesty trust request`, `adopt`, `renew-key`, `drop-key`: on one's own register."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    write_file,
)
from amnesty.cli.session import Session, takes_pin, takes_session
from amnesty.cli.trust.lines import consequences, key_as_json, key_in_a_line
from amnesty.cli.trust.options import (
    module_option,
    refusing,
    require_fingerprint,
    require_token,
    require_yes,
    token_option,
    yes_option,
)
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.errors.hsm import NotOnATokenError
from amnesty.ports import KeyUse

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.services.desk import Desk
    from amnesty.services.trust.renewing import MadeKey

_PUBLIC = 0o644
_CHECKPOINT = "checkpoint"
_USES = click.Choice([KeyUse.CERTIFICATE.value, KeyUse.STATUS.value, _CHECKPOINT])


@job()
@takes_session
@click.option(
    "--out", type=A_FILE, required=True, help="A file for who keeps the roots."
)
@as_json_option
def request(session: Session, *, out: Path, as_json: bool) -> None:
    """Write the request to have this register's keys listed.

    Whoever keeps the roots telephones you: read the fingerprint out to them.
    """
    from amnesty.credential.request import parse_request
    from amnesty.services.trust.renewing import request_keys

    with session.desk() as desk:
        made = request_keys(desk)
    read = parse_request(made)
    write_file(out, made, mode=_PUBLIC)
    if as_json:
        print_json(
            {
                "request": str(out),
                "fingerprint": read.fingerprint,
                "keys": [key_as_json(one.listed) for one in read.keys],
            }
        )
        return
    print_lines(
        f"The request is in {out}:",
        *(key_in_a_line(one.listed) for one in read.keys),
        f"Its fingerprint, to be read out by telephone: {read.fingerprint}",
    )


@job()
@takes_session
@click.argument("trust", type=A_FILE)
@click.argument("roots", type=A_FILE)
@click.option(
    "--fingerprint", help="That of the roots, as who keeps them printed or told it."
)
@as_json_option
def adopt(
    session: Session,
    *,
    trust: Path,
    roots: Path,
    fingerprint: str | None,
    as_json: bool,
) -> None:
    """Publish the list of keys in TRUST from now on, checked with ROOTS.

    The register signs no list of its own any more. Where ROOTS are not those in use,
    their fingerprint has to be told by voice or on paper.
    """
    from amnesty.credential.roots import fingerprint as fingerprint_of
    from amnesty.credential.roots import parse_roots
    from amnesty.services.trust.adopting import (
        adopt as take_in,
    )
    from amnesty.services.trust.adopting import (
        require_adoptable,
        roots_in_use,
    )

    signed, roots_file = read_file(trust), read_file(roots)
    with refusing(roots):
        parsed = parse_roots(roots_file)
    with session.desk() as desk:
        with refusing(trust):
            require_adoptable(parsed, signed, now=desk.now())
        if roots_file != roots_in_use(desk):
            told = fingerprint_of(roots_file)
            require_fingerprint(fingerprint, told, "these roots")
        done = take_in(desk, signed, roots_file)
    if as_json:
        print_json(
            {
                "number": done.number,
                "ends": done.expires_at.isoformat(),
                "new_keys_in_use": [use.value for use in done.in_use_now],
                "not_listed": [key_as_json(one) for one in done.not_listed],
            }
        )
        return
    print_lines(
        f"List {done.number} is published from now on; it holds until "
        f"{in_words(london_day(done.expires_at))}.",
        *(f"The new {use.value} key signs from now on." for use in done.in_use_now),
        *(
            f"Not on the list, so what it signed is refused: {key_in_a_line(one)}"
            for one in done.not_listed
        ),
        "Next: amnesty publish --to FOLDER",
    )


@job("renew-key")
@takes_session
@takes_pin
@click.argument("use", type=_USES)
@module_option
@token_option
@as_json_option
def renew_key(
    session: Session,
    *,
    use: str,
    module: str | None,
    label: str | None,
    as_json: bool,
) -> None:
    """Make a new key for certificates, lists (status) or the log's checkpoints.

    In the register, or on a token but for the last. The old one stays listed with its
    window closed: what it signed stays good. In a federation the new key waits until a
    list names it.
    """
    from amnesty.services.trust.renewing import renew_key as renew
    from amnesty.services.trust.renewing import renew_log_key

    token = require_token(module, label)
    if token and use == _CHECKPOINT:
        raise NotOnATokenError
    with session.desk() as desk:
        if use == _CHECKPOINT:
            done = renew_log_key(desk)
        else:
            done = renew(desk, KeyUse(use), _made_key(desk, token))
    key = done.key_id.hex()
    if as_json:
        print_json({"use": use, "key": key, "signs": done.signs})
        return
    if done.signs:
        print_lines(
            f"The new {use} key {key} signs from now on. Publish now:",
            "until police have the next police file, they do not know its issuer.",
        )
        return
    print_lines(
        f"The new {use} key {key} waits to be listed; the old one signs on.",
        "Next: amnesty trust request --out FILE, for who keeps the roots.",
    )


@job("drop-key")
@takes_session
@click.argument("key")
@yes_option
@as_json_option
def drop_key(session: Session, *, key: str, yes: bool, as_json: bool) -> None:
    """Never list KEY again, because somebody else may have it.

    In a federation, have who keeps the roots revoke it as well.
    """
    from amnesty.services.trust.renewing import drop_key as drop
    from amnesty.services.trust.renewing import droppable

    with session.desk() as desk:
        found = droppable(desk, key)
        if not as_json:
            print_lines(key_in_a_line(found), *consequences(found))
        require_yes("Drop this key for ever?", yes=yes)
        drop(desk, key)
    if as_json:
        print_json({"dropped": found.key.key_id.hex(), "use": found.use.value})
        return
    print_lines("It is dropped. Publish now, or have the roots' keeper revoke it now.")


def _made_key(desk: Desk, token: tuple[str, str] | None) -> MadeKey:
    from amnesty.hsm import Hsm
    from amnesty.services.trust.renewing import MadeKey, new_key

    if token is None:
        return new_key()
    if not isinstance(desk.tokens, Hsm):
        msg = "A session reaches tokens."
        raise TypeError(msg)
    signer = desk.tokens.new_key(*token, chance=os.urandom)
    return MadeKey(signer=signer, secret=signer.reference)
