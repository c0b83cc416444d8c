"""Notes and tags of editors: written beside reports, persons and engagements, and shown to editors alone."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from entrevue.domain.notes import NOTE, TAG, Note, Noted, Tag, Things, plain_tag
from entrevue.domain.text import TURNS, composed
from entrevue.errors import UnknownId, WrongNote
from entrevue.ledger.answers import appearances_of, engagements_of, locate
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.refusing import Refused
from entrevue.ledger.sheets import current_version
from entrevue.ledger.store import Session, Store
from entrevue.ledger.tenures import people

_REPORT, _PERSON = "r-", "p-"


class Notes:
    """The notes and tags of a ledger.

    UnknownId for a thing or a note that is not there; WrongNote for what cannot be kept. A name that was forgotten is
    blotted out of what is written. `aside` is a store through which nothing is written that readers are told.
    """

    def __init__(self, store: Store, aside: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store, the same for what changes no engagement, and the time."""
        self._store = store
        self._aside = aside
        self._clock = clock

    def add(self, about: str, text: str, *, who: str) -> Note:
        """Keep a note about a report, a person or an engagement."""
        with self._aside.writing() as session:
            own, _ = thing(session, about)
            said = Refused.by(session).without(_text(text))
            number = session.next_number("note")
            note = Note(number, f"n-{secrets.token_hex(8)}", own, said, who, self._clock())
            session.put_note(note)
            return note

    def change(self, id: str, text: str, *, who: str) -> Note:  # noqa: A002 (the word for it)
        """Give a note another text."""
        with self._aside.writing() as session:
            said = Refused.by(session).without(_text(text))
            note = replace(_note(session, id), text=said, changed=self._clock(), changed_by=who)
            session.set_note(note)
            return note

    def remove(self, id: str) -> Note:  # noqa: A002
        """Remove a note for good."""
        with self._aside.writing() as session:
            note = _note(session, id)
            session.drop_note(id)
            return note

    def newest(self, *, before: int | None = None, limit: int = 50) -> tuple[Note, ...]:
        """The notes that were made last, the newest first; `before` is the number of the last one of the page before."""
        with self._store.reading() as session:
            return session.notes_before(before, limit)

    def of(self, about: str) -> Noted:
        """Everything that is written beside a report, a person or an engagement: under any of its ids."""
        with self._store.reading() as session:
            _, ids = thing(session, about)
            tags = {plain_tag(tag.name): tag for tag in reversed(session.tags(ids))}
            shown = tuple(sorted(tags.values(), key=lambda tag: plain_tag(tag.name)))
            return Noted(session.notes(ids), shown, session.collections_with(ids))

    def tag(self, about: str, name: str, *, who: str) -> Tag:
        """File a thing under a tag; one that it has already changes nothing."""
        shown = " ".join(_plain(name).split()).lstrip("# ")
        if not any(char.isalnum() for char in shown):
            raise WrongNote("a tag has letters or digits, unlike “%(text)s”", text=name[:60])
        if len(shown) > TAG:
            raise WrongNote("a tag may have %(most)s characters", most=TAG)
        with self._aside.writing() as session:
            own, ids = thing(session, about)
            if Refused.by(session).names_in(shown):
                raise WrongNote("a name in this tag was forgotten, and is not kept")
            there = next((tag for tag in session.tags(ids) if plain_tag(tag.name) == plain_tag(shown)), None)
            tag = there or Tag(shown, own, who, self._clock())
            session.put_tag(tag)
            return tag

    def untag(self, about: str, name: str) -> bool:
        """Take a tag off a thing; whether it had it."""
        with self._aside.writing() as session:
            _, ids = thing(session, about)
            return session.drop_tags(plain_tag(name), ids) > 0

    def tags(self) -> dict[str, int]:
        """Every tag, as it was written first, with how many things are under it; in the order of the alphabet."""
        with self._store.reading() as session:
            found = session.tags_called()
            homes = homes_of(session, (tag.about for tag in found))
        names: dict[str, str] = {}
        under: dict[str, set[str]] = {}
        for tag in found:
            names.setdefault(plain_tag(tag.name), tag.name)
            under.setdefault(plain_tag(tag.name), set()).add(homes[tag.about])
        return {names[plain]: len(under[plain]) for plain in sorted(names)}

    def tagged(self, name: str) -> Things:
        """Everything under a tag."""
        with self._store.reading() as session:
            return things(session, [tag.about for tag in session.tags_called(plain_tag(name))])


def thing(session: Session, id: str) -> tuple[str, tuple[str, ...]]:  # noqa: A002
    """The id under which something is written about a thing, and all ids under which anything may be."""
    if id.startswith(_PERSON):
        ids = tuple(row.id for row in sorted(appearances_of(session, id), key=lambda row: row.number))
        return ids[0], ids
    if id.startswith(_REPORT):
        if session.report(id) is None:
            raise UnknownId(id, "report")
        return id, (id,)
    engagement = decode_engagement(locate(session, id).document)
    return engagement.id, engagement.stems


def homes_of(session: Session, about: Iterable[str]) -> dict[str, str]:
    """What each id leads to, as a text that is the same for all ids of one thing."""
    ids = set(about)
    rows = session.appearances_by_id(one for one in ids if one.startswith(_PERSON))
    stems = session.stems(one for one in ids if not one.startswith((_PERSON, _REPORT)))
    tellings = session.tellings(stems.values())
    found = {one: one for one in ids} | {one: f"{_PERSON}{row.person}" for one, row in rows.items()}
    told = {one: tellings[number].engagement for one, number in stems.items() if number in tellings}
    return found | {one: f"engagement {number}" for one, number in told.items() if number}


def things(session: Session, about: Iterable[str]) -> Things:
    """What ids lead to, each once, in their order."""
    ids = list(dict.fromkeys(about))
    homes = homes_of(session, ids)
    firsts = {homes[one]: one for one in reversed(ids)}
    once = [one for one in ids if firsts[homes[one]] == one]
    told = {one: int(homes[one].split()[1]) for one in once if homes[one].startswith("engagement ")}
    documents = session.documents(told.values())
    known = [one for one in told if told[one] in documents]
    persons = [one for one in once if one.startswith(_PERSON) and homes[one] != one]
    rows = session.reports_by_id(one for one in once if one.startswith(_REPORT))
    reports = [one for one in once if one in rows]
    return Things(
        engagements_of(session, [documents[told[one]] for one in known]),
        people(session, persons),
        tuple(current_version(session, rows[one]) for one in reports),
        tuple(one for one in once if one not in {*known, *persons, *reports}),
    )


def _note(session: Session, id: str) -> Note:  # noqa: A002
    note = session.note(id)
    if note is None:
        raise UnknownId(id, "note")
    return note


def _text(text: str) -> str:
    """A note as it is kept; WrongNote for none, or one too long."""
    said = _plain(text)
    if not said:
        raise WrongNote("write something: a note cannot be empty")
    if len(said) > NOTE:
        raise WrongNote("a note may have %(most)s characters", most=NOTE)
    return said


def _plain(text: str) -> str:
    """Text as it is kept: composed, with the line ends of every system alike, without signs that nobody sees."""
    whole = composed(text[: 3 * NOTE].replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in whole if char == "\n" or (char.isprintable() and char not in TURNS)).strip()


def line(text: str, most: int) -> str:
    """A title as it is kept, on one line; WrongNote for none, or one too long."""
    said = " ".join(_plain(text).split())
    if not said:
        raise WrongNote("a title has letters or digits")
    if len(said) > most:
        raise WrongNote("a title may have %(most)s characters", most=most)
    return said
