"""Report → reading, in three steps: what is told where, what belongs together, what is concluded."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from entrevue.accounts import sameness, taking_part, when_where
from entrevue.accounts.agenda import topic_of
from entrevue.accounts.concluding import conclude
from entrevue.accounts.drafts import Told
from entrevue.accounts.explaining import explain
from entrevue.accounts.telling import TellingReader
from entrevue.domain.explanation import Explanation
from entrevue.domain.mentions import Organisation, Place
from entrevue.domain.reading import Reading
from entrevue.domain.report import Report
from entrevue.domain.spans import Words
from entrevue.domain.text import Sentence
from entrevue.encoder import Encoder
from entrevue.languages.grammar import load_grammar, load_offices, phrases_in, titles_of
from entrevue.languages.telling import load_telling
from entrevue.linking import Glue, Links, Manner, guests_of, link, manners_of
from entrevue.linking.scorers import Scorers, softmax
from entrevue.linking.words import words_of
from entrevue.mentions import screening
from entrevue.mentions.tagging import TAGS, Mentions, find_mentions
from entrevue.mentions.tokens import sentences
from entrevue.mentions.trimming import bare_words, small_words
from entrevue.mentions.values import atlas_in, holders_among, tells_a_side

_OUTSIDE = (1.0, 0.0, 0.0)  # the chances of a word that begins nothing and continues nothing
_SHORT = 200  # words of a text that the encoder reads at once
_LESS = 1.0  # log odds less for a sentence of such a text: with 0 one plain sentence alone may be told nothing of
Known = tuple[Place | Organisation, ...]


@dataclass(frozen=True)
class Analysis:
    """What the first two steps found in a report; `links` is None where no trigger was found."""

    sentences: tuple[Sentence, ...]
    mentions: Mentions
    links: Links | None


class LearnedReader:
    """Reads reports with a trained model."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the model; nothing is loaded before the first report."""
        self.encoder = encoder

    @cached_property
    def _scorers(self) -> Scorers:
        return Scorers(self.encoder.heads)

    def read_report(self, report: Report, known: Known | None = None) -> Reading:
        """The accounts and claims of a report in a language that has a pack; `known` as for `analyse`."""
        with _one_thread():
            return self._read(report, self.analyse(report, known))

    def _read(self, report: Report, analysis: Analysis) -> Reading:
        language = report.language or ""
        accounts = conclude(self.told(report, analysis)) if analysis.links is not None else ()
        # A draft may hold a claim and nothing else ("It is the second visit to Gabon …"): its trigger is enough.
        told = analysis.links is not None
        claims = _telling(language).claims(report.text, analysis.sentences, accounts) if told else ()
        return Reading(report, accounts, tuple(claims), self.encoder.hash, language)

    def explain(self, report: Report) -> Explanation:
        """The reading of a report with all that it was chosen from."""
        with _one_thread():
            analysis = self.analyse(report)
            reading = self._read(report, analysis)
            if analysis.links is None:
                return Explanation(reading, (), (), (), {})
            return explain(reading, self.told(report, analysis), analysis.mentions.actors)

    def told(self, report: Report, analysis: Analysis) -> Told:
        """What the last step looks at."""
        found, heads, language = analysis.mentions, self.encoder.heads, report.language or ""
        assert analysis.links is not None
        grammar = load_grammar(language)
        return Told(
            found.words,
            analysis.links,
            found.triggers,
            when_where.as_told(found.dates, analysis.links, report.published),
            found.points,
            report.published,
            found.home,
            _sentences_with(grammar.cancelling, found.words),
            heads.get("sameness.weight", sameness.START),
            heads.get("taking_part.weight", taking_part.START),
            heads.get("day.weight", when_where.START_DAY),
            heads.get("place.weight", when_where.START_PLACE),
            heads.get("confidence.weight"),
            float(heads.get("confidence.least", 0.0)),
            partial(topic_of, language),
            frozenset(grammar.same),
            bare_words(language),
            load_offices(language).singulars,
            found.states,
            phrases_in(grammar.accompanying, found.words.folds),
            _sentences_with(grammar.looking_back, found.words),
            _days_of_stay(found.words, grammar.days_of_stay, small_words(language)),
        )

    def analyse(self, report: Report, known: Known | None = None) -> Analysis:
        """Mentions and links; `known`: what the atlas finds in the report's text, where it was asked before."""
        language = report.language or ""
        grammar = load_grammar(language)
        split = sentences(report, grammar)
        words = words_of(report.text, split)
        known = atlas_in(words, language) if known is None else known
        passing = self._passing(words, known, language)
        # The encoder costs most: it reads only what can tell something.
        if not tells_a_side(known) or not passing.any():
            nothing = np.zeros((len(words), len(TAGS), 3), np.float32)
            empty = find_mentions(words, nothing, known, report)
            return Analysis(split, empty, None)
        states, read = self.encoder.states(words, passing)
        chances = softmax(self._scorers.linear("tagger", states).reshape(len(words), len(TAGS), 3))
        chances[~read] = _OUTSIDE
        found = find_mentions(words, chances, known, report)
        split = tuple(replace(one, places=_within(one, found.places)) for one in split)
        if not found.triggers:
            return Analysis(split, found, None)
        links = link(
            words,
            states,
            self._scorers,
            actors=found.actors,
            triggers=found.triggers,
            dates=found.dates,
            points=found.points,
            told=found.states,
            home=found.home,
            holders=holders_among(found.actors, report.published),
            glue=_glue(language),
            manners=manners_of(
                words, found.triggers, {how: phrases_in(getattr(grammar, how.value), words.folds) for how in Manner}
            ),
            published=report.published,
            guests=tuple(
                guests_of(words, found.actors, phrases_in(grammar.visiting, words.folds), grammar.auxiliaries)
            ),
        )
        return Analysis(split, found, links)

    def _passing(self, words: Words, known: Known, language: str) -> npt.NDArray[np.bool_]:
        """The words of sentences that may tell an engagement; with any of them the first, where people are named in full.

        A short text has few sentences of which one could pass, so less has to speak for them.
        """
        heads = self.encoder.heads
        told = screening.scores(screening.features(words, known, language), heads["screening.weight"])
        least = heads["screening.least"] - (_LESS if len(words) <= _SHORT else 0.0)
        passing = (told >= least)[np.asarray(words.sentence, np.int64)]
        passing[:1] |= passing.any()
        return np.asarray(passing, bool)


def _sentences_with(phrases: Sequence[str], words: Words) -> frozenset[int]:
    """The sentences that hold one of some folded phrases."""
    return frozenset(words.sentence[k] for k in phrases_in(phrases, words.folds))


def _days_of_stay(words: Words, phrases: Mapping[str, int], small: frozenset[str]) -> dict[int, int]:
    """The words that may be the stay of which a phrase tells a day ("the second day of his | visit"), and its number."""
    told = {}
    split = [(tuple(phrase.split()), day) for phrase, day in phrases.items()]
    for k in sorted(phrases_in(phrases, words.folds)):
        phrase, day = next(one for one in split if words.folds[k : k + len(one[0])] == one[0])
        at = behind = k + len(phrase)
        while at < len(words) and words.folds[at] in small:
            at += 1
        if at > behind:
            told[at] = day
    return told


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _one_thread() -> AbstractContextManager[object]:
    """Small matrices are multiplied faster by one thread than by several that wait for each other."""
    return _threads().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


def _within(sentence: Sentence, places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(place for place in places if sentence.start <= place.start and place.end <= sentence.end)


@cache
def _glue(language: str) -> Glue:
    grammar = load_grammar(language)
    joins = frozenset((",", *grammar.coordinators))
    return Glue(
        small_words(language) | joins,
        joins,
        frozenset(grammar.articles),
        frozenset(grammar.counterparts),
        titles_of(language),
        grammar.numerals,
        frozenset(load_offices(language).plurals),
    )


@cache
def _telling(language: str) -> TellingReader:
    return TellingReader(load_telling(language))
