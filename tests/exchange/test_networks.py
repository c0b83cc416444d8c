"""Networks: who met whom and when, as Gephi's and Cytoscape's formats are read."""

import io

import networkx as nx

from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.exchange.ledgers import furnish
from tests.ledger.readings import Told, reading


def test_both_formats_hold_the_same_network(book: Ledger) -> None:
    gexf = nx.read_gexf(io.BytesIO(exported(book, "gexf")[0]))
    graphml = nx.read_graphml(io.BytesIO(exported(book, "graphml")[0]))
    assert set(gexf.nodes) == set(graphml.nodes)
    assert {frozenset(edge) for edge in gexf.edges} == {frozenset(edge) for edge in graphml.edges}
    assert {n: d["label"] for n, d in gexf.nodes(data=True)} == {n: d["label"] for n, d in graphml.nodes(data=True)}


def test_ties_are_those_of_the_ledger() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        graph = nx.read_graphml(io.BytesIO(exported(ledger, "graphml")[0]))
        ties = {frozenset((tie.one, tie.other)): tie.engagements for tie in ledger.network()}
        assert {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)} == ties


def test_ties_carry_their_days() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        burns, hammouchi = (ledger.persons(name)[0].id for name in ("Burns", "Hammouchi"))
        told = nx.read_graphml(io.BytesIO(exported(ledger, "graphml")[0])).edges[burns, hammouchi]
        assert told["days"] == "2022-11-01/2022-11-30 2023-04-07"  # the visit of June is planned
        assert (told["first"], told["last"]) == ("2022-11-01", "2023-04-07")
        spells = nx.read_gexf(io.BytesIO(exported(ledger, "gexf")[0])).edges[burns, hammouchi]["spells"]
        assert spells[1] == ("2023-04-07", "2023-04-07")
        losses = {loss.what: loss.count for loss in exported(ledger, "gexf")[1]}
        assert losses["days of ties"] == 1


def test_days_that_no_report_tells_are_counted() -> None:
    month = Told(kind="visit", start="2023-02", begins=True)
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(kind="visit", start="2023-05-22", begins=True), month, Told()))
        losses = {loss.what: loss.count for loss in exported(ledger, "graphml")[1]}
        assert (losses["last days"], losses["precision of dates"]) == (2, 1)
