"""Where the register and the settings are on this machine, if nobody says otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIGURATION_VARIABLE = "AMNESTY_CONFIG"
"""Names the configuration folder, where it is not the user's own."""
_REGISTER_VARIABLE = "AMNESTY_REGISTER"


def register_folder(named: str | None, environment: Mapping[str, str]) -> Path:
    """Return where the register is: as named, or in the user's data folder."""
    if named := named or environment.get(_REGISTER_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("amnesty") / "register"


def configuration_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that holds the roots, the daily police file and settings."""
    if named := environment.get(CONFIGURATION_VARIABLE):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("amnesty")
