"""Tidy tables: one observation a row, the same columns in every row, and frames with a type a column."""

import datetime as dt

import pandas
import polars
import pytest

import entrevue
from entrevue.errors import WrongQuery
from entrevue.inquiry.offices import office_told
from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

DEPUTY = ("Jane Doe", "CIA deputy director", "CIA", "US", "visitor")
GUEST = ("Ada Bell", "envoy", None, "FR", "participant")


@pytest.fixture
def ledger() -> Ledger:
    """A visit of two from one side, and a claim about it."""
    made = Ledger(":memory:")
    meeting = Told(actors=(BURNS, DEPUTY, HAMMOUCHI, GUEST), topics=("=terror",))
    made.record(reading(meeting, Told(kind="visit", start="2023-02", actors=(WRAY,)), claim="the second visit"))
    return made


@pytest.mark.parametrize("name", list(entrevue.TABLES))
def test_every_row_has_the_columns_of_its_table_and_their_types(ledger: Ledger, name: str) -> None:
    rows = list(ledger.rows(name))
    assert rows
    for row in rows:
        assert list(row) == [column.name for column in entrevue.TABLES[name].columns]
        for column in entrevue.TABLES[name].columns:
            assert row[column.name] is None or type(row[column.name]) is column.type, column.name


def test_a_row_is_one_observation(ledger: Ledger) -> None:
    assert [(row["kind"], row["first_day"], row["last_day"]) for row in ledger.rows()] == [
        ("meeting", dt.date(2023, 4, 7), dt.date(2023, 4, 7)),
        ("visit", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
    ]
    assert [row["name"] for row in ledger.rows("participations", entrevue.Query(kind=entrevue.Kind.VISIT))] == [WRAY[0]]
    dyads = [(row["one"], row["other"], row["visitor"], row["host"]) for row in ledger.rows("dyads")]
    assert dyads == [("FR", "MA", None, "MA"), ("FR", "US", "US", None), ("MA", "US", "US", "MA")]
    (claim,) = ledger.rows("claims")
    assert (claim["quote"], claim["rank"], claim["outcome"]) == ("the second visit", 2, "not enough known")
    assert list(ledger.rows("claims", entrevue.Query(kind=entrevue.Kind.VISIT))) == []


@pytest.mark.parametrize("table", ["engagements", "participations", "dyads"])
def test_the_last_day_is_empty_where_no_end_is_told(table: str) -> None:
    book = Ledger(":memory:")
    book.record(reading(Told(kind="visit", start="2023-05-22", begins=True)))
    assert {(row["first_day"], row["last_day"], row["end"]) for row in book.rows(table)} == {
        (dt.date(2023, 5, 22), None, None)
    }


def test_no_delegation_meets_itself(ledger: Ledger) -> None:
    met = {frozenset((row["one_label"], row["other_label"])) for row in ledger.rows("network")}
    assert frozenset({"William Burns (US)", "Abdellatif Hammouchi (MA)"}) in met
    assert frozenset({"William Burns (US)", "Jane Doe (US)"}) not in met
    assert len(met) == 5


@pytest.mark.parametrize(
    ("office", "told"),
    [("U.S. counterpart", None), ("homologue tunisien", None), ("ministre homologue", "ministre homologue"),
     ("Foreign Minister", "Foreign Minister"), (None, None), ("host of ceremonies", None)],
)  # fmt: skip
def test_a_counterpart_is_no_office(office: str | None, told: str | None) -> None:
    assert office_told(office) == told


def test_frames_of_pandas_have_a_type_a_column_with_no_rows_too(ledger: Ledger) -> None:
    frames = ledger.frames()
    assert isinstance(frames.engagements, pandas.DataFrame)
    assert frames.engagements.first_day.dt.year.tolist() == [2023, 2023]
    nothing = ledger.frames(entrevue.Query(states=("TG",)))
    for name in entrevue.TABLES:
        assert getattr(nothing, name).dtypes.astype(str).tolist() == getattr(frames, name).dtypes.astype(str).tolist()
    assert "2 rows" in repr(frames)


def test_frames_of_polars_too(ledger: Ledger) -> None:
    frame = ledger.frame("dyads", library="polars")
    assert isinstance(frame, polars.DataFrame)
    assert frame.height == 3
    assert frame.schema["first_day"] == polars.Date


def test_what_is_no_table_or_library_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="pandas or polars"):
        ledger.frame(library="excel")
    with pytest.raises(WrongQuery, match="there are: engagements"):
        ledger.rows("dyad")
    with pytest.raises(WrongQuery, match="there are: engagements"):
        ledger.frame("dyad")


def test_every_engagement_is_gone_through_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
    monkeypatch.setattr("entrevue.wiring._SCANNED", 1)
    assert [one.id for one in ledger.scan()] == [one.id for one in ledger.find()]
