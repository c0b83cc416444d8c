"""Figures for Prometheus: requests and their time by part of the site, and what the ledger holds.

Processes that serve together count together: where `PROMETHEUS_MULTIPROC_DIR` names a folder, each keeps its figures
there.
"""

import os
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import Response

from entrevue.errors import EntrevueError
from entrevue.wiring import Ledger

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_METHODS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))


class Metrics:
    """What is counted of one site."""

    def __init__(self, ledger: Ledger) -> None:
        """`ledger` is asked what it holds whenever the figures are."""
        own = CollectorRegistry()
        labels = ("method", "area", "status")
        self._requests = Counter("entrevue_requests", "Requests answered.", labels, registry=own)
        self._seconds = Histogram(
            "entrevue_request_seconds", "Time to answer.", ("area",), registry=own, buckets=_BUCKETS
        )
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            own = CollectorRegistry()
            MultiProcessCollector(own)  # type: ignore[no-untyped-call]
        own.register(_Holdings(ledger))
        self._registry = own

    def count(self, method: str, area: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method if method in _METHODS else "other", area, f"{status // 100}xx").inc()
        self._seconds.labels(area).observe(seconds)

    def page(self) -> Response:
        """The figures as Prometheus reads them."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


class _Holdings(Collector):
    """What the ledger holds; nothing while it does not answer."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def collect(self) -> list[GaugeMetricFamily]:
        """One gauge, a label a kind of thing."""
        held = GaugeMetricFamily("entrevue_ledger", "What the ledger holds.", labels=["kind"])
        with suppress(EntrevueError):
            for kind, count in self._ledger.totals().items():
                held.add_metric([kind], count)
        return [held]
