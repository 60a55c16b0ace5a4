"""An officer's device, on which `amnesty verify` runs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from PIL import Image

from amnesty.cli.main import main
from amnesty.credential.qr import qr_modules

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Device:
    """An officer's device: a configuration folder and the command."""

    world: ModuleType
    folder: Path
    capsys: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""

    def take_in(self, **parts: Any) -> None:  # noqa: ANN401 - as the world has them
        """Put roots and a daily police file where the command looks for them."""
        (self.folder / "roots.cbor").write_bytes(self.world.roots_file())
        self.put(self.folder / "police", **parts)

    def put(self, folder: Path, **parts: Any) -> None:  # noqa: ANN401 - as the world has them
        """Write a daily police file into a folder."""
        folder.mkdir(exist_ok=True)
        for name, content in self.world.files(**parts).items():
            (folder / name).write_bytes(content)

    def put_whole(self, files: dict[str, bytes]) -> None:
        """Write files, some of them in folders, in the place of the police file."""
        police = self.folder / "police"
        rmtree(police, ignore_errors=True)
        for name, content in files.items():
            (police / name).parent.mkdir(parents=True, exist_ok=True)
            (police / name).write_bytes(content)

    def run(self, *arguments: str) -> int:
        """Run `amnesty verify` and return its exit code."""
        with pytest.raises(SystemExit) as ended:
            main(["verify", *arguments])
        self.out, self.err = self.capsys.readouterr()
        return int(ended.value.code or 0)

    @staticmethod
    def picture(text: str) -> bytes:
        """Return a PNG of a code."""
        modules = qr_modules(text)
        side = len(modules) + 8
        drawn = Image.new("L", (side, side), 255)
        for y, row in enumerate(modules):
            for x, is_dark in enumerate(row):
                drawn.putpixel((x + 4, y + 4), 0 if is_dark else 255)
        file = io.BytesIO()
        drawn.resize((side * 4, side * 4), Image.Resampling.NEAREST).save(file, "PNG")
        return file.getvalue()


@pytest.fixture
def device(
    world: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Device]:
    """Return a device on the made-up day, with nothing taken in yet."""
    monkeypatch.setenv("AMNESTY_CONFIG", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with time_machine.travel(world.NOW, tick=False):
        yield Device(world=world, folder=tmp_path, capsys=capsys)
