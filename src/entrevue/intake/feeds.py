"""Feeds and sitemaps → addresses of pages: RSS, Atom, JSON Feed, sitemaps, news sitemaps, and pages that offer one."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import fastfeedparser
import feedparser
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.intake.decoding import clean
from entrevue.intake.inflating import unpacker_of

_MOST = 500  # pages of a feed, the newest of a sitemap
_MOST_SITEMAPS = 3  # of an index: the newest
_MOST_BYTES = 50_000_000  # of a sitemap, unpacked: as much as the protocol allows
_MOST_PLAIN = 10_000_000  # of a feed, unpacked or not: as of any page
_MOST_TAGS = 1_000_000  # as 50,000 addresses, which is what the protocol allows, have with all that they may say
_LONGEST = 2_000  # characters of an address
_LONGEST_TITLE = 120
_MOST_ATTRIBUTES = 2_000  # of one tag: parsers compare each with all before it
# One byte of these says one sign of markup; the shifting ones could hide what is looked for here.
_MOST_LENIENT = 100_000  # tags that the lenient parser, which takes 50 µs for each, is given
_ENCODING = re.compile(rb"""^<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]*)""")
_PLAIN = re.compile(
    rb"utf-?8|(?:us-)?ascii|iso[-_]?8859[-_]?\d+|latin-?\d|(?:windows|cp)-?\d+|koi8-[ru]|macintosh"
    rb"|gb\w+|big5\S*|shift[-_]?jis|sjis|euc-\w+",
    re.IGNORECASE,
)
_BARE = re.compile(rb"&(?!#?\w{1,12};)")  # in addresses of sitemaps: the commonest fault of all
_LINK = re.compile(rb"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_MOST_LINKS = 500  # of a page
_OFFERED = {"application/rss+xml", "application/atom+xml", "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Feed:
    """The pages that a feed or a sitemap names, in its order; `sitemaps` are those that an index names."""

    kind: str  # "feed" or "sitemap"
    title: str
    pages: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()


def read_feed(page: Page) -> Feed | Problem:
    """What a feed or a sitemap names; a Problem for what is neither."""
    content = _unpacked(page.content)
    if content is None:
        return Problem("is compressed, and damaged or too long", page.name)
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if reason := _danger(content, head):
        return Problem(reason, page.name)
    base = page.url or ""
    if head.startswith(b"{"):
        found = _json_feed(content, base)
    elif b"<urlset" in head or b"<sitemapindex" in head:
        found = _sitemap(content, base)
    elif any(sign in head.lower() for sign in (b"<rss", b"<feed", b"<rdf:rdf", b"<?xml")):
        found = _feed(content, base)
    else:
        return Problem("is neither a feed nor a sitemap", page.name)
    return found or Problem("is no feed or sitemap that can be read", page.name)


def offered(page: Page) -> tuple[str, ...]:
    """The feeds that a page of HTML offers, in its order."""
    links = b"".join(tag[0] for tag in itertools.islice(_LINK.finditer(page.content), _MOST_LINKS))
    tree = LexborHTMLParser(links)  # of whole pages some take it hours
    found = []
    for link in tree.css("link[href]"):
        relations = (link.attributes.get("rel") or "").lower().split()
        if "alternate" in relations and (link.attributes.get("type") or "").lower().split(";")[0].strip() in _OFFERED:
            found.append(link.attributes.get("href") or "")
    return tuple(_addresses(found, page.url or ""))


def _danger(content: bytes, head: bytes) -> str | None:
    """Why a feed is not given to a parser: what it holds would take time with the square of its length, or worse."""
    told = _ENCODING.match(head)
    if content.count(b"<") > _MOST_TAGS:
        return "has too many tags"
    if b"<urlset" not in head and b"<sitemapindex" not in head and len(content) > _MOST_PLAIN:
        return f"is longer than {_MOST_PLAIN // 1_000_000} MB"
    if told and not _PLAIN.fullmatch(told[1].strip()):
        return "is in an encoding that no feed needs"
    if b"<!ENTITY" in content:
        return "declares entities, which no feed needs"
    if not head.startswith(b"{") and max(piece.count(b"=") for piece in content.split(b"<")) > _MOST_ATTRIBUTES:
        return "has a tag with too many attributes"
    return None


def _unpacked(content: bytes) -> bytes | None:
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = unpacker_of("gzip")
    assert unpacker is not None
    unpacked = bytearray()
    try:
        for piece in unpacker.unpack(content):
            unpacked += piece
            if len(unpacked) > _MOST_BYTES:
                return None
    except Exception:  # zlib's own, and whatever else a damaged file gives
        return None
    return bytes(unpacked)


def _feed(content: bytes, base: str) -> Feed | None:
    """An RSS, RDF or Atom feed; the fast parser first, the lenient one where that finds nothing."""
    for parse in (fastfeedparser.parse, feedparser.parse):
        if parse is feedparser.parse and content.count(b"<") > _MOST_LENIENT:
            continue
        try:
            told = parse(content)
            entries = list(told.entries)[:_MOST]
            title = str(told.feed.get("title") or "")
        except Exception:  # noqa: S112 (parsers raise whatever their parts do; the next one reads it, or nobody)
            continue
        pages = tuple(_addresses((entry.get("link") for entry in entries), base))
        if pages or title:
            return Feed("feed", _title(title, base), pages)
    return None


def _json_feed(content: bytes, base: str) -> Feed | None:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or "jsonfeed.org" not in str(told.get("version")):
        return None
    items = told.get("items")
    entries = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    links = (one.get("url") or one.get("external_url") for one in entries[:_MOST])
    return Feed("feed", _title(str(told.get("title") or ""), base), tuple(_addresses(links, base)))


def _sitemap(content: bytes, base: str) -> Feed | None:
    """What a sitemap names up to its first fault; lxml's going on behind one takes time with the square of the faults."""
    pages: list[tuple[str, str]] = []
    sitemaps: list[tuple[str, str]] = []
    try:
        for _, element in etree.iterparse(
            BytesIO(_BARE.sub(b"&amp;", content)),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        ):
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name not in {"url", "sitemap"}:
                continue
            told = {
                etree.QName(one).localname: (one.text or "").strip()
                for one in element.iter()
                if isinstance(one.tag, str)
            }
            row = (told.get("publication_date") or told.get("lastmod") or "", told.get("loc") or "")
            (pages if name == "url" else sitemaps).append(row)
            element.clear()
    except etree.XMLSyntaxError:
        if not pages and not sitemaps:
            return None
    newest = [address for _, address in sorted(pages, key=lambda row: row[0], reverse=True)][:_MOST]
    further = [address for _, address in sorted(sitemaps, key=lambda row: row[0], reverse=True)][:_MOST_SITEMAPS]
    return Feed("sitemap", _title("", base), tuple(_addresses(newest, base)), tuple(_addresses(further, base)))


def _addresses(links: Iterable[object], base: str) -> Iterator[str]:
    """Addresses of the web, whole, each once."""
    seen = set()
    for link in links:
        if not isinstance(link, str) or not 0 < len(link) <= _LONGEST:
            continue
        try:
            address = urljoin(base, clean(link).strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and address not in seen:
            seen.add(address)
            yield address


def _title(told: str, base: str) -> str:
    """A feed's title on one line, or else the name of its host."""
    shown = printable(" ".join(clean(told).split()))[:_LONGEST_TITLE]
    return shown or (urlsplit(base).hostname or base)[:_LONGEST_TITLE]
