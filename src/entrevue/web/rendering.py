"""Pages from templates. Everything put into one is escaped; nothing is ever marked safe that came from outside."""

from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from entrevue.web.locale import Tongue, direction, tongue_of
from entrevue.web.site import site_of

_tongue: ContextVar[Tongue] = ContextVar("tongue")


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
    made.globals |= {"direction": direction, "_": _said, "ngettext": _said_of}
    return made


def warm() -> None:
    """Compile every template, so that no reader waits for it."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the request's language.

    Templates get, beside their context: `root` (the path under which the site stands), `tongue` (dates, numbers,
    states), `_` and `ngettext`, `link(path)` (keeps the
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
    root = site_of(request).settings.root_path
    shared = {
        "tongue": tongue,
        "root": root,
        "link": lambda path: root + tongue.prefix + path,
        "absolute": lambda path: permanent(request, path),
        "languages": site_of(request).catalogues.languages,
        "here": request.url.path + (f"?{query}" if query else ""),
        "user": getattr(request.state, "user", None),
    }
    speaks = _tongue.set(tongue)
    try:
        return _filled(environment().get_template(template), {**shared, **context})
    finally:
        _tongue.reset(speaks)


def _said(message: str, /, **values: object) -> str:
    """`_` in templates: a message in the language of the page that is made; so macros need no page's context."""
    return _tongue.get().say(message, **values)


def _said_of(one: str, many: str, count: int, /, **values: object) -> str:
    return _tongue.get().say_many(one, many, count, **values)


def _filled(template: Template, values: dict[str, Any]) -> str:
    """The template with its values, which are let go of at once.

    Macros and their context hold one another, and with them everything that was shown, until Python's garbage
    collector comes; it then stops all pages for a twentieth of a second.
    """
    context = template.new_context(values)
    try:
        return "".join(template.root_render_func(context))
    finally:
        context.vars.clear()
        context.parent.clear()


def permanent(request: Request, path: str) -> str:
    """The address of a path as readers know it, without a language."""
    settings = site_of(request).settings
    base = settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{settings.root_path}{path}"
