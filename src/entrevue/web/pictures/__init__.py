"""Pictures by addresses of their own: as SVG, as PNG, and as specifications that a script draws in the page."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import state_for
from entrevue.web.pictures import drawing
from entrevue.web.pictures.card import card
from entrevue.web.pictures.theme import THEMES
from entrevue.web.room.filters import address_of, in_words, query_of_request
from entrevue.web.room.outlined import outline_of
from entrevue.web.site import ledger_of, site_of

router = APIRouter(prefix="/pictures")
_FOR_GOOD = "public, max-age=31536000, immutable"
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@router.get("/{name}.js")
def script(request: Request, name: str) -> Response:
    """The script that draws pictures in the page."""
    if f"{name}.js" != drawing.script_name():
        raise HTTPException(404, "There is no such script.")
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    content = drawing.script()
    if "gzip" not in request.headers.get("accept-encoding", ""):
        import gzip

        return Response(gzip.decompress(content), headers=headers, media_type="text/javascript")
    return Response(content, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/javascript")


@router.get("/card/{id}.png")
def engagement_card(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """The card of an engagement."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    one = ledger.engagement(id)
    facts = [fact for fact in (labels.when(one), labels.where(one)) if fact]
    facts.append(labels.tongue.say_many("%(count)s report", "%(count)s reports", one.reports))
    over = labels.of("kind", one.kind.value)
    return _card(request, ("card", id, labels.tongue.code), card(over, labels.names(one) or over, facts, "Entrevue"))


@router.get("/card.png")
def dossier_card(request: Request) -> Response:
    """The card of a dossier or a search: whom it is about, and how much is known."""
    query, labels = query_of_request(request), Labels(tongue_of(request))
    say = labels.tongue
    outline = outline_of(request, query, state_for(request, query))
    names = [value for _, value in in_words(request, query, labels)]
    facts = [say.say_many("%(count)s engagement", "%(count)s engagements", outline.total)]
    if outline.years:
        facts.append(f"{outline.years[0][0]} – {outline.years[-1][0]}")
    picture = card(say.say("Who met whom"), " – ".join(names) or say.say("All engagements"), facts, "Entrevue")
    return _card(request, ("card", address_of(query), say.code), picture)


def _card(request: Request, key: tuple[str, ...], picture: str) -> Response:
    kept = site_of(request).drawings
    content = kept.get(key, picture, lambda: drawing.draw(drawing.png, picture, 1.0))
    return Response(content, headers={"Cache-Control": "public, max-age=3600"}, media_type="image/png")


@router.get("/{name}.{form}")
def picture(
    request: Request,
    name: str,
    form: Literal["svg", "png", "json"],
    theme: Annotated[Literal["light", "dark"], Query()] = "light",
) -> Response:
    """A picture of the engagements that the address asks for."""
    if name not in drawing.PICTURES:
        raise HTTPException(404, f"There is no such picture; there are: {', '.join(drawing.PICTURES)}.")
    query, tongue = query_of_request(request), tongue_of(request)
    edition = state_for(request, query)
    outline, labels = outline_of(request, query, edition), Labels(tongue)
    root, asked = site_of(request).settings.root_path, address_of(query)
    if form == "json":
        spec = drawing.specification(name, outline, labels, THEMES[theme], inline=False, asked=asked, root=root)
        told = {"spec": spec, "options": drawing.locales(tongue.code)}
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")

    def make() -> bytes:
        spec = drawing.specification(name, outline, labels, THEMES[theme], inline=True, asked=asked, root=root)
        return drawing.draw(drawing.drawn, spec, tongue.code, form)

    key = (name, form, theme, tongue.code, tongue.prefix, query)
    content = site_of(request).drawings.get(key, edition, make)
    return Response(content, media_type=_TYPES[form])
