"""Replies: left by readers, shown only after a moderator published them."""

import datetime as dt
import re
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from entrevue.domain.decisions import Decision
from entrevue.domain.replies import EMAIL, NAME, TEXT, VALUE, WHY, Challenge, Draft, Moderation, Proposal, Reply
from entrevue.domain.text import TURNS, composed
from entrevue.errors import UnknownId, WrongDecision, WrongReply
from entrevue.ledger.answers import locate
from entrevue.ledger.challenge import ask, judge, kept_key, key_of, still_good
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.deciding import Desk, address_of, checked
from entrevue.ledger.refusing import Refused
from entrevue.ledger.store import Session, Store

_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
)
_LOCAL = 64  # characters before the @, as RFC 5321 has it
_KEPT_CONTROLS = "\n\t"
_TYPED = 3  # characters that may be typed for one that is kept: a letter with two accents


class Replies:
    """The replies of a ledger. UnknownId for one, or for a thing replied to, that is not there."""

    def __init__(self, store: Store, aside: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store, the same for what changes no engagement, and the time."""
        self._store = store
        self._aside = aside
        self._clock = clock

    def prepare(self) -> None:
        """Make the key that signs challenges, where there is none."""
        with self._store.reading() as session:
            key = kept_key(session)
        if key is None:
            with self._aside.writing() as session:
                key_of(session)

    def ask(self, about: str) -> Challenge:
        """A challenge for the form under a page."""
        with self._store.reading() as session:
            key = kept_key(session)
        if key is None:
            with self._aside.writing() as session:
                key = key_of(session)
        return ask(key, about, self._clock())

    def ask_again(self, draft: Draft) -> Challenge:
        """The challenge of a draft if it can still be answered, else a new one."""
        with self._store.reading() as session:
            key = kept_key(session)
            good = still_good(session, key, draft.token, draft.about, self._clock()) if key else None
        return good or self.ask(draft.about)

    def leave(self, draft: Draft) -> Reply:
        """Keep a reply, to be moderated; WrongReply when something is missing or wrong.

        The answer to the challenge is looked at last: a fault elsewhere does not use the challenge up.
        """
        if overlong := _overlong(draft):
            raise WrongReply(overlong)
        draft = _tidied(draft)
        problems = _problems(draft)
        with self._aside.writing() as session:
            if not _is_there(session, draft.about):
                raise UnknownId(draft.about, "report or engagement")
            proposal = _proposal(session, draft, problems)
            wrong = None
            if not problems:
                wrong = judge(session, key_of(session), draft.token, draft.answer, draft.about, self._clock())
            if not problems and wrong is None:
                number, id_ = session.next_number("reply"), f"y-{secrets.token_hex(8)}"
                refused = Refused.by(session)
                made = (
                    refused.without(draft.name),
                    refused.without(draft.text),
                    self._clock(),
                    draft.language,
                    proposal,
                )
                reply = Reply(number, id_, draft.about, *made)
                session.put_reply(reply, draft.email)
                return reply
        # only now: leaving the transaction by an exception would bring a used challenge back
        raise WrongReply(problems or {"answer": wrong or "missing"})

    def published(self, *about: str) -> tuple[Reply, ...]:
        """What readers may see of the replies about these, the oldest first."""
        with self._store.reading() as session:
            return session.replies(about, Moderation.PUBLISHED)

    def in_state(
        self, state: Moderation = Moderation.PENDING, *, after: str | None = None, limit: int = 50
    ) -> tuple[Reply, ...]:
        """Replies in a state, the oldest first: for the moderator."""
        with self._store.reading() as session:
            last = session.reply(after) if after else None
            return session.replies_in(state, last.number if last else 0, limit)

    def count(self, state: Moderation = Moderation.PENDING) -> int:
        """How many replies are in a state."""
        with self._store.reading() as session:
            return session.count_replies(state)

    def reply(self, id: str) -> Reply:  # noqa: A002 (the word for it)
        """A reply in whichever state: for the moderator."""
        with self._store.reading() as session:
            return _reply(session, id)

    def address(self, id: str) -> str:  # noqa: A002
        """The e-mail of who wrote a reply: for the moderator's eyes alone; no other verb gives it."""
        with self._store.reading() as session:
            return session.reply_address(_reply(session, id).id) or ""

    def publish(self, id: str, *, who: str, why: str = "") -> Reply:  # noqa: A002
        """Show a reply to readers."""
        return self._moderate(id, Moderation.PUBLISHED, who, why)

    def refuse(self, id: str, *, who: str, why: str = "") -> Reply:  # noqa: A002
        """Do not show a reply, or show it no more."""
        return self._moderate(id, Moderation.REFUSED, who, why)

    def _moderate(self, id: str, state: Moderation, who: str, why: str) -> Reply:  # noqa: A002
        with self._aside.writing() as session:
            reply = replace(
                _reply(session, id),
                state=state,
                moderated=self._clock(),
                moderated_by=who,
                why=Refused.by(session).without(_plain(why)[:WHY]),
            )
            session.set_reply(reply)
            return reply

    def accept(self, id: str, *, who: str, publish: bool = True) -> tuple[Reply, Decision]:  # noqa: A002
        """Accept the correction that a reply proposes, as a decision of the moderator; show the reply, or not yet."""
        now = self._clock()
        with self._store.writing() as session:
            reply = _reply(session, id)
            if reply.proposal is None:
                raise WrongDecision("this reply proposes no correction")
            if reply.decision is not None:
                raise WrongDecision("this correction was accepted already: decision %(number)s", number=reply.decision)
            proposal = reply.proposal
            decision = Desk(session, who, now, f"reply {reply.id}").correct(
                proposal.target, proposal.field, proposal.value
            )
            reply = replace(reply, decision=decision.number)
            if publish:
                reply = replace(reply, state=Moderation.PUBLISHED, moderated=now, moderated_by=who)
            session.set_reply(reply)
            return reply, decision


def _reply(session: Session, id: str) -> Reply:  # noqa: A002
    reply = session.reply(id)
    if reply is None:
        raise UnknownId(id, "reply")
    return reply


def _is_there(session: Session, about: str) -> bool:
    if session.report(about):
        return True
    with suppress(UnknownId):
        return bool(locate(session, about))
    return False


def _overlong(draft: Draft) -> dict[str, str]:
    """The fields too long to be looked at, by what was typed: accents apart and line ends of two signs count there."""
    bounds = {"name": NAME, "email": EMAIL, "text": TEXT, "value": VALUE, "field": VALUE}
    return {field: "too long" for field, most in bounds.items() if len(getattr(draft, field) or "") > _TYPED * most}


def _plain(text: str) -> str:
    """A text as it is kept: composed, without control characters, with the line ends of every system alike.

    Signs that turn the direction of what follows them go too: a browser finds a text's direction by its letters.
    """
    whole = composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in whole if c in _KEPT_CONTROLS or not _is_control(c)).strip()


def _is_control(char: str) -> bool:
    return char in TURNS or unicodedata.category(char) in {"Cc", "Cs"}


def _tidied(draft: Draft) -> Draft:
    return replace(
        draft,
        name=" ".join(_plain(draft.name).split()),
        email=draft.email.strip().lower(),
        text=_plain(draft.text),
        value=" ".join(_plain(draft.value or "").split()) or None,
        field=(draft.field or "").strip() or None,
    )


def _problems(draft: Draft) -> dict[str, str]:
    """What is wrong with what was written, by field."""
    found = {}
    for field, longest in (("name", NAME), ("email", EMAIL), ("text", TEXT)):
        written = getattr(draft, field)
        if not written:
            found[field] = "missing"
        elif len(written) > longest:
            found[field] = "too long"
    if "email" not in found and not _is_address(draft.email):
        found["email"] = "no address"
    if len(draft.value or "") > VALUE:
        found["value"] = "too long"
    if draft.field and not draft.value:
        found["value"] = "missing"
    if draft.value and not draft.field:
        found["field"] = "missing"
    if not draft.answer.strip():
        found["answer"] = "missing"
    return found


def _is_address(text: str) -> bool:
    return text.find("@") <= _LOCAL and _ADDRESS.fullmatch(text) is not None


def _proposal(session: Session, draft: Draft, problems: dict[str, str]) -> Proposal | None:
    """The correction that a draft proposes, addressed as decisions address it; what is wrong goes to the problems."""
    if not draft.field or not draft.value or "value" in problems:
        return None
    target = draft.target or draft.about
    try:
        engagement = decode_engagement(locate(session, target).document)
        if Refused.by(session).names_in(draft.value):
            problems["value"] = "impossible"
        return Proposal(engagement.id, address_of(engagement, draft.field), checked(draft.field, draft.value) or "")
    except UnknownId:
        problems["field"] = "impossible"
    except WrongDecision:
        problems["value"] = "impossible"
    return None
