"""A run gives every report once, in order, whatever stops it and however often it begins again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import entrevue
from entrevue.domain.report import Page, Problem, Report
from entrevue.engines import Broken, Finished
from entrevue.errors import ScaleError
from entrevue.intake import read_page
from entrevue.scale import journal as journals
from entrevue.scale.gates import Sifted
from entrevue.scale.memory import Memory
from entrevue.scale.outputs import Outputs
from entrevue.scale.running import Run
from entrevue.scale.sources import Piece, Source
from entrevue.scale.tables import Row, Tables, Trouble
from entrevue.scale.work import Passed, Read, Reports

BODY = (
    "Togo's Foreign Minister Robert Dussey met his Gabonese counterpart Régis Onanga Ndiaye in Libreville on {day} May.\n"
    "The two ministers spoke of trade between their countries, of ports, of the roads that lead to them, and of students"
    " who study abroad, said a statement that was published in the evening by the ministry in Lomé.\n"
)
SOURCES = (Source("a", "warc", "1"),)
PIECES = tuple(Piece("a", "warc", number, number + 1) for number in range(6))


def report_of(number: int, *, more: str = "") -> Report:
    """A report of its own text, or of the text of another with a line more."""
    text = BODY.format(day=number + 1) + f"Ships number {number} wait. " * 12 + more
    page = Page(text.encode(), url=f"https://example.org/{number}{len(more)}", name=f"{number}{len(more)}")
    report = read_page(page, published=entrevue.PartialDate(2024, 5, 20), language="en")
    assert isinstance(report, Report)
    return report


def reading_of(report: Report) -> entrevue.Reading:
    """A reading by hand: one account with its quotes."""
    start = report.text.index("Robert Dussey")
    quote = entrevue.Evidence.of(report.text, start, start + len("Robert Dussey"))
    who = entrevue.Participation("Robert Dussey", None, None, "TG", entrevue.Part.VISITOR, {"name": quote})
    day = entrevue.PartialDate(2024, 5, 6)
    return entrevue.Reading(
        report,
        (entrevue.Account("e1", entrevue.Kind.MEETING, day, day, "GA", None, entrevue.Status.HELD, (who,)),),
        reader_version="1",
    )


class Inline:
    """An engine that works when it is asked, the last piece first or the first; it stops after so many pieces."""

    slots = 2

    def __init__(self, stop: int | None = None, bad: str | None = None, *, in_order: bool = False) -> None:
        self._waiting: list[tuple[int, Any]] = []
        self._stop, self._bad, self._next = stop, bad, 0 if in_order else -1
        self.read: list[str] = []

    def submit(self, ticket: int, piece: Any) -> None:
        self._waiting.append((ticket, piece))

    def finished(self, patience: float) -> tuple[Finished, ...]:
        if self._stop is not None:
            self._stop -= 1
            if self._stop < 0:
                raise KeyboardInterrupt
        if not self._waiting:
            return ()
        ticket, piece = self._waiting.pop(self._next)
        return (Finished(ticket, tuple(self._outcomes(piece))),)

    def _outcomes(self, piece: Any) -> Iterator[Any]:
        if isinstance(piece, Reports):
            for number, name, report in piece.reports:
                if name == self._bad:
                    yield Broken(name, "took longer than 20 s")
                    continue
                self.read.append(name)
                yield Read(number, reading_of(report), 0.1)
            return
        number = piece.start
        spent = (0.1,) * 5
        yield Passed(f"{number}", 0.1, Sifted(None, spent, report_of(number)))
        yield Broken(f"hangs in {number}", "took longer than 20 s")
        yield Passed("quiet", 0.1, Sifted(None, spent, problem=Problem("is empty")))
        if number in {3, 5}:  # the text of the first report again, with a line of the outlet's own
            yield Passed(
                f"again {number}",
                0.1,
                Sifted(None, spent, report_of(0, more="\nRead more of it in our paper on Sunday.")),
            )

    def close(self) -> None:
        """Nothing to stop."""


def run(
    folder: Path, engine: Inline, ledger: entrevue.Ledger | None = None, *, resume: bool = False, tables: bool = True
) -> Run:
    """One run over the pieces."""
    with journals.opened(folder, SOURCES, resume=resume) as journal:
        output = Outputs(folder, ledger, tables=tables)
        known = list(output.go_on(journal.parts))
        made = Run(PIECES, engine, output, journal)
        made.remember(known)
        made.go(lambda _: None)
        output.end()
    return made


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / name).to_pylist()  # type: ignore[no-any-return]


NAMES = ["0", "1", "2", "3", "again 3", "4", "5", "again 5"]


def test_results_come_in_the_order_of_the_pieces_and_reprints_are_not_read_again(tmp_path: Path) -> None:
    engine = Inline()
    counts = run(tmp_path, engine).counts
    assert sorted(engine.read) == ["0", "1", "2", "3", "4", "5"]
    reports = table(tmp_path, "reports")
    assert [row["name"] for row in reports] == NAMES
    assert [row["reprint_of"] for row in reports] == [None] * 4 + ["0", None, None, "0"]
    for row in table(tmp_path, "accounts"):
        (text,) = (one["text"] for one in reports if one["name"] == row["name"])
        (quote,) = row["participants"][0]["evidence"]
        assert text[quote["start"] : quote["end"]] == quote["quote"] == "Robert Dussey"
    assert (counts.records, counts.told, counts.accounts, counts.reprints, counts.problems) == (20, 8, 8, 2, 12)
    assert {row["reason"] for row in table(tmp_path, "problems")} == {"took longer than 20 s", "is empty"}


@pytest.mark.parametrize("stop", range(1, 12, 2))
def test_a_run_that_was_stopped_goes_on_to_the_same_end(
    stop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrevue.scale.running._ENOUGH", 1)
    with entrevue.Ledger(":memory:") as ledger:
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, Inline(stop=stop), ledger)
        (tmp_path / "reports" / "part-000099.parquet").write_bytes(b"of a process that was killed")
        counts = run(tmp_path, Inline(), ledger, resume=True).counts
        assert [row["name"] for row in table(tmp_path, "reports")] == NAMES
        assert (counts.records, counts.told, counts.accounts, counts.problems) == (20, 8, 8, 12)
        assert ledger.totals()["reports"] == 7  # "again 3" and "again 5" are one page


@pytest.mark.parametrize("tables", [True, False], ids=["tables", "ledger alone"])
def test_what_reprints_a_report_of_before_a_run_went_on_is_not_read_again(
    tables: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrevue.scale.running._ENOUGH", 1)
    told: list[list[Any]] = []
    for name, stop in (("calm", None), ("stopped", 6)):
        folder = tmp_path / name
        folder.mkdir()
        with entrevue.Ledger(":memory:") as ledger:
            first, second = Inline(stop=stop, in_order=True), Inline(in_order=True)
            if stop is not None:
                with pytest.raises(KeyboardInterrupt):
                    run(folder, first, ledger, tables=tables)
                assert "0" in first.read
                assert not {"again 3", "again 5"} & set(first.read)
            counts = run(folder, second, ledger, resume=stop is not None, tables=tables).counts
            assert sorted(first.read + second.read) == ["0", "1", "2", "3", "4", "5"]
            assert (counts.told, counts.accounts, counts.reprints) == (8, 8, 2)
            told.append(sorted((one.id, one.reports) for one in ledger.find(limit=None)))
        assert not (folder / "memory").exists()
    assert told[0] == told[1]


def test_no_more_is_remembered_than_a_run_remembers_and_a_damaged_part_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrevue.scale.memory.KEPT", 2)
    memory = Memory(tmp_path)
    rows = [Row(number, str(number), reading_of(report_of(number)), frozenset({number})) for number in range(5)]
    for part, row in enumerate(rows):
        memory.keep(part, [row, replace(row, number=9, reprint_of="0")])
    broken = replace(rows[4], name="\udcff")
    memory.keep(5, [broken])
    assert sorted(path.name for path in (tmp_path / "memory").iterdir()) == [
        "part-000003.jsonl.gz",
        "part-000004.jsonl.gz",
    ]
    (tmp_path / "memory" / "part-000007.draft").write_bytes(b"x")
    (known,) = Memory(tmp_path).go_on(4)
    assert (known.number, known.reading, known.sketch) == (3, rows[3].reading, frozenset({3}))
    assert [path.name for path in (tmp_path / "memory").iterdir()] == ["part-000003.jsonl.gz"]
    (tmp_path / "memory" / "part-000003.jsonl.gz").write_bytes(b"\x1f\x8b cut")
    assert list(Memory(tmp_path).go_on(4)) == []


def test_names_that_are_not_in_utf_8_are_kept_with_signs_in_their_places(tmp_path: Path) -> None:
    report = replace(report_of(1), url="https://a.example/\ud800", publisher="\udcff")
    row = Row(0, "page-\udcff.html", reading_of(report), frozenset())
    Tables(tmp_path).keep(0, [row], [Trouble("\udcff", "is empty")])
    (kept,) = table(tmp_path, "reports")
    assert (kept["name"], kept["url"], kept["publisher"]) == ("page-\ufffd.html", "https://a.example/\ufffd", "\ufffd")
    assert table(tmp_path, "problems") == [{"name": "\ufffd", "reason": "is empty"}]


def test_an_archive_that_is_read_again_changes_nothing_in_the_ledger(tmp_path: Path) -> None:
    with entrevue.Ledger(":memory:") as ledger:
        run(tmp_path, Inline(), ledger)
        older, newer = report_of(1), replace(report_of(2), url=report_of(1).url)
        changes = []
        for _ in range(3):
            found = ledger.record_many([reading_of(older), reading_of(newer)], archived=True)
            changes.append([one.change for one in found])
        assert changes == [["unchanged", "version"], ["unchanged", "unchanged"], ["unchanged", "unchanged"]]


def test_a_report_that_breaks_the_reader_is_a_problem_and_its_reprints_are_read(tmp_path: Path) -> None:
    engine = Inline(bad="0")
    run(tmp_path, engine)
    assert [row["name"] for row in table(tmp_path, "reports")] == NAMES[1:]
    assert {"again 3", "again 5"} <= set(engine.read)
    assert "0" in {row["name"] for row in table(tmp_path, "problems")}


def test_a_disk_that_is_full_ends_a_run_that_can_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", full)
        with pytest.raises(ScaleError, match="the disk is full; --resume goes on"):
            run(tmp_path, Inline())
    run(tmp_path, Inline(), resume=True)
    assert [row["name"] for row in table(tmp_path, "reports")] == NAMES


def test_a_folder_that_holds_another_run_is_not_written_into(tmp_path: Path) -> None:
    run(tmp_path, Inline())
    with pytest.raises(ScaleError, match="holds a run already"):
        run(tmp_path, Inline())
    other = (Source("b", "warc", "1"),)
    with pytest.raises(ScaleError, match="over other sources: a"), journals.opened(tmp_path, other, resume=True):
        pass
    changed = (replace(SOURCES[0], stamp="2"),)
    with pytest.raises(ScaleError, match="a: has changed"), journals.opened(tmp_path, changed, resume=True):
        pass
    with (
        journals.opened(tmp_path, SOURCES, resume=True),
        pytest.raises(ScaleError, match="another run is writing"),
        journals.opened(tmp_path, SOURCES, resume=True),
    ):
        pass


def test_a_line_of_the_journal_that_was_cut_off_counts_as_not_written(tmp_path: Path) -> None:
    run(tmp_path, Inline())
    path = tmp_path / journals.NAME
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:1]) + lines[1][:20])
    run(tmp_path, Inline(), resume=True)
    assert [row["name"] for row in table(tmp_path, "reports")] == NAMES
    assert all(json.loads(line) for line in path.read_text().splitlines())
