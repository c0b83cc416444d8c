"""Outlines and dossiers that a running site keeps until its ledger changes."""

from collections.abc import Hashable

from starlette.requests import Request

from entrevue.domain.dossiers import Dossier
from entrevue.domain.queries import Query
from entrevue.inquiry.outlines import Outline, outline
from entrevue.web.site import ledger_of, site_of


def outline_of(request: Request, query: Query, stamp: Hashable) -> Outline:
    """What pictures show of a query."""
    ledger = ledger_of(request)
    return site_of(request).kept.get(("outline", query), stamp, lambda: outline(ledger, query))


def dossier_of(request: Request, stamp: Hashable, who: str, other: str | None = None) -> Dossier:
    """All about somebody; UnknownId for nobody."""
    ledger = ledger_of(request)
    return site_of(request).kept.get(("dossier", who, other), stamp, lambda: ledger.dossier(who, other))
