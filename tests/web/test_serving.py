"""How a site is served: by processes of their own sockets, from pages that are made in turn and kept."""

import gc
import pickle
import socket
import sys
from multiprocessing.reduction import ForkingPickler

import pytest
from fastapi.testclient import TestClient

from entrevue.errors import SettingError
from entrevue.web.kept import Kept, Packed
from entrevue.web.serving import _address
from entrevue.wiring import Ledger
from tests.web.books import furnish, meeting_of

LINES = 64


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one socket is shared")
def test_every_process_has_a_socket_of_its_own_at_one_address() -> None:
    first = _address("127.0.0.1", 0)
    second = pickle.loads(ForkingPickler.dumps(first))
    assert second.getsockname() == first.getsockname()
    for one in (first, second):
        one.listen(LINES)
        one.setblocking(False)
    lines = [socket.create_connection(first.getsockname()) for _ in range(LINES)]
    accepted = [_accept_all(one) for one in (first, second)]
    assert sum(accepted) == LINES
    assert min(accepted) > 0
    for one in (*lines, first, second):
        one.close()


def _accept_all(one: socket.socket) -> int:
    count = 0
    while True:
        try:
            one.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_an_address_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingError, match="cannot listen"):
            _address("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("kind", [Kept, Packed])
def test_things_are_kept_until_their_stamp_changes_and_the_oldest_go(kind: type[Kept]) -> None:
    kept = kind(2)
    made: list[tuple[str, int]] = []

    def make() -> tuple[str, int]:
        made.append(asked)
        return asked

    for asked in (("a", 1), ("a", 1), ("a", 2), ("b", 2), ("c", 2), ("a", 2)):
        assert kept.get(*asked, make) == asked
    assert made == [("a", 1), ("a", 2), ("b", 2), ("c", 2), ("a", 2)]


def test_a_page_leaves_nothing_to_the_garbage_collector(client: TestClient, ledger: Ledger) -> None:
    furnish(ledger)
    paths = [f"/engagements/{meeting_of(ledger)}", "/states/MA", "/pairs/MA/US"]
    for path in paths:
        assert client.get(path).status_code == 200
    ledger.correct(meeting_of(ledger), "city", "Salé", who="ada")  # what was kept is made anew
    gc.collect()
    gc.disable()
    try:
        for path in paths:
            assert client.get(path).status_code == 200
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left = [one for one in gc.garbage if type(one).__module__.startswith(("entrevue.domain", "jinja2"))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == []


def test_a_sign_in_does_not_discard_what_is_kept(client: TestClient, ledger: Ledger) -> None:
    furnish(ledger)
    client.get("/states/MA")
    site = client.app.state.site  # type: ignore[attr-defined]
    ((key, held),) = site.dossiers._things.items()
    ledger.users.add("somebody", "several quiet words in a row")
    client.get("/states/MA")
    assert site.dossiers._things[key] is held


def test_what_is_wrong_is_said_in_the_language_of_the_page(client: TestClient) -> None:
    answer = client.get("/fr/engagements", params={"state": "Atlantide"})
    assert answer.status_code == 400
    assert "Aucun État ne s’appelle « Atlantide »" in answer.text
    problem = client.get("/api/v1/engagements", params={"state": "Atlantide"}, headers={"accept-language": "fr"}).json()
    assert "« Atlantide »" in problem["detail"]
