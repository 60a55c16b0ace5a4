"""Two themes of our own, and the terminal's colours.

Of Textual's 19 themes only three reach 4.5:1 for every text, so none is offered: each
theme offered is one more that a test has to measure. Words and shapes come before
colour everywhere (WCAG 2.2, 1.4.1), so all of it reads without any.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import BUILTIN_THEMES, Theme

from tui.theme_names import DARK, LIGHT, TERMINAL


@dataclass(frozen=True, kw_only=True)
class _Palette:
    """The few colours that a theme is made of."""

    text: str
    quiet: str
    """Hints and what does not answer now."""
    background: str
    box: str
    """Behind a field that can be filled in."""
    good: str
    bad: str
    look: str
    here_background: str
    """Where I am: the focused field or row."""
    here_text: str


_LIGHT = _Palette(
    text="#0b0c0c",
    quiet="#505a5f",
    background="#ffffff",
    box="#f3f2f1",
    good="#00703c",
    bad="#b10e1e",
    look="#7a5c00",
    here_background="#0b0c0c",
    here_text="#ffdd00",
)
_DARK = _Palette(
    text="#f3f2f1",
    quiet="#b1b4b6",
    background="#0b0c0c",
    box="#262a2d",
    good="#7dd99c",
    bad="#ff7a70",
    look="#ffdd00",
    here_background="#ffdd00",
    here_text="#0b0c0c",
)


def _theme(name: str, palette: _Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=palette.text,
        secondary=palette.quiet,
        accent=palette.text,
        foreground=palette.text,
        background=palette.background,
        surface=palette.box,
        panel=palette.box,
        boost=palette.box,
        success=palette.good,
        warning=palette.look,
        error=palette.bad,
        dark=dark,
        variables=_variables(palette),
    )


def _variables(palette: _Palette) -> dict[str, str]:
    here = palette.here_background
    return {
        "text": palette.text,
        "text-muted": palette.quiet,
        "text-disabled": palette.quiet,
        "foreground-muted": palette.quiet,
        "foreground-disabled": palette.quiet,
        "border": palette.text,
        "border-blurred": palette.quiet,
        "block-cursor-background": here,
        "block-cursor-foreground": palette.here_text,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": palette.box,
        "block-cursor-blurred-foreground": palette.text,
        "block-hover-background": palette.box,
        "input-cursor-background": palette.here_text,
        "input-cursor-foreground": here,
        "input-selection-background": palette.background,
        "input-selection-foreground": palette.text,
        "scrollbar": palette.quiet,
        "scrollbar-hover": palette.text,
        "scrollbar-active": palette.text,
        "scrollbar-background": palette.box,
    }


def _terminal() -> Theme:
    """Return the theme that leaves every colour to the terminal's own settings."""
    ansi = BUILTIN_THEMES["ansi-dark"]
    return Theme(
        name=TERMINAL,
        primary=ansi.primary,
        secondary=ansi.secondary,
        accent=ansi.accent,
        foreground=ansi.foreground,
        background=ansi.background,
        surface=ansi.surface,
        panel=ansi.panel,
        boost=ansi.boost,
        success=ansi.success,
        warning=ansi.warning,
        error=ansi.error,
        dark=ansi.dark,
        ansi=True,
        variables={
            **ansi.variables,
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "foreground-muted": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-text-style": "bold reverse",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
        },
    )


def themes() -> tuple[Theme, ...]:
    """Return every theme that is offered, the default first."""
    return (
        _theme(DARK, _DARK, dark=True),
        _theme(LIGHT, _LIGHT, dark=False),
        _terminal(),
    )
