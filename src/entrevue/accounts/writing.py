"""Drafts → accounts, each field with its evidence."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from entrevue.accounts.certainty import chance_of
from entrevue.accounts.drafts import Draft, Told, sentences_of, side_of
from entrevue.accounts.reasons import reasons_of
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Kind, Part, Participation, Status, Topic
from entrevue.domain.spans import Label, Mention, states_within

_CREDITED = 0.7  # the chance from which on a source is told
_CREDITED_BESIDE = 0.5  # the same for one that stands in a sentence of the engagement
_FAR = 31  # days


def accounts_of(drafts: list[Draft], told: Told) -> tuple[Account, ...]:
    """The accounts that drafts become, numbered in their order."""
    ids = {id(draft): f"e{number}" for number, draft in enumerate(drafts, 1)}
    sources = _sources(drafts, told)
    return tuple(_account(draft, told, ids, *source) for draft, source in zip(drafts, sources, strict=True))


def _sources(drafts: Sequence[Draft], told: Told) -> list[tuple[Mention | None, bool]]:
    """Whom the report credits with each engagement, and whether that was concluded.

    News whose sentences credit nobody have the source of the surest other that is told in their paragraph.
    """
    own = [_source(draft, told) for draft in drafts]
    crediting = {told.words.sentence[one.first] for one in told.points if one.label is Label.SOURCE}
    found: list[tuple[Mention | None, bool]] = []
    for draft, (_, mention) in zip(drafts, own, strict=True):
        if mention is not None or not is_news(draft, told) or crediting & sentences_of(draft, told):
            found.append((mention, False))
            continue
        paragraphs = {told.words.paragraph[told.triggers[t].first] for t in draft.event.triggers}
        near = [
            (chance, one)
            for other, (chance, one) in zip(drafts, own, strict=True)
            if one is not None and told.words.paragraph[one.first] in paragraphs and not _of_other_days(draft, other)
        ]
        _, carried = max(near, key=itemgetter(0), default=(0.0, None))
        found.append((carried, carried is not None))
    return found


def _of_other_days(draft: Draft, other: Draft) -> bool:
    """Whether two lie so far apart that whoever tells of the one may not be asked about the other."""
    return bool(draft.start and other.start and abs((draft.start.first - other.start.first).days) > _FAR)


def is_news(draft: Draft, told: Told) -> bool:
    """Whether what tells an engagement tells it as news, not in passing."""
    return bool(told.links.main[draft.event.triggers].mean() > 0.5)


def _topics(draft: Draft, told: Told) -> tuple[Topic, ...]:
    """The points of the agenda that score for one of the triggers."""
    scores = told.links.point[draft.event.triggers, :, 0].max(axis=0)
    return tuple(
        Topic(mention.quote, _evidence(told, mention), told.topic_of(mention.quote))
        for mention, score in zip(told.points, scores, strict=True)
        if mention.label is Label.AGENDA and score > 0.5
    )


def _source(draft: Draft, told: Told) -> tuple[float, Mention | None]:
    """The source that scores best for one of the triggers, with its chance; 0 and None where none is likely enough."""
    scores = told.links.point[draft.event.triggers, :, 1].max(axis=0, initial=0.0)
    beside = sentences_of(draft, told)
    credited = [
        (float(score), _first_told(mention, told))
        for mention, score in zip(told.points, scores, strict=True)
        if mention.label is Label.SOURCE
        and score > (_CREDITED_BESIDE if told.words.sentence[mention.first] in beside else _CREDITED)
    ]
    return max(credited, key=itemgetter(0), default=(0.0, None))


def _first_told(source: Mention, told: Told) -> Mention | None:
    """What a source is called: "the same source" is the one told before that is called like it, else the one told last.

    None where none was told before.
    """
    if not _is_same(source, told):
        return source
    before = [
        one for one in told.points if one.label is Label.SOURCE and one.first < source.first and not _is_same(one, told)
    ]
    alike = [one for one in before if not _own_words(one, told).isdisjoint(_own_words(source, told))]
    return next(iter(reversed(alike or before)), None)


def _is_same(source: Mention, told: Told) -> bool:
    """Whether a source is told as one told before, by a word in it or right before it."""
    return not told.same.isdisjoint(told.words.folds[max(source.first - 1, 0) : source.last + 1])


def _own_words(source: Mention, told: Told) -> set[str]:
    return set(told.words.folds[source.first : source.last + 1]) - told.bare - told.same


def _account(draft: Draft, told: Told, ids: dict[int, str], source: Mention | None, concluded: bool) -> Account:
    triggers = [told.triggers[t] for t in draft.event.triggers]
    evidence = {"kind": _telling(triggers, told)}
    for name, mention in (("start", draft.date), ("country", draft.place)):
        if mention is not None:
            evidence[name] = _evidence(told, mention)
    if source is not None:
        evidence["source"] = _evidence(told, source)
    return Account(
        ids[id(draft)],
        Kind(draft.kind),
        draft.start,
        draft.end,
        draft.country,
        draft.city,
        Status(draft.status),
        tuple(_participation(chain, part, told) for chain, part in draft.parts.items()),
        _topics(draft, told),
        source.quote if source else None,
        ids.get(id(draft.inside)),
        ids.get(id(draft.follows)),
        is_news(draft, told),
        evidence,
        tuple(sorted(draft.inferred | ({"source"} if concluded else set()))),
        round(chance_of(draft, told), 2),
        reasons_of(draft, told),
    )


def _evidence(told: Told, mention: Mention) -> Evidence:
    return Evidence.of(told.words.text, mention.start, mention.end)


def _telling(mentions: Sequence[Mention], told: Told) -> Evidence:
    """The first words that tell something alone; the sentence around the first where none do ("se", "the one")."""
    words = told.words
    alone = next((one for one in mentions if not _is_bare(one, told)), None)
    if alone is not None:
        return _evidence(told, alone)
    own = words.sentence[mentions[0].first]
    first, behind = bisect_left(words.sentence, own), bisect_right(words.sentence, own)
    return Evidence.of(words.text, words.starts[first], words.ends[behind - 1])


def _is_bare(mention: Mention, told: Told) -> bool:
    """Whether every word of a mention is one that tells nothing alone; capitals are an acronym: "WHO", "US"."""
    folds = told.words.folds[mention.first : mention.last + 1]
    return not mention.quote.isupper() and told.bare.issuperset(folds)


def _participation(index: int, part: str, told: Told) -> Participation:
    chain = told.links.chains[index]
    names = [m for m in chain.mentions if m.label is Label.NAME]
    offices = [m for m in chain.mentions if m.label is Label.OFFICE]
    bodies = [m for m in chain.mentions if m.label is Label.BODY]
    name = max(names, key=lambda m: len(m.quote.split()), default=None)
    own = [m for m in offices if m not in told.links.of_several]
    office = max(own or offices, key=lambda m: len(m.quote.split()), default=None)  # "the two ministers" only at need
    evidence = {"part": _telling(chain.mentions, told)}
    for key, mention in (("name", name), ("office", office)):
        if mention is not None:
            evidence[key] = _evidence(told, mention)
    side = side_of(chain)
    body = _body(office, told) if office is not None else next((m.quote for m in bodies), None)
    country = None if side in (None, "-") else side
    inferred = ("country",) if country else ()
    post = _as_of_one(office, told) if office else None
    return Participation(name.quote if name else None, post, body, country, Part(part), evidence, inferred)


def _as_of_one(office: Mention, told: Told) -> str:
    """An office as one holds it: « homologues du Togo et du Mali » is « homologue » of each of them."""
    several = office in told.links.of_several or len(set(office.states)) > 1
    if not several or told.singulars.keys().isdisjoint(told.words.folds[office.first : office.last + 1]):
        return office.quote
    states = states_within(told.states, office.first, office.last)
    first, last = (states[0].first, states[-1].last) if states else (office.last + 1, office.last)
    before, behind = range(office.first, first), range(last + 1, office.last + 1)
    kept = [*_trimmed(before, told), *behind]
    return "".join(_in_the_singular(k, told) for k in kept).strip() or office.quote


def _trimmed(run: range, told: Told) -> range:
    """Words without those that tell nothing alone at either end, nor how many there are."""
    folds = told.words.folds
    while run and (folds[run[-1]] == "," or folds[run[-1]] in told.bare):
        run = run[:-1]
    while run and (folds[run[0]] in told.bare or told.singulars.get(folds[run[0]]) == ""):
        run = run[1:]
    return run


def _in_the_singular(k: int, told: Told) -> str:
    """A word as it stands in an office of one, and the blank behind it."""
    words = told.words
    own, blank = words.text[words.starts[k] : words.ends[k]], words.text[words.ends[k] : words.ends[k] + 1]
    singular = told.singulars.get(words.folds[k]) or own
    cased = singular.upper() if own.isupper() else singular.capitalize() if own.istitle() else singular
    return cased + (" " if blank.isspace() else "")


def _body(office: Mention, told: Told) -> str | None:
    """The body named inside an office."""
    for chain in told.links.chains:
        for mention in chain.mentions:
            if mention.label is Label.BODY and office.first <= mention.first and mention.last <= office.last:
                short = [m.quote for m in chain.mentions if m.quote.isupper() and len(m.quote) < 10]
                return short[0] if short else mention.quote
    return None
