"""How well records agree with gold records: engagements paired one to one, then their fields compared.

An engagement is right when it is paired with a gold one of its kind that shares a participant or, where the gold names
none, its day or its place. Participants agree by family name or, where no person is named, by capacity or country.
Fields count over pairs whose gold has them. A report without engagements is quiet when none was found. An engagement is
*whole* when it could be cited as it stands: nobody missing and nobody added, every part and side right, and day, state
and status where the gold has them. A wrong side or day is one given where the gold has another: worse than none.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]  # an engagement or participant of a record, as in the wire format
SURE = 0.9  # the confidence from which on a row is called sure
FIELDS = ("start", "end", "country", "city", "status")
_SMALL = frozenset("le la les l de du des d au aux en et un une the of for and a an to in on chef mr mme m".split())  # noqa: SIM905


@dataclass(slots=True)
class Scores:
    """Counts over a set of reports: `right[field]` of `asked[field]`, and what was found, expected and shared."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    judged: list[tuple[float, bool, bool]] = field(default_factory=list)  # confidence, paired, whole

    def f1(self, what: str) -> float:
        """F1 of "engagement" or "participant"."""
        total = self.asked[what] + self.found[what]
        return 2 * self.right[what] / total if total else 1.0

    def share(self, what: str) -> float:
        """The share of right values of a field among those that the gold has."""
        return self.right[what] / self.asked[what] if self.asked[what] else 1.0

    def rows(self) -> Iterator[tuple[str, float]]:
        """Every figure under its name."""
        yield "engagement F1", self.f1("engagement")
        yield "participant F1", self.f1("participant")
        yield "agenda F1", self.f1("agenda")
        yield "whole F1", self.f1("whole")
        for name in ("main", "capacity", "part", "side", "wrong side", *FIELDS, "wrong start", "part_of", "quiet"):
            yield name, self.share(name)
        sure = [one for one in self.judged if one[0] >= SURE]
        yield "sure: paired", sum(paired for _, paired, _ in sure) / max(len(sure), 1)
        yield "sure: whole", sum(whole for *_, whole in sure) / max(len(sure), 1)
        yield "calibration error", self.calibration()

    def calibration(self, bins: int = 10) -> float:
        """The mean distance between confidence and share paired, over bins of equal width."""
        groups: dict[int, list[float]] = {}
        for confidence, right, _ in self.judged:
            groups.setdefault(min(int(confidence * bins), bins - 1), []).append(confidence - right)
        return sum(abs(sum(group)) for group in groups.values()) / max(len(self.judged), 1)


def score(pairs: Iterable[tuple[Item, Item]]) -> Scores:
    """Score (gold record, record) pairs."""
    scores = Scores()
    for gold, record in pairs:
        _add(scores, gold, record)
    return scores


def _add(scores: Scores, gold: Item, record: Item) -> None:
    wanted, found = gold["engagements"], record["engagements"]
    if not wanted:
        scores.asked["quiet"] += 1
        scores.right["quiet"] += not found
    pairs = paired(wanted, found)
    scores.asked["engagement"] += len(wanted)
    scores.found["engagement"] += len(found)
    scores.right["engagement"] += len(pairs)
    hit, used = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
    scores.asked["main"] += sum(g["main"] for g in wanted)
    scores.right["main"] += sum(g["main"] for g in wanted if id(g) in hit)
    scores.errors += [("missed", gold["id"], brief(g)) for g in wanted if id(g) not in hit]
    scores.errors += [("spurious", gold["id"], brief(p)) for p in found if id(p) not in used]
    _add_agenda(scores, gold["id"], _points(wanted), _points(found))
    whole = {id(p) for g, p in pairs if is_whole(g, p)}
    scores.asked["whole"] += len(wanted)
    scores.found["whole"] += len(found)
    scores.right["whole"] += len(whole)
    scores.judged += [(p.get("confidence", 1.0), id(p) in used, id(p) in whole) for p in found]
    partner = {g["id"]: p["id"] for g, p in pairs}
    for g, p in pairs:
        _add_pair(scores, gold["id"], g, p)
        if g.get("part_of") in partner:
            scores.asked["part_of"] += 1
            scores.right["part_of"] += p["part_of"] == partner[g["part_of"]]


def _points(engagements: list[Item]) -> list[str]:
    """Every point of the agendas of a report, once."""
    return list(dict.fromkeys(point for engagement in engagements for point in engagement["topics"]))


def _add_agenda(scores: Scores, name: str, wanted: list[str], found: list[str]) -> None:
    """Points are the same that share three fifths of their words; to which engagement they are given is left open."""
    likeness = {(w, f): len(_bag(w) & _bag(f)) / max(1, len(_bag(w) | _bag(f))) for w in wanted for f in found}
    right: dict[str, str] = {}
    for w, f in sorted(likeness, key=lambda pair: -likeness[pair]):
        if likeness[w, f] >= 0.6 and w not in right and f not in right.values():
            right[w] = f
    scores.asked["agenda"] += len(wanted)
    scores.found["agenda"] += len(found)
    scores.right["agenda"] += len(right)
    scores.errors += [("point missed", name, w) for w in wanted if w not in right]
    scores.errors += [("point spurious", name, f) for f in found if f not in right.values()]


def _bag(text: str) -> set[str]:
    return set(fold(text).split()) - _SMALL


def _add_pair(scores: Scores, name: str, g: Item, p: Item) -> None:
    people = paired_people(g["participants"], p["participants"])
    scores.asked["participant"] += len(g["participants"])
    scores.found["participant"] += len(p["participants"])
    scores.right["participant"] += len(people)
    known = {id(one) for pair in people for one in pair}
    for what, side in (("absent", g), ("added", p)):
        strangers = [_who(one) for one in side["participants"] if id(one) not in known]
        scores.errors += [(what, name, f"{who} in {brief(g)}") for who in strangers]
    for want, have in people:
        scores.asked["part"] += 1
        scores.right["part"] += want["part"] == have["part"]
        for what in ("part", "country"):
            if want[what] and want[what] != have[what]:
                scores.errors.append(
                    (f"his {what}", name, f"{want[what]} / {have[what]} of {_who(want)} in {brief(g)}")
                )
        if want.get("office") or want.get("organization"):
            scores.asked["capacity"] += 1
            scores.right["capacity"] += _capacity_agrees(want, have)
        if want.get("country"):
            scores.asked["side"] += 1
            scores.right["side"] += want["country"] == have["country"]
            scores.asked["wrong side"] += 1
            scores.right["wrong side"] += have["country"] not in (None, want["country"])
    if g["start"] and p["start"]:
        scores.asked["wrong start"] += 1
        scores.right["wrong start"] += not _overlap(g, p)
    for what in FIELDS:
        if g.get(what):
            scores.asked[what] += 1
            same = fold(g[what]) == fold(p[what])
            scores.right[what] += same
            if not same:
                scores.errors.append((what, name, f"{g[what]} / {p[what]} in {brief(g)}"))


def paired(gold: list[Item], found: list[Item]) -> list[tuple[Item, Item]]:
    """One-to-one pairs, the likest first."""
    ranked = sorted(((-_likeness(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(found)))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for rank, i, j in ranked:
        if rank < 0 and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def paired_people(gold: list[Item], found: list[Item]) -> list[tuple[Item, Item]]:
    """One-to-one pairs of participants."""
    left, pairs = list(found), []
    for g in gold:
        match = next((p for p in left if _same(g, p)), None)
        if match is not None:
            pairs.append((g, match))
            left.remove(match)
    return pairs


def is_whole(gold: Item, found: Item) -> bool:
    """Whether an engagement could be cited as it stands."""
    people = paired_people(gold["participants"], found["participants"])
    if not len(people) == len(gold["participants"]) == len(found["participants"]):
        return False
    if any(g["part"] != p["part"] or (g["country"] and g["country"] != p["country"]) for g, p in people):
        return False
    return all(not gold[what] or fold(gold[what]) == fold(found[what]) for what in ("start", "country", "status"))


def brief(engagement: Item) -> str:
    """An engagement in one line."""
    people = (_who(participant) for participant in engagement["participants"])
    where = engagement["city"] or engagement["country"] or ""
    return f"{engagement['kind']} {engagement['start']} {where} [{', '.join(people)}]"


def _who(participant: Item) -> str:
    names = (participant[part] for part in ("name", "office", "organization", "country"))
    return next((str(name) for name in names if name), "?")


def fold(text: str | None) -> str:
    """Lower case, no accents, words apart by one blank."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", plain.lower()).strip()


def _likeness(g: Item, p: Item) -> float:
    if g["kind"] != p["kind"]:
        return 0.0
    people = len(paired_people(g["participants"], p["participants"]))
    start = bool(g["start"]) and g["start"] == p["start"]
    place = any(g[part] and fold(g[part]) == fold(p[part]) for part in ("country", "city"))
    if not people and (g["participants"] or not (start or place)):
        return 0.0
    clash = bool(g["start"] and p["start"]) and not _overlap(g, p)
    return 4 * people + 3 * start + 2 * place - 3 * clash + 0.5


def _overlap(g: Item, p: Item) -> bool:
    (first, last), (start, end) = (
        ((e["start"] + "-01-01")[:10], ((e["end"] or e["start"]) + "-99-99")[:10]) for e in (g, p)
    )
    return bool(first <= end and start <= last)


def _same(g: Item, p: Item) -> bool:
    if g["name"] and p["name"]:
        a, b = fold(g["name"]).split(), fold(p["name"]).split()
        return bool(a and b) and (a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a) or len(set(a) & set(b)) > 1)
    if g["name"] or p["name"]:
        return _capacity_agrees(g, p) and bool(g["country"] == p["country"])
    if (g["organization"] and p["organization"]) or (g["office"] and p["office"]):
        return _capacity_agrees(g, p)
    return bool(g["country"]) and bool(g["country"] == p["country"])


def _capacity_agrees(g: Item, p: Item) -> bool:
    one, other = fold(g["organization"]), fold(p["organization"])
    if one and other and (one in other or other in one):
        return True
    want, have = _words(g), _words(p)
    return bool(want & have) and 2 * len(want & have) >= min(len(want), max(len(have), 1))


def _words(participant: Item) -> set[str]:
    text = f"{participant['office'] or ''} {participant['organization'] or ''}"
    return {word for word in fold(text).split() if word not in _SMALL}
