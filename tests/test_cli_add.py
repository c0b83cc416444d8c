"""`entrevue add` over many pages: what is known is not read, what is missing is said, what came of it is counted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import entrevue

MEETING = (
    "FBI Director Christopher Wray was received on Tuesday in Rabat by Moroccan Interior Minister Abdelouafi Laftit."
)


def run(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`entrevue add` in a folder."""
    command = [str(Path(sys.executable).parent / "entrevue"), "add", "--ledger", "ledger.db", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=180, input=stdin)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages that was added once; what was said stands in `said`."""
    home = tmp_path_factory.mktemp("add")
    (home / "pages").mkdir()
    rows = [{"text": f"{MEETING} Page {n}.", "url": f"https://a.example/{n}", "published": "2023-02-22", "publisher": "P"}
            for n in range(12)]  # fmt: skip
    (home / "pages" / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (home / "pages" / "quiet.txt").write_text("It rained in Paris all day, and the trains were late.\n")
    (home / "pages" / "empty.txt").touch()
    done = run(home, "pages", "--jobs", "2")
    (home / "said").write_text(f"{done.returncode}\n{done.stdout}", encoding="utf-8")
    return home


def test_a_folder_is_added_in_order_and_counted(folder: Path) -> None:
    code, *lines = (folder / "said").read_text(encoding="utf-8").splitlines()
    assert code == "1"
    assert [line.split("  ")[1].split(":")[1] for line in lines[:12]] == [str(n) for n in range(1, 13)]
    assert "no engagement told: no word in it announces" in lines[12]
    assert "no date of publication (--published)" in lines[12]
    assert lines[13] == "14 pages: 13 new, 1 could not be read, 1 without a date; 12 accounts recorded"
    with entrevue.Ledger(folder / "ledger.db") as ledger:
        (meeting,) = ledger.find()
        assert meeting.reports == 12
        assert {one.context.publisher for one in ledger.accounts(meeting.id)} == {"P"}


def test_what_no_ledger_keeps_is_replaced_by_signs(tmp_path: Path) -> None:
    """JSON can tell half of a character and a NUL, and names of files hold what is not in UTF-8."""
    rows = [{"text": f"{MEETING}", "url": "https://a.example/\ud800\0", "publisher": "P\udfff\0"}]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(MEETING, encoding="utf-8")
    done = run(tmp_path, ".")
    assert (done.returncode, done.stdout.count("new report")) == (0, 2), done.stderr
    with entrevue.Ledger(tmp_path / "ledger.db") as ledger:
        told = next(one.content for one in ledger.reports() if one.content.url)
    assert (told.url, told.publisher) == ("https://a.example/\ufffd\ufffd", "P\ufffd\ufffd")
    command = [str(Path(sys.executable).parent / "entrevue"), "read", "--json", "\udcff.txt"]
    read = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=180)
    assert json.loads(read.stdout)["id"] == "\ufffd.txt"


def test_known_pages_are_not_read_again(folder: Path) -> None:
    # With so little time a page that is read becomes a problem.
    done = run(folder, "pages/many.jsonl", "pages/quiet.txt", "--time-limit", "0.1", "--json")
    assert done.returncode == 0
    assert {json.loads(line)["change"] for line in done.stdout.splitlines()} == {"unchanged"}
    assert done.stderr == "13 pages: 13 known already; 0 accounts recorded\n"


def test_what_is_told_of_a_page_makes_it_another(folder: Path) -> None:
    done = run(folder, "pages/quiet.txt", "--published", "2024-05-08", "--json")
    assert json.loads(done.stdout)["change"] == "version"
    assert "missing" not in json.loads(done.stdout)


def test_quiet_prints_problems_alone(folder: Path) -> None:
    done = run(folder, "pages", "-q")
    assert (done.stdout, done.stderr) == ("", "entrevue: pages/empty.txt: is empty\n")


def test_a_list_and_what_single_texts_do_not_tell(folder: Path) -> None:
    done = run(
        folder, "--from", "-", "--url", "https://b.example/x", "--publisher", "Q", "--json", stdin="pages/quiet.txt\n"
    )
    assert done.returncode == 0
    with entrevue.Ledger(folder / "ledger.db") as ledger:
        report = ledger.report(json.loads(done.stdout)["report"]).version.content
    assert (report.url, report.publisher) == ("https://b.example/x", "Q")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [((), "name a page"), (("--from", "none"), "No such file"), (("--url", "x", "said"), "is no address"),
     (("--url", "https://a.example/", "said", "said"), "a single page"), (("--jobs", "0", "said"), "--jobs")],
)  # fmt: skip
def test_wrong_use_says_what_would_be_right(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
