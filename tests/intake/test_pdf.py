"""PDF: hyphens, running heads and feet, columns."""

from tests.pdfs import lines_at, placed

from entrevue.intake.pdf import read_pdf, runs_rightwards

LEFT = [
    "The foreign minister of Chad received",
    "his Sudanese counterpart on Monday in",
    "N'Djamena for talks on the border that",
    "both share, and on those who fled over",
    "it in the two years of war in Darfur.",
]
RIGHT = [
    "Both ministers said that trade across",
    "the border would open again before the",
    "rains, after two years of closure that",
    "had cost the two sides more than they",
    "could say, and that patrols go on.",
]


def test_a_hyphen_at_the_end_of_a_line_goes_and_that_of_a_name_stays() -> None:
    lines = [
        "Le ministre togolais de la Défense a reçu lundi à Lomé son homo-",
        "logue ghanéen, pour parler de la coopération, avec le vice-",
        "président de la commission, au nom de M. Koffi, et avec Jean-",
        "Marc Aubry.",
    ]
    assert read_pdf(placed(lines_at(72, 700, lines))) == (
        "Le ministre togolais de la Défense a reçu lundi à Lomé son homologue ghanéen, pour parler de la coopération, "
        "avec le vice-président de la commission, au nom de M. Koffi, et avec Jean-Marc Aubry."
    )


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    rows = [line for pair in zip(lines_at(72, 680, LEFT), lines_at(320, 680, RIGHT), strict=True) for line in pair]
    title = [(72.0, 720.0, "Chad and Sudan talk about their border and open it again before the rains of this year")]
    text = read_pdf(placed([*title, *rows]))
    assert text == "\n".join([title[0][2], " ".join(LEFT), " ".join(RIGHT)]) or text == " ".join(
        [title[0][2], *LEFT, *RIGHT]
    )


def test_a_table_is_read_row_by_row() -> None:
    days = [f"{day} May" for day in range(1, 7)]
    told = ["Received the ambassador of Chad in N'Djamena"] * 6
    rows = [line for pair in zip(lines_at(72, 680, days), lines_at(250, 680, told), strict=True) for line in pair]
    text = read_pdf(placed(rows))
    assert isinstance(text, str)
    assert text.startswith("1 May Received the ambassador of Chad in N'Djamena")


def test_running_heads_and_feet_cut_no_sentence() -> None:
    def page(number: int, lines: list[str]) -> list[tuple[float, float, str]]:
        head = [(72.0, 760.0, "Ministry of Foreign Affairs"), (400.0, 760.0, "Press release 12/2025")]
        return [*head, *lines_at(72, 700, lines), (290.0, 40.0, f"Page {number} of 2")]

    text = read_pdf(placed(page(1, LEFT[:3]), page(2, LEFT[3:])))
    assert text == " ".join(LEFT)


def test_only_the_number_of_a_single_page_goes() -> None:
    page = [(72.0, 760.0, "Ministry of Foreign Affairs"), *lines_at(72, 700, LEFT), (290.0, 40.0, "- 1 -")]
    text = read_pdf(placed(page))
    assert text == "\n".join(["Ministry of Foreign Affairs", " ".join(LEFT)])


def test_text_that_runs_leftwards_is_taken_as_it_is_drawn() -> None:
    assert runs_rightwards("Le ministre a reçu M. حموشي hier à Rabat.")
    assert not runs_rightwards("استقبل وزير الخارجية نظيره التونسي")
