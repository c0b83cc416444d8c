"""Settings of a run: frozen, with the environment read once and in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from entrevue.errors import SettingError


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What whoever asks the web server may cost it; docs/reference/limits.md says what they get who ask for more.

    Counts are those of each serving process. `connections_per_address`: of IPv6 of a network of 64 bits
    (`ENTREVUE_CONNECTIONS_PER_ADDRESS`); none where a proxy in front is the one address that all come from.
    """

    head_bytes: int = 65_536  # of a request's first line and headers together, and of what follows its body
    head_fields: int = 100
    head_seconds: float = 10.0  # for the whole head
    body_bytes: int = 1_000_000
    form_bytes: int = (
        100_000  # of a body that is a form's fields, but for drafts: as sent, three for a sign that is escaped
    )
    draft_form_bytes: int = 320_000
    body_seconds: float = 60.0  # for the whole body
    answer_seconds: float = 60.0  # in which nothing of an answer is taken
    idle_seconds: int = 15  # between two requests of a connection
    connections_per_address: int = 100
    connections: int = 2_000  # of which those are dropped that say nothing, the oldest first, when more come
    requests_per_second: int = 50  # of one address, and `requests_in_a_burst` more; 10 kB of bodies count as one
    requests_in_a_burst: int = 200
    path_characters: int = 500
    query_bytes: int = 16_000  # as it is sent
    value_characters: int = 300  # of a value that is searched for or filtered by
    name_characters: int = 200  # of a name or an id in an address
    words: int = 20  # searched for at once
    states: int = 10  # asked for at once
    form_fields: int = 1_000
    draft_bytes: int = 100_000  # of a text to be checked
    drafts: int = 4  # read or waiting to be read
    drafts_per_address: int = 1
    threads: int = 8  # requests worked on at a time, beside the dear ones: each holds a connection of the ledger
    requests_per_address: int = 8  # worked on or in turn for it
    pictures: int = 2  # drawn or in turn for it
    passwords: int = 2  # checked or made
    exported: int = 10_000  # engagements in a file that is sent
    api_rate: str = "600/minute"  # of one address without a token
    token_rate: str = "3000/minute"  # of one token; no secret  # noqa: S105
    search_rate: str = "600/minute"  # of one address: searches and suggestions
    export_rate: str = "20/minute"  # of one address: files, pages and API together
    check_rate: str = "20/minute"
    reply_rate: str = "20 per 10 minute"
    sign_in_rate: str = "30/minute"
    password_rate: str = "10/minute"  # noqa: S105

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "WebLimits":
        """Read the settings; SettingError when a variable holds no positive whole number."""
        value = (os.environ if environment is None else environment).get(_PER_ADDRESS)
        if value is None:
            return cls()
        if not value.isascii() or not value.isdecimal() or len(value) > 9 or int(value) == 0:
            raise SettingError(f"{_PER_ADDRESS} must be a whole number above 0, not {value!r}")
        return cls(connections_per_address=int(value))


_PER_ADDRESS = "ENTREVUE_CONNECTIONS_PER_ADDRESS"
WEB: Final = WebLimits()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may cost.

    `time_limit`: seconds a page may take, fetching included (`ENTREVUE_TIME_LIMIT`). `memory_limit`: bytes that the
    process which reads pages may take, with what it loads for reading (`ENTREVUE_MEMORY_LIMIT`, in megabytes).
    """

    time_limit: float = 20.0
    memory_limit: int = 1_500_000_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; SettingError when a variable holds no positive number, or names no model."""
        given = os.environ if environment is None else environment
        model_folder(given)
        seconds = _positive(given, "ENTREVUE_TIME_LIMIT", "seconds")
        megabytes = _positive(given, "ENTREVUE_MEMORY_LIMIT", "megabytes")
        return cls(
            cls().time_limit if seconds is None else seconds,
            cls().memory_limit if megabytes is None else int(megabytes * 1_000_000),
        )


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mails are sent; without both, none is.

    `server`: smtp://user:password@host:port or smtps://… (`ENTREVUE_SMTP`); `sender`: the address that they come from
    (`ENTREVUE_MAIL_FROM`).
    """

    server: str | None = None
    sender: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "MailSettings":
        """Read the settings; SettingError when one cannot be what it is."""
        given = os.environ if environment is None else environment
        server, sender = given.get("ENTREVUE_SMTP") or None, given.get("ENTREVUE_MAIL_FROM") or None
        if server is not None and not server.startswith(("smtp://", "smtps://")):
            raise SettingError("ENTREVUE_SMTP must begin with smtp:// or smtps://")
        if sender is not None and ("@" not in sender or not sender.isprintable()):
            raise SettingError(f"ENTREVUE_MAIL_FROM must be a mail address, not {sender!r}")
        return cls(server, sender)


def model_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """The folder of the model to read with (`ENTREVUE_MODEL`), None for the one that is shipped; SettingError for none."""
    named = (os.environ if environment is None else environment).get("ENTREVUE_MODEL")
    if not named:
        return None
    if not Path(named, "model.json").is_file():
        raise SettingError(f"ENTREVUE_MODEL must be the folder of a trained model, not {named!r}")
    return Path(named)


def _positive(given: Mapping[str, str], name: str, unit: str) -> float | None:
    """The number that a variable holds; None where it is not set."""
    value = given.get(name)
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise SettingError(f"{name} must be a number of {unit} above 0, not {value!r}")
    return number
