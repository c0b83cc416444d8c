"""Users and tokens, for administrators; and who asks."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from pydantic import ConfigDict, Field

from entrevue.domain.users import Role, Scope
from entrevue.domain.users import Token as DomainToken
from entrevue.domain.users import User as DomainUser
from entrevue.web.api.common import Id, Line, Name, Wire, scoped
from entrevue.web.site import ledger_of
from entrevue.web.visitors import visitor_of

router = APIRouter(tags=["users"])
UserName = Annotated[str, Path(max_length=64, description="As it is written at sign-in.", examples=["ada"])]
Password = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$", json_schema_extra={"format": "password"})]


class User(Wire):
    """Who may sign in."""

    id: str
    name: str = Field(examples=["ada"])
    shown_as: str = Field(description="stands beside decisions")
    role: Role
    created: str
    active: bool


class NewUser(Wire):
    """A user to be added."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"name": "ada", "password": "a few words in a row", "role": "editor"}]},
    )

    name: Name
    password: Password
    role: Role = Role.READER
    shown_as: Line | None = None


class UserChange(Wire):
    """What is to be another: a new password, like `active: false`, ends every sign-in of the user."""

    role: Role | None = None
    active: bool | None = None
    password: Password | None = None


class Token(Wire):
    """What a program shows to act for a user; its secret is told once, when it is made."""

    id: str
    user: str = Field(description="id")
    label: str
    scopes: list[Scope]
    created: str
    expires: str | None
    used: str | None = Field(description="as of the last hour")
    revoked: str | None


class NewToken(Wire):
    """A token to be made, of the user who asks."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"label": "weekly export", "scopes": ["read"], "days": 90}]},
    )

    label: Name
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    days: int | None = Field(None, ge=1, le=3650, description="how long it lasts; null: until it is revoked")


class TokenMade(Wire):
    """A token just made."""

    token: Token
    secret: str = Field(description="shown this once")


class Asker(Wire):
    """Who asks, and what that permits."""

    user: User
    scopes: list[Scope]


def user_value(one: DomainUser) -> User:
    """A user."""
    return User(
        id=one.id,
        name=one.name,
        shown_as=one.shown_as,
        role=one.role,
        created=one.created.isoformat(),
        active=one.active,
    )


def token_value(one: DomainToken) -> Token:
    """A token without anything that could be shown in its place."""
    return Token(
        id=one.id,
        user=one.user,
        label=one.label,
        scopes=sorted(one.scopes),
        created=one.created.isoformat(),
        expires=one.expires.isoformat() if one.expires else None,
        used=one.used.isoformat() if one.used else None,
        revoked=one.revoked.isoformat() if one.revoked else None,
    )


@router.get("/me", **scoped(Scope.READ))
def me(request: Request) -> Asker:
    """Whom a token or a sign-in stands for."""
    visitor = visitor_of(request)
    assert visitor.user is not None
    return Asker(user=user_value(visitor.user), scopes=[scope for scope in Scope if visitor.may(scope)])


@router.get("/users", **scoped(Scope.ADMINISTER))
def users(request: Request) -> list[User]:
    """All users in the order they were added."""
    return [user_value(one) for one in ledger_of(request).users.all()]


@router.post("/users", status_code=201, **scoped(Scope.ADMINISTER))
def add_user(request: Request, new: NewUser) -> User:
    """Add a user."""
    book = ledger_of(request).users
    return user_value(book.add(new.name, new.password, role=new.role, shown_as=new.shown_as))


@router.patch("/users/{name}", **scoped(Scope.ADMINISTER))
def change_user(request: Request, name: UserName, change: UserChange) -> User:
    """Give a user another role or password, or let them sign in or not; the last administrator stays one."""
    book = ledger_of(request).users
    user = book.named(name)
    if change.password is not None:
        user = book.set_password(name, change.password)
    if change.role is not None:
        user = book.set_role(name, change.role)
    if change.active is not None:
        user = (book.enable if change.active else book.disable)(name)
    return user_value(user)


@router.get("/tokens", **scoped(Scope.ADMINISTER))
def tokens(request: Request) -> list[Token]:
    """All tokens, revoked and expired ones too."""
    return [token_value(one) for one in ledger_of(request).tokens.all()]


@router.post("/tokens", status_code=201, **scoped(Scope.ADMINISTER))
def add_token(request: Request, new: NewToken) -> TokenMade:
    """Make a token of one's own, with no more permissions than are shown for making it."""
    visitor = visitor_of(request)
    beyond = sorted(scope for scope in new.scopes if not visitor.may(scope))
    if beyond:
        raise HTTPException(403, f"a token can have no permission that is not yours here: {beyond[0].value}")
    assert visitor.user is not None
    made = ledger_of(request).tokens.add(visitor.user, new.label, new.scopes, days=new.days)
    return TokenMade(token=token_value(made.token), secret=made.secret)


@router.delete("/tokens/{id}", **scoped(Scope.ADMINISTER))
def revoke_token(request: Request, id: Id) -> Token:  # noqa: A002 (the word for it)
    """Make a token worth nothing."""
    return token_value(ledger_of(request).tokens.revoke(id))
