"""`entrevue serve` as it is deployed: two processes behind a real nginx with the configuration that is shipped."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

DEPLOY = Path(__file__).parents[2] / "deploy"
NOTE = "nginx is not installed: serving behind a proxy was not tested (apt-get install nginx-light)"
PATIENCE = 180.0  # seconds: two processes load on a busy machine


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def nginx_configuration(folder: Path, port: int, behind: int) -> str:
    """What is shipped, on a port of its own and without certificates."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"\n\s+ssl_\w+ .*", "", site).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("ledger.example.org", "127.0.0.1")
    kinds = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {kinds} {site} }}"


def get(port: int, path: str, *, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Status, text and headers."""
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", method=method), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def wait_for(port: int, path: str) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if get(port, path)[0] < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"nothing answers at {port}{path}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, subprocess.Popen[bytes], Path]]:
    """The proxy's port, the server's, its process, and its log."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.fail(NOTE)
    folder = tmp_path_factory.mktemp("proxy")
    with Ledger(folder / "ledger.db") as ledger:
        ledger.record(reading(Told(), url="https://a.example/1"))
    port, behind = free_port(), free_port()
    (folder / "nginx.conf").write_text(nginx_configuration(folder, port, behind), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "entrevue"), "serve", "--ledger", str(folder / "ledger.db")]
    command += ["--port", str(behind), "--workers", "2", "--root-path", "/entrevue", "--metrics", "--access-log"]
    command += ["--log-format", "json", "--public-url", f"http://127.0.0.1:{port}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        proxy = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=log)
        try:
            wait_for(behind, "/readyz")
            wait_for(port, "/entrevue/")
            yield port, behind, server, folder / "log"
        finally:
            proxy.send_signal(signal.SIGTERM)
            server.kill()
            proxy.wait(PATIENCE)
            server.wait(PATIENCE)


def test_pages_are_reached_through_the_proxy_by_their_own_links(
    served: tuple[int, int, subprocess.Popen[bytes], Path],
) -> None:
    port = served[0]
    status, home, _ = get(port, "/entrevue/")
    assert status == 200
    links = {link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"#]*)"', home)}
    assert all(link.startswith("/entrevue/") for link in links)
    assert {link: get(port, link)[0] for link in links} == dict.fromkeys(links, 200)
    assert f"http://127.0.0.1:{port}/entrevue/engagements" in get(port, "/entrevue/engagements.atom")[1]


def test_the_path_without_its_slash_leads_there(served: tuple[int, int, subprocess.Popen[bytes], Path]) -> None:
    assert get(served[0], "/entrevue")[0] == 200


def test_probes_and_figures_are_not_public(served: tuple[int, int, subprocess.Popen[bytes], Path]) -> None:
    port, behind, _, _ = served
    for path in ("healthz", "readyz", "metrics"):
        assert get(port, f"/entrevue/{path}")[0] == 404
        assert get(behind, f"/{path}")[0] == 200


def test_processes_count_together(served: tuple[int, int, subprocess.Popen[bytes], Path]) -> None:
    port, behind, _, _ = served
    before = float(re.search(r"about.*2xx\"} ([\d.]+)", get(behind, "/metrics")[1])[1]) if "about" in get(behind, "/metrics")[1] else 0.0  # type: ignore[index] # fmt: skip # noqa: E501
    for _ in range(12):
        assert get(port, "/entrevue/about")[0] == 200
    found = re.search(
        r'entrevue_requests_total{area="about",method="GET",status="2xx"} ([\d.]+)', get(behind, "/metrics")[1]
    )
    assert found is not None
    assert float(found[1]) == before + 12


def test_the_log_tells_whom_the_proxy_served(served: tuple[int, int, subprocess.Popen[bytes], Path]) -> None:
    port, _, _, log = served
    get(port, "/entrevue/search?q=proxied")
    until = time.monotonic() + PATIENCE  # what is asked for is answered before it is written down
    while '"path": "/search?q=proxied"' not in (told := log.read_text(encoding="utf-8")) and time.monotonic() < until:
        time.sleep(0.05)
    assert '"path": "/search?q=proxied"' in told


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_it_stops_gracefully(served: tuple[int, int, subprocess.Popen[bytes], Path]) -> None:
    _, behind, server, _ = served
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) in {0, -signal.SIGTERM}
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.1", behind), 5):
        pass
