"""Who really says it: reports that repeat one communiqué, or one another, are one origin."""

import zlib
from collections.abc import Sequence

from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.names import plain
from entrevue.ledger.words import words_of

_SAMPLE = 24  # passages kept of a report
_PASSAGE = 5  # words in a passage
_REPRINT = 0.5  # share of common passages from which two texts are one


def sketch(text: str) -> frozenset[int]:
    """A sample of the text's passages that is the same wherever the passages stand (bottom-k sketch; Broder 1997)."""
    words = [word.encode("utf-8", "surrogatepass") for word in words_of(text)]
    passages = {
        zlib.crc32(b" ".join(words[index : index + _PASSAGE])) for index in range(max(1, len(words) - _PASSAGE + 1))
    }
    return frozenset(sorted(passages)[:_SAMPLE])


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of passages that two texts have in common, estimated from their sketches."""
    sample = set(sorted(one | other)[:_SAMPLE])
    return len(sample & one & other) / len(sample) if sample else 0.0


def origins(accounts: Sequence[RecordedAccount]) -> dict[str, str]:
    """The origin of each account, by stem; accounts of one origin bear the same stem.

    One origin: the same report or publisher, the same credited source, or a text that repeats the other.
    """
    found: dict[str, str] = {}
    for account in sorted(accounts, key=lambda account: account.stem):
        like = [other for other in accounts if other.stem in found and _one_origin(account, other)]
        old = {found[other.stem] for other in like}
        name = min(old, default=account.stem)
        found = {stem: name if origin in old else origin for stem, origin in found.items()} | {account.stem: name}
    return found


def _one_origin(one: RecordedAccount, other: RecordedAccount) -> bool:
    first, second = one.context, other.context
    if first.report == second.report or (first.publisher and first.publisher == second.publisher):
        return True
    credited = plain(one.account.source or "")
    if credited and credited == plain(other.account.source or ""):
        return True
    return resemblance(first.sketch, second.sketch) >= _REPRINT
