"""What is known of police forces as data, for `amnesty.services.next_steps`."""

from __future__ import annotations

from pathlib import Path


def packaged_text(name: str) -> str:
    """Return one of the TOML files that come with the program."""
    return Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
