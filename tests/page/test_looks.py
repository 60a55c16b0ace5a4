"""How the page looks: words before colours, any width, both languages, any keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import CertificateStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CONTRAST = Path(__file__).with_name("contrast.js")
TAB = 9


@pytest.mark.parametrize(
    "verdict",
    [
        (CertificateStatus.VALID, "Stands: VALID", "stands"),
        (
            CertificateStatus.RENEWAL_PENDING,
            "Stands: VALID – RENEWAL PENDING",
            "stands",
        ),
        (CertificateStatus.REVOKED, "Does not stand: REVOKED", "not"),
        (CertificateStatus.SUPERSEDED, "Does not stand: SUPERSEDED", "not"),
        (None, "Not sure: CANNOT BE CONFIRMED", "unsure"),
    ],
)
def test_a_verdict_has_words_a_shape_and_a_colour(
    open_page: Callable[..., Any],
    world: ModuleType,
    verdict: tuple[CertificateStatus | None, str, str],
) -> None:
    """Three shapes, each with a sign of its own; the words alone say it all."""
    status, words, shape = verdict
    files = None if status is None else world.files(status=status)
    page = open_page(police_file=files)
    page.check(world.text())
    assert page.run("document.getElementById('verdict').textContent") == words
    assert page.run("document.querySelector('.panel').className") == f"panel {shape}"
    outline = {"stands": "circle", "not": "path", "unsure": "path"}[shape]
    assert page.run("document.querySelector('.panel .shape').tagName") == outline
    assert page.run("document.activeElement.id") == "verdict"


def test_it_prints_nothing(open_page: Callable[..., Any], world: ModuleType) -> None:
    """A printed answer would be a paper that nobody can check."""
    page = open_page()
    page.check(world.text())
    shown = "document.getElementById('verdict').checkVisibility()"
    assert page.run(shown) is True
    page.send("Emulation.setEmulatedMedia", media="print")
    assert page.run(shown) is False
    assert page.run("getComputedStyle(document.documentElement).display") == "none"


def test_everything_is_reached_by_keyboard_and_has_a_name(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """Tab goes round in the order of reading; a screen reader hears what each is."""
    page = open_page()
    reached = []
    for _ in range(8):
        page.press("Tab", TAB)
        reached.append(
            page.run("document.activeElement.id || document.activeElement.tagName")
        )
    ways = ["language", "start-camera", "photograph", "typed", "check"]
    assert reached[:7] == [*ways, "SUMMARY", "SUMMARY"]
    page.check(world.text())
    nodes = page.send("Accessibility.getFullAXTree")["nodes"]
    controls = {"button", "textbox", "link", "heading", "DisclosureTriangle"}
    found = [node for node in nodes if node.get("role", {}).get("value") in controls]
    assert len(found) > 8
    assert all(node["name"]["value"].strip() for node in found if not node["ignored"])


def test_all_of_it_is_welsh_at_a_press(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """The answer shown changes with the rest, and the page says its language."""
    page = open_page()
    page.check(world.text())
    page.run("document.getElementById('language').click()")
    shown = page.text("#answer")
    assert "DILYS" in shown
    assert "tan 30 Medi 2027" in shown
    assert "Ydych chi yn 14 Canal Row, Penmaen, ZZ1 4AB?" in shown
    assert page.run("document.documentElement.lang") == "cy"
    assert page.run("document.getElementById('language').lang") == "en"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_cut_off(
    open_page: Callable[..., Any], world: ModuleType, width: int
) -> None:
    """A telephone's width is enough, and text may be twice as large."""
    page = open_page()
    page.send(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=800,
        deviceScaleFactor=1,
        mobile=width < 1000,
    )
    page.check(world.text())
    page.run("document.documentElement.style.fontSize = '200%'")
    assert page.run("document.documentElement.scrollWidth") <= width


def test_contrast_is_enough_in_both_schemes(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """Each text has 4.5 to 1 against what is behind it, in light and in dark."""
    page = open_page()
    page.check(world.text())
    for scheme in ("light", "dark"):
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        page.send("Emulation.setEmulatedMedia", features=media)
        faint = page.run(CONTRAST.read_text("utf-8"))
        assert json.loads(faint) == []
    page.run("document.documentElement.style.setProperty('--faint', '#23282c')")
    assert json.loads(page.run(CONTRAST.read_text("utf-8")))
