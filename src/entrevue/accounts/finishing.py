"""Drafts made whole: sides, places, dates, parts and statuses that follow from what the report tells together."""

from collections import Counter
from collections.abc import Mapping, Sequence

from entrevue.accounts.characters import Character
from entrevue.accounts.clock import Clock
from entrevue.accounts.datelines import dateline, home_of
from entrevue.accounts.drafts import Draft
from entrevue.accounts.placing import Placer, within
from entrevue.accounts.spots import Spot
from entrevue.accounts.words import fold
from entrevue.atlas.addresses import state_of_address
from entrevue.atlas.holders import state_of_holder
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import Place, PlaceKind
from entrevue.domain.reading import Kind, Part, Status
from entrevue.domain.report import Report
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar

_WEAK = frozenset(
    {"generic", "envoy", "guest", "member", "delegation", "successor", "spokesperson", "counterpart", None}
)
_OWNS = frozenset({"'s", "'", "s"})
_MOST = 5  # how often a state is told that a report on people abroad speaks for
_VOICE = 3  # how often a state counts as told when the report speaks for it
_FAR = frozenset({"speak", "confer"})  # verbs of those who need not be in one place
_RANK = frozenset({"head_of_state", "head_of_government", "minister"})


def place_of(draft: Draft) -> str | None:
    """The state in which a draft takes place."""
    return draft.spot.country if draft.spot is not None else None


class Finisher:
    """Completes the drafts of one report."""

    def __init__(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        drafts: list[Draft],
        grammar: Grammar,
        usual: Mapping[str, str],
    ) -> None:
        """Count the report's sides and find its dateline; `usual`: offices of one state where no word tells whose."""
        self.grammar = grammar
        self.usual = usual
        self.report = report
        self.sentences = sentences
        self.drafts = drafts
        self.dateline = dateline(sentences)
        self.home = home_of(report.url, sentences)
        self.voices: set[str] = set()  # states that the report speaks for
        self.votes = self._votes()
        self.guessed: set[Character] = set()  # whose side no word of theirs tells
        self.placer = Placer(report, drafts, self.dateline, self.guessed)
        self.clock = Clock(report, drafts)

    def finish(self) -> list[Draft]:
        """The drafts, completed, in order of the text."""
        self.drafts.sort(key=lambda draft: draft.first)
        self.placer.places(guess=False)
        self._far_apart()
        self._sides()
        self.placer.places()
        self.clock.put_off()
        self._drop_excursions()
        self.placer.contain()
        self._inherit()
        self._name_states()
        self.clock.mark_main()
        self.clock.date_main()
        self.clock.statuses()
        self._parts()
        self.clock.follow()
        return self._between_states()

    def _far_apart(self) -> None:
        """Two who only "spoke with" each other, at no place that is told, were on the telephone."""
        for draft in self.drafts:
            told = {frame.trigger_id for frame in draft.frames}
            if draft.kind is Kind.MEETING and draft.spot is None and "speak" in told and told <= _FAR:
                draft.kind = Kind.CALL

    def _drop_excursions(self) -> None:
        """A trip to another town of the state that is visited is part of that visit: "will fly to Iquitos on Thursday"."""
        visits = [draft for draft in self.drafts if draft.kind is Kind.VISIT]
        for draft in visits:
            others = (other for other in visits if other in self.drafts and other is not draft)
            visit = next((other for other in others if self._excursion(draft, other)), None)
            if visit is not None:
                self.drafts.remove(draft)
                visit.parts = {**draft.parts, **visit.parts}
                visit.told = {**draft.told, **visit.told}

    @staticmethod
    def _excursion(draft: Draft, visit: Draft) -> bool:
        """Whether one visit lies inside another, told before it, in place, time and people."""
        if draft.spot is None or visit.spot is None or draft.spot.country != visit.spot.country:
            return False
        if visit.first > draft.first or draft.frames[0].noun or draft.back or visit.back:
            return False
        if draft.start is None or visit.start is None or visit.start.day is None or draft.start.day is None:
            return False
        same = bool(draft.visitors & visit.visitors) and draft.start != visit.start
        stops = visit.spot.city is not None and draft.spot.city not in {None, visit.spot.city}
        return same and within(draft, visit) and not (stops and visit.end == visit.start)

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
            for actor in sentence.actors:
                if actor.role == "spokesperson" and actor.country is not None:
                    self.voices.add(actor.country)
            for place in sentence.places:
                if place.kind is PlaceKind.METONYM and self._signs(sentence, place):
                    self.voices.add(place.country or "")
                if place.country is not None and not self._spoken_of(sentence, place):
                    votes[place.country] += 2 if sentence.paragraph <= 0 else 1
                    if place.kind is PlaceKind.DEMONYM and self.report.text.startswith("-", place.end):
                        self.voices.add(place.country)  # "algéro-rwandais": a report's own side comes first
                    votes[place.country] += place.kind is PlaceKind.METONYM  # "Downing Street": who speaks
        votes.update(dict.fromkeys(self.voices, _VOICE))
        if self.dateline is not None and self.dateline.country is not None:
            votes[self.dateline.country] += 5
        home = state_of_address(self.report.url)
        if home is not None:
            votes[home] += 4
        return votes

    @staticmethod
    def _signs(sentence: Sentence, place: Place) -> bool:
        """Whether a line is a house's name alone, that of whoever publishes: "The White House"."""
        return (
            place.end >= sentence.end
            and len(sentence.tokens) - sentence.index_at(place.start) >= len(sentence.tokens) - 1
        )

    def _spoken_of(self, sentence: Sentence, place: Place) -> bool:
        """Whether a place is one of the subjects of talks: "issues including Yemen, Syria and Iran", "Russia's war"."""
        behind = next((k for k, token in enumerate(sentence.tokens) if token.start >= place.end), None)
        while behind is not None and behind < len(sentence.tokens) and sentence.tokens[behind].fold in _OWNS:
            behind += 1
        if behind is not None and behind < len(sentence.tokens):
            if sentence.tokens[behind].fold in self.grammar.matters and place.kind is not PlaceKind.CITY:
                return True
        listed = {sentence.index_at(other.start) for other in sentence.places}
        between = {",", *self.grammar.coordinators, *self.grammar.plain_articles}
        at = sentence.index_at(place.start) - 1
        while at >= 0 and (at in listed or sentence.tokens[at].fold in between):
            at -= 1
        return at >= 0 and sentence.tokens[at].fold in self.grammar.concerns

    def _sides(self) -> None:
        """Whom a participant represents when the text does not say: the report's own state, unless it is the other's."""
        self._known_sides()
        goals: dict[Character, set[str]] = {}
        for draft in self.drafts:
            if draft.kind is Kind.VISIT and draft.spot is not None and draft.spot.country is not None:
                for character in draft.visitors:
                    goals.setdefault(character, set()).add(draft.spot.country)
        for draft in self.drafts:
            nowhere = draft.kind is Kind.VISIT and draft.spot is None and draft.back and self.home is None
            for character in () if nowhere else draft.parts:  # nothing tells from where or whither
                if character.country is not None or character.international:
                    continue
                anywhere = draft.margins or draft.kind is Kind.CONFERENCE  # there one guess tells nothing of the next
                others: set[str | None] = {
                    other.country
                    for other in draft.parts
                    if other is not character
                    and other.country
                    and other not in draft.aides
                    and not (anywhere and other in self.guessed)
                }
                if draft.kind is Kind.VISIT:
                    others = set()  # who travels along is of the same side
                if draft.kind is Kind.VISIT and draft.spot is not None:
                    others |= {draft.spot.country} - {None}
                if len(others) > 1 and place_of(draft) in others and draft.kind is not Kind.VISIT:
                    others -= {place_of(draft)}  # two of one side met somebody: "met Merkel and the German minister"
                others |= goals.get(character, set())
                self.guessed.add(character)
                usual = self._usual(character)
                if usual is not None and usual not in others:
                    character.country = usual
                    continue
                if draft.parts[character] is Part.HOST and draft.spot is not None and draft.spot.country:
                    character.country = draft.spot.country
                    continue
                place = draft.spot.country if draft.spot is not None and draft.kind is not Kind.VISIT else None
                if draft.margins or self._beside_gathering(draft):  # the report's own people may have gone there
                    place = self._own({*others, place}, place, abroad=draft.margins)
                beside = [c.country for c in draft.parts if c.country] if draft.kind is Kind.VISIT else []
                likely = [place, *beside, self.home, *(code for code, _ in self.votes.most_common(4))]
                character.country = next((code for code in likely if code is not None and code not in others), None)

    def _known_sides(self) -> None:
        """Well-known people represent the state whose office they held in the report's year."""
        year = self.report.published.year if self.report.published is not None else None
        for character in {character for draft in self.drafts for character in draft.parts}:
            if character.name and character.country is None and not character.international:
                state = state_of_holder(character.name, year)
                character.country = None if state == "-" else state

    def _own(self, others: set[str | None], place: str | None, *, abroad: bool) -> str | None:
        """The state that a report speaks for, none of `others`; `abroad`: of which it tells by far the most will do."""
        told = [(code, votes) for code, votes in self.votes.most_common() if code not in others]
        speaks = next((code for code, _ in told if code in self.voices), None)
        most = [votes for _, votes in told] + [0, 0]
        return speaks or (told[0][0] if abroad and most[0] >= _MOST and most[0] > 2 * most[1] else place)

    def _usual(self, character: Character) -> str | None:
        """The state whose offices alone are told so in the report's language: "Secretary of State"."""
        quotes = (fold(post.quote) for post in character.posts if character.name or " " in post.quote)
        return next((self.usual[quote] for quote in quotes if quote in self.usual), None)

    def _beside_gathering(self, draft: Draft) -> bool:
        """Whether a meeting is told beside a gathering, where people of any state meet: "on the fringe of the session"."""
        if draft.kind is Kind.CONFERENCE:
            return True
        gatherings = (d for d in self.drafts if d.kind is Kind.CONFERENCE and d.spot is not None and not d.back)
        here = draft.spot.country if draft.spot is not None else None
        return draft.kind is Kind.MEETING and any(d.spot is not None and d.spot.country == here for d in gatherings)

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

    def _inherit(self) -> None:
        """Dates pass between a visit and the meetings inside it."""
        for draft in self.drafts:
            visit = draft.part_of
            if visit is None:
                continue
            if draft.start is None and visit.start is not None:
                self._date_within(draft, visit)
            elif visit.start is None and visit.end is None and draft.start is not None:
                visit.start = draft.start
                visit.end = None if draft.start.day is not None else draft.start
                visit.date = draft.date
                visit.inferred.add("start")
            if draft.spot is None and visit.spot is not None:
                draft.spot = Spot(visit.spot.country, visit.spot.city)
            elif visit.spot is None and visit.kind is Kind.CONFERENCE:
                visit.spot = draft.spot

    def _begun(self, visit: Draft) -> bool:
        """Whether a visit had begun when the report was published."""
        published = self.report.published
        return published is not None and visit.start is not None and visit.start.first <= published.last

    def _date_within(self, draft: Draft, visit: Draft) -> None:
        """The day of what is told undated inside a visit: that of what was told before it, else the visit's days.

        What is still to come in a visit that has begun is known to the month alone.
        """
        assert visit.start is not None
        draft.inferred.add("start")
        days = visit.end is None or visit.end.last != visit.start.first
        told = [d for d in self.drafts if d.part_of is visit and d.first <= draft.first and "start" not in d.inferred]
        last = next((d for d in reversed(told) if d.start is not None and d is not draft), None)
        if draft.arrival:
            draft.start, draft.end, draft.date = visit.start, visit.start, visit.date
        elif days and draft.status is Status.PLANNED and visit.start.month is not None and self._begun(visit):
            draft.start = draft.end = PartialDate(visit.start.year, visit.start.month)
        elif days and last is not None and last.status is draft.status:
            draft.start, draft.end, draft.date = last.start, last.end, last.date
        else:
            draft.start, draft.end, draft.date = visit.start, visit.end or visit.start, visit.date

    def _parts(self) -> None:
        """In a meeting those of the place's state host, those from elsewhere visit; in a third place all take part."""
        for draft in self.drafts:
            if draft.kind is Kind.CALL:
                draft.parts = dict.fromkeys(draft.parts, Part.PARTICIPANT)
            if draft.kind is Kind.CONFERENCE and draft.spot is not None and draft.spot.country is not None:
                at_home = [c for c in draft.people if c.country == draft.spot.country and c not in self.guessed]
                draft.parts |= dict.fromkeys(at_home, Part.HOST)
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
