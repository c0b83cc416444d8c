"""Tables open in what reads them, with every engagement, and no cell is a formula."""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from entrevue.domain.queries import Query
from entrevue.errors import WrongQuery
from entrevue.exchange.rows import TABLES
from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.ledger.readings import Told, reading


def unzipped(ledger: Ledger, name: str, **more: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(exported(ledger, name, **more)[0]))


def rows_in(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))


def test_csv_holds_every_engagement_and_its_words(book: Ledger) -> None:
    archive = unzipped(book, "csv")
    engagements = rows_in(archive, "engagements.csv")
    assert {row["id"] for row in engagements} == {one.id for one in book.find(limit=None)}
    texts = {sheet.report: sheet.content.text for sheet in book.reports()}
    evidence = rows_in(archive, "evidence.csv")
    assert len(evidence) > 20
    for row in evidence:
        quote = texts[row["report"]][int(row["quote_start"]) : int(row["quote_end"])]
        assert row["quote"].removeprefix("'").replace("\ufffd", "") == "".join(c for c in quote if c in row["quote"])


def test_no_cell_of_csv_is_a_formula(book: Ledger) -> None:
    archive = unzipped(book, "csv")
    for name in TABLES:
        for row in rows_in(archive, f"{name}.csv"):
            for column, value in row.items():
                number = column in {"rank", "count"}
                assert number or not value.startswith(("=", "+", "-", "@", "\t", "\r")), (name, column, value)


def test_what_was_changed_in_csv_is_told() -> None:
    from tests.exchange.ledgers import furnish_badly

    with Ledger(":memory:") as ledger:
        furnish_badly(ledger)
        losses = {loss.what: loss.count for loss in exported(ledger, "csv")[1]}
        kept = json.loads(unzipped(ledger, "csv").read("losses.json"))
    assert losses["first signs of cells"] >= 4
    assert losses["control signs"] >= 4
    assert {one["what"] for one in kept} == set(losses)


def test_the_descriptor_describes_the_tables(book: Ledger) -> None:
    archive = unzipped(book, "csv")
    package = json.loads(archive.read("datapackage.json"))
    assert [one["name"] for one in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        reader = csv.reader(io.StringIO(archive.read(resource["path"]).decode("utf-8"), newline=""))
        assert next(reader) == fields
        assert all(field["description"] for field in resource["schema"]["fields"])
        keys = resource["schema"].get("primaryKey", [])
        rows = [tuple(row[key] for key in keys) for row in rows_in(archive, resource["path"])]
        assert not keys or len(set(rows)) == len(rows)


def test_frictionless_finds_the_package_valid(book: Ledger, tmp_path: Any) -> None:
    frictionless = pytest.importorskip("frictionless", reason="checked where it is installed: pip install frictionless")
    unzipped(book, "csv").extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_parquet_has_types_and_what_columns_mean(book: Ledger) -> None:
    table = pq.read_table(io.BytesIO(unzipped(book, "parquet").read("engagements.parquet")))
    assert table.num_rows == book.count()
    assert str(table.schema.field("first_day").type) == "date32[day]"
    assert str(table.schema.field("reports").type) == "int64"
    assert table.schema.field("origins").metadata[b"description"]
    empty = unzipped(book, "parquet", query=Query(states=("FR", "JP")))
    assert pq.read_table(io.BytesIO(empty.read("claims.parquet"))).num_rows == 0


def test_a_workbook_has_a_sheet_a_table_and_no_formula(book: Ledger) -> None:
    content, losses = exported(book, "xlsx")
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == [*TABLES, "dictionary", "losses"]
    for sheet in workbook:
        assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    assert workbook["engagements"].max_row == book.count() + 1
    assert workbook["losses"].max_row == len(losses) + 1


def test_days_of_a_workbook_are_days_as_far_as_spreadsheets_have_them() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(start="1899-12-30"), url="https://a.example/"))
        ledger.record(reading(Told(start="2023-04-07"), url="https://b.example/"))
        sheet = openpyxl.load_workbook(io.BytesIO(exported(ledger, "xlsx")[0]))["engagements"]
    column = [cell.value for cell in sheet[1]].index("first_day")
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == [
        dt.datetime(2023, 4, 7),  # noqa: DTZ001 (a day)
        "1899-12-30",
    ]
    assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "xlsx"])
def test_one_table_alone_has_the_same_rows(book: Ledger, name: str) -> None:
    content, losses = exported(book, name, table="participations")
    expected = len(rows_in(unzipped(book, "csv"), "participations.csv"))
    readers: dict[str, Any] = {
        "csv": lambda: list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))),
        "jsonl": lambda: [json.loads(line) for line in content.splitlines()],
        "parquet": lambda: pq.read_table(io.BytesIO(content)).to_pylist(),
        "xlsx": lambda: list(openpyxl.load_workbook(io.BytesIO(content))["participations"])[1:],
    }
    assert len(readers[name]()) == expected
    assert name == "xlsx" or losses[0].what == "other tables"


def test_verdicts_stand_with_their_claims(book: Ledger) -> None:
    (row, *_) = [row for row in rows_in(unzipped(book, "csv"), "claims.csv") if "deuxième" in row["quote"]]
    assert row["outcome"] in {"supported", "contradicted", "not enough known"}


@pytest.mark.parametrize(("name", "table"), [("pdf", None), ("csv", "persons"), ("ics", "engagements")])
def test_what_there_is_not_is_said(name: str, table: str | None) -> None:
    with Ledger(":memory:") as ledger, pytest.raises(WrongQuery, match="there are"):
        exported(ledger, name, table=table)


def test_a_confidence_is_one_number_between_nought_and_one_everywhere() -> None:
    told = reading(Told())
    unsure = replace(told.accounts[0], confidence=0.975)  # half a hundredth, which two ways of rounding tell apart
    with Ledger(":memory:") as ledger:
        ledger.record(replace(told, accounts=(unsure,)))
        archive = unzipped(ledger, "csv")
        (row,) = rows_in(archive, "accounts.csv")
        package = json.loads(archive.read("datapackage.json"))
        kept = pq.read_table(io.BytesIO(unzipped(ledger, "parquet").read("accounts.parquet"))).to_pylist()
        bundle = json.loads(exported(ledger, "stix")[0])
        told_by_page = f"{unsure.confidence:.2f}"
    fields = {
        f["name"]: f for one in package["resources"] for f in one["schema"]["fields"] if one["name"] == "accounts"
    }
    assert fields["confidence"]["type"] == "number"
    assert "between 0 and 1" in fields["confidence"]["description"]
    assert row["confidence"] == told_by_page
    assert kept[0]["confidence"] == float(told_by_page)
    (grouping,) = [one for one in bundle["objects"] if one["type"] == "grouping"]
    assert grouping["confidence"] / 100 == float(told_by_page)
