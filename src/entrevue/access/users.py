"""Users and their sign-ins."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from entrevue.access.passwords import Passwords, approve
from entrevue.access.secrets import hash_of, new_id, new_secret
from entrevue.domain.text import composed, stream_safe
from entrevue.domain.users import Role, SignIn, User
from entrevue.errors import UnknownId, UnusableLedger, WrongUser
from entrevue.ledger.people import People
from entrevue.ledger.store import Store

IDLE = dt.timedelta(hours=12)  # a sign-in that nobody used for so long is over
LASTS = dt.timedelta(days=7)  # and every one is over after this
_SEEN_EVERY = dt.timedelta(minutes=10)  # how precisely the last use is kept: a write is dear, a read is not
_NAME = re.compile(r"[\w.@+-]{1,64}")
_SHOWN = 80  # characters
_TYPED = 256  # characters of a name as it is typed, before it is brought to its plain form


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in just made; `secret` goes into the browser's cookie and is kept nowhere else."""

    user: User
    secret: str


class Users:
    """Who may work at the desk.

    Everything raises WrongUser for what cannot be, UnknownId for a user that is not there; nothing is written then.
    """

    def __init__(self, store: Store, clock: Callable[[], dt.datetime], passwords: Passwords) -> None:
        """A store, the time, and how passwords are kept."""
        self._store = store
        self._clock = clock
        self._passwords = passwords

    def all(self) -> tuple[User, ...]:
        """Every user, in the order they were added, those who may not sign in too."""
        with self._store.reading() as session:
            return session.users()

    def named(self, name: str) -> User:
        """The user of a name."""
        with self._store.reading() as session:
            return _named(session, name)

    def add(self, name: str, password: str, *, role: Role = Role.READER, shown_as: str | None = None) -> User:
        """Add a user; `shown_as` (without it the name) stands beside their decisions."""
        plain = _plain(name)
        if not _NAME.fullmatch(plain):
            raise WrongUser(
                "a user's name is of 1 to 64 letters, digits and . @ + _ -, not “%(name)s”", name=name[:_SHOWN]
            )
        shown = _shown(shown_as or name)
        approve(password, plain)
        kept = self._passwords.hash(password)
        user = User(new_id("u"), plain, shown, role, self._clock())
        with self._store.writing() as session:
            for other in session.users():
                if plain == other.name:
                    raise WrongUser("there is a user “%(name)s” already", name=plain)
                if shown.casefold() == other.shown_as.casefold():
                    raise WrongUser("another user is shown as “%(name)s” already", name=shown)
            session.put_user(user, kept)
        return user

    def set_role(self, name: str, role: Role) -> User:
        """Give a user another role; the last administrator stays one."""
        return self._change(name, role=role)

    def disable(self, name: str) -> User:
        """End every sign-in of a user, let no new one be made, and let none of the user's tokens count."""
        return self._change(name, active=False)

    def enable(self, name: str) -> User:
        """Let a user sign in again."""
        return self._change(name, active=True)

    def _change(self, name: str, *, role: Role | None = None, active: bool | None = None) -> User:
        with self._store.writing() as session:
            before = _named(session, name)
            user = replace(before, role=role or before.role, active=before.active if active is None else active)
            session.set_user(user)
            if not _governed(session.users()) and _governed((before,)):
                raise WrongUser("%(name)s is the last administrator: make another one first", name=before.name)
            if not user.active:
                session.drop_signins(user.id)
            return user

    def set_password(self, name: str, password: str) -> User:
        """Set a user's password; every sign-in of theirs ends."""
        with self._store.reading() as session:
            user = _named(session, name)
        approve(password, user.name)
        kept = self._passwords.hash(password)
        with self._store.writing() as session:
            session.set_password(user.id, kept)
            session.drop_signins(user.id)
        return user

    def change_password(self, user: User, old: str, new: str) -> SignedIn:
        """Change one's own password: every sign-in ends, and a new one is made for who changed it."""
        with self._store.reading() as session:
            kept = session.password(user.id)
        if not self._passwords.check(kept, old):
            raise WrongUser("the present password is another one")
        self.set_password(user.name, new)
        return self._signed_in(user)

    def sign_in(self, name: str, password: str) -> SignedIn | None:
        """Sign in; None when name and password do not belong together, after the same work for every name."""
        with self._store.reading() as session:
            user = session.user_named(_plain(name))
            kept = session.password(user.id) if user else None
        right = self._passwords.check(kept, password)
        if not (right and user and user.active and kept):
            return None
        if self._passwords.outdated(kept):
            renewed = self._passwords.hash(password)
            with self._store.writing() as session:
                session.set_password(user.id, renewed)
        return self._signed_in(user)

    def _signed_in(self, user: User) -> SignedIn:
        secret, now = new_secret(), self._clock()
        with self._store.writing() as session:
            session.sweep_signins(now, now - IDLE)
            session.put_signin(SignIn(hash_of(secret), user.id, now, now, now + LASTS))
        return SignedIn(user, secret)

    def signed_in(self, secret: str) -> User | None:
        """The user of a browser's secret; None for one that is unknown or over."""
        now = self._clock()
        with self._store.reading() as session:
            signin = session.signin(hash_of(secret))
            user = session.user(signin.user) if signin else None
        if not (signin and user and user.active) or signin.expires <= now or signin.seen + IDLE <= now:
            return None
        if signin.seen + _SEEN_EVERY <= now:
            with suppress(UnusableLedger), self._store.writing() as session:  # to read on matters more than the note
                session.see_signin(signin.hash, now)
        return user

    def sign_out(self, secret: str) -> None:
        """End a sign-in."""
        with self._store.writing() as session:
            session.drop_signin(hash_of(secret))


def _named(session: People, name: str) -> User:
    user = session.user_named(_plain(name))
    if user is None:
        raise UnknownId(name[:_SHOWN], "user")
    return user


def _governed(users: tuple[User, ...]) -> bool:
    return any(user.role is Role.ADMINISTRATOR and user.active for user in users)


def _plain(name: str) -> str:
    """A name as it is kept, however it was typed; "", which is nobody's, for one that is too long to be one."""
    return "" if len(name) > _TYPED else unicodedata.normalize("NFKC", stream_safe(name)).casefold().strip()


def _shown(name: str) -> str:
    shown = " ".join(composed(name).split()) if len(name) <= _TYPED else ""
    if not 0 < len(shown) <= _SHOWN or not shown.isprintable():
        raise WrongUser("a user is shown as 1 to %(most)s printable characters", most=_SHOWN)
    return shown
