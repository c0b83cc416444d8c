"""Event data: who acts on whom, in which category, and what is lost on the way."""

import csv
import io
import json
from typing import Any

import pytest

from entrevue.exchange.plover import CONTEXTS
from entrevue.exchange.wording import sector
from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

# Names of PLOVER 0.8's fields: of a record, and of an actor.
FIELDS = {
    "id",
    "date",
    "enddate",
    "event",
    "mode",
    "context",
    "quad_code",
    "actor",
    "recipient",
    "event_loc",
    "event_text",
}
FIELDS |= {"text_info", "cite_info", "link", "coder", "coded_date", "comment"}
OURS = {"sources"}
ACTOR = {"code", "sector", "actor_text", "identifier_text", "identifier_id", "office"}
GENERAL = {
    "political",
    "military",
    "intelligence",
    "peacekeeping",
    "economic",
    "diplomatic",
    "resource",
    "culture",
    "disease",
}
GENERAL |= {"enviro_disaster", "migration", "humanitarian", "legal", "human_rights", "rights_freedoms", "terrorism"}
GENERAL |= {"human_security", "government", "election", "cyber", "corruption", "crime", "future"}


def plover(ledger: Ledger) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(ledger, "plover")[0].splitlines()]


def cameo(ledger: Ledger) -> list[dict[str, str]]:
    text = exported(ledger, "cameo")[0].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


def told(*some: Told) -> Ledger:
    ledger = Ledger(":memory:")
    ledger.record(reading(*some, url="https://a.example/1"))
    return ledger


KINDS = [
    (Told(kind="visit"), ["CONSULT"], ["visit"], "042"),
    (Told(kind="meeting"), ["CONSULT"], ["visit"], "042"),
    (Told(actors=(BURNS, (*HAMMOUCHI[:4], "participant")), country="CH", city="Genève"), ["CONSULT"], ["third-party"], "044"),
    (Told(kind="meeting", actors=((*BURNS[:4], "participant"), (*HAMMOUCHI[:4], "participant"))), ["CONSULT"], None, "040"),
    (Told(kind="call"), ["CONSULT"], ["phone"], "041"),
    (Told(kind="conference"), ["CONSULT"], ["multilateral"], "042"),
    (Told(kind="signing"), ["SUPPORT"], None, "057"),
    (Told(kind="visit", status="planned"), ["AGREE"], None, "036"),
    (Told(kind="visit", status="cancelled"), ["SANCTION"], ["cancel"], None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "event", "mode", "code"), KINDS)
def test_a_kind_has_its_category(one: Told, event: list[str], mode: list[str] | None, code: str | None) -> None:
    with told(one) as ledger:
        (record,) = plover(ledger)
        assert (record["event"], record.get("mode")) == (event, mode)
        assert [row["EventCode"] for row in cameo(ledger)] == ([code] if code else [])


def test_the_visitor_acts_and_the_host_receives() -> None:
    with told(Told(kind="visit")) as ledger:
        (record,) = plover(ledger)
        assert [(one["code"], one["sector"]) for one in record["actor"]] == [("USA", "SPY")]
        assert [(one["code"], one["sector"]) for one in record["recipient"]] == [("MAR", "SPY")]
        (row,) = cameo(ledger)
        assert (row["Actor1Code"], row["Actor2Code"]) == ("USASPY", "MARSPY")


def test_fields_are_those_of_the_codebook(book: Ledger) -> None:
    records = plover(book)
    assert records
    for record in records:
        assert set(record) <= FIELDS | OURS
        assert set(record.get("context", ())) <= GENERAL
        for actor in (*record["actor"], *record.get("recipient", ())):
            assert set(actor) <= ACTOR
    assert set(CONTEXTS.values()) <= GENERAL


def test_the_words_stand_where_they_are_said_to(book: Ledger) -> None:
    texts = {sheet.content.url or sheet.report: sheet.content.text for sheet in book.reports()}
    for record in plover(book):
        text = texts[record["sources"][0]]
        for words, place in zip(record["event_text"], record["text_info"], strict=True):
            assert text[place["start"] : place["end"]] == words


def test_many_sides_are_one_record_and_pairs_share_a_group() -> None:
    states = ("FR", "DE", "IT", "JP", "CA")
    actors = [(f"Name {s}", "ministre", None, s, "participant") for s in states]
    with told(Told(kind="conference", actors=actors)) as ledger:
        (record,) = plover(ledger)
        assert len(record["actor"]) == 5
        rows = cameo(ledger)
        assert len(rows) == 10
        assert len({row["EventGroup"] for row in rows}) == 1
        assert len({row["GLOBALEVENTID"] for row in rows}) == 10


def test_lines_have_all_columns(book: Ledger) -> None:
    lines = exported(book, "cameo")[0].decode("utf-8").split("\n")
    assert len({line.count("\t") for line in lines if line}) == 1


def test_what_has_no_code_is_counted() -> None:
    nobody = ("Jean Dupont", "directeur de quelque chose", None, None, "visitor")
    with told(Told(actors=(nobody, HAMMOUCHI)), Told(kind="visit", start=None, actors=(WRAY, HAMMOUCHI))) as ledger:
        losses = {(loss.what, loss.why): loss.count for loss in exported(ledger, "plover")[1]}
        assert losses["engagements", "no day is told"] == 1
        assert losses["participants", "no state and no international organisation is told: no code"] == 1


@pytest.mark.parametrize(
    ("office", "body", "country", "expected"),
    [
        ("directeur de la CIA", "CIA", "US", "SPY"),
        ("FBI Director", "FBI", "US", "COP"),
        ("Chief of the Defence Forces", None, "KE", "MIL"),
        ("ministre des Affaires étrangères", None, "TG", "GOV"),
        ("président de l'Assemblée nationale", None, "SN", "LEG"),
        ("Secretary General", "UN", None, "IGO"),
        (None, None, "FR", "GOV"),
        ("capitaine de l'équipe", None, "FR", None),
    ],
)
def test_sectors(office: str | None, body: str | None, country: str | None, expected: str | None) -> None:
    assert sector(office, body, country) == expected


def test_no_last_day_is_written_where_no_end_is_told() -> None:
    with told(Told(kind="visit", start="2023-05-22", begins=True)) as ledger:
        (record,) = plover(ledger)
        assert (record["date"], "enddate" in record) == ("2023-05-22", False)
