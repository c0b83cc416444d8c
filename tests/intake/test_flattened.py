"""Plain text: what of it is the title, what the body, and where its lines are broken."""

import pytest

from entrevue.domain.report import Page, Report
from entrevue.intake import read_page
from entrevue.intake.wrapping import unwrapped


def _read(text: str | bytes) -> Report:
    report = read_page(Page(text.encode() if isinstance(text, str) else text))
    assert isinstance(report, Report)
    return report


def _lines(text: str) -> list[str]:
    report = _read(text)
    return [report.text[p.start : p.end] for p in report.paragraphs]


WRAPPED = """Kuala Lumpur, 3 May 2025 -- Malaysia's Foreign Minister, Ismail Rahman,
received his Qatari counterpart, Jassim Al-Kuwari, in Putrajaya on
Friday for talks on energy and education with Jean-
Marc Aubry, the ministry said in a statement.

The two ministers signed a memorandum of understanding on
higher education.
"""
DIARY = """Home
Diary of the Foreign Minister
Monday 12 May
10:00 – Meeting with the Ambassador of Japan, Mr Kenji Sato
12:30 – Working lunch with Togolese Defence Minister Koffi Agbeko
Tuesday 13 May
9 am – Departure for Accra with the delegation
Share on Facebook
"""
AGENDA = """Agenda du ministre des Affaires étrangères
Vendredi 2 mai
10 h – Entretien avec l'ambassadeur du Japon, M. Kenji Sato
12 h 30 – Déjeuner de travail avec le ministre togolais de la Défense, M. Koffi Agbeko
Samedi 3 mai
9 h – Départ pour Accra avec sa délégation
"""
ATTENDANCE = """Communiqué
The ministers of the Mano River Union met in Freetown on Monday.
The meeting was attended by:
H.E. Mr. Joseph Kamara, Minister of Foreign Affairs of Sierra Leone
H.E. Mrs. Sara Beysolow, Minister of Foreign Affairs of Liberia
Kandia Camara, Minister of State of Côte d'Ivoire
The next session will be held in Monrovia.
"""


def test_lines_that_stand_apart_are_joined_where_sentences_go_on() -> None:
    paragraphs = (
        [
            "The Foreign Minister of Malaysia, Mr Ismail Rahman, received",
            "his Qatari counterpart in Putrajaya on Friday for talks,",
            "on energy and education, the ministry said in a statement.",
        ],
        ["The two ministers signed a memorandum of understanding on", "higher education."],
    )
    apart = "\n\n\n\n".join("\n\n".join(lines) for lines in ([["Title of it"], *paragraphs]))
    assert _lines(apart) == [" ".join(lines) for lines in paragraphs]
    kept = "The minister left.\n\nhe said nothing.\n\nThe envoy stayed on."
    assert unwrapped(kept) == kept


def test_wrapped_lines_that_begin_with_names_are_joined_too() -> None:
    lines = [
        "KIGALI, 8 April 2024 - The Foreign Minister of Rwanda, Dr.",
        "Vincent Mugisha, received on Monday in Kigali the Foreign",
        "Minister of Burundi, Amb. Albert Nkurikiye, who came on",
        "Sunday with a large delegation for a visit of two days.",
    ]
    assert unwrapped("\n".join(lines)) == " ".join(lines)
    headlines = (
        "Minister Receives Envoy\nEnvoy Leaves For Home After Long Talks\nRain\nThe Mayor On His Journey To Lyon"
    )
    assert unwrapped(headlines) == headlines


def test_wrapped_lines_are_joined() -> None:
    assert _lines(WRAPPED) == [
        "Kuala Lumpur, 3 May 2025 -- Malaysia's Foreign Minister, Ismail Rahman, received his Qatari counterpart, "
        "Jassim Al-Kuwari, in Putrajaya on Friday for talks on energy and education with Jean-Marc Aubry, the ministry "
        "said in a statement.",
        "The two ministers signed a memorandum of understanding on higher education.",
    ]
    assert _lines("".join(f"> {line}\n" for line in WRAPPED.splitlines())) == _lines(WRAPPED)


@pytest.mark.parametrize("text", [DIARY, AGENDA], ids=["en", "fr"])
def test_a_diary_is_read_whole(text: str) -> None:
    body = [line for line in text.splitlines() if line not in {"Home", "Share on Facebook"}]
    assert [_read(text).title, *_lines(text)] == body


def test_hours_beside_an_article_are_a_ticker() -> None:
    article = "The foreign minister of Chad received his Sudanese counterpart in N'Djamena on Monday. " * 3
    ticker = "14:05 Minister resigns over border talks\n14:32 President to address the nation tonight\n"
    assert _lines(f"{article}\n{article}\n{ticker}") == [article.strip()] * 2


def test_those_who_attended_stand_one_a_line() -> None:
    assert _lines(ATTENDANCE) == ATTENDANCE.splitlines()[1:]


def test_a_last_sentence_needs_no_full_stop() -> None:
    lead = "Le président du Togo a reçu lundi à Lomé l'ambassadeur du Japon, M. Sato. Ils ont parlé de pêche."
    last = "Les deux hommes se reverront en juin à Tokyo pour signer un accord"
    assert _lines(f"Le président reçoit l'ambassadeur\n{lead}\n{last}") == [lead, last]
    teasers = "Le ministre de la Santé visite un hôpital neuf\nLa pêche reprend dans tous les ports du pays"
    assert _lines(f"Le président reçoit l'ambassadeur\n{lead}\n{teasers}") == [lead]


def test_a_first_sentence_without_a_full_stop_is_no_title() -> None:
    first = "Le ministre togolais de la Défense, Kossi Agbeko, a reçu lundi à Lomé son homologue ghanéen"
    second = "Les deux ministres ont parlé de la sécurité de leurs frontières et de la lutte contre le trafic."
    assert (_read(f"{first}\n{second}").title, _lines(f"{first}\n{second}")) == (None, [first, second])


def test_a_single_sentence_without_a_full_stop_is_a_text() -> None:
    sentence = "Le ministre togolais de la Défense, Kossi Agbeko, a reçu lundi à Lomé son homologue ghanéen"
    assert _lines(sentence) == [sentence]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("NAIROBI, April 2, 2024", "2024-04-02"),
        ("Rabat, le 2 avril 2024", "2024-04-02"),
        ("New York, Monday 2 April 2024.", "2024-04-02"),
    ],
)
def test_a_dateline_on_a_line_of_its_own_is_no_title_and_tells_the_day(line: str, day: str) -> None:
    told = "The President of Kenya received the President of Ghana, Nana Akufo-Addo, in Nairobi on Monday.\n"
    report = _read(f"{line}\n\n{told}")
    assert (report.title, str(report.published)) == (None, day)
    assert _lines(f"Kenya and Ghana talk of trade\n\n{line}\n\n{told}") == [told.strip()]


def test_a_title_that_holds_a_day_is_a_title() -> None:
    title = "Nairobi, 2 April 2024: talks end without a word"
    report = _read(f"{title}\n\nThe President of Kenya received the President of Ghana in Nairobi on Monday.\n")
    assert report.title == title


def test_lines_broken_at_no_width_are_joined_where_they_end_no_sentence() -> None:
    lines = [
        "Une tournée écourtée",
        "La ministre des Affaires étrangères de Vanuatu, Solveig Tari, qui avait quitté Port-Vila la veille au soir et que l'on",
        "attendait à Suva dès le lundi matin, a reçu mardi 13 juin",
        "2022, à l'hôtel où elle était descendue avec sa suite, son",
        "homologue fidjien. Ils se reverront en septembre, a indiqué à la presse son porte-parole, qui n'a pas voulu en dire",
        "davantage. Elle a ensuite pris l'avion pour",
        "Nouméa, où elle dînera.",
    ]
    report = _read("\n".join(lines))
    assert report.title == lines[0]
    assert " ".join(lines[1:]) in report.text


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Chronology of relations",
            "1974 – Establishment of relations between Finland and Mauritius",
            "May 1998 – Minister of Trade R. Ittoo visits Helsinki",
            "12–14 February 2004 – Visit of Speaker Koski to Port Louis",
        ),
        (
            "Programme",
            "Official visit of the Minister of Resources of Papua New Guinea to Brunei, 14 and 15 October 2024",
            "Monday 14 October",
            "1635 Touchdown at Bandar Seri Begawan, flight BI 76",
            "2000 Dinner of the Minister of Fisheries, Haji Sufri",
            "Tuesday 15 October",
            "0900 Four-eyes with the Second Minister of Finance",
        ),
        (
            "Agenda de la ministre",
            "Lundi 4 mars",
            "  • 8h30 - Entretien avec M. Gast Thillen, député",
            "  • Déplacement en Slovénie pour le conseil des ministres",
            "Mardi 5 mars",
            "  • 10h - Entretien avec Mme Hribernik, ministre de Slovénie",
        ),
    ],
)  # fmt: skip
def test_entries_are_the_body_of_a_page_that_says_little_else(lines: tuple[str, ...]) -> None:
    report = read_page(Page("\n".join(lines).encode(), media_type="text/plain"))
    assert isinstance(report, Report)
    assert report.title == lines[0]
    for line in lines[1:]:
        assert line.strip(" •") in report.text


def test_entries_of_several_years_are_told_beside_running_text_and_links_of_one_day_are_not() -> None:
    prose = "Relations between the two states are old and trusting, and rest on a regular dialogue. " * 6
    told = ["2014 : visit to Norway of the Minister of Fisheries", "23-25 June 2019 : visit to Maputo of Mr Tveitan"]
    links = ["12 May 2024 : Minister opens the fair of Bergen", "13 May 2024 : Storm closes the harbour of Bodo"]
    page = Page("\n".join(["Relations", prose, *told]).encode(), media_type="text/plain")
    assert all(line in getattr(read_page(page), "text", "") for line in told)
    page = Page("\n".join(["Relations", prose, "Related", *links]).encode(), media_type="text/plain")
    assert not any(line in getattr(read_page(page), "text", "") for line in links)


def test_short_paragraphs_of_full_lines_are_wrapped_however_many_end() -> None:
    lines = [
        "Press",
        "Release",
        "Secretary General to visit Iceland",
        "The Secretary General of the Alliance, Dr. Xavier Solís, will visit",
        "Iceland from 17th to 18th September 1997.",
        "On the afternoon of Thursday, 18 September, Dr. Solís will attend a",
        "Departure Ceremony for General Jonas J. Sheppard, Supreme Commander,",
        "at the Headquarters.",
        "During his visit the Secretary General will have meetings with the",
        "Prime Minister, Mrs. Magnea Aldarsdóttir, and the Minister of Justice,",
        "Mr. Kolbeinn Karlsson.",
    ]
    told = _read("\n".join(lines)).text
    assert (
        "meetings with the Prime Minister, Mrs. Magnea Aldarsdóttir, and the Minister of Justice, Mr. Kolbeinn" in told
    )


def test_rows_that_open_with_an_hour_are_no_wrapped_paragraph() -> None:
    rows = [f"{hour}h00 : Le président Robert Ruto reçoit le ministre togolais Kodjo Dussey" for hour in range(9, 15)]
    assert unwrapped("\n".join(rows)) == "\n".join(rows)
