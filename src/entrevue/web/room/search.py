"""Search: people, agencies, states, topics and words, together."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrevue.atlas.tables import organisations
from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.queries import Query as Asked
from entrevue.domain.text import fold, plain_letters
from entrevue.inquiry.subjects import state_code
from entrevue.settings import WEB
from entrevue.web.labels import Labels
from entrevue.web.limiting import limited
from entrevue.web.locale import Tongue, tongue_of
from entrevue.web.room.pages import room_page
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn
from entrevue.wiring import Ledger

router = APIRouter()
_SHOWN = 8
_SUGGESTED = 4
_ENGAGEMENTS = 20
_LIMITED = Depends(limited("search", WEB.search_rate))
Words = Annotated[str, Query(max_length=WEB.value_characters)]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: states by code, organisations by name, topics by their names."""

    states: tuple[tuple[str, str], ...] = ()
    persons: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    engagements: tuple[Engagement, ...] = ()
    total: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.states or self.persons or self.organisations or self.topics or self.engagements)


@router.get("/search", dependencies=[_LIMITED])
@in_turn
def search(request: Request, q: Words = "") -> Response:
    """Everything found, grouped."""
    words = q.strip()
    found = find_all(ledger_of(request), words, tongue_of(request), most=_SHOWN, engagements=_ENGAGEMENTS)
    return room_page(request, "search.html", q=words, found=found, address=f"q={quote(words)}")


@router.get("/suggest", dependencies=[_LIMITED])
@in_turn
def suggest(request: Request, q: Words = "") -> Response:
    """A fragment of a page with the best of every group, for search as one types."""
    words = q.strip()
    begun = f"{words}*" if words and (words[-1].isalnum()) else words
    found = find_all(ledger_of(request), words, tongue_of(request), most=_SUGGESTED, engagements=_SUGGESTED, text=begun)
    return room_page(request, "suggest.html", q=words, found=found)


def find_all(
    ledger: Ledger, words: str, tongue: Tongue, *, most: int, engagements: int, text: str | None = None
) -> Found:
    """What a search finds in every group: at most `most` of each, and so many `engagements` for the words `text`."""
    if not any(char.isalnum() for char in words):
        return Found()
    asked = Asked(text=" ".join((text or words).split()[: WEB.words]))
    return Found(
        states=_states(words, tongue)[:most],
        persons=ledger.persons(words, limit=most),
        organisations=_organisations(ledger, words)[:most],
        topics=_topics(words, tongue)[:most],
        engagements=ledger.find(asked, limit=engagements),
        total=ledger.count(asked),
    )


def _states(words: str, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """States whose code, name in five languages, or beginning of a name in the page's language is asked for."""
    begin = _typed(words)
    exact = state_code(words) or (state_code(words.upper()) if len(words) == 2 else None)
    named = [(code, name) for code, name in tongue.states() if _typed(name).startswith(begin) and len(begin) > 1]
    first = [(exact, tongue.state(exact))] if exact and tongue.state(exact) != exact else []
    return tuple(dict.fromkeys(first + named))


def _organisations(ledger: Ledger, words: str) -> tuple[str, ...]:
    """Organisations that the ledger knows: by the very name, or by the beginning of one that the atlas knows."""
    begin = _typed(words)
    candidates = [words]
    for body in organisations():
        names = (*body.acronyms, *(name for every in body.names.values() for name in every))
        if any(_typed(name).startswith(begin) for name in names):
            candidates.append(next(iter(names)))
    once = {_typed(name): name for name in reversed(candidates)}
    return tuple(name for name in list(once.values())[::-1][:20] if ledger.find(Asked(organisation=name), limit=1))


def _topics(words: str, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    begin = _typed(words)
    named = Labels(tongue).group("topic")
    return tuple(
        (topic, name)
        for topic, name in named.items()
        if any(word.startswith(begin) for word in (*_typed(name).split(), _typed(name), topic))
    )


def _typed(text: str) -> str:
    """Text as it is typed: folded, and without joined or barred letters."""
    return plain_letters(fold(text))
