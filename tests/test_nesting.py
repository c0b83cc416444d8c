"""The quick bound on how deep a page nests is never below the depth itself."""

from hypothesis import given
from hypothesis import strategies as st

from entrevue.intake.html import nesting, nesting_bound

_PIECES = [
    "<div>",
    "</div>",
    "</div/>",
    "<br>",
    "</br>",
    "<br/>",
    "<p>",
    "</ >",
    "<!--",
    '<a href="x>y">',
    "</",
    "<",
    "x",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_the_bound_holds(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert nesting(text) <= nesting_bound(text)


def test_the_bound_holds_across_chunks() -> None:
    text = "<div>" * 3_000 + "</div>" * 3_000 + "<p>" * 5
    assert nesting(text) == 3_000 <= nesting_bound(text)


def test_a_long_flat_page_stays_below_what_a_deep_one_reaches() -> None:
    assert nesting_bound("<p>Some words of a paragraph.</p><br>" * 5_000) < 400
