"""Nothing that comes from outside gives orders to the terminal: one door, and every word goes through it."""

import ast
import io
import json
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from entrevue.cli.door import console, say, say_json, warn

CLI = Path(__file__).parents[1] / "src" / "entrevue" / "cli"
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31mred\u202edlog\u2066\r\x08\ud800\nnext"
ORDERS = set("\x1b\x07\x9b\u202e\u2066\r\x08\ud800")


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda path: path.name)
def test_only_the_door_prints(path: Path) -> None:
    if path.name == "door.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        assert named not in {"print", "typer.echo", "typer.secho", "Console", "rich.print"}, f"{path.name}: {named}"
        # An HTML page is written as bytes, by `read --html -`, which asks for them.
        assert not named.startswith(("sys.stdout.write", "sys.stderr.write")), f"{path.name}: {named}"


def test_lines_give_no_orders(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    warn(HOSTILE)
    shown = capsys.readouterr()
    for text in shown:
        assert not ORDERS & set(text)
        assert text.count("\n") == 1
        assert "red" in text


def test_json_gives_no_orders_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    say_json(json.dumps({"title": HOSTILE}, ensure_ascii=False))
    shown = capsys.readouterr().out
    assert not ORDERS & set(shown)
    assert json.loads(shown) == {"title": HOSTILE}


def test_tables_give_no_orders_but_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = io.StringIO()
    monkeypatch.setattr(sys, "stdout", drawn)
    screen = console()
    table = Table("What")
    table.add_row(Text(HOSTILE, style="bold"))
    screen.print(table)
    screen.print(Text(HOSTILE), style="dim")
    screen.print(HOSTILE, markup=False)
    shown = drawn.getvalue()
    assert not ORDERS & set(shown)
    assert "red" in shown
