"""Collections: things that editors put together under a title, to be shared by an address and exported."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import replace

from entrevue.domain.notes import ITEMS, OF_EDITORS, TITLE, Collection, Things
from entrevue.errors import UnknownId, WrongNote
from entrevue.ledger.noting import line, thing, things
from entrevue.ledger.refusing import Refused
from entrevue.ledger.store import Session, Store


class Collections:
    """The collections of a ledger. UnknownId for one, or a thing, that is not there; WrongNote for what cannot be kept.

    The engagements of one are those of `Query(collection=…)`, so that they are listed, drawn and exported like others.
    """

    def __init__(self, store: Store, aside: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store, the same for what changes no engagement, and the time."""
        self._store = store
        self._aside = aside
        self._clock = clock

    def add(self, title: str, *, who: str) -> Collection:
        """Begin a collection."""
        said = line(title, TITLE)
        with self._aside.writing() as session:
            shown = Refused.by(session).without(said)
            number, id_ = session.next_number("collection"), f"{OF_EDITORS}{secrets.token_hex(8)}"
            made = Collection(number, id_, shown, who, self._clock())
            session.put_collection(made)
            return made

    def rename(self, id: str, title: str) -> Collection:  # noqa: A002 (the word for it)
        """Give a collection another title."""
        said = line(title, TITLE)
        with self._aside.writing() as session:
            return _set(session, replace(_one(session, id), title=Refused.by(session).without(said)))

    def share(self, id: str) -> Collection:  # noqa: A002
        """Give a collection an address that opens it to whoever has it; one that is shared keeps its address."""
        with self._aside.writing() as session:
            one = _one(session, id)
            return one if one.key else _set(session, replace(one, key=_key()))

    def unshare(self, id: str) -> Collection:  # noqa: A002
        """Take the address back: it leads nowhere from now on, and never will again."""
        with self._aside.writing() as session:
            return _set(session, replace(_one(session, id), key=None))

    def remove(self, id: str) -> Collection:  # noqa: A002
        """Remove a collection; what is in it stays where it is."""
        with self._aside.writing() as session:
            one = _one(session, id)
            session.drop_collection(one.number)
            return one

    def put(self, id: str, about: str, *, who: str) -> None:  # noqa: A002
        """Put a report, a person or an engagement into a collection; what is in it already stays once."""
        with self._aside.writing() as session:
            one = _one(session, id)
            own, ids = thing(session, about)
            held = session.items(one.number)
            if set(ids) & set(held):
                return
            if len(held) >= ITEMS:
                raise WrongNote("a collection may hold %(most)s things", most=ITEMS)
            session.put_item(one.number, own, who, self._clock())

    def take_out(self, id: str, about: str) -> bool:  # noqa: A002
        """Take a thing out of a collection; whether it was in it. One that leads to nothing any more can be taken too."""
        with self._aside.writing() as session:
            one = _one(session, id)
            try:
                _, ids = thing(session, about)
            except UnknownId:
                ids = (about,)
            return session.drop_items(one.number, ids) > 0

    def all(self) -> tuple[tuple[Collection, int], ...]:
        """Every collection with how many things are in it, the newest first."""
        with self._store.reading() as session:
            counts = session.count_items()
            return tuple((one, counts.get(one.number, 0)) for one in session.collections())

    def get(self, id: str) -> Collection:  # noqa: A002
        """A collection by its id, for editors."""
        with self._store.reading() as session:
            return _one(session, id)

    def shared(self, key: str) -> Collection:
        """A collection by the key of its shared address: for whoever has it."""
        with self._store.reading() as session:
            found = session.collection(key) if key and not key.startswith(OF_EDITORS) else None
        if found is None:
            raise UnknownId(key[:60], "collection")
        return found

    def things(self, collection: Collection) -> Things:
        """What is in a collection."""
        with self._store.reading() as session:
            return things(session, session.items(collection.number))


def _one(session: Session, id: str) -> Collection:  # noqa: A002
    found = session.collection(id) if id.startswith(OF_EDITORS) else None
    if found is None:
        raise UnknownId(id[:60], "collection")
    return found


def _set(session: Session, collection: Collection) -> Collection:
    session.set_collection(collection)
    return collection


def _key() -> str:
    """What nobody guesses, and no id of editors begins like."""
    return secrets.token_hex(16)
