"""Engagements by filters, and one engagement."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query as Asked
from entrevue.domain.reading import Kind, Status
from entrevue.domain.sheets import EngagementSheet
from entrevue.errors import WrongQuery
from entrevue.inquiry.tidy import engagement_row
from entrevue.web.api.common import MOST, PREFIX
from entrevue.web.labels import TOPICS, Labels
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.noted import noted_block, state_for
from entrevue.web.pictures import drawing
from entrevue.web.rendering import permanent
from entrevue.web.replies import reply_block, reply_options
from entrevue.web.room import sharing
from entrevue.web.room.downloads import Download
from entrevue.web.room.filters import address_of, query_of_request
from entrevue.web.room.framing import framed
from entrevue.web.room.listing import listing
from entrevue.web.room.outlined import outline_of
from entrevue.web.room.pages import kept_part, room_page, room_part
from entrevue.web.room.sureness import sureness
from entrevue.web.room.tables import COLUMNS, IN_A_TABLE, columns_of
from entrevue.web.room.telling import told_side_by_side
from entrevue.web.room.verdicts import Worded, judged
from entrevue.web.shelf import kept_as, looked_at
from entrevue.web.site import ledger_of, site_of
from entrevue.web.turns import in_turn

router = APIRouter()
_SHOWN = 200  # accounts on the page of an engagement; the API gives all, a page at a time
_JUDGED = 50  # claims there: a verdict asks the ledger several times
Cursor = Annotated[str | None, Query(max_length=40)]


@router.get("/engagements")
@in_turn
def engagements(request: Request, before: Cursor = None) -> Response:
    """A page of the engagements that the filters let through, the newest first or in another order, with facets.

    What is empty leaves the address.
    """
    given = request.query_params.multi_items()
    asked = [(name, value) for name, value in given if value.strip()]
    if len(asked) < len(given):
        path = f"{tongue_of(request).prefix}/engagements"
        return RedirectResponse(f"{path}?{urlencode(asked)}" if asked else path, 303)
    try:
        query = query_of_request(request)
        shown = listing(request, query, before=before or None)
    except WrongQuery as error:
        return _form(request, status=400, wrong=as_sentence(tongue_of(request).told(error)))
    kept = kept_as(request, query)
    view = request.query_params.get("view", "")
    table = view == "table"
    rows = [engagement_row(one) for one in shown.found] if table else []
    columns = columns_of(request, IN_A_TABLE)
    pictures: dict[str, Any] = {}
    if view == "pictures":
        outline = outline_of(request, query, state_for(request, query))
        pictures = {"outline": outline, "pictures": framed(outline, Labels(tongue_of(request)), address_of(query))}
    answer = _form(request, query=query, listing=shown, kept=kept, table=table, rows=rows, columns=columns, **pictures)
    answer.background = BackgroundTask(looked_at, request, query)  # written when the page is read, not while it is made
    return answer


def _form(request: Request, *, status: int = 200, query: Asked | None = None, **context: object) -> Response:
    """The form with what was asked in it, also where that was wrong."""
    given = request.query_params
    filled = {name: given.get(name, "") for name in ("kind", "status", "topic", "place", "since", "until", "q")}
    filled["state"] = ", ".join(given.getlist("state")) if query is None else ""
    return room_page(
        request,
        "engagements.html",
        status=status,
        query=query or Asked(),
        filled=filled,
        kinds=list(Kind),
        statuses=list(Status),
        topics=list(TOPICS),
        address=address_of(query) if query else "",
        download=Download.of(address_of(query) if query else ""),
        all_columns=COLUMNS,
        pairs=parse_qsl(address_of(query)) if query else [],
        columns_asked=urlencode([("column", name) for name in given.getlist("column")]),
        script=drawing.script_name(),
        **({"wrong": None, "table": False, "pictures": None} | context),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of an engagement's page and the replies under it need."""

    engagement: Engagement
    title: str
    summary: str
    options: str  # of the form under it


@router.get("/engagements/{id}")
@in_turn
def engagement(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """One engagement: its accounts side by side, what is around it, claims, how to cite and share it."""
    today = dt.datetime.now(dt.UTC).date()
    head, body = kept_part(request, (ledger_of(request).edition(), today), lambda: _engagement(request, id, today))
    own: Engagement = head.engagement
    if own.id != id:
        return RedirectResponse(f"{tongue_of(request).prefix}/engagements/{own.id}", 301)
    return room_page(
        request,
        "engagement.html",
        one=own,
        title=head.title,
        summary=head.summary,
        address=permanent(request, f"/engagements/{own.id}"),
        body=Markup(body),  # noqa: S704 (a template of ours made it, and escaped what is in it)
        noted=noted_block(request, own.id),
        reply_block=reply_block(request, own.id, [own], head.options),
    )


def _further(request: Request, sheet: EngagementSheet) -> str:
    """Where the accounts are that the page leaves out."""
    shown = sheet.accounts[:_SHOWN]
    root, query = site_of(request).settings.root_path, f"limit={MOST}&cursor={shown[-1].stem if shown else ''}"
    return f"{root}{PREFIX}/engagements/{sheet.engagement.id}/accounts?{query}"


def _engagement(request: Request, id: str, today: dt.date) -> tuple[_Head, str]:  # noqa: A002
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    sheet = ledger.sheet(id)
    own = sheet.engagement
    title, address = labels.title(own), permanent(request, f"/engagements/{own.id}")
    summary = ", ".join(filter(None, (labels.where(own), labels.when(own))))
    body = room_part(
        request,
        "engagement_body.html",
        sheet=sheet,
        one=own,
        title=title,
        told=told_side_by_side(sheet, _SHOWN),
        sure=sureness(own, sheet.accounts, labels),
        more=max(len(sheet.accounts) - _SHOWN, 0),
        further=_further(request, sheet),
        numbers={account.stem: number for number, account in enumerate(sheet.accounts[:_SHOWN], 1)},
        verdicts=judged(ledger, sheet.claims[:_JUDGED]),
        worded=Worded(ledger, labels),
        citation=sharing.citation(own, sheet.accounts, labels, address, today),
        share=sharing.share(title, address),
        download=Download((("engagement", own.id),)),
    )
    return _Head(own, title, summary, reply_options(request, [own])), body
