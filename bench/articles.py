"""Article extraction: F1 over 4-word shingles and pages a second, ours and trafilatura's in one run on one core.

python bench/articles.py [FOLDER]     FOLDER holds html/<id>.html.gz and gold.json {id: {"articleBody", "url"}}
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import quality
import trafilatura

from entrevue.domain.report import Page, Problem
from entrevue.intake import read_page

_STRUCTURED = frozenset(("json-ld", "meta", "time"))
_DEFAULT = Path(__file__).parents[2] / "shared" / "bench" / "articles"


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    """Every run of four words with its count; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1))) if words else Counter()


def ours(html: bytes, url: str) -> str:
    """The body as Entrevue finds it."""
    report = read_page(Page(html, url=url, media_type="text/html"))
    if isinstance(report, Problem):
        return ""
    return "\n".join(report.text[p.start : p.end] for p in report.paragraphs)


def theirs(html: bytes, url: str) -> str:
    """The body as trafilatura finds it with its defaults."""
    return trafilatura.extract(html, url=url, include_comments=False) or ""


def measure(
    name: str, extract: Callable[[bytes, str], str], pages: dict[str, bytes], gold: dict[str, dict[str, str]]
) -> None:
    """Print one row; the score is the benchmark's own: every page weighs the same."""
    started = time.process_time()
    found = {key: extract(html, gold[key]["url"]) for key, html in pages.items()}
    seconds = time.process_time() - started
    tp = fp = fn = 0.0
    rows = []
    for key, text in found.items():
        want, have = shingles(gold[key]["articleBody"]), shingles(text)
        both = sum((want & have).values())
        total = sum(want.values()) + sum(have.values()) - both
        tp, fp, fn = (
            tp + both / total,
            fp + (sum(have.values()) - both) / total,
            fn + (sum(want.values()) - both) / total,
        )
        rows.append((both / total, key, gold[key]["url"]))
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    print(f"{name:12} {len(pages)} pages  precision {precision:.3f}  recall {recall:.3f}  "
          f"F1 {2 * precision * recall / (precision + recall):.3f}  {len(pages) / seconds:.0f} pages/s")  # fmt: skip
    if "--errors" in sys.argv:
        for share, key, url in sorted(rows)[:25]:
            print(f"  {share:.2f} {key[:12]} {url}")


def dates() -> None:
    """Print how many days of publication are right on the project's own pages with structured data.

    The article benchmark tells no days.
    """
    told = right = 0
    for gold, path in quality.corpus():
        report = read_page(Page(path.read_bytes(), name=path.name))
        if path.suffix == ".html" and not isinstance(report, Problem) and report.published_from in _STRUCTURED:
            told += 1
            right += str(report.published) == gold["published"]
    print(f"days of publication told by structured data, the project's own pages: {right} of {told}")


def main() -> None:
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(folders[0]) if folders else _DEFAULT
    if not (folder / "gold.json").is_file():
        sys.exit(f"no gold.json in {folder}: name the folder of the article benchmark")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in gold}
    first = next(iter(pages))
    for extract in (ours, theirs):  # what loads once is not the pages' cost
        extract(pages[first], gold[first]["url"])
    measure("entrevue", ours, pages, gold)
    measure("trafilatura", theirs, pages, gold)
    dates()


if __name__ == "__main__":
    main()
