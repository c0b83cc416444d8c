"""Settings of a run: frozen, with the environment read once and in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from entrevue.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may cost.

    `time_limit`: seconds a page may take, fetching included (`ENTREVUE_TIME_LIMIT`).
    """

    time_limit: float = 20.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; SettingError when a variable holds no positive number."""
        value = (os.environ if environment is None else environment).get("ENTREVUE_TIME_LIMIT")
        if value is None:
            return cls()
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            raise SettingError(f"ENTREVUE_TIME_LIMIT must be a number of seconds above 0, not {value!r}")
        return cls(time_limit=seconds)
