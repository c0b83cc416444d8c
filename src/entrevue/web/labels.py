"""What the ledger's own values are called in the language of a page."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from entrevue.domain.dates import PartialDate, only_begins
from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.likeness import Echo
from entrevue.domain.queries import Query
from entrevue.inquiry.offices import office_told
from entrevue.web.locale import Tongue, pattern_of


def message(text: str) -> str:
    """Mark a text that is said later, so that catalogues are checked for it."""
    return text


KINDS = {
    "visit": message("Visit"),
    "meeting": message("Meeting"),
    "call": message("Call"),
    "conference": message("Conference"),
    "signing": message("Signing"),
}
STATUSES = {
    "held": message("held"),
    "ongoing": message("ongoing"),
    "planned": message("planned"),
    "cancelled": message("cancelled"),
}
PARTS = {
    "visitor": message("visitor"),
    "host": message("host"),
    "participant": message("participant"),
}
OUTCOMES = {
    "supported": message("supported"),
    "contradicted": message("contradicted"),
    "not enough known": message("not enough known"),
    "only this report tells of it": message("only this report tells of it"),
}
REVIEWS = {
    "open": message("not yet reviewed"),
    "accepted": message("accepted by an editor"),
    "rejected": message("rejected by an editor"),
}
VERBS = {
    "accept": message("accepted"),
    "correct": message("corrected"),
    "merge": message("merged"),
    "split": message("split"),
    "reject": message("rejected"),
    "same-person": message("persons made one"),
    "not-same-person": message("persons kept apart"),
}
AREAS = {
    "who": message("who"),
    "when": message("when"),
    "where": message("where"),
    "about": message("about what"),
    "what": message("what"),
    "source": message("source"),
    "claim": message("claim"),
    "other": message("other"),
}
FIELDS = {
    "kind": message("kind"),
    "status": message("status"),
    "start": message("first day"),
    "end": message("last day"),
    "country": message("state"),
    "city": message("city"),
    "name": message("name"),
    "office": message("office"),
    "organization": message("organisation"),
    "part": message("part"),
    "topic": message("topic"),
    "source": message("source"),
    "part_of": message("part of"),
    "follows": message("follows"),
    "claim": message("claim"),
    "participants": message("participant added"),
    "presence": message("participant removed"),
    "topics": message("topic added"),
    "gone": message("topic removed"),
    "hit": message("searched for"),
}
FEATURES = {
    "kind": message("kind"),
    "dates": message("days"),
    "place": message("place"),
    "participants": message("who"),
    "report": message("report"),
}
WHYS = frozenset(
    (
        message("one tells no date"),
        message("not told, but near publication"),
        message("days in common"),
        message("one lies in the other"),
        message("not told by both"),
        message("one state"),
        message("one city"),
        message("near each other"),
        message("far from each other"),
        message("no telling how far"),
        message("visits to two states"),
        message("nobody in both"),
        message("one report names nobody else"),
        message("each names a companion whom the other does not"),
    )
)
_APART = re.compile(r"(\d+) days? apart")
# Why an account is not surer, as its reader says it; a value stands for whatever stands there.
REASONS = (
    message("the kind is %(kind)s with a chance of %(chance)s"),
    message("the status is %(status)s with a chance of %(chance)s"),
    message("the status follows from the calendar, from a word that calls it off, or from its visit"),
    message("no day is told"),
    message("the day is that of its first meeting"),
    message("the day is told of its visit alone"),
    message("the day is another or none with a chance of %(chance)s"),
    message("no place is told"),
    message("the state follows from where its meetings are, or who is met"),
    message("the state follows from who receives, or its visit"),
    message("the place is another or none with a chance of %(chance)s"),
    message("%(who)s takes no part with a chance of %(chance)s"),
    message("whom %(who)s represents is not told"),
    message("%(who)s represents nobody told with a chance of %(chance)s"),
    message("%(who)s represents an international body with a chance of %(chance)s"),
    message("%(who)s represents %(state)s with a chance of %(chance)s"),
    message("coded by hand"),  # `domain.reading.BY_HAND`
)
# Those of them that say from what a field is inferred.
INFERRED = {"start": ("the day is ",), "country": ("the state follows ",)}
ECHOES = {
    "report": message("one report tells it twice"),
    "publisher": message("both are of %(about)s"),
    "credit": message("both credit %(about)s"),
    "source": message("both credit the same source: %(about)s"),
    "text": message("one repeats most of the other’s text"),
    "lead": message("both open with the same sentence"),
}
ROLES = {
    "head-of-state": message("heads of state"),
    "head-of-government": message("heads of government"),
    "royal": message("crown princes and royals"),
    "minister": message("ministers"),
    "foreign": message("foreign ministers"),
    "defence": message("defence ministers"),
    "interior": message("interior and security ministers"),
    "economy": message("finance and economy ministers"),
    "justice": message("justice ministers and prosecutors"),
    "intelligence": message("intelligence chiefs"),
    "police": message("police chiefs"),
    "military": message("military chiefs"),
    "security-adviser": message("national security advisers"),
    "ambassador": message("ambassadors and consuls"),
    "envoy": message("envoys and representatives"),
    "parliament": message("parliamentarians"),
    "international": message("heads of international organisations"),
    "central-bank": message("central bank governors"),
    "local": message("mayors and governors"),
}
FACETS = {
    "kind": message("Kind"),
    "status": message("Status"),
    "state": message("State"),
    "place": message("Where"),
    "host": message("Host state"),
    "role": message("Office"),
    "organisation": message("Organisation"),
    "topic": message("Topic"),
    "year": message("Year"),
    "publisher": message("Publisher"),
    "language": message("Language"),
    "review": message("Reviewed"),
    "origins": message("Independent sources"),
}
ORDERS = {
    "day": message("by day"),
    "change": message("last changed first"),
    "reports": message("by number of reports"),
    "doubt": message("by doubt"),
}
TOPICS = {
    "agriculture": message("agriculture"),
    "bilateral-relations": message("bilateral relations"),
    "climate": message("climate and environment"),
    "counter-terrorism": message("counter-terrorism"),
    "culture": message("culture and sport"),
    "cyber": message("cyber and digital"),
    "defence": message("defence"),
    "development": message("development and aid"),
    "education": message("education and science"),
    "elections": message("elections and transitions"),
    "energy": message("energy"),
    "health": message("health"),
    "intelligence": message("intelligence"),
    "justice": message("justice"),
    "migration": message("migration"),
    "organised-crime": message("organised crime"),
    "peace": message("peace and conflict"),
    "regional": message("regional affairs"),
    "security": message("security"),
    "trade": message("trade and economy"),
    "transport": message("transport"),
}
_GROUPS = {
    "kind": KINDS,
    "status": STATUSES,
    "part": PARTS,
    "outcome": OUTCOMES,
    "review": REVIEWS,
    "verb": VERBS,
    "area": AREAS,
    "field": FIELDS,
    "topic": TOPICS,
    "role": ROLES,
    "facet": FACETS,
    "order": ORDERS,
}
_NAMED = 3  # participants in a title


class Labels:
    """The names of values, and of whole engagements, in one language."""

    def __init__(self, tongue: Tongue) -> None:
        """`tongue`: the language."""
        self.tongue = tongue

    def of(self, group: str, value: object) -> str:
        """What a value of a group ("kind", "topic", …) is called; the value itself where it has no name."""
        text = str(value)
        known = _GROUPS[group].get(text)
        return self.tongue.say(known) if known else text

    def group(self, group: str) -> dict[str, str]:
        """All values of a group with their names, in the alphabet of the group."""
        return {value: self.tongue.say(name) for value, name in _GROUPS[group].items()}

    def office(self, quote: str | None) -> str | None:
        """An office in the words of reports; None where they tell only that it is somebody's counterpart."""
        return office_told(quote)

    def echo(self, echo: Echo) -> str:
        """Why two reports count as one origin."""
        return self.tongue.say(ECHOES[echo.kind.value], about=echo.about)

    def reason(self, feature: str, note: str) -> str:
        """A reason of a likeness: what is compared, and why it speaks for or against; names and days stay as they are."""
        values, colon, why = note.rpartition(": ")
        apart = _APART.fullmatch(why)
        days = int(apart.group(1)) if apart else 0
        said = self.tongue.say_many("%(count)s day apart", "%(count)s days apart", days) if apart else self._why(why)
        return f"{self.tongue.say(FEATURES.get(feature, feature))}: {values}{colon}{said}"

    def doubt(self, reason: str) -> str:
        """Why an account is not surer; what no message is like stays as its reader said it."""
        for pattern, text in _reasons():
            if found := pattern.fullmatch(reason):
                return self.tongue.say(
                    text, **{name: self._value(name, told) for name, told in found.groupdict().items()}
                )
        return reason

    def _value(self, name: str, told: str) -> str:
        if name == "chance":
            return self.tongue.chance(float(told)) if told.replace(".", "", 1).isdecimal() else told
        if name == "state":
            return self.tongue.state(told)
        return self.of(name, told).lower() if name in ("kind", "status") else told

    def inferred(self, field: str, reasons: Iterable[str]) -> list[str]:
        """From what a field is inferred, as far as the reasons of its accounts say."""
        return [self.doubt(one) for one in dict.fromkeys(reasons) if one.startswith(INFERRED.get(field, ("\0",)))]

    def _why(self, why: str) -> str:
        return self.tongue.say(why) if why in WHYS else why

    def when(self, engagement: Engagement) -> str:
        """The dates of an engagement in one short text; "" without one."""
        start, end = engagement.start.value, engagement.end.value
        if not start:
            return self.tongue.say("until %(date)s", date=self.tongue.date(end)) if end else ""
        return self.between(PartialDate.parse(start), PartialDate.parse(end) if end else None)

    def between(self, start: PartialDate, end: PartialDate | None) -> str:
        """From one date to another in one short text: where only the first day is told, it says so."""
        if only_begins(start, end):
            return self.tongue.say("from %(date)s", date=self.tongue.date(start))
        if end is None or start == end:  # of a month or a year it is not known how much
            return self.tongue.date(start)
        return self.tongue.dates(str(start), str(end))

    def where(self, engagement: Engagement) -> str:
        """City and state; "" where neither is known."""
        return ", ".join(filter(None, (engagement.city.value, self.tongue.state(engagement.country.value))))

    def who(self, participant: Participant) -> str:
        """A participant in one short text, with its side."""
        side = self.tongue.state(participant.country.value)
        shown = participant.shown_as
        if shown == participant.country.value:
            return side
        return f"{shown} ({side})" if side else shown

    def title(self, engagement: Engagement) -> str:
        """An engagement in one line: what, who."""
        kind, names = self.of("kind", engagement.kind.value), self.names(engagement)
        return self.tongue.say("%(kind)s: %(names)s", kind=kind, names=names) if names else kind

    def names(self, engagement: Engagement) -> str:
        """Its first participants in one line, named ones and visitors before others."""
        ordered = sorted(engagement.participants, key=lambda one: (not one.name.value, one.role.value != "visitor"))
        names = [self.who(one) for one in ordered[:_NAMED]]
        more = len(ordered) - len(names)
        if more:
            names.append(self.tongue.say_many("%(count)s other", "%(count)s others", more))
        return ", ".join(names)

    def asked(self, query: Query) -> list[tuple[str, str]]:
        """The conditions of a query in words: field, value."""
        return [(name, value) for name, value, _ in self.conditions(query)]

    def conditions(self, query: Query) -> list[tuple[str, str, Query]]:
        """The conditions of a query in words, each with the query without it."""
        say, tongue = self.tongue.say, self.tongue
        found = [
            (say("state"), tongue.state(state), replace(query, states=tuple(s for s in query.states if s != state)))
            for state in query.states
        ]
        sides = (("visitor", query.visitor), ("host", query.host))
        told: list[tuple[str, str | None, str]] = [
            (say("part"), f"{self.of('part', part)}: {tongue.state(code)}" if code else None, part)
            for part, code in sides
        ]
        place = query.place
        told += [
            (say("organisation"), query.organisation, "organisation"),
            (say("words"), query.text, "text"),
            (say("person"), query.person, "person"),
            (say("with"), query.met, "met"),
            (say("office"), self.of("role", query.role) if query.role else None, "role"),
            (say("kind"), self.of("kind", query.kind) if query.kind else None, "kind"),
            (say("status"), self.of("status", query.status) if query.status else None, "status"),
            (say("topic"), self.of("topic", query.topic) if query.topic else None, "topic"),
            (say("place"), tongue.state(place) if place and _is_code(place) else place, "place"),
            (say("since"), tongue.date(query.since) or None, "since"),
            (say("until"), tongue.date(query.until) or None, "until"),
            (say("publisher"), query.publisher, "publisher"),
            (say("language"), tongue.language(query.language) or None, "language"),
            (say("independent sources"), self.origins(query.origins) if query.origins else None, "origins"),
            (say("review"), self.of("review", query.review) if query.review else None, "review"),
            (say("tag"), query.tag, "tag"),
            (say("collection"), query.collection, "collection"),
            (say("changed since"), tongue.date(str(query.changed)) if query.changed else None, "changed"),
        ]
        none: Any = None
        found += [(name, value, replace(query, **{field: none})) for name, value, field in told if value]
        if query.took_place:
            found.append((say("status"), say("took place"), replace(query, took_place=False)))
        return found

    def origins(self, least: int | str) -> str:
        """How many independent sources there are at least."""
        return self.tongue.say("%(count)s or more", count=self.tongue.number(int(least)))


@cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The messages of REASONS as patterns."""
    return tuple((pattern_of(one), one) for one in REASONS)


def _is_code(place: str) -> bool:
    return len(place) == 2 and place.isupper()
