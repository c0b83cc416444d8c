"""The command line as users call it: a process of its own, its output and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(str(path) for path in (ROOT / "samples").iterdir())


def entrevue(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run the command; both streams as text."""
    command = [str(Path(sys.executable).parent / "entrevue"), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=180)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_package_is_the_command_line_too() -> None:
    command = [sys.executable, "-m", "entrevue", "--version"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=180)
    assert done.stdout.decode() == entrevue("--version").stdout


def test_records_come_as_one_object_a_line() -> None:
    done = entrevue("read", "--json", *SAMPLES)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [record["id"] for record in records] == SAMPLES
    assert all("text" not in record for record in records)


def test_evidence_comes_with_its_quotes() -> None:
    done = entrevue("read", "--json", "--evidence", str(ROOT / "samples" / "libreville-visite.html"))
    record = json.loads(done.stdout)
    meeting = record["engagements"][0]
    quote = meeting["evidence"]["start"]
    assert record["text"][quote["start"] : quote["end"]] == quote["quote"] == "mercredi"


def test_a_table_names_the_persons_in_their_offices() -> None:
    done = entrevue("read", SAMPLES[-1])
    assert done.returncode == 0
    for text in ("Akossiwa Dogbé", "visitor, TG", "2024-03-12", "Libreville, GA", "communiqué de la présidence"):
        assert text in done.stdout


def test_standard_input_is_a_page() -> None:
    text = "Le ministre malien de la Défense, Modibo Traoré, a reçu lundi à Bamako son homologue nigérien, Issa Garba."
    done = entrevue("read", "--json", "--published", "2024-05-08", "-", stdin=text.encode())
    engagement = json.loads(done.stdout)["engagements"][0]
    assert (engagement["kind"], engagement["start"], engagement["country"]) == ("meeting", "2024-05-06", "ML")


def test_one_bad_page_never_stops_the_others(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = entrevue("read", "--json", str(empty), str(tmp_path / "missing.txt"), str(tmp_path), SAMPLES[0])
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.splitlines() == [
        f"entrevue: {empty}: is empty",
        f"entrevue: {tmp_path / 'missing.txt'}: No such file or directory",
        f"entrevue: {empty}: is empty",  # of the folder
    ]


def test_a_page_that_takes_too_long_is_left(tmp_path: Path) -> None:
    page = tmp_path / "long.txt"
    page.write_text(
        "Le ministre sénégalais a reçu son homologue malien lundi à Dakar, où il séjourne depuis hier.\n" * 60_000,
        encoding="utf-8",
    )
    done = entrevue("read", "--json", "--time-limit", "5", str(page), SAMPLES[0])
    assert done.returncode == 1
    assert done.stderr == f"entrevue: {page}: took longer than 5 s\n"
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("read",), ("read", "--published", "soon", "x"), ("read", "--lang", "xx", "x"), ("read", "--json", "--html", "a", "b"),
     ("write",)],
)  # fmt: skip
def test_wrong_use_is_exit_code_2_without_a_traceback(arguments: tuple[str, ...]) -> None:
    done = entrevue(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_report_is_written_with_its_evidence_highlighted(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = entrevue("read", "--html", str(page), SAMPLES[-1])
    html = page.read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "<mark" in html
    assert "Akossiwa Dogbé" in html
    assert "http" not in html.replace("http-equiv", ""), "the file must not reach for anything outside itself"


def test_private_addresses_are_never_fetched() -> None:
    done = entrevue("read", "http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/latest")
    assert done.returncode == 1
    assert done.stderr.count("is not on the public internet") == 3
