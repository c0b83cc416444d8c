"""Schema of `credits.toml`: the words with which a language credits a news agency, and a report to a body."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Pattern, Words


class Credits(Concern):
    """The words beside the name of a news agency that credit it, over folded text, and those of bylines."""

    file: ClassVar[str] = "credits"

    code: str = Field(description="The code of the language, as the folder is called.")
    before: Pattern = Field(
        description='What ends right before the name of an agency that is credited: "according to ".'
    )
    after: Pattern = Field(description='What begins behind the name of an agency that is credited: "reported".')
    pictures: Pattern = Field(description="Words beside a name that credit a picture and not the text.")
    joining: Words = Field(
        default=(), description='Words between two agencies that are credited together: "AFP and MAP".'
    )
    bodies: Words = Field(
        default=(), description="Words of a byline that names no person but a newsroom, a service, an office."
    )


@cache
def load_credits(code: str) -> Credits:
    """How a language credits agencies; PackError when there is no such file."""
    return load(code, Credits)
