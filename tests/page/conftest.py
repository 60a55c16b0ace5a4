"""One browser for all tests of the page, and the page's own scripts to ask."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.services.police.paging import make_page, verifying_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"

Ask = Any


def loaded(name: str, path: Path) -> ModuleType:
    """Return a module from its path."""
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


made_chromium = loaded("chromium", HERE / "chromium.py")
made_pictures = loaded("pictures", HERE / "pictures.py")
made_up_world = loaded("world", VECTORS / "making" / "world.py")
made_up_log = loaded("log", VECTORS / "making" / "log.py")


@pytest.fixture(scope="session")
def world() -> ModuleType:
    """Return the made-up authority of the vectors."""
    return made_up_world


@pytest.fixture(scope="session")
def log() -> ModuleType:
    """Return the made-up authority's audit log."""
    return made_up_log


@pytest.fixture(scope="session")
def chromium() -> ModuleType:
    """Return what starts a browser, where there is one."""
    if made_chromium.PROGRAM is None:
        pytest.skip("Chromium is not installed, so the page cannot be run.")
    return made_chromium


@pytest.fixture(scope="session")
def _browser(
    chromium: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    profile = tmp_path_factory.mktemp("profile")
    film = profile / "seen-by-the-camera.mjpeg"
    seen = made_pictures.Image.new("L", (640, 480), made_pictures.TABLE)
    seen.paste(made_pictures.code(made_up_world.text(), 440), (100, 20))
    made_pictures.film(film, seen)
    with chromium.browser(profile, f"--use-file-for-fake-video-capture={film}") as one:
        yield one


@pytest.fixture
def browser(_browser: Any) -> Any:  # noqa: ANN401 - loaded by its path
    """Return the browser with a new tab."""
    _browser.open_tab()
    _browser.events.clear()
    return _browser


@pytest.fixture(scope="session")
def pictures() -> ModuleType:
    """Return what makes photographs."""
    return made_pictures


@pytest.fixture
def open_page(
    browser: Any,  # noqa: ANN401 - loaded by its path
    world: ModuleType,
    tmp_path: Path,
) -> Iterator[Callable[..., Any]]:
    """Return what makes a page, opens it from its file and returns the browser.

    Its clock stands at the vectors' time, so that the lists inside are fresh.
    """
    now = int(world.NOW.timestamp() * 1000)
    clock = "globalThis.shift = 0; { const now = Date.now; const start = now();"
    clock += f" Date.now = () => {now} + now() - start + globalThis.shift; }}"
    browser.send("Page.addScriptToEvaluateOnNewDocument", source=clock)

    def open_it(*, force: str = world.FORCE, **settings: Any) -> Any:  # noqa: ANN401 - the same
        settings.setdefault("police_file", world.files())
        made = make_page(roots=world.roots_file(), force=force, **settings)
        path = tmp_path / "verify.html"
        path.write_bytes(made)
        browser.go(path.as_uri())
        return browser

    yield open_it
    # All pages from files share one memory.
    browser.run("localStorage.clear()")


@pytest.fixture(scope="session")
def harness_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of the scripts that verify, and of what the tests ask."""
    script = verifying_script() + (HERE / "harness.js").read_text("utf-8")
    path = tmp_path_factory.mktemp("harness") / "harness.html"
    html = f'<!doctype html><meta charset="utf-8"><div id="page"></div><script>{script}'
    path.write_text(f"{html}</script>", encoding="utf-8")
    return path


@pytest.fixture
def ask(browser: Any, harness_file: Path) -> Callable[..., Any]:  # noqa: ANN401 - loaded by its path
    """Return what calls a function of the harness with values, and returns its own."""
    browser.go(harness_file.as_uri())

    def call(name: str, *values: object) -> Any:  # noqa: ANN401 - JSON
        arguments = ", ".join(json.dumps(value) for value in values)
        return browser.run(f"harness.{name}({arguments})")

    return call
