"""What each user of a computer sets for themselves: colours, accessibility, keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from amnesty.errors.settings import ScreenSettingsError
from tui.keys import EVERYWHERE, Key, keys_by_id, may_be_bound
from tui.theme_names import DARK, TITLES


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One user's settings."""

    theme: str = DARK
    accessible: bool = False
    """Whether the real cursor follows and nothing is drawn with boxes or blocks."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys that replace those of the registry, by the id of what they do."""

    def keys_of(self, key: Key) -> str:
        """Return the keys of something that is done, as they are set."""
        return self.keys.get(key.id, key.keys)

    def with_key(self, key: Key, pressed: str) -> Settings:
        """Return the settings with another key for something that is done.

        Raises:
            ScreenSettingsError: the key does something else already, or terminals
                keep it to themselves.
        """
        if not may_be_bound(pressed):
            raise ScreenSettingsError(f"terminals do not pass on “{pressed}”")
        for other in keys_by_id().values():
            meet = other.place is key.place or {other.place, key.place} & {*EVERYWHERE}
            taken = self.keys_of(other).split(",")
            if other.id != key.id and meet and pressed in taken:
                raise ScreenSettingsError(f"“{pressed}” is {other.label} already")
        return replace(self, keys={**self.keys, key.id: pressed})


def settings_from_toml(text: str) -> Settings:
    """Return the settings of a file.

    Raises:
        ScreenSettingsError: it is not one; the sentence says what is wrong.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScreenSettingsError(str(error)) from None
    theme, accessible = data.get("theme", DARK), data.get("accessible", False)
    if theme not in TITLES:
        raise ScreenSettingsError(f"theme is one of {', '.join(TITLES)}")
    if not isinstance(accessible, bool):
        raise ScreenSettingsError("accessible is true or false")
    made = Settings(theme=theme, accessible=accessible)
    for key_id, pressed in data.get("keys", {}).items():
        key = keys_by_id().get(key_id)
        if key is None:
            raise ScreenSettingsError(f"nothing is called “{key_id}”")
        made = made.with_key(key, str(pressed))
    return made


def settings_as_toml(settings: Settings) -> str:
    """Return the settings as a file has them."""
    lines = [
        f'theme = "{settings.theme}"',
        f"accessible = {str(settings.accessible).lower()}",
        "",
        "[keys]",
    ]
    lines += [f'"{key_id}" = "{one}"' for key_id, one in settings.keys.items()]
    return "\n".join(lines) + "\n"
