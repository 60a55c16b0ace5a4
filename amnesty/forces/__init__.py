"""What officers do next, as data: one file for each force that has its own."""

from __future__ import annotations

from pathlib import Path


def packaged_text(name: str) -> str:
    """Return one of the TOML files that come with the program."""
    return Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
