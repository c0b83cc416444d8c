"""The public ledger: chooses the store by its place and joins reading, recording, decisions and answers."""

import datetime as dt
import gc
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from entrevue.domain.dossiers import Dossier, Tie
from entrevue.domain.doubts import Candidate, Queue
from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.finding import Facets, Hit, Listed
from entrevue.domain.glances import Glance
from entrevue.domain.holdings import Holdings
from entrevue.domain.likeness import Bond, Echo
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.reading import CODED, Reading
from entrevue.domain.recorded import Recorded, RecordedAccount, RecordedClaim, ReportVersion
from entrevue.domain.sheets import EngagementSheet, ReportSheet
from entrevue.domain.verdicts import Verdict
from entrevue.errors import DamagedLedger, UnusableLedger
from entrevue.inquiry.asking import Suggestion, Understood, suggested, understand
from entrevue.inquiry.dossiers import dossier, network
from entrevue.inquiry.doubts import with_claims
from entrevue.inquiry.filters import understood
from entrevue.inquiry.frames import Frames, frame_of, library_called
from entrevue.inquiry.sentences import Sentence, sentence_of
from entrevue.inquiry.subjects import subject_of
from entrevue.inquiry.tabling import rows_of
from entrevue.inquiry.tidy import TABLES, Row
from entrevue.inquiry.verdicts import checked
from entrevue.ledger import answers
from entrevue.ledger.alerting import AlertBook
from entrevue.ledger.bonds import bonds_of
from entrevue.ledger.carrying import Carrying
from entrevue.ledger.collecting import Collections
from entrevue.ledger.deciding import Desk
from entrevue.ledger.doubting import candidates, count_open, doubtful
from entrevue.ledger.facets import facets_of
from entrevue.ledger.finding import Finder
from entrevue.ledger.forgetting import Forgotten, forget_again, forget_person, forget_replier, forget_report
from entrevue.ledger.freshness import version_of, version_of_person
from entrevue.ledger.independence import echoes
from entrevue.ledger.indexes import listed, persons_listed
from entrevue.ledger.noting import Notes
from entrevue.ledger.recording import known_pages, record, report_id, reread
from entrevue.ledger.rederiving import mark_derived, rederive
from entrevue.ledger.replying import Replies
from entrevue.ledger.rows import Order, Phrase, Refusal, VersionRow
from entrevue.ledger.sheets import engagement_sheet, newest_reports, report_sheet, reports_after
from entrevue.ledger.shelving import Searches
from entrevue.ledger.stamping import StampedStore, edition_of, stamp_of
from entrevue.ledger.store import Session, Store
from entrevue.ledger.suspecting import Suspects
from entrevue.ledger.tenures import people, persons_named
from entrevue.ledger.upkeep import Status, all_reports, differences, verify
from entrevue.ledger.verbs import Deciding
from entrevue.ledger.watching import WatchBook
from entrevue.ledger.words import phrases_of
from entrevue.stores.backups import unfinished
from entrevue.stores.files import MEMORY, check_file, set_aside
from entrevue.stores.places import printable
from entrevue.stores.restoring import whole
from entrevue.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from entrevue.access.tokens import Tokens
    from entrevue.access.users import Users
    from entrevue.pipeline import Reader

_SERVERS = ("postgresql://", "postgres://", "postgresql+psycopg://")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # "mysql://…", and what is left of it in a path: "mysql:/…"
_IN_USE = ("reports", "users")  # what a ledger holds that nobody may lose by mistake
_READERS = 5.0  # seconds to wait for who still reads what was just forgotten
_SCANNED = 300  # engagements in memory at a time where all are asked for
_TOLD = 3  # accounts of an engagement among which its sentence is looked for
_CLAIMS = 20  # claims that one look at the queue checks: a verdict asks the ledger several times


def default_place() -> str:
    """The ledger of the user: `ENTREVUE_LEDGER`, or a file in the user's data folder."""
    return os.environ.get("ENTREVUE_LEDGER") or str(_home() / "ledger.db")


def _home() -> Path:
    """The user's data folder, the one folder that is made for a ledger: nobody has mistyped it."""
    from platformdirs import user_data_path

    return user_data_path("entrevue", appauthor=False)


def is_missing(place: str) -> bool:
    """Whether there is no ledger at a place, but one can be made; UnusableLedger where none can."""
    if place.startswith(_SERVERS):
        from entrevue.stores.postgres import is_empty

        return is_empty(_server(place))
    path = _file(place)
    if path is None or path.exists():
        return False
    if path.parent == _home():
        path.parent.mkdir(parents=True, exist_ok=True)
    check_file(path, create=True)
    return True


def _file(place: str) -> Path | None:
    """The file that a place names; None for a server or memory, UnusableLedger for an address of anything else."""
    if place == MEMORY or place.startswith(_SERVERS):
        return None
    if _ADDRESS.match(place):
        raise UnusableLedger(f"{printable(place)}: is no address of a ledger; say a file, or postgresql://…")
    return Path(place)


def _server(address: str) -> str:
    """The address of a server as it is spelled here."""
    return address.replace("postgres://", "postgresql://", 1)


def open_store(place: str, *, create: bool = True, patience: float | None = None) -> Store:
    """The store at a place: an address of PostgreSQL, `:memory:`, or a file."""
    if place.startswith(_SERVERS):
        from entrevue.stores.postgres import PostgresStore  # psycopg takes 50 ms to load

        return PostgresStore(_server(place), create=create, patience=patience)
    _file(place)  # says what is wrong with an address of anything else
    if create:
        is_missing(place)
    return SqliteStore(place, create=create, patience=patience)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _understood(query: Query | None) -> Query:
    """A query as the ledger asks it: states by code, topics of the scheme; WrongQuery says what would be right."""
    return Query() if query is None else understood(query)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold back the search for reference cycles: a batch makes a million values and no cycle; it costs a fifth else."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Ledger(Deciding, Carrying):
    """A ledger of engagements: one SQLite file, a PostgreSQL database, or memory.

        >>> with Ledger(":memory:") as ledger:
        ...     recorded = ledger.record(entrevue.read("…", published="2023-04-08"))
        ...     for engagement in ledger.find(Query(states=("MA", "US"))):
        ...         print(engagement.start.value, engagement.kind)

    Everything raises UnusableLedger when the database cannot be used, UnknownId for an id it does not hold, and
    WrongDecision for a decision that cannot be made; nothing is written then.
    """

    _store: StampedStore

    def __init__(
        self,
        place: str | Path | None = None,
        *,
        create: bool = True,
        clock: Callable[[], dt.datetime] = _now,
        patience: float | None = None,
    ) -> None:
        """`place`: a path or an address `postgresql://…`; without one, the user's own ledger.

        `patience`: seconds to wait for another writer; None: as long as the store sees fit.
        """
        self.place = default_place() if place is None else str(place)
        store = open_store(self.place, create=create, patience=patience)
        self._store = StampedStore(store)
        self._aside = StampedStore(store, quiet=True)
        self._clock = clock
        if store.writes:
            self.tidy(0)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the database."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    # Recording

    def record(self, reading: Reading) -> Recorded:
        """Keep what was read from a report, in one transaction; what is known already changes nothing."""
        with self._store.writing() as session:
            mark_derived(session)
            return record(session, [reading], self._clock())[0]

    def record_many(
        self, readings: Iterable[Reading], *, batch: int = 100, archived: bool = False
    ) -> Iterator[Recorded]:
        """Keep many readings, `batch` reports a transaction: much faster, and still every report whole or not at all.

        `archived`: they are of an archive that may be read more than once, out of order: a page that is known in any of
        its versions changes nothing.
        """
        pending: dict[str, Reading] = {}
        for reading in readings:
            id_ = report_id(reading.report)
            if len(pending) >= batch or id_ in pending:
                yield from self._batch(list(pending.values()), archived=archived)
                pending = {}
            pending[id_] = reading
        yield from self._batch(list(pending.values()), archived=archived)

    def known(self, pages: Iterable[str]) -> dict[str, str]:
        """The reports that are as they were read from these pages, by the pages' fingerprints (`Reading.page`)."""
        with self._store.reading() as session:
            return known_pages(session, pages)

    def _batch(self, readings: list[Reading], *, archived: bool) -> list[Recorded]:
        with _without_collecting(), self._store.writing() as session:
            mark_derived(session)
            return record(session, readings, self._clock(), archived=archived) if readings else []

    def reread(self, reader: "Reader", *, everything: bool = False) -> Iterator[Recorded]:
        """Read every report again that an older reader read (or all), one transaction a report; decisions stay."""
        from entrevue.pipeline import reader_names

        with self._store.reading() as session:
            current = reader_names()
            read = [(row, row.reader.partition("+")[0]) for row in all_reports(session)]
            rows = [row for row, by in read if by != CODED and (everything or by not in current)]
        for row in rows:
            if (recorded := self._reread(reader, row.id)) is not None:
                yield recorded

    def _reread(self, reader: "Reader", id: str) -> Recorded | None:  # noqa: A002 (the word for it)
        """Read a report again; None for one that was forgotten meanwhile.

        What comes of it is kept only if the report still is what was read: else it is read once more.
        """
        current: VersionRow | None = None
        reading: Reading | None = None
        while True:
            with self._store.writing() if reading else self._store.reading() as session:
                row = session.report(id)
                newest = session.versions(row.number)[-1] if row else None
                if row is None or newest is None:
                    return None
                if reading and newest == current:
                    mark_derived(session)
                    return reread(session, reading, row, newest.traces)
            current, reading = newest, reader.read_report(newest.content)

    # Answers

    def find(
        self,
        query: Query | None = None,
        *,
        limit: int | None = 50,
        before: str | None = None,
        order: str = "day",
    ) -> tuple[Engagement, ...]:
        """Engagements, newest first, undated last; `before` is the id of the last one of the page before.

        `order`: "day"; "change", what was told or decided of last first; "reports", those of which most reports tell
        first; "doubt", the most doubtful first.
        """
        with self._store.reading() as session:
            return answers.page_of(session, _understood(query), limit, before, Order[order.upper()])

    def recent(self, query: Query | None = None, *, limit: int | None = 50) -> tuple[Engagement, ...]:
        """What `find` finds, whatever was told or decided of last coming first."""
        with self._store.reading() as session:
            wanted = replace(answers.filter_of(session, _understood(query)), order=Order.CHANGE)
            return answers.engagements_of(session, session.find(wanted, limit))

    def changed(self, *engagements: Engagement) -> dict[str, dt.datetime]:
        """When a report or a decision on each of some engagements last came, by id; rereading and deriving change none."""
        with self._store.reading() as session:
            numbers = session.stems(one.id for one in engagements)
            times = session.changed(numbers.values())
        return {id_: dt.datetime.fromisoformat(times[n]) for id_, n in numbers.items() if times.get(n)}

    def holdings(self, *, publishers: int = 20) -> Holdings:
        """What the ledger has read: reports, publishers (the most frequent by name), languages, and the days they span."""
        with self._store.reading() as session:
            return answers.holdings_of(session, publishers)

    def sides_with(self, code: str) -> dict[str, int]:
        """In how many engagements that took place each other state has to do with one, over everything."""
        with self._store.reading() as session:
            return answers.sides_with(session, code)

    def echoes(self, id: str) -> tuple[Echo, ...]:  # noqa: A002 (the word for it)
        """Which accounts of an engagement count as one origin, and why."""
        return echoes(self.accounts(id))

    def glances(self, query: Query | None = None, *, limit: int | None = 50) -> tuple[Glance, ...]:
        """What `find` finds, at a glance: values without who says them, several times as fast."""
        with self._store.reading() as session:
            return answers.glances_of(session, session.find(answers.filter_of(session, _understood(query)), limit))

    def count(self, query: Query | None = None) -> int:
        """How many engagements a query finds."""
        with self._store.reading() as session:
            return session.count(answers.filter_of(session, _understood(query)))

    def scan(self, query: Query | None = None, *, before: str | None = None) -> Iterator[Engagement]:
        """Every engagement of a query as `find` orders them, a few hundred in memory at a time."""
        while some := self.find(query, limit=_SCANNED, before=before):
            yield from some
            before = some[-1].id

    def rows(self, table: str = "engagements", query: Query | None = None) -> Iterator[Row]:
        """The rows of a tidy table, one value a column, the newest first.

        `table`: engagements, participations, dyads, persons, claims or network; `entrevue.TABLES` tells their columns.
        """
        return rows_of(self, table, _understood(query))

    def frame(self, table: str = "engagements", query: Query | None = None, *, library: str = "pandas") -> Any:
        """A tidy table as a frame of pandas or polars; MissingExtra where that is not installed."""
        library_called(library)  # before the ledger is asked
        rows = self.rows(table, query)
        return frame_of(TABLES[table], rows, library)

    def frames(self, query: Query | None = None, *, library: str = "pandas") -> Frames:
        """Every tidy table as a frame, all of one state of the ledger: `ledger.frames().dyads`."""
        with self.one_state():
            return Frames({table: self.frame(table, query, library=library) for table in TABLES})

    def years(self, query: Query | None = None) -> dict[int, int]:
        """Dated engagements by the year in which they can first have begun."""
        with self._store.reading() as session:
            return session.years(answers.filter_of(session, _understood(query)))

    def days(self, query: Query | None = None) -> dict[dt.date, int]:
        """Dated engagements by the day on which they can first have begun, in order."""
        with self._store.reading() as session:
            days = session.days(answers.filter_of(session, _understood(query)))
        return {dt.date.fromordinal(day): count for day, count in days.items()}

    def coverage(self, query: Query | None = None) -> Coverage:
        """What the ledger has read that bears on a query."""
        with self._store.reading() as session:
            return answers.coverage_of(session, _understood(query))

    def engagement(self, id: str) -> Engagement:  # noqa: A002 (the word for it)
        """The engagement that an account's stem belongs to."""
        with self._store.reading() as session:
            return answers.engagements_of(session, [answers.locate(session, id)])[0]

    def accounts(
        self,
        id: str,  # noqa: A002
        *,
        limit: int | None = None,
        after: str | None = None,
    ) -> tuple[RecordedAccount, ...]:
        """The accounts of an engagement, with their quotes, in the order of recording; UnknownId for none.

        `limit`: so many at most, those behind the account `after`.
        """
        with self._store.reading() as session:
            return answers.accounts_of(session, id, limit, after)

    def account(self, id: str) -> RecordedAccount:  # noqa: A002
        """One account, with its quotes; UnknownId for none."""
        with self._store.reading() as session:
            return answers.account_of(session, id)

    def own_accounts(self, report: str) -> frozenset[str]:
        """The accounts (stems) of a report, and of those that repeat its text; none for a report it does not hold."""
        with self._store.reading() as session:
            return answers.own_accounts(session, report)

    def bonds(self, id: str) -> tuple[Bond, ...]:  # noqa: A002
        """Why the accounts of an engagement are one: the likenesses that join them, the strongest first, with reasons."""
        return bonds_of(self.accounts(id))

    def check(self, reading: Reading) -> tuple[Verdict, ...]:
        """What the ledger says to every claim of a text that was read; the text is not recorded."""
        return checked(reading, self)

    def sheet(self, id: str, *, most: int | None = None) -> EngagementSheet:  # noqa: A002
        """An engagement with its accounts, their texts, and what it is part of, holds, follows and is followed by.

        `most`: so many accounts, and as many claims, the first, and what the reports of these tell of around it.
        """
        with self._store.reading() as session:
            return engagement_sheet(session, id, most)

    def report(self, id: str, version: int | None = None) -> ReportSheet:  # noqa: A002
        """A report with what it tells: its current version, or an older one by its number."""
        with self._store.reading() as session:
            return report_sheet(session, id, version)

    def reports(self, *, limit: int = 50, after: str | None = None) -> tuple[ReportVersion, ...]:
        """Reports in the order of recording; `after` is the id of the last one of the page before."""
        with self._store.reading() as session:
            return reports_after(session, after, limit)

    def newest_reports(self, limit: int = 10) -> tuple[ReportVersion, ...]:
        """The reports that were recorded last, the newest first."""
        with self._store.reading() as session:
            return newest_reports(session, limit)

    def claims(
        self, *, engagement: str | None = None, limit: int | None = 50, after: str | None = None
    ) -> tuple[RecordedClaim, ...]:
        """Claims of recorded reports, in the order of recording; `after` is the id after which a page goes on."""
        with self._store.reading() as session:
            stems = session.members(answers.locate(session, engagement).number) if engagement else None
            number = session.claim_number(after) if after else 0
            return answers.claims_from(session.claims(stems, number or 0, limit))

    def claims_of(self, engagements: Iterable[Engagement], *, limit: int | None = 50) -> tuple[RecordedClaim, ...]:
        """The claims that reports make of any of some engagements, in the order of recording."""
        with self._store.reading() as session:
            stems = session.stems(stem for one in engagements for stem in one.stems)
            return answers.claims_from(session.claims(stems.values(), 0, limit)) if stems else ()

    def persons(self, name: str, *, limit: int | None = None) -> tuple[Person, ...]:
        """Persons in whose names a word begins with each word of `name`; with `limit`, those shown most ways first."""
        with self._store.reading() as session:
            return persons_named(session, name, limit)

    def persons_like(self, name: str, *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Persons whose names hold every word of `name`, as it is or nearly, in any spelling; the nearest first.

        `begun`: the last word may go on.
        """
        with self._store.reading() as session:
            return Finder(session).persons_like(name, begun=begun, limit=limit)

    def terms_like(self, name: str, kinds: Collection[str], *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Organisations, cities or publishers whose names hold every word of `name`, as it is or nearly."""
        with self._store.reading() as session:
            return Finder(session).terms_like(name, kinds, begun=begun, limit=limit)

    def sentences(self, engagements: Iterable[Engagement], text: str | None = None) -> dict[str, Sentence]:
        """For each engagement, by its id, the sentence that tells of it, with the words of `text` marked."""
        words = [word for phrase in phrases_of(text or "") for word in _marked(phrase)]
        with self._store.reading() as session:
            told = answers.told_with_texts(session, engagements, _TOLD)
        found = {id_: sentence_of(accounts, words) for id_, accounts in told.items()}
        return {id_: sentence for id_, sentence in found.items() if sentence is not None}

    def facets(self, query: Query | None = None) -> Facets:
        """What a query finds, counted by facets: kinds, states, offices, organisations, years, publishers …"""
        with self._store.reading() as session:
            return facets_of(session, _understood(query))

    def index(self, kind: str) -> tuple[Listed, ...]:
        """Everybody, or everything of a kind, that engagements are listed under, those of most engagements first.

        `kind`: "person", "organisation", "state", "pair", "publisher", "topic", "role" or "city"; five thousand at most.
        """
        with self._store.reading() as session:
            return persons_listed(session) if kind == "person" else listed(session, kind)

    def understand(self, question: str) -> Understood:
        """What a question in words asks: states, persons, offices, days by every usual name, the rest as full text."""
        with self._store.reading() as session:
            return understand(question, Finder(session), self._clock().date())

    def suggest(self, question: str, *, most: int = 8) -> tuple[Suggestion, ...]:
        """Where a question that is being typed may lead, the likeliest first."""
        with self._store.reading() as session:
            return suggested(question, Finder(session), self._clock().date(), most=most)

    def person(self, id: str) -> Person:  # noqa: A002
        """The person that an appearance belongs to."""
        with self._store.reading() as session:
            return people(session, [id])[0]

    def people(self, ids: Sequence[str]) -> tuple[Person, ...]:
        """Several persons at once, in the order asked for."""
        with self._store.reading() as session:
            return people(session, ids)

    def dossier(self, who: str, other: str | None = None, *, shown: int = 20) -> Dossier:
        """All about a person, an organisation, a state, or a pair: each by id, code or name."""
        subjects = tuple(subject_of(self, one) for one in (who, other) if one)
        return dossier(self, subjects, shown=shown)

    def network(self, query: Query | None = None, *, limit: int | None = 1000, sides: bool = False) -> tuple[Tie, ...]:
        """Who met whom in the newest engagements of a query; those of one side did not meet each other there."""
        return network(self.glances(query, limit=limit), sides=sides)

    # Review; decisions are made by the verbs of `Deciding`

    def doubts(
        self,
        query: Query | None = None,
        *,
        looks_at: int = 50,
        before: str | None = None,
        language: str | None = None,
    ) -> Queue:
        """What to review next: of all open engagements the `looks_at` most doubtful, before them what readers propose.

        `before` is the `last` of the page before; why a claim is contradicted is told in `language`.
        """
        with self._store.reading() as session:
            look = doubtful(session, _understood(query), looks_at, before)
            items = look.items
            total = count_open(session, _understood(query))
            stems = session.stems(stem for item in items for stem in item.engagement.stems)
            told = answers.claims_from(session.claims(stems.values(), 0, _CLAIMS)) if stems else ()
        items = with_claims(items, told, self, language)
        by_doubt = sorted(
            items, key=lambda item: (not item.proposed, -item.points)
        )  # stable: the newest of equals first
        return Queue(tuple(by_doubt), len(items), total, look.last)

    def versions(self, *engagements: Engagement) -> dict[str, str]:
        """The versions of engagements as they are shown, by id: decisions say with them what their maker saw."""
        with self._store.reading() as session:
            newest = session.newest_decision()
        return {one.id: version_of(one, newest) for one in engagements}

    def person_version(self, id: str) -> str:  # noqa: A002
        """The version of the person that an appearance belongs to."""
        with self._store.reading() as session:
            ids = [row.id for row in answers.appearances_of(session, id)]
            return version_of_person(ids, session.newest_decision())

    def candidates(self, id: str) -> tuple[Candidate, ...]:  # noqa: A002
        """Other engagements that may be this one, the likeliest first."""
        with self._store.reading() as session:
            return candidates(session, id)

    # Those who use it

    def now(self) -> dt.datetime:
        """The time by the ledger's clock."""
        return self._clock()

    @cached_property
    def users(self) -> "Users":
        """Who may work at the desk."""
        from entrevue.access.passwords import Passwords  # the first hash takes 0.1 s: paid by who has to do with users
        from entrevue.access.users import Users

        return Users(self._aside, self._clock, Passwords())

    @cached_property
    def tokens(self) -> "Tokens":
        """What programs show to act for users."""
        from entrevue.access.tokens import Tokens

        return Tokens(self._aside, self._clock)

    @cached_property
    def replies(self) -> Replies:
        """What readers remark."""
        return Replies(self._store, self._aside, self._clock)

    @cached_property
    def notes(self) -> Notes:
        """What editors write beside reports, persons and engagements, and the tags that they file them under."""
        return Notes(self._store, self._aside, self._clock)

    @cached_property
    def collections(self) -> Collections:
        """What editors put together under a title."""
        return Collections(self._store, self._aside, self._clock)

    @cached_property
    def searches(self) -> Searches:
        """The searches that users keep."""
        return Searches(self._store, self._aside, self._clock)

    @cached_property
    def watches(self) -> WatchBook:
        """What is read again and again."""
        return WatchBook(self._aside, self._clock)

    @cached_property
    def alerts(self) -> AlertBook:
        """Who is told of what is new."""
        return AlertBook(self._aside, self._clock)

    # Upkeep

    def totals(self) -> dict[str, int]:
        """How many things of each kind the ledger holds."""
        with self._store.reading() as session:
            return session.totals()

    def stamp(self) -> str:
        """A value that changes with every write: answers kept under it are still right while it is the same."""
        with self._store.reading() as session:
            return stamp_of(session)

    def edition(self) -> str:
        """A value that changes with every write but those of users, tokens, and replies that correct nothing."""
        with self._store.reading() as session:
            return edition_of(session)

    def one_state(self) -> AbstractContextManager[None]:
        """All questions asked within are answered from one state of the ledger, and faster than one by one.

            >>> with ledger.one_state():
            ...     total, newest = ledger.count(query), ledger.find(query, limit=10)

        It holds for the thread (or task) that entered it, and does not see what is written meanwhile.
        """
        return self._store.holding()

    def status(self) -> Status:
        """What the ledger holds."""
        with self._store.reading() as session:
            return Status(self._store.place, session.totals(), session.readers())

    def verify(self) -> tuple[str, ...]:
        """What is broken, in words; nothing when the ledger is whole."""
        return verify(self._store)

    def rederive(self) -> int:
        """Derive engagements and persons anew from reports, accounts and decisions; how many reports that took."""
        with self._store.writing() as session:
            return rederive(session)

    def forget(self, id: str, *, who: str, why: str = "") -> Forgotten:  # noqa: A002
        """Remove for good a report ("r-…"), a person's traces ("p-…"), or the replies of an e-mail address.

        The log tells only that it was done.
        """
        suspects = Suspects.by(self._store, id) if id.startswith("p-") and "@" not in id else None
        with self._store.writing() as session:
            desk = Desk(session, who, self._clock(), why)
            if suspects is not None:
                forgotten = forget_person(desk, id, suspects)
            else:
                forgotten = forget_replier(desk, id) if "@" in id else forget_report(desk, id)
        return replace(forgotten, pending=not self.tidy(_READERS))

    def tidy(self, patience: float | None = None) -> bool:
        """Wipe what was forgotten off the disk, where that had to wait; whether nothing waits any more.

        It is tried whenever a ledger is opened or written. `patience`: seconds to wait for who still reads an earlier
        state; None: as long as for a writer.
        """
        return self._store.tidy(patience)

    def backup(self, path: str | Path) -> None:
        """Write a copy, as of one moment, as an SQLite ledger; others may write meanwhile.

        It has its name only when it is whole: without sign-ins and secrets, and checked.
        """
        target = Path(path)
        if target.exists():
            raise UnusableLedger(f"{target}: is there already; a backup overwrites nothing")
        self._store.copy_to(target)

    def restore(self, path: str | Path, *, replace_all: bool = False) -> None:
        """Take everything from a backup; a ledger that holds something is replaced only with `replace_all`.

        UnusableLedger for a file that is no whole ledger, and nothing is changed then. A backup holds users, tokens and
        replies, but nobody is signed in with it.
        """
        with whole(Path(path)) as source:
            self._take(source, replace_all=replace_all)

    def _take(self, source: Store, *, replace_all: bool) -> None:
        with source.reading() as session:
            held = session.totals()
        for kind, count in self.totals().items():
            if kind not in _IN_USE or not count:
                continue
            if not replace_all:
                raise UnusableLedger(f"{self._store.place}: holds {count} {kind} already; say --replace to lose them")
            if not any(held[one] for one in _IN_USE):
                raise UnusableLedger(f"{source.place}: holds nothing, and would replace {count} {kind}")
        with self._store.reading() as session:
            refusals = session.refusals()
        self._store.take_from(source, lambda session: _finish(session, refusals))
        self.tidy()


def _marked(phrase: Phrase) -> Iterator[str]:
    """The words of a phrase as they are marked in a sentence; a star for one that may go on."""
    for place, word in enumerate(phrase.words):
        yield f"{word}*" if phrase.open_end and place == len(phrase.words) - 1 else word


def _finish(session: Session, refusals: Sequence[Refusal]) -> None:
    """Forget again, in a ledger that was restored, what was forgotten since; derive it anew where it has to be."""
    forget_again(session, refusals)
    if list(differences(session)):
        rederive(session)


def restore(place: str | Path, path: str | Path, *, replace_all: bool = False) -> Path | None:
    """Take everything from a backup into the ledger at a place, or make one there; nothing is left when it fails.

    A damaged file is replaced with `replace_all`, and kept under another name, which is returned.
    """
    is_missing(str(place))
    with whole(Path(path)) as source:
        target, aside = Path(place), None
        if str(place).startswith(_SERVERS) or target.exists():
            try:
                with Ledger(place) as ledger:
                    ledger._take(source, replace_all=replace_all)
                return None
            except DamagedLedger as error:
                if not replace_all:
                    raise UnusableLedger(
                        f"{printable(str(place))}: is damaged; say --replace to keep it under another name"
                    ) from error
        with unfinished(target) as draft:
            with Ledger(draft) as ledger:
                ledger._take(source, replace_all=True)
            if target.exists():
                aside = set_aside(target)
    return aside


__all__ = ["MEMORY", "Ledger", "default_place", "is_missing", "open_store", "printable", "restore"]
