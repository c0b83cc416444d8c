"""A parsed page → its blocks of text in order, each with what its elements tell of it."""

from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from entrevue.intake.decoding import tidy
from entrevue.intake.places import INLINE, Aside, Place, Places

_DROPPED = (
    "script", "style", "noscript", "svg", "iframe", "template", "object", "embed", "button", "select", "input", "textarea",
    "dialog", "video", "audio", "canvas", "map", "math",
)  # fmt: skip
_HIDDEN = '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"]'
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPH_ENDS = (".", "!", "?", "…", "»", "”", '"', "'")
_BROKEN_LINE = 80  # characters: a longer line that ends as a sentence and then breaks is a paragraph
_LABEL = 30  # characters: a cell so short tells the day or the name of what the next one holds
_ARTICLE = 600  # characters of prose that may be an article, so that others' words after it are none
_TOO_MUCH = 0.4  # share of a page's prose: what holds more is no aside, whatever its name says


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or other run of text.

    `linked` counts its characters inside links, `opening_link` those of a link with which it opens.
    """

    place: Place
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    opening_link: int = 0
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

    def add(self, text: str, *, link: bool) -> None:
        """Add a piece of text, inside a link or not."""
        self.pieces.append(text)
        if link:
            length = len(text.strip())
            if not self.linked and len(self.pieces) == 1:
                self.opening_link = length
            self.linked += length


def all_blocks_of(tree: LexborHTMLParser) -> list[Block]:
    """Return the blocks of a page in order; elements that never hold prose go first."""
    tree.strip_tags(list(_DROPPED))
    for node in tree.css(_HIDDEN):
        node.decompose()
    if tree.body is None:
        return []
    return _with_rows(_gather(tree.body))


def _gather(body: LexborNode) -> list[Block]:
    places = Places(body)
    blocks: list[Block] = []
    current: Block | None = None
    breaks = 0
    for node in body.traverse(include_text=True):
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            blank = not text.strip()
            if not blank:
                breaks = 0
            elif current is None:
                continue
            current = _continued(current, places.of(node.parent or body), blank=blank, blocks=blocks, text=text)
        elif tag == "br":
            breaks += 1
            if current is not None and _breaks(current, breaks):
                current = None
        elif tag not in INLINE and not tag.startswith("-"):
            current = None
    for block in blocks:
        block.text = tidy("".join(block.pieces))
    return [block for block in blocks if block.text]


def _continued(current: Block | None, place: Place, *, blank: bool, blocks: list[Block], text: str) -> Block | None:
    """The block that goes on with a piece of text: the current one, or a new one where the text stands elsewhere."""
    if current is None or place.block != current.place.block:
        if blank:
            return None
        current = Block(place)
        blocks.append(current)
    current.add(text, link=place.link)
    return current


def _breaks(block: Block, breaks: int) -> bool:
    """Whether so many line breaks in a row end a block: two do, and one does after a line that ends as a paragraph."""
    line = block.pieces[-1] if block.pieces else ""
    block.pieces.append(" ")
    return breaks > 1 or (len(line) > _BROKEN_LINE and line.rstrip().endswith(_PARAGRAPH_ENDS))


def _with_rows(blocks: list[Block]) -> list[Block]:
    """Join the short cells of each row of a table to one block, and a day or a name with what stands beside it."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and block.tag in _CELLS and _is_next_cell(last, block):
            last.text += f" {block.text}"
            last.linked += block.linked
        else:
            joined.append(block)
    return joined


def _is_next_cell(row: Block, cell: Block) -> bool:
    short = len(cell.text) <= _BROKEN_LINE or len(row.text) <= _LABEL
    return row.tag in _CELLS and short and row.place.parent == cell.place.parent


def outside_asides(blocks: list[Block]) -> list[Block]:
    """Leave out what stands in an aside, except where that would take much of the page's prose, or nothing but quotes."""
    prose: Counter[Aside] = Counter()
    unquoted: Counter[Aside] = Counter()
    before: dict[Aside, int] = {}  # prose that stands before it in no aside
    total = outside = 0
    for block in blocks:
        weight = len(block.text) - block.linked if len(block.text) > _BROKEN_LINE else 0
        total += weight
        if not block.place.asides:
            outside += weight
        for aside in block.place.asides:
            before.setdefault(aside, outside)
            prose[aside] += weight
            unquoted[aside] += 0 if block.place.quote else len(block.text)
    spared = {aside for aside, weight in prose.items() if weight > _TOO_MUCH * total}
    spared -= {aside for aside in spared if aside.others and before[aside] > _ARTICLE}
    spared |= {aside for aside, length in unquoted.items() if not length and not aside.others}
    return [block for block in blocks if spared.issuperset(block.place.asides)]
