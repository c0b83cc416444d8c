"""Is a claim of order, number or rhythm true, as far as the ledger knows?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Account, Claim, Reading
from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.report import Report
from entrevue.domain.verdicts import Ground, Outcome, Question, Remark, Shape, Verdict
from entrevue.errors import UnknownId
from entrevue.inquiry.claims import bare_claims, question_of
from entrevue.inquiry.claims_members import Match
from entrevue.inquiry.claims_scene import Days, Scene, scene_of_account, scene_of_engagement
from entrevue.inquiry.verdicts_ground import ground_of
from entrevue.inquiry.verdicts_matching import (
    Counted,
    after,
    before,
    counted,
    in_span,
    occasions,
    one_occasion,
)
from entrevue.inquiry.verdicts_witnesses import own_accounts, told_by_others
from entrevue.languages import codes
from entrevue.ledger.asking import Asking

_YEAR = 366
_RECENT = 31  # days within which a text without engagements speaks of the latest one known


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
    report: Report | None = None,
) -> Verdict:
    """What the ledger says to a claim.

    `account` is the engagement of the text that the claim speaks of, where the text is not in the ledger; a recorded
    claim brings its own. `published` and `language` are those of the text, `report` is the text itself. The same ledger
    gives the same verdict. The report that makes a claim bears no witness to it, nor does a copy of it: where only they
    tell what would decide it, the outcome says so.
    """
    told, scene = _told(claim, account, asking)
    if isinstance(claim, RecordedClaim):
        published = claim.context.published or published
        language = claim.context.language or language
    question = _question(told, language, scene, (scene.at if scene else None) or published, asking)
    taken: tuple[Remark, ...] = ()
    if isinstance(question, Question) and scene is None and question.shape in {Shape.FIRST, Shape.RANK}:
        scene = _latest(question, asking)
        if scene is not None:
            question = _question(told, language, scene, scene.at, asking)
            taken = (Remark("taken", {"id": scene.id or ""}),)
    if isinstance(question, Remark):
        return Verdict(told, Outcome.UNKNOWN, remarks=(question,))
    case = Case(told, question, counted(question, scene) if scene else None, ground_of(question, asking))
    found = asking.find(question.query, limit=None)
    recorded = claim if isinstance(claim, RecordedClaim) else None
    own = own_accounts(recorded, report, _same(case, found) if report else (), asking)
    judged = _by_others(case, found, own)
    return replace(judged, remarks=judged.remarks + taken)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its question, the engagement it speaks of, and the ground of the verdict."""

    claim: Claim
    question: Question
    this: Counted | None
    ground: Ground

    def judged(self, found: Sequence[Engagement]) -> Verdict:
        """The verdict where these engagements are known."""
        others = _occasions(self.question, _fitting(self.question, found), self.this)
        return _judged(self.claim, Findings(self.question, tuple(others), self.ground, self.this))


def _by_others(case: Case, found: Sequence[Engagement], own: frozenset[str]) -> Verdict:
    """The verdict by what others tell than the accounts `own`; ALONE where only those would decide."""
    told = [told_by_others(one, own) for one in found]
    held = [one for one in told if one is not None]
    judged = case.judged(held)
    if judged.outcome is not Outcome.UNKNOWN or held == list(found):
        return judged
    by_all = case.judged(found)
    if by_all.outcome is Outcome.UNKNOWN:
        return judged
    return replace(by_all, outcome=Outcome.ALONE, remarks=(*by_all.remarks, Remark("own_report")))


def _same(case: Case, found: Sequence[Engagement]) -> tuple[str, ...]:
    """The engagements of the ledger that are the one spoken of, which the ledger may hold from the very text."""
    if case.this is None:
        return ()
    fitting = _fitting(case.question, found)
    return tuple(one.scene.id for one in fitting if one.scene.id and one_occasion(case.this, one))


def _latest(question: Question, asking: Asking) -> Scene | None:
    """The engagement that a claim seems to speak of where its text tells none: the latest that counts, if just before."""
    at = _days(question.at)
    if at is None:
        return None
    recent = [
        one
        for one in _fitting(question, asking.find(question.query, limit=None))
        if one.match is Match.YES and one.scene.start and 0 <= (at.last - one.scene.start.first).days <= _RECENT
    ]
    latest = occasions(recent)[-1:]
    scenes = [member.scene for group in latest for member in group]
    return min(scenes, key=lambda scene: (scene.kind is not question.kind, scene.id), default=None)


def checked(reading: Reading, asking: Asking) -> tuple[Verdict, ...]:
    """What the ledger says to every claim of a text, whether the text is in it or not.

    Where no engagement was read in the text (a single sentence, say), whatever reads as a question is checked.
    """
    report = reading.report
    accounts = {account.id: account for account in reading.accounts}
    claims = reading.claims if reading.accounts else bare_claims(report.text, report.language)
    return tuple(
        verdict(
            claim, accounts.get(claim.account or ""), asking, report.published, language=report.language, report=report
        )
        for claim in claims
    )


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
        answer = question_of(claim.quote, code, scene, at, lambda name: bool(asking.persons(name, limit=1)))
        if isinstance(answer, Question):
            break
    return answer


def _fitting(question: Question, found: Sequence[Engagement]) -> list[Counted]:
    """Those of engagements that fit a question, or may fit it, whenever they were."""
    seen = (counted(question, scene_of_engagement(one)) for one in found)
    return [one for one in seen if one.match is not Match.NO]


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


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a question is judged on: what counts beside this one, this one, and what was read."""

    question: Question
    others: tuple[Occasion, ...]
    ground: Ground
    this: Counted | None

    @property
    def sure(self) -> tuple[Occasion, ...]:
        """Those that count for certain."""
        return tuple(occasion for occasion in self.others if occasion.sure)

    @property
    def doubtful(self) -> tuple[Occasion, ...]:
        """Those that may or may not count."""
        return tuple(occasion for occasion in self.others if occasion.possible and not occasion.sure)


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome with the occasions that say so, those that may or may not count, and the reasons."""

    outcome: Outcome
    sure: Sequence[Occasion] = ()
    doubtful: Sequence[Occasion] = ()
    remarks: tuple[Remark, ...] = ()


def _judged(claim: Claim, findings: Findings) -> Verdict:
    judges = {Shape.FIRST: _first, Shape.LAST: _last, Shape.AFTER: _after}
    judgement = judges.get(findings.question.shape, _number)(findings)
    narrow = (Remark("narrow"),) if findings.question.narrow and judgement.doubtful else ()
    return Verdict(
        claim,
        judgement.outcome,
        findings.question,
        _ids(judgement.sure),
        _ids(judgement.doubtful),
        findings.ground,
        judgement.remarks + narrow,
    )


def _ids(occasions_: Sequence[Occasion]) -> tuple[str, ...]:
    return tuple(id_ for occasion in occasions_ for id_ in occasion.ids)


def _first(findings: Findings) -> Judgement:
    """One earlier one contradicts; none known is worth what the ledger's ground is worth."""
    doubtful, ground = findings.doubtful, findings.ground
    if findings.sure:
        return Judgement(Outcome.CONTRADICTED, findings.sure, doubtful, (Remark("earlier"),))
    if doubtful:
        return Judgement(Outcome.UNKNOWN, (), doubtful, (_many("doubtful", doubtful),))
    outcome = Outcome.SUPPORTED if ground.firm else Outcome.UNKNOWN
    return Judgement(outcome, remarks=(Remark("none_before"), *ground.remarks))


def _number(findings: Findings) -> Judgement:
    """Fewer known than told proves nothing, more known than told does."""
    question, sure, doubtful = findings.question, findings.sure, findings.doubtful
    own = _own(question, findings.this)
    least, most = len(sure) + (own is Match.YES), len(sure) + len(doubtful) + (own is not Match.NO)
    known = _many("known_before" if question.shape is Shape.RANK else "known", sure)
    remarks = (known, _many("doubtful", doubtful)) if doubtful else (known,)
    if least > question.number and not question.at_least:
        return Judgement(Outcome.CONTRADICTED, sure, doubtful, (*remarks, Remark("more")))
    if least >= question.number and (question.at_least or most == least):
        only = question.shape is Shape.COUNT and question.number == 1 and not question.at_least
        outcome = Outcome.UNKNOWN if only and not findings.ground.firm else Outcome.SUPPORTED
        return Judgement(outcome, sure, doubtful, (*remarks, *(findings.ground.remarks if only else ())))
    fewer = (Remark("fewer"),) if most < question.number else ()
    return Judgement(Outcome.UNKNOWN, sure, doubtful, remarks + fewer)


def _own(question: Question, this: Counted | None) -> Match:
    """Whether this one counts among those told: in a rank it does; in a number where it fits and lies in the span."""
    if question.shape is Shape.RANK:
        return Match.YES
    return min(this.match, in_span(question.span, this.scene)) if this else Match.NO


def _last(findings: Findings) -> Judgement:
    """The latest one known before this one has to lie in the span."""
    question, ground = findings.question, findings.ground
    end = question.span.until or question.span.since
    assert end is not None
    graded = [(o, max(after(m.scene, end) for m in o.members)) for o in findings.others if o.possible]
    later = [occasion for occasion, match in graded if occasion.sure and match is Match.YES]
    if later:
        return Judgement(Outcome.CONTRADICTED, later, remarks=(Remark("later"),))
    maybe = [occasion for occasion, match in graded if match is not Match.NO]
    then = [o for o in findings.sure if any(in_span(question.span, m.scene) is Match.YES for m in o.members)]
    if maybe or not then:
        reason = _many("doubtful", maybe) if maybe else Remark("no_match_when")
        return Judgement(Outcome.UNKNOWN, then, maybe, (reason,))
    outcome = Outcome.SUPPORTED if ground.firm else Outcome.UNKNOWN
    return Judgement(outcome, then, remarks=(Remark("match_when"), *ground.remarks))


def _after(findings: Findings) -> Judgement:
    """The days between this one and another, from the other's first or from its last day."""
    question, at = findings.question, _days(findings.question.at)
    if at is None:
        return Judgement(Outcome.UNKNOWN, remarks=(Remark("no_date"),))
    graded = [(o, max(_distance(question, m.scene, at) for m in o.members)) for o in findings.others]
    sure = [occasion for occasion, match in graded if occasion.sure and match is Match.YES]
    if sure:
        return Judgement(Outcome.SUPPORTED, sure, remarks=(_between(sure[-1], at),))
    doubtful = [occasion for occasion, match in graded if occasion.possible and match is not Match.NO]
    if doubtful:
        return Judgement(Outcome.UNKNOWN, (), doubtful, (_many("doubtful", doubtful),))
    near = [occasion for occasion in findings.sure if _apart(occasion, at)[0] <= _YEAR][-1:]
    outcome = Outcome.CONTRADICTED if near and question.who.specific else Outcome.UNKNOWN
    return Judgement(outcome, near, remarks=(_between(near[0], at) if near else Remark("no_other"),))


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
