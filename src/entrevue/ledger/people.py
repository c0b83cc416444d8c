"""The port's part for those who use a ledger: users, sign-ins, tokens, replies, and challenges that were answered."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from entrevue.domain.replies import Moderation, Reply
from entrevue.domain.users import SignIn, Token, User


class People(Protocol):
    """What a session does for users and replies."""

    # Users
    def put_user(self, user: User, password: str) -> None: ...  # the password's hash
    def set_user(self, user: User) -> None: ...
    def users(self) -> tuple[User, ...]: ...
    def user(self, id: str) -> User | None: ...  # noqa: A002
    def user_named(self, name: str) -> User | None: ...
    def password(self, id: str) -> str | None: ...  # noqa: A002
    def set_password(self, id: str, password: str) -> None: ...  # noqa: A002

    # Sign-ins
    def put_signin(self, signin: SignIn) -> None: ...
    def signin(self, hash: str) -> SignIn | None: ...  # noqa: A002
    def see_signin(self, hash: str, seen: dt.datetime) -> None: ...  # noqa: A002
    def drop_signin(self, hash: str) -> None: ...  # noqa: A002
    def drop_signins(self, user: str) -> int: ...  # how many there were
    def sweep_signins(self, expired: dt.datetime, idle: dt.datetime) -> None: ...

    # Tokens
    def put_token(self, token: Token) -> None: ...
    def tokens(self, user: str | None = None) -> tuple[Token, ...]: ...
    def token_hashed(self, hash: str) -> Token | None: ...  # noqa: A002
    def see_token(self, id: str, used: dt.datetime) -> None: ...  # noqa: A002
    def revoke_token(self, id: str, when: dt.datetime) -> None: ...  # noqa: A002

    # Replies
    def put_reply(self, reply: Reply, email: str) -> None: ...
    def set_reply(self, reply: Reply) -> None: ...  # its moderation and decision
    def reply(self, id: str) -> Reply | None: ...  # noqa: A002
    def replies(self, about: Iterable[str], state: Moderation) -> tuple[Reply, ...]: ...
    def replies_in(self, state: Moderation, after: int, limit: int) -> tuple[Reply, ...]: ...
    def count_replies(self, state: Moderation) -> int: ...
    def reply_address(self, id: str) -> str | None: ...  # noqa: A002
    def drop_replies(self, about: Iterable[str]) -> int: ...
    def drop_replies_from(self, email: str) -> int: ...
    def repliers(self) -> tuple[tuple[str, str], ...]: ...  # each address with the moment of its last reply, as text

    # Challenges
    def use_challenge(self, nonce: str, expires: dt.datetime) -> bool: ...  # False: it was used before
    def challenge_used(self, nonce: str) -> bool: ...
    def sweep_challenges(self, expired: dt.datetime) -> None: ...
