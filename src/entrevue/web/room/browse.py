"""Browsing: indexes of persons, organisations, states, pairs, publishers, topics, offices and reports, with counts."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from entrevue.domain.finding import Listed
from entrevue.domain.text import fold, plain_letters
from entrevue.web.labels import Labels, message
from entrevue.web.locale import tongue_of
from entrevue.web.room.pages import room_page
from entrevue.web.site import ledger_of, site_of
from entrevue.web.turns import in_turn

router = APIRouter()
_A_PAGE = 100
_REPORTS = 100
INDEXES = {
    "persons": message("Persons"),
    "organisations": message("Organisations"),
    "states": message("States"),
    "pairs": message("Pairs of states"),
    "offices": message("Offices"),
    "topics": message("Topics"),
    "publishers": message("Publishers"),
    "reports": message("Reports"),
}
_KINDS = {
    "organisations": "organisation",
    "states": "state",
    "pairs": "pair",
    "offices": "role",
    "topics": "topic",
    "publishers": "publisher",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an index with its path."""

    label: str
    detail: str
    count: int
    path: str


@router.get("/browse")
def browse(request: Request) -> Response:
    """The first index."""
    return RedirectResponse(f"{tongue_of(request).prefix}/browse/persons", 303)


@router.get("/browse/{name}.json")
@in_turn
def index_as_json(request: Request, name: str) -> Response:
    """An index as JSON, all of its entries."""
    found = _entries(request, name)
    rows = [{"label": one.label, "detail": one.detail, "count": one.count, "path": one.path} for one in found]
    return JSONResponse({"index": name, "entries": rows})


@router.get("/browse/{name}")
@in_turn
def index(request: Request, name: str) -> Response:
    """An index: by activity, by name, or of a letter."""
    found = _entries(request, name)
    letters = sorted({letter for one in found if (letter := _letter(one.label))})
    given = request.query_params
    letter, by_name = given.get("letter", "")[:1].upper(), given.get("order") == "name"
    shown = [one for one in found if not letter or _letter(one.label) == letter]
    if by_name or letter:
        shown = sorted(shown, key=lambda one: (_folded(one.label), one.path))
    skip = int(given["skip"]) if given.get("skip", "").isascii() and given.get("skip", "").isdecimal() else 0
    kept = {key: value for key, value in (("letter", letter), ("order", "name" if by_name else "")) if value}
    following = urlencode({**kept, "skip": str(skip + _A_PAGE)}) if len(shown) > skip + _A_PAGE else ""
    return room_page(
        request,
        "index.html",
        name=name,
        title=tongue_of(request).say(INDEXES[name]),
        indexes={one: tongue_of(request).say(label) for one, label in INDEXES.items()},
        entries=list(islice(shown, skip, skip + _A_PAGE)),
        total=len(shown),
        letters=letters,
        letter=letter,
        by_name=by_name,
        following=following,
        skip=skip,
    )


def _entries(request: Request, name: str) -> tuple[Entry, ...]:
    if name not in INDEXES:
        raise HTTPException(404, tongue_of(request).say("There is no such page."))
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    key = ("index", name, labels.tongue.code)
    return site_of(request).outlines.get(key, ledger.edition(), lambda: tuple(_made(request, name, labels)))


def _made(request: Request, name: str, labels: Labels) -> list[Entry]:
    ledger = ledger_of(request)
    if name == "persons":
        return [
            Entry(one.label, _person(one, labels), one.count, f"/persons/{one.value}") for one in ledger.index("person")
        ]
    if name == "reports":
        reports = ledger.newest_reports(_REPORTS)
        return [
            Entry(
                one.content.title or one.report,
                " · ".join(filter(None, (one.content.publisher, labels.tongue.date(one.content.published)))),
                0,
                f"/reports/{one.report}",
            )
            for one in reports
        ]
    return [Entry(*_named(name, one, labels)) for one in ledger.index(_KINDS[name])]


def _person(one: Listed, labels: Labels) -> str:
    state, _, office = one.detail.partition(" · ")
    return " · ".join(filter(None, (labels.tongue.state(state), office)))


def _named(name: str, one: Listed, labels: Labels) -> tuple[str, str, int, str]:
    tongue, value = labels.tongue, one.value
    if name == "states":
        return tongue.state(value), "", one.count, f"/states/{value}"
    if name == "pairs":
        first, _, second = value.partition("|")
        return f"{tongue.state(first)} – {tongue.state(second)}", "", one.count, f"/pairs/{first}/{second}"
    if name == "organisations":
        return value, "", one.count, f"/organisations/{quote(value, safe='')}"
    if name == "offices":
        return labels.of("role", value), "", one.count, f"/engagements?role={value}"
    if name == "topics":
        return labels.of("topic", value), "", one.count, f"/engagements?topic={value}"
    return value, "", one.count, f"/engagements?{urlencode({'publisher': value})}"


def _folded(label: str) -> str:
    return plain_letters(fold(label))


def _letter(label: str) -> str:
    """The first letter or digit of a name, as a capital; other scripts have their own."""
    return next((char.upper() for char in _folded(label) if char.isalnum()), "")
