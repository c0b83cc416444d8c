"""Dates: phrases in sentences, the shapes they take, and what must hold for any text."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrevue.domain.dates import DateSpan, PartialDate, Precision
from entrevue.domain.mentions import DateMention
from entrevue.languages import codes
from entrevue.languages.dates import load_dates
from entrevue.mentions.dates import date_at, find_dates, resolve
from entrevue.mentions.dates.lexer import fold

CASES = Path(__file__).parent / "cases" / "dates"
MEANTIME = Path(__file__).parents[2] / "shared" / "bench" / "dates" / "meantime.jsonl"
LANGUAGES = codes("dates")
FLOOR = 0.99


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def cases(code: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{code}.jsonl").read_text(encoding="utf-8").splitlines()]


def read(code: str, text: str, published: str | None) -> tuple[DateMention, ...]:
    return find_dates(text, load_dates(code), published=day(published) if published else None)


def spans(code: str, text: str, published: str | None) -> list[str]:
    return [shown(mention) for mention in read(code, text, published)]


def shown(mention: DateMention) -> str:
    if mention.span is None:
        return f"{mention.kind} -"
    return f"{mention.kind} {mention.span.start}/{mention.span.end}"


def is_right(case: dict[str, Any]) -> bool:
    start, end = case["at"], case["at"] + len(case["phrase"])
    mentions = read(case["lang"], case["text"], case["published"])
    mention = next((each for each in mentions if each.start < end and start < each.end), None)
    if case["kind"] == "none":
        return mention is None
    if case["kind"] == "unknown":
        return mention is None or mention.span is None
    if mention is None or mention.kind != case["kind"] or mention.days != case.get("days", mention.days):
        return False
    told = (str(mention.span.start), str(mention.span.end)) if mention.span else (None, None)
    return told == (case["start"], case["end"])


@pytest.mark.parametrize("code", LANGUAGES)
def test_phrases_of_a_language_are_read_as_expected(code: str) -> None:
    every = [case | {"lang": code} for case in cases(code)]
    wrong = [case for case in every if not is_right(case)]
    lines = "\n".join(f"{case['published']} {case['text']} [{case['phrase']}]" for case in wrong)
    assert len(every) >= 200
    assert 1 - len(wrong) / len(every) >= FLOOR, lines


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_of_a_pack_are_folded_and_its_numbers_in_range(code: str) -> None:
    pack = load_dates(code)
    told = pack.model_dump(exclude={"tense": True, "numeric_order": True, "month_first": True, "anchors_close": True})
    words = list(words_of(told))
    assert [word for word in words if fold(word) != word] == []
    assert set(pack.months.values()) == set(range(1, 13))
    assert set(pack.weekdays.values()) == set(range(7))


def words_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from words_of(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from words_of(inner)


@pytest.mark.parametrize("code", LANGUAGES)
def test_expected_weekdays_agree_with_the_calendar(code: str) -> None:
    weekdays = load_dates(code).weekdays
    for case in cases(code):
        named = [number for word, number in weekdays.items() if re.search(rf"\b{word}\b", case["phrase"].lower())]
        if case["kind"] == "day" and len(named) == 1 and len(case["start"]) == 10:
            assert day(case["start"]).first.weekday() == named[0], case


def test_meantime_keeps_its_marks() -> None:
    if not MEANTIME.is_file():
        pytest.skip(f"MEANTIME is not there: {MEANTIME}")
    pack, right, days, others, given_days = load_dates("en"), 0, 0, 0, 0
    for line in MEANTIME.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = row["published"] if re.fullmatch(r"\d{4}-\d\d-\d\d", row["published"] or "") else None
        for gold in row["expressions"]:
            if gold["type"] == "TIME" or published is None or f"\n{gold['quote']}\n" in row["text"]:
                continue
            found = date_at(row["text"], gold["start"], gold["end"], pack, published=day(published)).span
            told = str(found.start) if found and found.start.precision is Precision.DAY else None
            if re.fullmatch(r"\d{4}-\d\d-\d\d", gold["value"]):
                days, right = days + 1, right + (told == gold["value"])
            else:
                others, given_days = others + 1, given_days + (told is not None)
    assert right / days >= 0.92
    assert given_days / others <= 0.02


def test_the_reference_report_is_resolved() -> None:
    text = "reçu ce vendredi 07 avril 2023 ; aux Etats-Unis, les 13 et 14 juin dernier ; le 21 février dernier à Rabat"
    expected = ["day 2023-04-07/2023-04-07", "range 2022-06-13/2022-06-14", "day 2023-02-21/2023-02-21"]
    assert spans("fr", text, "2023-04-08") == expected


def test_a_weekday_follows_the_tense_of_its_own_verb() -> None:
    text = "He said on Thursday that he will meet the king on Tuesday."
    assert spans("en", text, "2022-12-30") == ["day 2022-12-29/2022-12-29", "day 2023-01-03/2023-01-03"]


def test_the_weekday_of_publication_is_today() -> None:
    assert spans("en", "They met on Friday.", "2022-12-30") == ["day 2022-12-30/2022-12-30"]
    assert spans("fr", "Ils se verront vendredi.", "2022-12-30") == ["day 2022-12-30/2022-12-30"]


def test_the_former_of_two_is_no_first_of_the_month() -> None:
    assert spans("fr", "Le premier a remercié le second.", "2014-12-11") == []
    assert spans("fr", "Il était là le 1er.", "2014-12-11") == ["day 2014-12-01/2014-12-01"]


def test_a_month_is_never_its_first_day() -> None:
    found = resolve("en février dernier", load_dates("fr"), published=day("2023-04-08"))
    assert found == DateSpan.on(day("2023-02"))


def test_a_publication_known_to_the_month_gives_no_more_than_it_knows() -> None:
    assert spans("fr", "lundi 22 avril, puis hier", "2024-04") == ["day 2024-04-22/2024-04-22", "vague 2024-04/2024-04"]


def test_an_anchor_needs_a_day_told_before_it() -> None:
    assert spans("fr", "La veille, il était à Tunis.", "2024-04-08") == ["day -"]
    assert resolve("la veille", load_dates("fr"), published=None, anchor=day("2024-03-01")) == DateSpan.on(
        day("2024-02-29")
    )


def test_a_length_and_a_first_day_make_a_stay() -> None:
    mentions = read("en", "The two-day visit that began on Monday was cordial.", "2024-09-25")
    assert [shown(mention) for mention in mentions] == ["duration -", "range 2024-09-23/2024-09-24"]
    assert [mention.days for mention in mentions] == [2, 2]


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("en", "She left Dakar on Friday after a three-day visit.", "range 2024-09-18/2024-09-20"),
        ("en", "She met them on Friday after a three-day visit.", "day 2024-09-20/2024-09-20"),
        (
            "en",
            "She left Abuja on Friday after a three-day visit and reached Accra on Saturday.",
            "day 2024-09-20/2024-09-20",
        ),
        ("fr", "Il a quitté Dakar vendredi au terme d'une visite de trois jours.", "range 2024-09-18/2024-09-20"),
        ("fr", "Il a rencontré vendredi, au terme d'une visite de trois jours, le maire.", "day 2024-09-20/2024-09-20"),
        (
            "fr",
            "Le président a achevé sa visite officielle de deux jours dans la capitale du pays voisin le mardi 10 mai.",
            "range 2022-05-09/2022-05-10",
        ),
    ],
)
def test_a_day_of_leaving_after_a_stay_ends_it(code: str, text: str, told: str) -> None:
    assert told in [shown(mention) for mention in read(code, text, "2024-09-25")]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_marks_as_found_in_the_wild_are_read(space: str, apostrophe: str) -> None:
    text = f"aujourd{apostrophe}hui, le 7{space}avril{space}2023"
    assert spans("fr", text, "2023-04-08") == ["day 2023-04-08/2023-04-08", "day 2023-04-07/2023-04-07"]


def test_offsets_hold_in_a_part_of_a_text() -> None:
    text = "Le 3 mai 2023. Le 4 mai 2023. Le 5 mai 2023."
    found = find_dates(text, load_dates("fr"), published=None, start=15, end=29)
    assert [(mention.quote, text[mention.start : mention.end]) for mention in found] == [("4 mai 2023", "4 mai 2023")]


WORDS = sorted(
    {word for code in LANGUAGES for case in cases(code)[:80] for word in case["phrase"].split()}
    | {
        "13",
        "2023",
        "le",
        "du",
        "au",
        "-",
        ",",
        ".",
        "and",
        "to",
        "1er",
        "99999999999",
        "0",
        "31 février",
        "\n",
        "00/00/0000",
    }
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(PartialDate.of),
    st.integers(1, 9999).map(PartialDate),
    st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(lambda pair: PartialDate(*pair)),
)


@given(text=TEXTS, published=PUBLISHED, code=st.sampled_from(LANGUAGES))
def test_no_text_raises_and_every_quote_stands_where_it_says(
    text: str, published: PartialDate | None, code: str
) -> None:
    pack = load_dates(code)
    mentions = find_dates(text, pack, published=published)
    ends = [0, *(mention.end for mention in mentions)]
    for mention, before in zip(mentions, ends, strict=False):
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.quote
        if mention.span is not None and mention.span.end is not None:
            assert mention.span.start.first <= mention.span.end.last
    assert mentions == find_dates(text, pack, published=published)
    resolve(text, pack, published=published)


@pytest.mark.parametrize(
    "unit",
    [
        "le 3 et ",
        "du 3 au 4 mai, ",
        "lundi ",
        "3 jours à partir de lundi ",
        "1 ",
        "1,",
        "May 3 and ",
        "a" * 50 + " ",
        "'",
        "2023-",
    ],
)
def test_reading_takes_time_in_proportion(unit: str) -> None:
    pack, text = load_dates("fr"), unit * (100_000 // len(unit))
    begin = time.process_time()
    find_dates(text, pack, published=day("2023-04-08"))
    assert time.process_time() - begin < 5  # about 0.5 s on one core; a loop within a loop takes minutes


def test_last_and_next_count_from_the_day_that_is_written_out_where_none_of_publication_is() -> None:
    text = "Reçu le 7 avril 2023, il était venu les 13 et 14 juin dernier, un autre le 21 février dernier"
    told = ["day 2023-04-07/2023-04-07", "range 2022-06-13/2022-06-14", "day 2023-02-21/2023-02-21"]
    assert spans("fr", text, None) == told


@pytest.mark.parametrize(
    ("text", "spans_"),
    [
        (
            "attendu dimanche 6 avril, après l'appel du 31 mars 2025",
            ["day 2025-04-06/2025-04-06", "day 2025-03-31/2025-03-31"],
        ),
        ("attendu le 6 avril, après l'appel du 31 mars 2025", ["day -", "day 2025-03-31/2025-03-31"]),  # of any year
        ("attendu lundi 6 avril, après l'appel du 31 mars 2025", ["day -", "day 2025-03-31/2025-03-31"]),  # no Monday
        ("attendu dimanche 6 avril, en 2014 ou en 2025", ["day -", "year 2014/2014", "year 2025/2025"]),  # Sundays both
    ],
)
def test_where_no_day_of_publication_is_told_a_weekday_tells_the_year(text: str, spans_: list[str]) -> None:
    assert spans("fr", text, None) == spans_


@pytest.mark.parametrize(
    ("code", "text", "edge"),
    [
        ("fr", "à Rio jusqu'à jeudi", "until"),
        ("en", "stays in Rio until Thursday", "until"),
        ("en", "held talks ahead of Thursday", "until"),
        ("fr", "arrivé jeudi", "begin"),
        ("fr", "reçu jeudi", None),
    ],
)
def test_a_day_until_which_something_lasts_is_marked(code: str, text: str, edge: str | None) -> None:
    assert [one.edge for one in read(code, text, "2024-02-21")] == [edge]


def test_a_dateline_and_the_day_that_its_report_opens_with_are_two_days() -> None:
    text = "OSLO, 4 June 2024 – On Monday 3 June 2024 the minister arrived"
    assert spans("en", text, "2024-06-04") == ["day 2024-06-04/2024-06-04", "day 2024-06-03/2024-06-03"]
    assert spans("en", "4 June 2024 – 6 June 2024", "2024-06-04") == ["range 2024-06-04/2024-06-06"]


@pytest.mark.parametrize(
    ("text", "span", "other"),
    [
        ("The premier rests on Sunday.", "2023-03-12", "2023-03-19"),
        ("The premier will come on Sunday.", "2023-03-19", "2023-03-12"),
        ("The premier comes on Sunday.", "2023-03-19", "2023-03-12"),
        ("The premier comes on Wednesday.", "2023-03-15", None),  # the day of the page
        ("The premier came last Sunday.", "2023-03-12", None),
        ("The premier comes on 3 April.", "2023-04-03", None),
    ],
)
def test_a_bare_weekday_has_another_side(text: str, span: str, other: str | None) -> None:
    (found,) = find_dates(text, load_dates("en"), published=PartialDate(2023, 3, 15))
    assert found.span is not None
    assert str(found.span.start) == span
    assert (str(found.other.start) if found.other else None) == other


@pytest.mark.parametrize(
    ("code", "text", "spans_"),
    [
        (
            "fr",
            "Visites :\n- 2017 : M. D\n- 2018 : Mme A (mai), M. B (6 février)\nM. C, le 6 mai",
            "2017 2018 2018-05 2018-02-06 2020-05-06",
        ),
        ("fr", "• Mars : une mission\n• En avril, une autre", "2020-03 2020-04"),
        (
            "en",
            "1974 – Relations\n2013 – Visit of the minister (May)\nVisit of 9 January",
            "1974 2013 2013-05 2020-01-09",
        ),
        ("en", "2017\nVisit of 12 March\n2018\nVisit of 9 May", "2017 2017-03-12 2018 2018-05-09"),
        ("en", "**March.** The king came.\nMay came, March too.\nShe read 1974 – a novel", "2020-03"),
        ("en", "2014 – a year nobody forgets. They met on 6 January", "2020-01-06"),  # one line is no chronology
        ("en", "- 1930: Meets the premier\n- 2100: Dinner on 9 January", "2020-01-09"),  # hours
        ("en", "the retail chain (May) and the planet (Mars)", ""),
        ("fr", "le confiseur (Mars), la réunion (mars)", "2020-03"),
    ],
)
def test_lines_of_a_chronology_are_of_the_year_or_month_that_opens_them(code: str, text: str, spans_: str) -> None:
    found = read(code, text, "2020-02-03")
    assert " ".join(str(one.span.start) for one in found if one.span) == spans_
