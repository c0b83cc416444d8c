"""What those who run a server ask of it: probes, figures, logs; and a site that stands under a path of its host."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.errors import UnusableLedger
from entrevue.web import create_app
from entrevue.web.operations import JsonFormatter, area_of, logging_config
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

ROOT = "/entrevue"


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of one engagement."""
    ledger.record(reading(Told(), url="https://a.example/1"))
    return ledger


@pytest.fixture
def rooted(filled: Ledger) -> Iterator[TestClient]:
    """A site under a path, with figures and an access log."""
    settings = SiteSettings(root_path=ROOT, metrics=True, access_log=True)
    with TestClient(create_app(filled, settings), raise_server_exceptions=False) as client:
        yield client


def paths(ledger: Ledger) -> list[str]:
    """A page of every kind."""
    one = ledger.find()[0]
    return [
        "/", "/engagements", f"/engagements/{one.id}", f"/reports/{ledger.accounts(one.id)[0].context.report}",
        f"/persons/{one.participants[0].person}", "/states/MA", "/pairs/MA/US", "/search?q=burns", "/check", "/about",
        "/sign-in", "/api", "/nothing", "/engagements.atom",
    ]  # fmt: skip


def test_every_address_in_every_page_stays_under_the_path(rooted: TestClient, filled: Ledger) -> None:
    for path in paths(filled):
        for language in ("", "/fr"):
            answer = rooted.get(f"{ROOT}{language}{path}")
            assert answer.status_code in {200, 404}, path
            own = re.findall(r"""(?:href|src|action|srcset|data-[a-z]+|poster)=["'](/[^"']*)""", answer.text)
            assert own or "atom" in path, path
            assert [one for one in own if not one.startswith((f"{ROOT}/", f"{ROOT}?"))] == [], path


def test_it_does_not_matter_whether_the_proxy_takes_the_path_off(rooted: TestClient) -> None:
    assert rooted.get(f"{ROOT}/engagements").text == rooted.get("/engagements").text
    assert rooted.get(ROOT).status_code == 200
    assert rooted.get("/entrevues").status_code == 404


def test_redirects_stay_under_the_path(rooted: TestClient) -> None:
    answer = rooted.get(f"{ROOT}/desk", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ROOT}/sign-in?next=")


@pytest.mark.parametrize("path", ["/engagements/", "/fr/engagements/", "/states/MA/", "/api/v1/engagements/"])
def test_a_slash_too_many_leads_to_the_page_in_its_language_and_under_the_path(rooted: TestClient, path: str) -> None:
    for asked in (path, ROOT + path):
        answer = rooted.get(f"{asked}?limit=1", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, f"{ROOT}{path[:-1]}?limit=1")


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/fr//evil.example/", "/%2fevil.example/", "/\\evil.example//", "//"]
)
def test_no_slash_leads_elsewhere(rooted: TestClient, path: str) -> None:
    assert rooted.get(f"http://testserver{path}", follow_redirects=False).status_code == 404


def test_links_in_pages_lead_to_pages(rooted: TestClient) -> None:
    home = rooted.get(f"{ROOT}/").text
    links = set(re.findall(r'href="(/[^"#]*)"', home))
    assert len(links) > 8
    for link in links:
        assert rooted.get(link).status_code == 200, link


def test_probes_answer_under_any_name_and_under_the_path(rooted: TestClient, client: TestClient) -> None:
    for prefix in ("", ROOT):
        for path, says in (("/healthz", "alive"), ("/readyz", "ready")):
            answer = rooted.get(prefix + path, headers={"Host": "10.0.0.7"})
            assert (answer.status_code, answer.text) == (200, f"{says}\n")
            assert answer.headers["cache-control"] == "no-store"
    assert client.get("/readyz").status_code == 200
    assert client.post("/readyz").status_code in {404, 405}


def test_a_ledger_that_does_not_answer_is_not_ready(
    filled: Ledger, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise UnusableLedger("secret.db: is gone")

    monkeypatch.setattr(client.app.state.site.ledger, "stamp", gone)  # type: ignore[attr-defined]
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the ledger does not answer\n")
    assert client.get("/healthz").status_code == 200


def test_figures_are_counted_and_off_by_default(rooted: TestClient, client: TestClient) -> None:
    rooted.get(f"{ROOT}/engagements")
    rooted.get(f"{ROOT}/nothing")
    shown = rooted.get("/metrics").text
    assert 'entrevue_requests_total{area="engagements",method="GET",status="2xx"} 1.0' in shown
    assert 'entrevue_requests_total{area="other",method="GET",status="4xx"} 1.0' in shown
    assert 'entrevue_request_seconds_bucket{area="engagements",le="+Inf"} 1.0' in shown
    assert 'entrevue_ledger{kind="reports"} 1.0' in shown
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("path", "area"),
    [("/", "home"), ("/fr", "home"), ("/fr/persons/p-x", "persons"), ("/engagements.atom", "engagements"),
     ("/api/v1/engagements", "api"), ("/wp-login.php", "other"), ("/static/room.css", "static")],
)  # fmt: skip
def test_addresses_are_counted_in_few_areas(path: str, area: str) -> None:
    assert area_of(path) == area


def test_the_access_log_has_a_line_a_request(rooted: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "entrevue.access"):
        rooted.get(f"{ROOT}/search?q=%1b[2J")
    (record,) = caplog.records
    assert re.fullmatch(r"testclient GET /search\?q=%1b\[2J 200 \d+ [\d.]+ms", record.getMessage())
    told = json.loads(JsonFormatter().format(record))
    assert (told["status"], told["method"], told["level"]) == (200, "GET", "info")


def test_without_asking_nothing_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "entrevue.access"):
        client.get("/")
    assert caplog.records == []


def test_a_failure_in_the_log_is_one_object_too() -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "no", (), __import__("sys").exc_info())
    told = json.loads(JsonFormatter().format(record))
    assert told["message"] == "no"
    assert "ValueError" in told["traceback"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_configuration_of_the_log_is_one_that_python_takes(form: str) -> None:
    config = logging_config(form)
    assert set(config["loggers"]) == {"uvicorn", "entrevue", "entrevue.connections"}
    assert ("()" in config["formatters"]["told"]) is (form == "json")
