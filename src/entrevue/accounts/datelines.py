"""Where a report was written: the city of its dateline, the state of its address."""

from collections.abc import Sequence

from entrevue.accounts.spots import Spot
from entrevue.atlas.addresses import state_of_address
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.text import Sentence


def dateline(sentences: Sequence[Sentence]) -> Spot | None:
    """The city that a dispatch opens with: "Rabat, 7 avril 2023 (MAP)", "ISLAMABAD –", "Hanoi (VNA) -"."""
    for sentence in sentences:
        if sentence.paragraph not in {0, 1} or not sentence.tokens:
            continue
        for place in sentence.places:
            at = sentence.index_at(place.start)
            after = sentence.index_at(place.end - 1) + 1
            if place.kind is PlaceKind.CITY and at <= 1 and after < len(sentence.tokens):
                if sentence.tokens[after].text in {",", "(", "–", "-", "—", ":", "/", "."}:
                    return Spot(place.country, place.city, (place.start, place.end))
    return None


def home_of(url: str | None, sentences: Sequence[Sentence]) -> str | None:
    """The report's own state, by its address or by the capital that it is datelined from."""
    spot = dateline(sentences)
    return state_of_address(url) or (spot.country if spot is not None else None)
