"""Catalogues are whole: French says everything that templates and code say, and nothing that they do not."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from entrevue.errors import UnknownId

WEB = Path(str(files("entrevue.web")))
KEYWORDS = {"_": None, "ngettext": (1, 2), "say": None, "say_many": (1, 2), "message": None}
ERRORS: dict[str, tuple[int, ...] | None] = dict.fromkeys(
    ("ClashingDecision", "StaleDecision", "WrongDecision", "WrongNote", "WrongQuery", "WrongUser")
) | {"UnknownId": (2,)}  # what is said of wrong use; of an id that leads to nothing, what was looked for
METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
Message = str | tuple[str, ...]


@cache
def said() -> frozenset[Message]:
    """Every message of the site."""
    found = [
        *extract_from_dir(str(WEB), method_map=METHODS, keywords=KEYWORDS, options_map={}),
        *extract_from_dir(str(WEB.parent), method_map=METHODS[1:], keywords=ERRORS, options_map={}),
    ]
    return frozenset(entry[2] for entry in found) | {(nothing := UnknownId("x")).message, nothing.kind}


def held(language: str, area: str = "*") -> dict[Message, Message]:
    """The messages of a language's catalogues with what is said for them."""
    entries: dict[Message, Message] = {}
    for path in (WEB / "locale" / language).glob(f"{area}.po"):
        for entry in read_po(BytesIO(path.read_bytes()), locale=language):
            if entry.id:
                key = entry.id if isinstance(entry.id, str) else tuple(entry.id)
                entries[key] = entry.string if isinstance(entry.string, str) else tuple(entry.string or ())
    return entries


def test_french_says_everything() -> None:
    spoken = held("fr")
    assert sorted(str(message) for message in said() if message not in spoken) == []
    assert all(all(text) if isinstance(text, tuple) else text for text in spoken.values())


@pytest.mark.parametrize("language", ["fr", "rw"])
@pytest.mark.parametrize("area", ["common", "room", "errors"])
def test_no_entry_is_left_over(language: str, area: str) -> None:
    assert sorted(str(message) for message in held(language, area) if message not in said()) == []


@pytest.mark.parametrize("language", ["fr", "rw"])
def test_values_are_put_in_where_the_message_has_them(language: str) -> None:
    for message, text in held(language).items():
        for one in (text,) if isinstance(text, str) else text:
            source = message if isinstance(message, str) else " ".join(message)
            names = {part.partition(")")[0] for part in one.split("%(")[1:]}
            assert names <= {part.partition(")")[0] for part in source.split("%(")[1:]}, message
