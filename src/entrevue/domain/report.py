"""Page and report: what is handed in, and the article that is in it."""

from dataclasses import dataclass
from hashlib import sha256

from entrevue.domain.dates import PartialDate

NOT_READ = "nothing was read: "  # opens the note of a report whose language is not known, or not read


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as fetched or handed in, with what is known about them from outside."""

    content: bytes
    url: str | None = None
    media_type: str | None = None  # as a server or a file name tells it: "text/html", "application/pdf", "text/plain"
    name: str | None = None  # how the user called it: a path, an address, "-"


def fingerprint(page: Page, *told: object) -> str:
    """What tells whether a page is the same as before: its bytes, its address, and what is told of it from outside."""
    parts = [page.content, *(str(part or "").encode("utf-8", "surrogatepass") for part in (page.url, *told))]
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8) + part)
    return whole.hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a report: `report.text[start:end]`, with its own language (ISO 639-1) where it is known."""

    start: int
    end: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The article in a page, its chrome apart.

    `text` is the title (when there is one), then the paragraphs, each on a line of its own, joined by a newline;
    every offset of Entrevue counts code points in it. `title_end` is where the title ends (0 without a title).
    `paragraphs` are the body's, in order, the title not among them. `chrome` holds the lines that were kept out
    (share labels, reply forms, menus ...). `published` is as precise as the page tells it; `published_from` says
    what told it ("option", "json-ld", "meta", "time", "url", "dateline", "text", "htmldate").
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    title_end: int = 0
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    published_from: str | None = None
    language: str | None = None
    chrome: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what a reader of the record should know: "text may be incomplete", ...

    @property
    def title(self) -> str | None:
        """The headline, or None."""
        return self.text[: self.title_end] or None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a page could not be read, in one line for its user."""

    reason: str
    name: str | None = None
