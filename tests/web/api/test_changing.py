"""What needs a permission: decisions, review, moderation, users and tokens; and replies, which need a sum."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from entrevue.domain.users import Scope
from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.web.books import EMAIL, WORDS, Watch, leave, token_of

Headers = Callable[[str], dict[str, str]]


def decide(client: TestClient, headers: dict[str, str], **wanted: object) -> dict[str, object]:
    answer = client.post("decisions", json=wanted, headers=headers)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_decisions_are_made_listed_and_undone(
    client: TestClient, as_role: Headers, ledger: Ledger, meeting: str
) -> None:
    editor = as_role("editor")
    made = decide(client, editor, verb="correct", engagement=meeting, field="start", value="2023-04-06", why="agenda")
    assert (made["who"], made["why"], made["value"]) == ("The editor", "agenda", "2023-04-06")
    assert ledger.engagement(meeting).start.value == "2023-04-06"
    assert client.post(f"decisions/{made['number']}/undo", headers=editor).status_code == 200
    assert ledger.engagement(meeting).start.value == "2023-04-07"
    assert client.post(f"decisions/{made['number']}/undo", headers=editor).status_code == 409
    assert client.post("decisions/999/undo", headers=editor).status_code == 409
    listed = client.get("decisions").json()["items"]
    assert [one["number"] for one in listed] == [2, 1]
    assert listed[0]["undone_by"] == "The editor"
    assert [one["number"] for one in client.get(f"engagements/{meeting}/history").json()] == [1, 2]
    assert client.get("decisions?limit=1").json()["next"].endswith("cursor=2")


def test_accept_reject_split_and_merge(client: TestClient, as_role: Headers, ledger: Ledger, meeting: str) -> None:
    editor = as_role("editor")
    decide(client, editor, verb="accept", engagement=meeting)
    assert ledger.engagement(meeting).review.value == "accepted"
    decide(client, editor, verb="reject", engagement=meeting, why="a misreading")
    assert meeting not in {one["id"] for one in client.get("engagements").json()["items"]}
    assert meeting in {one["id"] for one in client.get("engagements?rejected=true").json()["items"]}
    stems = ledger.engagement(meeting).stems
    apart = decide(client, editor, verb="split", engagement=meeting, accounts=[stems[1]])
    assert ledger.engagement(stems[1]).id == stems[1]
    merge = {"verb": "merge", "engagement": stems[0], "other": stems[1]}
    refused = client.post("decisions", json=merge, headers=editor)
    assert (refused.status_code, f"undo {apart['number']}" in refused.json()["detail"]) == (409, True)
    client.post(f"decisions/{apart['number']}/undo", headers=editor)
    assert set(ledger.engagement(meeting).stems) == set(stems)


def test_a_decision_about_what_changed_since_is_refused(
    client: TestClient, as_role: Headers, ledger: Ledger, meeting: str
) -> None:
    editor = as_role("editor")
    seen = client.get(f"engagements/{meeting}").json()["version"]
    number = ledger.reject(meeting, who="bob").number
    refused = client.post("decisions", json={"verb": "accept", "engagement": meeting, "seen": seen}, headers=editor)
    assert refused.status_code == 409
    assert f"bob: reject ({number}, " in refused.json()["detail"]
    assert ledger.engagement(meeting).review.value == "rejected"
    again = client.get(f"engagements/{meeting}").json()["version"]
    decide(client, editor, verb="accept", engagement=meeting, seen=again)
    assert ledger.engagement(meeting).review.value == "accepted"


def test_a_decision_about_persons_who_changed_since_is_refused(
    client: TestClient, as_role: Headers, ledger: Ledger
) -> None:
    editor = as_role("editor")
    burns, wray = (client.get(f"persons?name={name}").json()[0]["id"] for name in ("burns", "wray"))
    seen, other = (client.get(f"persons/{one}").json()["version"] for one in (burns, wray))
    number = ledger.same_person(burns, wray, who="bob").number
    apart = {"verb": "not-same-person", "person": burns, "other": wray, "seen": seen, "other_seen": other}
    refused = client.post("decisions", json=apart, headers=editor)
    assert (refused.status_code, f"bob: same-person ({number}, " in refused.json()["detail"]) == (409, True)


def test_persons_are_made_one_and_kept_apart(client: TestClient, as_role: Headers, ledger: Ledger) -> None:
    editor = as_role("editor")
    burns, wray = (client.get(f"persons?name={name}").json()[0]["id"] for name in ("burns", "wray"))
    decide(client, editor, verb="same-person", person=burns, other=wray)
    assert ledger.person(burns).id == ledger.person(wray).id
    decide(client, editor, verb="not-same-person", person=burns, other=wray)
    assert ledger.person(burns).id != ledger.person(wray).id
    assert len(client.get(f"persons/{burns}/history").json()) == 2


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({"verb": "correct", "engagement": "ID", "field": "colour", "value": "red"}, 409, "no field “colour”"),
        ({"verb": "correct", "engagement": "ID", "field": "start", "value": "soon"}, 409, "is no date"),
        ({"verb": "accept", "engagement": "nothing"}, 404, "no engagement"),
        ({"verb": "merge", "engagement": "ID", "other": "ID"}, 409, "one engagement already"),
        ({"verb": "dance", "engagement": "ID"}, 422, "'accept'"),
        ({"verb": "accept", "engagement": "ID", "colour": "red"}, 422, "Extra inputs"),
        ({"verb": "accept", "engagement": "\0"}, 400, "NUL"),
        ([], 422, "dictionary"),
    ],
)
def test_impossible_decisions_are_refused(
    client: TestClient, as_role: Headers, ledger: Ledger, meeting: str, wanted: object, status: int, said: str
) -> None:
    before = ledger.history()
    if isinstance(wanted, dict):
        wanted = {name: meeting if value == "ID" else value for name, value in wanted.items()}
    answer = client.post("decisions", json=wanted, headers=as_role("editor"))
    assert answer.status_code == status
    assert said in answer.json()["detail"]
    assert ledger.history() == before


def test_the_queue_and_candidates(client: TestClient, as_role: Headers, ledger: Ledger, meeting: str) -> None:
    editor = as_role("editor")
    ledger.undo(who="The editor")  # the decision on the city, about which reports contradict each other
    found = client.get("queue", headers=editor).json()
    assert {one["engagement"]["id"] for one in found["items"]} == {one.id for one in ledger.find()}
    assert found["open"] == found["looked_at"] == 2
    assert "conflict" in {doubt["kind"] for one in found["items"] for doubt in one["doubts"]}
    first = client.get("queue?looks_at=1", headers=editor).json()
    second = client.get(f"http://testserver{first['next']}", headers=editor).json()
    assert first["items"][0]["engagement"]["id"] != second["items"][0]["engagement"]["id"]
    assert isinstance(client.get(f"engagements/{meeting}/candidates", headers=editor).json(), list)


def reply(client: TestClient, about: str, **changes: str) -> dict[str, str]:
    asked = client.post("challenges", json={"about": about}).json()
    left, right = asked["question"].removesuffix(" =").split(" × ")
    written = {"about": about, "name": "Bea", "email": "bea@example.org", "text": "So it was."}
    return written | {"challenge": asked["challenge"], "answer": str(int(left) * int(right))} | changes


def test_a_reply_waits_for_its_moderator(client: TestClient, as_role: Headers, meeting: str) -> None:
    written = reply(client, meeting, field="city", value="Salé")
    kept = client.post("replies", json=written)
    assert (kept.status_code, kept.json()["state"]) == (202, "pending")
    assert "So it was." not in client.get(f"replies?about={meeting}").text
    editor = as_role("editor")
    waiting = client.get("moderation", headers=editor).json()["items"]
    assert waiting[-1]["reply"]["proposes"]["value"] == "Salé"
    ruled = client.post(f"moderation/{kept.json()['id']}", json={"ruling": "accept"}, headers=editor).json()
    assert (ruled["state"], ruled["moderated_by"]) == ("published", "The editor")
    assert client.get(f"engagements/{meeting}").json()["engagement"]["city"]["value"] == "Salé"
    assert "So it was." in client.get(f"replies?about={meeting}").text
    refused = client.post(f"moderation/{kept.json()['id']}", json={"ruling": "refuse", "why": "spam"}, headers=editor)
    assert refused.json()["why"] == "spam"
    assert "So it was." not in client.get(f"replies?about={meeting}").text
    assert "bea@example.org" not in kept.text + refused.text


def test_a_challenge_is_good_once_for_ten_minutes(client: TestClient, watch: Watch, meeting: str) -> None:
    def answer(**changes: str) -> str:
        got = client.post("replies", json=reply(client, meeting, **changes))
        return "" if got.status_code == 202 else f"{got.status_code} {got.json()['detail']}"

    written = reply(client, meeting)
    assert client.post("replies", json=written).status_code == 202
    assert client.post("replies", json=written).json()["detail"] == "answer: used"
    assert answer(answer="1") == "422 answer: wrong"
    assert answer(name="") == "422 name: missing"
    assert answer(email="nowhere") == "422 email: no address"
    assert answer(challenge="made.up") == "422 answer: unknown"
    late = reply(client, meeting)
    watch.move(minutes=11)
    assert client.post("replies", json=late).json()["detail"] == "answer: late"
    assert client.post("challenges", json={"about": "nothing"}).status_code == 404


def test_a_script_that_guesses_is_slowed_down(client: TestClient, meeting: str) -> None:
    written = reply(client, meeting)
    answers = [client.post("replies", json=written | {"answer": str(guess)}) for guess in range(1000)]
    assert sum(one.status_code == 202 for one in answers) == 0
    assert sum(one.status_code == 429 for one in answers) >= 975
    assert int(answers[-1].headers["retry-after"]) > 0


def test_users_are_added_and_changed(client: TestClient, as_role: Headers) -> None:
    boss = as_role("administrator")
    new = {"name": "dora", "password": "four quiet words here", "role": "editor"}
    added = client.post("users", json=new, headers=boss)
    assert added.status_code == 201
    assert "four quiet" not in added.text
    assert client.post("users", json=new, headers=boss).status_code == 422
    assert client.post("users", json=new | {"name": "e", "password": "short"}, headers=boss).status_code == 422
    changed = client.patch("users/dora", json={"role": "reader", "active": False}, headers=boss).json()
    assert (changed["role"], changed["active"]) == ("reader", False)
    assert client.patch("users/nobody", json={}, headers=boss).status_code == 404
    assert client.patch("users/administrator", json={"role": "reader"}, headers=boss).status_code == 422
    assert "dora" in {one["name"] for one in client.get("users", headers=boss).json()}


def test_tokens_carry_no_more_than_who_makes_them(client: TestClient, ledger: Ledger) -> None:
    narrow = {"authorization": f"Bearer {token_of(ledger, 'administrator', Scope.ADMINISTER)}"}
    assert client.post("tokens", json={"label": "more", "scopes": ["decide"]}, headers=narrow).status_code == 403
    made = client.post("tokens", json={"label": "same", "scopes": ["administer"], "days": 1}, headers=narrow).json()
    secret = {"authorization": f"Bearer {made['secret']}"}
    assert client.get("tokens", headers=secret).status_code == 200
    assert made["secret"] not in client.get("tokens", headers=secret).text
    assert client.delete(f"tokens/{made['token']['id']}", headers=narrow).json()["revoked"]
    assert client.get("tokens", headers=secret).status_code == 401


def test_who_asks(client: TestClient, ledger: Ledger, watch: Watch) -> None:
    secret = token_of(ledger, "editor", Scope.READ)
    asker = client.get("me", headers={"authorization": f"Bearer {secret}"}).json()
    assert (asker["user"]["name"], asker["scopes"]) == ("editor", ["read"])
    ledger.users.disable("editor")
    assert client.get("me", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_a_sign_in_works_too_but_not_from_another_site(client: TestClient, ledger: Ledger, meeting: str) -> None:
    signed = ledger.users.sign_in("editor", WORDS)
    assert signed
    cookie = {"cookie": f"entrevue={signed.secret}"}
    wanted = {"verb": "accept", "engagement": meeting}
    own = {"origin": "http://testserver"}
    assert client.post("decisions", json=wanted, headers=cookie | own).status_code == 201
    for forged in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert client.post("decisions", json=wanted, headers=cookie | forged).status_code == 403
    assert client.get("me", headers=cookie | {"authorization": "Bearer nothing"}).status_code == 401


def test_requests_are_limited_by_address_and_by_token(ledger: Ledger) -> None:
    app = create_app(ledger, SiteSettings(api_rates=("3/minute", "5/minute")))
    with TestClient(app, base_url="http://testserver/api/v1") as client:
        assert [client.get("topics").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("topics")
        assert refused.headers["content-type"] == "application/problem+json"
        assert 0 < int(refused.headers["retry-after"]) <= 60
        token = {"authorization": f"Bearer {token_of(ledger, 'reader')}"}
        assert [client.get("topics", headers=token).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_moderator_needs_the_permission_to_decide_for_a_correction(
    client: TestClient, ledger: Ledger, meeting: str
) -> None:
    waiting = leave(ledger, meeting, "Elsewhere.", field="city", value="Salé")
    only = {"authorization": f"Bearer {token_of(ledger, 'editor', Scope.MODERATE)}"}
    assert client.post(f"moderation/{waiting}", json={"ruling": "accept"}, headers=only).status_code == 403
    assert client.post(f"moderation/{waiting}", json={"ruling": "publish"}, headers=only).status_code == 200
    assert ledger.engagement(meeting).city.value == "Rabat"


def test_nothing_private_is_kept_by_caches(client: TestClient, as_role: Headers) -> None:
    answer = client.get("moderation", headers=as_role("editor"))
    assert answer.headers["cache-control"] == "private, no-store"
    assert EMAIL not in answer.text
