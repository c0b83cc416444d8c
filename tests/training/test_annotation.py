"""The corpus' annotation: one parser, and a checker that refuses what contradicts itself."""

from pathlib import Path

import pytest

from entrevue.training.annotation import AnnotationError, parse
from entrevue.training.checking import problems

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS = sorted(CORPUS.glob("*/*.txt"))
AT_ONCE = 100  # reports in one test: thousands of tests of a few milliseconds each take minutes to hand out

SMALL = """published: 2024-03-13
url: https://www.example.ga/une-visite

# [Libreville](l1 GA city) : [visite](e1) togolaise

La [ministre togolaise](p1 office), [Akossiwa Dogbé](p1), en [visite](e1), a été [reçue](e2)
[mercredi](d1 2024-03-13) par le [président de la [Cour](o1)](p2 office).

---
p1 TG
p2 GA, org o1
e1 visit ongoing: visitor p1, place l1, time 2024-03-12..2024-03-14
e2 meeting held: host p2, visitor p1, time d1, in e1
"""


def test_brackets_leave_the_text_and_tell_the_spans() -> None:
    report = parse(SMALL, "fr-1")
    assert report.text.startswith("Libreville : visite togolaise\nLa ministre togolaise, Akossiwa Dogbé, en visite")
    assert report.text[: report.title_end] == "Libreville : visite togolaise"
    assert [report.quote(span) for span in report.mentions("p1")] == ["ministre togolaise", "Akossiwa Dogbé"]
    assert [report.quote(span) for span in report.mentions("o1")] == ["Cour"]
    assert "\nmercredi" not in report.text
    assert "reçue\nmercredi" in report.page


def test_the_record_follows_from_text_and_foot() -> None:
    visit, meeting = parse(SMALL, "fr-1").record()["engagements"]
    assert (visit["start"], visit["end"], visit["country"], visit["city"]) == (
        "2024-03-12",
        "2024-03-14",
        "GA",
        "Libreville",
    )
    assert (meeting["start"], meeting["country"], meeting["city"], meeting["part_of"]) == (
        "2024-03-13",
        "GA",
        None,
        "e1",
    )
    assert meeting["participants"][1] == {
        "name": "Akossiwa Dogbé",
        "office": "ministre togolaise",
        "organization": None,
        "country": "TG",
        "part": "visitor",
    }


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[Akossiwa Dogbé](p1)", "[Akossiwa Dogbé]", "']' without"),
        ("[Akossiwa Dogbé](p1)", "[Akossiwa Dogbé(p1)", "never closed"),
        ("published: 2024-03-13", "published: soon", "published"),
        ("e2 meeting held:", "e2 party held:", "begins 'KIND STATUS"),
        ("(d1 2024-03-13)", "(d1 13 March)", "a date is"),
    ],
)
def test_what_cannot_be_read_says_where(old: str, new: str, what: str) -> None:
    with pytest.raises(AnnotationError, match=what):
        parse(SMALL.replace(old, new), "fr-1")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("(d1 2024-03-13)", "(d1 2024-03-14)", "is a jeudi, not a mercredi"),
        ("time d1, in e1", "time 2024-05-01, in e1", "after publication"),
        ("visitor p1, time d1", "visitor p2, time d1", "takes part twice"),
        ("p2 GA, org o1", "p2 TG, org o1", "all who take part are of one side"),
        ("e1 visit ongoing: visitor p1", "e1 visit ongoing: host p1", "people are visitor"),
        ("a été [reçue](e2)", "Akossiwa Dogbé a été [reçue](e2)", "stands without annotation"),
        ("d1, in e1", "d1, in e2", "which is no visit or conference"),
    ],
)
def test_contradictions_are_refused(old: str, new: str, what: str) -> None:
    found = list(problems(parse(SMALL.replace(old, new), "fr-1")))
    assert any(what in one for one in found), found


@pytest.mark.parametrize("first", range(0, len(REPORTS), AT_ONCE))
def test_every_report_of_the_corpus_is_sound(first: int) -> None:
    some = REPORTS[first : first + AT_ONCE]
    found = {path.stem: list(problems(parse(path.read_text("utf-8"), path.stem))) for path in some}
    assert not any(found.values()), {name: told for name, told in found.items() if told}


def test_no_two_reports_share_a_person() -> None:
    owners: dict[str, list[str]] = {}
    for path in REPORTS:
        report = parse(path.read_text("utf-8"), path.stem)
        for id_ in report.persons:
            names = {report.quote(s) for s in report.mentions(id_) if s.form == "name" and " " in report.quote(s)}
            for name in names:
                owners.setdefault(name, []).append(report.id)
    shared = {name: where for name, where in owners.items() if len(set(where)) > 1}
    assert len(shared) <= len(REPORTS) // 50, shared
