"""Ledgers that exports are tried on: what a newspaper tells, and what somebody wrote to break readers."""

from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

CLAIM = "la deuxième visite en moins de deux mois"
NASTY = '=HYPERLINK("http://x")\x07 <b>&"\';\u202e\\ {x}\x1b[31m ,%~ 😀 é'
OFFICE = '@SUM(A1)\x0b\tdirector, of "things"'


def furnish(ledger: Ledger) -> None:
    """Six engagements: with conflicts, a claim, a decision, a part, a month, no date, one called off, one planned."""
    visit = Told(
        kind="visit", start="2023-02-21", actors=(WRAY, HAMMOUCHI), topics=("la cybersécurité",), source="un communiqué"
    )
    inside = Told(start="2023-02-21", actors=(WRAY, HAMMOUCHI), part_of="e1")
    ledger.record(reading(Told(), url="https://a.example/1", publisher="A", title="Visite à Rabat", claim=CLAIM))
    ledger.record(reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco"))
    ledger.record(reading(visit, inside, url="https://w.example/1", publisher="W", title="Le directeur du FBI"))
    month = Told(kind="conference", start="2022-11", city="Marrakech", actors=(BURNS, WRAY, HAMMOUCHI))
    undated = Told(kind="call", start=None, city=None, country=None)
    off = Told(kind="visit", start="2023-05-02", status="cancelled", actors=(WRAY, HAMMOUCHI))
    planned = Told(kind="signing", start="2023-06-01", end="2023-06-02", status="planned")
    ledger.record(reading(month, undated, off, planned, title="Agenda", published="2023-04-20"))
    meeting = next(one for one in ledger.find() if one.reports == 2)
    ledger.correct(meeting.id, "city", "Rabat", who="The editor", why="communiqué")


def furnish_badly(ledger: Ledger) -> None:
    """An engagement whose every text is made to break what reads it."""
    actor = (f"Mallory {NASTY}", OFFICE, NASTY, "US", "visitor")
    told = Told(city=f"-1+1 {NASTY}", actors=(actor, HAMMOUCHI), topics=(NASTY,), source=f"+{NASTY}")
    ledger.record(
        reading(told, url='https://evil.example/<script>?a="b"', publisher=NASTY, title=f"\t{NASTY}", claim=NASTY)
    )
