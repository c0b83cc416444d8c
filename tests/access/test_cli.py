"""`entrevue user` and `entrevue token`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.users import Role

WORDS = "three quiet words"


def run(path: Path, *arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
    code = "import sys; from entrevue.cli import main; sys.argv[0] = 'entrevue'; main()"
    command = [sys.executable, "-c", code, *arguments]
    environment = os.environ | {"ENTREVUE_LEDGER": str(path)}
    return subprocess.run(command, input=password, capture_output=True, text=True, check=False, env=environment)


def test_the_first_administrator_and_a_token(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
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
