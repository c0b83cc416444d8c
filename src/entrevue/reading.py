"""Report → reading, in three steps: what is told where, what belongs together, what is concluded."""

from entrevue.accounts.concluding import Told, conclude
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Claim, Reading
from entrevue.domain.report import Report
from entrevue.encoder import Encoder
from entrevue.languages.grammar import load_grammar
from entrevue.linking import link
from entrevue.linking.scorers import Scorers, softmax
from entrevue.linking.words import words_of
from entrevue.mentions.tagging import TAGS, find_mentions
from entrevue.mentions.tokens import sentences


class LearnedReader:
    """Reads reports with a trained model."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the model; nothing is loaded before the first report."""
        self.encoder = encoder
        self._scorers: Scorers | None = None

    def read_report(self, report: Report) -> Reading:
        """The accounts and claims of a report in a language that has a pack."""
        language = report.language or ""
        words = words_of(report.text, sentences(report, load_grammar(language)))
        name = f"{self.encoder.hash}"
        if not len(words):
            return Reading(report, reader_version=name, pack_version=language)
        scorers = self._scorers = self._scorers or Scorers(self.encoder.heads)
        states = self.encoder.states(words)
        chances = softmax(scorers.linear("tagger", states).reshape(len(words), len(TAGS), 3))
        found = find_mentions(words, chances, language, published=report.published, url=report.url)
        if not found.triggers:
            return Reading(report, reader_version=name, pack_version=language)
        links = link(
            words, states, scorers, actors=found.actors, triggers=found.triggers, dates=found.dates, points=found.points,
            told=found.states, home=found.home,
        )  # fmt: skip
        accounts = conclude(Told(words, links, found.triggers, found.dates, found.points, report.published))
        claims = tuple(Claim(m.quote, Evidence.of(report.text, m.start, m.end)) for m in found.claims) if accounts else ()
        return Reading(report, accounts, claims, name, language)
