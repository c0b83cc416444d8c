"""What a page says of its article in its head: JSON-LD first, then Open Graph and other meta elements."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from entrevue.domain.dates import PartialDate
from entrevue.intake.decoding import tidy
from entrevue.intake.folding import fold

_ARTICLE_TYPES = ("article", "posting", "report", "newsarticle")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "article.published", "dc.date.issued", "dc.date",
    "dcterms.created", "dcterms.date", "dcterms.issued", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "article_date_original", "og:pubdate", "og:published_time", "citation_publication_date", "shareaholic:article_published_time",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)|\s*(\d{4})(\d{2})(\d{2})(?:T|\Z)|\s*(\d{4})/(\d{2})/(\d{2})")
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])(?=/)")
_SUFFIX = re.compile(r"\s+[|–—·»:-]+\s+[^|–—·»]{2,60}$|\s*\|[^|]{2,60}$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page tells."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    published_from: str | None = None
    url: str | None = None


def read_metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    """Read the head; each field from the first place that tells it."""
    meta = _meta(tree)
    linked = [item for item in _linked_data(tree) if _is_article(item)]
    article = max(linked, key=lambda item: ("datePublished" in item) + ("headline" in item), default={})
    address = _text(meta.get("og:url")) or _canonical(tree) or url
    published, told_by = _published(article, meta, tree, url or address)
    return Metadata(
        title=_title(tree, article, meta),
        publisher=_name(article.get("publisher")) or _text(meta.get("og:site_name")),
        authors=_authors(article, meta),
        published=published,
        published_from=told_by,
        url=url or address,
    )


def date_in_url(url: str | None) -> PartialDate | None:
    """The day, or else the month, that an address holds: "/2023/04/08/", "-20230408-", "/2023/04/"."""
    path = urlsplit(url).path if url else ""
    match = _IN_URL.search(path) or _MONTH_IN_URL.search(path)
    return _date(match.groups()) if match else None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if key and content:
            found.setdefault(key.lower(), content)
    return found


def _linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, object]]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            pending: list[object] = [json.loads(node.text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while pending and seen < 1_000:
            item, seen = pending.pop(0), seen + 1
            if isinstance(item, list):
                pending.extend(item)
            elif isinstance(item, dict):
                yield item
                pending.extend(value for key, value in item.items() if key in ("@graph", "mainEntity", "hasPart"))


def _is_article(item: dict[str, object]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.lower().endswith(_ARTICLE_TYPES) for name in names) or (
        "datePublished" in item and "headline" in item
    )


def _published(
    article: dict[str, object], meta: dict[str, str], tree: LexborHTMLParser, url: str | None
) -> tuple[PartialDate | None, str | None]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if date := _iso(article.get(key)):
            return date, "json-ld"
    for key in _PUBLISHED:
        if date := _iso(meta.get(key)):
            return date, "meta"
    for node in tree.css('[itemprop="datePublished"], time[pubdate], article time[datetime], time[datetime]')[:5]:
        if date := _iso(node.attributes.get("datetime") or node.attributes.get("content")):
            return date, "time"
    if date := date_in_url(url):
        return date, "url"
    return None, None


def _iso(value: object) -> PartialDate | None:
    if isinstance(value, list):
        value = value[0] if value else None
    match = _ISO.match(value) if isinstance(value, str) else None
    return _date([group for group in match.groups() if group]) if match else None


def _date(parts: "list[str] | tuple[str, ...]") -> PartialDate | None:
    try:
        date = PartialDate(*(int(part) for part in parts))
    except ValueError:
        return None
    return date if 1990 <= date.year <= 2100 else None


def _title(tree: LexborHTMLParser, article: dict[str, object], meta: dict[str, str]) -> str | None:
    """The headline that most places agree on: JSON-LD, Open Graph, the first heading, the window's title."""
    headings = [text for node in tree.css("h1")[:3] if (text := _text(node.text(separator=" ")))]
    told = _text(article.get("headline")) or _text(meta.get("og:title")) or _text(meta.get("twitter:title"))
    window = tree.css_first("title")
    told = told or (_text(window.text()) if window is not None else None)
    if told is None:
        return headings[0] if headings else None
    words = set(fold(told).split())
    for heading in headings:
        own = set(fold(heading).split())
        if own and 2 * len(own & words) >= len(own) and len(heading) > 10:
            return heading
    return _SUFFIX.sub("", told) if len(_SUFFIX.sub("", told)) > 15 else told


def _authors(article: dict[str, object], meta: dict[str, str]) -> tuple[str, ...]:
    value = article.get("author")
    items = value if isinstance(value, list) else [value]
    names = [name for item in items if (name := _name(item))]
    author = _text(meta.get("author") or meta.get("article:author"))
    if not names and author and not author.startswith("http"):
        names = [author]
    return tuple(dict.fromkeys(names))


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str | None:
    return (tidy(value) or None) if isinstance(value, str) else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    return node.attributes.get("href") if node is not None else None
