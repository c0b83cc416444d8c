"""Drawing: specifications to SVG and PNG on the server, a few at a time, and the script that draws them in the page."""

import gzip
import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from entrevue.errors import needed
from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures import agenda, calendar, matrix, months, network, rhythm, timeline, travels, world
from entrevue.web.pictures.pen import Pen
from entrevue.web.pictures.picture import SCHEMA, Setting
from entrevue.web.pictures.theme import Theme, config_of

PICTURES: dict[str, ModuleType] = {
    "timeline": timeline,
    "map": world,
    "travels": travels,
    "network": network,
    "matrix": matrix,
    "rhythm": rhythm,
    "months": months,
    "calendar": calendar,
    "agenda": agenda,
}
WIDE = frozenset({"timeline", "map", "travels", "network", "matrix", "calendar"})
_LOCALES: dict[str, Any] = {"en": "en-US", "fr": "fr-FR"}  # for axes; a language without one has English axes
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_FORMAT = {"type": "topojson", "feature": "countries"}
_pen = Pen()
Made = TypeVar("Made")


def specification(
    name: str, outline: Outline, labels: Labels, theme: Theme, *, inline: bool, asked: str = "", root: str = ""
) -> dict[str, Any]:
    """A picture in Vega-Lite; with `inline` it holds the states' outlines itself, else it names their address.

    `root`: the path under which the site stands.
    """
    at = {"values": _world()} if inline else {"url": f"{root}/static/world.json"}
    setting = Setting(labels, theme, {**at, "format": _FORMAT}, asked, root, live=not inline)
    spec: dict[str, Any] = PICTURES[name].specification(outline, setting)
    head = {"$schema": SCHEMA, "description": PICTURES[name].title(labels), "padding": 6, "config": config_of(theme)}
    across = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    fluid = {} if inline or name not in WIDE else across
    return {**head, **spec, **fluid}


def can_draw() -> bool:
    """Whether what draws is installed; it comes with the extra `pictures`."""
    return find_spec("vl_convert") is not None


def _vl_convert() -> Any:
    """What draws; MissingExtra where it is not installed. 0.1 s to load, and the first drawing 1 s."""
    needed("vl_convert", "pictures", "pictures")
    return import_module("vl_convert")


def svg(spec: dict[str, Any], language: str) -> str:
    """A specification drawn; nothing is fetched for it."""
    vl_convert = _vl_convert()
    locale = _LOCALES.get(language)
    drawing = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=locale, time_format_locale=locale)
    return str(drawing)


def png(drawing: str, scale: float = 2.0) -> bytes:
    """An SVG as PNG."""
    vl_convert = _vl_convert()
    return bytes(vl_convert.svg_to_png(drawing, scale=scale))


def draw(make: Callable[..., Made], *given: Any) -> Made:
    """What a function of this module draws, in a process for that; Busy when too many wait for it."""
    needed("vl_convert", "pictures", "pictures")
    return _pen.draw(make, *given)


def drawn(spec: dict[str, Any], language: str, form: str) -> bytes:
    """A specification as "svg" or "png"."""
    drawing = svg(spec, language)
    return png(drawing) if form == "png" else drawing.encode()


@lru_cache(maxsize=1)
def _world() -> dict[str, Any]:
    content = files("entrevue.web").joinpath("static", "world.json").read_text(encoding="utf-8")
    return dict(json.loads(content))


@lru_cache(maxsize=8)
def locales(language: str) -> dict[str, Any]:
    """How axes write numbers and dates in a language, for the script in the page; {} for its own way."""
    vl_convert = _vl_convert()
    name = _LOCALES.get(language)
    if not name:
        return {}
    return {
        "formatLocale": vl_convert.get_format_locale(name),
        "timeFormatLocale": vl_convert.get_time_format_locale(name),
    }


@lru_cache(maxsize=1)
def script_name() -> str:
    """The name of the script that draws in the page: another version has another name, so it is cached for good."""
    from importlib.metadata import version

    return f"vega-{version('vl-convert-python')}.js" if can_draw() else ""


@lru_cache(maxsize=1)
def script() -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one script, gzipped; made once a version and kept in the user's cache folder."""
    from platformdirs import user_cache_path

    place = user_cache_path("entrevue", appauthor=False) / f"{script_name()}.gz"
    with suppress(OSError, EOFError):
        content = place.read_bytes()
        gzip.decompress(content)
        return content
    content = draw(bundled)
    _keep(place, content)
    return content


def bundled() -> bytes:
    """The script made anew."""
    return gzip.compress(_vl_convert().javascript_bundle(_SNIPPET).encode(), 9, mtime=0)


def _keep(place: Path, content: bytes) -> None:
    """Write a file as a whole or not at all; a folder that cannot be written costs only time."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        beside.write_bytes(content)
        beside.replace(place)
