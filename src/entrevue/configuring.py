"""The configuration: `entrevue.toml` in the folder, then the user's; the environment wins over both, options over all.

Each setting has one name in the files and one in the environment; a file's values are put into the environment where
it says nothing, before anything reads it.
"""

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from entrevue.domain.toml import LONGEST, told_in
from entrevue.errors import SettingError

FILE: Final = "entrevue.toml"
DEFAULTS: Final[Mapping[str, str]] = {
    "ledger": "a file in the user's data folder",
    "language": "that of the system",
    "jobs": "one a core",
    "time_limit": "20",
    "memory_limit": "1500",
    "model": "the one that is shipped",
    "host": "127.0.0.1",
    "port": "8000",
    "workers": "1",
    "public_url": "",
    "root_path": "",
    "hosts": "",
    "cors": "",
    "metrics": "false",
    "access_log": "false",
    "log_format": "text",
    "connections_per_address": "100",
    "smtp": "",
    "mail_from": "",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name in files, its value, and where that comes from."""

    name: str
    value: str
    origin: str  # "default", "environment", or the path of a file

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return variable_of(self.name)


def variable_of(name: str) -> str:
    """The name of a setting in the environment: "ENTREVUE_LEDGER"."""
    return f"ENTREVUE_{name.upper()}"


def files() -> tuple[Path, ...]:
    """Where configuration is looked for, what wins first."""
    from platformdirs import user_config_path

    return (Path(FILE), user_config_path("entrevue", appauthor=False) / FILE)


def settings(environment: Mapping[str, str], paths: tuple[Path, ...]) -> tuple[Setting, ...]:
    """Every setting as it stands; SettingError for a file that cannot be read or holds what is none."""
    told: dict[str, Setting] = {name: Setting(name, value, "default") for name, value in DEFAULTS.items()}
    for path in reversed(paths):
        told |= {name: Setting(name, value, str(path)) for name, value in _read(path).items()}
    for name in DEFAULTS:
        value = environment.get(variable_of(name))
        if value is not None:
            told[name] = Setting(name, value, "environment")
    return tuple(told.values())


def configure(
    environment: MutableMapping[str, str] | None = None, paths: tuple[Path, ...] | None = None
) -> tuple[Setting, ...]:
    """Put what files configure into the environment, where it says nothing.

    Returned are settings of the folder's file by which something may leave this machine, or comes from elsewhere on it:
    whoever was sent the folder should hear of them.
    """
    given = os.environ if environment is None else environment
    told = [
        one
        for one in settings(given, files() if paths is None else paths)
        if one.origin not in {"default", "environment"}
    ]
    for one in told:
        given[one.variable] = one.value
    return tuple(one for one in told if one.origin == FILE and _leads_elsewhere(one))


def _leads_elsewhere(one: Setting) -> bool:
    """Whether a setting sends what is read, recorded or told to a server, or opens this machine to others."""
    if one.name == "host":
        return one.value not in {"127.0.0.1", "::1", "localhost"}
    return one.name in {"smtp", "cors"} or (one.name == "ledger" and "://" in one.value)


def _read(path: Path) -> dict[str, str]:
    """The settings in a file; none where there is no file."""
    try:
        with path.open(encoding="utf-8-sig") as file:  # editors of Windows begin with the mark
            content = told_in(file.read(LONGEST + 1))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise SettingError(f"{path}: is not in UTF-8") from error
    except (OSError, ValueError) as error:
        raise SettingError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return {name: _text(path, name, value) for name, value in content.items()}


def _text(path: Path, name: str, value: object) -> str:
    """A value as the environment holds it."""
    if name not in DEFAULTS:
        near = get_close_matches(name, DEFAULTS, 1)
        right = f"did you mean {near[0]}?" if near else f"there are: {', '.join(DEFAULTS)}"
        raise SettingError(f"{path}: there is no setting {name!r}; {right}")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    raise SettingError(f"{path}: {name} cannot be {value!r}")
