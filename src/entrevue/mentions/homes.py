"""The state that a report comes from: by its address, its publisher's name, its dateline."""

from entrevue.atlas import load_atlas
from entrevue.atlas.addresses import state_of_address
from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.report import Report
from entrevue.domain.spans import Words

_AFTER_DATELINE = frozenset((",", "(", "–", "-", "—", ":", "/", "."))


def home_of(report: Report, words: Words, known: tuple[Place | Organisation, ...]) -> str | None:
    """ISO 3166 alpha-2 of the state, None where nothing tells it."""
    told = state_of_address(report.url) or _state_of_publisher(report.publisher, report.language or "")
    return told or _state_of_dateline(words, known)


def _state_of_publisher(publisher: str | None, language: str) -> str | None:
    """The first state that a publisher's name tells: "Agence sénégalaise de presse", "Embassy of Portugal in Maputo"."""
    told = load_atlas(language).find(publisher or "")
    return next((one.country for one in told if one.country is not None), None)


def _state_of_dateline(words: Words, known: tuple[Place | Organisation, ...]) -> str | None:
    """The state of the city that a dispatch opens with: "Rabat, 7 avril 2023 (MAP)", "ISLAMABAD –"."""
    for one in known:
        cover = words.cover(one.start, one.end)
        if not isinstance(one, Place) or one.kind is not PlaceKind.CITY or cover is None:
            continue
        first, last = cover
        opens = first == 0 or words.paragraph[first - 1] != words.paragraph[first]
        if opens and words.paragraph[first] in (0, 1) and last + 1 < len(words):
            if words.text[words.starts[last + 1] : words.ends[last + 1]] in _AFTER_DATELINE:
                return one.country
    return None
