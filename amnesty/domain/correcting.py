"""A receipt as its corrections and new tags leave it; the receipt itself stays."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import (
    Bag,
    Corrected,
    Correction,
    HandInPlants,
    HandInReceipt,
    HandInStock,
)
from amnesty.domain.quantity import (
    parse_count,
    parse_grams,
    parse_plants,
    readable_text,
)
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.errors.hand_in import (
    NetAboveGrossError,
    NoSuchBagError,
    NothingInItemError,
    NotOfThisBagError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_TAG = 40
"""Characters of a seal's or a bag's tag."""

_READ: Mapping[Corrected, Callable[[str], object]] = {
    Corrected.NET: partial(parse_grams, what="net weight"),
    Corrected.GROSS: partial(parse_grams, what="gross weight"),
    Corrected.COUNT: parse_plants,
    Corrected.SEAL_TAG: partial(clean_line, what="seal tag", longest=LONGEST_TAG),
    Corrected.BAG_TAG: partial(
        clean_optional_line, what="bag tag", longest=LONGEST_TAG
    ),
    Corrected.PRESENTED_BY: partial(clean_line, what="name of who brought it"),
    Corrected.PLACE: partial(clean_line, what="place"),
    Corrected.PROPERTY_REFERENCE: partial(
        clean_optional_line, what="police reference", longest=LONGEST_TAG
    ),
}


def read_correction(what: Corrected, text: str) -> str:
    """Return what a correction says, as it is kept.

    Raises:
        BadInputError: it cannot stand there.
    """
    read = _READ[what](text)
    return readable_text(read) if isinstance(read, Fraction) else str(read)


def bag_with(receipt: HandInReceipt, tag: str) -> Bag:
    """Return the bag with a tag.

    Raises:
        NoSuchBagError: there is none.
    """
    for bag in receipt.bags:
        if bag.seal_tag == tag:
            return bag
    raise NoSuchBagError(receipt.receipt, tag)


def said_of(receipt: HandInReceipt, what: Corrected, tag: str) -> str:
    """Return what a receipt says of something that is to be corrected.

    Raises:
        NoSuchBagError: there is no bag with the tag.
        NotOfThisBagError: such a bag has no such thing.
    """
    if not what.is_of_an_item:
        return {
            Corrected.PRESENTED_BY: receipt.presented_by,
            Corrected.PLACE: receipt.place,
            Corrected.PROPERTY_REFERENCE: receipt.property_reference,
        }[what]
    match what, bag_with(receipt, tag):
        case Corrected.SEAL_TAG, bag:
            return bag.seal_tag
        case Corrected.BAG_TAG, bag:
            return bag.bag_tag
        case Corrected.NET, HandInStock(net_grams=grams):
            return readable_text(grams)
        case Corrected.COUNT, HandInPlants(count=count):
            return str(count)
        case Corrected.GROSS, bag:
            return "" if bag.gross_grams is None else readable_text(bag.gross_grams)
        case _:
            raise NotOfThisBagError(tag, what.value)


def corrected(receipt: HandInReceipt, act: Correction) -> HandInReceipt:
    """Return what a receipt would say with a correction.

    Raises:
        NetAboveGrossError: the net weight would be above the gross weight.
        NothingInItemError: nothing would be in the bag.
    """
    match act.what:
        case Corrected.PRESENTED_BY:
            return replace(receipt, presented_by=act.now)
        case Corrected.PLACE:
            return replace(receipt, place=act.now)
        case Corrected.PROPERTY_REFERENCE:
            return replace(receipt, property_reference=act.now)
        case _:
            change = partial(_bag_corrected, act=act)
            return _with_bag(receipt, act.seal_tag, change)


def with_tag(receipt: HandInReceipt, old: str, new: str) -> HandInReceipt:
    """Return a receipt with another tag on one of its bags."""
    return _with_bag(receipt, old, lambda bag: replace(bag, seal_tag=new))


def _with_bag(
    receipt: HandInReceipt, tag: str, change: Callable[[Bag], Bag]
) -> HandInReceipt:
    bags = [change(bag) if bag.seal_tag == tag else bag for bag in receipt.bags]
    return replace(
        receipt,
        stock=tuple(bag for bag in bags if isinstance(bag, HandInStock)),
        plants=tuple(bag for bag in bags if isinstance(bag, HandInPlants)),
    )


def _bag_corrected(bag: Bag, act: Correction) -> Bag:
    match act.what, bag:
        case Corrected.SEAL_TAG, _:
            return replace(bag, seal_tag=act.now)
        case Corrected.BAG_TAG, _:
            return replace(bag, bag_tag=act.now)
        case Corrected.COUNT, HandInPlants():
            return replace(bag, count=parse_count(act.now, "number of plants"))
        case Corrected.GROSS, HandInPlants():
            return replace(bag, gross_grams=parse_grams(act.now))
        case ((Corrected.NET | Corrected.GROSS), HandInStock()):
            return _weighed(bag, act)
        case _:
            raise NotOfThisBagError(act.seal_tag, act.what.value)


def _weighed(bag: HandInStock, act: Correction) -> HandInStock:
    grams = parse_grams(act.now)
    if act.what is Corrected.NET:
        weighed = replace(bag, net_grams=grams)
    else:
        weighed = replace(bag, gross_grams=grams)
    if not weighed.net_grams:
        raise NothingInItemError
    if weighed.net_grams > weighed.gross_grams:
        raise NetAboveGrossError
    return weighed
