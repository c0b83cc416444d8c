"""The service of watches: takes jobs from the ledger, does them with manners, and keeps what came of each.

Whatever fails costs its own job alone, and says why in the log. Several services may run over one ledger: a job is
leased, and one whose process died is done by another.
"""

import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.domain.watches import Job, JobKind, Watch, WatchRun
from entrevue.errors import EntrevueError, UnknownId
from entrevue.intake.feeds import Feed, read_feed
from entrevue.intake.fetching import Validators, Visit, visit
from entrevue.ledger.watching import backoff
from entrevue.watching.finding import ACCEPT, allowing
from entrevue.watching.manners import Manners
from entrevue.watching.telling import Teller
from entrevue.wiring import Ledger
from entrevue.worker import Task, Worker

_log = logging.getLogger("entrevue.watching")
_HANDS = 4  # jobs at once
_FOR_GOOD = frozenset((400, 401, 403, 404, 405, 406, 410, 451))  # answers after which a page is not asked for again
_TRANSIENT = ("took longer", "cannot be reached", "broke off", "is not known", "no secure connection")
_SHARE = 2  # hands that one watch may have: servers that answer slowly hold up no other watch
_NAP = 0.2  # seconds between two looks for work while others still work


@dataclass(frozen=True, slots=True)
class Pace:
    """How a service goes about: seconds between two looks at a watch, and between two requests to one host."""

    every: float = 900.0
    delay: float = 2.0


class Service:
    """Looks at watches, reads their new pages into a ledger, and has alerts told."""

    def __init__(self, ledger: Ledger, worker: Worker, teller: Teller, pace: Pace | None = None) -> None:
        """`worker` reads pages; it is used by one thread at a time."""
        self._ledger, self._worker, self._teller = ledger, worker, teller
        self._pace = pace or Pace()
        self._book = ledger.watches
        self._manners = Manners(self._pace.delay)
        self._reading = threading.Lock()
        self._stop = threading.Event()
        self._awaited: frozenset[int] = frozenset()  # looks that `run_once` does not end without
        self._busy: Counter[str | None] = Counter()  # hands by the watch that they work for
        self._counting = threading.Lock()

    def stop(self) -> None:
        """Have `run` end after the jobs that are worked on."""
        self._stop.set()

    def run_once(self, watches: Iterable[Watch]) -> None:
        """Look at watches now, read what is new, tell it, and end; what failed is tried again by a later run."""
        wanted = tuple(watches)
        self._book.schedule(wanted, at_once=True)
        self._awaited = self._looks_at(wanted)
        self._ledger.alerts.check()
        self._work(until_idle=True)

    def run(self) -> None:
        """Go on until `stop`: look at every watch when it is due."""
        self._book.schedule(self._book.all())
        self._work(until_idle=False)

    def _work(self, *, until_idle: bool) -> None:
        with ThreadPoolExecutor(_HANDS) as hands:
            for done in [hands.submit(self._hand, until_idle=until_idle) for _ in range(_HANDS)]:
                done.result()

    def _hand(self, *, until_idle: bool) -> None:
        """One of the hands; one that cannot go on, for its ledger cannot be used, stops the others."""
        try:
            self._jobs(until_idle=until_idle)
        except BaseException:
            self._stop.set()
            raise

    def _jobs(self, *, until_idle: bool) -> None:
        """A job after the other."""
        while not self._stop.is_set():
            with self._counting:
                full = {watch for watch, hands in self._busy.items() if watch is not None and hands >= _SHARE}
                job = self._book.take(but=full)
                self._busy.update([job.watch] if job is not None else [])
            if job is not None:
                try:
                    self._do(job)
                finally:
                    with self._counting:
                        self._busy -= Counter([job.watch])
                continue
            if until_idle and self._is_idle():
                return
            self._stop.wait(self._nap(until_idle=until_idle))

    def _looks_at(self, watches: Iterable[Watch]) -> frozenset[int]:
        """The looks that wait; one that was had makes way for the next, which has another number."""
        own = {watch.id for watch in watches}
        waiting = self._book.waiting()
        return frozenset(one.number for one in waiting if one.kind is JobKind.WATCH and one.subject in own)

    def _is_idle(self) -> bool:
        """Whether nothing is worked on, and nothing waits but what failed, or watches for their next time."""
        with self._counting:
            if self._busy.total():
                return False
        return not any(one.error is None and self._is_for_now(one) for one in self._book.waiting())

    def _is_for_now(self, job: Job) -> bool:
        return job.kind is not JobKind.WATCH or job.number in self._awaited

    def _nap(self, *, until_idle: bool) -> float:
        due = self._book.next_due()
        left = (due - self._book.now()).total_seconds() if due else 5.0
        return min(max(left, _NAP), _NAP if until_idle else 5.0)

    def _do(self, job: Job) -> None:
        """Do a job; whatever it raises is its own failure, but for a ledger that cannot be used."""
        try:
            _DO[job.kind](self, job)
        except Exception as error:
            _log.exception("%s %s", job.kind, job.subject) if not isinstance(error, EntrevueError) else None
            reason = str(error) if isinstance(error, EntrevueError) else f"{type(error).__name__}: {error}"
            self._book.failed(job, reason[:300], again=True)

    # Looking at a watch

    def _look(self, job: Job) -> None:
        try:
            watch = self._book.get(job.subject)
        except UnknownId:
            self._book.done(job)
            return
        if wait := self._manners.wait(watch.url):
            self._book.later(job, wait)
            return
        ask = self._asker(watch)
        rules = self._manners.rules(watch.url, ask)
        if not rules.known:
            self._looked(job, watch, Visit(problem=Problem("the server's robots.txt cannot be had")))
        elif not rules.allows(watch.url):
            self._looked(job, watch, Visit(problem=Problem("the server's robots.txt does not allow it")))
        else:
            known = Validators(watch.etag, watch.modified)
            self._looked(job, watch, self._visited(watch, watch.url, accept=ACCEPT, known=known))

    def _looked(self, job: Job, watch: Watch, answer: Visit) -> None:
        """Keep how a look went, and when the next is."""
        self._ledger.alerts.check()  # what others recorded is told too
        now = self._book.now()
        feed = read_feed(answer.page) if answer.page is not None else answer.problem
        if answer.unchanged:
            seen = replace(watch, failures=0, due=self._next(now))
            self._book.looked(job, seen, WatchRun(watch.id, now, "unchanged"))
        elif isinstance(feed, Feed):
            further, whole = self._from_sitemaps(job, watch, feed)
            pages, told = [*feed.pages, *further], answer.validators if whole else Validators()
            seen = replace(watch, failures=0, due=self._next(now), etag=told.etag, modified=told.modified)
            listed = "1 page listed" if len(pages) == 1 else f"{len(pages)} pages listed"
            new = self._book.looked(job, seen, WatchRun(watch.id, now, listed), pages)
            _log.info("%s: %s, %d new", watch.url, listed, new)
        else:
            reason = feed.reason if feed else "the server answered nothing"
            failures = watch.failures + 1
            wait = max(backoff(failures).total_seconds(), answer.retry_after or 0.0, self._pace.every)
            failed = replace(watch, failures=failures, due=now + dt.timedelta(seconds=wait))
            self._book.looked(job, failed, WatchRun(watch.id, now, reason, failed=1))
            asked = f" (it asks to be left alone for {answer.retry_after:.0f} s)" if answer.retry_after else ""
            again = f"{failed.due:%Y-%m-%d %H:%M} UTC"
            _log.warning("%s: %s%s; looked at again at %s", watch.url, reason, asked, again)

    def _from_sitemaps(self, job: Job, watch: Watch, feed: Feed) -> tuple[list[str], bool]:
        """The pages of the newest sitemaps that an index names, and whether all that may be fetched were."""
        pages: list[str] = []
        for url in feed.sitemaps:
            while wait := self._manners.wait(url):
                if not self._book.alive(job) or self._stop.wait(wait):
                    return pages, False
            rules = self._manners.rules(url, self._asker(watch))
            if not self._book.alive(job):
                return pages, False
            if rules.known and rules.allows(url):
                answer = self._visited(watch, url, accept=ACCEPT)
                found = read_feed(answer.page) if answer.page else None
                pages += found.pages if isinstance(found, Feed) else ()
        return pages, True

    def _next(self, now: dt.datetime) -> dt.datetime:
        return now + dt.timedelta(seconds=self._pace.every)

    def _asker(self, watch: Watch) -> Callable[[str], Visit]:
        return lambda url: self._visited(watch, url)

    def _visited(self, watch: Watch, url: str, *, accept: str | None = None, known: Validators | None = None) -> Visit:
        permit = allowing(watch.url, private=watch.private)
        return visit(url, allow=permit(url), elsewhere=permit, accept=accept, known=known)

    # Reading a page

    def _read(self, job: Job) -> None:
        url = job.subject
        try:
            watch = self._book.get(job.watch or "")
        except UnknownId:
            self._book.done(job)
            return
        if wait := self._manners.wait(url):
            self._book.later(job, wait)
            return
        rules = self._manners.rules(url, self._asker(watch))
        if not rules.known:
            self._unread(job, watch, "the server's robots.txt cannot be had", again=True)
            return
        if not rules.allows(url):
            self._unread(job, watch, "the server's robots.txt does not allow it", again=False)
            return
        answer = self._visited(watch, url)
        if answer.page is None:
            reason = answer.problem.reason if answer.problem else "the server answered nothing"
            self._unread(job, watch, reason, again=_may_pass(answer), wait=answer.retry_after)
        elif self._book.alive(job):
            self._record(job, watch, answer.page)

    def _record(self, job: Job, watch: Watch, page: Page) -> None:
        with self._reading:
            outcome = self._worker.read_page(page, Task(), job.subject)
        if isinstance(outcome, Problem):
            self._unread(job, watch, outcome.reason, again=False)
            return
        told = self._kept(outcome)
        named = "1 engagement" if told == 1 else f"{told} engagements" if told else "none"
        words = f"{job.subject}: tells of {named}"
        self._book.read(job, WatchRun(watch.id, self._book.now(), words, pages=1, told=int(told > 0)))
        if told:
            self._ledger.alerts.check()

    def _kept(self, reading: Reading) -> int:
        """Record what tells of an engagement; how many accounts."""
        return len(self._ledger.record(reading).accounts) if reading.accounts else 0

    def _unread(self, job: Job, watch: Watch, reason: str, *, again: bool, wait: float | None = None) -> None:
        tried_again = self._book.failed(job, reason, again=again, wait=wait)
        _log.warning("%s: %s%s", job.subject, reason, "; tried again later" if tried_again else "")
        if not tried_again:
            self._book.note(WatchRun(watch.id, self._book.now(), f"{job.subject}: {reason}", failed=1))

    # Telling

    def _tell(self, job: Job) -> None:
        book = self._ledger.alerts
        try:
            alert = book.get(job.subject)
        except UnknownId:
            self._book.done(job)
            return
        pending = book.pending(alert)
        found = tuple(one for _, one in pending if one is not None)
        problem = self._teller.tell(alert, found, book.secret(alert)) if found else None
        if problem is not None:
            _log.warning("%s: %s", alert.label, problem.reason)
            self._book.failed(job, problem.reason, again=True)
            return
        self._book.done(job)
        book.told(alert, (news for news, _ in pending))


_DO: dict[JobKind, Callable[[Service, Job], None]] = {
    JobKind.WATCH: Service._look,
    JobKind.PAGE: Service._read,
    JobKind.ALERT: Service._tell,
}


def _may_pass(answer: Visit) -> bool:
    """Whether what came of a page may be otherwise another time."""
    if answer.status is not None:
        return answer.status not in _FOR_GOOD and answer.status >= 400
    return answer.problem is not None and any(sign in answer.problem.reason for sign in _TRANSIENT)
