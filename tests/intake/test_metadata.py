"""What the head of a page says: its address."""

import pytest

from entrevue.domain.report import Page, Report
from entrevue.intake import read_page

PROSE = "<p>" + "The foreign minister of Chad received his Sudanese counterpart in N'Djamena on Monday. " * 5 + "</p>"


def _url(head: str, url: str | None) -> str | None:
    report = read_page(Page(f"<html><head>{head}</head><body>{PROSE}</body></html>".encode(), url, "text/html"))
    assert isinstance(report, Report)
    return report.url


def _canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (_canonical("https://a.example/talks"), "http://www.a.example/talks/?s=1", "https://a.example/talks"),
        (_canonical("/talks"), "https://a.example/old/talks", "https://a.example/talks"),
        ('<meta property="og:url" content="https://a.example/t">', "https://m.a.example/t?x=1", "https://a.example/t"),
        (_canonical("https://a.example/talks"), None, "https://a.example/talks"),
        (_canonical("https://other.example/talks"), "https://a.example/x", "https://a.example/x"),
        (_canonical("https://a.example/"), "https://a.example/x", "https://a.example/x"),
        (_canonical("https://a.example/index.php"), "https://a.example/index.php?id=3", "https://a.example/index.php?id=3"),
        (_canonical("https://a.example/talks"), "https://a.example/talks?print=1", "https://a.example/talks"),
        (_canonical("javascript:alert(1)"), "https://a.example/x", "https://a.example/x"),
        (_canonical("http://["), "https://a.example/x", "https://a.example/x"),
        (_canonical("https://a.example:no/"), None, None),
        (_canonical("https://a.example/" + "x" * 5_000), "https://a.example/x", "https://a.example/x"),
    ],
)  # fmt: skip
def test_a_page_is_kept_under_its_canonical_address_where_it_may_tell_one(
    head: str, url: str | None, expected: str | None
) -> None:
    assert _url(head, url) == expected
