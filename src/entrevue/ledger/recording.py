"""Recording a reading: append-only, idempotent, one transaction a report."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from entrevue.domain.likeness import CLOSE
from entrevue.domain.reading import Account, Participation, Reading
from entrevue.domain.recorded import Context, Recorded, RecordedAccount
from entrevue.domain.report import Report
from entrevue.domain.sheets import Carried
from entrevue.errors import LedgerError
from entrevue.identity.engagements import Keys, blocking_keys, likeness, others_met, people_of
from entrevue.ledger.addressing import identity_of
from entrevue.ledger.codec import encode_account, encode_claim
from entrevue.ledger.consolidation import held_by_somebody
from entrevue.ledger.continuity import heirs_of, recorded_from, seats_kept
from entrevue.ledger.deriving import derive
from entrevue.ledger.independence import traces_of
from entrevue.ledger.marks import places_of
from entrevue.ledger.refusing import Refused
from entrevue.ledger.registry import signature, signed_in
from entrevue.ledger.rows import PAGE, ClaimRow, Edge, NewTelling, ReportRow, Telling, Traces, VersionRow
from entrevue.ledger.store import Session
from entrevue.ledger.words import searchable

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|xtor|ref_src", re.IGNORECASE)
_MOST_WORDS = 3_000  # characters of a report's passages that full text takes for one account


def short_id(text: str) -> str:
    """Twelve letters and digits for a text: 60 bits, none of them mistaken for another when read aloud."""
    number = int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(12))


def report_id(report: Report) -> str:
    """One id for a report in all its versions: by its address in all spellings, or where it has none by its text."""
    return "r-" + short_id(_address(report.url) if report.url else f"text:{report.text}")


def former_id(report: Report) -> str:
    """The id that a report got before addresses were compared in all spellings; ledgers made then hold it."""
    return "r-" + short_id(_former_address(report.url) if report.url else f"text:{report.text}")


@lru_cache(maxsize=2_000)
def _address(url: str) -> str:
    return f"page:{identity_of(url)}"


@lru_cache(maxsize=2_000)
def _former_address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), query, ""))


def digest_of(report: Report) -> str:
    """What makes a version: its text, and what is told of it from outside that changes how it is read.

    Neither its address nor a date that the page shows anew every day makes another version of an unchanged text.
    """
    told = report.published if report.published_from == "option" else report.published is not None
    return _digest(report.text, report.language, told)


def former_digest(report: Report) -> str:
    """The digest that ledgers hold which were made before; only what comes in all its parts is known by it."""
    return _digest(report.text, report.url, report.publisher, report.published, report.language)


def _digest(*parts: object) -> str:
    return sha256("\0".join(str(part or "") for part in parts).encode("utf-8", "surrogatepass")).hexdigest()


def record(
    session: Session, readings: Sequence[Reading], now: dt.datetime, *, archived: bool = False
) -> list[Recorded]:
    """Keep readings of different reports and derive what they touch; a page that is known as it is changes nothing.

    What was forgotten is not kept: a report is passed over, a name is blotted out. `archived`: the pages are of an
    archive, which holds what was shown once, so that one that is known in any version changes nothing.
    """
    known = session.reports_by_id(id_ for one in readings for id_ in (report_id(one.report), former_id(one.report)))
    refused = Refused.by(session)
    entries = [_entry(session, reading, known, refused, now, archived=archived) for reading in readings]
    session.put_versions([(one.row, one.version) for one in entries if isinstance(one, _Entry)])
    found = [_enter(session, one) if isinstance(one, _Entry) else one for one in entries]
    plans = [one for one in found if isinstance(one, _Plan)]
    told = iter(_tell(session, plans))
    recorded = [next(told) if isinstance(one, _Plan) else one for one in found]
    _note_pages(session, readings, recorded)
    return recorded


def known_pages(session: Session, pages: Iterable[str]) -> dict[str, str]:
    """The ids of the reports whose current version was read from one of these pages, by the pages' fingerprints."""
    noted = session.facts(f"{PAGE}{page}" for page in pages)
    found = {name.removeprefix(PAGE): tuple(value.split()) for name, value in noted.items()}
    reports = session.reports_by_id(id_ for id_, _ in found.values())
    return {page: id_ for page, (id_, digest) in found.items() if id_ in reports and reports[id_].digest == digest}


def _note_pages(session: Session, readings: Sequence[Reading], recorded: Sequence[Recorded]) -> None:
    """Keep of which page each report's current version was read."""
    noted = {
        reading.page: one.report
        for reading, one in zip(readings, recorded, strict=True)
        if reading.page and one.change != "forgotten"
    }
    reports = session.reports_by_id(noted.values()) if noted else {}
    for page, id_ in noted.items():
        session.set_fact(f"{PAGE}{page}", f"{id_} {reports[id_].digest}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A version of a report that is to be kept, and what was read from it."""

    reading: Reading
    row: ReportRow
    version: VersionRow


def _entry(
    session: Session,
    reading: Reading,
    reports: Mapping[str, ReportRow],
    refused: Refused,
    now: dt.datetime,
    *,
    archived: bool,
) -> _Entry | Recorded:
    """The version that a reading's report is, unless it is known as it is, or was forgotten."""
    id_, digest = report_id(reading.report), digest_of(reading.report)
    known = reports.get(id_) or reports.get(former_id(reading.report))
    id_ = known.id if known else id_
    digests = {digest, former_digest(reading.report)}
    if known and (known.digest in digests or (archived and _was_shown(session, known, digests))):
        return Recorded(known.id, "unchanged", tuple(one.id for one in session.tellings_of(known.number)))
    if refused and any(refused.report(one, reading.report) for one in (id_, former_id(reading.report))):
        return Recorded(id_, "forgotten")
    reading = without_forgotten(reading, refused)
    report = reading.report
    number = known.number if known else session.next_number("report")
    version = VersionRow(number, known.version + 1 if known else 1, digest, report, traces_of(report), now)
    return _Entry(reading, ReportRow(number, id_, version.number, digest, reader_of(reading)), version)


def _was_shown(session: Session, known: ReportRow, digests: set[str]) -> bool:
    """Whether an earlier version of a report had one of these digests."""
    return known.version > 1 and any(one.digest in digests for one in session.versions(known.number))


def without_forgotten(reading: Reading, refused: Refused) -> Reading:
    """A reading without the names of those who were forgotten."""
    if not refused:
        return reading
    shown = (one for account in reading.accounts for one in signed_in(account, reading.report.language))
    return refused.reading(reading, ((signature(one), one) for one in shown))


def _enter(session: Session, entry: _Entry) -> "_Plan":
    """The plan for the accounts of a version that was kept."""
    change = "version" if entry.version.number > 1 else "new"
    return _plan(session, entry.reading, entry.row, entry.version.traces, change)


def reread(session: Session, reading: Reading, row: ReportRow, traces: Traces) -> Recorded:
    """Replace the current accounts of a report's current version by those of a newer reader.

    The reading must be of that very version as it stands in this transaction.
    """
    reading = without_forgotten(reading, Refused.by(session))
    session.set_reader(row.number, reader_of(reading))
    newer = replace(row, reader=reader_of(reading))
    return _tell(session, [_plan(session, reading, newer, traces, "reread")])[0]


def reader_of(reading: Reading) -> str:
    """Version of the reader and of its language pack."""
    return f"{reading.reader_version}+{reading.pack_version}" if reading.pack_version else reading.reader_version


def record_as_told(session: Session, reports: Sequence[Carried], after: int) -> list[Recorded]:
    """Keep reports as another ledger told them: with their versions, stems and seats, and the same order of stems.

    `after`: the number after which stems are numbered. A report that is known stays as it is; LedgerError where a stem
    or its number is taken by something else.
    """
    known = session.reports_by_id(id_ for one in reports for id_ in (one.report, report_id(one.versions[-1].content)))
    refused = Refused.by(session)
    new: list[Carried] = []
    found: dict[str, Recorded] = {}
    for one in reports:
        content = one.versions[-1].content
        row = known.get(one.report) or known.get(report_id(content))
        if row is not None or one.report in found:
            found[one.report] = Recorded(row.id if row else one.report, "unchanged")
        elif refused and any(refused.report(id_, content) for id_ in (one.report, former_id(content))):
            found[one.report] = Recorded(one.report, "forgotten")
        else:
            found[one.report] = Recorded(one.report, "new")
            new.append(one)
    _free(session, new, after)
    plans = [_plan_as_told(session, one, refused, after) for one in new]
    told = {plan.row.id: recorded for plan, recorded in zip(plans, _tell(session, plans), strict=True)}
    return [told.get(one.report) or found[one.report] for one in reports]


def _free(session: Session, reports: Sequence[Carried], after: int) -> None:
    """Refuse stems that are told twice, or that something else here has."""
    stems = [account.stem for one in reports for account in one.accounts]
    numbers = [after + place for one in reports for place in one.order]
    taken = {*session.stems(stems), *session.stem_ids(numbers).values()}
    if taken or len(set(stems)) < len(stems) or len(set(numbers)) < len(numbers):
        twice = next((stem for stem in stems if stems.count(stem) > 1 or stem in taken), next(iter(taken), "?"))
        raise LedgerError(f"account {twice}: another report tells an account of that id, or in that place, already")


def _plan_as_told(session: Session, carried: Carried, refused: Refused, after: int) -> "_Plan":
    """The plan for what a report told in another ledger; its versions are kept."""
    number = session.next_number("report")
    entries = []
    for version in carried.versions:
        content = without_forgotten(Reading(version.content), refused).report
        digest = digest_of(content)
        row = ReportRow(number, carried.report, version.number, digest, carried.reader)
        entries.append((row, VersionRow(number, version.number, digest, content, traces_of(content), version.recorded)))
    session.put_versions(entries)
    row, current = entries[-1]
    accounts = tuple(replace(one.account, id=one.stem) for one in carried.accounts)
    claims = tuple(one.claim for one in carried.claims)
    reading = without_forgotten(Reading(carried.versions[-1].content, accounts, claims), refused)
    context = context_of(reading.report, carried.report, current.traces)
    kept = tuple(
        RecordedAccount(one.stem, replace(told, id=one.account.id), context, one.reader, one.seats)
        for one, told in zip(carried.accounts, reading.accounts, strict=True)
    )
    numbers = {one.stem: after + place for one, place in zip(carried.accounts, carried.order, strict=True)}
    return _Plan(reading, row, "new", kept, numbers, frozenset(numbers.values()), (), (), 0)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The accounts of a reading under their stems: `numbers` by stem id, `new` those that were not there."""

    reading: Reading
    row: ReportRow
    change: str
    accounts: tuple[RecordedAccount, ...]
    numbers: dict[str, int]
    new: frozenset[int]
    old: tuple[int, ...]
    retired: tuple[int, ...]
    left_out: int


def _tell(session: Session, plans: Sequence[_Plan]) -> list[Recorded]:
    """Keep the accounts of plans, connect them with what is near, and derive what they touch."""
    old = [stem for plan in plans for stem in plan.old]
    touched = {edge.other for edge in session.edges(old)} | later_than(session, old) if old else set()
    if old:
        session.cut_edges(old)
        session.retire([stem for plan in plans for stem in plan.retired])
    own = {one.stem: bare(one) for plan in plans for one in plan.accounts}
    keys = {stem: blocking_keys(one) for stem, one in own.items()}
    _keep(session, plans, keys)
    numbers = {stem: number for plan in plans for stem, number in plan.numbers.items()}
    connect(session, own, numbers, keys)
    touched |= later_than(session, old)
    for plan in plans:
        _keep_claims(session, plan)
    changed = {n for plan in plans for n in (*plan.numbers.values(), *plan.retired)} | touched
    engagements = derive(session, changed, {numbers[stem]: one for stem, one in own.items()})
    return [_recorded(plan, engagements) for plan in plans]


def later_than(session: Session, stems: Collection[int]) -> set[int]:
    """Later accounts that are close to some: the doubt whether two are one is the later one's."""
    return {edge.other for edge in session.near_misses(stems) if edge.other > edge.one} if stems else set()


def _recorded(plan: _Plan, engagements: Mapping[int, str]) -> Recorded:
    stems = tuple(account.stem for account in plan.accounts)
    ids = {engagements[plan.numbers[stem]] for stem in stems}
    return Recorded(plan.row.id, plan.change, stems, tuple(sorted(ids)), left_out=plan.left_out)


def context_of(report: Report, id: str, traces: Traces) -> Context:  # noqa: A002 (the word for it)
    """What accounts need to know of their report."""
    told = (report.title, report.url, report.publisher, report.published, report.language)
    return Context(id, *told, traces.sketch, traces.credits)


def _plan(session: Session, reading: Reading, row: ReportRow, traces: Traces, change: str) -> _Plan:
    kept = [held_by_somebody(account) for account in reading.accounts]
    accounts = [account for account, _ in kept]
    context = context_of(reading.report, row.id, traces)
    old = session.tellings_of(row.number) if change != "new" else ()
    heirs = heirs_of(accounts, old, context)
    stems = {a.id: heirs[a.id].id if a.id in heirs else _new_stem(a, row, n) for n, a in enumerate(accounts)}
    numbers = {heirs[a.id].id: heirs[a.id].stem for a in accounts if a.id in heirs}
    if change != "new":  # a stem of an earlier reading may come back
        numbers |= session.stems([stem for stem in stems.values() if stem not in numbers])
    fresh = [stem for stem in stems.values() if stem not in numbers]
    seated = seats_kept(session, row.number, accounts, heirs) if heirs else {}
    numbers |= {stem: session.next_number("stem") for stem in fresh}
    return _Plan(
        reading,
        row,
        change,
        tuple(_under_stems(a, stems, context, row.reader, seated.get(a.id, ())) for a in accounts),
        numbers,
        new=frozenset(numbers[stem] for stem in fresh),
        old=tuple(one.stem for one in old),
        retired=tuple(one.stem for one in old if one.id not in numbers),
        left_out=sum(left for _, left in kept),
    )


def _under_stems(
    account: Account, stems: Mapping[str, str], context: Context, reader: str, seats: tuple[int, ...]
) -> RecordedAccount:
    """The account under its stem, with references by stems."""
    told = account
    if account.part_of or account.follows:
        part_of, follows = stems.get(account.part_of or ""), stems.get(account.follows or "")
        told = replace(account, part_of=part_of, follows=follows)
    return RecordedAccount(stems[account.id], told, context, reader, seats)


def _new_stem(account: Account, row: ReportRow, place: int) -> str:
    names = ",".join(sorted(p.name or p.office or "" for p in account.participants))
    return short_id(f"{row.id}|{row.version}|{place}|{account.kind}|{account.start}|{names}")


def _keep(session: Session, plans: Sequence[_Plan], keys: Mapping[str, Keys]) -> None:
    tellings = []
    for plan in plans:
        words: dict[str, str] = {}
        tellings += [_telling(plan, one, filed(keys[one.stem]), words) for one in plan.accounts]
    session.put_tellings(tellings, frozenset(number for plan in plans for number in plan.new))


def filed(keys: Keys) -> frozenset[int]:
    """The keys that an account is filed under, as numbers."""
    return places_of(keys.filed)


def _telling(plan: _Plan, one: RecordedAccount, keys: frozenset[int], words: dict[str, str]) -> NewTelling:
    row = plan.row
    return NewTelling(
        plan.numbers[one.stem],
        one.stem,
        row.number,
        row.version,
        row.reader,
        encode_account(one.account, one.seats),
        _passages(one.account, plan.reading.report, words),
        keys,
    )


def bare(account: RecordedAccount) -> RecordedAccount:
    """The account as the store gives it back for comparing: without evidence."""
    told = account.account
    participants = tuple(
        Participation(p.name, p.office, p.organization, p.country, p.part, inferred=p.inferred)
        for p in told.participants
    )
    bared = replace(told, evidence={}, participants=participants)
    return RecordedAccount(account.stem, bared, account.context, account.reader, account.seats)


def _passages(account: Account, report: Report, known: dict[str, str]) -> str:
    """The title and the paragraphs that an account stands on, as searchable words; `known`: those of the report so far."""
    spans = [e for p in account.participants for e in p.evidence.values()] + list(account.evidence.values())
    starts = {span.start for span in spans if span.start >= report.title_end}
    parts = [report.title or ""]
    parts += [
        report.text[p.start : p.end] for p in report.paragraphs if any(p.start <= start < p.end for start in starts)
    ]
    words = []
    left = _MOST_WORDS
    for part in parts:
        cut = part[: max(0, left)]
        left -= len(cut) + 1
        if cut not in known:
            known[cut] = searchable(cut)
        words.append(known[cut])
    return " ".join(filter(None, words))


def connect(
    session: Session,
    own: Mapping[str, RecordedAccount],
    own_numbers: Mapping[str, int],
    keys: Mapping[str, Keys],
) -> None:
    """Compare new accounts with those near them, and keep what is alike."""
    session.put_edges(alike_among(session, own, own_numbers, keys))


def alike_among(
    session: Session,
    own: Mapping[str, RecordedAccount],
    own_numbers: Mapping[str, int],
    keys: Mapping[str, Keys],
) -> list[Edge]:
    """What is alike, or close to it, of some accounts and those near them; accounts of one report stay apart."""
    asked = {stem: places_of(own_keys.asked) for stem, own_keys in keys.items()}
    there = session.near(key for some in asked.values() for key in some)
    near = session.outlines({stem for stems in there.values() for stem in stems} - set(own_numbers.values()))
    others = {one.id: recorded_from(one) for one in near.values()}
    numbers = {**own_numbers, **{one.id: one.stem for one in near.values()}}
    ids = {number: stem for stem, number in numbers.items()}
    by_key = {key: [ids[number] for number in stems if number in ids] for key, stems in there.items()}
    people = {stem: people_of(one.account) for stem, one in (*others.items(), *own.items())}
    edges = []
    for stem, one in own.items():
        hits = asked[stem] & by_key.keys()
        candidates = {c for key in hits for c in by_key[key] if c not in own or c > stem}  # two new ones: once
        for candidate in sorted(candidates):
            other = own.get(candidate) or others[candidate]
            if other.context.report == one.context.report:
                continue
            if others_met(one.account.kind, people[stem], people[candidate]):
                continue
            if (alike := likeness(one, other)).worth >= CLOSE:
                edges.append(Edge(numbers[stem], numbers[candidate], alike.score))
    return edges


def refile(session: Session, reports: Sequence[int]) -> int:
    """File the accounts of reports under today's keys, tie them to what is like them, and derive them anew; how many."""
    if not reports:
        return 0
    tellings = session.tellings_of(*reports)
    numbers = {telling.id: telling.stem for telling in tellings}
    touched = {edge.other for edge in session.edges(numbers.values())}
    touched |= {n for one in tellings if one.engagement for n in session.members(one.engagement)}
    touched |= later_than(session, numbers.values())
    session.unfile(list(numbers.values()))
    tie(session, tellings)
    touched |= later_than(session, numbers.values())
    derive(session, {*numbers.values(), *touched})
    return len(tellings)


def tie(session: Session, tellings: Sequence[Telling]) -> None:
    """File accounts that are filed under nothing, and tie them to what is like them."""
    accounts = {telling.id: bare(recorded_from(telling)) for telling in tellings}
    numbers = {telling.id: telling.stem for telling in tellings}
    keys = {stem: blocking_keys(account) for stem, account in accounts.items()}
    session.set_keys({numbers[stem]: filed(own) for stem, own in keys.items()})
    connect(session, accounts, numbers, keys)


def _keep_claims(session: Session, plan: _Plan) -> None:
    if plan.change == "new" and not plan.reading.claims:
        return
    row = plan.row
    stems = {account.id: one.stem for account, one in zip(plan.reading.accounts, plan.accounts, strict=True)}
    rows = []
    for place, claim in enumerate(plan.reading.claims):
        stem = stems.get(claim.account or "")
        id_ = "c-" + short_id(f"{row.id}|{row.version}|{place}|{claim.quote}")
        payload = encode_claim(replace(claim, account=stem))
        rows.append(ClaimRow(session.next_number("claim"), id_, row.number, plan.numbers.get(stem or ""), payload))
    session.put_claims(row.number, rows)
