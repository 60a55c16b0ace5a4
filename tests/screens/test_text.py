"""The one door by which people's words reach a widget."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import cell, label, safe, tidy

TUI = Path(__file__).resolve().parents[2] / "tui"
_DOOR = {"label", "lines", "row", "cell", "Content", "_item", "_entry", "_line"}


@given(st.text(alphabet=st.characters(codec=None)))
def test_whatever_is_shown_is_one_line_that_acts_on_nothing(text: str) -> None:
    """No text moves the cursor, breaks the line or turns the direction of writing."""
    shown = safe(text)
    shown.encode("utf-8")
    acting = {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(one) in acting for one in shown)
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


@given(st.text())
def test_what_is_kept_of_typing_is_shown_as_it_is(text: str) -> None:
    """What was tidied on the way in needs nothing replaced on the way out."""
    assert safe(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("Zoe\u0308", "Zoë"),
        ("a\tb\nc", "a b c"),
        ("a\x1b[2Jb", "a[2Jb"),
        ("\u202eevil", "evil"),
        ("نیم‌فاصله", "نیم‌فاصله"),
    ],
)
def test_typing_is_tidied(given_text: str, kept: str) -> None:
    """Accents join their letters, and what nobody can type is left out."""
    assert tidy(given_text) == kept


def test_names_are_not_markup(hostile_name: str) -> None:
    """A name is shown letter by letter, in a table and elsewhere."""
    assert cell(hostile_name).plain == safe(hostile_name)
    assert label(hostile_name).plain == safe(hostile_name)
    assert not label(hostile_name).spans
    assert not cell(hostile_name).spans


def _calls() -> list[tuple[str, ast.Call]]:
    return [
        (f"{path.relative_to(TUI)}:{node.lineno}", node)
        for path in sorted(TUI.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _goes_through_the_door(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Starred):
        argument = argument.value
    if isinstance(argument, ast.GeneratorExp | ast.ListComp):
        argument = argument.elt
    return isinstance(argument, ast.Call) and _name(argument) in _DOOR


def test_no_widget_takes_a_str() -> None:
    """Cells, options and words come from `tui.text`; what reads markup is not used."""
    broken = []
    for place, call in _calls():
        name = _name(call)
        if name in {"Static", "Label", "Button", "notify", "Markdown", "from_markup"}:
            broken.append(f"{place} {name}")
        if name in {"add_row", "add_rows", "Option"} and not all(
            _goes_through_the_door(argument) for argument in call.args
        ):
            broken.append(f"{place} {name}")
    assert not broken


def test_no_border_title_is_a_str() -> None:
    """A border's title is read as markup too, so it is `Content`."""
    broken = [
        f"{path.name}:{node.lineno}"
        for path in TUI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and node.targets[0].attr in {"border_title", "border_subtitle", "tooltip"}
        and not _goes_through_the_door(node.value)
    ]
    assert not broken
