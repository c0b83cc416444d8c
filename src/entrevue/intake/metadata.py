"""What a page says of its article in its head: JSON-LD first, then Open Graph and other meta elements."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

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
_LONGEST_ADDRESS = 2_000
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cgi|cfm|pl|do)$", re.IGNORECASE)  # what tells pages apart by its query
_LONGEST_TITLE = 1_000  # characters; what is longer is cut, for it is compared with every line of a page
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
    address = _address(tree, meta, _web_address(url))
    published, told_by = _published(article, meta, tree, url or address)
    return Metadata(
        title=_title(tree, article, meta),
        publisher=_name(article.get("publisher")) or _text(meta.get("og:site_name")),
        authors=_authors(article, meta),
        published=published,
        published_from=told_by,
        url=address or url,
    )


def date_in_url(url: str | None) -> PartialDate | None:
    """The day, or else the month, that an address holds: "/2023/04/08/", "-20230408-", "/2023/04/"."""
    parts = _web_address(url)
    path = parts.path if parts else ""
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
    headings = [text[:_LONGEST_TITLE] for node in tree.css("h1")[:3] if (text := _text(node.text(separator=" ")))]
    told = _text(article.get("headline")) or _text(meta.get("og:title")) or _text(meta.get("twitter:title"))
    window = tree.css_first("title")
    told = told or (_text(window.text()) if window is not None else None)
    if told is None:
        return headings[0] if headings else None
    told = told[:_LONGEST_TITLE]
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


def _address(tree: LexborHTMLParser, meta: dict[str, str], asked: SplitResult | None) -> str | None:
    """The address of the page: what it calls its canonical one, where it may say so, or the one it came from."""
    node = tree.css_first('link[rel~="canonical"]')
    for told in (node.attributes.get("href") if node is not None else None, meta.get("og:url")):
        own = _web_address(told, asked)
        if own is not None and _may_stand_for(own, asked):
            return own.geturl()
    return asked.geturl() if asked is not None else None


def _web_address(address: str | None, base: SplitResult | None = None) -> SplitResult | None:
    """An http or https address taken apart; None for anything else, or one that is malformed or endless."""
    if not address or len(address) > _LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(urljoin(base.geturl(), address.strip()) if base is not None else address.strip())
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0  # no port raises
    except ValueError:
        return None
    return parts if whole else None


def _may_stand_for(own: SplitResult, asked: SplitResult | None) -> bool:
    """Whether a page may be kept under the address that it tells, and not under that which it came from.

    Only one of the same site, so that no site writes over another's reports; and only one that tells the page: many
    sites give all their pages the address of the first.
    """
    if asked is None:
        return True
    if _HOST_PREFIX.sub("", own.hostname or "") != _HOST_PREFIX.sub("", asked.hostname or ""):
        return False
    if len(own.path) < 2 and not own.query:
        return len(asked.path) < 2 and not asked.query
    return bool(own.query) or not asked.query or _SCRIPT.search(own.path) is None
