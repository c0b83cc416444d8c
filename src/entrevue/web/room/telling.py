"""What reports say, ready for a page: passages of texts in highlighted pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.report import Paragraph, Report
from entrevue.domain.sheets import EngagementSheet, ReportSheet
from entrevue.inquiry.highlights import Label, Piece, labels_of, passages, pieces


@dataclass(frozen=True, slots=True)
class Told:
    """An account with the sentences that it stands on; `elided`: whether words are left out before each passage."""

    account: RecordedAccount
    passages: tuple[tuple[Piece, ...], ...]


def told_side_by_side(sheet: EngagementSheet, most: int) -> tuple[Told, ...]:
    """The accounts of an engagement, the first `most` of them, with the sentences around their evidence."""
    return tuple(_told(account, sheet.texts.get(account.context.report, "")) for account in sheet.accounts[:most])


def told_of_field(sheet: EngagementSheet, field: str) -> tuple[Told, ...]:
    """The same for one field ("city", "STEM.0.office"), an account for each value that reports tell of it."""
    seat, _, name = field.rpartition(".")
    one = sheet.engagement
    holder = next((p for p in one.participants if seat in p.seats), None) if seat else one
    sayings = getattr(holder, name).sayings if holder else ()
    accounts = {account.stem: account for account in sheet.accounts}
    first = [next((accounts[stem] for stem in saying.stems if stem in accounts), None) for saying in sayings]
    told = (_told(one, sheet.texts.get(one.context.report, ""), name) for one in first if one)
    return tuple(one for one in told if one.passages)


def _told(account: RecordedAccount, text: str, field: str | None = None) -> Told:
    labels = labels_of([(account.stem, account.account)])
    labels = tuple(label for label in labels if field in {None, label.field})
    return Told(account, tuple(pieces(text, start, end, labels) for start, end in passages(text, labels)))


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph in highlighted pieces."""

    paragraph: Paragraph
    pieces: tuple[Piece, ...]


def shown_text(sheet: ReportSheet) -> tuple[tuple[Piece, ...], tuple[Shown, ...]]:
    """A report's title and paragraphs, every piece of evidence in them highlighted."""
    report = sheet.version.content
    labels = labels_of([(one.stem, one.account) for one in sheet.accounts], [one.claim for one in sheet.claims])
    title = pieces(report.text, 0, report.title_end, labels) if report.title_end else ()
    return title, tuple(_shown(report, labels))


def _shown(report: Report, labels: Sequence[Label]) -> Iterable[Shown]:
    for paragraph in report.paragraphs:
        yield Shown(paragraph, pieces(report.text, paragraph.start, paragraph.end, labels))
