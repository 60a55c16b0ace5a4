"""The app as a browser shows it: in tests alone, for what serves it asks nobody who.

It is served on this machine's own address, to made-up people, by a process that ends
with the test (`docs/adr/0058-a-browser-in-tests-alone.md`).
"""

from __future__ import annotations

import base64
import runpy
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from amnesty.cli.demonstration.setting import CLERK, PASSPHRASE
from amnesty.services.registrations.keeping_forms import kept_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.cli.screens import WiredFront

_CHROMIUM = Path(__file__).parents[2] / "page" / "chromium.py"
_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Nothing but this machine is found: the page asks elsewhere for its letters."""
_LIMIT = 60.0

_PROGRAM = """
import pathlib
from amnesty.cli.screens import WiredFront
from tui.app import RegistryApp

class InABrowser(RegistryApp):
    # A browser's end is a pipe, and no terminal that could have gone.
    def watch_terminal(self): pass
    def look_at_terminal(self): pass

folder = pathlib.Path({folder!r})
InABrowser(WiredFront(directory=folder, is_demonstration=True)).run()
"""
_SERVER = """
import socket, sys
from textual_serve.server import Server

with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    port = one.getsockname()[1]
print("PORT", port, flush=True)
Server(f"{sys.executable} {sys.argv[1]}", host="127.0.0.1", port=port).serve()
"""


class _Page:
    """The app in a browser's tab: what it drew, and the keys that go to it."""

    def __init__(self, browser: Any) -> None:  # noqa: ANN401 - loaded by its path
        self.browser = browser
        self._drawn = b""

    def wait_for(self, words: bytes) -> None:
        """Wait until it has drawn some words since the last time."""
        until = time.monotonic() + _LIMIT
        while words not in self._drawn:
            assert time.monotonic() < until, self._drawn[-2000:]
            self.browser.run("new Promise((done) => setTimeout(done, 50))")
            while self.browser.events:
                self._take(self.browser.events.popleft())
        self._drawn = b""

    def type(self, *keys: str) -> None:
        """Press keys one after the other; `F2` and other names are one key each."""
        codes = {"Tab": 9, "Enter": 13, "F2": 113, "F9": 120, "-": 189}
        for key in keys:
            # A letter's key has its capital's number; a small p's would be that of F1.
            self.browser.press(key, codes.get(key) or ord(key.upper()))

    def _take(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Network.webSocketFrameReceived":
            frame = event["params"]["response"]
            is_binary = frame["opcode"] != 1
            payload = frame["payloadData"]
            self._drawn += base64.b64decode(payload) if is_binary else payload.encode()


@pytest.fixture
def page(front: WiredFront, tmp_path: Path) -> Iterator[_Page]:
    """Return the app, served and opened in a browser."""
    chromium = runpy.run_path(str(_CHROMIUM))
    if chromium["PROGRAM"] is None:
        pytest.skip("Chromium is not installed, so there is no browser to show it in.")
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.format(folder=str(front.directory)), encoding="utf-8")
    profile = tmp_path / "profile"
    profile.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().split()[1]
        while "Serving" not in server.stdout.readline():
            assert server.poll() is None
        with chromium["browser"](profile, _ALONE) as browser:
            browser.send("Page.navigate", url=f"http://127.0.0.1:{port}/")
            browser.wait_for("document.querySelector('#terminal textarea')")
            browser.run("document.querySelector('#terminal textarea').focus()")
            yield _Page(browser)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_a_clerk_signs_in_and_types_in_a_browser(
    page: _Page, front: WiredFront
) -> None:
    """Each key comes to its field, the picture is no blank, what is typed is kept."""
    page.wait_for(b"Accounts here")
    page.type(*CLERK, "Tab", *PASSPHRASE, "Enter")
    page.wait_for(b"All active")
    page.type("F2")
    page.wait_for(b"Section 1 of")
    page.type(*"Ada Lord", "Tab", *"27 3 1970")
    colours = Image.open(BytesIO(page.browser.picture())).convert("L").getextrema()
    assert colours[0] < colours[1]
    page.type("F9")
    page.wait_for(b"All active")
    desk = front.open(CLERK, PASSPHRASE)
    found = kept_form(desk)
    desk.register.close()
    assert found is not None
    assert found.answers == {
        "patient.full_name": "Ada Lord",
        "patient.date_of_birth": "27 3 1970",
    }
