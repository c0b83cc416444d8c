"""Every limit stands in the table with its value, and the table has none that is not there."""

import re
from dataclasses import fields
from pathlib import Path

from entrevue.settings import WEB, WebLimits

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "limits.md"


def test_the_table_tells_every_limit() -> None:
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*?) \|", PAGE.read_text(encoding="utf-8")))
    assert set(rows) == {field.name for field in fields(WebLimits)}
    for field in fields(WebLimits):
        value = getattr(WEB, field.name)
        shown = value if isinstance(value, str) else f"{value:,g}" if value < 1_000 else f"{int(value):,}"
        assert rows[field.name].startswith(f"{shown} "), field.name
