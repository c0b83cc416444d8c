"""Is a claim of order, number or rhythm true, as far as the ledger knows?"""

from collections.abc import Sequence
from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Account, Claim
from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.verdicts import Ground, Outcome, Question, Remark, Shape, Verdict
from entrevue.errors import UnknownId
from entrevue.inquiry.claims import question_of
from entrevue.inquiry.claims_scene import Days, Scene, scene_of_account, scene_of_engagement
from entrevue.inquiry.verdicts_ground import ground_of
from entrevue.inquiry.verdicts_matching import (
    Counted,
    Match,
    after,
    before,
    counted,
    in_span,
    occasions,
    one_occasion,
)
from entrevue.languages import codes
from entrevue.ledger.asking import Asking

_YEAR = 366


@dataclass(frozen=True, slots=True)
class Occasion:
    """One stay or contact of the ledger that counts, or may count, for a question."""

    members: tuple[Counted, ...]
    match: Match
    when: Match  # before this one and in the span

    @property
    def sure(self) -> bool:
        """Whether it counts for certain."""
        return min(self.match, self.when) is Match.YES

    @property
    def possible(self) -> bool:
        """Whether it counts, perhaps."""
        return min(self.match, self.when) is not Match.NO

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its engagements."""
        return tuple(member.scene.id for member in self.members if member.scene.id)


def verdict(
    claim: Claim | RecordedClaim,
    account: Account | None,
    asking: Asking,
    published: PartialDate | None = None,
    *,
    language: str | None = None,
) -> Verdict:
    """What the ledger says to a claim.

    `account` is the engagement of the text that the claim speaks of, where the text is not in the ledger; a recorded
    claim brings its own. `published` and `language` are those of the text. The same ledger gives the same verdict.
    """
    told, scene = _told(claim, account, asking)
    if isinstance(claim, RecordedClaim):
        published = claim.context.published or published
        language = claim.context.language or language
    at = (scene.at if scene else None) or published
    question = _question(told, language, scene, at, asking)
    if isinstance(question, Remark):
        return Verdict(told, Outcome.UNKNOWN, remarks=(question,))
    this = counted(question, scene) if scene else None
    others = _occasions(question, _counted(question, asking), this)
    return _judged(told, question, others, ground_of(question, asking), this)


def _told(claim: Claim | RecordedClaim, account: Account | None, asking: Asking) -> tuple[Claim, Scene | None]:
    """The claim as told, with the engagement it speaks of."""
    if not isinstance(claim, RecordedClaim):
        return claim, scene_of_account(account) if account else None
    if account is None and claim.claim.account:
        try:
            return claim.claim, scene_of_engagement(asking.engagement(claim.claim.account))
        except UnknownId:
            return claim.claim, None
    return claim.claim, scene_of_account(account) if account else None


def _question(
    claim: Claim, language: str | None, scene: Scene | None, at: PartialDate | None, asking: Asking
) -> Question | Remark:
    """The question in the language of the text, or in the first language that reads one."""
    readable = codes("claims")
    answer: Question | Remark = Remark("unread")
    for code in (language,) if language in readable else readable:
        assert code is not None
        answer = question_of(claim.quote, code, scene, at, lambda name: bool(asking.persons(name)))
        if isinstance(answer, Question):
            break
    return answer


def _counted(question: Question, asking: Asking) -> list[Counted]:
    """The engagements that fit a question, or may fit it, whenever they were."""
    found = (counted(question, scene_of_engagement(one)) for one in asking.find(question.query, limit=None))
    return [one for one in found if one.match is not Match.NO]


def _occasions(question: Question, found: Sequence[Counted], this: Counted | None) -> list[Occasion]:
    """What counts beside this one, by occasion."""
    others = []
    for group in occasions(found):
        if this is not None and any(one_occasion(this, member) for member in group):
            continue
        match = max(member.match for member in group)
        when = max(min(member.match, _when(question, member.scene)) for member in group)
        others.append(Occasion(group, match, when))
    return others


def _when(question: Question, scene: Scene) -> Match:
    """Whether an engagement lies where the question counts; for a last one, anywhere before this one."""
    at = _days(question.at)
    if question.shape is Shape.COUNT:
        return in_span(question.span, scene)
    if question.shape in {Shape.AFTER, Shape.LAST}:
        return before(scene, at) if at else Match.MAYBE
    earlier = before(scene, at) if at else Match.MAYBE
    return min(earlier, in_span(question.span, scene))


def _days(at: PartialDate | None) -> Days | None:
    return Days(at.first, at.last) if at else None


def _judged(claim: Claim, question: Question, others: list[Occasion], ground: Ground, this: Counted | None) -> Verdict:
    judge = {Shape.FIRST: _first, Shape.LAST: _last, Shape.AFTER: _after}.get(question.shape, _number)
    outcome, sure, doubtful, remarks = judge(question, others, ground, this)
    return Verdict(
        claim,
        outcome,
        question,
        tuple(id_ for occasion in sure for id_ in occasion.ids),
        tuple(id_ for occasion in doubtful for id_ in occasion.ids),
        ground,
        tuple(remarks),
    )


_Judged = tuple[Outcome, Sequence[Occasion], Sequence[Occasion], Sequence[Remark]]


def _first(question: Question, others: list[Occasion], ground: Ground, _: Counted | None) -> _Judged:
    """One earlier one contradicts; none known is worth what the ledger's ground is worth."""
    sure = [occasion for occasion in others if occasion.sure]
    doubtful = [occasion for occasion in others if occasion.possible and not occasion.sure]
    if sure:
        return Outcome.CONTRADICTED, sure, doubtful, [Remark("earlier")]
    if doubtful:
        return Outcome.UNKNOWN, [], doubtful, [_many("doubtful", doubtful)]
    outcome = Outcome.SUPPORTED if ground.firm else Outcome.UNKNOWN
    return outcome, [], [], [Remark("none_before"), *ground.remarks]


def _number(question: Question, others: list[Occasion], ground: Ground, this: Counted | None) -> _Judged:
    """Fewer known than told proves nothing, more known than told does."""
    sure = [occasion for occasion in others if occasion.sure]
    doubtful = [occasion for occasion in others if occasion.possible and not occasion.sure]
    own = _own(question, this)
    least, most = len(sure) + (own is Match.YES), len(sure) + len(doubtful) + (own is not Match.NO)
    remarks = [_many("known_before" if question.shape is Shape.RANK else "known", sure)]
    remarks += [_many("doubtful", doubtful)] if doubtful else []
    if least > question.number and not question.at_least:
        return Outcome.CONTRADICTED, sure, doubtful, [*remarks, Remark("more")]
    if least >= question.number and (question.at_least or most == least):
        only = question.shape is Shape.COUNT and question.number == 1 and not question.at_least
        outcome = Outcome.UNKNOWN if only and not ground.firm else Outcome.SUPPORTED
        return outcome, sure, doubtful, [*remarks, *(ground.remarks if only else ())]
    return Outcome.UNKNOWN, sure, doubtful, [*remarks, *([Remark("fewer")] if most < question.number else [])]


def _own(question: Question, this: Counted | None) -> Match:
    """Whether this one counts among those told: in a rank it does; in a number where it fits and lies in the span."""
    if question.shape is Shape.RANK:
        return Match.YES
    return min(this.match, in_span(question.span, this.scene)) if this else Match.NO


def _last(question: Question, others: list[Occasion], ground: Ground, _: Counted | None) -> _Judged:
    """The latest one known before this one has to lie in the span."""
    end = question.span.until or question.span.since
    assert end is not None
    latest = [(occasion, max(after(m.scene, end) for m in occasion.members)) for occasion in others if occasion.possible]
    later = [occasion for occasion, match in latest if occasion.sure and match is Match.YES]
    if later:
        return Outcome.CONTRADICTED, later, [], [Remark("later")]
    maybe = [occasion for occasion, match in latest if match is not Match.NO]
    then = [o for o in others if o.sure and any(in_span(question.span, m.scene) is Match.YES for m in o.members)]
    if maybe or not then:
        reason = _many("doubtful", maybe) if maybe else Remark("no_match_when")
        return Outcome.UNKNOWN, then, maybe, [reason]
    outcome = Outcome.SUPPORTED if ground.firm else Outcome.UNKNOWN
    return outcome, then, [], [Remark("match_when"), *ground.remarks]


def _after(question: Question, others: list[Occasion], ground: Ground, _: Counted | None) -> _Judged:
    """The days between this one and the latest other one, from its first or from its last day."""
    assert question.gap is not None
    at = _days(question.at)
    if at is None:
        return Outcome.UNKNOWN, [], [], [Remark("no_date")]
    graded = [(occasion, max(_distance(question, m.scene, at) for m in occasion.members)) for occasion in others]
    sure = [occasion for occasion, match in graded if occasion.sure and match is Match.YES]
    if sure:
        return Outcome.SUPPORTED, sure, [], [_between(sure[-1], at)]
    doubtful = [occasion for occasion, match in graded if occasion.possible and match is not Match.NO]
    if doubtful:
        return Outcome.UNKNOWN, [], doubtful, [_many("doubtful", doubtful)]
    near = [occasion for occasion in others if occasion.sure and _apart(occasion, at)[0] <= _YEAR]
    if near and question.who.specific:
        return Outcome.CONTRADICTED, near[-1:], [], [_between(near[-1], at)]
    return Outcome.UNKNOWN, near[-1:], [], [_between(near[-1], at) if near else Remark("no_other")]


def _distance(question: Question, scene: Scene, at: Days) -> Match:
    """Whether this one lies as far from another as told."""
    assert question.gap is not None
    gap, best = question.gap, Match.NO
    for days in (scene.start, scene.end):
        if days is None:
            return Match.MAYBE
        least, most = (at.first - days.last).days, (at.last - days.first).days
        if gap.least <= least and most <= gap.most:
            return Match.YES
        if least <= gap.most + gap.rounding and gap.least - gap.rounding <= most:
            best = Match.MAYBE
    return best


def _apart(occasion: Occasion, at: Days) -> tuple[int, int]:
    starts = [member.scene.start for member in occasion.members if member.scene.start]
    return min((at.first - days.last).days for days in starts), max((at.last - days.first).days for days in starts)


def _between(occasion: Occasion, at: Days) -> Remark:
    least, most = _apart(occasion, at)
    return Remark("days_between", {"days": str(least) if least == most else f"{least}–{most}"})


def _many(code: str, found: Sequence[Occasion]) -> Remark:
    return Remark(code, {"number": str(len(found))})
