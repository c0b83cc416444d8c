"""FollowTheMoney and STIX: every entity once, every reference to something that is there, valid to their own tools."""

import io
import json
from typing import Any

import pytest
import stix2validator

from entrevue.errors import WrongQuery
from entrevue.exchange.exporting import MARKINGS
from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.exchange.ledgers import furnish
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

# What is used of FollowTheMoney's model (4.11): by schema, the properties, and which of them refer to what.
_REFERS: dict[str, dict[str, set[str]]] = {
    "Article": {},
    "PublicBody": {"proof": {"Article"}},
    "Person": {"proof": {"Article"}},
    "Position": {"organization": {"PublicBody"}},
    "Occupancy": {"holder": {"Person"}, "post": {"Position"}, "proof": {"Article"}},
    "Event": {"involved": {"Person", "PublicBody"}, "organizer": {"Person", "PublicBody"}, "proof": {"Article"}},
    "UnknownLink": {"subject": {"Person", "PublicBody"}, "object": {"Event"}, "proof": {"Article"}},
    "Documentation": {"document": {"Article"}, "entity": {"Event"}},
}
_PLAIN = {
    "Article": "title name publisher publishedAt date sourceUrl language notes",
    "PublicBody": "name country",
    "Person": "name position country",
    "Position": "name country",
    "Occupancy": "",
    "Event": "name startDate endDate location country keywords summary publisher recordId notes",
    "UnknownLink": "role date summary",
    "Documentation": "role date summary recordId",
}
MODEL = {schema: refers | dict.fromkeys(_PLAIN[schema].split()) for schema, refers in _REFERS.items()}


def entities(ledger: Ledger) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(ledger, "ftm")[0].splitlines()]


def bundle(ledger: Ledger, name: str = "stix") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(ledger, name)[0])
    return found


def test_entities_come_once_and_refer_to_what_is_there(book: Ledger) -> None:
    found = entities(book)
    schemata = {one["id"]: one["schema"] for one in found}
    assert len(schemata) == len(found)
    for one in found:
        for name, values in one["properties"].items():
            kinds = MODEL[one["schema"]][name]
            assert all(schemata.get(value) in kinds for value in values) if kinds else all(values), (one, name)


def test_the_library_loses_nothing_of_them(book: Ledger) -> None:
    ftm = pytest.importorskip(
        "followthemoney", reason="checked where it is installed (it needs ICU): pip install followthemoney"
    )
    for one in entities(book):
        proxy = ftm.model.get_proxy(one)
        proxy.schema.validate(one)
        kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: sorted(values) for name, values in one["properties"].items()}


def test_a_person_has_post_part_and_proof() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        found = entities(ledger)
        (burns,) = [one for one in found if one["properties"].get("name") == ["William Burns"]]
        (held,) = [
            one for one in found if one["schema"] == "Occupancy" and one["properties"]["holder"] == [burns["id"]]
        ]
        (post,) = [one for one in found if one["id"] == held["properties"]["post"][0]]
        assert post["properties"]["name"] == ["directeur de la CIA"]
        roles = {one["properties"]["role"][0] for one in found if one["properties"].get("subject") == [burns["id"]]}
        assert "visitor, directeur de la CIA" in roles
        assert burns["properties"]["proof"]
        (conference,) = [one for one in found if "conference" in one["properties"].get("keywords", ())]
        assert conference["properties"]["startDate"] == ["2022-11"]


@pytest.mark.parametrize(("name", "strict"), [("stix", True), ("opencti", False)])  # the latter has a type of its own
def test_the_validator_finds_the_bundle_valid(book: Ledger, name: str, strict: bool) -> None:
    options = stix2validator.ValidationOptions(version="2.1", disabled=["uuid-check"], strict_types=strict)
    result = stix2validator.validate(io.StringIO(json.dumps(bundle(book, name))), options)
    assert result.is_valid, [error.message for error in result.errors]


def named_by(one: dict[str, Any]) -> set[str]:
    """The ids that an object refers to."""
    named = [one.get("source_ref"), one.get("target_ref"), one.get("created_by_ref"), *one.get("object_refs", ())]
    return {ref for ref in named if ref}


@pytest.mark.parametrize("name", ["stix", "opencti"])
def test_objects_come_once_and_refer_to_what_is_there(book: Ledger, name: str) -> None:
    objects = bundle(book, name)["objects"]
    ids = [one["id"] for one in objects]
    assert len(set(ids)) == len(ids)
    for one in objects:
        assert named_by(one) <= set(ids)


@pytest.mark.parametrize("name", ["stix", "opencti"])
def test_no_reference_leads_back(book: Ledger, name: str) -> None:
    """OpenCTI drops references that run in a circle: notes without their engagement, relationships without an end."""
    refers = {one["id"]: named_by(one) for one in bundle(book, name)["objects"]}
    while refers:
        settled = {id_ for id_, named in refers.items() if not named & refers.keys()}
        assert settled, sorted(refers)
        refers = {id_: named for id_, named in refers.items() if id_ not in settled}


def test_opencti_is_told_of_events_with_days_and_places() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        objects = bundle(ledger, "opencti")["objects"]
    assert not [one for one in objects if one["type"] == "grouping"]
    by_id = {one["id"]: one for one in objects}
    (meeting,) = [
        one
        for one in objects
        if one["type"] == "event" and "accepted" not in one["labels"] and "Rabat, MA; 2023-04-07" in one["name"]
    ]
    assert meeting["event_types"] == ["meeting"]
    assert (meeting["start_time"], meeting["stop_time"]) == ("2023-04-07T00:00:00.000Z", "2023-04-08T00:00:00.000Z")
    assert [one["extension_type"] for one in meeting["extensions"].values()] == ["new-sdo"]
    located = {
        by_id[one["source_ref"]]["name"]: by_id[one["target_ref"]]["name"]
        for one in objects
        if one.get("relationship_type") == "located-at"
    }
    assert located[meeting["name"]] == "Rabat, Morocco"
    assert located["Rabat, Morocco"] == "Morocco"


def test_of_dates_only_months_and_years_are_lost() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(start="2023-04-07"), Told(kind="visit", start="2022-11", city="Salé")))
        lost = {loss.what: loss.count for loss in exported(ledger, "stix")[1]}
    assert lost["precision of dates"] == 1


def test_a_report_names_those_alone_of_whom_it_tells() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(), url="https://a.example/1"))
        ledger.record(reading(Told(actors=(BURNS, HAMMOUCHI, WRAY)), url="https://b.example/2"))
        objects = bundle(ledger)["objects"]
    names = {one["id"]: one["name"] for one in objects if one["type"] == "identity"}
    told = {
        one["external_references"][0]["url"]: {names[ref] for ref in one["object_refs"] if ref in names}
        for one in objects
        if one["type"] == "report"
    }
    assert told == {
        "https://a.example/1": {"William Burns", "Abdellatif Hammouchi"},
        "https://b.example/2": {"William Burns", "Abdellatif Hammouchi", "Christopher Wray"},
    }


def test_an_engagement_carries_place_date_confidence_and_marking() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        objects = bundle(ledger)["objects"]
        (meeting,) = [
            one
            for one in objects
            if one["type"] == "grouping" and "accepted" not in one["labels"] and "Rabat, MA; 2023-04-07" in one["name"]
        ]
        assert meeting["confidence"] == 100
        assert all(one["object_marking_refs"] for one in objects if one["type"] != "marking-definition")
        reports = [one for one in objects if one["type"] == "report" and meeting["id"] in one["object_refs"]]
        assert {one["external_references"][0]["url"] for one in reports} == {
            "https://a.example/1",
            "https://c.example/3",
        }
        (agenda,) = [one for one in objects if one.get("name") == "Agenda"]
        assert len([ref for ref in agenda["object_refs"] if ref.startswith("grouping")]) == 4
        notes = [one["content"] for one in objects if one["type"] == "note" and meeting["id"] in one["object_refs"]]
        assert any("city: “Rabat” [" in content for content in notes)


@pytest.mark.parametrize("told", MARKINGS)
def test_everything_bears_the_marking_that_is_told(told: str) -> None:
    """The validator holds that each colour has the id that STIX gives it."""
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        made = json.loads(exported(ledger, "stix", tlp=told)[0])
    options = stix2validator.ValidationOptions(version="2.1", disabled=["uuid-check"], strict_types=True)
    result = stix2validator.validate(io.StringIO(json.dumps(made)), options)
    assert result.is_valid, [error.message for error in result.errors]
    marking, *objects = made["objects"]
    assert marking["definition"]["tlp"] == {"clear": "white"}.get(told, told)
    assert {ref for one in objects for ref in one["object_marking_refs"]} == {marking["id"]}


def test_a_marking_that_stix_has_not_is_refused(book: Ledger) -> None:
    with pytest.raises(WrongQuery, match="amber, red"):
        exported(book, "stix", tlp="amber+strict")


def test_a_report_is_its_publisher_s_and_what_it_says_too(book: Ledger) -> None:
    objects = bundle(book)["objects"]
    names = {one["id"]: one["name"] for one in objects if one["type"] == "identity"}
    published = {names[one["created_by_ref"]] for one in objects if one["type"] == "report"}
    authors = {author for one in objects if one["type"] == "note" for author in one.get("authors", ())}
    assert authors
    assert published - {"Entrevue"} == authors


def test_the_same_engagement_has_the_same_ids_again() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        assert [one["id"] for one in bundle(ledger)["objects"]] == [one["id"] for one in bundle(ledger)["objects"]]


def test_nothing_ends_where_no_end_is_told() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(kind="visit", start="2023-05-22", begins=True)))
        relations = [one for one in bundle(ledger)["objects"] if one["type"] == "relationship"]
        assert {(one["start_time"], "stop_time" in one) for one in relations} == {("2023-05-22T00:00:00.000Z", False)}
        (event,) = [one for one in entities(ledger) if one["schema"] == "Event"]
        assert "endDate" not in event["properties"]
