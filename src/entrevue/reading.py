"""Report → reading, in three steps: what is told where, what belongs together, what is concluded."""

from dataclasses import dataclass
from functools import cached_property

from entrevue.accounts.concluding import Told, conclude
from entrevue.accounts.sameness import START
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Claim, Reading
from entrevue.domain.report import Report
from entrevue.encoder import Encoder
from entrevue.languages.grammar import load_grammar, numerals_of
from entrevue.linking import Links, link
from entrevue.linking.scorers import Scorers, softmax
from entrevue.linking.words import words_of
from entrevue.mentions.tagging import TAGS, Mentions, find_mentions
from entrevue.mentions.tokens import sentences


@dataclass(frozen=True)
class Analysis:
    """What the first two steps found in a report; `links` is None where no trigger was found."""

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

    def read_report(self, report: Report) -> Reading:
        """The accounts and claims of a report in a language that has a pack."""
        analysis = self.analyse(report)
        accounts = conclude(self.told(report, analysis)) if analysis.links is not None else ()
        claims = [Claim(m.quote, Evidence.of(report.text, m.start, m.end)) for m in analysis.mentions.claims]
        return Reading(report, accounts, tuple(claims) if accounts else (), self.encoder.hash, report.language or "")

    def told(self, report: Report, analysis: Analysis) -> Told:
        """What the last step looks at."""
        found, heads = analysis.mentions, self.encoder.heads
        assert analysis.links is not None
        return Told(
            found.words, analysis.links, found.triggers, found.dates, found.points, report.published,
            heads.get("sameness.weight", START), heads.get("confidence.weight"),
        )  # fmt: skip

    def analyse(self, report: Report) -> Analysis:
        """Mentions and links."""
        language = report.language or ""
        words = words_of(report.text, sentences(report, load_grammar(language)))
        states = self.encoder.states(words)
        chances = softmax(self._scorers.linear("tagger", states).reshape(len(words), len(TAGS), 3))
        found = find_mentions(words, chances, language, published=report.published, url=report.url)
        if not found.triggers:
            return Analysis(found, None)
        links = link(
            words, states, self._scorers, actors=found.actors, triggers=found.triggers, dates=found.dates,
            points=found.points, told=found.states, home=found.home, numerals=numerals_of(language),
        )  # fmt: skip
        return Analysis(found, links)
