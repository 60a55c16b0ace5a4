"""What `amnesty trust` says of keys and of changes to a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.trust import ListedKey, ListedUse
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.services.trust.trusting import use_in_words

if TYPE_CHECKING:
    from amnesty.services.trust.federation import Federation


def changes(federation: Federation) -> list[str]:
    """Return a line for each difference between the last list and the next."""
    last = federation.last
    before = {one.key.key_id: one for one in last.keys} if last else {}
    after = {one.key.key_id: one for one in federation.keys}
    new = [one for key_id, one in after.items() if key_id not in before]
    gone = [one for key_id, one in before.items() if key_id not in after]
    changed = [one for key_id, one in after.items() if before.get(key_id, one) != one]
    return [
        f"{sign} {key_in_a_line(one)}"
        for sign, keys in (("+", new), ("-", gone), ("~", changed))
        for one in keys
    ]


def consequences(key: ListedKey) -> list[str]:
    """Return what it means that a key is believed no more, in plain words."""
    match key.use:
        case ListedUse.CERTIFICATE:
            return [
                "Every certificate that it signed answers UNKNOWN ISSUER from the next",
                "police file on: the authority must issue each of them again. Where",
                "issued lists are fresh, a forger with this key alone gets NOT ISSUED;",
                "retiring it (amnesty trust retire) keeps the genuine ones alive.",
            ]
        case ListedUse.STATUS:
            return [
                "Police files that it signed are refused from then on. Certificates",
                "stay good, once the authority publishes with a new status key.",
            ]
        case ListedUse.CHECKPOINT:
            return ["Checkpoints that it signed prove nothing from then on."]


def key_in_a_line(key: ListedKey) -> str:
    """Return a key with all that it may do."""
    first, last = london_day(key.issues_from), london_day(key.issues_to)
    return (
        f"{key.key.key_id.hex()} of {key.issuer} {use_in_words(key.use)}, "
        f"{in_words(first)} to {in_words(last)}"
    )


def key_as_json(key: ListedKey) -> dict[str, str]:
    """Return the same for `--json`."""
    return {
        "key": key.key.key_id.hex(),
        "authority": key.issuer,
        "use": key.use.value,
        "from": key.issues_from.isoformat(),
        "to": key.issues_to.isoformat(),
    }
