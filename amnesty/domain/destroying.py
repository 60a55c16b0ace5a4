"""What a destruction needs: other people than those who received it, and all of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import Bag, DestroyedItem, HandInStock, Witness
from amnesty.domain.quantity import readable_text
from amnesty.errors.hand_in import (
    BagsDifferError,
    LessThanReceivedError,
    MoreThanReceivedError,
    ReceiverDestroysError,
    SamePeopleError,
    WitnessMissingError,
    WitnessNotAuthorisedError,
    WitnessSignatureError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.policy import HandInRules
    from amnesty.domain.staff import StaffMember


def require_people(
    receipt: HandInReceipt,
    by: StaffMember,
    witnesses: Sequence[Witness],
    rules: HandInRules,
) -> None:
    """Refuse a destruction by or before the wrong people.

    Raises:
        ReceiverDestroysError: who destroys it received it.
        WitnessMissingError: there are fewer witnesses than the policy asks for.
        WitnessNotAuthorisedError: the policy does not name a witness's role.
        WitnessSignatureError: a witness's signature was not seen.
        SamePeopleError: somebody stands in two places.
    """
    receivers = {receipt.received_by, receipt.second_person}
    names = {folded(receipt.received_by_name), folded(receipt.second_person_name)}
    if by.id in receivers:
        raise ReceiverDestroysError(by.name)
    if len(witnesses) < rules.witnesses:
        raise WitnessMissingError(rules.witnesses, len(witnesses))
    known = {folded(by.name)}
    for one in witnesses:
        if folded(one.role) not in map(folded, rules.witness_roles):
            raise WitnessNotAuthorisedError(one.role, rules.witness_roles)
        if not one.signature_seen:
            raise WitnessSignatureError(one.name)
        if one.account in receivers or folded(one.name) in names:
            raise SamePeopleError(one.name, "received it", "witness its destruction")
        if one.account == by.id or folded(one.name) in known:
            raise SamePeopleError(one.name, "destroys or witnesses it", "witness it")
        known.add(folded(one.name))


def destroyed_items(
    receipt: HandInReceipt, weighed: Mapping[str, Fraction], less_because: str
) -> tuple[DestroyedItem, ...]:
    """Return bag by bag what was received and what of it is destroyed.

    Args:
        receipt: as its corrections and new tags leave it.
        weighed: gross grams, or how many plants, by the tag of each bag.
        less_because: why there is less than was received, if there is.

    Raises:
        BagsDifferError: a bag was left out, or is not of this hand-in.
        MoreThanReceivedError: more is to be destroyed than was received.
        LessThanReceivedError: there is less, and nobody says why.
    """
    tags = {bag.seal_tag: bag for bag in receipt.bags}
    missing, unknown = tags.keys() - weighed.keys(), weighed.keys() - tags.keys()
    if missing or unknown:
        raise BagsDifferError(tuple(sorted(missing)), tuple(sorted(unknown)))
    return tuple(
        _item(bag, weighed[tag], less_because=less_because) for tag, bag in tags.items()
    )


def folded(name: str) -> str:
    """Return a name or a role as two spellings of it compare."""
    return " ".join(name.split()).casefold()


def totals(items: Iterable[DestroyedItem], unit: str) -> tuple[Fraction, Fraction]:
    """Return what was received and what was destroyed in all, of one unit."""
    ours = [one for one in items if one.unit == unit]
    nothing = Fraction(0)
    received = sum((one.received for one in ours), nothing)
    return received, sum((one.destroyed for one in ours), nothing)


def _item(bag: Bag, destroyed: Fraction, *, less_because: str) -> DestroyedItem:
    if isinstance(bag, HandInStock):
        item = DestroyedItem(
            seal_tag=bag.seal_tag,
            what=bag.form.value,
            unit="g",
            received=bag.gross_grams,
            destroyed=destroyed,
        )
    else:
        item = DestroyedItem(
            seal_tag=bag.seal_tag,
            what=bag.stage.value,
            unit="plants",
            received=Fraction(bag.count),
            destroyed=destroyed,
        )
    told = {
        "destroyed": f"{readable_text(item.destroyed)} {item.unit}",
        "received": f"{readable_text(item.received)} {item.unit}",
    }
    if item.destroyed > item.received:
        raise MoreThanReceivedError(bag.seal_tag, **told)
    if item.destroyed < item.received and not less_because:
        raise LessThanReceivedError(bag.seal_tag, **told)
    return item
