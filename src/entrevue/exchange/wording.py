"""Words and codes that several formats use: names of engagements, text that any file may hold, sectors of actors."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from entrevue.atlas.tables import organisations
from entrevue.domain.dates import PartialDate, only_begins
from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.reading import NOT_MET
from entrevue.exchange.exporting import Losses
from entrevue.identity.capacities import capacity
from entrevue.identity.organisations import organisation_key

# What no XML, spreadsheet or calendar may hold: controls but tab and breaks, halves of characters, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NAMED = 3  # participants that a name tells

_GOVERNS = frozenset(
    ("state", "crown", "government", "minister", "ambassador", "charge", "consul", "attache", "envoy", "representative",
     "adviser", "spokesperson", "governor", "mayor", "secretary", "head")
)  # fmt: skip
_FIELDS = (
    ("SPY", {"intelligence"}),
    ("COP", {"police", "customs"}),
    ("MIL", {"army", "navy", "air"}),
    ("JUD", {"court"}),
)
_ROLES = {"commander": "MIL", "judge": "JUD", "speaker": "LEG", "member": "LEG"}
_KINDS = {"intelligence": "SPY", "police": "COP", "military": "MIL", "army": "MIL", "ministry": "GOV", "agency": "GOV"}


_IN_ADDRESSES = ":/?#@!$&'()*+,;=%-._~"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def written(text: str) -> str:
    """Text as any file may hold it: each sign that XML forbids becomes "\ufffd"."""
    return _UNWRITABLE.sub("\ufffd", text)


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(written(text).split())


def address(url: str | None) -> str:
    """An address as RFC 3986 writes it, for readers that take no other: every sign that may not stand there is escaped.

    Returns:
        The address; "" where there is none, or where what is given names no host of the web.

    """
    head, hash_, tail = quote(line(url or ""), safe=_IN_ADDRESSES).partition("#")
    told = _BARE_PERCENT.sub("%25", head + hash_ + tail.replace("#", "%23"))
    try:
        parts = urlsplit(told)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a host in half a bracket
        return ""
    return told if sound else ""


def who(participant: Participant) -> str:
    """A participant in a few words: "Akossiwa Dogbé (TG)"."""
    country = participant.country.value
    return (
        f"{participant.shown_as} ({country})" if country and participant.shown_as != country else participant.shown_as
    )


def when(engagement: Engagement) -> str:
    """Dates in one text: "2023-04-07", "2024-03-12 – 2024-03-14", "from 2023-05-22", "until 2023-05-24"; "undated" without any."""
    start, end = engagement.start.value, engagement.end.value
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:  # of a month or a year it is not known how much
        return f"from {start}" if only_begins(engagement.start.date, engagement.end.date) else start
    return f"until {end}" if end else "undated"


def where(engagement: Engagement) -> str:
    """City and state in one text."""
    return ", ".join(part for part in (engagement.city.value, engagement.country.value) if part)


def name_of(engagement: Engagement) -> str:
    """A name that tells an engagement apart, with its place and date: "Meeting: A (MA), B (US); Rabat, MA; 2023-04-07".

    Of what is planned or was called off it says so: "Visit (cancelled): A (MA)".
    """
    people = [who(one) for one in engagement.participants]
    more = len(people) - _NAMED
    shown = ", ".join(people[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    kind = engagement.kind.value.capitalize()
    if engagement.happened in NOT_MET:
        kind += f" ({engagement.happened.value})"
    head = f"{kind}: {shown}" if shown else kind
    return line("; ".join(part for part in (head, where(engagement), when(engagement)) if part))


def topics_of(engagement: Engagement) -> tuple[str, ...]:
    """The classes of the topic scheme that an engagement's agenda has, each once."""
    return tuple(dict.fromkeys(topic.topic for topic in engagement.topics if topic.topic))


def days_of(engagement: Engagement) -> tuple[PartialDate, PartialDate] | None:
    """First and last date, each as precise as told; None for an undated engagement.

    Where only one of the two is told it stands for both: `note_ends` counts it.
    """
    first, last = engagement.start.date or engagement.end.date, engagement.end.date or engagement.start.date
    return (first, last) if first and last else None


def note_ends(engagement: Engagement, losses: Losses) -> None:
    """Count an engagement that a format gives a last or a first day which no report tells."""
    missing = engagement.start.value is not None and engagement.end.value is None
    losses.note("last days", "no end is told: the day of the beginning is given", engagement.id, int(missing))
    note_beginning(engagement, losses)


def note_beginning(engagement: Engagement, losses: Losses) -> None:
    """Count an engagement that a format gives a first day which no report tells."""
    missing = engagement.start.value is None and engagement.end.value is not None
    losses.note("first days", "no beginning is told: the day of the end is given", engagement.id, int(missing))


def reviewed(engagement: Engagement) -> str:
    """What editors decided, in a word."""
    return engagement.review.value


@lru_cache(maxsize=50_000)
def sector(office: str | None, organization: str | None, country: str | None) -> str | None:
    """The sector of who acts in a capacity, as event data codes it (GOV, MIL, SPY, COP, JUD, LEG, IGO); None: not told."""
    bodies = {body.id: body for body in organisations()}
    keys = list(capacity(office, organization, country).bodies)
    keys += [organisation_key(organization, country)] if organization else []
    known = [bodies[key] for key in keys if key in bodies]
    for body in known:
        if body.international:
            return "IGO"
        if body.kind in _KINDS:
            return _KINDS[body.kind]
    for post in capacity(office, organization, country).posts:
        for code, fields in _FIELDS:
            if post.fields & fields:
                return code
        if post.role in _ROLES:
            return _ROLES[post.role]
        if post.role in _GOVERNS:
            return "GOV"
    return "GOV" if country and not organization and not office else None
