"""Whatever is handed in: a report with what is there, or a problem in one line; never an exception."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Page, Problem, Report
from entrevue.intake import read_page

SENTENCE = "Le ministre malien de la Défense a reçu lundi à Bamako son homologue nigérien, en visite de travail. "
HTML = f"<html><body><article><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></article></body></html>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is no text, HTML or PDF"),
        (bytes(range(256)) * 40, "is no text, HTML or PDF"),
        (b"<p>" + b"x" * 50_000_000, "is longer than 10 MB"),
        (b"%PDF-1.7 but no more than that", "is a PDF that cannot be opened"),
    ],
    ids=["empty", "blank", "picture", "binary", "50 MB", "broken PDF"],
)
def test_what_is_no_report_is_a_problem(content: bytes, reason: str) -> None:
    outcome = read_page(Page(content, name="x"))
    assert isinstance(outcome, Problem)
    assert outcome.name == "x"
    assert outcome.reason.startswith(reason)
    assert "\n" not in outcome.reason


def test_100_000_nested_elements_are_read_as_text() -> None:
    page = "<div>" * 100_000 + SENTENCE * 3 + "</div>" * 100_000
    report = read_page(Page(page.encode(), media_type="text/html"))
    assert isinstance(report, Report)
    assert "Bamako" in report.text
    assert report.notes


def test_an_encoding_that_lies_is_found_out() -> None:
    lying = '<html><head><meta charset="utf-8"></head><body><p>' + SENTENCE * 3 + "</p></body></html>"
    report = read_page(Page(lying.encode("windows-1252")))
    assert isinstance(report, Report)
    assert "a reçu lundi à Bamako" in report.text


def test_text_encoded_twice_is_read_back() -> None:
    twice = HTML.encode().decode("windows-1252", "replace").encode()
    report = read_page(Page(twice))
    assert isinstance(report, Report)
    assert "a reçu lundi" in report.text


def test_a_name_encoded_twice_in_a_good_page_is_read_back() -> None:
    report = read_page(Page(HTML.replace("nigérien", "nigérien José GarcÃ­a").encode()))
    assert isinstance(report, Report)
    assert "nigérien José García" in report.text
    assert "Ã" not in report.text
    greek = read_page(Page((SENTENCE * 3 + "Â priori, l'ÂŒuvre et SÃO TOMÉ restent.").encode()))
    assert isinstance(greek, Report)
    assert "SÃO TOMÉ" in greek.text


ARABIC = "استقبل وزير الخارجية اليوم في العاصمة نظيره التونسي وبحث معه سبل تعزيز التعاون بين البلدين. "


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCE * 3, HTML, ARABIC * 3], ids=["text", "html", "arabic"])
def test_utf_16_needs_no_mark(encoding: str, text: str) -> None:
    report = read_page(Page(text.encode(encoding)))
    assert isinstance(report, Report)
    assert "Bamako" in report.text or "التونسي" in report.text


def test_lone_surrogates_and_invisible_signs_go() -> None:
    text = (SENTENCE * 3).replace("ministre", "mi\u00adnis\u200btre").replace("lundi", "lundi\ud800")
    report = read_page(Page(text.encode("utf-8", "surrogatepass")))
    assert isinstance(report, Report)
    assert "ministre" in report.text
    report.text.encode("utf-8")


def test_right_to_left_text_is_a_report_in_its_language() -> None:
    arabic = "استقبل وزير الخارجية اليوم في العاصمة نظيره التونسي وبحث معه سبل تعزيز التعاون بين البلدين. " * 4
    report = read_page(Page(f"<html><body><p>{arabic}</p></body></html>".encode()))
    assert isinstance(report, Report)
    assert report.language == "ar"


def test_a_paywall_stub_says_that_text_may_be_missing() -> None:
    first = "<h1>Sommet</h1><p>Le président a reçu hier son homologue.</p>"
    stub = f"<html><body>{first}<p>Il vous reste 90% de cet article.</p></body></html>"
    report = read_page(Page(stub.encode()))
    assert isinstance(report, Report)
    assert "text may be incomplete" in report.notes


def test_a_page_of_links_has_no_running_text() -> None:
    links = "".join(f'<li><a href="/{k}">Titre numéro {k}</a></li>' for k in range(60))
    report = read_page(Page(f"<html><body><ul>{links}</ul></body></html>".encode()))
    assert isinstance(report, Report)
    assert report.paragraphs == ()


def test_a_page_without_date_has_none() -> None:
    report = read_page(Page((SENTENCE * 3).encode()))
    assert isinstance(report, Report)
    assert report.published is None


@pytest.mark.parametrize(
    ("head", "date", "told_by"),
    [
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-04-08T10:00:00Z"}</script>',
            (2023, 4, 8),
            "json-ld",
        ),
        ('<meta property="article:published_time" content="2023-04-08T10:00:00+02:00">', (2023, 4, 8), "meta"),
        ("", (2023, 4, 8), "url"),
    ],
)  # fmt: skip
def test_the_date_of_publication_is_told_by_the_head(head: str, date: tuple[int, int, int], told_by: str) -> None:
    page = HTML.replace("<html>", f"<html><head>{head}</head>")
    url = "https://example.org/2023/04/08/rencontre.html" if told_by == "url" else None
    report = read_page(Page(page.encode(), url=url))
    assert isinstance(report, Report)
    assert (report.published, report.published_from) == (PartialDate(*date), told_by)


@pytest.mark.parametrize(
    "line", ["Rabat, 7 avril 2023 (MAP) – ", "RABAT, 7 avril 2023 - ", "Rabat (MAP), le 7 avril 2023 : "]
)
def test_a_dateline_tells_the_date(line: str) -> None:
    report = read_page(Page(f"Visite\n\n{line}{SENTENCE * 3}".encode()))
    assert isinstance(report, Report)
    assert (report.published, report.published_from) == (PartialDate(2023, 4, 7), "dateline")


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore"))))
def test_any_bytes_give_a_report_or_a_problem(content: bytes) -> None:
    outcome = read_page(Page(content))
    assert isinstance(outcome, (Report, Problem))
    if isinstance(outcome, Report):
        assert all(0 <= p.start <= p.end <= len(outcome.text) for p in outcome.paragraphs)


def test_invisible_signs_written_as_entities_go_too() -> None:
    text = (SENTENCE * 3).replace("ministre", "mi&shy;nis&#8203;tre").replace("reçu", "rec&#807;u")
    report = read_page(Page(f"<html><body><p>{text}</p></body></html>".encode()))
    assert isinstance(report, Report)
    assert "Le ministre malien de la Défense a reçu lundi" in report.text


@pytest.mark.parametrize(
    "flood",
    ["<li>x", "<p>Some words. ", "<b><i>x", "<form><p>", "<tr><td>a</td></tr>", "<h1>Title</h1>", "<", "<br>"],
)
def test_more_tags_than_people_write_are_read_as_text(flood: str) -> None:
    report = read_page(Page(("<html><body><p>" + SENTENCE * 3 + flood * 160_000).encode(), media_type="text/html"))
    assert isinstance(report, Report)
    assert "the page's markup is broken" in report.notes


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">' + "[" * 100_000 + "]" * 100_000 + "</script>",
        '<script type="application/ld+json">{"datePublished": ' + "9" * 100_000 + "}</script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "\\ud800", "author": [[]]}</script>',
        '<meta property="og:title" content="' + "x" * 1_000_000 + '">',
        '<div class="' + "share " * 100_000 + '"></div>',
        '<meta charset="rot13">',
        '<meta charset="utf-16">',
    ],
    ids=["deep JSON", "long number", "half a character", "long title", "many classes", "no encoding", "wrong encoding"],
)
def test_a_head_that_misleads_costs_only_itself(head: str) -> None:
    report = read_page(Page(HTML.replace("<html>", f"<html><head>{head}</head>").encode()))
    assert isinstance(report, Report)
    assert "a reçu lundi à Bamako" in report.text
    report.text.encode("utf-8")


def test_text_that_turns_its_direction_is_read_without_the_turns() -> None:
    report = read_page(Page(f"<html><body><p>\u202e{SENTENCE * 3}\u202c</p></body></html>".encode()))
    assert isinstance(report, Report)
    assert report.text == (SENTENCE * 3).strip()
