"""The searches that users keep, each their own: the parameters that ask, and since when what is found is not new."""

import datetime as dt
from collections.abc import Callable

from entrevue.domain.notes import ADDRESS, KEPT, TITLE, Search
from entrevue.domain.users import User
from entrevue.errors import UnknownId, WrongNote
from entrevue.ledger.noting import line
from entrevue.ledger.store import Store


class Searches:
    """Kept searches. WrongNote for what cannot be kept, UnknownId for one that the user does not keep."""

    def __init__(self, store: Store, aside: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store, the same for what changes no engagement, and the time."""
        self._store = store
        self._aside = aside
        self._clock = clock

    def keep(self, user: User, title: str, address: str) -> Search:
        """Keep a search under a title; `address`: its parameters, as they stand after the question mark."""
        said = line(title or address, TITLE)
        if not address or len(address) > ADDRESS:
            raise WrongNote("a search that is kept asks something, in at most %(most)s characters", most=ADDRESS)
        with self._aside.writing() as session:
            if len(session.searches(user.id)) >= KEPT:
                raise WrongNote("at most %(most)s searches are kept: remove one first", most=KEPT)
            search = Search(session.next_number("search"), user.id, said, address, self._clock())
            session.put_search(search)
            return search

    def of(self, user: User) -> tuple[Search, ...]:
        """The searches of a user, in the order in which they were kept."""
        with self._store.reading() as session:
            return session.searches(user.id)

    def see(self, user: User, address: str) -> None:
        """Note that a user looked at what a search finds, where it is one that is kept."""
        if any(one.address == address for one in self.of(user)):
            with self._aside.writing() as session:
                session.see_search(user.id, address, self._clock())

    def remove(self, user: User, number: int) -> None:
        """Keep a search no longer."""
        with self._aside.writing() as session:
            if not session.drop_search(user.id, number):
                raise UnknownId(str(number), "kept search")
