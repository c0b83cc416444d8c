"""Where the nodes of a page stand: inside which block element, and inside which that by their names hold no article."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from entrevue.languages import codes
from entrevue.languages.chrome import any_of, load_chrome

_INLINE = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "-text", "picture", "img",
)  # fmt: skip
INLINE = frozenset(_INLINE)
# Elements that are asides by their own name; a form is one too, unless all the page stands in it.
_ASIDES = frozenset(("aside", "nav", "footer", "figcaption", "form"))
_ROLES = frozenset(("navigation", "dialog", "complementary", "contentinfo", "search", "banner", "menu"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_NAMES = 1_000  # characters of a class or an id that count
_MOST_ASIDES = 16  # of the named elements around a node, the nearest so many count


class Aside(NamedTuple):
    """An element that by its name is no article; `others`: that it holds comments or other articles."""

    element: int
    others: bool


class Place(NamedTuple):
    """Where a node stands: its nearest block element, the place of that one's parent, the asides around it.

    `kind` is alike for elements that are written alike: the names and classes of the element and its parent. `link`
    and `quote` say whether a link or a block quotation is around it, `article` is the outermost article element.
    """

    block: int
    above: "Place | None"
    tag: str
    kind: str
    link: bool
    quote: bool
    article: int
    asides: tuple[Aside, ...]

    @property
    def parent(self) -> int:
        """The block element around its own."""
        return self.above.block if self.above is not None else 0

    def is_inside(self, element: int) -> bool:
        """Whether a block element is its own or one around it."""
        return any(place.block == element for place in self.chain())

    def chain(self) -> "Iterator[Place]":
        """It and the places around it, from the inside out."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.above


class Inside:
    """Whether places are inside one element, each place on the way up asked once however many stand below it."""

    def __init__(self, element: int) -> None:
        """`element`: a block element."""
        self._known = {element: True}

    def __contains__(self, place: Place) -> bool:
        known, passed = self._known, []
        at: Place | None = place
        while at is not None and at.block not in known:
            passed.append(at.block)
            at = at.above
        found = at is not None and known[at.block]
        known.update(dict.fromkeys(passed, found))
        return found


class Places:
    """The places of a page's nodes, each found once."""

    def __init__(self, body: LexborNode) -> None:
        """Begin with the body itself."""
        self._top = Place(body.mem_id, None, "body", "body", link=False, quote=False, article=0, asides=())
        self._known = {body.mem_id: self._top}

    def of(self, node: LexborNode) -> Place:
        """The place of an element."""
        known = self._known
        chain = []
        at: LexborNode | None = node
        while at is not None and at.mem_id not in known:
            chain.append(at)
            at = at.parent
        place = self._top if at is None else known[at.mem_id]
        for at in reversed(chain):
            place = known[at.mem_id] = _below(place, at)
        return place


def _below(place: Place, node: LexborNode) -> Place:
    """The place of a child of what stands at `place`."""
    tag = node.tag or ""
    attributes = node.attributes
    classes = (attributes.get("class") or "")[:_LONGEST_NAMES]
    asides = place.asides
    name = _named(classes, (attributes.get("id") or "")[:_LONGEST_NAMES])
    if name is not None or tag in _ASIDES or attributes.get("role") in _ROLES:
        asides = (*asides[-_MOST_ASIDES:], Aside(node.mem_id, name == "others"))
    block, above, outer, kind, link, quote, article, _ = place
    if tag in INLINE:
        return Place(block, above, outer, kind, link or tag == "a", quote, article, asides)
    kind = f"{kind.rpartition('>')[2]}>{tag}.{classes}"
    if tag == "article" and not article:
        article = node.mem_id
    return Place(node.mem_id, place, tag, kind, link, quote or tag == "blockquote", article, asides)


@lru_cache(maxsize=8_192)
def _named(classes: str, identity: str) -> str | None:
    """The group of the packs' names that an element's class or id meets: "others", "names" or None."""
    if not classes and not identity:
        return None
    name = _CAMEL.sub("-", f"{classes} {identity}").lower()
    others, names = _names()
    return "others" if others.search(name) else "names" if names.search(name) else None


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    packs = [load_chrome(code) for code in codes("chrome")]
    bounds = {"before": r"(?:^|[\s_-])", "after": r"(?=$|[\s_-])"}
    others = any_of((word for pack in packs for word in pack.others), **bounds)
    return others, any_of((word for pack in packs for word in pack.names), **bounds)
