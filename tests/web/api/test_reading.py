"""What anybody may read: every resource answers what the ledger holds."""

import pytest
from fastapi.testclient import TestClient

from entrevue.web.api import engagements
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading
from tests.web.books import CLAIM, EMAIL


def test_engagements_by_filters(client: TestClient, meeting: str) -> None:
    def found(**filters: str | list[str]) -> list[str]:
        answer = client.get("engagements", params=filters)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

    assert len(found()) == 2
    assert found(kind="meeting") == [meeting]
    assert found(state=["MA", "États-Unis"]) == found()
    assert found(since="2023-03") == [meeting]
    assert found(until="2023-02-21", visitor="US", host="MA") == [one for one in found() if one != meeting]
    assert found(organisation="FBI", topic="security") == found(text="Wray")
    assert found(place="Rabat", status="held", kind="meeting") == [meeting]
    assert found(kind="call") == []


def test_one_engagement_with_everything_around_it(client: TestClient, meeting: str) -> None:
    sheet = client.get(f"engagements/{meeting}").json()
    assert sheet["engagement"]["city"]["value"] == "Rabat"
    assert {said["value"] for said in sheet["engagement"]["city"]["sayings"]} == {"Rabat", "Témara"}
    assert [one["verb"] for one in sheet["decisions"]] == ["correct"]
    assert [one["text"] for one in sheet["replies"]] == ["It began a day earlier."]
    assert [one["record"]["quote"] for one in sheet["claims"]] == [CLAIM]
    other = next(one for one in sheet["engagement"]["accounts"] if one != meeting)
    assert client.get(f"engagements/{other}").json()["engagement"]["id"] == meeting


def test_evidence_stands_in_the_report(client: TestClient, meeting: str) -> None:
    accounts = client.get(f"engagements/{meeting}/accounts").json()["items"]
    assert len(accounts) == 2
    for account in accounts:
        assert client.get(f"accounts/{account['id']}").json() == account
        text = client.get(f"reports/{account['origin']['report']}").json()["text"]
        spans = list(account["record"]["evidence"].values())
        spans += [span for one in account["record"]["participants"] for span in one["evidence"].values()]
        assert len(spans) > 5
        for span in spans:
            assert text[span["start"] : span["end"]] == span["quote"]


def test_a_report_with_what_it_tells(client: TestClient, meeting: str) -> None:
    listed = client.get("reports").json()["items"]
    assert {one["title"] for one in listed} == {"Visite à Rabat", "In Morocco", "Le directeur du FBI"}
    sheet = client.get(f"reports/{listed[0]['id']}").json()
    assert sheet["report"] == listed[0]
    assert set(sheet["engagements"].values()) == {meeting}
    assert sheet["claims"][0]["record"]["quote"] == CLAIM
    assert client.get(f"reports/{listed[0]['id']}?version=2").status_code == 404


def test_claims_come_with_verdicts(client: TestClient, meeting: str) -> None:
    (judged,) = client.get("claims").json()["items"]
    assert judged["claim"]["record"]["quote"] == CLAIM
    assert judged["verdict"]["outcome"] in {"supported", "contradicted", "not enough known"}
    assert client.get(f"engagements/{meeting}/claims").json() == {"items": [judged], "next": None}


def test_accounts_and_claims_of_an_engagement_come_a_page_at_a_time(
    client: TestClient, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many reports tell of an engagement, one answer holds a bounded number of them, and says how many there are."""
    whole = client.get(f"engagements/{meeting}/accounts").json()["items"]
    one = client.get(f"engagements/{meeting}/accounts?limit=1").json()
    two = client.get(f"http://testserver{one['next']}").json()
    assert [*one["items"], *two["items"]] == whole
    assert two["next"] is None
    assert client.get(f"engagements/{meeting}/accounts?limit=201").status_code == 422
    assert client.get(f"engagements/{meeting}/accounts?cursor=a-none").status_code == 404
    assert client.get(f"engagements/{meeting}/claims?limit=51").status_code == 422
    monkeypatch.setattr(engagements, "MOST", 1)
    sheet = client.get(f"engagements/{meeting}").json()
    assert sheet["accounts"] == whole[:1]
    assert sheet["accounts_in_all"] == 2


def test_persons_and_dossiers(client: TestClient) -> None:
    (wray,) = client.get("persons?name=wray").json()
    assert wray["tenures"][0]["organization"] == "FBI"
    shown = client.get(f"persons/{wray['id']}").json()
    assert shown == wray | {"version": shown["version"]}
    assert client.get(f"persons/{wray['id']}/history").json() == []
    totals = {
        path: client.get(path).json()["total"]
        for path in (f"persons/{wray['id']}/dossier", "organisations/FBI", "states/MA", "pairs/MA/US")
    }
    assert list(totals.values()) == [1, 1, 2, 2]
    assert client.get("dossiers?who=Maroc&with=US").json() == client.get("pairs/MA/US").json()
    pair = client.get("pairs/MA/US").json()
    assert {"visitor": "US", "host": "MA", "visits": 1} in pair["flows"]


def test_network_timeline_topics_and_totals(client: TestClient) -> None:
    ties = client.get("network?sides=true").json()
    assert [(one["one"], one["other"], one["engagements"]) for one in ties] == [("MA", "US", 2)]
    assert len(client.get("network?limit=1").json()) == 1
    timeline = client.get("timeline?state=MA").json()
    assert timeline == {
        "total": 2,
        "years": [{"year": 2023, "engagements": 2}],
        "first": "2023-02-21",
        "last": "2023-04-07",
    }
    assert {"id": "cyber"} in client.get("topics").json()
    assert client.get("status").json()["totals"]["reports"] == 3


def test_search_is_grouped_and_in_the_readers_language(client: TestClient, meeting: str) -> None:
    found = client.get("search?q=Maroc", headers={"accept-language": "fr"}).json()
    assert found["states"] == [{"code": "MA", "name": "Maroc"}]
    french = client.get("search?q=Maroc", headers={"accept-language": "fr"}).headers["etag"]
    english = client.get("search?q=Maroc", headers={"accept-language": "en", "if-none-match": french})
    assert english.json()["states"] == [{"code": "MA", "name": "Morocco"}]
    assert [one["name"] for one in client.get("search?q=Hammouchi").json()["persons"]] == ["Abdellatif Hammouchi"]
    assert client.get("search?q=Témara").json()["engagements"][0]["id"] == meeting


def test_paging_gives_everything_once(client: TestClient, ledger: Ledger) -> None:
    days = [f"2022-0{month}-{day:02d}" for month in (3, 4) for day in range(1, 12)] + [None, None]
    for place, day in enumerate(days):
        told = Told(start=day, city=f"City {place}", country="KE", actors=((None, None, None, "KE", "host"),))
        ledger.record(reading(told, url=f"https://p.example/{place}", claim="la deuxième visite"))
    for path, total in (("engagements", len(days) + 2), ("reports", len(days) + 3), ("claims", len(days) + 1)):
        seen: list[str] = []
        address: str | None = f"/api/v1/{path}?limit=5"
        while address:
            answer = client.get(f"http://testserver{address}")
            page = answer.json()
            seen += [(one.get("claim") or one)["id"] for one in page["items"]]
            address = page["next"]
            assert (f'<{address}>; rel="next"' == answer.headers.get("link")) or path == "claims" or not address
        assert len(seen) == len(set(seen)) == total, path


def test_a_page_keeps_its_filters(client: TestClient) -> None:
    address = client.get("engagements?state=MA&state=US&limit=1").json()["next"]
    assert address.count("state=") == 2
    answer = client.get(f"http://testserver{address}").json()
    assert len(answer["items"]) == 1
    assert answer["next"] is None


def test_answers_are_kept_until_something_is_written(client: TestClient, ledger: Ledger, meeting: str) -> None:
    for path in (
        "engagements",
        f"engagements/{meeting}",
        "reports",
        "states/MA",
        "timeline",
        "status",
        "replies?about=" + meeting,
    ):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == tag
    ledger.accept(meeting, who="The editor")
    assert client.get("engagements", headers={"if-none-match": tag}).status_code == 200
    assert client.get("engagements").headers["etag"] != tag


def test_head_answers_as_get(client: TestClient) -> None:
    answer = client.head("engagements")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"]


def test_no_address_of_a_replier_is_in_any_answer(client: TestClient, as_role: object, meeting: str) -> None:
    headers = as_role("administrator")  # type: ignore[operator]
    paths = client.get("openapi.json").json()["paths"]
    ids = {"id": meeting, "code": "MA", "one": "MA", "other": "US", "name": "FBI", "number": "1"}
    asked = 0
    for path, operations in paths.items():
        if "get" not in operations:
            continue
        needed = {
            p["name"]: "a" for p in operations["get"].get("parameters", ()) if p["in"] == "query" and p["required"]
        }
        if "about" in needed:
            needed["about"] = meeting
        told = ids | {"name": "csv"} if "/exports/" in path else ids
        filled = path.format_map(told)
        answer = client.get(f"http://testserver{filled}", params=needed, headers=headers)
        assert answer.status_code in {200, 404}, (path, answer.text)
        assert EMAIL not in answer.text, path
        asked += answer.status_code == 200
    assert asked > 20
    assert "It began a day earlier." in client.get("moderation?state=published", headers=headers).text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("engagements?colour=red", 422, "there are: changed, collection, cursor, host, kind"),
        ("engagements?kind=dance", 422, "'visit', 'meeting'"),
        ("engagements?kind=visit&kind=call", 422, "kind: may be given once"),
        ("engagements?since=soon", 400, "2023-04-07"),
        ("engagements?state=Atlantis", 400, "no state is called “Atlantis”"),
        ("engagements?limit=0", 422, "greater than or equal to 1"),
        ("engagements?limit=9999", 422, "less than or equal to 200"),
        ("engagements?cursor=nothing", 404, "no engagement 'nothing'"),
        ("engagements?text=%00", 400, "NUL"),
        ("engagements/nothing", 404, "no engagement 'nothing'"),
        ("reports/r-nothing", 404, "no report 'r-nothing'"),
        ("persons/p-nothing", 404, "no person"),
        ("topics?sort=name", 422, "there are none here"),
        ("states/Morocco", 422, "pattern"),
        ("dossiers?who=nobody", 404, "person, organisation or state"),
        ("nothing", 404, "Not Found"),
        ("persons", 422, "name: Field required"),
    ],
)
def test_what_is_wrong_is_said_as_a_problem(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert said in problem["detail"]
    assert set(problem) == {"type", "title", "status", "detail"}
