"""Watches as a ledger keeps them, and the work that they make: jobs that are leased, tried again, and given up."""

import datetime as dt
import itertools
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from entrevue.domain.watches import Job, JobKind, Watch, WatchKind, WatchRun
from entrevue.errors import UnknownId, WrongWatch
from entrevue.ledger.addressing import identity_of
from entrevue.ledger.store import Store

LEASE = dt.timedelta(minutes=3)  # a job takes less, or says that it is alive
_RUNS = 200  # of each watch that are kept
_PATIENCE = {JobKind.WATCH: 1_000_000, JobKind.PAGE: 6, JobKind.ALERT: 12}  # attempts; a watch is never given up
_MOST_WAITING = 2_000  # pages of one watch that wait to be read
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=24)
_LOST = "the process that worked on it ended"


class WatchBook:
    """The watches of a ledger and their jobs; UnknownId for a watch that is not there."""

    def __init__(self, store: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store and the time."""
        self._store, self._clock = store, clock

    def now(self) -> dt.datetime:
        """The time by the ledger's clock."""
        return self._clock()

    def add(self, url: str, kind: WatchKind, title: str, *, page: str | None = None, private: bool = False) -> Watch:
        """Watch a feed or a sitemap; WrongWatch for one that is watched already."""
        with self._store.writing() as session:
            if any(one.url == url for one in session.watches()):
                raise WrongWatch("%(url)s is watched already", url=url)
            watch = Watch(f"w-{secrets.token_hex(4)}", url, kind, title, self._clock(), page, private)
            session.put_watch(watch)
            session.put_job(JobKind.WATCH, watch.id, watch.id, watch.created)  # a service that runs takes it up
        return watch

    def all(self) -> tuple[Watch, ...]:
        """All watches in the order they were made."""
        with self._store.reading() as session:
            return session.watches()

    def get(self, name: str) -> Watch:
        """A watch by its id or address."""
        found = next((one for one in self.all() if name in {one.id, one.url, one.page}), None)
        if found is None:
            raise UnknownId(name, "watch")
        return found

    def remove(self, name: str) -> Watch:
        """Watch something no more; what was read stays."""
        watch = self.get(name)
        with self._store.writing() as session:
            session.drop_watch(watch.id)
        return watch

    def log(self, watch: str | None = None, *, limit: int = 50) -> tuple[WatchRun, ...]:
        """How the last looks went, the newest first."""
        with self._store.reading() as session:
            return session.watch_runs(watch, limit)

    def given_up(self) -> tuple[Job, ...]:
        """Jobs that failed too often, or for good."""
        with self._store.reading() as session:
            return session.jobs(dead=True)

    def waiting(self) -> tuple[Job, ...]:
        """Jobs that wait or are worked on, by when they are due."""
        with self._store.reading() as session:
            return session.jobs(dead=False)

    # The work

    def schedule(self, watches: Iterable[Watch], *, at_once: bool = False) -> int:
        """Have watches looked at when they are due, or at once; how many were not to be looked at already."""
        now = self._clock()
        with self._store.writing() as session:
            known = {one.id for one in session.watches()}
            new = 0
            for one in watches:
                if one.id in known:
                    added = session.put_job(JobKind.WATCH, one.id, one.id, now if at_once else one.due or now)
                    new += added or (at_once and session.hurry_job(JobKind.WATCH, one.id, now))
        return new

    def take(self, kinds: Sequence[JobKind] = tuple(JobKind), *, but: Collection[str] = ()) -> Job | None:
        """Lease a job that is due, `but` none of some watches; one whose processes died again and again is given up."""
        while True:
            now = self._clock()
            with self._store.writing() as session:
                job = session.take_job(kinds, now, now + LEASE, but)
                if job is None or job.attempts <= _PATIENCE[job.kind]:
                    return job
                session.put_back_job(job, now, job.error or _LOST, dead=True)

    def alive(self, job: Job) -> bool:
        """Hold a job for longer; False when the lease ran out and another took it: then leave it alone."""
        with self._store.writing() as session:
            return session.extend_job(job.number, job.attempts, self._clock() + LEASE)

    def done(self, job: Job) -> None:
        """A job is done."""
        with self._store.writing() as session:
            session.finish_job(job.number, job.attempts)

    def later(self, job: Job, seconds: float) -> None:
        """Leave a job for a while: nothing was tried."""
        with self._store.writing() as session:
            session.defer_job(job.number, job.attempts, self._clock() + dt.timedelta(seconds=seconds))

    def failed(self, job: Job, reason: str, *, again: bool, wait: float | None = None) -> bool:
        """A job failed: it is tried again, after longer each time and `wait` seconds at least, or given up.

        Whether it is tried again.
        """
        last = not again or job.attempts >= _PATIENCE[job.kind]
        due = self._clock() + max(dt.timedelta(seconds=wait or 0.0), backoff(job.attempts))
        with self._store.writing() as session:
            session.put_back_job(job, due, reason, dead=last)
        return not last

    def looked(self, job: Job, watch: Watch, run: WatchRun, pages: Sequence[str] = ()) -> int:
        """Keep how a look went and have new pages read, all or nothing; how many were not seen before.

        Of a watch whose pages wait already, so many that they are not read as fast as new ones come, no more are taken:
        those that it still lists when some were read are new then.
        """
        now = self._clock()
        hashes = {page_hash(page): page for page in pages}
        with self._store.writing() as session:
            if not session.finish_job(job.number, job.attempts) or all(one.id != watch.id for one in session.watches()):
                return 0  # another took it meanwhile, or the watch was removed
            seen = session.seen_pages(hashes)
            room = max(0, _MOST_WAITING - session.count_jobs(watch.id))
            unseen = ((hashed, page) for hashed, page in hashes.items() if hashed not in seen)
            new = dict(itertools.islice(unseen, room))
            session.put_seen(new, watch.id, now)
            queued = sum(session.put_job(JobKind.PAGE, page, watch.id, now) for page in new.values())
            session.set_watch(replace(watch, last=now, last_outcome=run.outcome))
            session.put_watch_run(replace(run, pages=queued), _RUNS)
            session.put_job(JobKind.WATCH, watch.id, watch.id, watch.due or now)
        return queued

    def read(self, job: Job, run: WatchRun) -> None:
        """Keep what came of a page, and that it is done."""
        with self._store.writing() as session:
            if session.finish_job(job.number, job.attempts):
                session.put_watch_run(run, _RUNS)

    def note(self, run: WatchRun) -> None:
        """Keep how something went."""
        with self._store.writing() as session:
            session.put_watch_run(run, _RUNS)

    def next_due(self) -> dt.datetime | None:
        """When the next job can be taken; None where there is none."""
        with self._store.reading() as session:
            return session.next_due()


def backoff(failures: int) -> dt.timedelta:
    """How long to wait after so many failures in a row: twice as long each time, a day at most."""
    return min(_FIRST_WAIT * (1 << min(failures - 1, 20)), _LONGEST_WAIT)


def page_hash(url: str) -> str:
    """What is kept of the address of a page that was seen, the same in all its spellings."""
    return sha256(identity_of(url).encode("utf-8", "surrogatepass")).hexdigest()
