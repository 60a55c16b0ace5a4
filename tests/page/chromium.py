"""A headless Chromium, driven over two pipes: no socket, a profile of its own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = next(
    (
        found
        for name in ("chromium", "chromium-browser")
        if (found := shutil.which(name))
    ),
    None,
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--remote-debugging-pipe",
)


_PLACE = (
    "import os, sys;"
    "os.dup2(int(sys.argv[1]), 98); os.dup2(int(sys.argv[2]), 99);"
    "os.dup2(98, 3); os.dup2(99, 4); os.closerange(5, 256);"
    "os.execv(sys.argv[3], sys.argv[3:])"
)


class PageError(Exception):
    """The browser refused a command, or the page threw."""


class Browser:
    """One browser; commands and events are JSON with a zero byte after each."""

    def __init__(self, commands: int, answers: int) -> None:
        """Take the ends of the two pipes."""
        self._commands = commands
        self._answers = answers
        self._unread = b""
        self._last = 0
        self._session: str | None = None
        self._target: str | None = None
        self.events: deque[dict[str, Any]] = deque(maxlen=10_000)
        """What the browser told without being asked."""

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Give a command to the page and return its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._write(json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise PageError(answer["error"]["message"])
        result: dict[str, Any] = answer["result"]
        return result

    def open_tab(self) -> None:
        """Open a new tab for the commands that follow, in place of the last."""
        self._session = None
        last = self._target
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        if last is not None:
            self.send("Target.closeTarget", targetId=last)
        self._target = target
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def go(self, address: str) -> None:
        """Load the officer's page and wait until it shows itself."""
        self.send("Page.navigate", url=address)
        self.wait_for("document.getElementById('page')?.hidden === false")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true in the page; a test's time limit ends it."""
        look = f"if ({condition}) done(); else setTimeout(look, 10, done);"
        self.run(f"new Promise(function look(done) {{ {look} }})")

    def run(self, expression: str) -> Any:  # noqa: ANN401 - JSON
        """Return what an expression is worth in the page, awaited."""
        for _ in range(3):
            try:
                answer = self.send(
                    "Runtime.evaluate",
                    expression=expression,
                    awaitPromise=True,
                    returnByValue=True,
                )
                break
            except PageError as error:
                # The page was only just being loaded.
                if "navigated" not in str(error) and "destroyed" not in str(error):
                    raise
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise PageError(
                details.get("exception", details).get("description", details)
            )
        return answer["result"].get("value")

    def choose(self, selector: str, *paths: Path) -> None:
        """Choose files as a person does in the browser's dialogue."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        names = [str(path) for path in paths]
        self.send("DOM.setFileInputFiles", nodeId=node, files=names)

    def wait_for_true(self, promise: str) -> None:
        """Wait until what an expression promises is true."""
        self.run(
            f"(async () => {{ while (!(await ({promise})))"
            " await new Promise((done) => setTimeout(done, 20)); })()"
        )

    def check(self, text: str) -> str:
        """Have the page check a text that is pasted; return what it shows."""
        self.run(
            f"document.getElementById('typed').value = {json.dumps(text)};"
            "document.getElementById('check').click()"
        )
        return self.answer()

    def answer(self) -> str:
        """Return what the page shows once it has answered."""
        self.wait_for("!document.getElementById('answer').hidden")
        return self.text("#answer")

    def note(self, *before: str) -> str:
        """Return what the page says, once it says something other than before."""
        quiet = json.dumps(["", *before])
        self.wait_for(f"!{quiet}.includes(document.getElementById('note').textContent)")
        return self.text("#note")

    def text(self, selector: str) -> str:
        """Return the text that an element shows."""
        text = self.run(f"document.querySelector({json.dumps(selector)}).innerText")
        return str(text).replace("\u00a0", " ")

    def press(self, key: str, code: int = 0) -> None:
        """Press a key and let go of it."""
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                windowsVirtualKeyCode=code or (ord(key) if len(key) == 1 else 0),
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    def picture(self, *, is_whole: bool = True) -> bytes:
        """Return a screenshot (PNG)."""
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=is_whole)
        return base64.b64decode(shot["data"])

    def _write(self, message: bytes) -> None:
        while message:
            message = message[os.write(self._commands, message) :]

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            received = os.read(self._answers, 1 << 20)
            if not received:
                msg = "The browser has ended."
                raise PageError(msg)
            self._unread += received
        message, _, self._unread = self._unread.partition(b"\0")
        read: dict[str, Any] = json.loads(message)
        return read

    def __enter__(self) -> Self:
        """Open the first tab."""
        self.open_tab()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser."""
        self._session = None
        self.send("Browser.close")


@contextmanager
def browser(profile: Path, *flags: str) -> Iterator[Browser]:
    """Lend a browser with an empty profile.

    Chromium reads its commands from descriptor 3 and answers on 4, so what starts it
    puts the pipes there.
    """
    assert PROGRAM is not None
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    place = [sys.executable, "-c", _PLACE, str(to_read), str(from_write)]
    command = [*place, PROGRAM, *_FLAGS, *flags]
    with (profile / "browser.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}"],
            pass_fds=(to_read, from_write),
            stdout=log,
            stderr=log,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(profile),
                "LANG": "en_GB.UTF-8",
            },
        )
    os.close(to_read)
    os.close(from_write)
    try:
        with Browser(to_write, from_read) as opened:
            yield opened
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()
        os.close(to_write)
        os.close(from_read)
