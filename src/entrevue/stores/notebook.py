"""The port's transaction over SQLAlchemy Core: notes, tags, collections, kept searches."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Row, delete, func, insert, select, update

from entrevue.domain.notes import Collection, Note, Search, Tag, plain_tag
from entrevue.ledger.codec import undamaged
from entrevue.stores import tables as t
from entrevue.stores.session import NUMBERS, BaseSession

_NOTES = select(t.note).order_by(t.note.c.number)
_NOTES_ABOUT = _NOTES.where(t.note.c.about.in_(NUMBERS))
_TAGS = select(t.tag).order_by(t.tag.c.number)
_TAGS_ABOUT = _TAGS.where(t.tag.c.about.in_(NUMBERS))
_HOLDING = select(t.collection_item.c.collection).where(t.collection_item.c.about.in_(NUMBERS))
_COLLECTIONS = select(t.collection).order_by(t.collection.c.number.desc())
_ITEMS_ABOUT = select(t.collection_item).where(t.collection_item.c.about.in_(NUMBERS))
_DROP_ITEMS = delete(t.collection_item).where(t.collection_item.c.number.in_(NUMBERS))
_ABOUT = {table: delete(table).where(table.c.about.in_(NUMBERS)) for table in (t.note, t.tag, t.collection_item)}
_ONCE = {t.tag: "plain", t.collection_item: "collection"}  # what a thing may be filed under once


class NotebookSession(BaseSession):
    """What is written beside the ledger."""

    def put_note(self, note: Note) -> None:
        """Keep a new note."""
        row = {"number": note.number, "id": note.id, "about": note.about, "text": note.text, "who": note.who}
        self.connection.execute(insert(t.note), row | {"made": _text(note.made)})

    def set_note(self, note: Note) -> None:
        """Set the text of a note, and who changed it when."""
        values: dict[str, Any] = {"text": note.text, "changed_by": note.changed_by}
        values |= {"changed": _text(note.changed) if note.changed else None}
        self.connection.execute(update(t.note).where(t.note.c.id == note.id), values)

    def drop_note(self, id: str) -> None:  # noqa: A002 (the word for it)
        """Remove a note."""
        self.connection.execute(delete(t.note).where(t.note.c.id == id))

    def note(self, id: str) -> Note | None:  # noqa: A002
        """A note by id."""
        row = self.connection.execute(_NOTES.where(t.note.c.id == id)).first()
        return _note(row) if row else None

    def notes(self, about: Iterable[str]) -> tuple[Note, ...]:
        """Notes about any of these, the oldest first."""
        return tuple(sorted(map(_note, self._in(_NOTES_ABOUT, about)), key=lambda note: note.number))

    def notes_before(self, number: int | None, limit: int) -> tuple[Note, ...]:
        """Notes that were made before one, or at all, the newest first."""
        chosen = select(t.note).order_by(t.note.c.number.desc()).limit(limit)
        if number is not None:
            chosen = chosen.where(t.note.c.number < number)
        return tuple(map(_note, self.connection.execute(chosen)))

    def put_tag(self, tag: Tag) -> None:
        """File a thing under a tag; nothing changes where it is there."""
        plain = plain_tag(tag.name)
        number = self.next_number("tag")
        self._put(t.tag, [(number, tag.name, plain, tag.about, tag.who, _text(tag.made))], passing_over=True)

    def drop_tags(self, plain: str, about: Iterable[str]) -> int:
        """Take a tag off these; how many there were."""
        gone = [row.number for row in self._in(_TAGS_ABOUT, about) if row.plain == plain]
        for number in gone:
            self.connection.execute(delete(t.tag).where(t.tag.c.number == number))
        return len(gone)

    def tags(self, about: Iterable[str]) -> tuple[Tag, ...]:
        """The tags of any of these, the oldest first."""
        rows = sorted(self._in(_TAGS_ABOUT, about), key=lambda row: row.number)
        return tuple(map(_tag, rows))

    def tags_called(self, plain: str | None = None) -> tuple[Tag, ...]:
        """Everything under a tag, or all tags, the oldest first."""
        chosen = _TAGS if plain is None else _TAGS.where(t.tag.c.plain == plain)
        return tuple(map(_tag, self.connection.execute(chosen)))

    def put_collection(self, collection: Collection) -> None:
        """Keep a new collection."""
        one = collection
        row = {"number": one.number, "id": one.id, "title": one.title, "who": one.who, "made": _text(one.made)}
        self.connection.execute(insert(t.collection), row | {"key": one.key})

    def set_collection(self, collection: Collection) -> None:
        """Set a collection's title and key."""
        values: dict[str, Any] = {"title": collection.title, "key": collection.key}
        self.connection.execute(update(t.collection).where(t.collection.c.number == collection.number), values)

    def drop_collection(self, number: int) -> None:
        """Remove a collection; what was in it stays where it is."""
        self.connection.execute(delete(t.collection_item).where(t.collection_item.c.collection == number))
        self.connection.execute(delete(t.collection).where(t.collection.c.number == number))

    def collection(self, id: str) -> Collection | None:  # noqa: A002
        """A collection by its id or its key."""
        wanted = _COLLECTIONS.where((t.collection.c.id == id) | (t.collection.c.key == id))
        row = self.connection.execute(wanted).first()
        return _collection(row) if row else None

    def collections(self) -> tuple[Collection, ...]:
        """All collections, the newest first."""
        return tuple(map(_collection, self.connection.execute(_COLLECTIONS)))

    def collections_with(self, about: Iterable[str]) -> tuple[Collection, ...]:
        """Those that hold any of these."""
        numbers = {row.collection for row in self._in(_HOLDING, about)}
        return tuple(one for one in self.collections() if one.number in numbers) if numbers else ()

    def put_item(self, collection: int, about: str, who: str, made: dt.datetime) -> None:
        """Put a thing into a collection; nothing changes where it is there."""
        row = (self.next_number("collection_item"), collection, about, who, _text(made))
        self._put(t.collection_item, [row], passing_over=True)

    def drop_items(self, collection: int, about: Iterable[str]) -> int:
        """Take these out of a collection; how many there were."""
        gone = [row.number for row in self._in(_ITEMS_ABOUT, about) if row.collection == collection]
        self._run_in(_DROP_ITEMS, gone)
        return len(gone)

    def items(self, collection: int) -> tuple[str, ...]:
        """What is in a collection, in the order in which it came."""
        own = select(t.collection_item.c.about).where(t.collection_item.c.collection == collection)
        return tuple(self.connection.execute(own.order_by(t.collection_item.c.number)).scalars())

    def count_items(self) -> dict[int, int]:
        """How many things each collection has, by its number."""
        number = t.collection_item.c.collection
        return {row[0]: int(row[1]) for row in self.connection.execute(select(number, func.count()).group_by(number))}

    def put_search(self, search: Search) -> None:
        """Keep a search of a user; of one that is there, the title and the time become these."""
        own = (t.search.c.user == search.user) & (t.search.c.address == search.address)
        self.connection.execute(delete(t.search).where(own))
        row = {"number": search.number, "user": search.user, "title": search.title, "address": search.address}
        self.connection.execute(insert(t.search), row | {"seen": _text(search.seen)})

    def see_search(self, user: str, address: str, seen: dt.datetime) -> None:
        """Note when a user looked at what a search finds."""
        own = (t.search.c.user == user) & (t.search.c.address == address)
        self.connection.execute(update(t.search).where(own), {"seen": _text(seen)})

    def drop_search(self, user: str, number: int) -> int:
        """Keep a search of a user no longer; how many there were."""
        own = (t.search.c.user == user) & (t.search.c.number == number)
        return self.connection.execute(delete(t.search).where(own)).rowcount

    def searches(self, user: str) -> tuple[Search, ...]:
        """The searches of a user, in the order in which they were kept."""
        own = select(t.search).where(t.search.c.user == user).order_by(t.search.c.number)
        return tuple(_search(row) for row in self.connection.execute(own))

    def pass_on(self, heirs: Mapping[str, str]) -> None:
        """Have what is about one thing be about another: what is filed there already stays once."""
        for table, once in ((t.note, None), (t.tag, _ONCE[t.tag]), (t.collection_item, _ONCE[t.collection_item])):
            asked = select(table).where(table.c.about.in_(NUMBERS))
            held = {(getattr(row, once), row.about) for row in self._in(asked, heirs.values())} if once else set()
            for row in list(self._in(asked, heirs)):
                heir, own = heirs[row.about], table.c.number == row.number
                if once and (place := (getattr(row, once), heir)) in held:
                    self.connection.execute(delete(table).where(own))
                    continue
                held |= {place} if once else set()
                self.connection.execute(update(table).where(own), {"about": heir})

    def drop_noted(self, about: Iterable[str]) -> None:
        """Remove every note and tag on these, and take them out of collections."""
        gone = set(about)
        for statement in _ABOUT.values():
            self._run_in(statement, gone)

    def _blot_filed(self, blot: Callable[[str], str], about: set[str] | None) -> None:
        """Remove tags, and where `about` is None also searches, that a blot would change: they are nothing without."""
        for row in list(self.connection.execute(select(t.tag.c.number, t.tag.c.name, t.tag.c.about))):
            if (about is None or row.about in about) and blot(row.name) != row.name:
                self.connection.execute(delete(t.tag).where(t.tag.c.number == row.number))
        for row in list(self.connection.execute(select(t.search))) if about is None else ():
            texts = (row.title, *(value for _, value in parse_qsl(row.address)))
            if any(blot(text) != text for text in texts):
                self.connection.execute(delete(t.search).where(t.search.c.number == row.number))


def _text(when: dt.datetime) -> str:
    """A moment in UTC, so that texts are in the order of time."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


@undamaged()
def _note(row: Row[Any]) -> Note:
    changed = dt.datetime.fromisoformat(row.changed) if row.changed else None
    made = dt.datetime.fromisoformat(row.made)
    return Note(row.number, row.id, row.about, row.text, row.who, made, changed, row.changed_by)


@undamaged()
def _tag(row: Row[Any]) -> Tag:
    return Tag(row.name, row.about, row.who, dt.datetime.fromisoformat(row.made))


@undamaged()
def _collection(row: Row[Any]) -> Collection:
    return Collection(row.number, row.id, row.title, row.who, dt.datetime.fromisoformat(row.made), row.key)


@undamaged()
def _search(row: Row[Any]) -> Search:
    return Search(row.number, row.user, row.title, row.address, dt.datetime.fromisoformat(row.seen))
