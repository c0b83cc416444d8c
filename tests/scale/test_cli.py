"""`entrevue scale read` from an archive to tables, with real reading: the same records from every engine."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from entrevue.cli import app
from tests.warcs import record

SAMPLES = sorted((Path(__file__).parents[2] / "samples").iterdir())
TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


def archive(folder: Path) -> Path:
    """The sample pages in an archive, among them a damaged record and pages of nothing."""
    records = [
        record(f"https://example.org/{page.name}", page.read_bytes(), head=TEXT) if page.suffix == ".txt"
        else record(f"https://example.org/{page.name}", page.read_bytes())
        for page in SAMPLES
    ]  # fmt: skip
    records.insert(1, record("https://example.org/empty", b""))
    records.append(
        record("https://example.org/match", b"<html><body><p>They won by two goals to one.</p></body></html>")
    )
    parts = [gzip.compress(one) for one in records]
    parts.insert(2, parts[0][: len(parts[0]) // 2])
    path = folder / "a.warc.gz"
    path.write_bytes(b"".join(parts))
    return path


def read(source: Path, out: Path, *options: str) -> dict[str, list[dict[str, Any]]]:
    """The tables of a run."""
    done = CliRunner().invoke(app, ["scale", "read", str(source), "--out", str(out), "--workers", "1", *options])
    assert done.exit_code == 0, done.output
    return {name: pq.read_table(out / name).to_pylist() for name in ("reports", "accounts", "problems")}


def test_all_engines_give_the_same_records(tmp_path: Path) -> None:
    source = archive(tmp_path)
    local = read(source, tmp_path / "local", "--profile")
    assert {row["name"].rpartition("/")[2] for row in local["accounts"]} == {
        "kigali-talks.txt",
        "libreville-visite.html",
    }
    assert {row["reason"].partition(" ")[2] for row in local["problems"]} >= {
        "bytes of the archive are damaged",
        "empty",
    }
    assert read(source, tmp_path / "dask", "--engine", "dask") == local


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "say where results go"),
        (["--out", "{tmp}/x", "--scheduler", "tcp://127.0.0.1:1"], "--scheduler is for --engine dask"),
        (["--out", "{tmp}/deep/x"], "cannot be made"),
        (["--out", "{tmp}"], "holds something else"),
    ],
)
def test_wrong_use_is_told_in_a_line(options: list[str], reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x"}))
    words = [one.replace("{tmp}", str(tmp_path)) for one in options]
    done = CliRunner().invoke(app, ["scale", "read", str(tmp_path / "a.jsonl"), *words])
    assert done.exit_code != 0
    assert reason in f"{done.output} {done.exception}"
