"""Alerts: saved questions, and the engagements that came to answer them, each told once."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.watches import Alert, Channel, JobKind, News
from entrevue.errors import UnknownId, WrongWatch
from entrevue.ledger.answers import engagements_of, filter_of, locate
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.store import Session, Store

_TOGETHER = 500  # accounts that are looked at in one transaction
_SECRET = "secret.alert."  # facts that no copy of a ledger holds  # noqa: S105
_LABEL = 120
_MANY = 100  # engagements of one message


class AlertBook:
    """The alerts of a ledger; UnknownId for one that is not there."""

    def __init__(self, store: Store, clock: Callable[[], dt.datetime]) -> None:
        """A store and the time."""
        self._store, self._clock = store, clock

    def add(
        self, label: str, query: Query, channel: Channel, target: str | None = None, *, private: bool = False
    ) -> Alert:
        """Save a question; from now on engagements that come to answer it are told."""
        shown = " ".join(label.split())
        if not 0 < len(shown) <= _LABEL or not shown.isprintable():
            raise WrongWatch("an alert needs a label of at most %(most)s characters", most=_LABEL)
        if (target is None) != (channel is Channel.ATOM):
            raise WrongWatch("an alert by mail or webhook needs to know where it goes, and a feed does not")
        with self._store.writing() as session:
            filter_of(session, query)  # says what is wrong with it
            id_ = f"a-{secrets.token_hex(8)}"
            after = session.newest_stem()
            alert = Alert(id_, shown, channel, query, self._clock(), target, private, after)
            session.put_alert(alert)
            if channel is Channel.WEBHOOK:
                session.set_fact(_SECRET + id_, secrets.token_urlsafe(32))
        return alert

    def all(self) -> tuple[Alert, ...]:
        """All alerts in the order they were made."""
        with self._store.reading() as session:
            return session.alerts()

    def get(self, id: str) -> Alert:  # noqa: A002 (the word for it)
        """An alert by its id."""
        found = next((one for one in self.all() if one.id == id), None)
        if found is None:
            raise UnknownId(id, "alert")
        return found

    def remove(self, id: str) -> Alert:  # noqa: A002
        """Forget a question and what it told."""
        alert = self.get(id)
        with self._store.writing() as session:
            session.drop_alert(id)
            session.drop_fact(_SECRET + id)
        return alert

    def secret(self, alert: Alert) -> str:
        """What signs the messages of a webhook; made anew in a ledger that was restored."""
        with self._store.reading() as session:
            known = session.fact(_SECRET + alert.id)
        if known is not None:
            return known
        made = secrets.token_urlsafe(32)
        with self._store.writing() as session:
            session.set_fact(_SECRET + alert.id, made)
        return made

    def check(self) -> int:
        """Look at what was recorded since the last look, whoever recorded it; how many engagements are new to an alert."""
        found = 0
        while True:
            with self._store.writing() as session:
                alerts = session.alerts()
                newest = session.newest_stem()
                behind = [one for one in alerts if one.after != newest]
                if not behind:
                    return found
                # Numbers are given again when the last account was forgotten: then looking begins at what is there.
                start = min(min(one.after, newest) for one in behind)
                stems = session.stems_after(start, _TOGETHER)
                end = stems[-1] if len(stems) == _TOGETHER else newest
                found += self._look(session, alerts, stems, end)

    def _look(self, session: Session, alerts: tuple[Alert, ...], stems: tuple[int, ...], end: int) -> int:
        numbers = {stem: session.engagement_numbers([stem]) for stem in stems}
        documents = session.documents({number for some in numbers.values() for number in some})
        found = 0
        for alert in alerts:
            if alert.after >= end:
                if alert.after > session.newest_stem():
                    session.set_alert_after(alert.id, end)
                continue
            wanted = filter_of(session, alert.query)
            new = {number for stem, some in numbers.items() if stem > alert.after for number in some}
            for number in sorted(new & documents.keys()):
                row = documents[number]
                one = replace(
                    wanted, low=max(wanted.low, row.rank), high=min(wanted.high or row.rank + 1, row.rank + 1)
                )
                if one.low < (one.high or 0) and session.count(one):
                    engagement = decode_engagement(row.document)
                    found += session.put_news(News(alert.id, engagement.id, self._clock()), engagement.stems)
            session.set_alert_after(alert.id, end)
            if alert.channel is not Channel.ATOM and session.news(alert.id, pending=True, limit=1):
                session.put_job(JobKind.ALERT, alert.id, None, self._clock())
        return found

    def pending(self, alert: Alert) -> tuple[tuple[News, Engagement | None], ...]:
        """What is to be told next; None for what was rejected or forgotten since."""
        with self._store.reading() as session:
            news = session.news(alert.id, pending=True, limit=_MANY)
            return tuple((item, _engagement(session, item)) for item in news)

    def told(self, alert: Alert, news: Iterable[News]) -> None:
        """News that `pending` gave are told; what was found since then is still to be."""
        with self._store.writing() as session:
            session.set_told(alert.id, [one.engagement for one in news], self._clock())
            if session.news(alert.id, pending=True, limit=1):
                session.put_job(JobKind.ALERT, alert.id, None, self._clock())

    def news(self, alert: Alert, *, limit: int = 50) -> tuple[tuple[News, Engagement], ...]:
        """What an alert told or is about to, the newest first; what was rejected or forgotten since is left out."""
        with self._store.reading() as session:
            found = ((item, _engagement(session, item)) for item in session.news(alert.id, pending=False, limit=limit))
            return tuple((item, one) for item, one in found if one is not None)


def _engagement(session: Session, news: News) -> Engagement | None:
    """The engagement, under whatever id it goes by now."""
    try:
        return engagements_of(session, [locate(session, news.engagement)])[0]
    except UnknownId:
        return None
