"""Where, when and whether: the place, the date and the status that a frame's sentence tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.frames import Frame
from entrevue.domain.evidence import Evidence
from entrevue.domain.mentions import ActorKind, DateMention, Place, PlaceKind
from entrevue.domain.reading import Kind, Status
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers

_LOCATIVE = {"to", "at"}
_DATELINE = 16  # tokens within which the dash of a dateline stands
_EDGE = 30  # tokens: how far the day that a stay begins or ends may stand from its word
_SENTENCE = 60  # tokens: how far the verb may stand from a noun that opens its sentence


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its state, its city as the text words it, and the span that says so."""

    country: str | None
    city: str | None
    evidence: tuple[int, int] | None = None


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
    return ends[max(before)] if before else None


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
    before = [token.fold.rstrip("'") for token in clauses.tokens[max(at - 5, 0) : at]]
    if any(word in grammar.matters for word in before[-4:]):
        return True
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
        if _of_relative_clause(clauses, at, index) or _aside(clauses, at, index, grammar):
            continue
        if _of_other_visit(frame, clauses, at, triggers):
            continue
        role = clauses.role_before(at)
        near = at in (index + 1, index + 2) and role is None and frame.kind not in {Kind.MEETING, Kind.CALL}
        beside = (near and frame.trigger_id != "leave") or (at == index - 1 and frame.kind is Kind.VISIT)
        beside = beside or (
            frame.place_goal and not frame.noun and role is None and _dates_between(sentence, index, at)
        )
        owns = at + 1 < len(clauses.tokens) and sentence.index_at(place.end - 1) + 1 < len(clauses.tokens)
        owns = owns and clauses.tokens[sentence.index_at(place.end - 1) + 1].fold in {"'s", "'"}
        named = (
            role == "of"
            and not owns
            and (
                (frame.kind is Kind.CONFERENCE and 0 < at - index < 6)
                or (
                    frame.kind is Kind.VISIT and place.kind is PlaceKind.CITY and 0 < at - index < 3
                )  # "le voyage du Caire"
            )
        )
        seat = place.kind is PlaceKind.METONYM and role in _LOCATIVE | {"of"}
        seat = seat or (
            place.kind is PlaceKind.CITY
            and role == "of"
            and any(token.fold in grammar.seats for token in clauses.tokens[max(at - 3, 0) : at])
        )
        named = named or (
            role == "of" and place.kind is PlaceKind.CITY and clauses.tokens[at - 2].fold in grammar.towns
        )
        left = (
            frame.kind is Kind.VISIT
            and frame.trigger_id != "leave"
            and at > 0
            and re.fullmatch(triggers.leave, clauses.tokens[at - 1].fold)
        )
        hosts = role == "by" and frame.kind is Kind.CONFERENCE and place.kind is PlaceKind.STATE  # "hosted by Djibouti"
        named = named or hosts
        if role in _LOCATIVE or named or beside or seat or left or _capital_apposed(clauses, at):
            distance = at - index if at > index else (index - at) + 12
            boundary = _crosses(clauses, index, at, grammar)
            if frame.kind is Kind.VISIT and any(index + 3 < other < at for other in frame.other_visits):
                continue  # "his visit follows the one that X paid to Baghdad"
            if boundary and frame.kind is Kind.VISIT and not _crosses(clauses, index, index + 5, grammar):
                continue
            found.append((distance + 25 * boundary, place))
    return [pair for pair in found if pair[0] < 60]


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
    """ "dans la capitale libanaise Beyrouth": a city right after a demonym."""
    before = next((p for p in clauses.sentence.places if clauses.sentence.index_at(p.end - 1) == at - 1), None)
    return before is not None and before.kind is PlaceKind.DEMONYM


def _crosses(clauses: Clauses, one: int, other: int, grammar: Grammar) -> int:
    """How many relative pronouns or semicolons stand between two tokens."""
    low, high = sorted((one, other))
    words = [token.fold.rstrip("'") for token in clauses.tokens[low:high]]
    cleft = any(cleft in clauses.text(low, high) for cleft in grammar.clefts)  # "c'est X qui a reçu Y"
    return max(sum(word in grammar.relatives or word in {";", ":"} for word in words) - cleft, 0)


def _takes_place(clauses: Clauses, index: int, at: int, grammar: Grammar, triggers: Triggers) -> bool:
    """Whether the relative clause in which a date stands says when its noun took place: "qui s'est tenue lundi"."""
    relative = next((k for k in range(at, index, -1) if clauses.tokens[k].fold in grammar.relatives), None)
    return relative is None or clauses.matches(triggers.takes_place, relative, at)


def _dated_by_clause(clauses: Clauses, index: int, at: int, grammar: Grammar, triggers: Triggers) -> bool:
    """Whether the relative clause right behind a noun says when it was: "sa visite en Serbie, qui s'est déroulée du 10"."""
    relative = next((k for k in range(index + 1, at) if clauses.tokens[k].fold in grammar.relatives), None)
    if relative is None or relative - index > 6 or clauses.tokens[relative].fold in grammar.relative_objects:
        return False
    return clauses.matches(triggers.takes_place, relative, at) and not any(
        token.fold in {",", ";"} for token in clauses.tokens[relative:at]
    )


def date_of(frame: Frame, clauses: Clauses, grammar: Grammar, triggers: Triggers) -> DateMention | None:
    """The date of a frame: the nearest dated expression of its clause, those after the trigger first."""
    sentence, index = frame.sentence, frame.trigger
    ranked = []
    sights = [index, *(rival for rival in frame.rivals if not _of_relative_clause(clauses, rival, index))]
    for date in sentence.dates:
        if date.kind == "duration" or date.span is None:
            continue
        at = sentence.index_at(date.start)
        if any(actor.start <= date.start < actor.end for actor in sentence.actors):
            continue
        if _dates_another(date, frame, clauses, grammar, triggers):
            continue
        distance = _reach(index, at)
        crossed = _crosses(clauses, index, at, grammar)
        if frame.noun and crossed and at > index and clauses.tokens[index + 1].fold in grammar.relative_objects:
            crossed -= 1  # "la visite qu'il devait effectuer lundi"
        crossed += any(min(index, at) < rival < max(index, at) for rival in frame.rivals)
        if _of_relative_clause(clauses, at, index):
            continue
        owned = min(sights, key=lambda sight: _reach(sight, at)) == index
        own = frame.noun and crossed and at > index and _dated_by_clause(clauses, index, at, grammar, triggers)
        if (crossed or not owned) and frame.kind is Kind.VISIT and not own:
            continue  # it dates another clause; the visit may inherit it from the meeting there
        if crossed and at > index and not _takes_place(clauses, index, at, grammar, triggers):
            continue  # "an agreement that came into force on 1 May"
        ranked.append((distance + 14 * crossed, date))
    if not ranked:
        return None
    best = min(ranked, key=lambda pair: pair[0])
    for date in sentence.dates:  # "hier, mercredi 19 juillet": the fuller of two that stand together
        apart = abs(sentence.index_at(date.start) - sentence.index_at(best[1].start))
        if apart < 5 and date.span and best[1].span and date.span.start.day and not best[1].span.start.day:
            return date
    return best[1] if best[0] < 70 else None


def _dates_another(date: DateMention, frame: Frame, clauses: Clauses, grammar: Grammar, triggers: Triggers) -> bool:
    """Whether a date is a dateline's, a document's, a loose one, or that of the verb or visit beside the frame's."""
    sentence, index, at = frame.sentence, frame.trigger, frame.sentence.index_at(date.start)
    if _of_other_visit(frame, clauses, at, triggers):
        return True
    if (date.edge == "end" and frame.kind is not Kind.VISIT) or at < _dateline_end(clauses):
        return True
    before = clauses.tokens[at - 1].fold.rstrip("'") if at else ""
    year = date.kind == "year" and before in {*grammar.prepositions["of"], *triggers.year_matters}
    if year and frame.kind is not Kind.CONFERENCE:
        return True  # "l'accord de 2017"
    low, high = sorted((frame.trigger, at))
    going_on = frame.kind in {Kind.VISIT, Kind.CONFERENCE}
    since = any(token.fold in triggers.since for token in clauses.tokens[low : max(high - 2, low)])
    beside = any(token.fold in triggers.since for token in clauses.tokens[max(at - 2, 0) : at])
    if (since and at > index) or (beside and not going_on):
        return True  # "the first time since January", "since she was appointed in June"
    if clauses.matches(triggers.loose, at - 1, sentence.index_at(date.end - 1) + 2):
        return True
    bare_noun = frame.kind is Kind.VISIT and frame.noun and frame.subject is None and at < index
    set_in = clauses.matches(triggers.setting, index - 5, index)
    return bare_noun and not set_in and index - at > 4  # "a défendu jeudi le bilan de son séjour"


def _of_other_visit(frame: Frame, clauses: Clauses, at: int, triggers: Triggers) -> bool:
    """Whether a visit that a noun is about stands between: "l'entrevue fait suite aux résultats de la visite à Paris"."""
    if frame.kind is Kind.VISIT:
        return False
    for other in frame.other_visits:
        if frame.noun and frame.trigger < other < at and clauses.role_before(other) == "of":
            return True
    return any(_about(clauses, frame.trigger, other, at, triggers) for other in frame.visit_nouns)


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


def _dateline_end(clauses: Clauses) -> int:
    """The token after a dateline ("RABAT, 7 avril (MAP) –"); 0 without one."""
    if clauses.sentence.paragraph not in {0, 1}:
        return 0
    dash = next((k for k, t in enumerate(clauses.tokens[:_DATELINE]) if t.text in {"–", "—", "-", "--"}), 0)
    return dash if any(t.text in {",", "("} for t in clauses.tokens[:dash]) else 0


def _of_relative_clause(clauses: Clauses, at: int, trigger: int) -> bool:
    """Whether a date belongs to a relative clause that ends before the trigger: "X, who leaves on Friday, was received"."""
    relative = clauses.relative_before(at) if at < trigger else None
    if relative is None or clauses.tokens[relative - 1].text != ",":
        return False
    commas = [k for k in range(relative, trigger) if clauses.tokens[k].text == ","]
    return bool(commas) and at < commas[-1]


def _reach(trigger: int, at: int) -> int:
    """How far a date stands from a trigger; one before it counts as farther."""
    return at - trigger if at > trigger else trigger - at + 4


def edges_of(frame: Frame, clauses: Clauses) -> tuple[DateMention | None, DateMention | None]:
    """The dates that words of the sentence make the first and the last of a stay: "arrivé dimanche ... jusqu'à jeudi"."""
    closed = (rival for rival in frame.rivals if not _of_relative_clause(clauses, rival, frame.trigger))
    sights = [frame.trigger, *closed]
    near = []
    for date in frame.sentence.dates:
        at = frame.sentence.index_at(date.start)
        if abs(at - frame.trigger) < _EDGE and min(sights, key=lambda sight: abs(sight - at)) == frame.trigger:
            near.append(date)
    begin = next((date for date in near if date.edge == "begin"), None)
    end = next((date for date in near if date.edge == "end"), None)
    return begin, end


def duration_of(frame: Frame) -> int | None:
    """The length of a stay told beside the trigger, in days."""
    tokens = frame.sentence.tokens
    for date in frame.sentence.dates:
        if date.kind == "duration" and date.days:
            at = frame.sentence.index_at(date.start)
            if abs(at - frame.trigger) < 7 and at < len(tokens):
                return date.days
    return None


def status_of(frame: Frame, clauses: Clauses, triggers: Triggers) -> Status:
    """Planned, ongoing, cancelled or held, by the words around the trigger and the date."""
    index = frame.trigger
    begin, end = max(index - 14, 0), min(index + 12, len(clauses.tokens))
    relative = clauses.relative_before(index)
    if relative is not None and index - relative < 14:
        begin = relative
        closing = next((k for k in range(index, end) if clauses.tokens[k].text == ","), end)
        end = closing if relative > 0 and clauses.tokens[relative - 1].text == "," else end
    for k in range(index - 1, begin, -1):
        if clauses.matches(triggers.setting, k, index):
            begin = k  # "doit relier X à Y, à l'issue d'un entretien": the words before are another clause's
            break
    reach = index + (_SENTENCE if frame.noun and index < 4 else 14)
    if (frame.noun or frame.kind is not Kind.SIGNING) and clauses.matches(
        triggers.cancelled, max(index - 12, 0), reach
    ):
        return Status.CANCELLED
    own = clauses.tokens[index].fold
    if not frame.noun and _past(clauses, index, triggers):
        begin = max(begin, index - 6)  # "met X ahead of his visit next week": the plan is another's
    ahead = clauses.matches(triggers.planned, max(index - 5, begin), index)
    if (
        frame.kind is Kind.VISIT
        and not frame.noun
        and not ahead
        and clauses.matches(triggers.ongoing, index, index + 1)
    ):
        return Status.ONGOING
    if (not frame.noun and _future_form(own, triggers)) or clauses.matches(
        triggers.planned, begin, min(index + 3, end)
    ):
        return Status.PLANNED
    if frame.noun and clauses.matches(triggers.planned, begin, end):
        return Status.PLANNED
    if frame.noun and any(_future_form(token.fold, triggers) for token in clauses.tokens[begin:end]):
        return Status.PLANNED
    if frame.kind in {Kind.VISIT, Kind.CONFERENCE} and clauses.matches(triggers.ongoing, begin, end):
        return Status.ONGOING
    return Status.HELD


def _past(clauses: Clauses, index: int, triggers: Triggers) -> bool:
    """Whether a verb stands in a past tense that no plan governs."""
    token = clauses.tokens[index]
    told = [word.fold for word in clauses.tokens[max(index - 3, 0) : index]]
    simple = token.fold.endswith(triggers.past_endings or ("\0",)) or token.fold in triggers.never_nouns
    perfect = token.text.lower().endswith(triggers.participles or ("\0",)) and any(w in triggers.have for w in told)
    return simple or perfect


def _future_form(word: str, triggers: Triggers) -> bool:

    return len(word) > 3 and re.fullmatch(triggers.future, word) is not None


def evidence(text: str, span: tuple[int, int] | None) -> Evidence | None:
    """The evidence for a span, if there is one."""
    return Evidence.of(text, *span) if span is not None else None
