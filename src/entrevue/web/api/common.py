"""What every resource of the API shares: its models' base, known parameters, pages of a list, answers that can be kept."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, HTTPException, Path, Query, Request, params
from fastapi.dependencies.utils import get_flat_params
from limits import RateLimitItem, parse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from entrevue.domain.users import Scope
from entrevue.settings import WEB
from entrevue.web.limiting import address_of, count
from entrevue.web.locale import tongue_of
from entrevue.web.noted import is_editor
from entrevue.web.site import ledger_of, site_of
from entrevue.web.visitors import needs, visitor_of

PREFIX = "/api/v1"
MOST = 200  # items a page may have
NUMBERS = 2_000_000_000  # numbers of decisions and versions stay below
_TEXT = r"^[^\x00]*$"  # no database keeps a NUL in a text

Id = Annotated[
    str, Path(max_length=WEB.name_characters, description="As another answer gave it.", examples=["a-3f0c9d1e2b4a5c6d"])
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Items a page has at most.")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="Where the page before ended; follow `next` rather than making one.")
]
Line = Annotated[str, StringConstraints(max_length=WEB.value_characters, pattern=_TEXT)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=WEB.name_characters, pattern=_TEXT)]
Why = Annotated[str, StringConstraints(max_length=500, pattern=_TEXT)]


class Wire(BaseModel):
    """A value as the API gives or takes it; nothing that is not told is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Item = TypeVar("Item")


class Page(Wire, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: str | None = Field(None, description="the address of the page after this one; null on the last")


class Problem(Wire):
    """What is wrong, as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "the ledger holds no engagement 'a-0': never recorded, or forgotten",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str


def known_parameters(request: Request) -> None:
    """Refuse parameters that a route does not have, or that come twice where one value counts: 422 names the right ones."""
    fields = get_flat_params(request.scope["route"].dependant)
    known = {field.alias: field for field in fields if isinstance(field.field_info, params.Query)}
    given = [name for name, _ in request.query_params.multi_items()]
    unknown = sorted(set(given) - set(known))
    if unknown:
        those = f"there are: {', '.join(sorted(known))}" if known else "there are none here"
        raise HTTPException(422, f"no parameter is called {unknown[0][:80]!r}; {those}")
    twice = next((name for name in given if given.count(name) > 1 and name not in _REPEATED), None)
    if twice:
        raise HTTPException(422, f"{twice}: may be given once")


_REPEATED = frozenset({"state"})


@cache
def _rate(rate: str) -> RateLimitItem:
    return parse(rate)


def measured(request: Request) -> None:
    """Count requests by token, else by address; 429 says how long to wait."""
    token = visitor_of(request).token
    rate = site_of(request).settings.api_rates[1 if token else 0]
    if rate:
        count(request, _rate(rate), "api", token.id if token else address_of(request))


def kept(request: Request, response: Response) -> None:
    """Let an answer be kept under the ledger's stamp: 304 to whoever holds the present one."""
    tongue = tongue_of(request).code  # searches and problems speak it
    eyes = "-e" if is_editor(request) else ""  # editors are told more
    tag = f'W/"{ledger_of(request).stamp() or 0}-{tongue}-{version("entrevue")}{eyes}"'
    wanted = request.headers.get("if-none-match", "")
    if tag in (part.strip() for part in wanted.split(",")) or wanted.strip() == "*":
        raise HTTPException(304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    response.headers["Vary"] = "Accept-Language, Authorization, Cookie"


KEPT: list[Any] = [Depends(kept)]


def scoped(scope: Scope) -> dict[str, Any]:
    """What a route needs that asks for a permission: `@router.get("/queue", **scoped(Scope.DECIDE))`."""
    return {
        "dependencies": [Depends(needs(scope))],
        "openapi_extra": {"security": [{"token": []}, {"session": []}], "x-scope": scope.value},
    }


def next_address(request: Request, cursor: str | None) -> str | None:
    """The address of the page that begins after `cursor`, with the same filters."""
    if cursor is None:
        return None
    root = site_of(request).settings.root_path
    return f"{root}{request.url.path}?{request.url.include_query_params(cursor=cursor).query}"


def linked(
    request: Request, response: Response, items: list[Item], limit: int, name: Callable[[Item], str]
) -> Page[Item]:
    """A page of one item more than `limit` was asked for: the last tells only that there is a further page."""
    shown = items[:limit]
    address = next_address(request, name(shown[-1]) if len(items) > limit else None)
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return Page(items=shown, next=address)
