"""How large the officer's page is, and how long it takes over a photograph."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from amnesty.services.police.paging import make_page
from tests.page import chromium, pictures
from tests.vectors.making import world

MOST_BYTES = 150_000
MOST_MILLISECONDS = 500
ROUNDS = 9
TWELVE_MEGAPIXELS = (4000, 3000)

# From the photograph being chosen to the answer being on the screen.
_WATCH = """
globalThis.taken = new Promise((done) => {
  let begun;
  document.addEventListener("change", () => { begun = performance.now(); }, true);
  new MutationObserver(() => {
    if (!document.getElementById("answer").hidden) done(performance.now() - begun);
  }).observe(document.getElementById("answer"), { attributes: true });
});
0
"""


def main() -> None:
    """Print the page's size and the time, each against its limit."""
    made = make_page(roots=world.roots_file(), force=world.FORCE)
    _print("page_bytes", len(made) / MOST_BYTES, "150,000 bytes without lists")
    if chromium.PROGRAM is None:
        print(json.dumps({"name": "page_photo", "skipped": "Chromium is missing"}))
        return
    code = pictures.code(world.text(), 1000)
    photo = pictures.photograph(code, code, size=TWELVE_MEGAPIXELS, turned=12)
    with TemporaryDirectory() as folder:
        times = _times(Path(folder), made, photo)
    against = "half a second, from photograph to answer, headless Chromium"
    _print("page_photo", median(times) / MOST_MILLISECONDS, against)


def _times(folder: Path, made: bytes, photo: bytes) -> list[float]:
    (folder / "verify.html").write_bytes(made)
    (folder / "photo.jpg").write_bytes(photo)
    profile = folder / "profile"
    profile.mkdir()
    times = []
    with chromium.browser(profile) as browser:
        for _ in range(ROUNDS):
            browser.go((folder / "verify.html").as_uri())
            browser.run(_WATCH)
            browser.choose("#photograph", folder / "photo.jpg")
            times.append(float(browser.run("taken")))
    return times


def _print(name: str, value: float, against: str) -> None:
    line = {"name": name, "value": round(value, 2), "unit": "ratio", "against": against}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
