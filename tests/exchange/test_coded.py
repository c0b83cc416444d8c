"""Tables coded by hand: each row is an account of its coder, its cells are its evidence; what is wrong is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entrevue.cli import app
from entrevue.domain.reading import CODED, Reading
from entrevue.domain.report import Problem
from entrevue.errors import UnreadableFile
from entrevue.exchange.coded import Coding, coding_from, readings
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

MAPPING = """
coder = "A. Coder"
language = "en"
[columns]
id = "case"
kind = "what"
start = "from"
city = "town"
country = "place"
topics = "about"
[values.kind]
"talks" = "meeting"
[[participants]]
name = "who"
office = "as"
country = "state"
part = "visitor"
[[participants]]
name = "host"
country = "theirs"
part = "host"
"""
HEAD = "case,what,from,town,place,about,who,as,state,host,theirs\n"
ROW = "1,talks,2023-04-07,Rabat,Morocco,security; migration,William Burns,CIA director,US,Abdellatif Hammouchi,Maroc\n"


def coding(text: str = MAPPING) -> Coding:
    return coding_from(text, "map.toml")


def rows(*lines: str, mapping: str = MAPPING) -> Iterator[Reading | Problem]:
    return readings([HEAD, *lines], coding(mapping), "table.csv")


def good(line: str, mapping: str = MAPPING) -> Reading:
    (found,) = rows(line, mapping=mapping)
    assert isinstance(found, Reading)
    return found


def test_a_row_is_an_account_of_its_coder_with_its_cells_as_evidence() -> None:
    (account,) = good(ROW).accounts
    text = good(ROW).report.text
    assert (account.kind.value, str(account.start), account.country, account.city) == (
        "meeting",
        "2023-04-07",
        "MA",
        "Rabat",
    )
    assert account.source == "A. Coder"
    assert account.evidence["kind"].quote == "talks"
    assert [topic.quote for topic in account.topics] == ["security", "migration"]
    assert [(p.name, p.country, p.part.value) for p in account.participants] == [
        ("William Burns", "US", "visitor"),
        ("Abdellatif Hammouchi", "MA", "host"),
    ]
    spans = [*account.evidence.values(), *(e for p in account.participants for e in p.evidence.values())]
    assert all(text[span.start : span.end] == span.quote for span in spans)


def test_it_joins_the_reports_that_tell_of_the_same() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(), url="https://a.example/1"))
        list(ledger.record_many(one for one in rows(ROW) if isinstance(one, Reading)))
        (engagement,) = ledger.find()
        assert engagement.reports == 2
        assert ledger.verify() == ()


def test_a_corrected_row_is_a_new_version_and_no_reader_reads_it_again() -> None:
    class Never:
        def read_report(self, report: object) -> Reading:
            raise AssertionError("read again")

    with Ledger(":memory:") as ledger:
        ledger.record(good(ROW))
        ledger.record(good(ROW.replace("2023-04-07", "2023-04-08")))
        (engagement,) = ledger.find()
        assert engagement.start.value == "2023-04-08"
        assert list(ledger.reread(Never(), everything=True)) == []  # type: ignore[arg-type]
        assert ledger.reports()[0].readers == (f"{CODED}+en",)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (ROW.replace("talks", "chat"), "kind cannot be 'chat'"),
        (ROW.replace("2023-04-07", "7/4/23"), "not a date"),
        (ROW.replace("2023-04-07", "2023-02-30"), "day is out of range"),
        (ROW.replace(",US,", ",Atlantis,"), "no state is called 'Atlantis'"),
        (ROW.replace("William Burns,CIA director,US,Abdellatif Hammouchi,Maroc", ",,,,"), "names nobody"),
        ("1,talks\n", "more or fewer cells"),
        (ROW.strip() + ",more\n", "more or fewer cells"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_read(line: str, why: str) -> None:
    wrong, right = rows(line, ROW)
    assert isinstance(wrong, Problem)
    assert why in wrong.reason
    assert wrong.name == "table.csv, line 2"
    assert isinstance(right, Reading)


def test_dates_can_have_another_form() -> None:
    (account,) = good(ROW.replace("2023-04-07", "07/04/2023"), 'date_format = "%d/%m/%Y"\n' + MAPPING).accounts
    assert str(account.start) == "2023-04-07"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("coder = ", "is no TOML"),
        (MAPPING.replace('"A. Coder"', '""'), "coder"),
        (MAPPING.replace("id =", "idd ="), "columns.idd"),
        (MAPPING.replace('kind = "what"', ""), "kind"),
        (MAPPING.partition("[[participants]]")[0], "names no participant"),
        ('date_format = "%d%d"\n' + MAPPING, "date_format"),
        ('date_format = "day"\n' + MAPPING, "date_format"),
        ("delimiter = '\"'\n" + MAPPING, "delimiter"),
        ('delimiter = "\\n"\n' + MAPPING, "delimiter"),
        (f"x = {'[' * 10_000}\n" + MAPPING, "nested too deep"),
        ("#" * 100_000 + MAPPING, "longer than 50 kB"),
        (MAPPING.replace("A. Coder", r"A\u0000"), "NUL"),
    ],
)
def test_a_wrong_mapping_is_said(text: str, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        coding(text)


def test_a_column_that_is_not_there_is_said() -> None:
    with pytest.raises(UnreadableFile, match="has no column 'from'; it has: case, what"):
        list(readings(["case,what\n", "1,talks\n"], coding(), "table.csv"))


def test_a_column_that_is_there_twice_is_said() -> None:
    with pytest.raises(UnreadableFile, match="two columns 'from'"):
        list(readings([HEAD.replace("town", "from")], coding(), "table.csv"))


def test_signs_that_end_a_line_elsewhere_end_no_row(tmp_path: Path) -> None:
    """Texts copied from pages hold line separators, page breaks and the like."""
    table, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    table.write_text(HEAD + ROW.replace("security", "secu\u2028ri\x0cty\x85"), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    call = ["import", "csv", str(table), "--mapping", str(mapping), "--ledger", str(tmp_path / "ledger.db")]
    assert CliRunner().invoke(app, call).stdout == "t.csv: 1 row recorded, 0 known already\n"


def test_on_the_command_line(tmp_path: Path) -> None:
    table, mapping, place = tmp_path / "t.csv", tmp_path / "m.toml", str(tmp_path / "ledger.db")
    table.write_text(HEAD + ROW + ROW.replace("talks", "chat"), encoding="utf-8-sig")
    mapping.write_text(MAPPING, encoding="utf-8")
    call = ["import", "csv", str(table), "--mapping", str(mapping), "--ledger", place]
    done = CliRunner().invoke(app, call)
    assert (done.exit_code, done.stdout) == (1, "t.csv: 1 row recorded, 0 known already, 1 wrong\n")
    assert "t.csv, line 3: kind cannot be 'chat'" in done.stderr
    assert "0 rows recorded, 1 known already" in CliRunner().invoke(app, call).stdout
    assert CliRunner().invoke(app, ["import", "csv", str(table), "--ledger", place]).exit_code == 2


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("visit", "2023-04-07", None), ("talks", "2023-04-07", "2023-04-07"), ("talks", "2023-04", None)],
)
def test_no_last_day_is_made_up(kind: str, start: str, end: str | None) -> None:
    (account,) = good(ROW.replace("talks", kind).replace("2023-04-07", start)).accounts
    assert (str(account.start), account.end and str(account.end)) == (start, end)
