"""Quality of reading: the project's own corpus, or a set of gold records with a folder of their pages.

python bench/quality.py [--errors] [fr/031 ...]
python bench/quality.py --corpus test [--model FOLDER]                  reports of corpus/ of one split
python bench/quality.py --reports FOLDER [--model FOLDER]               other annotated reports, in FOLDER/fr and FOLDER/en
python bench/quality.py --gold dev.jsonl --pages FOLDER [--errors]     FOLDER holds <id>.txt or <id>.html
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import scoring
from entrevue.domain.report import Page, Problem
from entrevue.pipeline import Reader as Reader
from entrevue.pipeline import as_date
from entrevue.training.annotation import read_corpus
from entrevue.training.splits import read_splits
from entrevue.wire import record_of

CORPUS = Path(__file__).parents[1] / "corpus"
CASES = Path(__file__).parents[1] / "tests" / "cases"


def corpus() -> Iterator[tuple[scoring.Item, Path]]:
    """The gold record and the page of every case, language by language."""
    for path in sorted(CASES.glob("*/[0-9]*.json")):
        page = next(path.parent.glob(f"{path.stem}.[th]*"))
        yield json.loads(path.read_text(encoding="utf-8")), page


def annotated(folder: Path, split: str | None) -> Iterator[tuple[scoring.Item, Page]]:
    """The gold record and the page of every annotated report of a folder, or of one split of it."""
    splits = read_splits(CORPUS / "plan.tsv")
    for report in read_corpus(folder):
        if split is None or splits.get(report.id, "train") == split:
            page = Page(report.page.encode(), url=report.head.get("url"), name=f"{report.id}.txt")
            yield report.record(), page


def records(
    golds: Iterable[tuple[scoring.Item, Path | Page]], reader: Reader, *, told: bool = False
) -> Iterator[tuple[scoring.Item, scoring.Item]]:
    """Each gold record with the record that is read; `told`: the day of publication is handed in."""
    for gold, path in golds:
        if isinstance(path, Page):
            page, published = path, as_date(gold.get("published"))
        else:
            published = as_date(gold.get("published")) if told or path.suffix == ".txt" else None
            page = Page(path.read_bytes(), url=gold.get("url"), name=path.name)
        reading = reader.attempt(page, published=published, language=gold["lang"] if told else None)
        if isinstance(reading, Problem):
            yield gold, {"id": gold["id"], "engagements": []}
        else:
            yield gold, json.loads(record_of(reading, gold["id"]).to_json())


def paged(gold: Path, pages: Path) -> list[tuple[scoring.Item, Path | Page]]:
    """The records of a file of gold, each with its page in a folder; those without one are left out."""
    lines = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    return [(one, path) for one in lines for path in sorted(pages.glob(f"{one['id']}.*"))[:1]]


def _name(page: Path | Page) -> str:
    return page.name or "" if isinstance(page, Page) else f"{page.parent.name}/{page.name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="*", help="the beginnings of the cases' names, such as fr/031")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--corpus", choices=("train", "dev", "test", "manner"), help="a split of corpus/")
    parser.add_argument("--reports", type=Path, help="a folder with annotated reports in fr/ and en/")
    parser.add_argument("--model", type=Path, help="read with the trained model in this folder")
    options = parser.parse_args()
    golds: list[tuple[scoring.Item, Path | Page]]
    if options.corpus or options.reports:
        golds = list(annotated(options.reports or CORPUS, options.corpus))
    elif options.gold:
        golds = paged(options.gold, options.pages)
    else:
        golds = [(gold, path) for gold, path in corpus()]
    wanted = tuple(options.cases)
    golds = [(g, p) for g, p in golds if not wanted or _name(p).startswith(wanted)]
    if not golds:
        sys.exit("no cases found")
    results = list(
        records(golds, Reader(model=options.model), told=not isinstance(golds[0][1], Path) or bool(options.gold))
    )
    for language in [*sorted({gold["lang"] for gold, _ in golds}), "all"]:
        scores = scoring.score(pair for pair in results if language in ("all", pair[0]["lang"]))
        reports = sum(language in ("all", gold["lang"]) for gold, _ in golds)
        print(f"{language}: {reports} reports, {scores.asked['engagement']} engagements")
        print("  " + "  ".join(f"{name} {value:.3f}" for name, value in scores.rows()))
    if options.errors:
        for what, name, text in sorted(scores.errors, key=lambda error: error[1]):
            print(f"{name}  {what}: {text}")


if __name__ == "__main__":
    main()
