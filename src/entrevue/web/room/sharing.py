"""How an engagement is cited, and how a page is passed on: plain links, nothing that tracks."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import NOT_MET
from entrevue.domain.recorded import RecordedAccount
from entrevue.web.labels import Labels

_LATEX = re.compile(r"[\\{}$&#^_%~]")
_BACKSLASH = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One engagement, cited in three ways."""

    apa: str
    bibtex: str
    ris: str


def citation(
    engagement: Engagement, accounts: Sequence[RecordedAccount], labels: Labels, address: str, day: dt.date
) -> Citation:
    """How to cite an engagement as it stands on a day, with the report that first told of it: records change."""
    status = labels.of("status", engagement.happened.value) if engagement.happened in NOT_MET else ""
    facts = ", ".join(filter(None, (status, labels.where(engagement), labels.when(engagement))))
    title = f"{labels.title(engagement)}{f' ({facts})' if facts else ''}"
    year = str(engagement.start.date.year) if engagement.start.date else "n.d."
    say = labels.tongue.say
    seen = labels.tongue.date(day.isoformat())
    told = told_in(accounts, labels)
    retrieved = say("Retrieved %(day)s, from %(address)s", day=seen, address=address)
    apa = " ".join(filter(None, (f"{title}. ({year}).", told and f"{told}.", "Entrevue.", retrieved)))
    lines = [
        f"@misc{{entrevue-{engagement.id},",
        f"  title        = {{{{{_latex(title)}}}}},",
        "  howpublished = {Entrevue},",
        f"  year         = {{{year}}}," if engagement.start.date else None,
        f"  note         = {{{_latex(told)}}}," if told else None,
        f"  url          = {{{address}}},",
        f"  urldate      = {{{day.isoformat()}}}",
        "}",
    ]
    ris = [
        ("TY", "ELEC"),
        ("TI", title),
        ("PB", "Entrevue"),
        ("PY", year if engagement.start.date else ""),
        ("N1", told),
        ("UR", address),
        ("Y2", day.strftime("%Y/%m/%d")),
        ("ID", engagement.id),
    ]
    reference = "".join(f"{name}  - {' '.join(text.split())}\n" for name, text in ris if text) + "ER  - "
    return Citation(apa, "\n".join(line for line in lines if line is not None), reference)


def told_in(accounts: Sequence[RecordedAccount], labels: Labels) -> str:
    """The report that first told of an engagement, by title, newspaper and day, and how many others do; "" for none."""
    reports = {one.context.report: one.context for one in accounts}
    ordered = sorted(reports.values(), key=lambda one: (str(one.published or "9999"), one.report))
    if not ordered:
        return ""
    first, tongue = ordered[0], labels.tongue
    title = f"“{first.title}”" if first.title else first.url or first.report
    named = ", ".join(filter(None, (title, first.publisher, tongue.date(first.published))))
    told = tongue.say("Told in: %(report)s", report=named)
    more = len(ordered) - 1
    others = tongue.say_many("and %(count)s other report", "and %(count)s other reports", more)
    return f"{told}, {others}" if more else told


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
