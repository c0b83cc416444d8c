"""Runs the site: one process, or several over one ledger."""

import gc
import os
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, create_connection, socket
from threading import Event, Thread
from typing import Any

from entrevue.errors import SettingError
from entrevue.inquiry.claims import prepare
from entrevue.settings import WEB, Settings, WebLimits
from entrevue.web.app import create_app
from entrevue.web.checking import DraftDesk, DraftsElsewhere
from entrevue.web.operations import logging_config
from entrevue.web.site import SiteSettings, draft_reader
from entrevue.wiring import Ledger

# Worker processes start anew and are told everything by their environment.
_PLACE, _URL, _HOSTS = "ENTREVUE_LEDGER", "ENTREVUE_PUBLIC_URL", "ENTREVUE_HOSTS"
_CORS, _ROOT = "ENTREVUE_CORS", "ENTREVUE_ROOT_PATH"
_METRICS, _ACCESS, _LOG = "ENTREVUE_METRICS", "ENTREVUE_ACCESS_LOG", "ENTREVUE_LOG_FORMAT"
_DRAFTS = "ENTREVUE_DRAFTS"
_TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # where processes keep the figures that they count together
_YES = frozenset(("1", "true", "yes", "on"))
_STOP = 10  # seconds for requests that are being answered when the server is told to stop
_PATH = re.compile(r"/|(?:/[A-Za-z0-9._~-]+)+")
_ORIGIN = re.compile(r"https?://[^/?#\s,]+")
_COLLECT = (50_000, 20, 100)  # a sixth less processor time a page than with Python's own
# Seconds that a thread keeps the interpreter while another waits for it. A page's thread lets go of it at every row of
# the ledger; with Python's own 5 ms it then waited so long for each, wherever something dear was at work beside it.
_SWITCH = 0.0001
_LOOK = 0.05  # seconds between two looks whether somebody listens
_OWN = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (where a server at all addresses is reached from its own machine)
_PATIENCE = 2.0  # seconds that a request waits for another writer before the reader is asked to try again


def application() -> object:
    """The application that the environment describes: `uvicorn --factory entrevue.web.serving:application` works."""
    hosts, cors = (tuple(filter(None, os.environ.get(name, "").split(","))) for name in (_HOSTS, _CORS))
    public_url = _public_url(os.environ.get(_URL))
    settings = SiteSettings(
        public_url=public_url,
        hosts=hosts,
        readers_from=_origins(cors),
        root_path=_root_path(os.environ.get(_ROOT)),
        metrics=_is_on(_METRICS),
        access_log=_is_on(_ACCESS),
    )
    desk = os.environ.get(_DRAFTS)
    ledger = Ledger(create=False, patience=_PATIENCE)
    app = create_app(ledger, settings, DraftsElsewhere(desk) if desk else None)
    _spare_the_collector()
    sys.setswitchinterval(_SWITCH)
    Thread(target=_prepare, args=(ledger,), name="prepare", daemon=True).start()  # meanwhile this process answers
    return app


def _prepare(ledger: Ledger) -> None:
    """Load what takes long, before somebody has to wait for it: what claims are read with, 0.1 GB, and users."""
    _ = ledger.users  # makes a password that is nobody's
    prepare()


def _spare_the_collector() -> None:
    """Pages make many values and no cycles: the collector need not look at what lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)


def _public_url(text: str | None) -> str | None:
    if not text:
        return None
    if not text.startswith(("http://", "https://")):
        raise SettingError(f"{_URL} must begin with http:// or https://, not {text!r}")
    return text.rstrip("/")


def _root_path(text: str | None) -> str:
    """A path with a slash before and none behind: "/entrevue"; "" for none."""
    path = "/" + (text or "").strip("/")
    if not _PATH.fullmatch(path):
        raise SettingError(f"{_ROOT} is a path such as /entrevue, not {text!r}")
    return path if path != "/" else ""


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in _YES


def _origins(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        if not _ORIGIN.fullmatch(text):
            raise SettingError(f"an origin is written as https://maps.example.org, not {text!r}")
    return texts


class _Address(socket):
    """An address for which every process gets a socket of its own, so that the kernel spreads readers over them.

    From a socket that all share, the process that wakes first takes all who wait, for as long as they keep their lines.
    """

    def __reduce__(self) -> Any:
        """What a new process makes of it."""
        return _listener, (self.family, self.getsockname())


def _listener(family: int, address: Any) -> _Address:
    from socket import SO_REUSEPORT  # not everywhere

    made = _Address(family)
    for option in (SO_REUSEADDR, SO_REUSEPORT):
        made.setsockopt(SOL_SOCKET, option, 1)
    made.bind(address)
    return made


def _bound(host: str, port: int) -> socket:
    """A socket at an address; SettingError where that is taken or none of this machine."""
    made = socket(AF_INET6 if ":" in host else AF_INET)
    try:
        made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise SettingError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error
    made.set_inheritable(True)
    return made


def _address(host: str, port: int) -> socket:
    """The address that several processes listen on; SettingError as above."""
    held = _bound(host, port)
    if sys.platform != "linux":  # others give all connections to one of such sockets
        return held
    family, address = held.family, held.getsockname()
    held.close()
    return _listener(family, address)


def serve(
    place: str,
    *,
    host: str,
    port: int,
    workers: int,
    public_url: str | None,
    hosts: tuple[str, ...],
    cors: tuple[str, ...] = (),
    root_path: str | None = None,
    metrics: bool = False,
    access_log: bool = False,
    log_format: str = "text",
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve a ledger until told to stop; SettingError or UnusableLedger before anything listens.

    `ready` is called once somebody who comes to the address is answered.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from entrevue.web.connections import GuardedProtocol

    given = {_PLACE: place, _URL: _public_url(public_url), _HOSTS: ",".join(hosts) or None}
    given |= {_CORS: ",".join(_origins(cors)) or None, _ROOT: _root_path(root_path), _LOG: log_format}
    given |= {_METRICS: "true" if metrics else None, _ACCESS: "true" if access_log else None}
    os.environ.update({name: value for name, value in given.items() if value})
    WebLimits.from_environment()
    Ledger(place, create=False).close()  # says at once what is wrong with it
    _open_many()
    if metrics and workers > 1:
        os.environ.setdefault(_TOGETHER, tempfile.mkdtemp(prefix="entrevue-metrics-"))
    config = uvicorn.Config(
        "entrevue.web.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=logging_config(log_format),
        access_log=False,
        timeout_graceful_shutdown=_STOP,
        server_header=False,
        proxy_headers=bool(public_url),
        timeout_keep_alive=WEB.idle_seconds,
        http=GuardedProtocol,
        ws="none",
    )
    address = _address(host, port) if workers > 1 else _bound(host, port)
    over = Event()
    Thread(target=_when_it_listens, args=(address.getsockname(), ready, over), name="ready", daemon=True).start()
    desk = DraftDesk(draft_reader(Settings.from_environment()))
    os.environ[_DRAFTS] = desk.address
    try:
        with suppress(KeyboardInterrupt):
            if workers > 1:
                Multiprocess(config, sockets=[address]).run()
            else:
                uvicorn.Server(config).run(sockets=[address])
    finally:
        over.set()
        del os.environ[_DRAFTS]
        desk.close()


def _when_it_listens(address: tuple[str, int], ready: Callable[[], None], over: Event) -> None:
    """Say so when a process listens at an address, which each does as soon as it can answer; not when all is over."""
    host, port = address[:2]
    while not over.wait(_LOOK):
        with suppress(OSError):
            create_connection((_OWN.get(host, host), port), timeout=1).close()
            ready()
            return


def _open_many() -> None:
    """Let this process have as many files open as it may: each connection is one."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
