"""The port's transaction over SQLAlchemy Core: watches, jobs and alerts."""

import datetime as dt
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.domain.watches import Alert, Channel, Job, JobKind, News, Watch, WatchKind, WatchRun
from entrevue.ledger.codec import undamaged
from entrevue.stores import tables as t
from entrevue.stores.session import NUMBERS, BaseSession

_NUMBERED = 2**31 - 1
_SEEN = select(t.watch_page.c.page).where(t.watch_page.c.page.in_(NUMBERS))


class WatchSession(BaseSession):
    """Watches and their runs, jobs under lease, alerts and what they tell."""

    def put_watch(self, watch: Watch) -> None:
        """Keep a new watch."""
        self.connection.execute(insert(t.watch), _watch_row(watch))

    def set_watch(self, watch: Watch) -> None:
        """Set everything of a watch that is there."""
        row = _watch_row(watch)
        self.connection.execute(update(t.watch).where(t.watch.c.id == row.pop("id")), row)

    def drop_watch(self, id: str) -> None:  # noqa: A002 (the word for it)
        """Remove a watch, what it saw, how it went, and what is to be done for it."""
        for table, column in (
            (t.watch_page, t.watch_page.c.watch),
            (t.watch_run, t.watch_run.c.watch),
            (t.job, t.job.c.watch),
            (t.watch, t.watch.c.id),
        ):
            self.connection.execute(delete(table).where(column == id))

    def watches(self) -> tuple[Watch, ...]:
        """All watches, in the order they were made."""
        rows = self.connection.execute(select(t.watch).order_by(t.watch.c.created, t.watch.c.id))
        return tuple(_watch(row) for row in rows)

    def put_watch_run(self, run: WatchRun, keep: int) -> None:
        """Keep how a look went, and forget those before the last `keep` of that watch."""
        number = self.next_number("watch_run")
        row = {"number": number, "watch": run.watch, "made": _text(run.when), "outcome": run.outcome}
        self.connection.execute(insert(t.watch_run), row | {"pages": run.pages, "told": run.told, "failed": run.failed})
        own = t.watch_run.c.watch == run.watch
        newest = select(t.watch_run.c.number).where(own).order_by(t.watch_run.c.number.desc()).offset(keep).limit(1)
        oldest = self.connection.execute(newest).scalar()
        if oldest is not None:
            self.connection.execute(delete(t.watch_run).where(own, t.watch_run.c.number <= oldest))

    def watch_runs(self, watch: str | None, limit: int) -> tuple[WatchRun, ...]:
        """How looks went, the newest first: of all watches, or of one."""
        asked = select(t.watch_run).order_by(t.watch_run.c.number.desc()).limit(limit)
        if watch is not None:
            asked = asked.where(t.watch_run.c.watch == watch)
        return tuple(
            WatchRun(row.watch, _time(row.made), row.outcome, row.pages, row.told, row.failed)
            for row in self.connection.execute(asked)
        )

    def seen_pages(self, hashes: Iterable[str]) -> set[str]:
        """Those of some pages, by the hashes of their addresses, that a watch saw."""
        return {row.page for row in self._in(_SEEN, hashes)}

    def put_seen(self, hashes: Iterable[str], watch: str, when: dt.datetime) -> None:
        """Note pages as seen."""
        wanted = set(hashes)
        new = sorted(wanted - self.seen_pages(wanted))
        self._put(t.watch_page, [(page, watch, _text(when)) for page in new])

    # Jobs

    def put_job(self, kind: JobKind, subject: str, watch: str | None, due: dt.datetime) -> bool:
        """Have something done, unless it is to be done already; whether it was not."""
        same = select(t.job.c.number).where(t.job.c.kind == kind.value, t.job.c.subject == subject)
        if self.connection.execute(same).first():
            return False
        # By chance, and not the next one: whoever lost a lease must never meet the number of its job again.
        row: dict[str, Any] = {
            "number": secrets.randbelow(_NUMBERED),
            "kind": kind.value,
            "subject": subject,
            "watch": watch,
        }
        self.connection.execute(insert(t.job), row | {"due": _text(due), "attempts": 0, "dead": 0})
        return True

    def hurry_job(self, kind: JobKind, subject: str, due: dt.datetime) -> bool:
        """Have a job done earlier than planned, unless it is worked on; whether it is not."""
        free = or_(t.job.c.leased.is_(None), t.job.c.leased < _text(due))
        own = and_(t.job.c.kind == kind.value, t.job.c.subject == subject, t.job.c.dead == 0, free)
        return bool(
            self.connection.execute(update(t.job).where(own).values(due=_text(due), leased=None, error=None)).rowcount
        )

    def take_job(
        self, kinds: Iterable[JobKind], now: dt.datetime, until: dt.datetime, but: Collection[str]
    ) -> Job | None:
        """Lease the job that is due longest and that nobody holds, `but` those of some watches.

        An attempt counts when it begins.
        """
        moment = _text(now)
        free = or_(t.job.c.leased.is_(None), t.job.c.leased < moment)
        asked = (
            select(t.job)
            .where(t.job.c.kind.in_([kind.value for kind in kinds]), t.job.c.dead == 0, t.job.c.due <= moment, free)
            .where(or_(t.job.c.watch.is_(None), t.job.c.watch.not_in(sorted(but))))
            .order_by(t.job.c.due, t.job.c.number)
            .limit(1)
        )
        row = self.connection.execute(asked).first()
        if row is None:
            return None
        values: dict[str, Any] = {"leased": _text(until), "attempts": row.attempts + 1}
        self.connection.execute(update(t.job).where(t.job.c.number == row.number).values(values))
        return _job(row, attempts=row.attempts + 1)

    def extend_job(self, number: int, attempts: int, until: dt.datetime) -> bool:
        """Hold a job for longer; False when its lease ran out and another took it."""
        done = self.connection.execute(update(t.job).where(_own(number, attempts)).values(leased=_text(until)))
        return bool(done.rowcount)

    def defer_job(self, number: int, attempts: int, due: dt.datetime) -> None:
        """Leave a job until later: nothing was tried, and the attempt does not count."""
        values: dict[str, Any] = {"due": _text(due), "leased": None, "attempts": attempts - 1}
        self.connection.execute(update(t.job).where(_own(number, attempts)).values(values))

    def finish_job(self, number: int, attempts: int) -> bool:
        """A job is done; False when another had taken it meanwhile."""
        return bool(self.connection.execute(delete(t.job).where(_own(number, attempts))).rowcount)

    def put_back_job(self, job: Job, due: dt.datetime, error: str, *, dead: bool) -> bool:
        """A job failed: try it again later, or never; False when another had taken it meanwhile."""
        values: dict[str, Any] = {"due": _text(due), "leased": None, "error": error, "dead": int(dead)}
        done = self.connection.execute(update(t.job).where(_own(job.number, job.attempts)).values(values))
        return bool(done.rowcount)

    def count_jobs(self, watch: str) -> int:
        """How many jobs of a watch wait or are worked on."""
        counted = select(func.count()).select_from(t.job).where(t.job.c.watch == watch, t.job.c.dead == 0)
        return int(self.connection.execute(counted).scalar_one())

    def jobs(self, *, dead: bool) -> tuple[Job, ...]:
        """Jobs that wait or are worked on, or those that failed for good, by when they are due."""
        rows = self.connection.execute(select(t.job).where(t.job.c.dead == int(dead)).order_by(t.job.c.due))
        return tuple(_job(row, attempts=row.attempts) for row in rows)

    def next_due(self) -> dt.datetime | None:
        """When the next job can be taken; None where there is none."""
        moment = func.min(func.coalesce(t.job.c.leased, t.job.c.due))
        return _some_time(self.connection.execute(select(moment).where(t.job.c.dead == 0)).scalar())

    # Alerts

    def newest_stem(self) -> int:
        """The highest number of a stem; 0 where there is none."""
        return int(self.connection.execute(select(func.max(t.stem.c.number))).scalar() or 0)

    def stems_after(self, number: int, limit: int) -> tuple[int, ...]:
        """Current stems with higher numbers, in their order."""
        own = and_(t.stem.c.number > number, t.stem.c.telling.is_not(None))
        rows = self.connection.execute(select(t.stem.c.number).where(own).order_by(t.stem.c.number).limit(limit))
        return tuple(row.number for row in rows)

    def put_alert(self, alert: Alert) -> None:
        """Keep a new alert."""
        row: dict[str, Any] = {
            "id": alert.id,
            "label": alert.label,
            "channel": alert.channel.value,
            "query": _written(alert.query),
        }
        row |= {"target": alert.target, "private": int(alert.private), "after": alert.after}
        self.connection.execute(insert(t.alert), row | {"created": _text(alert.created)})

    def set_alert_after(self, id: str, after: int) -> None:  # noqa: A002
        """Note the last report that an alert looked at."""
        self.connection.execute(update(t.alert).where(t.alert.c.id == id).values(after=after))

    def drop_alert(self, id: str) -> None:  # noqa: A002
        """Remove an alert, what it told, and what is to be done for it."""
        for table, column in (
            (t.alert_stem, t.alert_stem.c.alert),
            (t.alert_news, t.alert_news.c.alert),
            (t.job, t.job.c.subject),
            (t.alert, t.alert.c.id),
        ):
            self.connection.execute(delete(table).where(column == id))

    def alerts(self) -> tuple[Alert, ...]:
        """All alerts, in the order they were made."""
        rows = self.connection.execute(select(t.alert).order_by(t.alert.c.created, t.alert.c.id))
        return tuple(_alert(row) for row in rows)

    def put_news(self, news: News, stems: Iterable[str]) -> bool:
        """Have an alert tell of an engagement, unless it told of one of its accounts; whether it had not."""
        wanted = sorted(set(stems))
        told = select(t.alert_stem.c.stem).where(t.alert_stem.c.alert == news.alert, t.alert_stem.c.stem.in_(wanted))
        known = {row.stem for row in self.connection.execute(told)}
        self._put(t.alert_stem, [(news.alert, stem) for stem in wanted if stem not in known])
        if known:
            return False
        row = {"alert": news.alert, "engagement": news.engagement, "found": _text(news.found)}
        self.connection.execute(insert(t.alert_news), row)
        return True

    def news(self, alert: str, *, pending: bool, limit: int) -> tuple[News, ...]:
        """What an alert tells, the newest first: everything, or what was not told yet."""
        asked = select(t.alert_news).where(t.alert_news.c.alert == alert)
        if pending:
            asked = asked.where(t.alert_news.c.told.is_(None))
        rows = self.connection.execute(
            asked.order_by(t.alert_news.c.found.desc(), t.alert_news.c.engagement).limit(limit)
        )
        return tuple(News(row.alert, row.engagement, _time(row.found), _some_time(row.told)) for row in rows)

    def set_told(self, alert: str, engagements: Iterable[str], when: dt.datetime) -> None:
        """Note engagements as told."""
        own = and_(t.alert_news.c.alert == alert, t.alert_news.c.engagement.in_(sorted(engagements)))
        self.connection.execute(update(t.alert_news).where(own).values(told=_text(when)))


def _own(number: int, attempts: int) -> Any:
    """The job in the attempt of whoever took it: another attempt is another's."""
    return and_(t.job.c.number == number, t.job.c.attempts == attempts, t.job.c.dead == 0)


def _watch_row(watch: Watch) -> dict[str, Any]:
    times = {name: _text(when) if (when := getattr(watch, name)) else None for name in ("created", "due", "last")}
    return asdict(watch) | times | {"kind": watch.kind.value, "private": int(watch.private)}


@undamaged()
def _watch(row: Row[Any]) -> Watch:
    return Watch(
        id=row.id,
        url=row.url,
        kind=WatchKind(row.kind),
        title=row.title,
        created=_time(row.created),
        page=row.page,
        private=bool(row.private),
        etag=row.etag,
        modified=row.modified,
        failures=row.failures,
        due=_some_time(row.due),
        last=_some_time(row.last),
        last_outcome=row.last_outcome,
    )


@undamaged()
def _job(row: Row[Any], *, attempts: int) -> Job:
    kind, due = JobKind(row.kind), _time(row.due)
    return Job(row.number, kind, row.subject, row.watch, due, attempts, row.error, bool(row.dead))


@undamaged()
def _alert(row: Row[Any]) -> Alert:
    query = _read(row.query)
    told = (row.target, bool(row.private), row.after)
    return Alert(row.id, row.label, Channel(row.channel), query, _time(row.created), *told)


def _written(query: Query) -> str:
    """A query as a column holds it: what was asked for, and nothing else."""
    told = {name: value for name, value in asdict(query).items() if value not in (None, (), False)}
    for name in ("since", "until"):
        if getattr(query, name) is not None:
            told[name] = str(getattr(query, name))
    return json.dumps(told, ensure_ascii=False)


def _read(text: str) -> Query:
    told = json.loads(text)
    made: dict[str, Any] = {"kind": Kind, "status": Status, "since": PartialDate.parse, "until": PartialDate.parse}
    fields = {name: made[name](value) if name in made else value for name, value in told.items()}
    return Query(**fields | {"states": tuple(fields.get("states", ()))})


def _text(when: dt.datetime) -> str:
    """A moment in UTC, so that texts are in the order of time."""
    return when.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _some_time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
