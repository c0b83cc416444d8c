"""Users, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from entrevue.domain.users import Role, Scope
from entrevue.errors import WrongUser
from entrevue.web.desk.showing import back_to, desk_page
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs

router = APIRouter(prefix="/desk/users", dependencies=[Depends(needs(Scope.ADMINISTER))])


@router.get("")
def users(request: Request) -> Response:
    """Everybody who may sign in, and a form for one more."""
    return _page(request)


@router.post("")
def add(
    request: Request,
    name: Annotated[str, Form()] = "",
    shown_as: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.READER,
    password: Annotated[str, Form()] = "",
) -> Response:
    """Add a user."""
    try:
        ledger_of(request).users.add(name, password, role=role, shown_as=shown_as or None)
    except WrongUser as error:
        return _page(
            request,
            status=400,
            problem=as_sentence(tongue_of(request).told(error)),
            written={"name": name, "shown_as": shown_as},
        )
    return back_to(request, "/desk/users", "added")


@router.post("/{name}")
def change(
    request: Request,
    name: str,
    role: Annotated[Role | None, Form()] = None,
    active: Annotated[bool | None, Form()] = None,
) -> Response:
    """Give a user another role, or let them sign in or not."""
    book = ledger_of(request).users
    try:
        if role is not None:
            book.set_role(name, role)
        if active is not None:
            (book.enable if active else book.disable)(name)
    except WrongUser as error:
        return _page(request, status=400, problem=as_sentence(tongue_of(request).told(error)))
    return back_to(request, "/desk/users", "user")


def _page(
    request: Request, *, status: int = 200, problem: str | None = None, written: dict[str, str] | None = None
) -> Response:
    return desk_page(
        request,
        "desk/users.html",
        status=status,
        problem=problem,
        written=written or {"name": "", "shown_as": ""},
        users=ledger_of(request).users.all(),
        roles=[role.value for role in Role],
    )
