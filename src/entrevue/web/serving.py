"""Runs the site: one process, or several over one ledger."""

import os
import re
from contextlib import suppress

from entrevue.errors import SettingError
from entrevue.web.app import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger

# Worker processes start anew and are told everything by their environment.
_PLACE, _URL, _HOSTS = "ENTREVUE_LEDGER", "ENTREVUE_PUBLIC_URL", "ENTREVUE_HOSTS"
_CORS = "ENTREVUE_CORS"
_ORIGIN = re.compile(r"https?://[^/?#\s,]+")
_PATIENCE = 2.0  # seconds that a request waits for another writer before the reader is asked to try again


def application() -> object:
    """The application that the environment describes: `uvicorn --factory entrevue.web.serving:application` works."""
    hosts, cors = (tuple(filter(None, os.environ.get(name, "").split(","))) for name in (_HOSTS, _CORS))
    settings = SiteSettings(public_url=_public_url(os.environ.get(_URL)), hosts=hosts, readers_from=_origins(cors))
    return create_app(Ledger(create=False, patience=_PATIENCE), settings)


def _public_url(text: str | None) -> str | None:
    if not text:
        return None
    if not text.startswith(("http://", "https://")):
        raise SettingError(f"{_URL} must begin with http:// or https://, not {text!r}")
    return text.rstrip("/")


def _origins(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        if not _ORIGIN.fullmatch(text):
            raise SettingError(f"an origin is written as https://maps.example.org, not {text!r}")
    return texts


def serve(
    place: str,
    *,
    host: str,
    port: int,
    workers: int,
    public_url: str | None,
    hosts: tuple[str, ...],
    cors: tuple[str, ...] = (),
) -> None:
    """Serve a ledger until told to stop; SettingError or UnusableLedger before anything listens."""
    import uvicorn

    given = {_PLACE: place, _URL: _public_url(public_url), _HOSTS: ",".join(hosts) or None}
    given[_CORS] = ",".join(_origins(cors)) or None
    os.environ.update({name: value for name, value in given.items() if value})
    Ledger(place, create=False).close()  # says at once what is wrong with it
    with suppress(KeyboardInterrupt):
        uvicorn.run(
            "entrevue.web.serving:application",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(public_url),
            timeout_keep_alive=15,
        )
