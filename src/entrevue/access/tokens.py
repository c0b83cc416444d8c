"""Tokens: what programs show to act for a user."""

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from entrevue.access.permissions import PERMISSIONS, Visitor
from entrevue.access.secrets import TOKEN_PREFIX, hash_of, new_id, new_secret
from entrevue.domain.users import Scope, Token, User
from entrevue.errors import UnknownId, UnusableLedger, WrongUser
from entrevue.ledger.store import Store

_USED_EVERY = dt.timedelta(hours=1)  # how precisely the last use is kept
_LABEL = 80  # characters
LONGEST = 3650  # days


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; `secret` is shown once and kept nowhere."""

    token: Token
    secret: str


class Tokens:
    """The tokens of users; WrongUser for what cannot be, UnknownId for a token that is not there."""

    def __init__(self, store: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store and the time."""
        self._store = store
        self._clock = clock

    def add(self, user: User, label: str, scopes: Iterable[Scope], *, days: int | None = None) -> NewToken:
        """Make a token of a user, with scopes that the user's role permits; without `days` it does not expire."""
        wanted = frozenset(scopes)
        shown = " ".join(label.split())
        if not 0 < len(shown) <= _LABEL or not shown.isprintable():
            raise WrongUser("a token needs a label of at most %(most)s characters: what will use it", most=_LABEL)
        if not wanted:
            raise WrongUser("a token needs at least one scope")
        beyond = sorted(wanted - PERMISSIONS[user.role])
        if beyond:
            raise WrongUser(
                "a token of a user who is %(role)s cannot have the scope %(scope)s",
                role=user.role.value,
                scope=beyond[0].value,
            )
        if days is not None and not 0 < days <= LONGEST:
            raise WrongUser("a token lasts from 1 to %(most)s days", most=LONGEST)
        secret, now = TOKEN_PREFIX + new_secret(), self._clock()
        expires = now + dt.timedelta(days=days) if days else None
        token = Token(new_id("t"), user.id, shown, wanted, hash_of(secret), now, expires)
        with self._store.writing() as session:
            session.put_token(token)
        return NewToken(token, secret)

    def all(self, user: User | None = None) -> tuple[Token, ...]:
        """Tokens in the order they were made, all or a user's, revoked and expired ones too."""
        with self._store.reading() as session:
            return session.tokens(user.id if user else None)

    def revoke(self, id: str, *, user: User | None = None) -> Token:  # noqa: A002 (the word for it)
        """Make a token worth nothing; with `user`, only one of theirs."""
        now = self._clock()
        with self._store.writing() as session:
            found = [token for token in session.tokens(user.id if user else None) if token.id == id]
            if not found:
                raise UnknownId(id, "token")
            if found[0].revoked is None:
                session.revoke_token(id, now)
        return found[0] if found[0].revoked else replace(found[0], revoked=now)

    def visitor(self, secret: str) -> Visitor | None:
        """Who shows a token; None for one that is unknown, revoked, expired, or of a user who may not sign in."""
        now = self._clock()
        if not secret.startswith(TOKEN_PREFIX):
            return None
        with self._store.reading() as session:
            token = session.token_hashed(hash_of(secret))
            user = session.user(token.user) if token else None
        if not (token and user and user.active) or token.revoked or (token.expires and token.expires <= now):
            return None
        if token.used is None or token.used + _USED_EVERY <= now:
            with suppress(UnusableLedger), self._store.writing() as session:  # to answer matters more than the note
                session.see_token(token.id, now)
        return Visitor(user, token)
