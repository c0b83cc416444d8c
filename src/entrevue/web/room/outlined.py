"""Outlines and dossiers that a running site keeps until its ledger changes."""

from collections.abc import Hashable

from starlette.requests import Request

from entrevue.domain.dossiers import Dossier
from entrevue.domain.queries import Query
from entrevue.inquiry.dossiers import LOOKED_AT, dossier_from
from entrevue.inquiry.outlines import MOST, Outline, outline, outline_from
from entrevue.inquiry.subjects import query_of, subject_of
from entrevue.web.site import ledger_of, site_of


def outline_of(request: Request, query: Query, edition: Hashable) -> Outline:
    """What pictures show of a query."""
    ledger = ledger_of(request)
    return site_of(request).outlines.get(("outline", query), edition, lambda: outline(ledger, query))


def dossier_of(request: Request, edition: Hashable, who: str, other: str | None = None) -> tuple[Dossier, Outline]:
    """All about somebody, and the outline of it; UnknownId for nobody."""
    ledger = ledger_of(request)
    subjects = tuple(subject_of(ledger, one) for one in (who, other) if one)
    query = query_of(subjects)
    found = ledger.glances(query, limit=MOST if all(one.kind == "state" for one in subjects) else LOOKED_AT)
    dossier = dossier_from(ledger, subjects, found)
    person = dossier.persons[0].id if subjects[0].kind == "person" else None
    made = outline_from(found[:MOST], dossier.total, dossier.rhythm.years, person=person)
    site_of(request).outlines.get(("outline", query), edition, lambda: made)
    return dossier, made
