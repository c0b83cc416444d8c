"""Downloads are exactly what a page shows, in every format; too many engagements are refused in one sentence."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from entrevue.exchange import FORMATS
from entrevue.settings import WEB


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_file(reader: TestClient, name: str) -> None:
    answer = reader.get("/download", params={"format": name})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="entrevue.{FORMATS[name].suffix}"'
    assert len(answer.content) > 50
    assert answer.headers["entrevue-losses"].isdecimal()


def shown(reader: TestClient, address: str) -> set[str]:
    return set(re.findall(r'href="/engagements/([a-z0-9]{12})"', reader.get(address).text))


@pytest.mark.parametrize(
    "address", ["/engagements", "/engagements?kind=visit", "/engagements?q=Wray", "/states/US", "/engagements?state=JP"]
)
def test_a_download_holds_what_the_page_shows(reader: TestClient, address: str) -> None:
    page = reader.get(address).text
    form = re.search(r'<form class="download".*?</form>', page, re.S)
    if form is None:
        assert not shown(reader, address)
        return
    asked = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form.group())
    lines = reader.get("/download", params=[*asked, ("format", "jsonl")]).text.splitlines()
    found = {line["id"] for line in map(json.loads, lines) if line["type"] == "engagement"}
    assert found == shown(reader, address)


def test_an_engagement_comes_alone(reader: TestClient) -> None:
    (one, *_) = shown(reader, "/engagements?kind=visit")
    answer = reader.get("/download", params={"format": "csl", "engagement": one})
    assert f"entrevue-{one}.csl.json" in answer.headers["content-disposition"]
    assert len(json.loads(answer.content)) == 1
    assert reader.get("/download", params={"engagement": "nothing"}).status_code == 404


def test_mistakes_are_said(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "o format is called “pdf”" in reader.get("/download?format=pdf").text
    assert reader.get("/download?format=pdf").status_code == 400
    monkeypatch.setattr("entrevue.web.downloads.WEB", replace(WEB, exported=1))
    answer = reader.get("/download?format=csv")
    assert answer.status_code == 400
    assert "more than the 1 that a download holds" in answer.text


def test_the_api_gives_the_same(reader: TestClient) -> None:
    names = [one["name"] for one in reader.get("/api/v1/exports").json()]
    assert names == list(FORMATS)
    table = reader.get("/api/v1/exports/csv", params={"table": "engagements", "kind": "visit"})
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert {row["id"] for row in rows} == shown(reader, "/engagements?kind=visit")
    lost = reader.get("/api/v1/exports/ics/losses").json()
    assert sum(one["count"] for one in lost) == int(reader.get("/api/v1/exports/ics").headers["entrevue-losses"])
    assert reader.get("/api/v1/exports/pdf").status_code == 400
    assert reader.get("/api/v1/exports/csv?table=x").status_code == 400
    assert reader.get("/api/v1/exports/csv?secret=1").status_code == 422
    assert reader.get("/api/v1/exports/stix?tlp=amber").json()["objects"][0]["definition"] == {"tlp": "amber"}
    assert reader.get("/api/v1/exports/stix?tlp=blue").status_code == 400
