"""Where a user's settings of the screens are kept on this computer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from amnesty.cli.places import configuration_folder
from amnesty.errors.settings import ScreenSettingsError

if TYPE_CHECKING:
    from tui.settings import Settings

_FILE = "screens.toml"


def read_settings() -> Settings:
    """Return the settings of whoever runs the program; the first ones where none.

    Raises:
        ScreenSettingsError: the file cannot be read, or is not one.
    """
    from tui.settings import Settings, settings_from_toml

    file = configuration_folder(os.environ) / _FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except NotADirectoryError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        raise ScreenSettingsError(f"the file {file} cannot be read") from None
    return settings_from_toml(text)


def keep_settings(settings: Settings) -> None:
    """Keep settings for whoever runs the program.

    Raises:
        BadInputError: they cannot be written; the sentence says why.
    """
    from amnesty.cli.output import write_file
    from tui.settings import settings_as_toml

    folder = configuration_folder(os.environ)
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / _FILE, settings_as_toml(settings).encode())
