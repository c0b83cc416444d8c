"""The corpus in other forms: every span stands where each form says it does."""

import json
from collections import Counter
from pathlib import Path

import pytest

from entrevue.training.annotation import LABELS, parse
from entrevue.training.exporting import Example, configuration, doc_bins, examples, label_of, line_of, main, standoff

ROOT = Path(__file__).parents[2]
SOME = {"fr-0001", "en-0002", "fr-0003", "en-0004", "fr-0005", "en-0006"}


@pytest.fixture(scope="module")
def some() -> list[Example]:
    plan = dict(
        line.split("\t")[:: len(line.split("\t")) - 1]
        for line in (ROOT / "corpus/plan.tsv").read_text("utf-8").splitlines()
    )
    found = []
    for id_ in sorted(SOME):
        path = ROOT / "corpus" / id_[:2] / f"{id_}.txt"
        found.append(Example(parse(path.read_text("utf-8"), id_), plan[id_]))
    return found


def test_lines_hold_every_span_where_it_stands(some: list[Example]) -> None:
    for example in some:
        line = json.loads(json.dumps(line_of(example)))
        assert len(line["spans"]) == len(example.report.spans) > 0
        for span in line["spans"]:
            assert line["text"][span["start"] : span["end"]] == span["quote"]
        assert line["record"]["engagements"] == example.report.record()["engagements"]


def test_standoff_is_as_brat_reads_it(some: list[Example]) -> None:
    known = {line.split("\t")[0] for line in configuration().splitlines() if line and line[0] != "["}
    for example in some:
        mentions: dict[str, str] = {}
        events: set[str] = set()
        for line in standoff(example.report).splitlines():
            id_, told, *quote = line.split("\t")
            if id_[0] == "T":
                label, start, end = told.split(" ")
                assert example.report.text[int(start) : int(end)] == quote[0]
                assert "\n" not in quote[0]
                assert label in known
                mentions[id_] = label
            elif id_[0] == "E":
                (kind, trigger), *arguments = (part.split(":") for part in told.split(" "))
                assert kind in known
                assert mentions[trigger] == "Trigger"
                assert {ref for _, ref in arguments} <= set(mentions)
                events.add(id_)
            elif id_ == "*":
                assert set(told.split(" ")[1:]) <= set(mentions)
            elif id_[0] == "A":
                assert told.split(" ")[1] in events
            else:
                assert told.split(" ")[1] in mentions
        assert len(events) == len(example.report.events)


def test_a_doc_bin_holds_the_spans_or_counts_them(some: list[Example]) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    made, lost = doc_bins(some)
    kept: Counter[str] = Counter()
    for name, bin_ in made.items():
        read = DocBin().from_bytes(bin_.to_bytes())
        for doc in read.get_docs(spacy.blank(name[-2:]).vocab):
            kept.update(span.label_ for span in doc.spans["mentions"])
    assert kept + lost == Counter(label_of(span) for one in some for span in one.report.spans)
    assert kept.total() > 20 * lost.total()


def test_the_whole_corpus_has_labels_and_splits() -> None:
    found = list(examples(ROOT / "corpus"))
    assert {one.split for one in found} == {"train", "dev", "test", "manner"}
    labels = {label_of(span) for one in found for span in one.report.spans}
    assert labels == {*LABELS.values(), "office", "reference", "none"}


def test_it_writes_a_folder_and_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = tmp_path / "corpus"
    (small / "fr").mkdir(parents=True)
    for name in ("plan.tsv", "DATASHEET.md", "fr/fr-0001.txt"):
        (small / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    assert main([str(small), "--to", str(tmp_path / "out")]) == 0
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written >= {
        "corpus.jsonl",
        "brat/train/fr-0001.ann",
        "brat/train/fr-0001.txt",
        "brat/annotation.conf",
        "DATASHEET.md",
    }
    assert capsys.readouterr().out.startswith("1 reports, ")
    (small / "fr" / "fr-0001.txt").write_text("nothing", encoding="utf-8")
    assert main([str(small), "--to", str(tmp_path / "out")]) == 2
