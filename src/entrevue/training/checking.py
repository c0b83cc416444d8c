"""Says what contradicts itself in annotated reports: `python -m entrevue.training.checking FILE…`.

An *error* refuses a report; a *warning* names a place to look at again.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from entrevue.linking.links import ROLES
from entrevue.training.annotation import Annotated, AnnotationError, Event, parse

_WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
}
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
}
_NEAR = {
    "fr": {"aujourd'hui": 0, "hier": -1, "avant-hier": -2, "demain": 1, "après-demain": 2},
    "en": {"today": 0, "yesterday": -1, "tomorrow": 1},
}
# Words that nearly always tell an engagement: one that is not annotated wants a second look.
_TELLING = {
    "fr": r"rencontr\w+|entretien\w*|entretenu\w*|visite\w*|reçu\w*|reçoit|recevra|accueilli\w*|"
    r"audience\w*|entrevue\w*|pourparlers|déplacement\w*|tournée\w*|sommet\w*|s'est rendue?|se rendra|séjour\w*|"
    r"signé\w*|signature|tête-à-tête|appel|téléphon\w+",
    "en": r"met|meets|meeting\w*|visit\w*|talks|received|receives|hosted|welcomed|summit\w*|audience|telephoned|phoned|call|"
    r"signed|signing|travel\w*|arriv\w+|trip|tour|held",
}


def problems(report: Annotated) -> Iterator[str]:
    """The errors of one report, in words."""
    defined = (
        set(report.persons) | set(report.organisations) | set(report.places) | set(report.events) | set(report.claims)
    )
    mentioned = {id_ for span in report.spans for id_ in span.ids}
    for id_ in sorted(mentioned):
        needs = {"p": report.persons, "e": report.events, "c": report.claims, "l": report.places, "d": report.dates}
        if id_[0] in needs and id_ not in needs[id_[0]]:
            where = "its first mention ('MA', 'MA city' / a date)" if id_[0] in "ld" else "a line in the foot"
            yield f"{id_} needs {where}"
    for id_ in sorted(defined - mentioned):
        yield f"{id_} is told in the foot but nothing in the text mentions it"
    for id_, event in report.events.items():
        yield from (f"{id_}: {what}" for what in _event(report, event))
    for id_, person in report.persons.items():
        if person.organisation and re.fullmatch(r"o\d+", person.organisation) and person.organisation not in mentioned:
            yield f"{id_}: {person.organisation} is mentioned nowhere"
        if person.side == "-" and person.organisation is None:
            yield f"{id_}: side '-' (international) needs 'org …'"
    for id_, told in report.claims.items():
        if told is not None and told not in report.events:
            yield f"{id_}: no such engagement {told!r}"
    yield from _same_events(report)
    yield from _dates(report)
    yield from _left_out(report)


def _event(report: Annotated, event: Event) -> Iterator[str]:
    yield from _people(report, event)
    yield from _parts(report, event)
    linked = {"topic": (event.topics, "a"), "source": ((event.source,), "x"), "in": ((event.inside,), "e"),
              "follows": ((event.follows,), "e")}  # fmt: skip
    for field, (ids, letter) in linked.items():
        for one in ids:
            if one is not None and (one[0] != letter or not report.mentions(one)):
                yield f"{field}: {one!r} is mentioned nowhere or of the wrong kind"
    outer = report.events.get(event.inside or "")
    if outer is not None and outer.kind not in ("visit", "conference"):
        yield f"lies within {event.inside}, which is no visit or conference"
    if event.kind == "visit" and event.inside:
        yield "a visit lies within nothing"
    yield from _status(report, event)


def _people(report: Annotated, event: Event) -> Iterator[str]:
    for who, _ in event.people:
        if who[0] not in "pol":
            yield f"{who} cannot take part: only persons (p), bodies (o), states (l)"
        elif who[0] == "o" and who not in report.organisations:
            yield f"{who} takes part and needs a line in the foot with its side"
        elif not report.mentions(who):
            yield f"takes part, but is not known: {who!r}"
    if len({who for who, _ in event.people}) != len(event.people):
        yield "somebody takes part twice"
    if not event.people:
        yield "nobody takes part"


def _parts(report: Annotated, event: Event) -> Iterator[str]:
    allowed = {"visit": {"visitor"}, "call": {"participant"}, "conference": {"host", "participant"}}
    if set(event.roles) - allowed.get(event.kind, set(ROLES)):
        yield f"in a {event.kind} people are {' or '.join(sorted(allowed[event.kind]))}"
    if event.kind in ("meeting", "call"):
        sides = [_side(report, who) for who, _ in event.people]
        if len(sides) < 2:
            yield "two sides are needed"
        elif len(set(sides)) == 1 and sides[0] not in ("?", "-"):
            yield f"all who take part are of one side ({sides[0]})"
    if event.kind == "meeting" and "host" in event.roles and "visitor" not in event.roles and len(event.people) > 1:
        yield "a host but no visitor"


def _side(report: Annotated, who: str) -> str:
    if who[0] == "p" and who in report.persons:
        return report.persons[who].side
    if who[0] == "l" and who in report.places:
        return report.places[who][0]
    return report.organisations.get(who, "?")


def _status(report: Annotated, event: Event) -> Iterator[str]:
    day = report.published
    if day is None or len(day) < 10 or event.start is None:
        return
    first, last = (event.start + "-01-01")[:10], ((event.end or event.start) + "-99-99")[:10]
    if event.status == "held" and first > day:
        yield f"held, but it begins {event.start}, after publication"
    if event.status == "planned" and last < day:
        yield f"planned, but it ended {event.end or event.start}, before publication"
    if event.status == "ongoing" and first > day:
        yield f"ongoing, but it begins {event.start}, after publication"
    if event.end is not None and event.end < event.start:
        yield "ends before it begins"


def _same_events(report: Annotated) -> Iterator[str]:
    seen: dict[object, str] = {}
    for id_, event in report.resolved.items():
        key = (event.kind, frozenset(who for who, _ in event.people), event.start, event.country)
        if key in seen:
            yield f"{id_} and {seen[key]} are alike in kind, people, day and place: one engagement, or one of them is told wrong"
        seen[key] = id_


def _dates(report: Annotated) -> Iterator[str]:
    for span in report.spans:
        if span.kind != "date" or span.ids[0] not in report.dates:
            continue
        start, end = report.dates[span.ids[0]]
        if start is None:
            continue
        for value in filter(None, {start, end}):
            try:
                dt.date.fromisoformat((value + "-01-01")[:10])
            except ValueError:
                yield f"{span.ids[0]}: {value} is no date"
                return
        yield from _disagreements(
            report, report.quote(span).lower().replace("’", "'"), span.ids[0], start, end or start
        )


def _disagreements(report: Annotated, quote: str, id_: str, start: str, end: str) -> Iterator[str]:
    language, single = report.language, start == end and len(start) == 10
    words = re.findall(r"[a-zà-ÿ'-]+", quote)
    if single:
        day = dt.date.fromisoformat(start)
        named = [word for word in words if word in _WEEKDAYS[language]]
        if len(named) == 1 and _WEEKDAYS[language][day.weekday()] != named[0]:
            yield f"{id_}: {start} is a {_WEEKDAYS[language][day.weekday()]}, not a {named[0]} ({quote!r})"
        numbers = [
            int(n)
            for n in re.findall(
                r"(?<![\d/.:-])(\d{1,2})(?![\d:]|\s*(?:h|heures?|am|pm|jours?|days?|weeks?|semaines?|years?|ans)\b)",
                quote,
            )
        ]
        months = [word for word in words if word in _MONTHS[language]]
        if months and numbers and day.day not in numbers:
            yield f"{id_}: {quote!r} is given as day {day.day}"
        if len(months) == 1 and months[0] != _MONTHS[language][day.month - 1]:
            yield f"{id_}: {quote!r} is given as month {day.month}"
        published = report.published
        if published and len(published) == 10 and quote.strip() in _NEAR[language]:
            told = dt.date.fromisoformat(published) + dt.timedelta(days=_NEAR[language][quote.strip()])
            if told != day:
                yield f"{id_}: {quote!r} from {published} is {told}, not {day}"
    years = re.findall(r"\b(?:19|20)\d\d\b", quote)
    if len(years) == 1 and years[0] not in (start[:4], end[:4]):
        yield f"{id_}: {quote!r} is given as {start}"


def _left_out(report: Annotated) -> Iterator[str]:
    """Names that are annotated in one place and stand bare in another."""
    names: dict[str, str] = {}
    for span in report.spans:
        quote = report.quote(span)
        if span.kind in ("person", "organisation", "place") and span.form == "name" and quote[:1].isupper():
            names.setdefault(quote, span.ids[0])
    covered = {
        position
        for span in report.spans
        if span.kind in ("person", "organisation", "place")
        for position in range(span.start, span.end)
    }
    for name, id_ in names.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", report.text):
            if not covered & set(range(match.start(), match.end())):
                around = report.text[max(match.start() - 30, 0) : match.end() + 20].replace("\n", " / ")
                yield f"{name!r} ({id_}) stands without annotation in '…{around}…'"


def doubts(report: Annotated) -> Iterator[str]:
    """What wants a second look: words that tell engagements, and capitals that may be names, without annotation."""
    covered = {
        position
        for span in report.spans
        if span.kind in ("trigger", "none")
        for position in range(span.start, span.end)
    }
    for match in re.finditer(rf"(?<![\w'’-])(?:{_TELLING[report.language]})(?![\w-])", report.text, re.IGNORECASE):
        if not covered & set(range(match.start(), match.end())):
            yield f"{match[0]!r} is no trigger? in '{_around(report, match.start(), match.end())}'"
    inside = {
        position
        for span in report.spans
        for position in range(span.start, span.end)
        if span.kind not in ("claim", "trigger", "none", "agenda")
    }
    for match in re.finditer(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+", report.text):
        if not inside & set(range(match.start(), match.end())):
            yield f"{match[0]!r} is nobody's name? in '{_around(report, match.start(), match.end())}'"
    for id_, event in report.resolved.items():
        hosts = {_side(report, who) for who in event.roles.get("host", ())}
        if event.country and hosts and event.country not in hosts | {"?"} and "-" not in hosts:
            yield f"{id_}: host of {', '.join(sorted(hosts))} in {event.country}?"


def _around(report: Annotated, start: int, end: int) -> str:
    return report.text[max(start - 30, 0) : end + 30].replace("\n", " / ")


def main(paths: Sequence[str]) -> int:
    """Check the files; 1 where one is refused."""
    refused = 0
    owners: dict[str, str] = {}
    for path in paths:
        try:
            report = parse(Path(path).read_text("utf-8"), Path(path).stem)
        except AnnotationError as error:
            print(f"{path}: ERROR {error}")
            refused += 1
            continue
        errors = list(dict.fromkeys(problems(report)))
        refused += bool(errors)
        for what in errors:
            print(f"{path}: ERROR {what}")
        for what in dict.fromkeys(doubts(report)):
            print(f"{path}: look at {what}")
        for id_ in report.persons:
            name = next(
                (report.quote(s) for s in report.mentions(id_) if s.form == "name" and " " in report.quote(s)), None
            )
            if name and owners.setdefault(name, path) != path:
                print(f"{path}: look at {name!r}: also the name of somebody in {owners[name]}")
    print(f"{len(paths)} reports, {refused} refused")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
