"""A furnished ledger, a nasty one, and an export of either as bytes."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from entrevue.exchange import Export, Loss, export
from entrevue.wiring import Ledger
from tests.exchange.ledgers import furnish, furnish_badly

MADE = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
Exporter = Callable[..., tuple[bytes, tuple[Loss, ...]]]


@pytest.fixture(scope="module", params=["plain", "nasty"])
def book(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """A ledger as newspapers fill it, and one that was filled to break readers."""
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        if request.param == "nasty":
            furnish_badly(ledger)
        yield ledger


def exported(ledger: Ledger, name: str, **more: Any) -> tuple[bytes, tuple[Loss, ...]]:
    """An export as bytes, with what it lost."""
    out = io.BytesIO()
    losses = export(name, Export(ledger, made=MADE, **more), out)
    return out.getvalue(), losses
