"""Holdings: what a ledger has read, as its readers want to know before they trust it."""

from dataclasses import dataclass

from entrevue.domain.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Holdings:
    """What was read: `publishers` are the most frequent with how many reports each has, of `all_publishers`.

    `languages`: reports by language, None where it is not known. `first`, `last`: days of publication; `earliest` and
    `latest` the days of the first and the last engagement that is dated.
    """

    reports: int
    engagements: int
    persons: int
    all_publishers: int
    publishers: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str | None, int], ...] = ()
    first: PartialDate | None = None
    last: PartialDate | None = None
    earliest: PartialDate | None = None
    latest: PartialDate | None = None
