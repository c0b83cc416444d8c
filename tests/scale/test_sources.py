"""Sources are cut into pieces; whatever is left of a piece after any of its items holds the rest of them, each once."""

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entrevue.errors import ScaleError
from entrevue.intake import warc
from entrevue.scale import sources
from entrevue.scale.sources import Item, Piece, find_sources, items_of, pieces_of
from tests.warcs import packed, record

TEXTS = [f"page {number} " + "é" * number for number in range(25)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a few items."""
    for name, size in (("_PIECE", 300), ("_ROWS", 4), ("_NAMES", 3)):
        monkeypatch.setattr(sources, name, size)


def make(kind: str, folder: Path) -> Path:
    """A source of each kind with the same pages."""
    rows = [
        {"url": f"https://example.org/{n}", "html": text, "published": "2024-05-07"} for n, text in enumerate(TEXTS)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if kind == "folder":
        for number, text in enumerate(TEXTS):
            (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
        return folder
    path = folder / {"lines": "a.jsonl", "packed lines": "a.jsonl.gz", "parquet": "a.parquet"}.get(kind, "a.warc.gz")
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)
    elif kind.endswith("lines"):
        path.write_bytes(gzip.compress(lines) if kind.startswith("packed") else lines)
    else:
        records = [record(row["url"], row["html"].encode()) for row in rows]
        path.write_bytes(gzip.compress(b"".join(records)) if kind == "stream" else packed(records))
    return path


KINDS = ["folder", "lines", "packed lines", "parquet", "warc", "stream"]


def texts(items: list[Item]) -> list[str]:
    return [item.page.content.decode() for item in items if item.page is not None]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_in_one_piece(kind: str, tmp_path: Path) -> None:
    (source,) = find_sources([str(make(kind, tmp_path))])
    assert source.kind == kind
    pieces = pieces_of(source)
    assert len(pieces) > 1 or kind in {"packed lines", "stream"}
    assert [text for piece in pieces for text in texts(list(items_of(piece)))] == TEXTS


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", KINDS)
def test_the_rest_of_a_piece_goes_on_behind_its_item(kind: str, tmp_path: Path) -> None:
    (source,) = find_sources([str(make(kind, tmp_path))])
    found = []
    for piece in pieces_of(source):
        rest: Piece | None = piece
        while rest is not None:
            item = next(items_of(rest), None)
            found += texts([item] if item else [])
            rest = item.rest if item else None
    assert found == TEXTS


def test_lines_tell_what_they_know(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"html": "x", "url": "https://example.org/", "published": "2024-05-07", "language": "fr"}\n\nno\n{"a": 1}'
    )
    (source,) = find_sources([str(path)])
    first, second, third = items_of(pieces_of(source)[0])
    assert (first.name, first.published, first.language) == ("https://example.org/", "2024-05-07", "fr")
    assert second.problem is not None
    assert "no line of JSON" in second.problem.reason
    assert third.problem is not None
    assert "holds no page" in third.problem.reason


def test_a_damaged_end_of_what_is_read_as_one_is_told(tmp_path: Path) -> None:
    for kind in ("packed lines", "stream"):
        path = make(kind, tmp_path)
        path.write_bytes(path.read_bytes()[:-60])
        items = list(items_of(pieces_of(find_sources([str(path)])[0])[0]))
        assert items[-1].problem is not None
        assert "damaged" in items[-1].problem.reason


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """A folder that came from elsewhere may hold a link to anything that its reader may read."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.jsonl").write_text('{"text": "secret"}', encoding="utf-8")
    folder = tmp_path / "folder"
    (folder / "within").mkdir(parents=True)
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("told", encoding="utf-8")
    (folder / "c.txt").symlink_to(folder / "b.txt")
    (folder / "within" / "up").symlink_to(tmp_path)
    (source,) = find_sources([str(folder)])
    items = list(items_of(pieces_of(source)[0]))
    assert texts(items) == ["told", "told"]
    assert [item.problem.reason for item in items if item.problem] == ["is a link that leads out of the folder"]
    (folder / "d.jsonl").symlink_to(tmp_path / "secret.jsonl")
    with pytest.raises(ScaleError, match="leads out of the folder: name it by itself"):
        find_sources([str(folder)])


def test_a_record_that_unpacks_without_end_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MOST", 10_000)
    good, bomb = record("https://good.example/", b"good"), record("https://bomb.example/", bytes(1_000_000))
    for name, content in {
        "one.warc.gz": gzip.compress(good + bomb + good),
        "many.warc.gz": packed([good, bomb, good]),
    }.items():
        (tmp_path / name).write_bytes(content)
        (source,) = find_sources([str(tmp_path / name)])
        items = [item for piece in pieces_of(source) for item in items_of(piece)]
        assert texts(items) == ["good", "good"]
        assert [bool(item.problem) for item in items] == [False, True, False]


def test_half_of_a_character_in_an_address_is_a_sign(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "x\\ud800", "url": "https://a.example/\\ud800\\u0000"}', encoding="utf-8"
    )
    (source,) = find_sources([str(tmp_path / "a.jsonl")])
    (item,) = items_of(pieces_of(source)[0])
    assert item.page is not None
    assert item.page.url == "https://a.example/\ufffd\ufffd"


def test_a_pipe_is_no_source_and_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.warc")
    with pytest.raises(ScaleError, match="neither a file nor a folder"):
        find_sources([str(tmp_path / "pipe.warc")])
    (tmp_path / "empty.warc").touch()
    (source,) = find_sources([str(tmp_path / "empty.warc")])
    assert [item for piece in pieces_of(source) for item in items_of(piece)] == []


def test_sources_that_cannot_be_used_are_wrong_use(tmp_path: Path) -> None:
    empty, table = tmp_path / "empty", tmp_path / "a.parquet"
    empty.mkdir()
    pq.write_table(pa.table({"a": [1]}), table)
    for name, reason in ((empty, "holds no page"), (tmp_path / "gone.warc", "No such file")):
        with pytest.raises(ScaleError, match=reason):
            find_sources([str(name)])
    with pytest.raises(ScaleError, match="no column of pages"):
        pieces_of(find_sources([str(table)])[0])
    table.write_bytes(b"PAR1 is no table")
    with pytest.raises(ScaleError, match="cannot be read"):
        pieces_of(find_sources([str(table)])[0])
