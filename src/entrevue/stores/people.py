"""The port's transaction over SQLAlchemy Core: users, sign-ins, tokens, replies, challenges."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from entrevue.domain.replies import Moderation, Proposal, Reply
from entrevue.domain.users import Role, Scope, SignIn, Token, User
from entrevue.ledger.codec import undamaged
from entrevue.stores import tables as t
from entrevue.stores.session import BaseSession

_NUMBERS: Any = bindparam("numbers", expanding=True)
_USER: Any = select(
    t.user.c.id, t.user.c.name, t.user.c.shown_as, t.user.c.role, t.user.c.created, t.user.c.active
).order_by(t.user.c.created, t.user.c.name)


class UserSession(BaseSession):
    """Users, and what they are known by."""

    def put_user(self, user: User, password: str) -> None:
        """Keep a new user with the hash of the password."""
        row = {"id": user.id, "name": user.name, "shown_as": user.shown_as, "role": user.role.value}
        row |= {"created": _text(user.created), "password": password}
        self.connection.execute(insert(t.user), row | {"active": int(user.active)})

    def set_user(self, user: User) -> None:
        """Set a user's role, name shown, and whether they may sign in."""
        values: dict[str, Any] = {"shown_as": user.shown_as, "role": user.role.value, "active": int(user.active)}
        self.connection.execute(update(t.user).where(t.user.c.id == user.id), values)

    def users(self) -> tuple[User, ...]:
        """All users in the order they were made."""
        return tuple(_user(row) for row in self.connection.execute(_USER))

    def user(self, id: str) -> User | None:  # noqa: A002 (the word for it)
        """A user by id."""
        row = self.connection.execute(_USER.where(t.user.c.id == id)).first()
        return _user(row) if row else None

    def user_named(self, name: str) -> User | None:
        """A user by the name written at sign-in."""
        row = self.connection.execute(_USER.where(t.user.c.name == name)).first()
        return _user(row) if row else None

    def password(self, id: str) -> str | None:  # noqa: A002
        """The hash of a user's password."""
        value: str | None = self.connection.execute(select(t.user.c.password).where(t.user.c.id == id)).scalar()
        return value

    def set_password(self, id: str, password: str) -> None:  # noqa: A002
        """Replace the hash of a user's password."""
        self.connection.execute(update(t.user).where(t.user.c.id == id), {"password": password})

    def put_signin(self, signin: SignIn) -> None:
        """Keep a new sign-in."""
        row = {"hash": signin.hash, "user": signin.user, "created": _text(signin.created)}
        self.connection.execute(insert(t.signin), row | {"seen": _text(signin.seen), "expires": _text(signin.expires)})

    def signin(self, hash: str) -> SignIn | None:  # noqa: A002
        """The sign-in of a hashed secret."""
        row = self.connection.execute(select(t.signin).where(t.signin.c.hash == hash)).first()
        return SignIn(row.hash, row.user, _time(row.created), _time(row.seen), _time(row.expires)) if row else None

    def see_signin(self, hash: str, seen: dt.datetime) -> None:  # noqa: A002
        """Note when a sign-in was used last."""
        self.connection.execute(update(t.signin).where(t.signin.c.hash == hash), {"seen": _text(seen)})

    def drop_signin(self, hash: str) -> None:  # noqa: A002
        """End a sign-in."""
        self.connection.execute(delete(t.signin).where(t.signin.c.hash == hash))

    def drop_signins(self, user: str) -> int:
        """End every sign-in of a user."""
        return self.connection.execute(delete(t.signin).where(t.signin.c.user == user)).rowcount

    def sweep_signins(self, expired: dt.datetime, idle: dt.datetime) -> None:
        """Remove sign-ins that expired by then, or that nobody used since."""
        over = or_(t.signin.c.expires <= _text(expired), t.signin.c.seen <= _text(idle))
        self.connection.execute(delete(t.signin).where(over))

    def put_token(self, token: Token) -> None:
        """Keep a new token."""
        row = {"id": token.id, "user": token.user, "label": token.label, "hash": token.hash}
        row |= {"scopes": " ".join(sorted(token.scopes)), "created": _text(token.created)}
        self.connection.execute(insert(t.token), row | {"expires": _text(token.expires) if token.expires else None})

    def tokens(self, user: str | None = None) -> tuple[Token, ...]:
        """Tokens in the order they were made, all or a user's; revoked ones too."""
        statement = select(t.token).order_by(t.token.c.created, t.token.c.label, t.token.c.id)
        if user is not None:
            statement = statement.where(t.token.c.user == user)
        return tuple(_token(row) for row in self.connection.execute(statement))

    def token_hashed(self, hash: str) -> Token | None:  # noqa: A002
        """The token of a hashed secret."""
        row = self.connection.execute(select(t.token).where(t.token.c.hash == hash)).first()
        return _token(row) if row else None

    def see_token(self, id: str, used: dt.datetime) -> None:  # noqa: A002
        """Note when a token was used last."""
        self.connection.execute(update(t.token).where(t.token.c.id == id), {"used": _text(used)})

    def revoke_token(self, id: str, when: dt.datetime) -> None:  # noqa: A002
        """Note that a token is worth nothing any more."""
        self.connection.execute(update(t.token).where(t.token.c.id == id), {"revoked": _text(when)})


_REPLY = select(*(column for column in t.reply.columns if column.name != "email")).order_by(t.reply.c.number)
_ABOUT = _REPLY.where(t.reply.c.about.in_(_NUMBERS))
_DROP = delete(t.reply).where(t.reply.c.number.in_(_NUMBERS))


class ReplySession(UserSession):
    """Replies, their writers' addresses apart, and challenges."""

    def put_reply(self, reply: Reply, email: str) -> None:
        """Keep a new reply; its writer's address goes into a column of its own."""
        row = {"number": reply.number, "id": reply.id, "about": reply.about, "name": reply.name, "text": reply.text}
        row |= {"email": email, "language": reply.language, "created": _text(reply.created), "why": reply.why}
        row |= {"state": reply.state.value}
        if reply.proposal:
            proposal = reply.proposal
            row |= {"target": proposal.target, "field": proposal.field, "value": proposal.value}
        self.connection.execute(insert(t.reply), row)

    def set_reply(self, reply: Reply) -> None:
        """Set what moderators said of a reply."""
        values: dict[str, Any] = {"state": reply.state.value, "moderated_by": reply.moderated_by, "why": reply.why}
        values |= {"moderated": _text(reply.moderated) if reply.moderated else None}
        self.connection.execute(update(t.reply).where(t.reply.c.id == reply.id), values | {"decision": reply.decision})

    def reply(self, id: str) -> Reply | None:  # noqa: A002
        """A reply by id."""
        row = self.connection.execute(_REPLY.where(t.reply.c.id == id)).first()
        return _reply(row) if row else None

    def replies(self, about: Iterable[str], state: Moderation) -> tuple[Reply, ...]:
        """Replies about any of these in a state, the oldest first."""
        found = [_reply(row) for row in self._in(_ABOUT, about) if row.state == state.value]
        return tuple(sorted(found, key=lambda reply: reply.number))

    def replies_in(self, state: Moderation, after: int, limit: int) -> tuple[Reply, ...]:
        """Replies in a state, the oldest first."""
        chosen = _REPLY.where((t.reply.c.state == state.value) & (t.reply.c.number > after)).limit(limit)
        return tuple(_reply(row) for row in self.connection.execute(chosen))

    def count_replies(self, state: Moderation) -> int:
        """How many replies are in a state."""
        counted = select(func.count()).select_from(t.reply).where(t.reply.c.state == state.value)
        return int(self.connection.execute(counted).scalar_one())

    def reply_address(self, id: str) -> str | None:  # noqa: A002
        """The e-mail of who wrote a reply: for the moderator alone."""
        value: str | None = self.connection.execute(select(t.reply.c.email).where(t.reply.c.id == id)).scalar()
        return value

    def drop_replies(self, about: Iterable[str]) -> int:
        """Remove the replies about these; how many there were."""
        gone = {row.number for row in self._in(_ABOUT, about)}
        self._run_in(_DROP, gone)
        return len(gone)

    def drop_replies_from(self, email: str) -> int:
        """Remove the replies of an address; how many there were."""
        return self.connection.execute(delete(t.reply).where(t.reply.c.email == email)).rowcount

    def repliers(self) -> tuple[tuple[str, str], ...]:
        """The addresses of all who replied, each with the moment of the last reply."""
        latest = select(t.reply.c.email, func.max(t.reply.c.created).label("last")).group_by(t.reply.c.email)
        return tuple((row.email, row.last) for row in self.connection.execute(latest))

    def use_challenge(self, nonce: str, expires: dt.datetime) -> bool:
        """Use a challenge up; False when it was used before."""
        if self.challenge_used(nonce):
            return False
        self.connection.execute(insert(t.challenge), {"nonce": nonce, "expires": _text(expires)})
        return True

    def challenge_used(self, nonce: str) -> bool:
        """Whether a challenge was used."""
        found = select(t.challenge.c.nonce).where(t.challenge.c.nonce == nonce)
        return self.connection.execute(found).first() is not None

    def sweep_challenges(self, expired: dt.datetime) -> None:
        """Remove the used challenges that expired by then: their signature says so itself."""
        self.connection.execute(delete(t.challenge).where(t.challenge.c.expires < _text(expired)))


def _text(when: dt.datetime) -> str:
    """A moment as columns hold it: in UTC, so that texts are in the order of time."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _some_time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


@undamaged()
def _user(row: Row[Any]) -> User:
    return User(row.id, row.name, row.shown_as, Role(row.role), _time(row.created), bool(row.active))


@undamaged()
def _token(row: Row[Any]) -> Token:
    scopes = frozenset(Scope(scope) for scope in row.scopes.split())
    times = (_some_time(row.expires), _some_time(row.used), _some_time(row.revoked))
    return Token(row.id, row.user, row.label, scopes, row.hash, _time(row.created), *times)


@undamaged()
def _reply(row: Row[Any]) -> Reply:
    return Reply(
        number=row.number,
        id=row.id,
        about=row.about,
        name=row.name,
        text=row.text,
        created=_time(row.created),
        language=row.language,
        proposal=Proposal(row.target, row.field, row.value) if row.target else None,
        state=Moderation(row.state),
        moderated=_some_time(row.moderated),
        moderated_by=row.moderated_by,
        why=row.why,
        decision=row.decision,
    )
