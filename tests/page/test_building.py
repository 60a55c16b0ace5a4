"""The page's bytes: put together from sources, the same each time, and no more."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.verdict import Verdict
from amnesty.errors.credential import EncodingFault, EnvelopeFault, FieldFault
from amnesty.papers.catalogue import Tongue, standard_catalogue
from amnesty.services.police.paging import (
    SCREEN_SCRIPTS,
    SCRIPTS,
    Telephone,
    built_template,
    make_page,
    page_words,
    whole_script,
    worker,
)
from amnesty.services.verifying.next_steps import NEXT_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SOURCES = files("amnesty.credential").joinpath("page")


def made(world: ModuleType, **settings: Any) -> str:  # noqa: ANN401 - as `make_page` has them
    """Return a page of the made-up force."""
    return make_page(roots=world.roots_file(), force=world.FORCE, **settings).decode()


def test_the_template_is_what_its_sources_make() -> None:
    """`make page` was run after the last change."""
    template = SOURCES.joinpath("template.html").read_text("utf-8")
    assert template == built_template()


def test_the_library_is_the_one_that_was_looked_at() -> None:
    """Its hash is the one beside it, and its licence goes with it."""
    vendored = SOURCES.joinpath("vendor/qr")
    script = vendored.joinpath("qr-decode.min.js").read_bytes()
    assert sha256(script).hexdigest() in vendored.joinpath("README.md").read_text()
    assert "Permission is hereby granted" in built_template()


def test_the_same_settings_give_the_same_bytes(world: ModuleType) -> None:
    """So two people compare one hash; each setting changes it."""
    telephone = {world.AUTHORITY: Telephone(authority="Penmaen", number="01632 960100")}
    pages = [
        made(world),
        made(world, telephones=telephone),
        made(world, is_served=True),
        made(world, police_file=world.files()),
    ]
    assert pages[0] == made(world)
    assert len(set(pages)) == len(pages)


def test_it_is_small(world: ModuleType) -> None:
    """Less than 150 KB without lists."""
    assert len(made(world).encode()) < 150_000


def test_it_runs_only_what_was_hashed(world: ModuleType) -> None:
    """The policy allows one script and one style by their hashes, and no request."""
    page = made(world)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = b64encode(sha256(inside[0].encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


def test_it_names_no_address(world: ModuleType) -> None:
    """Nothing to load from anywhere; the one address is a name of SVG's."""
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", made(world)))
    assert addresses == {"http://www.w3.org/2000/svg", "https://paulmillr.com"}
    assert not re.search(r"""\b(src|href|action)=["'](?!data:,)""", made(world))
    assert "eval(" not in whole_script()
    assert "innerHTML" not in whole_script()


def test_settings_cannot_end_their_element(world: ModuleType) -> None:
    """A name with a tag in it stays a name."""
    name = "</script><script>alert(1)</script>"
    page = make_page(roots=world.roots_file(), force=name).decode()
    assert name not in page
    assert page.count("</script>") == 2


def test_the_worker_is_its_own_file() -> None:
    """It is small, and answers for the page alone."""
    assert len(worker()) < 4000
    assert b'mode !== "navigate"' in worker()


def leaves(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Return every text of a language by where it stands."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}/{key}")
        else:
            yield f"{path}/{key}", value


def test_both_languages_say_everything() -> None:
    """Each text in one is in the other, with the same values in it."""
    english = dict(leaves(page_words()["en"]))
    welsh = dict(leaves(page_words()["cy"]))
    names = {path: text for path, text in welsh.items() if "/field/" not in path}
    assert english.keys() == names.keys()
    values = re.compile(r"\{\w+\}")
    for path, text in english.items():
        assert sorted(values.findall(text)) == sorted(values.findall(welsh[path])), path


def test_the_english_is_the_program_s() -> None:
    """Verdicts, faults and next steps are the same words, for all there are."""
    words = page_words()["en"]
    assert list(words["verdict"]) == [verdict.value for verdict in Verdict]
    assert all(name == text for name, text in words["verdict"].items())
    assert words["next"] == {one.value: step for one, step in NEXT_STEPS.items()}
    for name, faults in (
        ("EncodingRefusedError", EncodingFault),
        ("EnvelopeRefusedError", EnvelopeFault),
        ("FieldRefusedError", FieldFault),
    ):
        assert words["fault"][name] == {fault.name: fault.value for fault in faults}


def test_how_to_count_is_what_the_paper_says() -> None:
    """The officer counts by the rules that the patient has."""
    paper = standard_catalogue(Tongue.ENGLISH).listed("certificate.counting_rules")
    screen = page_words()["en"]["screen"]
    assert paper == tuple(screen[f"counting-{number}"] for number in (1, 2, 3))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_word_is_left_unsaid(language: str) -> None:
    """Every text of the screen is used in the sources, and every one used is there."""
    paths = ["page.html", *(f"script/{one}.js" for one in SCRIPTS + SCREEN_SCRIPTS)]
    script = "".join(SOURCES.joinpath(path).read_text("utf-8") for path in paths)
    screen = page_words()[language]["screen"]
    assert not [key for key in screen if f'"{key}"' not in script]
    used = set(re.findall(r'data-(?:words|label)="([^"]+)"', script))
    used |= set(re.findall(r'say\("([^"]+)"', script))
    assert used <= screen.keys()
