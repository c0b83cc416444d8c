"""CAMEO as GDELT lays it out: tab-separated, an event each pair of states."""

from typing import BinaryIO

from entrevue.atlas.coordinates import position_of
from entrevue.domain.dates import Precision
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Kind, Status
from entrevue.exchange.events import NO_STATE, Coded, actors_of, pairs_of
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.wording import days_of, line, note_beginning, where

COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year",
    "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code",
    "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2Type1Code",
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles",
    "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long",
    "SOURCEURL", "EventGroup",
)  # fmt: skip
# Goldstein's scale, as CAMEO's authors published it for these codes.
_SCALE = {"036": 4.0, "040": 1.0, "041": 1.0, "042": 1.9, "044": 2.5, "057": 8.0}


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """A line of headings, then a line a pair; `EventGroup` is the engagement, which all its pairs share."""
    out.write(("\t".join(COLUMNS) + "\n").encode())
    for told in export.told():
        one = told.engagement
        days = days_of(one)
        code = code_of(one)
        pairs = list(pairs_of(one)) if days and code else []
        if days is None or code is None or not pairs:
            why = "no day is told" if days is None else "CAMEO has no code for what was called off"
            losses.note(
                "engagements", why if days is None or code is None else "fewer than two states are told", one.id
            )
            continue
        _note(one, len(pairs), losses)
        if days[0].precision is not Precision.DAY:
            losses.note("precision of dates", "CAMEO has days: the first one is given", one.id)
        url = next((account.context.url for account in told.accounts if account.context.url), "")
        for place, (actor, other) in enumerate(pairs, 1):
            day = days[0].first
            head = [f"{one.id}-{place}", f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}"]
            tail = [str(len(one.stems)), str(one.origins), str(one.reports), *_geography(one), line(url), one.id]
            scale = f"{_SCALE[code]:.1f}"
            row = [*head, *_actor(actor), *_actor(other), "1", code, code, code[:2], "1", scale, *tail]
            out.write(("\t".join(row) + "\n").encode("utf-8", "replace"))


def code_of(one: Engagement) -> str | None:
    """The code of an engagement; None for one that was called off."""
    if one.happened is Status.CANCELLED:
        return None
    if one.happened is Status.PLANNED:
        return "036"
    if one.kind in {Kind.SIGNING, Kind.CALL}:
        return "057" if one.kind is Kind.SIGNING else "041"
    _, recipients, _ = actors_of(one)
    if recipients:
        return "042"
    return "044" if one.country.value and one.country.value not in one.sides else "040"


def _note(one: Engagement, pairs: int, losses: Losses) -> None:
    note_beginning(one, losses)
    losses.note("names and offices of all but one participant a state", "CAMEO codes pairs of states", one.id,
                max(0, len(one.participants) - len(one.sides)))  # fmt: skip
    losses.note("unity of the engagement", "CAMEO has pairs alone: EventGroup joins them", one.id, int(pairs > 1))
    losses.note("agenda points", "CAMEO has no place for them", one.id, len(one.topics))
    losses.note("last days", "CAMEO has one day an event", one.id, int(one.end.value not in {None, one.start.value}))
    losses.note("quotes", "CAMEO has no place for them", one.id)
    losses.note("who says so", "CAMEO has no place for it", one.id, int(bool(one.source.value)))


def _actor(one: Coded) -> list[str]:
    p = one.participant
    kind = one.sector if one.sector and one.sector != NO_STATE else ""
    country = "" if one.code == NO_STATE else one.code
    return [f"{one.code}{kind}", line(p.shown_as).upper(), country, kind]


def _geography(one: Engagement) -> list[str]:
    country, city = one.country.value, one.city.value
    position = position_of(city, country) if city and country else None
    degrees = [f"{position.latitude}", f"{position.longitude}"] if position else ["", ""]
    return [line(where(one)), country or "", *degrees]
