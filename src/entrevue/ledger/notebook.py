"""The port's part for what is written beside the ledger: notes, tags, collections, kept searches."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

from entrevue.domain.notes import Collection, Note, Search, Tag


class Notebook(Protocol):
    """What a session does for editors' notes, tags and collections, and for the searches of users."""

    # Notes
    def put_note(self, note: Note) -> None: ...
    def set_note(self, note: Note) -> None: ...  # its text, and who changed it when
    def drop_note(self, id: str) -> None: ...  # noqa: A002
    def note(self, id: str) -> Note | None: ...  # noqa: A002
    def notes(self, about: Iterable[str]) -> tuple[Note, ...]: ...  # the oldest first
    def notes_before(self, number: int | None, limit: int) -> tuple[Note, ...]: ...  # the newest first

    # Tags
    def put_tag(self, tag: Tag) -> None: ...  # nothing, where it is there
    def drop_tags(self, plain: str, about: Iterable[str]) -> int: ...  # how many there were
    def tags(self, about: Iterable[str]) -> tuple[Tag, ...]: ...
    def tags_called(self, plain: str | None = None) -> tuple[Tag, ...]: ...  # of one name, or all, the oldest first

    # Collections
    def put_collection(self, collection: Collection) -> None: ...
    def set_collection(self, collection: Collection) -> None: ...  # its title and its key
    def drop_collection(self, number: int) -> None: ...
    def collection(self, id: str) -> Collection | None: ...  # noqa: A002  # by id, or by the key of one that is shared
    def collections(self) -> tuple[Collection, ...]: ...  # the newest first
    def collections_with(self, about: Iterable[str]) -> tuple[Collection, ...]: ...
    def put_item(
        self, collection: int, about: str, who: str, made: dt.datetime
    ) -> None: ...  # nothing, where it is there
    def drop_items(self, collection: int, about: Iterable[str]) -> int: ...  # how many there were
    def items(self, collection: int) -> tuple[str, ...]: ...  # what they are about, in the order in which they came
    def count_items(self) -> dict[int, int]: ...  # how many each collection has

    # Searches
    def put_search(self, search: Search) -> None: ...
    def see_search(self, user: str, address: str, seen: dt.datetime) -> None: ...
    def drop_search(self, user: str, number: int) -> int: ...  # how many there were
    def searches(self, user: str) -> tuple[Search, ...]: ...  # in the order in which they were kept

    # Forgetting
    def pass_on(self, heirs: Mapping[str, str]) -> None: ...  # what is about one thing is about another from now on
    def drop_noted(self, about: Iterable[str]) -> None: ...
