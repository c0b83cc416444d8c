"""What a running site keeps in memory because it takes long to make: a bounded number, each until the ledger changes."""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Thing = TypeVar("Thing")


class Kept:
    """The things used last, by key, each with the stamp of the ledger that it was made from."""

    def __init__(self, most: int = 400) -> None:
        """`most`: how many are kept."""
        self._most = most
        self._things: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing kept under a key, made anew where there is none of this stamp; two may make it at once."""
        with self._lock:
            held = self._things.get(key)
            if held is not None and held[0] == stamp:
                self._things.move_to_end(key)
                return cast("Thing", self._unpacked(held[1]))
        made = make()
        packed = self._packed(made)
        with self._lock:
            self._things[key] = (stamp, packed)
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made

    def _packed(self, thing: Any) -> Any:
        return thing

    def _unpacked(self, thing: Any) -> Any:
        return thing


class Packed(Kept):
    """The same for things of many parts, kept as bytes.

    Python's garbage collector looks through everything that lives: a few hundred outlines made it stop all pages for
    a tenth of a second, again and again.
    """

    def _packed(self, thing: Any) -> bytes:
        return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)

    def _unpacked(self, thing: bytes) -> Any:
        return pickle.loads(thing)  # noqa: S301 (made by this process)
