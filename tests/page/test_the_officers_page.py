"""What an officer sees of the page, and what becomes of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.domain.certificate import CertificateStatus
from amnesty.services.police.paging import Telephone

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ENTER, ESCAPE = 13, 27


def test_the_place_is_asked_first(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """The word, why and how old; then the place, the person, the counts, what to do."""
    shown = open_page().check(world.text())
    expected = [
        "Stands",
        "VALID",
        "This certificate is genuine and valid until 30 September 2027.",
        "Status as of 24 November 2026 at 02:00, less than a day old.",
        "Are you at 14 Canal Row, Penmaen, ZZ1 4AB?",
        "Is this Siân Llŷr ap Gwŷn, born 27 March 1958?",
        "Compare with photo identity in the same name.",
        "5 in flower",
        "10 in all",
        "413 g dried kept there",
        "45 g dried carried",
        "How to count",
        "What to do now",
        "Certificate number\nC-9ABC-DEFG-HJK6",
        "Check code\n52S9M2H1",
    ]
    places = [shown.find(one) for one in expected]
    assert -1 not in places
    assert places == sorted(places)


def test_a_card_does_not_tell_where(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """The officer is told to ask for the place, and sees the limits alone."""
    card = world.card()
    page = open_page(police_file=world.files(card))
    shown = page.check(world.text(card))
    assert "A card does not say where" in shown
    assert "Indoors" not in shown
    assert "kept there" not in shown
    assert "5 in flower" in shown


def test_who_may_not_stay_is_told_what_to_do_before_the_rest(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """A certificate that was ended shows the next step and the telephone at the top."""
    telephones = {
        world.AUTHORITY: Telephone(authority="Penmaen", number="01632 960100")
    }
    files = world.files(status=CertificateStatus.REVOKED)
    page = open_page(police_file=files, telephones=telephones)
    shown = page.check(world.text())
    assert shown.index("diversion programme") < shown.index("though it does not stand")
    assert shown.index("Telephone Penmaen: 01632 960100") < shown.index("Are you at")
    assert page.run("document.querySelector('.telephone a').href") == "tel:01632960100"


def test_another_force_s_agreement_is_told(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """The page knows its force."""
    shown = open_page(force="Heddlu Arall").check(world.text())
    assert "NOT COVERED HERE" in shown
    assert "not with Heddlu Arall" in shown


def test_what_is_no_code_gets_a_sentence_and_no_verdict(
    open_page: Callable[..., Any],
) -> None:
    """A name, or nothing, is not called a forgery."""
    page = open_page()
    page.run("document.getElementById('check').click()")
    assert "There is no certificate's code in this." in page.note("Checking.")
    assert page.run("document.getElementById('answer').hidden") is True


def test_it_clears_after_a_minute(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """After 60 seconds nothing of the certificate is left on the page."""
    page = open_page()
    page.check(world.text())
    page.run("globalThis.shift = 50_500")
    assert page.note() == "The answer clears in 10 seconds."
    page.run("globalThis.shift = 61_000")
    page.wait_for("document.getElementById('answer').hidden")
    left = page.run("document.documentElement.outerHTML")
    assert "Llŷr" not in left
    assert "C-9ABC" not in left
    assert page.run("document.getElementById('typed').value") == ""


def test_it_stays_when_it_is_kept(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """The button keeps the answer, and lets it go again."""
    page = open_page()
    page.check(world.text())
    page.run("document.getElementById('keep').click(); globalThis.shift = 600_000")
    page.run("new Promise((done) => setTimeout(done, 1_200))")
    assert "VALID" in page.answer()
    page.run("document.getElementById('keep').click(); globalThis.shift = 661_000")
    page.wait_for("document.getElementById('answer').hidden")


def test_leaving_the_page_clears_it(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """Going back to it shows nothing of before."""
    page = open_page()
    page.check(world.text())
    page.run("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.run("document.getElementById('answer').hidden") is True
    assert "Llŷr" not in page.run("document.documentElement.outerHTML")


def test_nothing_of_a_certificate_is_stored(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """What is kept are numbers, dates and hashes of police files."""
    page = open_page()
    page.check(world.text())
    kept = page.run("JSON.stringify(Object.entries(localStorage))")
    assert "carly-police-files" in kept
    for part in ("Llŷr", "C-9ABC", "Canal", "52S9M2H1", world.text()[:40], "-4298"):
        assert part not in kept
    assert page.run("document.cookie") == ""
    assert page.run("sessionStorage.length") == 0


def test_a_scanner_types(open_page: Callable[..., Any], world: ModuleType) -> None:
    """Digits and Enter are a question; typed over an answer, they are the next one."""
    page = open_page()
    page.run("document.getElementById('typed').focus()")
    page.send("Input.insertText", text=f"https://example.test/c#{world.text()}")
    page.press("Enter", ENTER)
    assert "VALID" in page.answer()
    page.press("7", ord("7"))
    assert page.run("document.getElementById('answer').hidden") is True
    assert page.run("document.getElementById('typed').value") == "7"


def test_a_scanner_need_not_press_enter(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """When the digits stop, the page answers."""
    page = open_page()
    page.run("document.getElementById('typed').focus()")
    page.send("Input.insertText", text=world.text())
    assert "VALID" in page.answer()


def test_escape_clears_the_answer(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """One key, and the focus is where the next check begins."""
    page = open_page()
    page.check(world.text())
    page.press("Escape", ESCAPE)
    assert page.run("document.getElementById('answer').hidden") is True
    assert page.run("document.activeElement.id") == "start-camera"
    assert page.note() == "The answer was cleared. Nothing of it was kept."


def test_a_link_s_code_is_answered_and_leaves_the_address(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """What stands after # is taken out at once; what a link can do is told."""
    page = open_page()
    address = page.run("location.href")
    page.send("Page.navigate", url="about:blank")
    page.go(f"{address}#{world.text()}")
    assert "VALID" in page.answer()
    assert "next time open your force's own page" in page.note()
    assert page.run("location.href") == address
