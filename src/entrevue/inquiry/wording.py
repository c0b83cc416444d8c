"""Values in the words of a language, as CLDR has them."""

from entrevue.domain.dates import PartialDate


def date_in_words(date: PartialDate, language: str) -> str:
    """A date with its own precision: "7 avril 2023", "juin 2022", "2022"."""
    from babel import Locale  # CLDR takes 50 ms to load: paid by those who put something into words
    from babel.dates import format_date, format_skeleton

    locale = Locale.parse(language)
    if date.day is not None:
        return str(format_date(date.first, "long", locale=locale))
    return str(format_skeleton("yMMMM", date.first, locale=locale)) if date.month is not None else str(date.year)
