"""Which mentions are of one: each goes back to one earlier mention, the best pairs first, and no chain has two names."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.linking.apart import listed_offices, nation, one_name, outermost
from entrevue.linking.features import chain_features
from entrevue.linking.listing import Glue
from entrevue.linking.naming import Named
from entrevue.linking.scorers import Scorers
from entrevue.linking.several import Meets, Several

Floats = npt.NDArray[np.float32]
BESIDE = 50.0  # log odds of an office and the name right behind it: above all that is learned
_FITS = {  # what a mention of a label may go back to
    Label.NAME: {Label.NAME, Label.OFFICE, Label.REF},
    Label.OFFICE: {Label.NAME, Label.OFFICE, Label.REF},
    Label.REF: {Label.NAME, Label.OFFICE, Label.REF, Label.BODY},
    Label.BODY: {Label.BODY, Label.REF},
    Label.PLACE: {Label.PLACE},
}


def chains_of(
    words: Words,
    actors: Sequence[Mention],
    vectors: Floats,
    pairs: Floats,
    scorers: Scorers,
    named: Named,
    told: Sequence[StateMention],
    meets: Meets,
    foreign: Mapping[int, frozenset[str]],
    bearers: Mapping[int, str],
    glue: Glue,
) -> tuple[list[list[int]], frozenset[int]]:
    """The chains as lists of indexes of `actors`, and which of them are of several whom nothing tells one by one.

    A mention of several stands in several chains.

    `named`: the mentions of several whose names stand beside them; `told`: the words that name a state; `meets`: who takes
    part in what, by each own mention; `foreign`: the states that mentions are surely not of;
    `bearers`: the state of each name that somebody well-known bears.
    """
    if not actors:
        return [], frozenset()
    features = np.concatenate([pairs, chain_features(actors, words)], axis=-1)
    scores = scorers.pairs("chain", vectors, vectors, features)[..., 0] - scorers.linear("chain_new", vectors)
    sets = scorers.linear("chain_set", vectors)[:, 0] > 0
    several = [
        i in named or _of_states(words, m, glue) or (bool(sets[i]) and m.label in (Label.REF, Label.OFFICE))
        for i, m in enumerate(actors)
    ]
    outer = outermost(actors)
    holders = set()
    for i, j in _beside(words, actors, outer, glue.titles):
        scores[i, j] = BESIDE
        holders.add(i)
    for i, j, master in serving(words, actors, outer, glue.titles):
        scores[i, j] = BESIDE
        scores[master, [i, j]] = -BESIDE
    for master, j in masters_within(actors).items():
        scores[[master, j], [j, master]] = -BESIDE
    apart: dict[int, set[int]] = {}
    nations = [nation(one, told) or bearers.get(k) for k, one in enumerate(actors)]
    of_others = ((i, j) for i, states in foreign.items() for j, state in enumerate(nations) if state in states)
    for i, j in (*listed_offices(words, actors, outer, glue), *of_others):
        apart.setdefault(i, set()).add(j)
        apart.setdefault(j, set()).add(i)
    names = {i: _names(words, one, glue.titles) for i, one in enumerate(actors) if not several[i]}
    single = _joined(words, actors, scores, names, nations, apart, holders)
    chains = sorted({min(group): group for group in single.values()}.values())
    owner = {i: number for number, chain in enumerate(chains) for i in chain}
    crowd = Several(words, actors, scores, owner, nations, meets, glue)
    for i, mention in enumerate(actors):
        if i in named:
            for number in dict.fromkeys(owner[k] for k in named[i]):
                chains[number].append(i)
        elif several[i]:
            for number in crowd.stands_for(i, mention, chains):
                chains.extend([] for _ in range(len(chains), number + 1))
                chains[number].append(i)
    chains = [sorted(chain) for chain in chains if chain]
    counts = Counter(k for chain in chains for k in chain)
    crowds = (n for n, chain in enumerate(chains) if all(several[k] and counts[k] == 1 for k in chain))
    return chains, frozenset(crowds)


def _of_states(words: Words, mention: Mention, glue: Glue) -> bool:
    """Whether an office is of several, and of several states: "the ambassadors of A, B and C"."""
    own = words.folds[mention.first : mention.last + 1]
    return mention.label is Label.OFFICE and len(set(mention.states)) > 1 and not glue.plurals.isdisjoint(own)


def _beside(
    words: Words, actors: Sequence[Mention], outer: Sequence[int], titles: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Each name with the office right before it, a comma or a title between: the holder and what he holds.

    So for 9,378 of the corpus's 9,396 such pairs; where another name stands before the office it may be that one's.
    """
    for before, j, i in zip([None, *outer], outer, outer[1:], strict=False):
        office, name = actors[j], actors[i]
        if office.label is not Label.OFFICE or name.label is not Label.NAME or len(set(office.states)) > 1:
            continue
        between = words.folds[office.last + 1 : name.first]
        if words.sentence[office.first] != words.sentence[name.last] or not _only_titles(between, titles):
            continue
        after = () if before is None else words.folds[actors[before].last + 1 : office.first]
        if before is None or actors[before].label is not Label.NAME or after not in ((), (",",)):
            yield i, j


def serving(
    words: Words, actors: Sequence[Mention], outer: Sequence[int], titles: frozenset[str]
) -> Iterator[tuple[int, int, int]]:
    """Each holder of an office held under somebody named: "envoy of President X, Y" is Y, "Y, envoy of President X" too.

    The later and the earlier of the two mentions that are of one, and the name of whom he serves.
    """
    for before, j, master, behind in zip([None, *outer], outer, outer[1:], [*outer[2:], None], strict=False):
        office, named = actors[j], actors[master]
        if (
            not office.serves
            or named.label is not Label.NAME
            or words.sentence[office.first] != words.sentence[named.last]
        ):
            continue
        if not _only_titles(words.folds[office.last + 1 : named.first], titles):
            continue
        if before is not None and _is_name_beside(words, actors[before], office, titles):
            yield j, before, master
        elif behind is not None and _is_name_beside(words, actors[behind], named, titles):
            yield behind, j, master


def masters_within(actors: Sequence[Mention]) -> dict[int, int]:
    """The names that stand within an office held under them, "envoy of President X", each with that office."""
    offices = [(k, one) for k, one in enumerate(actors) if one.serves]
    return {
        i: k
        for i, name in enumerate(actors)
        if name.label is Label.NAME
        for k, office in offices
        if office.first < name.first and name.last <= office.last
    }


def _is_name_beside(words: Words, name: Mention, other: Mention, titles: frozenset[str]) -> bool:
    """Whether a name stands in the sentence of another mention, with a comma between them and nothing else but titles."""
    first, second = sorted((name, other), key=lambda one: one.first)
    between = words.folds[first.last + 1 : second.first]
    one_sentence = words.sentence[first.first] == words.sentence[second.last]
    return name.label is Label.NAME and one_sentence and between[:1] == (",",) and _only_titles(between, titles)


def _only_titles(between: Sequence[str], titles: frozenset[str]) -> bool:
    """Whether nothing but a comma and titles stands between; a full stop only behind a title."""
    known = [fold == "," or fold in titles or fold == "." for fold in between]
    stops = (k for k, fold in enumerate(between) if fold == ".")
    return all(known) and all(k > 0 and between[k - 1] in titles for k in stops)


def _joined(
    words: Words, actors: Sequence[Mention], scores: Floats, names: Mapping[int, frozenset[str]], nations: Sequence[str | None],
    apart: Mapping[int, set[int]], holders: Collection[int],
) -> dict[int, list[int]]:  # fmt: skip
    """The chain of each mention of one: pairs in the order of their scores, each mention with one antecedent.

    `holders`: the names with an office before them.
    """
    groups = _by_name(words, actors, names, holders)
    candidates = [
        (-float(scores[i, j]), i, j)
        for i in groups
        for j in groups
        if j < i and scores[i, j] > 0 and actors[j].label in _FITS[actors[i].label]
    ]
    linked: set[int] = set()
    for _, i, j in sorted(candidates):
        if i in linked or groups[i] is groups[j]:
            continue
        if not _one_person({names[k] for k in groups[i]}, {names[k] for k in groups[j]}):
            continue
        if len({nations[k] for k in groups[i] + groups[j]} - {None}) > 1:
            continue
        if any(not apart[k].isdisjoint(groups[j]) for k in groups[i] if k in apart):
            continue
        linked.add(i)
        merged = groups[j] + groups[i]
        for k in merged:
            groups[k] = merged
    return groups


def _by_name(
    words: Words, actors: Sequence[Mention], names: Mapping[int, frozenset[str]], holders: Collection[int]
) -> dict[int, list[int]]:
    """What bears one name is one, before anything is scored: the same words, or words of one full name alone.

    Of a family name that several bear the one is meant who holds an office, where one alone does.
    """
    full = {name for name in names.values() if len(name) > 1}
    in_office = {names[i] for i in holders if i in names and len(names[i]) > 1}
    owner: dict[object, list[int]] = {}
    groups: dict[int, list[int]] = {}
    for i, name in names.items():
        wider = [one for one in full if name < one]
        if len(wider) > 1:
            wider = [one for one in wider if one in in_office]
        key: object = (Label.NAME, wider[0] if len(wider) == 1 else name) if name else i
        if actors[i].label in (Label.PLACE, Label.BODY):
            key = (actors[i].label, words.folds[actors[i].first : actors[i].last + 1])
        groups[i] = owner.setdefault(key, [])
        groups[i].append(i)
    return groups


def _names(words: Words, mention: Mention, titles: frozenset[str]) -> frozenset[str]:
    """The words of a name but for titles and initials, the acronym of a body; none for any other mention."""
    if mention.label is Label.BODY and mention.first == mention.last and mention.quote.isupper():
        return frozenset(words.folds[mention.first : mention.last + 1])  # one body has no two acronyms
    if mention.label is not Label.NAME:
        return frozenset()
    told = {fold for fold in words.folds[mention.first : mention.last + 1] if len(fold.strip(".")) > 1}
    return frozenset(told - titles or told)


def _one_person(ours: Collection[frozenset[str]], theirs: Collection[frozenset[str]]) -> bool:
    """Whether two chains may be of one person: every two of their names may."""
    return all(one_name(mine, other) for mine in ours for other in theirs)
