"""A parsed page → its blocks of text in order, each with what its elements tell of it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from entrevue.intake.decoding import tidy

_DROPPED = (
    "script", "style", "noscript", "svg", "iframe", "template", "object", "embed", "button", "select", "input", "textarea",
    "dialog", "video", "audio", "canvas", "map", "math",
)  # fmt: skip
_HIDDEN = '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"]'
# Elements that are asides by their own name; a form is one too, unless all the page stands in it.
_ASIDES = frozenset(("aside", "nav", "footer", "figcaption", "form"))
_ROLES = frozenset(("navigation", "dialog", "complementary", "contentinfo", "search", "banner", "menu"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "-text",
        "picture",
        "img",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Names that page writers give to what is no article: whole words of a class or an id.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|sponsor\w*|promo\w*|banner|comments?|disqus|respond|repl(?:y|ies)|related\w*|recirc\w*"
    r"|recommend\w*|more-?(?:news|stories|from|on)|most-?(?:read|popular|viewed)|trending|popular|latest|also|readmore|read-more"
    r"|share\w*|sharing|social\w*|follow|newsletter\w*|subscri\w*|signup|sign-up|paywall|cookies?|consent|gdpr|breadcrumbs?"
    r"|sidebar\w*|side-?bar|aside|footer\w*|nav|navbar|navigation|menu|toolbar|pagination|pager|tags?|taglist|tag-list|byline\w*"
    r"|authors?|author-?\w*|bio|biography|caption\w*|credits?|copyright|disclaimer|timestamp|dateline|meta|metadata|entry-meta"
    r"|post-meta|widget\w*|modal|popup|tooltip|teaser\w*|gallery\w*|slideshow|player|poll|quiz|print|hidden|visually-hidden"
    r"|sr-only|screen-reader-text|skip|login|topics?|categories|outbrain|taboola|infobox|factbox|jp-relatedposts|sharedaddy)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARAGRAPH_END = re.compile(r"[.!?…»”\"']\s*$")
_BROKEN_LINE = 80  # characters: a longer line that ends as a sentence and then breaks is a paragraph
_MOST_ASIDES = 50  # of the named elements around a node, the nearest so many count
_TOO_MUCH = 0.4  # share of a page's prose: what holds more is no aside, whatever its name says


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or other run of text; `linked` counts its characters inside links."""

    place: "Place"
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    text: str = ""

    @property
    def tag(self) -> str:
        """The name of its element."""
        return self.place.tag

    @property
    def density(self) -> float:
        """The share of the text that is inside links."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.tag in _HEADINGS


class Place(NamedTuple):
    """Where a node stands: its nearest block element, that one's parent, and the named asides around it.

    `kind` is alike for elements that are written alike: the names and classes of the element and its parent.
    """

    block: int
    parent: int
    tag: str
    kind: str
    link: bool
    asides: tuple[int, ...]


_TOP = Place(0, 0, "body", "body", link=False, asides=())


def blocks_of(tree: LexborHTMLParser) -> list[Block]:
    """Return the blocks of a page in order, those inside asides left out; elements that never hold prose go first."""
    tree.strip_tags(list(_DROPPED))
    for node in tree.css(_HIDDEN):
        node.decompose()
    if tree.body is None:
        return []
    return _outside_asides(_gather(tree.body))


def _gather(body: LexborNode) -> list[Block]:
    places: dict[int, Place] = {body.mem_id: Place(body.mem_id, 0, "body", "body", link=False, asides=())}
    blocks: list[Block] = []
    current: Block | None = None
    breaks = 0
    for node in body.traverse(include_text=True):
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            parent = node.parent
            if parent is None or (current is None and not text.strip()):
                continue
            place = places.get(parent.mem_id) or _place(parent, places)
            if current is not None and place.block != current.place.block:
                current = None
                if not text.strip():
                    continue
            if current is None:
                current = Block(place)
                blocks.append(current)
            current.pieces.append(text)
            if place.link:
                current.linked += len(text.strip())
            breaks = breaks if not text.strip() else 0
        elif tag == "br":
            breaks += 1
            if current is not None:
                line = current.pieces[-1] if current.pieces else ""
                current.pieces.append(" ")
                if breaks > 1 or (len(line) > _BROKEN_LINE and _PARAGRAPH_END.search(line)):
                    current = None
        elif tag not in _INLINE and not tag.startswith("-"):
            current = None
    for block in blocks:
        block.text = tidy("".join(block.pieces))
    return [block for block in blocks if block.text]


def _place(node: LexborNode, places: dict[int, Place]) -> Place:
    chain = []
    at: LexborNode | None = node
    while at is not None and at.mem_id not in places:
        chain.append(at)
        at = at.parent
    place = _TOP if at is None else places[at.mem_id]
    for at in reversed(chain):
        place = places[at.mem_id] = _below(place, at)
    return place


def _below(place: Place, node: LexborNode) -> Place:
    """The place of a child of what stands at `place`."""
    tag = node.tag or ""
    attributes = node.attributes
    classes = attributes.get("class") or ""
    asides = place.asides
    if tag in _ASIDES or attributes.get("role") in _ROLES or _names_aside(classes, attributes.get("id") or ""):
        asides = (*asides[-_MOST_ASIDES:], node.mem_id)
    if tag in _INLINE:
        return Place(place.block, place.parent, place.tag, place.kind, place.link or tag == "a", asides)
    kind = f"{place.kind.rpartition('>')[2]}>{tag}.{classes}"
    return Place(node.mem_id, place.block, tag, kind, place.link, asides)


@lru_cache(maxsize=8_192)
def _names_aside(classes: str, identity: str) -> bool:
    """Whether an element's class or id is a name that page writers give to what is no article."""
    return bool(classes or identity) and _NAMES.search(_CAMEL.sub("-", f"{classes} {identity}")) is not None


def _outside_asides(blocks: list[Block]) -> list[Block]:
    """Leave out what stands in a named aside, except where that would take much of the page's prose."""
    prose: dict[int, int] = {}
    total = 0
    for block in blocks:
        weight = len(block.text) - block.linked if len(block.text) > _BROKEN_LINE else 0
        total += weight
        for aside in block.place.asides:
            prose[aside] = prose.get(aside, 0) + weight
    spared = {aside for aside, weight in prose.items() if weight > _TOO_MUCH * total}
    return [block for block in blocks if spared.issuperset(block.place.asides)]
