"""Article extraction: F1 over 4-word shingles and pages a second, ours and trafilatura's in one run on one core.

python bench/articles.py [FOLDER]     FOLDER holds html/<id>.html.gz and gold.json {id: {"articleBody", "url"}}
"""

import contextlib
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

import quality
from entrevue.domain.report import Page, Problem
from entrevue.intake import read_page

_STRUCTURED = frozenset(("json-ld", "meta", "time"))
_DAY_PATHS = (
    "//meta[@property='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
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


def witnesses(html: bytes) -> set[str]:
    """The days of publication that a page's structured data tell, read by other means than the reader's own."""
    tree = lxml.html.document_fromstring(html)
    told = [str(value) for path in _DAY_PATHS for value in tree.xpath(path)]
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        with contextlib.suppress(ValueError):
            told += list(_published(json.loads(script, strict=False)))
    return {text.strip()[:10] for text in told if re.match(r"\s*(19|20)\d\d-\d\d-\d\d", text)}


def _published(node: Any) -> Iterator[str]:
    """Days of the articles in a JSON-LD document."""
    if isinstance(node, list):
        for one in node:
            yield from _published(one)
    elif isinstance(node, dict):
        if re.search(r"Article|Posting|Report", str(node.get("@type"))) and "datePublished" in node:
            yield str(node["datePublished"])
        for one in node.values():
            yield from _published(one)


def dates_on(pages: dict[str, bytes], gold: dict[str, dict[str, str]]) -> None:
    """Print how many days are right on real pages: those whose structured data, read otherwise, tell one day alone."""
    told, wrong = 0, []
    for key, html in pages.items():
        days = witnesses(html)
        if len(days) == 1:
            told += 1
            report = read_page(Page(html, url=gold[key]["url"], media_type="text/html"))
            found = None if isinstance(report, Problem) else str(report.published)
            if found not in days:
                wrong.append((gold[key]["url"], found, days.pop()))
    print(f"days of publication, the benchmark's pages whose structured data tell one: {told - len(wrong)} of {told}")
    for url, found, day in wrong if "--errors" in sys.argv else []:
        print(f"  {found} for {day} {url}")


def dates() -> None:
    """Print how many days of publication are right on the project's own pages with structured data."""
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
    dates_on(pages, gold)
    dates()


if __name__ == "__main__":
    main()
