"""What the page on language packs has one write is a pack: its files are taken, its code and its commands run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from entrevue.languages import codes

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how-to" / "language-pack.md").read_text(encoding="utf-8")
FILES = re.findall(r"```toml\n# (src/entrevue/languages/packs/\S+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project with the files of the page in it; only its packs are a copy."""
    package = tmp_path / "src" / "entrevue"
    package.mkdir(parents=True)
    for one in (ROOT / "src" / "entrevue").iterdir():
        if one.name != "languages":
            (package / one.name).symlink_to(one)
    shutil.copytree(ROOT / "src" / "entrevue" / "languages", package / "languages")
    for name in ("tests", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name, content in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def run(clone: Path, *words: str) -> str:
    """What Python prints in the clone; it has to end well."""
    environment = {**os.environ, "PYTHONPATH": str(clone / "src")}
    done = subprocess.run(
        [sys.executable, *words], cwd=clone, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_makes_a_pack_that_is_not_there_yet() -> None:
    (code,) = {Path(name).parent.name for name, _ in FILES}
    assert {Path(name).stem for name, _ in FILES} == {"posts", "names", "chrome"}
    assert code not in codes()


def test_its_code_says_what_is_so(clone: Path) -> None:
    run(clone, "-c", "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)))


def test_its_commands_run_and_find_the_pack(clone: Path) -> None:
    commands = re.findall(r"(?m)^\.venv/bin/(.+)$", PAGE)
    assert commands
    told = [
        run(clone, *(["-m", "entrevue"] if (words := one.split())[0] == "entrevue" else []), *words[1:])
        for one in commands
    ]
    assert re.search(r"(?m)^  it +[0-9a-f]{12}$", told[-1])


def test_the_table_of_steps_tells_the_packs_that_are_there() -> None:
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"(?m)^\| \d .*$", PAGE)]
    read = set(codes("triggers"))
    assert rows[0][3] == ", ".join(sorted(set(codes("posts")) - read))
    assert rows[1][3] == ", ".join(sorted(set(codes("chrome")) - read))
    assert rows[2][3] == ", ".join(sorted(read))
