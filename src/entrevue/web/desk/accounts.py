"""One's own account: password and tokens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from entrevue.access.permissions import PERMISSIONS
from entrevue.access.tokens import NewToken
from entrevue.domain.notes import ADDRESS, TITLE
from entrevue.domain.users import Scope, User
from entrevue.errors import WrongUser
from entrevue.settings import WEB
from entrevue.web.api.common import NUMBERS
from entrevue.web.desk.showing import back_to, desk_page
from entrevue.web.labels import Labels
from entrevue.web.limiting import limited
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.noted import permitted
from entrevue.web.room.filters import address_of, asked_by, in_words
from entrevue.web.shelf import shelf
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, set_cookie, visitor_of

router = APIRouter(prefix="/account", dependencies=[Depends(needs(Scope.READ))])


def _user(request: Request) -> User:
    user = visitor_of(request).user
    assert user is not None
    return user


@router.get("")
def account(request: Request) -> Response:
    """Password and tokens."""
    return _page(request)


@router.post("/password", dependencies=[Depends(limited("password", WEB.password_rate))])
def password(
    request: Request,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; every other browser of the user is signed out."""
    try:
        if new != again:
            raise WrongUser("the new password is written in two ways")
        signed = ledger_of(request).users.change_password(_user(request), old, new)
    except WrongUser as error:
        return _page(request, status=400, problem=as_sentence(tongue_of(request).told(error)))
    response = back_to(request, "/account", "password")
    set_cookie(request, response, signed.secret)
    return response


@router.post("/tokens")
def add_token(
    request: Request,
    label: Annotated[str, Form()] = "",
    days: Annotated[int, Form()] = 365,
    scopes: Annotated[list[Scope] | None, Form()] = None,
) -> Response:
    """Make a token; this answer alone shows it."""
    try:
        made = ledger_of(request).tokens.add(_user(request), label, scopes or (), days=days)
    except WrongUser as error:
        return _page(request, status=400, problem=as_sentence(tongue_of(request).told(error)))
    return _page(request, made=made)


@router.post("/tokens/{id}/revoke")
def revoke_token(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """Make one of one's own tokens worth nothing."""
    ledger_of(request).tokens.revoke(id, user=_user(request))
    return back_to(request, "/account", "revoked")


@router.post("/searches")
def keep_search(
    request: Request,
    address: Annotated[str, Form(max_length=ADDRESS)] = "",
    title: Annotated[str, Form(max_length=3 * TITLE)] = "",
) -> Response:
    """Keep a search: the parameters of the list that shows it."""
    query = permitted(request, asked_by(QueryParams(address)))
    labels = Labels(tongue_of(request))
    shown = title or ", ".join(value for _, value in in_words(request, query, labels))
    ledger_of(request).searches.keep(_user(request), shown[:TITLE], address_of(query))
    return RedirectResponse(f"{tongue_of(request).prefix}/engagements?{address_of(query)}", 303)


@router.post("/searches/{number}/remove")
def remove_search(request: Request, number: Annotated[int, Path(ge=1, le=NUMBERS)]) -> Response:
    """Keep a search no longer."""
    ledger_of(request).searches.remove(_user(request), number)
    return back_to(request, "/account#searches", "removed")


def _page(request: Request, *, status: int = 200, problem: str | None = None, made: NewToken | None = None) -> Response:
    user = _user(request)
    return desk_page(
        request,
        "desk/account.html",
        status=status,
        problem=problem,
        made=made,
        tokens=ledger_of(request).tokens.all(user),
        searches=shelf(request),
        now=ledger_of(request).now(),
        scopes=[scope for scope in Scope if scope in PERMISSIONS[user.role]],
    )
