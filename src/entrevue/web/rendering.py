"""Pages from templates. Everything put into one is escaped; nothing is ever marked safe that came from outside."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from entrevue.web.locale import direction, tongue_of
from entrevue.web.site import site_of


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the package; messages are marked as _("…") and ngettext("…", "…", n)."""
    made = Environment(
        loader=PackageLoader("entrevue.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["path"] = lambda text: quote(str(text), safe="")
    made.globals["direction"] = direction
    return made


def warm() -> None:
    """Compile every template, so that no reader waits for it."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the request's language.

    Templates get, beside their context: `tongue` (dates, numbers, states), `_` and `ngettext`, `link(path)` (keeps the
    language of the address), `absolute(path)` (the permanent address, without a language), `languages`, `here` (path
    and query without the language), `user` (signed in, or None).
    """
    tongue = tongue_of(request)
    headers = {"Content-Language": tongue.code}
    if not tongue.prefix:
        headers["Vary"] = "Accept-Language, Cookie"
    return HTMLResponse(rendered(request, template, **context), status, headers)


def rendered(request: Request, template: str, /, **context: Any) -> str:
    """A template in the request's language, with what every page gets."""
    tongue, query = tongue_of(request), request.url.query
    shared = {
        "tongue": tongue,
        "_": tongue.say,
        "ngettext": tongue.say_many,
        "link": lambda path: tongue.prefix + path,
        "absolute": lambda path: permanent(request, path),
        "languages": site_of(request).catalogues.languages,
        "here": request.url.path + (f"?{query}" if query else ""),
        "user": getattr(request.state, "user", None),
    }
    return environment().get_template(template).render({**shared, **context})


def permanent(request: Request, path: str) -> str:
    """The address of a path as readers know it, without a language."""
    base = site_of(request).settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return base + path
