"""States exchanged in reports: text, sides, places and addresses go together."""

import random

from entrevue.atlas.addresses import state_of_address
from entrevue.training.annotation import parse
from entrevue.training.examples import example_of
from entrevue.training.exchanging import Exchange, namings

REPORT = """published: 2024-05-14
url: https://www.example.ke/news/1

# [Kenya](l1)'s minister in Accra

The [Kenyan foreign minister](p1 office), [Njeri Odhiambo](p1), [met](e1) the
[Ghanaian president](p2 office) in [Accra](l2 GH city), which [Kofi Jordan](p3) knows.

---
p1 KE
p2 GH
p3 GH
e1 meeting held: visitor p1, host p2, place l2
"""


def test_text_sides_places_and_address_are_exchanged_together() -> None:
    report = parse(REPORT, "en-1")
    exchange, rng = Exchange([report]), random.Random(4)
    variants = [exchange.exchanged(report, {}, rng) for _ in range(40)]
    changed = [one for one in variants if one is not report]
    assert len({one.text for one in changed}) > 10
    for one in changed:
        ours, theirs = (namings("en")[one.persons[id_].side] for id_ in ("p1", "p2"))
        assert [one.quote(span) for span in one.mentions("p1")] == [
            f"{ours.demonyms[0]} foreign minister",
            "Njeri Odhiambo",
        ]
        assert [one.quote(span) for span in one.mentions("l2")] == [theirs.cities[0]]
        assert one.head["url"].endswith(f".{one.persons['p1'].side.lower()}/news/1")
        assert example_of(one).home == state_of_address(one.head["url"])
        assert "Kofi Jordan" in one.text


def test_a_state_stays_where_an_agency_of_it_is_told() -> None:
    report = parse(REPORT.replace("which", "which the FBI and"), "en-1")
    variants = [Exchange([report]).exchanged(report, {}, random.Random(k)) for k in range(20)]
    assert all("FBI" in one.text for one in variants)
    told = parse(REPORT.replace("Kenyan", "American").replace("Kenya]", "the FBI]").replace("KE", "US"), "en-1")
    assert all(Exchange([told]).exchanged(told, {}, random.Random(k)).persons["p1"].side == "US" for k in range(20))
