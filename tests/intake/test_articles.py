"""What of a page is its article, and what around it is none."""

import pytest

from entrevue.domain.report import Page, Report
from entrevue.intake import read_page

PROSE = (
    "The foreign minister of Chad received his Sudanese counterpart in N'Djamena on Monday for talks on the border. "
)
MORE = (
    "Both ministers said that trade across the border would open again before the rains, after two years of closure. "
)
BODY = f"<h1>Border talks</h1><p>{PROSE * 3}</p><p>{MORE * 3}</p>"


def _read(body: str) -> list[str]:
    report = read_page(Page(f"<html><body>{body}</body></html>".encode(), media_type="text/html"))
    assert isinstance(report, Report)
    return [report.text[p.start : p.end] for p in report.paragraphs]


def test_a_list_that_ends_the_article_is_part_of_it() -> None:
    agenda = "<ul><li>Customs at Adré</li><li>Joint patrols</li><li>Return of refugees</li></ul>"
    assert _read(f"<div class='text'>{BODY}<p>They agreed on:</p>{agenda}</div>")[-3:] == [
        "Customs at Adré",
        "Joint patrols",
        "Return of refugees",
    ]


def test_a_row_of_a_table_is_one_line() -> None:
    table = "<table><tr><th>Day</th><th>City</th></tr><tr><td>Monday</td><td>N'Djamena</td></tr></table>"
    assert _read(f"<div>{BODY}{table}<p>{MORE}</p></div>")[2:4] == ["Day City", "Monday N'Djamena"]


def test_a_quotation_inside_a_box_for_social_media_is_kept() -> None:
    quote = f"<div class='social-embed'><blockquote><p>{MORE}</p></blockquote></div>"
    assert MORE.strip() in _read(f"<div>{BODY}{quote}<p>{PROSE}</p></div>")
    assert MORE.strip() not in _read(f"<div>{BODY}<div class='social-embed'><p>{MORE}</p></div><p>{PROSE}</p></div>")


def test_lines_broken_inside_one_element_stay_together() -> None:
    lines = f"Two ministers met today<br><br>{PROSE * 2}<br><br>{MORE * 2}"
    assert _read(f"<h1>Border talks</h1><div>{lines}</div>")[0] == "Two ministers met today"


BLURB = "A blurb of that other story, number {n}, that says what it is about, at some length."


@pytest.mark.parametrize(
    "teaser",
    [
        f"<div><h3><a href='/{{n}}'>Another story with number {{n}}</a></h3><p>{BLURB}</p></div>",
        f"<li><a href='/{{n}}'>Another story with number {{n}}</a> {BLURB}</li>",
    ],
    ids=["headline and blurb", "list of blurbs"],
)
def test_teasers_of_other_articles_stay_out(teaser: str) -> None:
    teasers = "".join(teaser.format(n=n) for n in range(12))
    page = f"<div class='a'>{BODY}</div><section>{teasers}</section>"
    assert not any("blurb" in line for line in _read(page))
    assert len(_read(page)) == 2


def test_comments_stay_out_however_long_they_are() -> None:
    comments = "".join(f"<div><p>I have an opinion, number {n}, on these talks. {MORE}</p></div>" for n in range(20))
    assert not any("opinion" in line for line in _read(f"<div>{BODY}</div><div id='comments'>{comments}</div>"))


def test_a_page_that_is_wholly_inside_a_named_element_is_read() -> None:
    assert len(_read(f"<div class='has-sidebar related-posts'>{BODY}</div>")) == 2


def test_the_next_article_that_a_page_goes_on_with_stays_out() -> None:
    following = f"<article class='second'><h2>A flood in the south</h2><p>{'Water came at night. ' * 30}</p></article>"
    assert not any("Water" in line for line in _read(f"<article class='first'>{BODY}</article>{following}"))


@pytest.mark.parametrize("name", ["partage-reseaux", "commentaires", "publicidad", "leia-tambem", "relatedStories"])
def test_elements_are_known_as_asides_by_their_names_in_several_languages(name: str) -> None:
    aside = f"<div class='{name}'><p>A sentence that stands where no article is, and is not short at all.</p></div>"
    assert not any("no article" in line for line in _read(f"<div>{BODY}{aside}<p>{PROSE}</p></div>"))


def test_author_and_date_before_the_article_stay_out() -> None:
    head = "<p class='who'>By Mariam Oumar</p><div>12 March 2024</div>"
    assert _read(f"<article><h1>Border talks</h1>{head}<p>{PROSE * 3}</p><p>{MORE * 3}</p></article>")[0].startswith(
        "The"
    )


LEAD = "Ghanaian Foreign Minister Akua Mensah received her Togolese counterpart, Koffi Amouzou, in Accra on Tuesday."
THEN = "The two ministers discussed trade across the border at Aflao and agreed to set up a joint committee of customs."
OTHER = "Nigerian President Tunde Bakare met French Foreign Minister Claire Morel in Abuja on Monday. "


def test_a_sentence_that_is_a_link_as_a_whole_is_text() -> None:
    lead, then = f'<div><p><a href="/e"><b>{LEAD}</b></a></p></div>', f"<div><p>{THEN}</p></div>"
    assert _read(f"<article><h1>Talks in Accra</h1>{lead}{then}{then}</article>") == [LEAD, THEN, THEN]


def test_sentences_that_are_links_in_a_row_lead_elsewhere() -> None:
    links = "".join(f'<p><a href="/{number}">{LEAD}</a></p>' for number in range(3))
    assert LEAD not in _read(f"<div>{BODY}{links}</div>")


@pytest.mark.parametrize("tag", ["article", "div"])
def test_of_two_stories_the_titled_one_is_read(tag: str) -> None:
    titled = f"<{tag} class='story'><h1>Talks in Accra</h1><div><p>{LEAD}</p><p>{THEN}</p></div></{tag}>"
    other = f"<{tag} class='story'><h1>Where did the cocoa go?</h1><div><p>{OTHER}</p><p>{OTHER * 5}</p></div></{tag}>"
    for page in (titled + other, other + titled):
        assert _read(f"<title>Talks in Accra | Gulf Daily</title><main>{page}</main>") == [LEAD, THEN]


def test_headings_inside_one_story_are_no_stories() -> None:
    page = f"<title>Border talks</title><div>{BODY}<h1>What comes next</h1><p>{MORE * 3}</p></div>"
    assert _read(page).count((MORE * 3).strip()) == 2


def test_a_day_in_a_table_stands_with_what_happened() -> None:
    rows = f"<tr><td>Sept. 1, 2025</td><td>{LEAD}</td></tr><tr><td>Sept. 20, 2025</td><td>{THEN}</td></tr>"
    assert _read(f"<div>{BODY}<table>{rows}</table></div>")[2:] == [f"Sept. 1, 2025 {LEAD}", f"Sept. 20, 2025 {THEN}"]


def test_a_list_of_those_present_is_text() -> None:
    names = ["H.E. Mr. Joseph Kamara, Minister of Foreign Affairs", "Dr Sara Beysolow, Minister of Defence of Liberia"]
    rows = "".join(f"<div>{name}</div>" for name in names)
    assert _read(f"<div>{BODY}</div><div class='present'>{rows}</div><div><p>{PROSE * 3}</p></div>")[2:4] == names


def test_people_told_by_office_behind_a_colon_are_kept_without_any_sign() -> None:
    people = ["Le ministre tchadien des Mines, Abakar Issa", "Le gouverneur du Lac", "Mme Haoua Brahim"]
    opening = "Le préfet a ouvert la réunion au palais, devant la presse, avant de recevoir ses hôtes un à un, dit-il."
    text = "\n\n".join([opening, "Le ministre soudanais s'est entretenu avec :", *people])
    report = read_page(Page(text.encode(), media_type="text/plain"))
    assert isinstance(report, Report)
    assert [report.text[p.start : p.end] for p in report.paragraphs][-3:] == people
