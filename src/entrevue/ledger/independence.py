"""Who really says it: reports that repeat one communiqué, one agency, or one another, are one origin."""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from entrevue.domain.likeness import Echo, EchoKind
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.report import Report
from entrevue.identity.credits import credits_in
from entrevue.identity.names import plain
from entrevue.identity.organisations import bodies_in, ministry_fields
from entrevue.ledger.rows import Traces
from entrevue.ledger.words import words_of

_PASSAGE = 5  # words in a passage
_WHOLE = 24  # passages kept of a whole text
_SAMPLE = 3  # passages kept of a sentence
_SAME = 2  # of them in common, from which two sentences are one: an edited word leaves most passages whole
_SENTENCES = 40  # sentences kept of a report
_WORDS = 7  # of a sentence that is looked at: shorter ones are anybody's
_LEAD = 3  # sentences among which the lead of another report is looked for
_COPIED = 0.6  # share of a report's sentences from which it is a copy: two paragraphs of three
_BITS = 32
_COMPARED = 300  # accounts that each further one is compared with: more tell of few engagements, and it takes 6 µs each
_END = re.compile(r"(?<=[.!?…])[\"'’”»)]*\s+|\n+|(?<=[。！？])")
_Sentences = tuple[frozenset[int], ...]


def sketch(report: Report) -> frozenset[int]:
    """A sample of the passages of each sentence, with its place: the same wherever it stands (bottom-k; Broder 1997)."""
    found: set[int] = set()
    place = 0
    for sentence in _END.split(report.text[report.title_end :]):
        words = words_of(sentence)
        if len(words) < _WORDS:
            continue
        place += 1
        if place > _SENTENCES:
            break
        found |= {place << _BITS | passage for passage in sorted(_passages(words))[:_SAMPLE]}
    return frozenset(found)


@lru_cache(maxsize=2_000)
def _sentences(numbers: frozenset[int]) -> _Sentences:
    """The passages of each sentence of a sketch, in order."""
    by_place: dict[int, set[int]] = {}
    for number in numbers:
        by_place.setdefault(number >> _BITS, set()).add(number & (1 << _BITS) - 1)
    return tuple(frozenset(by_place[place]) for place in sorted(by_place))


def resemblance(one: frozenset[int], other: frozenset[int]) -> EchoKind | None:
    """How one of two texts, by their sketches, repeats the other: most of it, or its lead; None for neither."""
    first, second = _sentences(one), _sentences(other)
    if not first or not second:
        return None
    if max(_copied(first, second), _copied(second, first)) >= _COPIED:
        return EchoKind.TEXT
    leads = _among(first[0], second[:_LEAD]) or _among(second[0], first[:_LEAD])
    return EchoKind.LEAD if leads else None


def sample(text: str) -> frozenset[int]:
    """A sample of the passages of a whole text, the same wherever they stand: what finds a reprint among many reports."""
    return frozenset(sorted(_passages(words_of(text)))[:_WHOLE])


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of passages that two whole texts have in common, estimated from their samples."""
    both = set(sorted(one | other)[:_WHOLE])
    return len(both & one & other) / len(both) if both else 0.0


def _passages(words: Sequence[str]) -> set[int]:
    told = [word.encode("utf-8", "surrogatepass") for word in words]
    return {zlib.crc32(b" ".join(told[at : at + _PASSAGE])) for at in range(max(1, len(told) - _PASSAGE + 1))}


def traces_of(report: Report) -> Traces:
    """What of a report shows where it comes from."""
    return Traces(sketch(report), credits_in(report))


def repeats(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether one of two texts, by their sketches, repeats the other."""
    return resemblance(one, other) is not None


def _copied(one: _Sentences, other: _Sentences) -> float:
    """The share of sentences that stand in another text too."""
    return sum(_among(sentence, other) for sentence in one) / len(one)


def _among(sentence: frozenset[int], others: Iterable[frozenset[int]]) -> bool:
    return any(len(sentence & other) >= _SAME for other in others)


def origins(accounts: Sequence[RecordedAccount]) -> dict[str, str]:
    """The origin of each account, by stem; accounts of one origin bear the same stem.

    Who credits several agencies goes with one of them, and makes those no one origin. Of ever so many accounts each is
    compared with the first few hundred alone.
    """
    found: dict[str, str] = {}
    ordered = sorted(accounts, key=lambda account: (len(account.context.credits) > 1, account.stem))
    for place, account in enumerate(ordered):
        earlier = ordered[: min(place, _COMPARED)]
        like = [(other, echo) for other in earlier if (echo := echo_of(account, other))]
        firm = {found[other.stem] for other, echo in like if not _shared(account, echo)}
        loose = {found[other.stem] for other, _ in like} - firm
        name = min(firm or loose, default=account.stem)
        found = {stem: name if origin in firm else origin for stem, origin in found.items()} | {account.stem: name}
    return found


def _shared(account: RecordedAccount, echo: Echo) -> bool:
    """Whether two accounts are one origin by one of several agencies alone."""
    return echo.kind is EchoKind.CREDIT and len(account.context.credits) > 1


def echoes(accounts: Sequence[RecordedAccount]) -> tuple[Echo, ...]:
    """Why some of the accounts count as one origin: for each account but the first of an origin, one reason."""
    origin = origins(accounts)
    ordered = sorted(accounts, key=lambda account: account.stem)
    groups: dict[str, list[RecordedAccount]] = {}
    for account in ordered:
        groups.setdefault(origin[account.stem], []).append(account)
    return tuple(echo for group in groups.values() for echo in _spanning(group))


def _spanning(group: Sequence[RecordedAccount]) -> Iterable[Echo]:
    """Reasons that join a group, none between two that are joined already."""
    joined: Mapping[str, frozenset[str]] = {one.stem: frozenset({one.stem}) for one in group}
    for one, other in combinations(group, 2):
        if other.stem not in joined[one.stem] and (echo := echo_of(one, other)):
            both = joined[one.stem] | joined[other.stem]
            joined = {**joined, **dict.fromkeys(both, both)}
            yield echo


def echo_of(one: RecordedAccount, other: RecordedAccount) -> Echo | None:
    """Why two accounts are of one origin; None for two that are independent."""
    first, second = one.context, other.context
    if first.report == second.report:
        return Echo(EchoKind.REPORT, one.stem, other.stem)
    if first.publisher and first.publisher == second.publisher:
        return Echo(EchoKind.PUBLISHER, one.stem, other.stem, first.publisher)
    agencies = [agency for agency in first.credits if agency in second.credits]
    if agencies:
        return Echo(EchoKind.CREDIT, one.stem, other.stem, agencies[0])
    source = one.account.source
    if source and other.account.source and _source(source) == _source(other.account.source):
        return Echo(EchoKind.SOURCE, one.stem, other.stem, source)
    kind = resemblance(first.sketch, second.sketch)
    return Echo(kind, one.stem, other.stem) if kind else None


@lru_cache(maxsize=20_000)
def _source(words: str) -> tuple[str, ...]:
    """What a credited source is known by: the body that speaks, or its words."""
    return bodies_in(words) or ministry_fields(words) or (plain(words),)
