"""When and whether: the date and the status that a frame's sentence tells."""

import re

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.frames import Frame
from entrevue.accounts.spots import crosses, of_another, of_relative_clause
from entrevue.domain.evidence import Evidence
from entrevue.domain.mentions import DateMention
from entrevue.domain.reading import Kind, Status
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers

_DATELINE = 16  # tokens within which the dash of a dateline stands
_EDGE = 30  # tokens: how far the day that a stay begins or ends may stand from its word
_PHRASE = 8  # tokens behind a noun within which the clause on it opens
_YEAR = 8  # tokens behind a meeting after which a bare year is that of something else
_SENTENCE = 60  # tokens: how far the verb may stand from a noun that opens its sentence


def _takes_place(clauses: Clauses, index: int, at: int, grammar: Grammar, triggers: Triggers) -> bool:
    """Whether the relative clause in which a date stands says when its noun took place: "qui s'est tenue lundi"."""
    relative = next((k for k in range(at, index, -1) if clauses.tokens[k].fold in grammar.relatives), None)
    if relative is None:
        return True
    return clauses.tokens[relative].fold not in grammar.whose and clauses.matches(triggers.takes_place, relative, at)


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
    sights = [index, *(rival for rival in frame.rivals if not of_relative_clause(clauses, rival, index))]
    for date in sentence.dates:
        if date.kind == "duration" or date.span is None:
            continue
        at = sentence.index_at(date.start)
        if any(actor.start <= date.start < actor.end for actor in sentence.actors):
            continue
        if _dates_another(date, frame, clauses, grammar, triggers):
            continue
        distance = _reach(index, at)
        crossed = crosses(clauses, index, at, grammar)
        if frame.noun and crossed and at > index and _object_of(clauses, index, grammar):
            crossed -= 1  # "la visite qu'il devait effectuer lundi"
        crossed += any(min(index, at) < rival < max(index, at) for rival in frame.rivals)
        if of_relative_clause(clauses, at, index):
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


def own_relative(clauses: Clauses, index: int) -> int | None:
    """The relative pronoun of a noun, at most a few words of its own phrase behind it; None without one."""
    for k in range(index + 1, min(index + _PHRASE, len(clauses.tokens))):
        token = clauses.tokens[k]
        if token.fold in clauses.grammar.relatives:
            return k
        if not token.word or not token.text.islower():
            return None
    return None


def _object_of(clauses: Clauses, index: int, grammar: Grammar) -> bool:
    """Whether a noun is the object of the relative clause right behind its phrase."""
    relative = own_relative(clauses, index)
    return relative is not None and clauses.tokens[relative].fold in grammar.relative_objects


def _dates_another(date: DateMention, frame: Frame, clauses: Clauses, grammar: Grammar, triggers: Triggers) -> bool:
    """Whether a date is a dateline's, a document's, a loose one, or that of the verb or visit beside the frame's."""
    sentence, index, at = frame.sentence, frame.trigger, frame.sentence.index_at(date.start)
    if of_another(frame, clauses, at, triggers):
        return True
    if (date.edge == "end" and frame.kind is not Kind.VISIT) or at < _dateline_end(clauses):
        return True
    before = clauses.tokens[at - 1].fold.rstrip("'") if at else ""
    year = date.kind == "year" and before in {*grammar.prepositions["of"], *triggers.year_matters}
    if year and frame.kind is not Kind.CONFERENCE:
        return True  # "l'accord de 2017"
    if date.kind == "year" and at - index > _YEAR and frame.kind in {Kind.MEETING, Kind.CALL}:
        return True  # "the meeting highlighted the work of the contingent, from the first rotation in 2022"
    named = frame.noun and clauses.tokens[index].capital  # "the Regular Meeting of the Heads"
    if (frame.kind is Kind.CONFERENCE or named) and _of_journey(frame, clauses, at, grammar):
        return True
    low, high = sorted((frame.trigger, at))
    going_on = frame.kind in {Kind.VISIT, Kind.CONFERENCE}
    since = any(token.fold in triggers.since for token in clauses.tokens[low : max(high - 2, low)])
    beside = any(token.fold in triggers.since for token in clauses.tokens[max(at - 2, 0) : at])
    if (since and at > index) or (beside and not going_on):
        return True  # "the first time since January", "since she was appointed in June"
    if at - index > 3 and re.search(triggers.saying, clauses.text(max(at - 3, index + 1), at)):
        return True
    if frame.noun and at < index and clauses.matches(triggers.announcing, at - 3, at):
        return True  # "a annoncé jeudi sa visite"
    if clauses.matches(triggers.loose, at - 1, sentence.index_at(date.end - 1) + 2):
        return True
    bare_noun = frame.kind is Kind.VISIT and frame.noun and frame.subject is None and at < index
    set_in = clauses.matches(triggers.setting, index - 5, index)
    return bare_noun and not set_in and index - at > 4  # "a défendu jeudi le bilan de son séjour"


def _of_journey(frame: Frame, clauses: Clauses, at: int, grammar: Grammar) -> bool:
    """Whether a date is that of whoever goes to a gathering, not the gathering's: "left on Tuesday to attend a summit"."""
    verbs = {*frame.rivals, frame.trigger} - {*frame.gatherings, *frame.visit_nouns}
    if frame.noun:
        verbs.discard(frame.trigger)
    return any(clauses.tokens[k - 1].fold in grammar.purposes for k in verbs if at < k - 1 and k <= frame.trigger)


def _dateline_end(clauses: Clauses) -> int:
    """The token after a dateline ("RABAT, 7 avril (MAP) –"); 0 without one."""
    if clauses.sentence.paragraph not in {0, 1}:
        return 0
    dash = next((k for k, t in enumerate(clauses.tokens[:_DATELINE]) if t.text in {"–", "—", "-", "--"}), 0)
    return dash if any(t.text in {",", "("} for t in clauses.tokens[:dash]) else 0


def _reach(trigger: int, at: int) -> int:
    """How far a date stands from a trigger; one before it counts as farther."""
    return at - trigger if at > trigger else trigger - at + 4


def edges_of(frame: Frame, clauses: Clauses) -> tuple[DateMention | None, DateMention | None]:
    """The dates that words of the sentence make the first and the last of a stay: "arrivé dimanche ... jusqu'à jeudi"."""
    closed = (rival for rival in frame.rivals if not of_relative_clause(clauses, rival, frame.trigger))
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
