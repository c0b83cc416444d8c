"""Where ledgers are, as text that may be shown."""

import re

HALF = "a text holds half of a character, which no ledger keeps: it is not in UTF-8"
_HIDDEN = "***"
_SECRET = re.compile(r"(?s)(://[^:/@]*):.*@")  # to the last @: passwords that hold one unquoted are pasted too
_SECRET_PARAMETER = re.compile(r"(?i)([?&](?:ssl)?password=)[^&#]*")


def printable(place: str) -> str:
    """A ledger's place without its password: what every banner, message and list shows of it."""
    if "://" not in place:
        return place
    return _SECRET_PARAMETER.sub(rf"\1{_HIDDEN}", _SECRET.sub(rf"\1:{_HIDDEN}@", place))
