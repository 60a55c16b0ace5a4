"""The themes that are offered, by name, for what does without Textual."""

from __future__ import annotations

LIGHT = "amnesty-light"
DARK = "amnesty-dark"
TERMINAL = "terminal-colours"

TITLES = {DARK: "Dark", LIGHT: "Light", TERMINAL: "Terminal colours"}
"""What the themes are called on screen."""
