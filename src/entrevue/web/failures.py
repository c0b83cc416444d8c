"""What went wrong, told to whoever asked: a page with a search box to a browser, problem+json to a program."""

import logging
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from entrevue.errors import (
    Busy,
    EntrevueError,
    MissingExtra,
    UnknownId,
    UnusableLedger,
    WrongDecision,
    WrongReply,
    WrongUser,
)
from entrevue.web.labels import message
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.protection import HEADERS
from entrevue.web.rendering import page

API = "/api/"
_RETRY = 10  # seconds
_SHORTLY: dict[type[EntrevueError], str] = {
    UnusableLedger: message("The ledger cannot be reached at this moment. Please try again shortly."),
    Busy: message("Too much is asked for at this moment. Please try again shortly."),
}
_log = logging.getLogger("entrevue.web")


def failed(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An answer that says what is wrong and what would be right."""
    if request.url.path.startswith(API):
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    answer = page(request, "failure.html", status=status, code=status, detail=as_sentence(detail))
    answer.headers.update(headers or {})
    return answer


def handle_failures(app: FastAPI) -> None:
    """Give every exception that can reach the server its answer; a traceback only ever goes into the log."""
    app.add_exception_handler(EntrevueError, answer_to)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def answer_to(request: Request, error: Exception) -> Response:
    """The answer to an exception of ours."""
    if isinstance(error, UnusableLedger):
        _log.error("the ledger cannot be used: %s", error)
    shortly = next((said for kind, said in _SHORTLY.items() if isinstance(error, kind)), None)
    if shortly:
        return failed(request, 503, tongue_of(request).say(shortly), {"Retry-After": str(_RETRY)})
    if isinstance(error, UnknownId) and not request.url.path.startswith(API):
        said = tongue_of(request).say("The ledger holds nothing under this address: it never did, or it was forgotten.")
        return failed(request, 404, said)
    said = tongue_of(request).told(error) if isinstance(error, EntrevueError) else str(error)
    return failed(request, _status_of(request, error), said)


def _status_of(request: Request, error: Exception) -> int:
    if isinstance(error, WrongReply | WrongUser) and request.url.path.startswith(API):
        return 422
    if isinstance(error, MissingExtra):
        return 501
    return 404 if isinstance(error, UnknownId) else 409 if isinstance(error, WrongDecision) else 400


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}" for fault in error.errors()]
    return failed(request, 422 if request.url.path.startswith(API) else 400, "; ".join(faults)[:2000])


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404 and (place := _without_slash(request)) is not None:
        return RedirectResponse(place, 307)
    if error.status_code in {204, 303, 304}:
        return Response(status_code=error.status_code, headers=headers)
    return failed(request, error.status_code, str(error.detail), headers)


def _without_slash(request: Request) -> str | None:
    """The address without a slash at its end, where only that may be wrong; None where it would lead elsewhere."""
    path, query = request.url.path, request.url.query
    if not path.endswith("/") or "//" in path or path in {"/", "/static/"}:
        return None
    return f"{tongue_of(request).prefix}{quote(path[:-1])}{f'?{query}' if query else ''}"


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("an answer failed: %s %s", request.method, request.url.path, exc_info=error)
    said = tongue_of(request).say("Something failed on our side; it has been noted.")
    return failed(request, 500, said, HEADERS)  # this answer passes none of the layers that would set them
