"""How an engagement is cited, and how a page is passed on: plain links, nothing that tracks."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import quote

from entrevue.domain.engagements import Engagement
from entrevue.web.labels import Labels

_LATEX = re.compile(r"[\\{}$&#^_%~]")
_BACKSLASH = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One engagement, cited in two ways."""

    apa: str
    bibtex: str


def citation(engagement: Engagement, labels: Labels, address: str, today: dt.date | None = None) -> Citation:
    """How to cite an engagement as it stands today: records change as reports come."""
    day = today or dt.datetime.now(dt.UTC).date()
    facts = ", ".join(filter(None, (labels.where(engagement), labels.when(engagement))))
    title = f"{labels.title(engagement)}{f' ({facts})' if facts else ''}"
    year = str(engagement.start.date.year) if engagement.start.date else "n.d."
    say = labels.tongue.say
    seen = labels.tongue.date(day.isoformat())
    apa = f"{title}. ({year}). Entrevue. " + say("Retrieved %(day)s, from %(address)s", day=seen, address=address)
    lines = [
        f"@misc{{entrevue-{engagement.id},",
        f"  title        = {{{{{_latex(title)}}}}},",
        "  howpublished = {Entrevue},",
        f"  year         = {{{year}}}," if engagement.start.date else None,
        f"  url          = {{{address}}},",
        f"  urldate      = {{{day.isoformat()}}}",
        "}",
    ]
    return Citation(apa, "\n".join(line for line in lines if line is not None))


def _latex(text: str) -> str:
    """Text in which nothing is a command."""
    return _LATEX.sub(lambda match: _BACKSLASH.get(match.group(), "\\" + match.group()), " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class Share:
    """A page's permanent address, and links that pass it on by name of where to."""

    title: str
    address: str
    links: tuple[tuple[str, str], ...]


def share(title: str, address: str) -> Share:
    """Links for a page."""
    text, url = quote(title, safe=""), quote(address, safe="")
    return Share(
        title,
        address,
        (
            ("Bluesky", f"https://bsky.app/intent/compose?text={text}%20{url}"),
            ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
            ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
            ("Mastodon", f"https://mastodonshare.com/?text={text}&url={url}"),
            ("Telegram", f"https://t.me/share/url?url={url}&text={text}"),
            ("WhatsApp", f"https://wa.me/?text={text}%20{url}"),
            ("X", f"https://twitter.com/intent/tweet?text={text}&url={url}"),
        ),
    )
