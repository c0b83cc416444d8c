"""The documentation is true: its commands exist, its options are all there, its links lead somewhere, its Python runs."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from entrevue.cli import app
from entrevue.exchange import FORMATS
from entrevue.inquiry.topics import topic_scheme
from tests.docs.pages import PAGES, ROOT, blocks, is_marked
from tests.docs.pages import commands as commands_of
from tests.docs.shell import Shell


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, commands of commands too."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


def test_every_option_has_its_entry() -> None:
    text = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    for name, command in commands(get_command(app)):
        assert f"entrevue {name}" in text, name
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or f"`{parameter.opts[-1]}" in text, parameter.opts


def test_every_format_has_its_entry() -> None:
    text = (ROOT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    for name in FORMATS:
        assert any(f"`{name}`" in row.split("|")[1] for row in rows), name


def test_every_topic_has_its_entry() -> None:
    text = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8").partition("## Topics")[2]
    assert tuple(re.findall(r"(?m)^\| `(.+?)`", text)) == topic_scheme()


def test_every_documented_make_target_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for page in PAGES:
        assert set(re.findall(r"(?m)^\$? ?make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets


def test_every_file_named_in_a_command_exists() -> None:
    for page in PAGES:
        for name in re.findall(r"\b(?:samples|bench)/[\w.-]+", page.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{page.name}: {name}"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a fresh clone of the project, in which a reader tries what a page says."""
    for name in ("samples", "docs", "corpus"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENTREVUE_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("ENTREVUE_TIME_LIMIT", "600")  # a page is read in its own time, however busy the machine
    monkeypatch.setattr("entrevue.worker._START_LIMIT", 1200.0)
    return tmp_path


# Its code speaks of a pack that the page has one write: tests/test_docs_packs.py
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "language-pack.md"], ids=lambda page: page.name
)
def test_python_in_the_pages_runs(page: Path, clone: Path) -> None:
    """All code of a page, one block after the other."""
    names: dict[str, Any] = {}
    for language, code, _, before in blocks(page):
        if language == "python" and not is_marked(before):
            exec(compile(code, str(page), "exec"), names)


def test_the_site_holds_every_page_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "docs" / "site.py", tmp_path], check=True, capture_output=True)
    made = list(tmp_path.rglob("*.html"))
    assert len(made) >= len(PAGES)
    for page in made:
        for target in re.findall(r'(?:href|src|srcset)="([^"#]+)', page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_example_in_the_readme_prints_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```\n\nprints\n\n```text\n(.*?)```", text, re.DOTALL)
    assert examples
    for code, shown in examples:
        exec(compile(code, "README.md", "exec"), {})
        assert capsys.readouterr().out == shown


def test_what_the_readme_shows_of_a_sample_is_what_is_read(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n( e\d .*?)```", text, re.DOTALL)
    monkeypatch.setenv("COLUMNS", "118")
    told = CliRunner().invoke(app, ["read", "samples/libreville-visite.html"]).output.splitlines()
    assert set(shown.splitlines()) <= {line.rstrip() for line in told}


def test_what_the_tutorial_shows_of_a_command_is_what_it_prints(clone: Path) -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    shown = re.findall(r"```\n((?:(?!```)[^\n]*\n)+)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert len(shown) > 1
    shell = Shell(clone, {"COLUMNS": "118", "ENTREVUE_LANGUAGE": "en"})
    for typed_, told in shown:
        lines = typed_.splitlines()
        for line in lines:
            shell.type(line)
        printed = {line.rstrip() for line in shell.printed[lines[-1]].splitlines()}
        assert set(told.splitlines()) <= printed


def typed(page: Path) -> Iterator[str]:
    """The commands of ours in a page, as they are typed: in blocks, and within the text."""
    text = page.read_text(encoding="utf-8")
    lines = [line for block in commands_of(page) for line in block.lines()]
    lines += [code.replace("\n", " ") for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]
    for line in lines:
        found = re.match(r"(?:\w+=\S+ )*(?:\S+/)?entrevue ([^|#>&$…]+)", line)
        if found and not found[1].startswith(("COMMAND", "-")):
            yield found[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_pages_are_there_with_their_options(page: Path) -> None:
    for command in typed(page):
        words, level = shlex.split(command), get_command(app)
        while words and hasattr(level, "commands") and not words[0].startswith("-"):
            assert words[0] in level.commands, command
            level, words = level.commands[words[0]], words[1:]
        known = {name for parameter in level.params for name in parameter.opts} | {"-h", "--help"}
        assert [word for word in words if re.match("--?[a-z]", word) and word.partition("=")[0] not in known] == [], (
            command
        )
