"""Schema of `credits.toml`: the words with which a language credits a news agency, and a report to a body."""

from functools import cache

from entrevue.languages import Concern, load


class Credits(Concern):
    """Patterns over folded words (`domain.text.fold_evenly`).

    `before` ends right before an agency's name ("according to "), `after` begins behind it ("reported"); `pictures` are
    the words beside a name that credit a picture and not the text. `bodies`: words of a byline that names no person but
    a newsroom, a service, an office.
    """

    code: str
    before: str
    after: str
    pictures: str
    bodies: tuple[str, ...] = ()


@cache
def load_credits(code: str) -> Credits:
    """How a language credits agencies; PackError when there is no such file."""
    words: Credits = load(code, "credits", Credits)
    return words
