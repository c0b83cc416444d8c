"""Where: the place that a frame's sentence tells, and the stops of a tour."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.frames import Frame
from entrevue.domain.mentions import ActorKind, DateMention, Place, PlaceKind
from entrevue.domain.reading import Kind
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers

_LOCATIVE = {"to", "at"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its state, its city as the text words it, and the span that says so."""

    country: str | None
    city: str | None
    evidence: tuple[int, int] | None = None


_OBJECT = 4  # tokens behind a verb of talking after which a state belongs to what was talked of


def spot_of(frame: Frame, clauses: Clauses, grammar: Grammar, triggers: Triggers) -> Spot | None:
    """The place of a frame: the goal of a motion, else the nearest place told with a locative preposition."""
    near = sorted(_spots(frame, clauses, grammar, triggers), key=lambda pair: pair[0])
    where = _antecedent(frame, clauses, grammar)
    if where is not None and not any(distance < 12 for distance, _ in near):
        near.insert(0, (0, where))
    if not near:
        return None
    first = near[0][1]
    others = [place for _, place in near[1:] if place.country == first.country]
    city = next((p.city for p in (first, *others) if p.city is not None), None)
    return Spot(first.country, city, (first.start, first.end))


def _antecedent(frame: Frame, clauses: Clauses, grammar: Grammar) -> Place | None:
    """The place right before "where" in whose clause a frame stands: "à Niamey, où il a passé la journée"."""
    relative = clauses.relative_before(frame.trigger)
    if relative is None or clauses.tokens[relative].fold not in grammar.relative_places:
        return None
    ends = {clauses.sentence.index_at(place.end - 1): place for place in clauses.sentence.places}
    before = [k for k in ends if relative - 9 < k < relative and ends[k].kind in {PlaceKind.CITY, PlaceKind.STATE}]
    if not before:
        return None
    place = ends[max(before)]
    towns = (ends[k] for k in before if ends[k].kind is PlaceKind.CITY and ends[k].country == place.country)
    return next(towns, place)  # "in Islamabad, Pakistan, where he met X"


def _towns(clauses: Clauses, grammar: Grammar) -> Iterator[Place]:
    """Towns that the atlas does not know, told with their state: "in Buston, Tajikistan", "the Kyrgyz town of Batken"."""
    tokens, sentence = clauses.tokens, clauses.sentence
    known = {sentence.index_at(place.start): place for place in sentence.places}
    for at, place in known.items():
        if place.kind is PlaceKind.STATE and at > 2 and tokens[at - 1].text in {",", "("}:
            first = at - 1
            while first > 0 and tokens[first - 1].capital and first - 1 not in known and tokens[first - 1].word:
                first -= 1
            if at - 1 > first > 0 and clauses.role_before(first) in _LOCATIVE:
                yield _town(sentence, first, at - 1, place.country)
        if place.kind is PlaceKind.DEMONYM and at + 3 < len(tokens) and tokens[at + 1].fold in grammar.towns:
            end = at + 3
            while end < len(tokens) and tokens[end].capital and end not in known:
                end += 1
            if end > at + 3:
                yield _town(sentence, at + 3, end, place.country)


def _town(sentence: Sentence, first: int, end: int, country: str | None) -> Place:
    start, stop = sentence.tokens[first].start, sentence.tokens[end - 1].end
    name = " ".join(token.text for token in sentence.tokens[first:end])
    return Place(start, stop, name, PlaceKind.CITY, country, name)


def _aside(clauses: Clauses, at: int, index: int, grammar: Grammar) -> bool:
    """Whether a place is told beside the matter: "the war in X", "before flying back to X, he is to meet ..."."""
    before = [token.fold.rstrip("'") for token in clauses.tokens[max(at - 4, 0) : at]]
    small = {word for words in grammar.prepositions.values() for told in words for word in told.split()}
    matter = next((k for k, word in enumerate(before) if word in grammar.matters), None)
    if matter is not None and all(word in small or word in grammar.articles for word in before[matter + 1 :]):
        return True
    if any(word in grammar.press for word in before):
        return True  # "notre correspondant à Rabat"
    if at > index:
        return False
    comma = next((k for k in range(at - 1, -1, -1) if clauses.tokens[k].text == ","), -1)
    opened = any(token.fold in grammar.openers for token in clauses.tokens[comma + 1 : at])
    return opened and any(token.text == "," for token in clauses.tokens[at:index])


def _spots(frame: Frame, clauses: Clauses, grammar: Grammar, triggers: Triggers) -> list[tuple[int, Place]]:
    sentence, index = frame.sentence, frame.trigger
    people = [a for a in sentence.actors if a.kind is not ActorKind.BODY]
    found = []
    for place in (*sentence.places, *_towns(clauses, grammar)):
        if place.kind in {PlaceKind.DEMONYM, PlaceKind.REGION} or place.country is None:
            continue
        if any(actor.start <= place.start < actor.end for actor in people):
            continue
        at = sentence.index_at(place.start)
        if of_relative_clause(clauses, at, index) or _aside(clauses, at, index, grammar):
            continue
        if of_another(frame, clauses, at, triggers) or not _locates(place, frame, clauses, triggers):
            continue
        distance = at - index if at > index else (index - at) + 12
        boundary = crosses(clauses, index, at, grammar)
        if frame.noun and not frame.roles and any(index < rival < at for rival in frame.rivals):
            continue  # "today's meeting followed theirs in Vancouver"
        if frame.kind is Kind.VISIT and any(index + 3 < other < at for other in frame.other_visits):
            continue  # "his visit follows the one that X paid to Baghdad"
        if boundary and frame.kind is Kind.VISIT and not crosses(clauses, index, index + 5, grammar):
            continue
        found.append((distance + 25 * boundary, place))
    return [pair for pair in found if pair[0] < 60]


def _locates(place: Place, frame: Frame, clauses: Clauses, triggers: Triggers) -> bool:
    """Whether a place is told as where something is: by its preposition, beside its trigger, or as a seat."""
    at = frame.sentence.index_at(place.start)
    role = clauses.role_before(at)
    if role is not None and frame.kind is not Kind.VISIT and _concerns(clauses, at):
        return False
    if frame.trigger_id == "confer" and place.kind is PlaceKind.STATE and at - frame.trigger > _OBJECT:
        return False  # "discussed the closure of plants in Canada"
    if role in _LOCATIVE or _beside(role, at, frame) or _capital_apposed(clauses, at):
        return True
    if place.kind is PlaceKind.CITY and _at_house(clauses, at):
        return True
    if role == "by" and frame.kind is Kind.CONFERENCE and place.kind is PlaceKind.STATE:
        return True  # "hosted by Djibouti"
    if role == "of" and _told_by_of(place, frame, clauses):
        return True
    leaves = frame.kind is Kind.VISIT and frame.trigger_id != "leave" and at > 0
    return leaves and re.fullmatch(triggers.leave, clauses.tokens[at - 1].fold) is not None


def _at_house(clauses: Clauses, at: int) -> bool:
    """Whether a city completes the name of a house where something happens: "at State House Entebbe"."""
    first = at
    while first > 0 and clauses.tokens[first - 1].capital and clauses.tokens[first - 1].word:
        first -= 1
    house = {*clauses.grammar.seats, *clauses.grammar.sites}
    named = any(token.fold in house for token in clauses.tokens[first:at])
    return named and clauses.role_before(first) in _LOCATIVE


def _concerns(clauses: Clauses, at: int) -> bool:
    """Whether the preposition before a place makes it a subject: "talks on Syria"."""
    while at > 0 and clauses.tokens[at - 1].fold.rstrip("'") in clauses.grammar.plain_articles:
        at -= 1
    return at > 0 and clauses.tokens[at - 1].fold in clauses.grammar.concerns


def _beside(role: str | None, at: int, frame: Frame) -> bool:
    """Whether a place stands right beside a trigger that needs no preposition: "gagnera jeudi Port-Vila"."""
    index = frame.trigger
    if at == index - 1 and frame.kind is Kind.VISIT:
        return True
    if role is not None:
        return False
    near = at in (index + 1, index + 2) and frame.kind not in {Kind.MEETING, Kind.CALL}
    goal = frame.place_goal and not frame.noun and _dates_between(frame.sentence, index, at)
    return (near and frame.trigger_id != "leave") or goal


def _told_by_of(place: Place, frame: Frame, clauses: Clauses) -> bool:
    """Whether a place after "of" says where: a seat, a town, the noun's own ("le voyage du Caire")."""
    tokens, grammar = clauses.tokens, clauses.grammar
    at = frame.sentence.index_at(place.start)
    behind, city = at - frame.trigger, place.kind is PlaceKind.CITY
    if place.kind is PlaceKind.METONYM:
        return True
    if city and any(token.fold in grammar.seats for token in tokens[max(at - 3, 0) : at]):
        return True
    if city and tokens[at - 2].fold in grammar.towns:
        return True
    after = frame.sentence.index_at(place.end - 1) + 1
    if after < len(tokens) and tokens[after].fold in {"'s", "'"}:
        return False
    return (frame.kind is Kind.CONFERENCE and 0 < behind < 6) or (frame.kind is Kind.VISIT and city and 0 < behind < 3)


def _dates_between(sentence: Sentence, index: int, at: int) -> bool:
    """Whether nothing but a date stands between a verb of motion and its goal: "gagnera jeudi Port-Vila"."""
    if not index + 1 < at < index + 6:
        return False
    start, end = sentence.tokens[index + 1].start, sentence.tokens[at - 1].end
    return any(date.start <= start and end <= date.end for date in sentence.dates)


def stops_of(frame: Frame, clauses: Clauses, grammar: Grammar) -> list[tuple[Spot, DateMention | None]]:
    """The states that a tour leads to, told in one list after its trigger: "en Namibie, au Congo et au Tchad".

    Each with the date told right behind it: "to Pristina on June 27 and to Belgrade on June 28".
    """
    links = {word for words in (*grammar.coordinators, *grammar.prepositions["to"]) for word in words.split()}
    stops: list[tuple[Spot, DateMention | None]] = []
    end: int | None = None
    dated = [range(date.start, date.end) for date in clauses.sentence.dates]
    dates = {clauses.sentence.index_at(date.start): date for date in clauses.sentence.dates if date.span is not None}
    for place in clauses.sentence.places:
        at = clauses.sentence.index_at(place.start)
        if at <= frame.trigger or place.country is None or place.kind not in {PlaceKind.STATE, PlaceKind.CITY}:
            continue
        told = [token for token in clauses.tokens[end:at] if not any(token.start in span for span in dated)]
        between: list[str] = [token.fold.rstrip("'") for token in told] if end is not None else []
        near = 0 if frame.trigger_id == "leave" else 2
        if end is None and clauses.role_before(at) not in _LOCATIVE and at - frame.trigger > near:
            continue
        if any(word not in links and word not in grammar.articles and word != "," for word in between):
            break
        end = clauses.sentence.index_at(place.end - 1) + 1
        if all(stop.country != place.country for stop, _ in stops):
            date = next((dates[k] for k in (end, end + 1, end + 2) if k in dates), None)
            stops.append((Spot(place.country, place.city, (place.start, place.end)), date))
    return stops


def _capital_apposed(clauses: Clauses, at: int) -> bool:
    """ "dans la capitale libanaise Beyrouth", "in the capital Kigali": a city right behind a demonym or the noun."""
    if at > 0 and clauses.tokens[at - 1].fold in clauses.grammar.capitals:
        return True
    before = next((p for p in clauses.sentence.places if clauses.sentence.index_at(p.end - 1) == at - 1), None)
    return before is not None and before.kind is PlaceKind.DEMONYM


def crosses(clauses: Clauses, one: int, other: int, grammar: Grammar) -> int:
    """How many relative pronouns or semicolons stand between two tokens."""
    low, high = sorted((one, other))
    words = [token.fold.rstrip("'") for token in clauses.tokens[low:high]]
    cleft = any(cleft in clauses.text(low, high) for cleft in grammar.clefts)  # "c'est X qui a reçu Y"
    return max(sum(word in grammar.relatives or word in {";", ":"} for word in words) - cleft, 0)


def of_relative_clause(clauses: Clauses, at: int, trigger: int) -> bool:
    """Whether a date belongs to a relative clause that ends before the trigger: "X, who leaves on Friday, was received"."""
    relative = clauses.relative_before(at) if at < trigger else None
    if relative is None or clauses.tokens[relative - 1].text != ",":
        return False
    commas = [k for k in range(relative, trigger) if clauses.tokens[k].text == ","]
    return bool(commas) and at < commas[-1]


def of_another(frame: Frame, clauses: Clauses, at: int, triggers: Triggers) -> bool:
    """Whether a visit or gathering that is spoken of stands between: "l'entrevue fait suite aux résultats de la visite à Paris"."""
    if frame.kind is Kind.VISIT:
        return False
    for other in frame.other_visits:
        if frame.noun and frame.trigger < other < at and clauses.role_before(other) == "of":
            return True
    if frame.kind is not Kind.CONFERENCE and any(_prepared(clauses, frame, k, at, triggers) for k in frame.gatherings):
        return True
    return any(_about(clauses, frame.trigger, other, at, triggers) for other in frame.visit_nouns)


def _prepared(clauses: Clauses, frame: Frame, gathering: int, at: int, triggers: Triggers) -> bool:
    """Whether a place or date belongs to a gathering that is a subject: "met to prepare for the summit in Paris"."""
    if not frame.trigger < gathering or clauses.matches(triggers.setting, frame.trigger, gathering):
        return False
    opens = next((k for k in range(gathering, frame.trigger + 1, -1) if clauses.role_before(k) is not None), None)
    return opens is not None and opens <= at and _concerns(clauses, opens)


def _about(clauses: Clauses, index: int, other: int, at: int, triggers: Triggers) -> bool:
    """Whether a place or date belongs to a visit that is only spoken of: "discussed his visit to Paris next month".

    No visit that is the setting of what is told ("during a visit to Paris"), nor one on which somebody is.
    """
    before = [token.fold for token in clauses.tokens[max(other - 8, 0) : other]]
    opens = other < at < index and any(word in clauses.grammar.openers for word in before)
    if not (index < other < at or (opens and any(t.text == "," for t in clauses.tokens[at:index]))):
        return False
    before = before[-4:]
    owned = any(word in triggers.definite or word in {"'s", "'"} for word in before)
    set_in = clauses.matches(triggers.setting, other - 9, other) or any(word in triggers.bare for word in before)
    return owned and not set_in and not clauses.matches(triggers.closing, other - 6, other)
