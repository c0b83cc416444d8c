"""The arithmetic challenge under a reply: signed by the ledger's own key, good once, for ten minutes, on one page.

It stops scripts that do not read the page and makes the others pay a request for every try; it is no proof of a human.
A wrong answer uses a challenge up as well, so that none can be guessed at twice.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from entrevue.domain.replies import Challenge
from entrevue.ledger.people import People
from entrevue.ledger.store import Session

LASTS = dt.timedelta(minutes=10)
_KEY = "secret.challenge"  # facts whose names begin with "secret." go into no copy of a ledger
_BYTES = 32
_LONGEST = 200  # characters of a token or an answer: longer ones are none


@dataclass(frozen=True, slots=True)
class _Signed:
    nonce: str
    left: int
    right: int
    expires: dt.datetime


def kept_key(session: Session) -> bytes | None:
    """The key that signs challenges; None before one was needed."""
    kept = session.fact(_KEY)
    return None if kept is None else bytes.fromhex(kept)


def key_of(session: Session) -> bytes:
    """The same key: random, made on first need in a writing session, never a default."""
    key = kept_key(session)
    if key is None:
        key = secrets.token_bytes(_BYTES)
        session.set_fact(_KEY, key.hex())
    return key


def ask(key: bytes, about: str, now: dt.datetime) -> Challenge:
    """A new challenge under a page about something; nothing of it is kept until it is answered."""
    left, right = 2 + secrets.randbelow(8), 11 + secrets.randbelow(19)
    parts = (secrets.token_urlsafe(16), str(left), str(right), str(int((now + LASTS).timestamp())))
    body = ".".join(parts)
    return Challenge(left, right, f"{body}.{_signature(key, body, about)}")


def judge(session: People, key: bytes, token: str, answer: str, about: str, now: dt.datetime) -> str | None:
    """What is wrong with an answer: "missing", "unknown", "late", "used", "wrong"; None for a right one.

    Right or wrong, the challenge is used up; `session` must be writing.
    """
    if not answer.strip():
        return "missing"
    signed = _read(key, token, about)
    if signed is None:
        return "unknown"
    if signed.expires <= now:
        return "late"
    session.sweep_challenges(now)
    if not session.use_challenge(signed.nonce, signed.expires):
        return "used"
    return None if _number(answer) == signed.left * signed.right else "wrong"


def still_good(session: People, key: bytes, token: str, about: str, now: dt.datetime) -> Challenge | None:
    """The challenge of a token that can still be answered: a form with another fault shows it again."""
    signed = _read(key, token, about)
    if signed is None or signed.expires <= now or session.challenge_used(signed.nonce):
        return None
    return Challenge(signed.left, signed.right, token)


def _read(key: bytes, token: str, about: str) -> _Signed | None:
    """What a token says, if it was signed here for this page."""
    body, _, signature = token[:_LONGEST].rpartition(".")
    if not hmac.compare_digest(_signature(key, body, about).encode(), signature.encode("utf-8", "replace")):
        return None
    nonce, left, right, expires = body.split(".")
    return _Signed(nonce, int(left), int(right), dt.datetime.fromtimestamp(int(expires), dt.UTC))


def _signature(key: bytes, body: str, about: str) -> str:
    return hmac.new(key, f"{body}|{about}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _number(answer: str) -> int | None:
    """The number of an answer, in whichever digits; None for what is none."""
    plain = answer[:_LONGEST].strip().removesuffix(".")
    return int(plain) if plain.isdecimal() and len(plain) < 10 else None
