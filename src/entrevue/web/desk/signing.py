"""Signing in and out."""

import math
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from entrevue.access.lockout import Lockout
from entrevue.access.permissions import PERMISSIONS
from entrevue.domain.users import Scope
from entrevue.settings import WEB
from entrevue.web.limiting import address_of, limited
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import page
from entrevue.web.site import ledger_of, site_of
from entrevue.web.visitors import cookie_name, drop_cookie, safe_next, set_cookie

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, next: str = "") -> Response:  # noqa: A002 (the word for it)
    """The form."""
    return _form(request, next=next)


@router.post("/sign-in", dependencies=[Depends(limited("sign-in", WEB.sign_in_rate))])
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",  # noqa: A002
) -> Response:
    """Sign in, unless name or address failed too often; the answer never tells which of the two was wrong."""
    tongue, users, lockout = tongue_of(request), ledger_of(request).users, _lockout_of(request)
    name = name[: WEB.value_characters]  # no user's is half as long
    plain, address = name.strip().casefold()[:100], address_of(request)
    wait = lockout.waits(plain, address)
    if wait is not None:
        minutes = math.ceil(wait.total_seconds() / 60)
        said = tongue.say_many(
            "Too many tries: please wait %(count)s minute.", "Too many tries: please wait %(count)s minutes.", minutes
        )
        answer = _form(request, status=429, problem=said, name=name, next=next)
        answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
        return answer
    lockout.fail(plain, address)  # noted before the password is looked at, taken back when it is right
    signed = users.sign_in(name, password)
    if signed is None:
        said = tongue.say("Name and password do not belong together.")
        return _form(request, status=401, problem=said, name=name, next=next)
    lockout.succeed(plain, address)
    home = "/desk" if Scope.DECIDE in PERMISSIONS[signed.user.role] else "/account"
    response = RedirectResponse(tongue.prefix + safe_next(next, home), 303)
    set_cookie(request, response, signed.secret)
    return response


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End this browser's sign-in."""
    secret = request.cookies.get(cookie_name(site_of(request)))
    if secret:
        ledger_of(request).users.sign_out(secret)
    response = RedirectResponse(f"{tongue_of(request).prefix}/", 303)
    drop_cookie(request, response)
    return response


def _form(
    request: Request,
    *,
    status: int = 200,
    problem: str | None = None,
    name: str = "",
    next: str = "",  # noqa: A002
) -> Response:
    onward = safe_next(next, "")
    answer = page(request, "desk/sign-in.html", status=status, problem=problem, name=name, next=onward)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _lockout_of(request: Request) -> Lockout:
    """The failures that this process saw."""
    state = request.app.state
    if not hasattr(state, "lockout"):
        state.lockout = Lockout(ledger_of(request).now)
    lockout = state.lockout
    assert isinstance(lockout, Lockout)
    return lockout
