"""Every command in README and docs is typed, in order, as a reader would; what cannot be is marked, with its reason."""

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from entrevue.settings import Settings
from entrevue.wiring import Ledger
from entrevue.worker import Workers
from tests.docs.pages import COMMANDS, OTHERS, PAGES, ROOT, Block, blocks, commands, presupposed
from tests.docs.shell import Shell
from tests.ledger.conftest import NOTE
from tests.ledger.servers import binaries, server
from tests.warcs import packed, record
from tests.watching.conftest import answer, serving

RUN = [page for page in PAGES if any(not (one.mark or one.run_in) for one in commands(page))]
FRESH = ("README.md", "tutorial.md", "coded-tables.md", "postgresql.md")  # these begin without a ledger
SAMPLES = ("libreville-visite.html", "kigali-talks.txt")
_CLONED = [
    "samples",
    "docs",
    "corpus",
    "bench",
    "src",
    "deploy",
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    "requirements-run.txt",
]


def test_every_block_is_of_a_known_sort() -> None:
    for page in PAGES:
        for language, text, line, _ in blocks(page):
            assert language in COMMANDS | OTHERS, f"{page.name}:{line}: {text[:60]}"


def test_what_is_not_run_says_why() -> None:
    """Counts and prints it: pytest -rP shows it."""
    found = [block for page in PAGES for block in commands(page)]
    for block in found:
        if block.run_in:
            assert (ROOT / block.run_in).exists(), f"{block.name}: {block.run_in}"
        elif block.mark:
            print(f"{block.name}: not run: {block.mark}")
    left = [block for block in found if block.mark and block.page.name != "figures.md"]
    print(f"{len(left)} of {len(found)} blocks of commands are not run, beside those of the figures")
    assert len(left) <= 8, "more commands than before are not tried"


@pytest.fixture(scope="module")
def reading() -> Iterator[None]:
    """Pages are read as always, in processes of their own; only these stay from one command to the next."""
    settings = Settings()
    kept = _Kept(1, 600.0, settings.memory_limit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("entrevue.worker._START_LIMIT", 1200.0)
        patch.setattr("entrevue.worker.Workers", lambda *_: kept)
        yield
    Workers.__exit__(kept, None, None, None)


class _Kept(Workers):
    """Workers that no command ends."""

    def __exit__(self, *_: object) -> None:
        """Stay."""


@pytest.fixture(scope="module")
def filled(reading: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two samples, made once."""
    folder = tmp_path_factory.mktemp("filled")
    samples = " ".join(str(ROOT / "samples" / name) for name in SAMPLES)
    Shell(folder, {"ENTREVUE_TIME_LIMIT": "600"}).type(f"entrevue add --ledger {folder / 'ledger.db'} {samples}")
    return folder / "ledger.db"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project as it is cloned, with an environment that is set up, and what the pages call the reader's own."""
    for name in _CLONED:
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").mkdir()
    for one in Path(sys.prefix).iterdir():
        if not one.name.startswith("."):
            (tmp_path / ".venv" / one.name).symlink_to(one)
    for name in (".runs", ".ready"):
        (tmp_path / ".venv" / name).touch()
    (tmp_path / "reports").mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / name, tmp_path / "reports")
    shutil.copy(ROOT / "samples" / SAMPLES[0], tmp_path / "report.html")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "trained").symlink_to(ROOT / "src" / "entrevue" / "encoder" / "model")
    page = (ROOT / "samples" / SAMPLES[0]).read_bytes()
    (tmp_path / "CC-NEWS-20240507000000-00001.warc.gz").write_bytes(packed([record("https://a.example/1", page)]))
    return tmp_path


@pytest.fixture
def shell(clone: Path, reading: None) -> Iterator[Shell]:
    """A terminal in it; HOME is the folder, so that nothing of the user's own is met."""
    path = f"{clone / '.venv' / 'bin'}:{clone}:{os.environ['PATH']}"
    environment = {"HOME": str(clone), "PATH": path, "ENTREVUE_TIME_LIMIT": "600", "LC_ALL": "C.UTF-8"}
    environment |= {"XDG_DATA_HOME": str(clone / ".data"), "XDG_CONFIG_HOME": str(clone / ".config")}
    typing = Shell(clone, environment)
    yield typing
    typing.close()


@contextmanager
def _postgres(shell: Shell) -> Iterator[None]:
    """A server like the system's, whose administrator is `postgres`; `sudo` becomes it there."""
    programs = binaries()
    if programs is None:
        pytest.fail(NOTE)
    sudo = shell.folder / "sudo"
    sudo.write_text('#!/bin/sh\nuser=$2; shift 2; PGUSER=$user exec "$@"\n', encoding="utf-8")
    sudo.chmod(0o755)
    with server(programs, owner="postgres") as address:
        port = address.rpartition(":")[2].partition("/")[0]
        path = f"{shell.environment['PATH']}:{programs}"
        shell.environment |= {"PGPORT": port, "PGHOST": "127.0.0.1", "PATH": path}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PGPORT", port)
            yield


@contextmanager
def _feed(shell: Shell) -> Iterator[None]:
    """A feed of one page, on the loopback, which only a watch that is told so may reach."""
    with serving() as site:
        site.feed("/page")
        site.pages["/page"] = answer("<p>The market was busy all day.</p>", Content_Type="text/html")
        shell.instead["watch add https://www.example.org/feed"] = f"watch add --private {site.url}/feed"
        yield


@contextmanager
def _collection(shell: Shell) -> Iterator[None]:
    """A collection for the one that the page names."""
    with Ledger(shell.environment["ENTREVUE_LEDGER"]) as ledger:
        friday = ledger.collections.add("Dossier for Friday", who="ada")
        ledger.collections.put(friday.id, ledger.find()[0].id, who="ada")
    shell.instead["l-3f0c9d1e2b4a5c6d"] = friday.id
    yield


def _of_the_tutorial(printed: dict[str, str], clone: Path) -> None:
    """What the page says that one sees."""

    def told(part: str) -> str:
        (command,) = [line for line in printed if part in line]
        return printed[command]

    assert "second visit" in printed["make try"]
    alone = printed[".venv/bin/entrevue read samples/kigali-talks.txt"]
    assert "meeting" in alone
    assert "in e" in alone
    assert "“" in told("read --evidence")
    assert "<mark" in (clone / "kigali.html").read_text(encoding="utf-8")
    record = json.loads(told("--json --evidence"))
    assert record["engagements"]
    assert record["text"]
    assert "2 new; " in told(" add ")
    assert "Togo — Gabon" in told("dossier")
    assert "Peter Kiprono" in told("timeline")
    assert "deuxième visite" in told("claims")
    assert "second visit" in told("claims")
    assert zipfile.ZipFile(clone / "ledger.zip").namelist()
    assert "BEGIN:VEVENT" in (clone / "kigali.ics").read_text(encoding="utf-8")


_PROMISES: dict[str, Callable[[dict[str, str], Path], None]] = {"tutorial.md": _of_the_tutorial}
_NEEDS: dict[str, Callable[[Shell], AbstractContextManager[None]]] = {
    "postgresql.md": _postgres,
    "watch.md": _feed,
    "notes.md": _collection,
}


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_a_page_run(page: Path, shell: Shell, clone: Path, request: pytest.FixtureRequest) -> None:
    if page.name not in FRESH:
        shutil.copy(request.getfixturevalue("filled"), clone / "ledger.db")
        shell.environment["ENTREVUE_LEDGER"] = str(clone / "ledger.db")
    for language, text, _, _ in blocks(page):
        if language in {"csv", "toml"}:
            (clone / f"visits.{language}").write_text(text, encoding="utf-8")
    shell.makes = page.name == "tutorial.md"  # `make try` is tried once
    with _NEEDS[page.name](shell) if page.name in _NEEDS else nullcontext():
        for line in presupposed(page):
            shell.type(line)
        for block in commands(page):
            if not (block.mark or block.run_in):
                type_all(block, shell)
    if page.name in _PROMISES:
        _PROMISES[page.name](shell.printed, clone)


def type_all(block: Block, shell: Shell) -> None:
    """Type every line of a block."""
    typed = list(block.lines())
    assert typed, block.name
    for line in typed:
        try:
            shell.type(line)
        except AssertionError as error:
            error.add_note(f"{block.name}: {line}")
            raise
