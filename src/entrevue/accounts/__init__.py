"""Sentences with mentions → accounts of engagements and claims."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from entrevue.accounts.agenda import AgendaReader
from entrevue.accounts.cast import Cast
from entrevue.accounts.characters import Character, Post
from entrevue.accounts.company import Company
from entrevue.accounts.datelines import home_of
from entrevue.accounts.drafting import Drafter
from entrevue.accounts.drafts import Draft
from entrevue.accounts.finishing import Finisher
from entrevue.accounts.frames import Frame
from entrevue.accounts.framing import FrameReader
from entrevue.accounts.telling import TellingReader
from entrevue.domain.evidence import Evidence
from entrevue.domain.mentions import ActorKind
from entrevue.domain.reading import Account, Claim, Kind, Part, Participation, Topic
from entrevue.domain.report import Report
from entrevue.domain.text import Sentence
from entrevue.languages.agenda import load_agenda
from entrevue.languages.grammar import load_grammar, load_offices
from entrevue.languages.telling import load_telling
from entrevue.languages.triggers import load_triggers

__all__ = ["AccountTeller"]


class AccountTeller:
    """Tells the accounts of reports in one language."""

    def __init__(self, language: str) -> None:
        """Load the language's words; PackError when there is no pack."""
        self.grammar = load_grammar(language)
        self.offices = load_offices(language)
        self.triggers = load_triggers(language)
        self.frames = FrameReader(self.grammar, self.triggers)
        self.telling = TellingReader(load_telling(language))
        self.agenda = AgendaReader(load_agenda(language))

    def tell(self, report: Report, sentences: Sequence[Sentence]) -> tuple[tuple[Account, ...], tuple[Claim, ...]]:
        """The accounts and claims of a report, given its sentences with their mentions."""
        cast = Cast(report.text, self.grammar, self.offices, home_of(report.url, sentences))
        cast.meet(sentences)
        drafter = Drafter(self.grammar, self.triggers, cast, report.published, sentences)
        company = Company(self.grammar, cast, drafter.drafts)
        body_first = sorted(enumerate(sentences), key=lambda pair: (pair[1].paragraph < 0, pair[0]))
        for number, sentence in body_first:
            for frame in self.frames.read(sentence, number):
                if not self._counted(frame):
                    drafter.add(frame)
            if sentence.paragraph >= 0:
                company.add(sentence, number)
        drafts = Finisher(report, sentences, self._kept(drafter.drafts), self.grammar, self.offices.usual).finish()
        accounts = self._accounts(report, sentences, drafts)
        claims = tuple(self.telling.claims(report.text, sentences, accounts)) if accounts else ()
        return accounts, claims

    def _counted(self, frame: Frame) -> bool:
        """Whether a noun is only counted ("the second visit by a senior official"): a claim, no engagement."""
        tokens = frame.sentence.tokens
        ranks = self.telling.telling.ranks
        pairs = pairwise(tokens[: frame.trigger])
        if any(one.fold in ranks and two.fold in self.triggers.times for one, two in pairs):
            return not any(date.kind == "day" for date in frame.sentence.dates)  # "the third time that they met"
        words = [token.fold for token in tokens[max(frame.trigger - 3, 0) : frame.trigger]]
        if not frame.noun or not any(word in ranks for word in words):
            return False
        since = any(token.fold in self.triggers.since for token in tokens)
        kinds = {"day", "range"} if frame.kind is not Kind.CONFERENCE or since else {"day", "range", "month", "year"}
        if frame.sentence.places and any(date.kind in kinds for date in frame.sentence.dates):
            if re.search(self.triggers.takes_place, " ".join(token.fold for token in tokens)):
                return False  # "a first visit to X, planned for 21 June, had to be called off"
        before = " ".join(token.fold for token in tokens[max(frame.trigger - 8, 0) : frame.trigger])
        return re.search(self.triggers.identified, before) is not None or not any(
            a.name or a.kind is ActorKind.PRONOUN for a, _ in frame.roles
        )

    @staticmethod
    def _kept(drafts: list[Draft]) -> list[Draft]:
        """Headlines alone are no evidence; one state alone is no engagement."""
        kept = []
        for draft in drafts:
            if draft.title_only and any(not other.title_only for other in drafts):
                continue
            if draft.supplied and all(other.supplied or other.kind is Kind.SIGNING for other in drafts):
                continue  # nothing else in the report tells of two states
            sides = {character.country or id(character) for character in draft.parts}
            if draft.kind in {Kind.MEETING, Kind.CALL} and len(sides) < 2:
                continue
            kept.append(draft)
        return kept

    def _accounts(self, report: Report, sentences: Sequence[Sentence], drafts: list[Draft]) -> tuple[Account, ...]:
        ids = {draft: f"e{number}" for number, draft in enumerate(drafts, 1)}
        sources = self._sources(report, sentences)
        agendas = self._agendas(report.text, sentences, drafts)
        return tuple(self._account(report, sentences, draft, ids, sources, agendas[draft]) for draft in drafts)

    def _sources(self, report: Report, sentences: Sequence[Sentence]) -> dict[int, Evidence]:
        """For each sentence the source that it or the report before it credits."""
        told: dict[int, Evidence] = {}
        last: Evidence | None = None
        for number, sentence in enumerate(sentences):
            own = self.telling.source(report.text, sentence)
            last = own or last
            if last is not None:
                told[number] = last
        first = next(iter(told.values()), None)
        if first is not None:
            for number in range(len(sentences)):
                told.setdefault(number, first)
        return told

    def _account(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        draft: Draft,
        ids: Mapping[Draft, str],
        sources: Mapping[int, Evidence],
        topics: tuple[Topic, ...],
    ) -> Account:
        text = report.text
        source = self._credited(report, sentences, draft, sources)
        evidence = {"kind": self._trigger_evidence(text, draft)}
        if draft.date is not None:
            evidence["start"] = Evidence.of(text, draft.date.start, draft.date.end)
        if draft.spot is not None and draft.spot.evidence is not None:
            evidence["country"] = Evidence.of(text, *draft.spot.evidence)
        if source is not None:
            evidence["source"] = source
        return Account(
            ids[draft],
            draft.kind,
            draft.start,
            draft.end,
            draft.spot.country if draft.spot and draft.kind is not Kind.CALL else None,
            draft.spot.city if draft.spot and draft.kind is not Kind.CALL else None,
            draft.status,
            tuple(self._participation(text, character, part, draft) for character, part in draft.parts.items()),
            topics,
            source.quote if source else None,
            ids.get(draft.part_of) if draft.part_of else None,
            ids.get(draft.follows) if draft.follows else None,
            draft.main,
            evidence,
            tuple(sorted(draft.inferred)),
            *confidence(draft),
        )

    def _credited(
        self, report: Report, sentences: Sequence[Sentence], draft: Draft, sources: Mapping[int, Evidence]
    ) -> Evidence | None:
        """The source of an account: what is told in passing is credited only where its own sentence credits."""
        number = draft.frames[0].number
        if draft.main:
            return sources.get(number)
        own = self.telling.source(report.text, sentences[number])
        repeated = self.telling.repeats_source(report.text, sentences[number])
        return own or (sources.get(number) if repeated else None)

    @staticmethod
    def _trigger_evidence(text: str, draft: Draft) -> Evidence:
        frame = draft.frames[0]
        token = frame.sentence.tokens[frame.trigger]
        return Evidence.of(text, token.start, token.end)

    def _agendas(
        self, text: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]
    ) -> dict[Draft, tuple[Topic, ...]]:
        """The agenda of each draft: told in the sentences of its frames, or in those that follow without any frame."""
        found: dict[Draft, dict[str, Topic]] = {draft: {} for draft in drafts}
        telling: dict[int, list[tuple[int, Draft]]] = {}
        for draft in drafts:
            for frame in draft.frames:
                telling.setdefault(frame.number, []).append((frame.sentence.tokens[frame.trigger].start, draft))
        last: list[tuple[int, Draft]] = []
        for number, sentence in enumerate(sentences):
            here = sorted(telling.get(number, ()), key=lambda one: one[0])
            if sentence.paragraph < 0 or not (here or last):
                continue
            for topic in self.agenda.points(text, sentence):
                before = [draft for start, draft in here if start < topic.evidence.start]
                owner = before[-1] if before else (here or last)[0 if here else -1][1]
                found[owner].setdefault(topic.quote, topic)
            news = [(start, draft) for start, draft in here if draft.main]
            last = news or (last if any(draft.main for _, draft in last) else here) or last
        return {draft: tuple(topics.values()) for draft, topics in found.items()}

    @staticmethod
    def _participation(text: str, character: Character, part: Part, draft: Draft) -> Participation:
        post = character.post
        evidence: dict[str, Evidence] = {}
        if character.name_span is not None:
            evidence["name"] = Evidence.of(text, *character.name_span)
        if post is not None:
            evidence["office"] = Evidence.of(text, *post.span)
        organization = _organization(character, post)
        if post is not None and post.organisation is not None:
            evidence["organization"] = Evidence.of(text, post.organisation.start, post.organisation.end)
        if character.country_span is not None:
            evidence["country"] = Evidence.of(text, *character.country_span)
        evidence["part"] = Evidence.of(text, *draft.told.get(character, character.first))
        inferred = ("country",) if character.country and character.country_span is None else ()
        office = post.quote if post is not None else None
        return Participation(character.name, office, organization, character.country, part, evidence, inferred)


def _organization(character: Character, post: Post | None) -> str | None:
    body = post.organisation if post is not None else character.body
    if body is None:
        return None
    return body.acronym or body.name


def confidence(draft: Draft) -> tuple[float, tuple[str, ...]]:
    """How sure an account is, between 0 and 1, with what lowers it."""
    doubts = []
    if all(frame.weak for frame in draft.frames):
        doubts.append(("a weak trigger", 0.15))
    if not any(character.name for character in draft.parts):
        doubts.append(("nobody is named", 0.15))
    if "start" in draft.inferred or draft.start is None:
        doubts.append(("the date is inferred or missing", 0.1))
    if "country" in draft.inferred or draft.spot is None:
        doubts.append(("the place is inferred or missing", 0.05))
    if draft.title_only:
        doubts.append(("told by the headline alone", 0.3))
    return round(0.95 - sum(cost for _, cost in doubts), 2), tuple(reason for reason, _ in doubts)
