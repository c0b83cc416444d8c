"""Questions and verdicts in words; the words are data of the packs."""

import re
from functools import cache
from typing import Any

from entrevue.domain.dates import PartialDate
from entrevue.domain.verdicts import Ground, Outcome, Question, Remark, Shape, Verdict, Who
from entrevue.inquiry.wording import date_in_words
from entrevue.languages import codes
from entrevue.languages.claims import load_claim_words

_DATE = re.compile(r"\d{4}(-\d\d){1,2}")


def worded(question: Question, language: str) -> str:
    """The question as a sentence: "visits to Morocco by officials for security, from … to …: is this one number 2?"."""
    span = question.span
    values = {
        "what": _what(question, language),
        "when": _when(question, language),
        "number": str(question.number),
        "least": str(question.gap.least if question.gap else span.since or ""),
        "most": str(question.gap.most if question.gap else ""),
    }
    name = question.shape.value
    if question.at_least and question.shape in {Shape.RANK, Shape.COUNT}:
        name += "_at_least"
    if question.gap is not None and question.gap.least == question.gap.most:
        name += "_exact"
    return _say(language, name, values)


def outcome_in_words(outcome: Outcome, language: str) -> str:
    """ "supported", "contredit" …"""
    return load_claim_words(_language(language)).outcomes[outcome.value]


def remark_in_words(remark: Remark, language: str) -> str:
    """One reason of a verdict."""
    values = {name: _dated(value, language) for name, value in remark.values.items()}
    return load_claim_words(_language(language)).remarks[remark.code].format_map(values)


def ground_in_words(verdict: Verdict, language: str) -> str:
    """What was read, in a sentence; and whether that is enough, where the verdict rests on what is not known."""
    if verdict.ground is None:
        return ""
    coverage = verdict.ground.coverage
    if not coverage.reports:
        return _say(language, "nothing", {})
    first, last = coverage.first_published, coverage.last_published
    dates = {"first": _dated(str(first or ""), language), "last": _dated(str(last or ""), language)}
    when = "published_on_one" if coverage.reports == 1 else "published_on" if first == last else "published"
    values = {
        "reports": _counted(coverage.reports, "report", language),
        "publishers": _counted(coverage.publishers, "publisher", language) if coverage.publishers else "",
        "engagements": _counted(coverage.engagements, "engagement", language),
        "published": "" if first is None else _say(language, when, dates),
    }
    told = _say(language, "coverage_one" if coverage.reports == 1 else "coverage", values)
    rests = verdict.question is not None and verdict.question.needs_ground
    if not rests or verdict.outcome in {Outcome.CONTRADICTED, Outcome.ALONE}:
        return told
    return f"{told} {_say(language, 'firm' if verdict.ground.firm else 'thin', {})}"


def _counted(number: int, name: str, language: str) -> str:
    return _say(language, f"{name}_one" if number == 1 else f"{name}_many", {"number": str(number)})


def reasons_in_words(verdict: Verdict, language: str) -> tuple[str, ...]:
    """Every reason of a verdict, in order."""
    return tuple(remark_in_words(remark, language) for remark in verdict.remarks)


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON holds it, with its question and its reasons in the words of every language that has them."""
    languages, question = codes("claims"), verdict.question
    ground = verdict.ground
    return {
        "quote": verdict.claim.quote,
        "outcome": verdict.outcome.value,
        "question": question.as_json() if question else None,
        "question_in_words": {code: worded(question, code) for code in languages} if question else None,
        "engagements": list(verdict.engagements),
        "doubtful": list(verdict.doubtful),
        "reasons": {code: list(reasons_in_words(verdict, code)) for code in languages},
        "coverage": _coverage(ground) if ground else None,
        "enough_for_a_first": ground.firm if ground else None,
    }


def _coverage(ground: Ground) -> dict[str, Any]:
    coverage = ground.coverage
    dates = {name: getattr(coverage, name) for name in ("first_published", "last_published", "first_engagement")}
    counts = {name: getattr(coverage, name) for name in ("reports", "publishers", "engagements")}
    told = {name: str(date) if date else None for name, date in dates.items()}
    return {**counts, **told, "years": {str(year): known for year, known in coverage.years}}


def _what(question: Question, language: str) -> str:
    """What is counted: kind, people, place."""
    text = _say(language, question.kind.value if question.kind else "any", {})
    visit = question.kind is not None and question.kind.value == "visit"
    where = question.city or (_state(question.place, language) if question.place else None)
    place = _say(language, "to" if visit else "in", {"place": where}) if where else ""
    if question.abroad:
        place = _say(language, "abroad", {})
    who = "" if question.who.anybody else _say(language, "by" if visit else "of", {"who": _who(question.who, language)})
    if question.other is not None and not question.other.anybody:
        who += _say(language, "with", {"who": _who(question.other, language)})
    return text + place + who if visit else text + who + place


def _who(who: Who, language: str) -> str:
    """Whom a question counts, in words."""
    text = _say(language, "or", {}).join(who.persons) if who.persons else _office(who, language)
    if who.acting and who.persons:
        text = _say(language, "acting", {"who": text, "office": _office(who, language)})
    if who.organisation:
        text = _say(language, "member", {"who": text, "organisation": who.organisation})
    if who.sides:
        text = _say(language, "side", {"who": text, "side": " / ".join(_state(s, language) for s in who.sides)})
    return _say(language, "loose", {"who": text}) if who.loose and who.persons else text


def _office(who: Who, language: str) -> str:
    """ "a minister for foreign affairs", "an official for security"."""
    field = _say(language, f"field_{who.field}", {}) if who.field else ""
    if who.role is None:
        return _say(language, "field", {"field": field}) if field else _say(language, "somebody", {})
    name = f"role_{who.role}"
    office = _say(language, name if _has(language, name) else "role", {"role": who.role})
    return _say(language, "joined", {"one": office, "two": field}) if field else office


def _when(question: Question, language: str) -> str:
    since, until = question.span.since, question.span.until
    if question.shape is Shape.FIRST and until is not None and since is None:
        return _say(language, "until", {"until": _dated(str(until), language)})
    if since and until:
        values = {"since": _dated(str(since), language), "until": _dated(str(until), language)}
        return _say(language, "from_until", values)
    if since:
        return _say(language, "from", {"since": _dated(str(since), language)})
    return _say(language, "until", {"until": _dated(str(until), language)}) if until else _say(language, "ever", {})


def _dated(text: str, language: str) -> str:
    """A date as the language writes it: "7 avril 2023", "juin 2022"; what is none stays as it is."""
    return date_in_words(PartialDate.parse(text), _language(language)) if _DATE.fullmatch(text) else text


def _state(code: str, language: str) -> str:
    from babel import Locale  # CLDR tables take 50 ms to load: paid by who words a question only

    return str(Locale(_language(language)).territories.get(code, code))


def _say(language: str, name: str, values: dict[str, str]) -> str:
    return load_claim_words(_language(language)).wording[name].format_map(values)


def _has(language: str, name: str) -> bool:
    return name in load_claim_words(_language(language)).wording


@cache
def _language(code: str) -> str:
    """The code itself, or English where no pack has words for verdicts."""
    return code if code in codes("claims") else "en"
