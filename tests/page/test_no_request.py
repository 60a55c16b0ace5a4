"""The page asks nobody anything: as the browser's own log tells it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.services.police.paging import make_page, worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType


def asked_for(page: Any) -> list[str]:  # noqa: ANN401 - loaded by its path
    """Return the addresses that the page asked for."""
    page.run("new Promise((done) => setTimeout(done, 300))")
    return [
        event["params"]["request"]["url"]
        for event in page.events
        if event.get("method") == "Network.requestWillBeSent"
    ]


def test_a_page_from_a_file_asks_for_itself_alone(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """Opened, used with all its parts and cleared: the one request is for the file."""
    page = open_page()
    page.check(world.text())
    page.run("document.getElementById('language').click()")
    page.run("document.getElementById('clear').click()")
    assert asked_for(page) == [page.run("location.href")]


@pytest.mark.parametrize(
    "attempt",
    [
        "fetch('https://example.test/')",
        "navigator.sendBeacon('https://example.test/', 'x')",
        "loaded(new Image(), 'https://example.test/i.png')",
        "loaded(document.createElement('iframe'), 'https://example.test/')",
        "new WebSocket('wss://example.test/')",
        "import('https://example.test/m.js')",
    ],
)
def test_the_policy_lets_nothing_out(
    open_page: Callable[..., Any], attempt: str
) -> None:
    """Even a script in the page could send nothing anywhere."""
    page = open_page()
    page.run(
        "globalThis.stopped = new Promise((stop) => addEventListener("
        "'securitypolicyviolation', (event) => stop(event.blockedURI)));"
        "globalThis.loaded = (one, address) => {"
        " one.src = address; document.body.append(one); }"
    )
    page.run(f"(async () => {attempt})().catch(() => null)")
    assert "example.test" in page.run("stopped")


def test_nothing_is_written_as_markup(open_page: Callable[..., Any]) -> None:
    """Text that was scanned never becomes part of the page: the browser refuses it."""
    page = open_page()
    assert page.run(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return false; }"
        " catch { return true; } })()"
    )


def test_the_browser_s_net_log_has_no_request_of_the_page(
    chromium: ModuleType, world: ModuleType, tmp_path: Path
) -> None:
    """What the browser logged of its network; a page that does ask shows up there."""
    path, control = tmp_path / "verify.html", tmp_path / "control.html"
    path.write_bytes(make_page(roots=world.roots_file(), force=world.FORCE))
    control.write_text(
        '<div id="page"></div><script>fetch("http://localhost:9/control")</script>'
    )
    for opened, expected in ((path, []), (control, ["http://localhost:9/control"])):
        profile = tmp_path / f"profile-of-{opened.stem}"
        profile.mkdir()
        log = tmp_path / f"{opened.stem}.json"
        with chromium.browser(profile, f"--log-net-log={log}") as page:
            page.go(opened.as_uri())
            if opened == path:
                assert "CANNOT BE CONFIRMED" in page.check(world.text())
        assert requests_of_pages(log) == expected


def requests_of_pages(log: Path) -> list[str]:
    """Return what was asked for by a page, and not by the browser for itself."""
    told = json.loads(log.read_text("utf-8"))
    begun = told["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [one["params"] for one in told["events"] if one["type"] == begun]
    asked = [one for one in asked if "url" in one]
    return [one["url"] for one in asked if one["initiator"] != "not an origin"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its base
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve a folder on this machine alone; lend the address and what stops it."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(folder))
    )
    Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    try:
        yield f"http://localhost:{server.server_port}/verify.html", stop
    finally:
        stop()


@pytest.mark.enable_socket
def test_a_served_page_works_when_the_network_is_gone(
    browser: Any,  # noqa: ANN401 - loaded by its path
    world: ModuleType,
    tmp_path: Path,
) -> None:
    """After the first visit it opens again without the server, and still answers."""
    made = make_page(roots=world.roots_file(), force=world.FORCE, is_served=True)
    (tmp_path / "verify.html").write_bytes(made)
    (tmp_path / "sw.js").write_bytes(worker())
    with served(tmp_path) as (address, stop):
        browser.go(address)
        kept = "caches.match(location.href).then((found) => Boolean(found))"
        browser.wait_for_true(f"navigator.serviceWorker.ready.then(() => {kept})")
        assert set(asked_for(browser)) <= {
            address,
            address.replace("verify.html", "sw.js"),
        }
        stop()
        browser.send("Page.navigate", url="about:blank")
        browser.go(f"{address}#{world.text()}")
        assert "CANNOT BE CONFIRMED" in browser.answer()
        # What stands after # is not part of what is kept.
        names = "caches.open('carly-page').then((all) => all.keys()).then((all) =>"
        assert browser.run(f"{names} all.map((one) => one.url))") == [address]
        browser.run("localStorage.clear()")


@pytest.mark.enable_socket
def test_a_served_page_is_the_newest_while_there_is_a_network(
    browser: Any,  # noqa: ANN401 - loaded by its path
    world: ModuleType,
    tmp_path: Path,
) -> None:
    """The worker asks the server first: yesterday's page has yesterday's lists."""
    (tmp_path / "sw.js").write_bytes(worker())
    page = tmp_path / "verify.html"
    page.write_bytes(
        make_page(roots=world.roots_file(), force="Yesterday", is_served=True)
    )
    with served(tmp_path) as (address, _):
        browser.go(address)
        browser.wait_for_true(
            "navigator.serviceWorker.ready.then(() => caches.match(location.href))"
            ".then((found) => Boolean(found))"
        )
        page.write_bytes(
            make_page(roots=world.roots_file(), force="Today", is_served=True)
        )
        later = page.stat().st_mtime + 60
        os.utime(page, (later, later))
        browser.send("Page.navigate", url="about:blank")
        browser.go(address)
        assert browser.text("#force") == "Today"
        assert browser.run("navigator.serviceWorker.controller !== null")
