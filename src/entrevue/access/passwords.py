"""Passwords: Argon2id, a few at a time, and never a hint whether a name exists."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from entrevue.errors import Busy, WrongUser

SHORTEST, LONGEST = 12, 256  # characters
_FEWEST = 5  # different characters
_AT_A_TIME = 2  # each takes 46 MB and a core
_NICE = 10  # of the threads that do it: who reads pages comes first
_PATIENCE = 5.0  # seconds to wait for a turn
_MEMORY, _PASSES, _LANES = 47_104, 2, 1  # KiB: above the least that OWASP's password storage sheet advises


class Passwords:
    """Makes and checks the hashes of passwords; safe in threads."""

    def __init__(
        self, hasher: PasswordHasher | None = None, *, at_a_time: int = _AT_A_TIME, patience: float = _PATIENCE
    ) -> None:
        """`at_a_time`: checks that run together; who waits longer than `patience` seconds for a turn gets Busy."""
        self._hasher = hasher or PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY, parallelism=_LANES)
        self._threads = ThreadPoolExecutor(at_a_time, "passwords", _yield)
        self._turns = threading.BoundedSemaphore(at_a_time)
        self._patience = patience
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._turn():
            return self._threads.submit(self._hasher.hash, password).result()

    def check(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one that was kept; without one, the same work is done for nothing."""
        with self._turn():
            try:
                given = password[: LONGEST + 1]
                right = self._threads.submit(self._hasher.verify, kept or self._nobody, given).result()
            except (VerificationError, InvalidHashError):
                return False
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with less work than is asked for now."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._patience):
            raise Busy("too many people sign in at this moment: please try again in a few seconds")
        try:
            yield
        finally:
            self._turns.release()


def _yield() -> None:
    """Have the thread that runs this work when no other wants to, where a thread has a priority of its own."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def approve(password: str, name: str) -> None:
    """WrongUser for a password that is too short, too long, or among the first that are tried."""
    if len(password) < SHORTEST:
        raise WrongUser(
            "a password needs at least %(least)s characters: a few words in a row are easy to keep", least=SHORTEST
        )
    if len(password) > LONGEST:
        raise WrongUser("a password can have at most %(most)s characters", most=LONGEST)
    plain = "".join(password.casefold().split()).replace("-", "")
    if plain in _common() or len(set(plain)) < _FEWEST or (name and plain.replace(name.casefold(), "").isdigit()):
        raise WrongUser("this password is among the first that are tried: take a few words in a row")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    text = files("entrevue.access").joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
