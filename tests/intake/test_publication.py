"""The day of publication, as the visible text of a page tells it."""

import pytest

from entrevue.domain.report import Page, Report
from entrevue.intake import read_page
from entrevue.intake.publication import published_in

PROSE = (
    "Botswana's Foreign Minister, Thabo Seretse, met his Zimbabwean counterpart, Tendai Moyo, in Gaborone on Friday. "
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Posted: 20 January 2025 | Last updated: 2 June 2025", "2025-01-20"),
        ("Last updated: 2 June 2025 | Posted: 20 January 2025", "2025-01-20"),
        ("Updated on June 2, 2025 at 10:00. First published January 20, 2025", "2025-01-20"),
        ("Mis à jour le 2 juin 2025 à 10h, publié le 20 janvier 2025", "2025-01-20"),
        ("Publié le 20 janvier 2025 (mis à jour le 2 juin 2025)", "2025-01-20"),
        ("Publicado el 20 de enero de 2025 - Actualizado el 2 de junio de 2025", "2025-01-20"),
        ("Publicado em 1º de maio de 2025", "2025-05-01"),
        ("Last updated: 2 June 2025", "2025-06-02"),
        ("20 January 2025", "2025-01-20"),
    ],
)
def test_a_line_tells_the_day_on_which_it_was_posted(line: str, day: str) -> None:
    assert str(published_in([line], "")[0]) == day


def test_a_posted_day_wins_over_the_day_in_the_head_of_the_page() -> None:
    head = "<header><span>Monday, 2 June 2025</span></header>"
    line = "<p class='meta'>Posted: 20 January 2025 | Last updated: 2 June 2025</p>"
    changed = "<meta property='article:modified_time' content='2025-06-02T08:00:00+02:00'>"
    page = f"<html><head>{changed}</head><body>{head}<article><h1>Talks</h1>{line}<p>{PROSE * 3}</p></article></body></html>"
    report = read_page(Page(page.encode()))
    assert isinstance(report, Report)
    assert (str(report.published), report.published_from) == ("2025-01-20", "text")
    flat = read_page(
        Page(f"Monday, 2 June 2025\nTalks\nPosted: 20 January 2025 | Last updated: 2 June 2025\n{PROSE * 3}".encode())
    )
    assert isinstance(flat, Report)
    assert str(flat.published) == "2025-01-20"


def test_of_several_days_above_an_article_the_nearest_is_its_own() -> None:
    flat = read_page(Page(f"Saturday, 29 November 2025\nTalks in Accra\n8 March 2024\n{PROSE * 3}".encode()))
    assert isinstance(flat, Report)
    assert (str(flat.published), flat.text[: flat.title_end]) == ("2024-03-08", "Talks in Accra")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("January 05, 2018 | 10:20 PM", "2018-01-05"),
        ("(June 1, 2023 / JNS)", "2023-06-01"),
        ("July, 15 2021", "2021-07-15"),
        ("Le 13 février 2025 – Ottawa (Ontario) – Affaires mondiales Canada, bureau de presse", "2025-02-13"),
    ],
)
def test_a_line_that_tells_hardly_more_than_a_day_is_no_title(line: str, day: str) -> None:
    flat = read_page(Page(f"Talks in Accra\n{line}\n{PROSE * 3}".encode()))
    assert isinstance(flat, Report)
    assert (str(flat.published), flat.text[: flat.title_end]) == (day, "Talks in Accra")


def test_a_day_that_opens_a_text_tells_it_too() -> None:
    flat = read_page(Page(f"(June 1, 2023 / JNS)\n\n{PROSE * 3}".encode()))
    assert isinstance(flat, Report)
    assert str(flat.published) == "2023-06-01"


@pytest.mark.parametrize(
    "line", ["12-14 June 2025", "Du 3 au 5 mai 2024", "30 May to 2 June 2025", "12 and 13 June 2025"]
)
def test_a_span_of_days_is_no_day_of_publication(line: str) -> None:
    flat = read_page(Page(f"Talks in Accra\n{line}\n{PROSE * 3}".encode()))
    assert isinstance(flat, Report)
    assert flat.published is None


def test_the_days_of_a_chronology_are_none_of_publication() -> None:
    flat = read_page(Page(f"Key dates\n3 March 2024\n{PROSE * 2}\n7 July 2025\n{PROSE * 2}".encode()))
    assert isinstance(flat, Report)
    assert flat.published is None
    posted = read_page(Page(f"Key dates\nPosted: 9 July 2025\n3 March 2024\n{PROSE}\n7 July 2025\n{PROSE}".encode()))
    assert isinstance(posted, Report)
    assert str(posted.published) == "2025-07-09"
