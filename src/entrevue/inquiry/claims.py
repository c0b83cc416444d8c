"""A claim of order, number or rhythm → a question to the ledger."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from entrevue.atlas.lookup import load_atlas
from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Claim, Kind
from entrevue.domain.text import composed, fold_evenly
from entrevue.domain.verdicts import Gap, Question, Remark, Shape, Span, Who
from entrevue.inquiry.claims_members import acting_as, member_matches, same_as
from entrevue.inquiry.claims_people import Heard, capacity_in, hear, who_of
from entrevue.inquiry.claims_scene import Member, Scene
from entrevue.inquiry.claims_times import Told, date_in, gap_of, span_of
from entrevue.languages import codes
from entrevue.languages.claims import ClaimWords, load_claim_words

_Cut = tuple[int, int]
_MOST_SENTENCES = 1000  # a text without engagements that is longer than a draft is not searched to its end
_LONGEST_SENTENCE = 600
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…](?=\s+[^\W\da-z])|(?=\n)|\Z)")


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of a claim, with the stretches of text that tell it and are about nobody."""

    shape: Shape
    number: int = 1
    at_least: bool = False
    told: Told | None = None  # a span that the shape itself tells ("the last one was in May")
    gap: Gap | None = None
    after: int | None = None  # where the words for the earlier one begin
    cuts: tuple[_Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a question is read from."""

    words: ClaimWords
    scene: Scene | None
    at: PartialDate | None
    known: Callable[[str], bool]


def prepare() -> None:
    """Load the names that questions are read with, in every language: a first verdict would wait seconds for them."""
    for code in codes("claims"):
        load_atlas(code)


def question_of(
    quote: str, language: str, scene: Scene | None, at: PartialDate | None, known: Callable[[str], bool]
) -> Question | Remark:
    """The question that a claim asks, or why it asks none.

    `scene` is the engagement it speaks of, `at` when that takes place, or else the day of the report. PackError when no
    pack tells how the language claims.
    """
    text = composed(quote)
    hearing = Hearing(load_claim_words(language), scene, at, known)
    folded = fold_evenly(text)
    form = _form(folded, hearing)
    if form is None:
        return Remark("unread")
    for code, pattern in (("uncounted", hearing.words.uncounted), ("series", hearing.words.series)):
        if hearing.words.compiled(pattern).search(folded):
            return Remark(code)
    told = form.told or (
        Told(Span(bounded=False)) if form.gap else span_of(folded, hearing.words, form.shape, form.number, at)
    )
    if told.problem is not None:
        name = text[slice(*told.cut)].strip() if told.cut else ""
        return replace(told.problem, values={"name": name})
    cuts = form.cuts + ((told.cut,) if told.cut else ())
    question = _parties(_without(text, cuts), text[form.after :] if form.after is not None else None, hearing)
    if isinstance(question, Remark):
        return question
    if told.tenure and told.cut:
        question = _in_capacity(question, text[slice(*told.cut)], hearing)
    if form.shape is Shape.COUNT and form.number < 1:
        return Remark("unread")
    return replace(
        question,
        shape=form.shape,
        number=form.number,
        at_least=form.at_least,
        span=told.span,
        gap=form.gap,
        at=at,
        this=scene.id if scene else None,
        language=language,
        narrow=bool(hearing.words.compiled(hearing.words.narrow).search(folded)),
    )


def _in_capacity(question: Question, told: str, hearing: Hearing) -> Question:
    """The question about the very capacity that the words tell ("as prime minister", "since taking office")."""
    guests = hearing.scene.guests if hearing.scene else ()
    holder = next((guest for guest in guests if member_matches(question.who, guest)), None)
    return replace(question, who=acting_as(question.who, *capacity_in(told, hearing.words), holder))


def bare_claims(text: str, language: str | None) -> tuple[Claim, ...]:
    """The sentences of a text without engagements that tell order, number or rhythm of some kind of engagement."""
    readable = codes("claims")
    found = []
    for match in islice(_SENTENCE.finditer(text), _MOST_SENTENCES):
        if match.end() - match.start() > _LONGEST_SENTENCE:
            continue
        evidence = Evidence.of(text, match.start(), match.end())
        folded = fold_evenly(evidence.quote)
        packs = [load_claim_words(code) for code in ((language,) if language in readable else readable) if code]
        if any(_form(folded, Hearing(words, None, None, _nobody)) and _kind_in(folded, words, None) for words in packs):
            found.append(Claim(evidence.quote, evidence))
    return tuple(found)


def _nobody(_: str) -> bool:
    return False


def _without(text: str, cuts: tuple[_Cut, ...]) -> str:
    for start, end in cuts:
        text = text[:start] + "," + " " * (end - start - 1) + text[end:]
    return text


def _form(folded: str, hearing: Hearing) -> Form | None:
    """The shape of a claim: the most particular way of telling one that is found."""
    for reader in (_last, _gap, _absence, _only, _rank, _count):
        form = reader(folded, hearing)
        if form is not None:
            return form
    return None


def _first_match(patterns: tuple[str, ...], folded: str, words: ClaimWords) -> re.Match[str] | None:
    return next((m for pattern in patterns if (m := words.compiled(pattern).search(folded))), None)


def _last(folded: str, hearing: Hearing) -> Form | None:
    match = _first_match(hearing.words.last, folded, hearing.words)
    date = date_in(match.group("when"), hearing.words, hearing.at) if match else None
    if match is None or date is None:
        return None
    return Form(Shape.LAST, told=Told(Span(date.first, date.first, date.last), match.span("when")))


def _gap(folded: str, hearing: Hearing) -> Form | None:
    match = _first_match(hearing.words.gaps, folded, hearing.words)
    if match is None:
        return None
    return Form(
        Shape.AFTER, gap=gap_of(match, hearing.words), after=match.start("after"), cuts=((match.start(), len(folded)),)
    )


def _absence(folded: str, hearing: Hearing) -> Form | None:
    """ "Had not been there since 2013", "has never visited": this one is the first."""
    match = _first_match(hearing.words.absence, folded, hearing.words)
    return Form(Shape.FIRST) if match else None


def _only(folded: str, hearing: Hearing) -> Form | None:
    match = hearing.words.compiled(hearing.words.only).search(folded)
    return Form(Shape.COUNT, 1) if match else None


def _rank(folded: str, hearing: Hearing) -> Form | None:
    match = hearing.words.compiled(hearing.words.ordinal).search(folded)
    if match is None:
        return None
    number = int(match.group("figure") or hearing.words.ordinals[match.group("rank")])
    if number == 1:
        return Form(Shape.FIRST, cuts=(match.span(),))
    at_least = bool(hearing.words.compiled(hearing.words.at_least).search(folded[: match.start()]))
    return Form(Shape.RANK, number, at_least, cuts=(match.span(),))


def _count(folded: str, hearing: Hearing) -> Form | None:
    words = hearing.words
    match = _first_match(words.counts, folded, words)
    number = words.number(match.group("count")) if match else None
    if match is None or number is None:
        return None
    before = folded[max(match.start() - 16, 0) : match.start("count")]
    if words.compiled(words.more_than).search(before):
        return Form(Shape.COUNT, number + 1, at_least=True, cuts=(match.span("count"),))
    loose = match.group("count") in words.loose or bool(words.compiled(words.at_least).search(before))
    return Form(Shape.COUNT, number, at_least=loose, cuts=(match.span("count"),))


def _kind_in(folded: str, words: ClaimWords, default: Kind | None) -> Kind | None:
    """The kind of engagement told first; None for "contacts" of any kind."""
    found = ((words.compiled(pattern).search(folded), name) for name, pattern in words.kinds.items())
    first = min(((match.start(), name) for match, name in found if match), default=None)
    if first is None:
        return default
    return None if first[1] == "any" else Kind(first[1])


def _parties(core: str, after: str | None, hearing: Hearing) -> Question | Remark:
    """Whom and where the question counts; for "a week after X's visit" that visit is counted."""
    words, scene = hearing.words, hearing.scene
    kind = _kind_in(fold_evenly(core), words, scene.kind if scene else None)
    text = core
    if after is not None:
        kind = _kind_in(fold_evenly(after), words, kind)
        text = after
    split = words.compiled(words.party).search(fold_evenly(text))
    heard = hear(text[: split.start()] if split else text, words, scene, hearing.known)
    with_ = hear(text[split.end() :], words, scene, hearing.known) if split else None
    region = heard.region or (with_.region if with_ else None)
    if region and not heard.abroad:
        return Remark("region", {"name": region})
    if kind is Kind.CONFERENCE and not (heard.pair or len(heard.sides) + len(heard.persons) > 1):
        return Remark("series")
    visit = kind is Kind.VISIT
    question = _visit(heard, scene, others=after is not None) if visit else _contact(heard, with_, scene, kind)
    if question.who.anybody and (question.other is None or question.other.anybody):
        return Remark("nobody")
    return replace(question, kind=kind)


def _visit(heard: Heard, scene: Scene | None, *, others: bool) -> Question:
    """Who visits where; what the words leave open is as in the engagement spoken of."""
    guest = next(iter(scene.guests), None) if scene else None
    place = heard.place or (scene.country if scene and not heard.abroad else None)
    city = heard.city or (scene.city if scene and heard.here and heard.place is None and heard.city else None)
    who = who_of(heard)
    home = guest is not None and guest.country is not None and guest.country == place
    if guest is not None and not home and not heard.persons and not others:
        who = _guest(heard, who, guest)
    return Question(Shape.FIRST, who=who, place=place, city=city, abroad=heard.abroad)


def _guest(heard: Heard, who: Who, guest: Member) -> Who:
    """Whom the words mean by the visitor of the engagement spoken of, or by "the minister"."""
    if heard.own:
        return same_as(guest)
    if heard.nobody or (heard.definite and heard.role and member_matches(who, guest)):
        return same_as(guest, loose=True)
    return replace(who, sides=(guest.country,)) if not who.sides and guest.country else who


def _contact(heard: Heard, with_: Heard | None, scene: Scene | None, kind: Kind | None) -> Question:
    """The two parties of a meeting, call or signing."""
    sides = scene.sides if scene else ()
    members = [m for m in scene.cast if m.country in sides[:1]] if scene else []
    place = heard.place or (with_.place if with_ else None)
    whos = _couple(heard)
    if with_ is not None:
        whos = (whos[0], who_of(with_))
    guest = next(iter(scene.guests), None) if scene else None
    if guest is not None and guest.country is None and whos[0].anybody:
        whos = (same_as(guest, loose=True), whos[1])  # an official of an international organisation
    if heard.own and scene and not heard.persons and members:
        whos = (same_as(members[0]), whos[1] if whos[1] and not whos[1].anybody else None)
    if heard.pair and not heard.persons and len(heard.sides) < 2 and len(sides) > 1:
        whos = _both(heard, scene)
    return _completed(whos, sides, Question(Shape.FIRST, kind, place=place, city=heard.city))


def _couple(heard: Heard) -> tuple[Who, Who | None]:
    """ "Between X and Y": two names or two sides, the office told once for both."""
    base = Who(organisation=heard.organisation, role=heard.role, field=heard.field)
    if len(heard.persons) > 1:
        return Who(persons=heard.persons[:1]), Who(persons=heard.persons[1:2])
    if len(heard.sides) > 1:
        other = replace(base, organisation=None, sides=heard.sides[1:2])
        return replace(base, sides=heard.sides[:1], persons=heard.persons[:1]), other
    return who_of(heard), None


def _both(heard: Heard, scene: Scene | None) -> tuple[Who, Who | None]:
    """ "The two ministers", "the two countries": both parties of the engagement spoken of."""
    assert scene is not None
    firsts = [next((m for m in scene.cast if m.country == side), None) for side in scene.sides[:2]]
    named = [m for m in firsts if m is not None and m.name]
    if not heard.states and not heard.field and len(named) > 1:
        return same_as(named[0]), same_as(named[1])
    one, other = (Who((side,), role=heard.role, field=heard.field) for side in scene.sides[:2])
    return one, other


def _completed(whos: tuple[Who, Who | None], sides: tuple[str, ...], question: Question) -> Question:
    """Parties that the words leave open are those of the engagement spoken of."""
    who, other = whos
    named = set(who.sides) | set(other.sides if other else ())
    rest = [side for side in sides if side not in named]
    if not who.sides and not who.persons and rest:
        who = replace(who, sides=(rest.pop(0),))
    if (other is None or other.anybody) and rest:
        other = Who((rest[0],))
    return replace(question, who=who, other=other)
