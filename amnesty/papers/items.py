"""What is handed in, said in the words of a paper's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.hand_in import HandInStock
from amnesty.domain.quantity import StockForm, readable_text

if TYPE_CHECKING:
    from amnesty.domain.hand_in import Bag, DestroyedItem
    from amnesty.domain.quantity import Weight
    from amnesty.papers.catalogue import Catalogue


def bag_said(bag: Bag, one: Catalogue) -> str:
    """Return what is in a bag, and the tag that seals it."""
    if isinstance(bag, HandInStock):
        said = _stock_said(bag, one)
    else:
        said = plants_said(bag.count, bag.stage.value, one)
    return one("item.sealed", item=said, tag=bag.seal_tag)


def _stock_said(bag: HandInStock, one: Catalogue) -> str:
    weighed = {
        "what": _form_said(bag.form.value, one),
        "net": readable_text(bag.net_grams),
        "gross": readable_text(bag.gross_grams),
    }
    if bag.form in {StockForm.SEEDS, StockForm.DRIED}:
        return one("item.weighed", **weighed)
    return one("item.stock", **weighed, dried=readable_text(bag.dried_grams))


def weight_said(weight: Weight, one: Catalogue) -> str:
    """Return how much there is of a form."""
    what = _form_said(weight.form.value, one)
    return one("item.grams", what=what, grams=readable_text(weight.grams))


def plants_said(count: int, stage: str, one: Catalogue) -> str:
    """Return how many plants there are, and how far they have grown."""
    return f"{count} {one.counted(f'stage.{stage}', count)}"


def destroyed_said(item: DestroyedItem, one: Catalogue) -> str:
    """Return what was destroyed of a bag, and the tag that sealed it."""
    if item.unit == "g":
        what, grams = _form_said(item.what, one), readable_text(item.destroyed)
        said = one("item.grams", what=what, grams=grams)
    else:
        said = plants_said(int(item.destroyed), item.what, one)
    return one("item.sealed", item=said, tag=item.seal_tag)


def _form_said(form: str, one: Catalogue) -> str:
    word = one(f"form.{form}")
    return word[0].upper() + word[1:]
