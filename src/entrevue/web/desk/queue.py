"""The review queue: engagements that nobody reviewed yet, the most doubtful first; and the newest decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrevue.domain.doubts import Doubt, Doubtful, DoubtKind
from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.sheets import EngagementSheet
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId, WrongQuery
from entrevue.inquiry.subjects import state_code
from entrevue.web.desk.showing import desk_page
from entrevue.web.fields import field_name
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.room.telling import Told, told_of_field, told_side_by_side
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
_SHOWN = 30
_DECISIONS = 100
_ACCOUNTS, _PASSAGES = 2, 2  # on a card


@dataclass(frozen=True, slots=True)
class WordedDoubt:
    """A doubt in words; `path` leads to what it is about."""

    words: str
    path: str | None = None
    notes: tuple[str, ...] = ()


@router.get("")
def queue(request: Request, state: str = "", before: str = "") -> Response:
    """What to review next."""
    return queue_page(request, state, before)


def queue_page(
    request: Request, state: str = "", before: str = "", *, status: int = 200, problem: str | None = None
) -> Response:
    """The page, with what could not be done where there is something."""
    labels = Labels(tongue_of(request))
    code = state_code(state.strip()) if state.strip() else None
    if state.strip() and code is None:
        raise WrongQuery("no state is called “%(text)s”: use its name, or its code such as MA", text=state[:60])
    query = Query(states=(code,)) if code else None
    ledger = ledger_of(request)
    with ledger.one_state():
        found = ledger.doubts(query, looks_at=_SHOWN, before=before or None, language=labels.tongue.code)
        shown = [_card(ledger, item, labels) for item in found.items]
        versions = ledger.versions(*(card.engagement for card in shown))
    return desk_page(
        request,
        "desk/queue.html",
        status=status,
        problem=problem,
        queue=found,
        cards=shown,
        versions=versions,
        state=code or "",
        before=before,
    )


@dataclass(frozen=True, slots=True)
class Card:
    """An engagement in the queue: its doubts in words, and the sentences that they are about."""

    engagement: Engagement
    doubts: tuple[WordedDoubt, ...]
    told: tuple[Told, ...]


def _card(ledger: Ledger, item: Doubtful, labels: Labels) -> Card:
    doubts = tuple(worded(doubt, item.engagement, labels) for doubt in item.doubts)
    return Card(item.engagement, doubts, _sentences(ledger.sheet(item.engagement.id), item.doubts))


def _sentences(sheet: EngagementSheet, doubts: Sequence[Doubt]) -> tuple[Told, ...]:
    """What reports say of the field that they contradict each other about; else what the first one says of it all."""
    field = next((doubt.about for doubt in doubts if doubt.kind is DoubtKind.CONFLICT), "")
    told = told_of_field(sheet, field) if field else ()
    best = next((doubt.about for doubt in doubts if doubt.kind is DoubtKind.CONFIDENCE), sheet.accounts[0].stem)
    if not told:
        own = tuple(account for account in sheet.accounts if account.stem == best)
        told = told_side_by_side(replace(sheet, accounts=own), len(own))
    return tuple(replace(one, passages=one.passages[:_PASSAGES]) for one in told[:_ACCOUNTS])


@dataclass(frozen=True, slots=True)
class Named:
    """What a decision names: an engagement or a person, or a side of a merge, as an editor knows it."""

    words: str
    path: str | None = None


@router.get("/decisions")
def decisions(request: Request) -> Response:
    """The newest decisions, each with what it is about, to be taken back."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    with ledger.one_state():
        newest = ledger.history()[-_DECISIONS:][::-1]
        shown = [(one, [named(ledger, ids, labels) for ids in (one.targets, one.others) if ids]) for one in newest]
    return desk_page(request, "desk/decisions.html", decisions=shown)


def named(ledger: Ledger, ids: Sequence[str], labels: Labels) -> Named:
    """One side of a decision: a person by name, accounts by what their report is called and tells."""
    first = ids[0]
    try:
        if first.startswith("p-"):
            person = ledger.person(first)
            return Named(person.name, f"/persons/{first}")
        engagement = ledger.engagement(first)
        account = next((one for one in ledger.accounts(first) if one.stem == first), None)
    except UnknownId:
        return Named(first)
    told = (labels.when(engagement), labels.title(engagement), account and account.context.title)
    return Named(" · ".join(one for one in told if one), f"/desk/engagement/{first}")


def worded(doubt: Doubt, engagement: Engagement, labels: Labels) -> WordedDoubt:
    """A doubt as an editor reads it."""
    tongue = labels.tongue
    percent = tongue.number(round(100 * doubt.points))
    if doubt.kind is DoubtKind.CONFLICT:
        name = field_name(engagement, doubt.about, labels)
        return WordedDoubt(tongue.say("Reports contradict each other: %(field)s", field=name))
    if doubt.kind is DoubtKind.CONFIDENCE:
        sure = tongue.chance(1 - doubt.points)
        notes = tuple(map(labels.doubt, doubt.notes))
        return WordedDoubt(tongue.say("Read with little confidence: %(confidence)s", confidence=sure), notes=notes)
    if doubt.kind is DoubtKind.NEAR:
        said = tongue.say("Another engagement may be the same: likeness %(percent)s%%", percent=percent)
        notes = tuple(labels.reason(*note.split(": ", 1)) if ": " in note else note for note in doubt.notes)
        return WordedDoubt(said, f"/desk/engagement/{doubt.about}", notes)
    if doubt.kind is DoubtKind.CLAIM:
        said = tongue.say("The ledger contradicts what a report claims: “%(quote)s”", quote=doubt.about)
        against = f"/engagements/{doubt.others[0]}" if doubt.others else None
        return WordedDoubt(said, against, doubt.notes)
    return WordedDoubt(tongue.say("A reader proposes a correction"), f"/desk/replies#{doubt.about}")
