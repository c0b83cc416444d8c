"""Codes of states in other schemes than ISO 3166 alpha-2."""

from functools import cache

from entrevue.atlas.geonames import states


def alpha3(country: str) -> str | None:
    """ISO 3166 alpha-3 of a state by its alpha-2 ("MA": "MAR"); None for what is no state of GeoNames' table."""
    return _alpha3().get(country)


@cache
def _alpha3() -> dict[str, str]:
    return {iso: state.iso3 for iso, state in states().items()}


def english_name(country: str) -> str:
    """The name of a state in English as CLDR has it; the code itself where it has none."""
    return _english().get(country, country)


@cache
def _english() -> dict[str, str]:
    from babel import Locale  # CLDR tables take 50 ms to load

    return dict(Locale("en").territories)
