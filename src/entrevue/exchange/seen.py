"""What was written already, in little memory: eight bytes of hash a thing rather than its name."""

from array import array
from hashlib import blake2b

_SLOTS = 1 << 12  # a power of two; twice as many as soon as two in three are taken


class Seen:
    """Names that came before. Two of a million names are mistaken for one with a chance of one in 40 million.

    Hashes stand in one table of numbers, each at the first free place from where it belongs: a set of Python's takes
    several times the memory.
    """

    def __init__(self) -> None:
        self._table = _empty(_SLOTS)
        self._count = 0

    def first(self, name: str) -> bool:
        """Whether a name comes for the first time."""
        key = _key(name)
        place = _place(self._table, key)
        if self._table[place] == key:
            return False
        self._table[place] = key
        self._count += 1
        if 3 * self._count > 2 * len(self._table):
            self._grow()
        return True

    def __contains__(self, name: str) -> bool:
        return bool(self._table[_place(self._table, _key(name))])

    def _grow(self) -> None:
        larger = _empty(2 * len(self._table))
        for key in self._table:
            if key:
                larger[_place(larger, key)] = key
        self._table = larger


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1


def _empty(slots: int) -> "array[int]":
    return array("Q", bytes(8 * slots))


def _place(table: "array[int]", key: int) -> int:
    """Where a key stands or would stand; zero marks a free place."""
    last = len(table) - 1
    place = key & last
    while table[place] and table[place] != key:
        place = (place + 1) & last
    return place
