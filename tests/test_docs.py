"""The documentation is true: its commands exist, its options are all there, its links lead somewhere, its Python runs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from entrevue.cli import app
from entrevue.exchange import FORMATS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


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


def test_every_documented_make_target_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for page in PAGES:
        assert set(re.findall(r"(?m)^\$? ?make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets


def test_every_file_named_in_a_command_exists() -> None:
    for page in PAGES:
        for name in re.findall(r"\b(?:samples|bench)/[\w.-]+", page.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{page.name}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_in_the_pages_runs(page: Path) -> None:
    for code in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(code, str(page), "exec"), {})
