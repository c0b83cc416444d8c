"""Drafts made whole: sides, places, dates, parts and statuses that follow from what the report tells together."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from entrevue.accounts.cast import Character
from entrevue.accounts.drafts import Draft
from entrevue.accounts.settings import Spot
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.reading import Kind, Part, Status
from entrevue.domain.report import Report
from entrevue.domain.text import Sentence

_HERE = {Status.HELD, Status.ONGOING}
_WEAK = frozenset(
    {"generic", "envoy", "guest", "member", "delegation", "successor", "spokesperson", "counterpart", None}
)
_RANK = frozenset({"head_of_state", "head_of_government", "minister"})
_STAY = 5  # days that a visit of which one day is known may last
_LONG_AGO = 45  # days after which an engagement is background beside a newer one


class Finisher:
    """Completes the drafts of one report."""

    def __init__(self, report: Report, sentences: Sequence[Sentence], drafts: list[Draft]) -> None:
        """Count the report's sides and find its dateline."""
        self.report = report
        self.sentences = sentences
        self.drafts = drafts
        self.dateline = dateline(sentences)
        self.home = home_of(report.url, sentences)
        self.votes = self._votes()
        self.guessed: set[Character] = set()  # whose side no word of theirs tells

    def finish(self) -> list[Draft]:
        """The drafts, completed, in order of the text."""
        self.drafts.sort(key=lambda draft: draft.first)
        self._places(guess=False)
        self._sides()
        self._places()
        self._contain()
        self._inherit()
        self._name_states()
        self._mark_main()
        self._date_main()
        self._statuses()
        self._parts()
        self._follow()
        return self._between_states()

    def _between_states(self) -> list[Draft]:
        """Leave out what only one state takes part in (domestic politics, sport, culture).

        Beside an engagement that plainly crosses borders the others are taken on trust unless they tell one state alone.
        """
        crossing = {draft for draft in self.drafts if self._crosses_borders(draft)}
        kept = {draft for draft in self.drafts if draft in crossing or not self._domestic(draft)} if crossing else set()
        for draft in kept:
            draft.part_of = draft.part_of if draft.part_of in kept else None
            draft.follows = draft.follows if draft.follows in kept else None
        return [draft for draft in self.drafts if draft in kept]

    def _domestic(self, draft: Draft) -> bool:
        """Whether all who take part are told to be of one state, and it is at home."""
        sides = {None if c in self.guessed else c.country for c in draft.parts}
        place = draft.spot.country if draft.spot is not None else None
        return len(sides) == 1 and None not in sides and place in sides and draft.kind is not Kind.CONFERENCE

    def _crosses_borders(self, draft: Draft) -> bool:
        """Whether the text tells two sides, or one beside somebody in office whose side goes without saying."""
        if any(c.international for c in draft.parts):
            return True
        if draft.kind in {Kind.MEETING, Kind.CALL} and not any(self._official(c) for c in draft.parts):
            return False
        told = {c.country for c in draft.parts if c.country and c not in self.guessed}
        unsaid = [c for c in draft.parts if c in self.guessed or c.country is None]
        place = draft.spot.country if draft.spot is not None and draft.spot.evidence is not None else None
        if draft.kind is Kind.CONFERENCE:
            return bool(place and told - {place})
        if not any(c.state or c.posts for c in draft.parts):
            return False
        if draft.kind is Kind.VISIT and not told:
            return place is not None and any(c.posts and c.name and c.country != place for c in unsaid)
        return len(told | ({place} - {None})) > 1 or (bool(told) and any(c.posts for c in unsaid))

    def _official(self, character: Character) -> bool:
        """Whether somebody plainly speaks for a side: a body, an office of rank, or any office of a state that is told."""
        if character.state or (character.posts and character.country is not None and character not in self.guessed):
            return True
        return any(
            post.role in _RANK or (post.role not in _WEAK and len(post.quote.split()) > 1) for post in character.posts
        )

    def _votes(self) -> Counter[str]:
        """How often each state is meant: the report's home is likely among the first."""
        votes: Counter[str] = Counter()
        for sentence in self.sentences:
            for place in sentence.places:
                if place.country is not None:
                    votes[place.country] += 2 if sentence.paragraph <= 0 else 1
        if self.dateline is not None and self.dateline.country is not None:
            votes[self.dateline.country] += 5
        home = _home(self.report.url)
        if home is not None:
            votes[home] += 4
        return votes

    def _sides(self) -> None:
        """Whom a participant represents when the text does not say: the report's own state, unless it is the other's."""
        for draft in self.drafts:
            for character in draft.parts:
                if character.country is not None or character.international:
                    continue
                others: set[str | None] = {
                    other.country for other in draft.parts if other is not character and other.country
                }
                if draft.kind is Kind.VISIT and draft.spot is not None:
                    others |= {draft.spot.country} - {None}
                self.guessed.add(character)
                if draft.parts[character] is Part.HOST and draft.spot is not None and draft.spot.country:
                    character.country = draft.spot.country
                    continue
                place = draft.spot.country if draft.spot is not None and draft.kind is not Kind.VISIT else None
                likely = [place, self.home, *(code for code, _ in self.votes.most_common(4))]
                character.country = next((code for code in likely if code is not None and code not in others), None)

    def _places(self, *, guess: bool = True) -> None:
        """A place that nobody tells: the visit's, the host's; with `guess` the dateline's."""
        for stay in self.drafts:
            if stay.kind is Kind.VISIT and stay.spot is None and not stay.back:
                stay.spot = self._goal(stay)
        for draft in self.drafts:
            if draft.spot is not None or draft.kind is Kind.CALL:
                continue
            visit = self._visit_around(draft)
            host = next((c for c, part in draft.parts.items() if part is Part.HOST and c.country), None)
            if visit is not None and visit.spot is not None:
                draft.spot = Spot(visit.spot.country, visit.spot.city)
            elif host is not None:
                city = self.dateline.city if self.dateline and self.dateline.country == host.country else None
                draft.spot = Spot(host.country, city)
            elif guess and self.dateline is not None and not draft.back:
                draft.spot = self.dateline
            if draft.spot is not None:
                draft.inferred.add("country")
        for draft in self.drafts:
            same = self.dateline is not None and draft.spot is not None and draft.spot.country == self.dateline.country
            if same and draft.spot and draft.spot.city is None and not draft.back and draft.kind is not Kind.CALL:
                assert self.dateline is not None
                draft.spot = Spot(draft.spot.country, self.dateline.city, draft.spot.evidence)

    def _goal(self, visit: Draft) -> Spot | None:
        """Where somebody "arrived on Sunday": where the visitor meets others abroad, within days."""
        sides = {c.country for c in visit.visitors}
        for draft in self.drafts:
            if draft.kind in {Kind.VISIT, Kind.CALL} or draft.spot is None or not visit.visitors & set(draft.parts):
                continue
            abroad = draft.spot.country not in sides and None not in sides
            if abroad and draft.spot.evidence is not None and _within(draft, visit):
                return Spot(draft.spot.country, None)
        return None

    def _visit_around(self, draft: Draft) -> Draft | None:
        """The visit during which a meeting, conference or signing takes place."""
        if draft.kind in {Kind.VISIT, Kind.CALL}:
            return None
        best: Draft | None = None
        for visit in self.drafts:
            if visit.kind is not Kind.VISIT or visit.spot is None or not self._takes_part(visit, draft):
                continue
            if draft.spot is not None and draft.spot.country != visit.spot.country:
                continue
            if not _within(draft, visit) or not self._of_one_time(draft, visit):
                continue
            others = set(draft.parts) - visit.visitors - self.guessed
            hosts = {c.country for c in others if c.country}
            if draft.spot is None and hosts and visit.spot.country not in hosts:
                continue
            if best is None or self._rank(visit, draft) < self._rank(best, draft):
                best = visit
        return best

    def _of_one_time(self, draft: Draft, visit: Draft) -> bool:
        """Whether both are news, or both are told of the past; dates decide where both have them.

        What "had" happened, undated, happened during the visit that was told before it.
        """
        if draft.start is not None and visit.start is not None:
            return True
        if draft.back != visit.back:
            return draft.back and draft.start is None and visit.start is not None and visit.first <= draft.first
        later = visit.first > draft.first and visit.start is not None
        return not (later and self._old(visit))

    def _old(self, draft: Draft) -> bool:
        """Whether it lies long before the report."""
        published = self.report.published
        if published is None or draft.start is None:
            return False
        return (published.last - draft.start.last).days > _LONG_AGO

    @staticmethod
    def _rank(visit: Draft, draft: Draft) -> tuple[bool, bool, int]:
        """How near a visit stands to what may be inside it: both told in passing or neither, told before it, close."""
        return visit.back != draft.back, visit.first > draft.first, abs(visit.first - draft.first)

    @staticmethod
    def _takes_part(visit: Draft, draft: Draft) -> bool:
        """Whether the visitor takes part, or the visitor's state by its name."""
        if visit.visitors & set(draft.parts):
            return True
        states = {c.country for c in draft.parts if c.state and c.body is None}
        return any(c.country in states and c.country for c in visit.visitors)

    def _contain(self) -> None:
        for draft in self.drafts:
            visit = self._visit_around(draft)
            if visit is not None:
                draft.part_of = visit
            elif draft.kind in {Kind.MEETING, Kind.SIGNING}:
                draft.part_of = self._gathering_around(draft)
            if draft.part_of is None and draft.kind is Kind.SIGNING and draft.start is None:
                draft.part_of = self._meeting_around(draft)

    def _name_states(self) -> None:
        """In a meeting inside a visit the visitor is meant by the name of the visitor's state."""
        for draft in self.drafts:
            visitors = draft.part_of.visitors if draft.part_of is not None else set()
            if draft.kind is not Kind.MEETING or len(visitors) != 1:
                continue
            (visitor,) = visitors
            meant = [c for c in draft.parts if c.state and c.body is None and c.country == visitor.country]
            if meant and visitor not in draft.parts and visitor.country:
                draft.parts = {visitor if c is meant[0] else c: part for c, part in draft.parts.items()}

    def _gathering_around(self, draft: Draft) -> Draft | None:
        """The conference on whose margins a meeting takes place."""
        for other in self.drafts:
            if other.kind is Kind.CONFERENCE and other.people & draft.people and other.back == draft.back:
                same = draft.spot is None or other.spot is None or draft.spot.country == other.spot.country
                if same and _within(draft, other):
                    return other
        return None

    def _meeting_around(self, draft: Draft) -> Draft | None:
        """The meeting of the signatories, told before, at which they signed."""
        meetings = (d for d in reversed(self.drafts) if d.kind is Kind.MEETING and d.first <= draft.first)
        return next((d for d in meetings if len(d.people & draft.people) > 1 and d.back == draft.back), None)

    def _inherit(self) -> None:
        """Dates pass between a visit and the meetings inside it."""
        for draft in self.drafts:
            visit = draft.part_of
            if visit is None:
                continue
            if draft.start is None and visit.start is not None:
                self._date_within(draft, visit)
            elif visit.start is None and draft.start is not None:
                visit.start = draft.start
                visit.end = None if draft.start.day is not None else draft.start
                visit.date = draft.date
                visit.inferred.add("start")
            if draft.spot is None and visit.spot is not None:
                draft.spot = Spot(visit.spot.country, visit.spot.city)
            elif visit.spot is None and visit.kind is Kind.CONFERENCE:
                visit.spot = draft.spot

    def _date_within(self, draft: Draft, visit: Draft) -> None:
        """The day of what is told undated inside a visit: that of what was told before it, else the visit's days.

        What is still to come in a visit of several days is known to the month alone.
        """
        assert visit.start is not None
        draft.inferred.add("start")
        days = (visit.end or visit.start).last != visit.start.first
        told = [d for d in self.drafts if d.part_of is visit and d.first <= draft.first and "start" not in d.inferred]
        last = next((d for d in reversed(told) if d.start is not None and d is not draft), None)
        if draft.arrival:
            draft.start, draft.end, draft.date = visit.start, visit.start, visit.date
        elif days and draft.status is Status.PLANNED and visit.start.month is not None:
            draft.start = draft.end = PartialDate(visit.start.year, visit.start.month)
        elif days and last is not None and last.status is draft.status:
            draft.start, draft.end, draft.date = last.start, last.end, last.date
        else:
            draft.start, draft.end, draft.date = visit.start, visit.end or visit.start, visit.date

    def _mark_main(self) -> None:
        """What is told in passing, before the rest or long before, is background."""
        dated = [draft.start.last for draft in self.drafts if draft.start is not None and not draft.back]
        newest = max(dated, default=None)
        if self.report.published is not None:
            newest = self.report.published.last
        for draft in self.drafts:
            old = draft.start is not None and newest is not None and (newest - draft.start.last).days > _LONG_AGO
            late = draft.start is not None and draft.status is Status.PLANNED and draft is not self.drafts[0]
            draft.main = not (draft.back or old or (late and draft.part_of is None))
        if self.drafts and not any(draft.main for draft in self.drafts):
            self.drafts[0].main = True

    def _date_main(self) -> None:
        """What a report tells as news and leaves undated took place in the month of the report."""
        published = self.report.published
        lead = next((d.start for d in self.drafts if d.main and d.start is not None and d.status in _HERE), None)
        for draft in self.drafts:
            if draft.start is not None or not draft.main or published is None or published.month is None:
                continue
            if draft.status in _HERE:
                month = lead or published
                news = self._news_of(draft)
                if news is not None:
                    draft.start, draft.end, draft.date = news.start, news.end, news.date
                    draft.inferred.add("start")
                    continue
                draft.start = draft.end = PartialDate(month.year, month.month)
                draft.inferred.add("start")

    def _news_of(self, draft: Draft) -> Draft | None:
        """The dated contact of somebody who takes part: what one report tells of one person's day is of that day."""
        if draft.kind not in {Kind.MEETING, Kind.CALL, Kind.SIGNING}:
            return None
        for other in self.drafts:
            day = other.kind in {Kind.MEETING, Kind.CALL} or (other.kind is Kind.VISIT and other.end == other.start)
            if day and other.main and other.people & draft.people:
                if other.start is not None and other.start.day is not None and "start" not in other.inferred:
                    return other if other.status in _HERE else None
        return None

    def _statuses(self) -> None:
        """Let the dates speak: what lies ahead is planned, what spans the report's day is ongoing."""
        published = self.report.published
        self._put_off()
        for draft in self.drafts:
            if draft.kind is Kind.VISIT and draft.status is Status.ONGOING and draft.end == draft.start:
                draft.end = None  # it goes on: the day told is the first one
            if draft.status is Status.CANCELLED or published is None or published.day is None or draft.start is None:
                continue
            start, end = draft.start.first, (draft.end or draft.start).last
            if start > published.last:
                draft.status = Status.PLANNED
            elif (draft.status is Status.PLANNED and end < published.first) or (
                draft.status is Status.ONGOING and draft.end is not None and end < published.first
            ):
                draft.status = Status.HELD
            elif draft.kind is Kind.VISIT and draft.status is Status.HELD and draft.start.day is not None:
                if start <= published.first <= end and start != end:
                    draft.status = Status.ONGOING
        for draft in self.drafts:
            if (
                draft.part_of is not None
                and draft.part_of.status is Status.CANCELLED
                and draft.status is Status.PLANNED
            ):
                draft.status = Status.CANCELLED

    def _put_off(self) -> None:
        """A weekday of what was called off lies ahead: "a reporté la visite qu'il devait effectuer lundi"."""
        published = self.report.published
        for draft in self.drafts:
            if draft.status is not Status.CANCELLED or draft.date is None or draft.start is None or published is None:
                continue
            weekday = draft.start.day is not None and not any(char.isdigit() for char in draft.date.quote)
            if weekday and 0 < (published.first - draft.start.first).days < 7:
                end = draft.end or draft.start
                draft.start = PartialDate.of(draft.start.first + dt.timedelta(days=7))
                draft.end = PartialDate.of(end.first + dt.timedelta(days=7)) if draft.end is not None else None

    def _parts(self) -> None:
        """In a meeting those of the place's state host, those from elsewhere visit; in a third place all take part."""
        for draft in self.drafts:
            if draft.kind is Kind.CALL:
                draft.parts = dict.fromkeys(draft.parts, Part.PARTICIPANT)
            if draft.kind not in {Kind.MEETING, Kind.SIGNING}:
                continue
            place = draft.spot.country if draft.spot else None
            if any(part is not Part.PARTICIPANT for part in draft.parts.values()):
                continue
            signs = draft.kind is Kind.SIGNING
            principal = [c for c in draft.parts if c not in draft.aides and not (signs and c.state)]
            home = [c for c in principal if c.country == place and place is not None]
            away = [c for c in principal if c.country != place]
            if home and away:
                draft.parts |= dict.fromkeys(home, Part.HOST) | dict.fromkeys(away, Part.VISITOR)

    def _follow(self) -> None:
        """What a meeting follows up: the earlier visit told after the words of following up."""
        mains = [draft for draft in self.drafts if draft.main]
        for draft in self.drafts:
            if draft.follow and not draft.main and mains:
                sentence = draft.frames[0].number
                near = [m for m in mains if m.kind is not Kind.VISIT and any(f.number <= sentence for f in m.frames)]
                target = (near or mains)[0]
                if target is not draft and draft.part_of is None and target.follows is None:
                    target.follows = draft


def _within(draft: Draft, visit: Draft) -> bool:
    """Whether the dates allow one to lie inside the other; unknown dates do."""
    if draft.start is None or visit.start is None:
        return True
    several = visit.end is not None and visit.end != visit.start
    last = visit.end.last if several and visit.end else visit.start.last + dt.timedelta(days=_STAY)
    return visit.start.first <= (draft.end or draft.start).last and draft.start.first <= last


def dateline(sentences: Sequence[Sentence]) -> Spot | None:
    """The city that a dispatch opens with: "Rabat, 7 avril 2023 (MAP)", "ISLAMABAD –", "Hanoi (VNA) -"."""
    for sentence in sentences:
        if sentence.paragraph not in {0, 1} or not sentence.tokens:
            continue
        for place in sentence.places:
            at = sentence.index_at(place.start)
            after = sentence.index_at(place.end - 1) + 1
            if place.kind is PlaceKind.CITY and at <= 1 and after < len(sentence.tokens):
                if sentence.tokens[after].text in {",", "(", "–", "-", "—", ":", "/", "."}:
                    return Spot(place.country, place.city, (place.start, place.end))
    return None


def home_of(url: str | None, sentences: Sequence[Sentence]) -> str | None:
    """The report's own state, by its address or by the capital that it is datelined from."""
    spot = dateline(sentences)
    return _home(url) or (spot.country if spot is not None else None)


def _home(url: str | None) -> str | None:
    """The state of an address's national domain."""
    host = (url or "").partition("//")[2].partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or ending in {"tv", "me", "io", "co", "ai", "fm", "ly", "to", "cc", "eu"}:
        return None
    return "GB" if ending == "uk" else ending.upper()
