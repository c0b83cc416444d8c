"""Adding pages in the browser: a text, files or an address; the reading is shown before it is recorded.

Nothing is kept between the two steps but what the form carries: the page is read again when it is recorded, so that any
serving process can answer, and what changed meanwhile is shown anew.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import Response

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Account, Reading
from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.domain.users import Scope
from entrevue.errors import Busy, WrongQuery
from entrevue.inquiry.highlights import Label, Piece, labels_of, passages, pieces
from entrevue.settings import WEB
from entrevue.web.desk.showing import back_to, desk_page
from entrevue.web.limiting import address_of, limited
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.site import ledger_of, site_of
from entrevue.web.visitors import needs
from entrevue.worker import Task

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
_FILES = 20  # of one form
_LONGEST = 2_000  # characters of an address
_LARGEST = 730_000  # bytes of a page: the form that records it carries it in Base64, and has a megabyte


@dataclass(frozen=True, slots=True)
class Source:
    """What was handed in: `content` in Base64, or an address alone; `name` is how its user calls it."""

    name: str
    content: str = ""
    url: str = ""
    media_type: str = ""

    def page(self) -> Page:
        """What the reader takes: bytes, or without them an address to fetch."""
        content = base64.b64decode(self.content, validate=True)
        return Page(content, url=self.url or None, media_type=self.media_type or None, name=self.name)


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account with the sentences that it was read from."""

    account: Account
    passages: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A source with what was read in it, or why it could not be read."""

    source: Source
    reading: Reading | None = None
    accounts: tuple[ShownAccount, ...] = ()
    mark: str = ""  # of what was shown: recording says when it reads otherwise now
    problem: str = ""


@router.get("/add")
def form(request: Request) -> Response:
    """The empty form."""
    return _page(request)


@router.post("/add", dependencies=[Depends(limited("check", WEB.check_rate))])
def read(
    request: Request,
    text: Annotated[str, Form()] = "",
    url: Annotated[str, Form(max_length=_LONGEST)] = "",
    published: Annotated[str, Form(max_length=10)] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """What is read in what was handed in; nothing is recorded yet."""
    say = tongue_of(request).say
    try:
        sources = list(_sources(text, url.strip(), files or []))
        day = _day(published)
    except WrongQuery as error:
        said = as_sentence(tongue_of(request).told(error))
        return _page(request, 400, problem=said, text=text, url=url, published=published)
    if not sources:
        said = say("Paste a text, choose files, or give an address.")
        return _page(request, 400, problem=said, published=published)
    return _page(request, shown=[_read(request, source, day) for source in sources], published=published)


@router.post("/add/record", dependencies=[Depends(limited("check", WEB.check_rate))])
def record(
    request: Request,
    name: Annotated[str, Form(max_length=300)],
    content: Annotated[str, Form()] = "",
    url: Annotated[str, Form(max_length=_LONGEST)] = "",
    media_type: Annotated[str, Form(max_length=100)] = "",
    published: Annotated[str, Form(max_length=10)] = "",
    mark: Annotated[str, Form(max_length=64)] = "",
    account: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Record the report with the accounts that were accepted; what reads otherwise than it was shown is shown again."""
    say = tongue_of(request).say
    try:
        _refuse_strange(url)
        day = _day(published)
    except WrongQuery as error:
        return _page(request, 400, problem=as_sentence(tongue_of(request).told(error)))
    shown = _read(request, Source(name, content, url, media_type), day)
    if shown.reading is None:
        return _page(request, 422, shown=[shown], published=published)
    if shown.mark != mark:
        said = say("It reads otherwise now than it was shown; look at it again.")
        return _page(request, 409, problem=said, shown=[shown], published=published)
    recorded = ledger_of(request).record(accepted(shown.reading, account or ()))
    if recorded.change == "forgotten":
        return _page(request, 409, problem=say("This report was forgotten for good, and is not kept."))
    return back_to(request, f"/reports/{recorded.report}", "recorded")


def accepted(reading: Reading, ids: Iterable[str]) -> Reading:
    """The reading with these accounts alone, and the claims that speak of none or of one of them."""
    wanted = set(ids)
    kept = tuple(
        replace(
            one,
            part_of=one.part_of if one.part_of in wanted else None,
            follows=one.follows if one.follows in wanted else None,
        )
        for one in reading.accounts
        if one.id in wanted
    )
    claims = tuple(claim for claim in reading.claims if claim.account is None or claim.account in wanted)
    return replace(reading, accounts=kept, claims=claims)


def _sources(text: str, url: str, files: list[UploadFile]) -> Iterable[Source]:
    told = [file for file in files if file.filename]
    if len(told) > _FILES:
        raise WrongQuery("at most %(most)s files can be handed in at once", most=_FILES)
    _refuse_strange(url)
    pasted = text.replace("\r\n", "\n").strip()
    if pasted:
        named = printable(pasted.partition("\n")[0][:60])
        yield Source(named, _encoded(pasted.encode("utf-8", "replace")), url, "text/plain")
    elif url:
        yield Source(url, url=url)
    for file in told:
        yield Source(printable((file.filename or "")[:200]), _encoded(file.file.read()), "", file.content_type or "")


def _refuse_strange(url: str) -> None:
    """Refuse, as WrongQuery, what is no address of the web; without any, there is nothing to refuse."""
    try:
        parts = urlsplit(url)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        right = False
    if url and not right:
        raise WrongQuery("an address begins with http:// or https://")


def _encoded(content: bytes) -> str:
    if len(content) > _LARGEST:
        raise WrongQuery("a page may have %(most)s kB here; `entrevue add` takes longer ones", most=_LARGEST // 1000)
    return base64.b64encode(content).decode("ascii")


def _day(published: str) -> PartialDate | None:
    try:
        return PartialDate.parse(published.strip()) if published.strip() else None
    except ValueError as error:
        raise WrongQuery(
            "“%(text)s” is no date: write it as 2023, 2023-04 or 2023-04-07", text=published[:10]
        ) from error


def _read(request: Request, source: Source, day: PartialDate | None) -> Shown:
    say = tongue_of(request).say
    try:
        outcome = site_of(request).drafts.read(source.page(), Task(day), address_of(request))
    except Busy:
        return Shown(
            source, problem=say("Other texts are being read at this moment. Please try again in a few seconds.")
        )
    except ValueError:
        return Shown(source, problem=say("What the form carried is damaged; hand it in again."))
    if isinstance(outcome, Problem):
        return Shown(source, problem=say("This text cannot be read: %(reason)s", reason=outcome.reason))
    shown = tuple(_shown(outcome, account) for account in outcome.accounts)
    return Shown(source, outcome, shown, _mark(outcome))


def _shown(reading: Reading, account: Account) -> ShownAccount:
    text = reading.report.text
    labels: tuple[Label, ...] = labels_of([("", account)])
    return ShownAccount(account, tuple(pieces(text, start, end, labels) for start, end in passages(text, labels)))


def _mark(reading: Reading) -> str:
    """A mark of a report and of what is read in it."""
    told = repr((reading.report.text, reading.report.published, reading.accounts))
    return blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _page(
    request: Request,
    status: int = 200,
    *,
    problem: str | None = None,
    shown: Iterable[Shown] = (),
    text: str = "",
    url: str = "",
    published: str = "",
) -> Response:
    given = {"text": text, "url": url, "published": published}
    return desk_page(request, "desk/add.html", status=status, problem=problem, shown=list(shown), **given)
