"""`entrevue serve` says where the reading room is when there is one, and never with a password."""

import socket
import time
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import uvicorn
from typer.testing import CliRunner

from entrevue.cli import app
from entrevue.errors import SettingError
from entrevue.web import serving
from entrevue.wiring import Ledger

BANNER = "Reading room of"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    def run(self: uvicorn.Server, sockets: Any) -> None:
        (one,) = sockets
        one.listen()
        one.accept()[0].close()  # somebody looked whether it answers
        time.sleep(0.5)
        one.close()

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr(serving, "draft_reader", lambda _: Mock())
    for name in ("ENTREVUE_LEDGER", "ENTREVUE_PUBLIC_URL", "ENTREVUE_HOSTS", "ENTREVUE_CORS"):
        monkeypatch.setenv(name, "")  # given back at the end: serving sets them for its processes
    Ledger(tmp_path / "ledger.db").close()
    return str(tmp_path / "ledger.db")


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_it_does_not_come_before_the_address_answers(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def run(self: uvicorn.Server, sockets: Any) -> None:
        time.sleep(0.5)  # what it loads takes longer
        seen.append("loaded")
        sockets[0].listen()
        sockets[0].accept()[0].close()
        time.sleep(0.5)
        sockets[0].close()

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr("entrevue.cli.serve.say", seen.append)
    CliRunner().invoke(app, ["serve", "--ledger", place, "--port", str(free())])
    assert [one.partition(":")[0] for one in seen] == ["loaded", f"{BANNER} {place}"]


def test_it_comes_when_the_address_answers(place: str) -> None:
    port = free()
    said = CliRunner().invoke(app, ["serve", "--ledger", place, "--port", str(port)])
    assert f"{BANNER} {place}: http://127.0.0.1:{port}/" in said.output


def test_none_comes_where_there_is_no_ledger(place: str) -> None:
    said = CliRunner().invoke(app, ["serve", "--ledger", place + "x", "--port", str(free())])
    assert said.exception is not None
    assert BANNER not in said.output


def test_none_comes_where_another_listens(place: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = CliRunner().invoke(app, ["serve", "--ledger", place, "--port", str(taken.getsockname()[1])])
    assert isinstance(said.exception, SettingError)
    assert BANNER not in said.output


def test_it_tells_no_password(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrevue.web.serving.Ledger", lambda *given, **more: Ledger(place))
    address = "postgresql://ada:s3cret@db.example/ledger"
    said = CliRunner().invoke(app, ["serve", "--ledger", address, "--port", str(free())])
    assert f"{BANNER} postgresql://ada:***@db.example/ledger" in said.output
    assert "s3cret" not in said.output
