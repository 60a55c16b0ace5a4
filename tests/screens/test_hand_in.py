"""The hand-in as it is typed: what is read, what is refused, and the receipt."""

from __future__ import annotations

from fractions import Fraction

import pytest

from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm
from amnesty.errors import ProblemsError
from tui.hand_in_form import read_hand_in

TYPED = {
    "identity_seen": "Y",
    "signature_seen": "y",
    "place": "Front desk",
    "second": "Gareth",
    "stock.0.form": "D",
    "stock.0.gross": "125",
    "stock.0.net": "122.5",
    "stock.0.seal": "A1",
    "plants.1.stage": "F",
    "plants.1.count": "2",
    "plants.1.seal": "A2",
}


def test_what_is_typed_becomes_what_is_presented() -> None:
    """Letters become forms and stages, weights are exact, empty rows are left out."""
    presented, second = read_hand_in(TYPED, site=1)
    (bag,), (batch,) = presented.stock, presented.plants
    assert (bag.form, bag.net_grams) == (StockForm.DRIED, Fraction("122.5"))
    assert (batch.stage, batch.count) == (Stage.FLOWERING, 2)
    assert (presented.site, presented.presented_by) == (1, "the patient")
    assert second == "Gareth"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("identity_seen", "N"),
        ("signature_seen", ""),
        ("place", ""),
        ("second", ""),
        ("stock.0.form", "x"),
        ("stock.0.gross", "1e3"),
        ("stock.0.net", "126"),
        ("stock.0.net", "-1"),
        ("stock.0.seal", ""),
        ("plants.1.count", "1.5"),
        ("plants.1.stage", "x"),
    ],
)
def test_a_mistake_is_told_at_its_field(path: str, text: str) -> None:
    """One thing changed is one problem, at that very field."""
    with pytest.raises(ProblemsError) as refused:
        read_hand_in(TYPED | {path: text}, site=0)
    assert [one.path for one in refused.value.problems] == [path]


def test_all_mistakes_are_told_at_once() -> None:
    """An empty form names everything that is missing."""
    with pytest.raises(ProblemsError) as refused:
        read_hand_in({}, site=0)
    told = {one.path for one in refused.value.problems}
    assert told == {"identity_seen", "signature_seen", "place", "second"}


def test_an_empty_tag_is_the_next_number_and_defaults_stand() -> None:
    """In the order of the form, after the last tag of this desk; never a guess."""
    raw = {path: TYPED[path] for path in ("identity_seen", "signature_seen", "place")}
    raw |= {"second": "Gareth", "stock.0.gross": "2", "stock.0.net": "1"}
    raw |= {"plants.0.count": "1"}
    presented, _ = read_hand_in(raw, site=0, last_tag="S-0099")
    (bag,), (batch,) = presented.stock, presented.plants
    assert (bag.form, bag.seal_tag) == (StockForm.DRIED, "S-0100")
    assert (batch.stage, batch.seal_tag) == (Stage.FLOWERING, "S-0101")
    for last in ("", "seal", "S99"):
        with pytest.raises(ProblemsError):
            read_hand_in(raw, site=0, last_tag=last)


def test_a_hand_in_without_a_bag_is_none() -> None:
    """Nobody signs in beside it before there is something to be seen."""
    about = {path: text for path, text in TYPED.items() if "." not in path}
    with pytest.raises(ProblemsError, match="at least one bag") as refused:
        read_hand_in(about, site=0)
    assert [one.path for one in refused.value.problems] == ["stock.0.gross"]
