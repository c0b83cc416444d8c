"""Bodies whose name several states use are that state's of which the text tells, or nobody's."""

import pytest

from entrevue.atlas import load_atlas
from entrevue.domain.mentions import Organisation


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The head of the NISS of Rwanda spoke in Kigali.", "RW"),
        ("The head of the National Intelligence and Security Service (NISS) spoke in Kigali.", "RW"),
        ("The head of the NISS spoke in Addis Ababa.", "ET"),
        ("The head of the NISS spoke.", None),
        ("The head of the CIA spoke.", "US"),  # one state alone uses it
    ],
)
def test_the_text_tells_whose_a_body_is(text: str, state: str | None) -> None:
    bodies = [one for one in load_atlas("en").find(text) if isinstance(one, Organisation)]
    assert {one.country for one in bodies} == {state}
