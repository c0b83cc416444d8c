"""Many pages at once: what folders, patterns, lists and tables stand for, and what is said where they stand for nothing."""

import json
from pathlib import Path

import pytest

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Problem
from entrevue.intake.sources import Source, names_listed, sources_of


def found(*names: str | Path, stdin: bytes = b"") -> list[Source | Problem]:
    """The sources of names."""
    return list(sources_of(map(str, names), lambda: stdin))


def test_a_folder_stands_for_the_pages_within_in_order(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt", "deep/c.PDF", "deep/.hidden.txt", ".git/d.txt", "picture.png", "deep/e.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('{"text": "x"}', encoding="utf-8")
    names = [one.name for one in found(tmp_path)]
    assert names == [str(tmp_path / name) for name in ("a.txt", "b.html", "deep/c.PDF", "deep/e.jsonl:1")]


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    (tmp_path / "picture.png").touch()
    (problem,) = found(tmp_path)
    assert isinstance(problem, Problem)
    assert "holds no page" in problem.reason


def test_a_pattern_stands_for_what_it_matches_unless_a_file_is_called_so(tmp_path: Path) -> None:
    for name in ("2023-a.txt", "2023-b.txt", "2024.txt", "[1].txt"):
        (tmp_path / name).touch()
    assert [one.name for one in found(tmp_path / "2023-*.txt")] == [str(tmp_path / f"2023-{n}.txt") for n in "ab"]
    assert [one.name for one in found(tmp_path / "[1].txt")] == [str(tmp_path / "[1].txt")]
    (problem,) = found(tmp_path / "2025*")
    assert isinstance(problem, Problem)
    assert problem.reason == "no file matches"


@pytest.mark.parametrize(("suffix", "sign"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
def test_rows_of_a_table_are_pages(tmp_path: Path, suffix: str, sign: str) -> None:
    path = tmp_path / f"table.{suffix}"
    rows = [("Url", "text", "published", "Publisher", "lang", "title"),
            ("https://a.example/1", "Le ministre.", "2023-04-07T10:00", "Le Matin", "fr-FR", "Visite"),
            ("https://a.example/2", "", "", "", "", "")]  # fmt: skip
    path.write_text("\n".join(sign.join(row) for row in rows), encoding="utf-8-sig")
    one, other = found(path)
    assert isinstance(one, Source)
    assert one.page is not None
    assert one.page.content.decode() == "Visite\n\nLe ministre."
    assert (one.page.url, one.published, one.publisher, one.language) == (
        "https://a.example/1", PartialDate(2023, 4, 7), "Le Matin", "fr",
    )  # fmt: skip
    assert isinstance(other, Source)
    assert (other.name, other.is_address) == ("https://a.example/2", True)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "who,what\n1,2\n3,4\n", "needs a column “text” or “html”"),
        ("a.csv", "", "needs a column"),
        ("a.csv", "text,published\nx,soon\n", "“soon” is no date of publication"),
        ("a.csv", "text,url\n,\n", "needs a column"),
        ("a.csv", "url\nftp://x\n", "needs a column"),
        ("a.jsonl", "[1]\n", "is no JSON object"),
        ("a.jsonl", "{\n", "is no JSON object"),
        ("a.jsonl", "[" * 100_000, "is no JSON object"),
        ("a.jsonl", '{"text": 3}\n', "needs a column"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_it_needs_once(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (problem,) = found(tmp_path / name)
    assert isinstance(problem, Problem)
    assert says in problem.reason
    assert str(problem.name).startswith(str(tmp_path / name))


def test_a_row_that_is_wrong_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "x"}\n\nnope\n{"html": "<p>y"}\n\xff\n')
    assert [isinstance(one, Problem) for one in found(path)] == [False, True, False, True]


def test_standard_input_is_a_page_or_json_lines() -> None:
    (page,) = found("-", stdin=b"<p>Text")
    assert isinstance(page, Source)
    assert page.page is not None
    lines = json.dumps({"text": "one"}) + "\n" + json.dumps({"text": "two"})
    assert [one.name for one in found("-", stdin=lines.encode())] == ["-:1", "-:2"]
    (other,) = found("-", stdin=b'{"a": 1}')
    assert isinstance(other, Source)
    assert found("-") == [Source("-", page=other.page and type(other.page)(b"", name="-"))]


def test_a_list_has_a_name_a_line() -> None:
    assert list(names_listed(["\ufeffa.txt", "", " # note", "https://x.y/ "])) == ["a.txt", "https://x.y/"]


def test_a_name_that_no_system_takes_is_a_problem() -> None:
    for name in ("a\0b", "x" * 5000):
        (one,) = found(name)
        assert isinstance(one, Problem) or one.name == name
