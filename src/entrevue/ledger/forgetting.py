"""Forgetting: a report, a person's traces, or the replies of an address, for good.

The log tells that it was done, not what was removed; hashes remember it, so that it is refused when it comes back.
`docs/why/forgetting.md` says field by field what goes.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from entrevue.domain.recorded import Appearance
from entrevue.errors import UnknownId
from entrevue.ledger.answers import appearances_of
from entrevue.ledger.blotting import Blot, blotted_account, blotted_claim, blotted_report, name_of
from entrevue.ledger.codec import decode_claim, decode_told, encode_account, encode_claim
from entrevue.ledger.deciding import Desk
from entrevue.ledger.deriving import derive
from entrevue.ledger.links import named_by
from entrevue.ledger.recording import later_than, refile
from entrevue.ledger.refusing import Refused, hashed, refusals_of, spelt, texts_of
from entrevue.ledger.registry import regroup, signature, signed_in
from entrevue.ledger.rows import AppearanceRow, Refusal, ReportRow
from entrevue.ledger.stamping import UNTIDY
from entrevue.ledger.store import Session
from entrevue.ledger.suspecting import Sought, Suspects
from entrevue.ledger.upkeep import all_reports
from entrevue.ledger.words import prepared, searchable

_WHOLE = 2  # words from which a name tells who is meant, wherever it stands


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten: "report", "person" or "replier", and how many reports, accounts and replies that touched.

    `pending`: it is in no answer any more, but somebody still reads an earlier state of the ledger, for whom its bytes
    stay on the disk; they are wiped as soon as the ledger is written or opened after that.
    """

    what: str
    reports: int = 0
    accounts: int = 0
    replies: int = 0
    pending: bool = False


def forget_report(desk: Desk, id: str) -> Forgotten:  # noqa: A002 (the word for it)
    """Remove a report with its versions, accounts, claims, replies, and the decisions and notes on nothing else."""
    session = desk.session
    row = session.report(id)
    if row is None:
        raise UnknownId(id, "report")
    texts = [("text", prepared(version.content.text)) for version in session.versions(row.number)]
    _refuse(session, [("report", id), *texts], desk.when)
    accounts = _remove(session, row)
    return _log(desk, Forgotten("report", 1, accounts))


def _remove(session: Session, row: ReportRow) -> int:
    """Take a report out; how many accounts it had. What its accounts held together is derived anew without them."""
    tellings = session.tellings_of(row.number)
    stems = {telling.stem for telling in tellings}
    shown = _signatures(session, row.number)
    engagements = {telling.engagement for telling in tellings if telling.engagement}
    beside = {edge.other for edge in session.edges(stems)} | {n for e in engagements for n in session.members(e)}
    beside |= later_than(session, stems)
    addresses = session.addresses_of([row.number])
    beside |= set(session.stems(named_by(session.decisions(addresses))).values())
    session.cut_edges(stems)
    session.release(addresses)
    session.pass_on(_heirs(session, stems, engagements))
    session.retire(stems)
    derive(session, {*stems, *beside})
    session.forget_report(row.number)
    _drop_unused(session, shown)
    return len(tellings)


def _heirs(session: Session, gone: set[int], engagements: Iterable[int]) -> dict[str, str]:
    """For accounts that go, the first that stays of their engagement: what was noted about that stays with it."""
    heirs: dict[str, str] = {}
    for number in engagements:
        members = session.members(number)
        if kept := members - gone:
            ids = session.stem_ids(members)
            heirs |= {ids[stem]: ids[min(kept)] for stem in members & gone}
    return heirs


def forget_person(desk: Desk, id: str, suspects: Suspects) -> Forgotten:  # noqa: A002
    """Take a person's name out of everything: texts keep their length, so that other evidence stands.

    `suspects`: what was looked through for that person's names before this transaction began.
    """
    session = desk.session
    rows = appearances_of(session, id)
    sought = Sought(frozenset(name_of(row.name) for row in rows))
    names = {name for name in sought.names if len(name) >= _WHOLE}
    things = [("name", spelt(name)) for name in names] + [("appearance", row.signature) for row in rows]
    _refuse(session, things, desk.when)
    session.drop_noted(row.id for row in rows)
    reports, accounts = _blot_all(session, suspects.reports(session, sought), sought)
    _drop_unused(session, {row.signature for row in rows})
    return _log(desk, Forgotten("person", reports, accounts))


def forget_replier(desk: Desk, email: str) -> Forgotten:
    """Remove every reply of an address for good. Corrections that were accepted stay the desk's."""
    address = email.strip().lower()
    count = desk.session.drop_replies_from(address)
    if not count:
        raise UnknownId(email, "reply of")
    _refuse(desk.session, [("replier", address)], desk.when)
    return _log(desk, Forgotten("replier", replies=count))


def forget_again(session: Session, refusals: Iterable[Refusal]) -> None:
    """Forget in a ledger, which was restored to an earlier state, what was forgotten since, by its hashes."""
    session.put_refusals(set(refusals) - set(session.refusals()))
    refused = Refused.by(session)
    if not refused:
        return
    for row in list(all_reports(session)):
        if any(refused.report(row.id, version.content) for version in session.versions(row.number)):
            _remove(session, row)
    for email, created in session.repliers():
        if any(
            refusal.hash == hashed("replier", email, refusal.salt) and created <= refusal.made
            for refusal in refused.rows
            if refusal.what == "replier"
        ):
            session.drop_replies_from(email)
    shown = {sig for row in all_reports(session) for sig in _signatures(session, row.number)}
    _blot_all(session, list(all_reports(session)))
    _drop_unused(session, {sig for sig in shown if refused.holds("appearance", sig)})
    session.set_fact(UNTIDY, "1")


def _refuse(session: Session, things: Sequence[tuple[str, str]], when: dt.datetime) -> None:
    known = {(row.what, row.hash) for row in session.refusals()}
    new = refusals_of(session, things, when.isoformat())
    session.put_refusals([row for row in new if (row.what, row.hash) not in known])


def _blot_all(session: Session, suspected: Sequence[ReportRow], sought: Sought | None = None) -> tuple[int, int]:
    """Blot those who were forgotten out of the reports that can hold them and out of all that people wrote.

    How many reports and accounts that touched. `sought`: of those who were not forgotten before; None: of everybody.
    """
    refused = Refused.by(session)
    touched: dict[int, Blot] = {}
    shown: set[str] = set()
    for row in suspected:
        before = _signatures(session, row.number)
        blot = _blot_report(session, row, refused, before)
        if blot:
            touched[row.number] = blot
            shown |= set(before)
    for number, blot in touched.items():
        addresses = session.addresses_of([number])
        session.blot_written(blot, addresses)
    session.blot_written(lambda text: refused.without(text) if sought is None or sought.may_be_in(text) else text)
    accounts = refile(session, list(touched))
    _drop_unused(session, shown)
    return len(touched), accounts


def _signatures(session: Session, report: int) -> dict[str, Appearance]:
    """Everybody who appears in any account of a report that was ever kept, by their signatures."""
    return {
        signature(one): one
        for _, payload, _ in session.payloads(report)
        for one in signed_in(decode_told(payload, None)[0], None)
    }


def _blot_report(session: Session, row: ReportRow, refused: Refused, shown: Mapping[str, Appearance]) -> Blot:
    """Blot a report in all its versions and accounts; what was blotted."""
    versions = session.versions(row.number)
    payloads = session.payloads(row.number)
    names = {name for version in versions for name in refused.blot(texts_of(version.content)).names}
    claims = session.claims_in(row.number)
    told = (*(payload for _, payload, _ in payloads), *(claim.payload for claim, _, _ in claims))
    names |= refused.blot(told, shown.items()).names
    blot = Blot(frozenset(names))
    if not blot:
        return blot
    for version in versions:
        content = blotted_report(version.content, blot)
        if content != version.content:
            session.redact(row.number, version.number, content)
    for number, payload, words in payloads:
        account, seats = decode_told(payload, "")
        without = encode_account(blotted_account(account, blot, ""), seats)
        session.rewrite_payload(number, without, searchable(blot(words)))
    for claim, _, _ in claims:
        session.rewrite_claim(claim.number, encode_claim(blotted_claim(decode_claim(claim.payload, ""), blot)))
    return blot


def _drop_unused(session: Session, signatures: Iterable[str]) -> None:
    """Drop those appearances that no account shows any more."""
    rows = session.appearances(signatures)
    numbers = session.unused_appearances([row.number for row in rows.values()])
    if not numbers:
        return
    gone = session.appearances_by_number(numbers)
    ids = [row.id for row in gone.values()]
    named = session.appearances_by_id(named_by(session.decisions(ids)))
    beside = {edge.other for edge in session.appearance_edges(numbers)} | {row.number for row in named.values()}
    beside |= {row.number for row in session.appearances_of({row.person for row in gone.values()})}
    session.pass_on(_next_of_kin(session, gone))
    session.drop_noted(ids)
    session.release(ids)
    session.drop_appearances(numbers)
    regroup(session, beside - set(numbers))


def _next_of_kin(session: Session, gone: Mapping[int, AppearanceRow]) -> dict[str, str]:
    """For appearances that go, another one of the same person: what was noted about them stays with the person."""
    staying = sorted(session.appearances_of({row.person for row in gone.values()}), key=lambda row: -row.number)
    first = {row.person: row.id for row in staying if row.number not in gone}
    return {row.id: first[row.person] for row in gone.values() if row.person in first}


def _log(desk: Desk, forgotten: Forgotten) -> Forgotten:
    session = desk.session
    why = Refused.by(session).without(desk.why)
    session.put_forgotten(forgotten.what, desk.who, why, desk.when, (forgotten.reports, forgotten.accounts))
    session.set_fact(UNTIDY, "1")
    return forgotten


__all__ = ["Forgotten", "forget_again", "forget_person", "forget_replier", "forget_report"]
