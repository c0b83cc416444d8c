"""Linked data: one graph in two spellings, of the shape that is promised, with every quote where it stands."""

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.exchange.ledgers import furnish

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own reader of JSON-LD
SHAPES = Path(__file__).with_name("shapes.ttl")
SCHEMA = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")


@cache
def graph(ledger: Ledger, name: str, base: str | None = None) -> Graph:
    formats = {"rdf": "nt", "jsonld": "json-ld"}
    return Graph().parse(data=exported(ledger, name, base=base)[0], format=formats[name])


def test_both_spellings_say_the_same(book: Ledger) -> None:
    one, other = (set(graph(book, name)) for name in ("rdf", "jsonld"))
    assert len(one) > 200
    assert one == other


def test_the_graph_has_the_promised_shape(book: Ledger) -> None:
    valid, _, text = pyshacl.validate(graph(book, "rdf"), shacl_graph=Graph().parse(SHAPES))
    assert valid, text


def test_shapes_find_what_is_missing() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        broken = Graph().parse(data=exported(ledger, "rdf")[0], format="nt")
        broken.remove((None, OA.exact, None))
        assert not pyshacl.validate(broken, shacl_graph=Graph().parse(SHAPES))[0]


def test_every_quote_stands_where_its_annotation_says(book: Ledger) -> None:
    found = graph(book, "rdf")
    texts = {URIRef(f"urn:entrevue:report:{one.report}"): one.content.text for one in book.reports()}
    targets = list(found.subject_objects(OA.hasSource))
    assert len(targets) > 20
    for target, report in targets:
        selectors = list(found.objects(target, OA.hasSelector))
        values = {
            name: str(found.value(s, OA[name]))
            for s in selectors
            for name in ("exact", "start", "end")
            if found.value(s, OA[name]) is not None
        }
        quote = texts[report][int(values["start"]) : int(values["end"])]  # type: ignore[index]
        assert len(values["exact"]) == len(quote)
        assert all(a == b or b == "\ufffd" for a, b in zip(quote, values["exact"], strict=True))


def test_names_lead_to_the_reading_room() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        found = graph(ledger, "jsonld", "https://ledger.example.org")
        events = set(found.subjects(RDF.type, SCHEMA.Event))
        assert events == {URIRef(f"https://ledger.example.org/engagements/{one.id}") for one in ledger.find()}


@pytest.mark.parametrize("kind", ["Event", "Person", "NewsArticle", "ClaimReview", "Place"])
def test_there_is_something_of_each_kind(kind: str) -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        assert list(graph(ledger, "rdf").subjects(RDF.type, SCHEMA[kind]))
