"""Users: who may work at the desk, what they may do, and by what they are known."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a user is; which permissions that gives stands in `entrevue.access.permissions`."""

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """A permission: of a role, and of a token that carries it."""

    READ = "read"
    DECIDE = "decide"
    MODERATE = "moderate"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class User:
    """Who signs in. `name` is written at sign-in, `shown_as` stands beside decisions; both are unique.

    A user who is not `active` can neither sign in nor use a token; users are never removed, their decisions stay.
    """

    id: str  # "u-…"
    name: str
    shown_as: str
    role: Role
    created: dt.datetime
    active: bool = True


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser in which a user is signed in; the secret itself is in its cookie alone, `hash` is of it."""

    hash: str
    user: str  # id
    created: dt.datetime
    seen: dt.datetime
    expires: dt.datetime


@dataclass(frozen=True, slots=True)
class Token:
    """What a program shows to act for a user, within `scopes` and within what the user's role still permits.

    The secret is shown once, when it is made; `hash` is of it. `expires` None: never. `used` is as of the last hour.
    """

    id: str  # "t-…"
    user: str  # id
    label: str
    scopes: frozenset[Scope]
    hash: str
    created: dt.datetime
    expires: dt.datetime | None = None
    used: dt.datetime | None = None
    revoked: dt.datetime | None = None
