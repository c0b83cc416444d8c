"""`entrevue user` and `entrevue token`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.replies import Draft
from entrevue.domain.users import Role
from tests.ledger.readings import Told, reading

WORDS = "three quiet words"


def run(path: Path, *arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
    code = "import sys; from entrevue.cli import main; sys.argv[0] = 'entrevue'; main()"
    command = [sys.executable, "-c", code, *arguments]
    environment = os.environ | {"ENTREVUE_LEDGER": str(path)}
    return subprocess.run(command, input=password, capture_output=True, text=True, check=False, env=environment)


def test_the_first_administrator_and_a_token(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    entrevue.Ledger(path).close()
    done = run(path, "user", "add", "ada", "--role", "administrator", "--password-stdin", password=f"{WORDS}\n")
    assert (done.returncode, done.stdout) == (0, "ada  administrator\n")
    made = run(path, "token", "add", "ada", "script", "--scope", "read", "--scope", "decide")
    secret = made.stdout.strip()
    assert secret.startswith("entrevue_")
    listed = run(path, "token", "list", "--json").stdout
    assert json.loads(listed)["scopes"] == ["decide", "read"]
    assert secret not in listed
    with entrevue.Ledger(path) as ledger:
        assert ledger.users.sign_in("ada", WORDS)
        assert ledger.tokens.visitor(secret)
    id_ = json.loads(listed)["id"]
    assert run(path, "token", "revoke", id_).stdout == "revoked: script\n"
    assert "revoked 20" in run(path, "token", "list").stdout
    with entrevue.Ledger(path) as ledger:
        assert ledger.tokens.visitor(secret) is None


def test_users_are_changed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    entrevue.Ledger(path).close()
    for name in ("ada", "bob"):
        run(path, "user", "add", name, "--role", "administrator", "--password-stdin", password=WORDS)
    assert run(path, "user", "role", "bob", "editor").stdout == "bob  editor\n"
    assert run(path, "user", "disable", "bob").stdout == "bob  editor  disabled\n"
    assert run(path, "user", "enable", "bob").stdout == "bob  editor\n"
    done = run(path, "user", "password", "bob", "--password-stdin", password="other quiet words")
    assert done.returncode == 0
    with entrevue.Ledger(path) as ledger:
        assert ledger.users.sign_in("bob", "other quiet words")
    assert [json.loads(line)["name"] for line in run(path, "user", "list", "--json").stdout.splitlines()] == [
        "ada", "bob",
    ]  # fmt: skip


def test_replies_are_moderated_at_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with entrevue.Ledger(path) as ledger:
        about = ledger.record(reading(Told())).accounts[0]
        for value in ("Salé", "Fès"):
            challenge = ledger.replies.ask(about)
            right = str(challenge.left * challenge.right)
            written = Draft(about, "Eve", "eve@mail.example", "No.", challenge.token, right, "en", "city", value)
            ledger.replies.leave(written)
    listed = run(path, "reply", "list", "--json").stdout
    assert "mail.example" not in listed
    one, other = (json.loads(line)["id"] for line in listed.splitlines())
    assert "decision 1: city = 'Salé'" in run(path, "reply", "accept", one, "--by", "bob").stdout
    assert "  refused  " in run(path, "reply", "refuse", other, "--by", "bob").stdout
    assert "  published  " in run(path, "reply", "publish", other, "--by", "bob").stdout
    assert run(path, "reply", "address", other).stdout == "eve@mail.example\n"
    assert run(path, "reply", "list").stdout == ""
    with entrevue.Ledger(path) as ledger:
        assert ledger.engagement(about).city.value == "Salé"
        assert [reply.moderated_by for reply in ledger.replies.published(about)] == ["bob", "bob"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "add", "bob"), "--password-stdin"),
        (("user", "add", "bob", "--password-stdin"), "at least 12"),
        (("user", "add", "bob", "--role", "king", "--password-stdin"), "king"),
        (("user", "role", "ada", "reader"), "last administrator"),
        (("user", "disable", "nobody"), "holds no user"),
        (("token", "add", "nobody", "x"), "holds no user"),
        (("token", "add", "ada", "x", "--days", "0"), "1 to 3650"),
        (("token", "revoke", "t-x"), "holds no token"),
        (("reply", "publish", "y-x"), "holds no reply"),
        (("reply", "address", "y-x"), "holds no reply"),
    ],
)
def test_wrong_use_is_one_clear_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    path = tmp_path / "ledger.db"
    with entrevue.Ledger(path) as ledger:
        ledger.users.add("ada", WORDS, role=Role.ADMINISTRATOR)
    done = run(path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
