"""Forgetting: a report, or a person's traces, for good; the log tells that it was done, not what was removed."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from entrevue.domain.report import Report
from entrevue.errors import UnknownId
from entrevue.ledger.answers import appearances_of
from entrevue.ledger.codec import decode_account, encode_account
from entrevue.ledger.deciding import Desk
from entrevue.ledger.deriving import derive
from entrevue.ledger.marks import mark
from entrevue.ledger.registry import regroup
from entrevue.ledger.rows import Filter
from entrevue.ledger.store import Session
from entrevue.ledger.words import words_of

_BLOT = "█"
_SHORTEST = 3  # letters of a part of a name that is blotted out where it stands alone


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten: "report", "person" or "replier", and how many reports, accounts and replies that touched."""

    what: str
    reports: int = 0
    accounts: int = 0
    replies: int = 0


def forget_report(desk: Desk, id: str) -> Forgotten:  # noqa: A002 (the word for it)
    """Remove a report with its versions, accounts, claims, and the decisions on nothing else."""
    session = desk.session
    row = session.report(id)
    if row is None:
        raise UnknownId(id, "report")
    tellings = session.tellings_of(row.number)
    stems = [telling.stem for telling in tellings]
    engagements = session.engagements({one.engagement for one in tellings if one.engagement})
    neighbours = {edge.other for edge in session.edges(stems)} | {n for e in engagements for n in session.members(e)}
    session.cut_edges(stems)
    session.retire(stems)
    derive(session, {*stems, *neighbours})
    session.forget_report(row.number)
    _drop_unused(session, session.unused_appearances())
    return _log(desk, Forgotten("report", 1, len(tellings)))


def forget_person(desk: Desk, id: str) -> Forgotten:  # noqa: A002
    """Take a person's name out of everything: reports keep their length, so that other evidence stands."""
    session = desk.session
    rows = appearances_of(session, id)
    pattern = _pattern(row.name for row in rows)
    folded = {word for row in rows for word in words_of(row.name) if len(word) >= _SHORTEST}
    ranks = session.ranks(Filter(marks=(tuple(mark("appearance", str(row.number)) for row in rows),)), None)
    found = session.numbers_at(ranks)
    stems = {stem for number in found for stem in session.members(number)}
    reports = session.reports_of(stems)
    for report in reports:
        _blot_report(session, report, pattern, folded)
        stems |= {telling.stem for telling in session.tellings_of(report)}
    session.blot_decisions([row.id for row in rows], lambda value: pattern.sub(_blot, value))
    session.blot_replies(session.addresses_of(reports), lambda value: pattern.sub(_blot, value))
    derive(session, stems)
    _drop_unused(session, [row.number for row in rows])
    return _log(desk, Forgotten("person", len(reports), len(stems)))


def forget_replier(desk: Desk, email: str) -> Forgotten:
    """Remove every reply of an address for good. Corrections that were accepted stay the desk's."""
    count = desk.session.drop_replies_from(email.strip().lower())
    if not count:
        raise UnknownId(email, "reply of")
    return _log(desk, Forgotten("replier", replies=count))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    parts = {part for name in names for part in (name, *name.split()) if len(part) >= _SHORTEST}
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


def _blot(match: re.Match[str]) -> str:
    return _BLOT * len(match.group())


def _blot_report(session: Session, report: int, pattern: re.Pattern[str], folded: set[str]) -> None:
    for version in session.versions(report):
        session.redact(report, version.number, _blotted(version.content, pattern, folded))
    for number, payload, words in session.payloads(report):
        kept = " ".join(word for word in words.split() if word not in folded)
        session.rewrite_payload(number, _blotted_payload(payload, pattern), kept)


def _blotted(content: Report, pattern: re.Pattern[str], folded: set[str]) -> Report:
    def without(text: str) -> str:
        return pattern.sub(_blot, text)

    return replace(
        content,
        text=without(content.text),
        url=None if content.url and folded & set(words_of(content.url)) else content.url,  # a name in an address
        authors=tuple(map(without, content.authors)),
        chrome=tuple(map(without, content.chrome)),
    )


def _blotted_payload(payload: str, pattern: re.Pattern[str]) -> str:
    account = decode_account(json.dumps(_without(json.loads(payload), pattern), ensure_ascii=False), None)
    spans = json.loads(payload)
    bare = json.loads(encode_account(account))
    bare |= {"seats": spans["seats"]} if "seats" in spans else {}
    for fields in (bare, *bare.get("participants", ())):
        if not str(fields.get("name") or "").strip(f"{_BLOT} -.'’"):
            fields.pop("name", None)
    for name in ("evidence",):
        if name in spans:
            bare[name] = spans[name]
    for fields, original in zip(bare.get("participants", ()), spans.get("participants", ()), strict=True):
        if "evidence" in original:
            kept = {name: span for name, span in original["evidence"].items() if name in fields or name == "part"}
            fields["evidence"] = kept
    return json.dumps(bare, ensure_ascii=False, separators=(",", ":"))


def _without(value: object, pattern: re.Pattern[str]) -> object:
    """The same JSON with every text blotted; names of fields stay."""
    if isinstance(value, str):
        return pattern.sub(_blot, value)
    if isinstance(value, list):
        return [_without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: _without(one, pattern) for name, one in value.items()}
    return value


def _drop_unused(session: Session, numbers: Sequence[int]) -> None:
    near = {edge.other for edge in session.appearance_edges(numbers)}
    people = {row.person for row in session.appearances_by_number(numbers).values()}
    kept = {row.number for row in session.appearances_of(people)} | near
    session.drop_appearances(numbers)
    regroup(session, kept - set(numbers))


def _log(desk: Desk, forgotten: Forgotten) -> Forgotten:
    desk.session.put_forgotten(forgotten.what, desk.who, desk.why, desk.when, (forgotten.reports, forgotten.accounts))
    return forgotten
