"""Pages of the reading room: what their templates are given, and pages that are kept until the ledger changes."""

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import page, permanent, rendered
from entrevue.web.site import site_of

_LEVEL = 6


def room_page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> Response:
    """A page; templates get `labels` (what values are called) beside what every page gets."""
    answer = page(request, f"room/{template}", status=status, labels=Labels(tongue_of(request)), **context)
    return _tagged(request, answer, _tag(bytes(answer.body))) if status == 200 else answer


def room_part(request: Request, template: str, /, **context: Any) -> str:
    """A part of a page, with what pages of the reading room get."""
    return rendered(request, f"room/{template}", labels=Labels(tongue_of(request)), **context)


def _tag(body: bytes) -> str:
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


def _tagged(request: Request, answer: Response, tag: str) -> Response:
    """The answer under its tag; nothing but the tag for who has it already."""
    answer.headers["ETag"] = tag
    known = request.headers.get("if-none-match", "")
    if tag.removeprefix("W/") not in known:
        return answer
    kept = {name: value for name, value in answer.headers.items() if name in {"etag", "vary", "content-language"}}
    return Response(status_code=304, headers=kept)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A page as it is sent."""

    zipped: bytes
    tag: str
    headers: dict[str, str]


def kept_page(request: Request, stamp: Hashable, make: Callable[[], Response]) -> Response:
    """The page of an address, made once for all who are not signed in until the ledger changes."""
    if getattr(request.state, "user", None) is not None:
        return make()
    whole = site_of(request).dossiers.get(_address(request), stamp, lambda: _whole(make()))
    if isinstance(whole, Response):
        return whole
    headers = dict(whole.headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        headers["vary"] = ", ".join(filter(None, (headers.get("vary"), "Accept-Encoding")))
        return _tagged(request, HTMLResponse(whole.zipped, headers=headers), whole.tag)
    return _tagged(request, HTMLResponse(gzip.decompress(whole.zipped), headers=headers), whole.tag)


def kept_part(request: Request, stamp: Hashable, make: Callable[[], tuple[Any, str]]) -> tuple[Any, str]:
    """Facts and a part of a page, made once for everybody until the ledger changes."""

    def zipped() -> tuple[Any, bytes]:
        facts, text = make()
        return facts, gzip.compress(text.encode("utf-8", "surrogatepass"), 1, mtime=0)

    facts, content = site_of(request).pages.get(("part", *_address(request)), stamp, zipped)
    return facts, gzip.decompress(content).decode("utf-8", "surrogatepass")


def _address(request: Request) -> tuple[str, ...]:
    """Everything that a page for readers depends on beside the ledger."""
    tongue, url = tongue_of(request), request.url
    return url.path, url.query, tongue.code, tongue.prefix, permanent(request, "")


def _whole(answer: Response) -> _Whole | Response:
    """What is kept of an answer; one that leads elsewhere is kept as it is."""
    if answer.status_code != 200:
        return answer
    body = bytes(answer.body)
    headers = {name: value for name, value in answer.headers.items() if name in {"vary", "content-language"}}
    return _Whole(gzip.compress(body, _LEVEL, mtime=0), _tag(body), headers)
