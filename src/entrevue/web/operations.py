"""What those who run a server ask of it: is it alive, is it ready, what does it cost; and where it stands behind a proxy."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from entrevue.domain.text import printable
from entrevue.errors import EntrevueError
from entrevue.wiring import Ledger

_ACCESS = logging.getLogger("entrevue.access")
AREAS = frozenset(
    (
        "about", "api", "check", "desk", "engagements", "organisations", "pairs", "persons", "pictures", "reports",
        "search", "sign-in", "sign-out", "states", "static", "suggest",
    )
)  # of addresses, as they are counted: a fixed number of them  # fmt: skip


class RootMiddleware:
    """Lets the site stand under a path of its host, whether or not the proxy takes that path off.

    Everything within sees paths without it; addresses of this site that leave it get it back.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        """`root`: "/entrevue", or "" for a host of its own."""
        self.app = app
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the path off, and put it before where a redirect leads."""
        if scope["type"] != "http" or not self.root:
            await self.app(scope, receive, send)
            return
        if scope["path"] == self.root or scope["path"].startswith(f"{self.root}/"):
            path = scope["path"].removeprefix(self.root) or "/"
            raw = scope.get("raw_path") or b""
            scope = {**scope, "path": path, "raw_path": raw.removeprefix(self.root.encode()) or b"/"}

        async def send_rooted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                location = headers.get("location", "")
                if location.startswith("/") and not location.startswith("//"):
                    headers["location"] = self.root + location
            await send(message)

        await self.app(scope, receive, send_rooted)


class ProbeMiddleware:
    """Answers whoever looks after the server, by whatever name it is asked: /healthz, /readyz, and /metrics if wanted."""

    def __init__(self, app: ASGIApp, ledger: Ledger, *, metrics: Callable[[], Response] | None = None) -> None:
        """`metrics`: makes the page of figures; None: there is none."""
        self.app = app
        self.ledger = ledger
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer probes, pass on what is none."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        elif scope["path"] == "/healthz":
            await _said(200, "alive")(scope, receive, send)
        elif scope["path"] == "/readyz":
            await (await anyio.to_thread.run_sync(self._ready))(scope, receive, send)
        elif scope["path"] == "/metrics" and self.metrics is not None:
            await (await anyio.to_thread.run_sync(self.metrics))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _ready(self) -> Response:
        """Whether the ledger answers; why not stands in the log alone."""
        try:
            self.ledger.stamp()
        except EntrevueError as error:
            logging.getLogger("entrevue.web").warning("not ready: %s", error)
            return _said(503, "the ledger does not answer")
        return _said(200, "ready")


def _said(status: int, text: str) -> Response:
    return PlainTextResponse(f"{text}\n", status, {"Cache-Control": "no-store"})


class AccessMiddleware:
    """Tells of every request when it is answered: to the log, and to who counts."""

    def __init__(
        self, app: ASGIApp, *, log: bool = False, count: Callable[[str, str, int, float], None] | None = None
    ) -> None:
        """`log`: write a line for each request; `count` gets method, area, status and seconds of each."""
        self.app = app
        self.log, self.count = log, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and tell afterwards."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, told = time.perf_counter(), {"status": 500, "bytes": 0}

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
            elif message["type"] == "http.response.body":
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            seconds = time.perf_counter() - begun
            if self.count is not None:
                self.count(scope["method"], area_of(scope["path"]), told["status"], seconds)
            if self.log:
                _ACCESS.info(_line(scope, told, seconds), extra={"told": _record(scope, told, seconds)})


def area_of(path: str) -> str:
    """The part of the site that an address is in: "engagements", "api", "home", "other"."""
    parts = [part for part in path.split("/") if part]
    if parts and len(parts[0]) == 2:  # a language
        parts = parts[1:]
    if not parts:
        return "home"
    name = parts[0].partition(".")[0]
    return name if name in AREAS else "other"


def _record(scope: Scope, told: dict[str, int], seconds: float) -> dict[str, Any]:
    client = scope.get("client") or ("-", 0)
    query = scope.get("query_string", b"").decode("latin-1")
    path = printable(scope["path"] + (f"?{query}" if query else ""))
    shown = {"client": client[0], "method": scope["method"], "path": path}
    return {**shown, "status": told["status"], "bytes": told["bytes"], "ms": round(1000 * seconds, 1)}


def _line(scope: Scope, told: dict[str, int], seconds: float) -> str:
    record = _record(scope, told, seconds)
    return "{client} {method} {path} {status} {bytes} {ms}ms".format_map(record)


class JsonFormatter(logging.Formatter):
    """A record of the log as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, logger, message; of a request its parts; of a failure its traceback."""
        told = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def logging_config(form: str) -> dict[str, Any]:
    """What `logging.config` takes: everything on standard error, as text or as JSON."""
    json_form = {"()": "entrevue.web.operations.JsonFormatter"}
    text_form = {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    # A line for each request that is none would fill the log of whoever is attacked.
    loggers = {"uvicorn": "WARNING", "entrevue": "INFO", "entrevue.connections": "ERROR"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": json_form if form == "json" else text_form},
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "told", "stream": "ext://sys.stderr"}},
        "loggers": {name: {"handlers": ["err"], "level": level, "propagate": False} for name, level in loggers.items()},
    }
