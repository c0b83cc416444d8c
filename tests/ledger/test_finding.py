"""What is found by name and counted by facets: the same on every database, and true after every change."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import entrevue
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Kind
from entrevue.ledger.answers import filter_of
from entrevue.ledger.finding import Finder, Lexicon
from entrevue.ledger.marks import mark
from entrevue.ledger.rows import Filter
from entrevue.stores.session import BaseSession
from entrevue.stores.terms import _worded
from tests.inquiry.asked import ENGAGEMENTS, fill
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

Ledger = entrevue.Ledger
Query = entrevue.Query


def counted(ledger: Ledger, query: Query, facet: str) -> dict[str, int]:
    return {choice.value: choice.count for choice in ledger.facets(query).choices.get(facet, ())}


def by_hand(found: tuple[Engagement, ...]) -> dict[str, Counter[str]]:
    """Facets counted from the engagements themselves."""
    return {
        "kind": Counter(one.kind.value for one in found),
        "status": Counter(one.happened.value for one in found),
        "country": Counter(one.country.value for one in found if one.country.value),
        "year": Counter(one.start.value[:4] for one in found if one.start.value),
    }


HITS = {  # who is found by what, letters that differ first
    "hamouchi": ("Abdellatif Hammouchi", 1.0),
    "Hammouchi": ("Abdellatif Hammouchi", 0.0),
    "حموشي": ("Abdellatif Hammouchi", 0.0),
    "patrouchev": ("Nikolai Patrushev", 2.0),
    "Mohamed ben Salmane": ("Mohammed bin Salman", 2.0),
    "Лавров": ("Sergueï Lavrov", 0.0),
}


def test_names_are_found_alike_on_every_database(ledger: Ledger) -> None:
    fill(ledger)
    for asked, (name, distance) in HITS.items():
        first = ledger.persons_like(asked)[0]
        assert ledger.person(first.value).name == name, asked
        assert first.distance <= distance, asked
    begun = [hit.label for hit in ledger.persons_like("ma", begun=True)]
    assert begun[:1] == ["Emmanuel Macron"]
    assert ledger.persons_like("m") == ()
    assert ledger.persons_like("zzzzzz") == ()
    assert [hit.value for hit in ledger.terms_like("dgts", ("organisation",))] == ["DGST"]
    assert [hit.value for hit in ledger.terms_like("new tim", ("publisher",), begun=True)] == ["The New Times"]


def test_facets_count_what_the_list_shows(ledger: Ledger) -> None:
    fill(ledger)
    for query in (Query(), Query(states=("MA",)), Query(role="intelligence"), Query(states=("FR",), language="fr")):
        found = ledger.find(query, limit=None)
        for facet, values in by_hand(found).items():
            assert counted(ledger, query, facet) == dict(values), (query, facet)
        facets = ledger.facets(query)
        assert (facets.engagements, facets.all) == (len(found), True)
        for choice in facets.choices["publisher"]:
            assert choice.count == ledger.count(replace(query, publisher=choice.value))


def test_each_facet_is_a_filter(ledger: Ledger) -> None:
    fill(ledger)
    for facet in ("role", "organisation", "publisher", "language"):
        for value, count in counted(ledger, Query(), facet).items():
            given: dict[str, Any] = {facet: value}
            assert ledger.count(Query(**given)) == count, (facet, value)


def test_counts_follow_decisions_and_forgetting(ledger: Ledger) -> None:
    ledger.record(reading(Told(), url="https://a.example/1", publisher="A"))
    ledger.record(reading(Told(start="2022-01-05", actors=(WRAY, HAMMOUCHI)), url="https://b.example/2", publisher="B"))
    assert [(one.label, one.count) for one in ledger.index("organisation")] == [("DGST", 2), ("CIA", 1), ("FBI", 1)]
    visit = next(one.id for one in ledger.find() if one.start.value == "2022-01-05")
    ledger.reject(visit, who="ada", why="no")
    assert [(one.label, one.count) for one in ledger.index("organisation")] == [("CIA", 1), ("DGST", 1)]
    assert [one.value for one in ledger.index("publisher")] == ["A"]
    ledger.undo(ledger.history()[-1].number, who="ada")
    assert len(ledger.index("organisation")) == 3
    burns = ledger.persons_like("Burns")[0].value
    ledger.forget(burns, who="ada")
    assert ledger.persons_like("Burns") == ()
    assert ledger.persons_like("Burnz") == ()
    assert [one.label for one in ledger.index("person")] == ["Abdellatif Hammouchi", "Christopher Wray"]
    assert ledger.verify() == ()


def test_deriving_anew_finds_and_counts_the_same(ledger: Ledger) -> None:
    fill(ledger)
    before = [ledger.index(kind) for kind in ("person", "organisation", "state", "pair", "publisher", "role")]
    facets, hits = ledger.facets(), ledger.persons_like("Hamouchi")
    ledger.rederive()
    assert [ledger.index(kind) for kind in ("person", "organisation", "state", "pair", "publisher", "role")] == before
    assert ledger.facets() == facets
    assert ledger.persons_like("Hamouchi") == hits


def test_origins_review_and_change_are_filters(ledger: Ledger) -> None:
    ledger.record(reading(Told(), url="https://a.example/1", publisher="A", extra="word " * 30))
    ledger.record(reading(Told(city="Témara"), url="https://b.example/2", publisher="B", extra="other " * 30))
    ledger.record(reading(Told(start="2020-01-01", actors=(BURNS,)), url="https://c.example/3", publisher="C"))
    several = [one for one in ledger.find() if one.origins > 1]
    assert [one.id for one in ledger.find(Query(origins=2))] == [one.id for one in several]
    ledger.accept(ledger.find()[0].id, who="ada", why="seen")
    assert (ledger.count(Query(review="accepted")), ledger.count(Query(review="open"))) == (1, 1)
    assert counted(ledger, Query(), "review") == {"accepted": 1, "open": 1}
    assert ledger.count(Query(changed=date(2024, 1, 1))) == 2
    assert ledger.count(Query(changed=date(2024, 1, 2))) == 0


LASTING = ("2021", "2022", "2022-03", "2022-12-30", "2023-01-01", "2023-02")  # when they began, as it is told
NAMES = ("Xavier", "Beatrix", "Oliver", "Guillermo", "Thaddeus", "Wilhelmina")
UNTIL = {"2022-12-30": "2023-01-02", "2022-03": "2023-02-04"}


def test_what_began_before_a_day_and_may_have_lasted_until_then_is_of_that_day_too(ledger: Ledger) -> None:
    for number, start in enumerate(LASTING):
        visitor = (
            f"{NAMES[number]} Smith",
            "director of the CIA",
            "CIA",
            "US",
            "visitor",
        )  # of one person they would be one
        told = Told(start=start, end=UNTIL.get(start, start), kind="visit", actors=(visitor,))
        ledger.record(reading(told, url=f"https://a.example/{number}"))
    assert len(ledger.find()) == len(LASTING)
    for since, until in product(("2021", "2022", "2022-04", "2022-12-31", "2023-01-02", "2023", "2023-03"), repeat=2):
        low, high = entrevue.PartialDate.parse(since), entrevue.PartialDate.parse(until)
        within = Query(since=low, until=high)
        wanted = {
            start
            for start in LASTING
            if entrevue.PartialDate.parse(start).first <= high.last
            and entrevue.PartialDate.parse(UNTIL.get(start, start)).last >= low.first
        }
        for query in (within, replace(within, states=("MA",)), replace(within, kind=Kind.VISIT, text="Smith")):
            for order in ("day", "change", "doubt"):
                assert {one.start.value for one in ledger.find(query, order=order)} == wanted, (since, until, order)
            assert ledger.facets(query).engagements == ledger.count(query) == len(wanted)


def test_a_year_is_asked_of_the_indexes_alone(tmp_path: Path) -> None:
    """Rows of engagements are wide: of a year in which little was, 800 days of them were read."""
    with Ledger(tmp_path / "ledger.db") as ledger:
        fill(ledger)
        wanted = replace(filter_of_year(ledger, "2023"), marks=((mark("role", "intelligence"),),))
        with ledger._store.reading() as session:
            statement, given = session._planned(wanted, 10)  # type: ignore[attr-defined]
            plan = session.connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"), given)  # type: ignore[attr-defined]
            steps = [row.detail for row in plan]
    assert any("USING COVERING INDEX engagement_lasting" in step for step in steps), steps
    assert [step for step in steps if "SCAN" in step or ("engagement" in step and "COVERING" not in step)] == []


def filter_of_year(ledger: Ledger, year: str) -> Filter:
    day = entrevue.PartialDate.parse(year)
    with ledger._store.reading() as session:
        return filter_of(session, Query(since=day, until=day))


@pytest.mark.parametrize("order", ["day", "change", "reports", "doubt"])
def test_every_order_goes_through_all_by_pages(ledger: Ledger, order: str) -> None:
    fill(ledger)
    whole = [one.id for one in ledger.find(limit=None, order=order)]
    paged: list[str] = []
    while some := ledger.find(limit=7, before=paged[-1] if paged else None, order=order):
        paged += [one.id for one in some]
    assert paged == whole
    assert len(whole) == len(ENGAGEMENTS)


def test_a_question_of_ever_so_many_words_asks_the_database_for_few(ledger: Ledger) -> None:
    """Each word was a join of its own: PostgreSQL took 20 s to plan for a search of 70, and every reader waited."""
    long = "Ministry of Foreign Affairs and of International Cooperation and of Nationals who Live Abroad"
    ledger.record(reading(Told(actors=(("Ann Bea Cleo Dee Eve Fay Gia Hoy", "ministre", long, "MA", "host"), BURNS))))
    for place in range(2):
        words = ("Ann Bea Cleo Dee Eve Fay Gia Hoy", long)[place].split()
        found = (ledger.persons_like, lambda name: ledger.terms_like(name, {"organisation"}))[place]
        assert [hit.label for hit in found(" ".join(reversed(words)))] == [" ".join(words)]
        assert not found(" ".join([*words, "Zoe"]))
        assert not found(" ".join(f"w{number}" for number in range(70)))
    with ledger._store.reading() as session:
        words = [f"w{number}" for number in range(70)] * 2
        groups = Lexicon(session).groups(words, begun=True, near=True, sounds=True)
    assert len(groups) == 6


def asked_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What finders ask databases from here on."""
    statements: list[str] = []
    rows = BaseSession._rows

    def noted(self: BaseSession, asked: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        statements.append(asked)
        return rows(self, asked, values)

    monkeypatch.setattr(BaseSession, "_rows", noted)
    return statements


def test_a_suggestion_asks_the_database_little_and_nothing_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(ledger)
    statements = asked_of(monkeypatch)
    for question, most in (("Abdelatif Hamouchi", 8), ("Abdellatif Hammouchi", 8), ("Hammou", 12), ("qqqqqqqq", 4)):
        ledger.suggest(question)
        assert len(statements) <= most, (question, len(statements), statements)
        statements.clear()
    with ledger._store.reading() as session:
        finder = Finder(session)
        first = [finder.persons_like("Hamouchi"), finder.terms_like("dgts", ("organisation",))]
        statements.clear()
        assert [finder.persons_like("Hamouchi"), finder.terms_like("dgts", ("organisation",))] == first
    assert statements == []


def test_a_finder_finds_the_same_whatever_it_was_asked_before(ledger: Ledger) -> None:
    fill(ledger)
    asked = [*HITS, "ma", "Abdelatif Hamouchi", "new tim", "dgts", "CIA director", "director general", "zzzzzz"]
    kinds = ("organisation", "publisher", "city")
    with ledger._store.reading() as session:
        old = Finder(session)
        for name, begun in product(asked * 2, (False, True)):
            new = Finder(session)
            assert old.persons_like(name, begun=begun) == new.persons_like(name, begun=begun), name
            assert old.terms_like(name, kinds, begun=begun) == new.terms_like(name, kinds, begun=begun), name


def test_whoever_was_forgotten_is_suggested_no_more(ledger: Ledger) -> None:
    fill(ledger)
    questions = ("Hammou", "Hamouchi", "Abdellatif Hammouchi", "حموشي", "abdel")

    def names() -> set[str]:
        return {one.label for question in questions for one in ledger.suggest(question) if one.kind == "person"}

    assert "Abdellatif Hammouchi" in names()
    ledger.forget(ledger.persons_like("Hammouchi")[0].value, who="ada")
    assert not {name for name in names() if "Ham" in name}


def test_a_common_word_beside_many_is_looked_for_once(ledger: Ledger) -> None:
    """PostgreSQL looked up two hundred words for each of the thousands of names that hold the common one."""
    with ledger._store.reading() as session:
        statement = str(_worded(2, 10))
        assert statement.count("INTERSECT") == 1
        assert session.terms_worded([{"agency"}, {"a", "b"}], 10) == ()
