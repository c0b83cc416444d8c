"""What is shipped to run a server with: container files and units of systemd, in `deploy/` and in the pages.

No image is built here: that fetches from a registry. A container file is read as its builder reads it, and asked what a
linter would ask; hadolint does so too where it is installed.
"""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from entrevue.cli import app
from tests.docs.pages import PAGES, ROOT, blocks

Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """The instructions of a container file, each with what follows it; comments and continued lines are resolved."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (name.upper(), rest.strip()) for name, _, rest in (line.strip().partition(" ") for line in whole.splitlines())
    ]


def told(language: str) -> list[tuple[str, str]]:
    """The blocks of a language in the pages, by where they stand."""
    return [(f"{p.name}:{line}", text) for p in PAGES for kind, text, line, _ in blocks(p) if kind == language]


CONTAINERS = [("Containerfile", (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")), *told("dockerfile")]
UNITS = [(path.name, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "deploy").glob("*.service"))]
UNITS += [(path.name, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "deploy").glob("*.timer"))]
UNITS += [(f"{name.partition(':')[0]}.service", text) for name, text in told("ini")]
FILES = pytest.mark.parametrize("text", [text for _, text in CONTAINERS], ids=[name for name, _ in CONTAINERS])
EACH_UNIT = pytest.mark.parametrize(("name", "text"), UNITS, ids=[name for name, _ in UNITS])
KNOWN = {"FROM", "RUN", "COPY", "ADD", "USER", "WORKDIR", "VOLUME", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "ARG"}
KNOWN |= {"ENTRYPOINT", "CMD"}


def is_command(words: list[str]) -> bool:
    """Whether the program has such a command, with these options."""
    level = get_command(app)
    while words and hasattr(level, "commands"):
        if words[0] not in level.commands:
            return False
        level, words = level.commands[words[0]], words[1:]
    options = {name for parameter in level.params for name in parameter.opts}
    return all(word.partition("=")[0] in options for word in words if word.startswith("-"))


@FILES
def test_a_container_file_is_built_on_a_base_of_a_version_we_support(text: str) -> None:
    found = instructions(text)
    assert {name for name, _ in found} <= KNOWN
    assert found[0][0] == "FROM"
    version = re.fullmatch(r"(?:docker\.io/library/)?python:3\.(\d+)-slim", found[0][1])
    assert version, f"{found[0][1]}: a base is named with its version"
    assert int(version[1]) >= 11


@FILES
def test_a_container_runs_as_a_user_without_rights(text: str) -> None:
    found = instructions(text)
    names = [name for name, _ in found]
    user = dict(found)["USER"]
    assert user not in {"root", "0"}
    assert any(name == "RUN" and re.search(rf"useradd .*\b{user}\b", rest) for name, rest in found)
    assert names.index("USER") < names.index("ENTRYPOINT") < names.index("CMD")
    assert all("no-cache-dir" in rest for name, rest in found if name == "RUN" and "pip install" in rest)


@FILES
def test_a_container_starts_a_command_that_there_is(text: str) -> None:
    found = dict(instructions(text))
    words = [*json.loads(found["ENTRYPOINT"]), *json.loads(found["CMD"])]
    assert words[0] == "entrevue"
    assert is_command(words[1:]), words


@FILES
def test_what_is_copied_into_a_container_is_there_or_built(text: str) -> None:
    """A wheel is built first, as the file says; its name is made of the project's."""
    wheel = "dist/entrevue-0.1.0-py3-none-any.whl"
    for name, rest in instructions(text):
        if name in {"COPY", "ADD"}:
            for source in rest.split()[:-1]:
                assert Path(wheel).match(source) or list(ROOT.glob(source)), source


def test_a_container_with_a_server_asks_whether_it_lives() -> None:
    (text,) = [text for _, text in CONTAINERS if '"serve"' in text]
    found = dict(instructions(text))
    command = json.loads(found["HEALTHCHECK"].removeprefix("CMD "))
    assert f"http://127.0.0.1:{found['EXPOSE']}/healthz" in command[-1]
    compile(command[-1], "HEALTHCHECK", "exec")


@FILES
def test_hadolint_has_nothing_to_say(text: str, tmp_path: Path) -> None:
    hadolint = shutil.which("hadolint")
    if hadolint is None:
        return  # the tests above ask what matters of it
    (tmp_path / "Containerfile").write_text(text, encoding="utf-8")
    done = subprocess.run([hadolint, tmp_path / "Containerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def unit(text: str) -> configparser.ConfigParser:
    """A unit of systemd."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#", ";"))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return parser


@EACH_UNIT
def test_a_unit_starts_commands_that_there_are_as_a_user_of_its_own(name: str, text: str) -> None:
    read = unit(text)
    if name.endswith(".timer"):
        assert (ROOT / "deploy" / name).with_suffix(".service").exists()
        assert read["Install"]["WantedBy"] == "timers.target"
        return
    service = read["Service"]
    assert service["User"] == "entrevue"
    words = shlex.split(service["ExecStart"])
    words = shlex.split(words[2]) if words[:2] == ["/bin/sh", "-c"] else words
    assert words[0] == "/opt/entrevue/bin/entrevue"
    assert is_command(words[1:]), words


@EACH_UNIT
def test_systemd_takes_every_line_of_a_unit(name: str, text: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return  # other systems have none; the test above reads the units
    for other, content in UNITS:  # a timer names its service
        there = content.replace("/opt/entrevue/bin/entrevue", "/bin/true")
        (tmp_path / other).write_text(there, encoding="utf-8")
    done = subprocess.run([analyze, "verify", "--man=no", tmp_path / name], capture_output=True, text=True, check=False)
    complaints = [line for line in (done.stdout + done.stderr).splitlines() if name in line]
    assert complaints == []
