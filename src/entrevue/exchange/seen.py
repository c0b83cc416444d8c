"""What was written already, in little memory: eight bytes of hash a thing rather than its name."""

from hashlib import blake2b


class Seen:
    """Names that came before. Two of a million names are mistaken for one with a chance of one in 40 million."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def first(self, name: str) -> bool:
        """Whether a name comes for the first time."""
        key = int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
