"""Pages a second on one core beside the plain combination of public parts, start-up time, memory of a reading process.

python bench/speed.py [FOLDER]     FOLDER: the article benchmark (html/<id>.html.gz), for a day's mixed news
"""

import gzip
import itertools
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import glue
import quality
from entrevue.domain.report import Page
from entrevue.pipeline import Reader

ARTICLES = Path(__file__).parents[2] / "shared" / "bench" / "articles"
_FEW = 10  # pages of a process whose memory is told
_ONE_IN = 20  # pages of a day's news for one that tells of an engagement
Item = tuple[bytes, bool, str]  # content, whether it is HTML, language


def engagements() -> list[Item]:
    """The project's own reports that tell of an engagement."""
    return [
        (path.read_bytes(), path.suffix == ".html", gold["lang"])
        for gold, path in quality.corpus()
        if gold["engagements"]
    ]


def mixed(folder: Path) -> list[Item]:
    """A day's news: the pages of the article benchmark with one report of an engagement in twenty."""
    news = [(gzip.decompress(path.read_bytes()), True, "en") for path in sorted((folder / "html").glob("*.html.gz"))]
    told = itertools.cycle(engagements())
    pages: list[Item] = []
    for number, page in enumerate(news):
        pages.append(page if number % _ONE_IN else next(told))
    return pages


def pages_a_second(read: Callable[[Item], object], pages: Sequence[Item]) -> float:
    """Process time over the pages, after one of each language was read to load what loads once."""
    for language in {page[2] for page in pages}:
        read(next(page for page in pages if page[2] == language))
    started = time.process_time()
    for page in pages:
        read(page)
    return len(pages) / (time.process_time() - started)


def compare(name: str, pages: Sequence[Item], aim: float) -> None:
    """Print one row: ours, theirs, how many times."""
    reader = Reader()
    ours = pages_a_second(lambda page: reader.attempt(Page(page[0])), pages)
    theirs = pages_a_second(lambda page: glue.read(page[0], html=page[1], language=page[2]), pages)
    print(f"{name}: {len(pages)} pages, entrevue {ours:.1f} pages/s, plain combination {theirs:.1f}, "
          f"{ours / theirs:.1f} times (aim: at least {aim:g})")  # fmt: skip


def startup() -> None:
    """Print how long commands that read nothing take beside importing Typer and Rich alone."""
    binary = str(Path(sys.executable).parent / "entrevue")
    ours = min(_seconds([binary, "--version"]) for _ in range(7))
    alone = min(_seconds([sys.executable, "-c", "import typer, rich.console"]) for _ in range(7))
    print(
        f"start-up: {ours * 1000:.0f} ms, Typer and Rich alone {alone * 1000:.0f} ms, {ours / alone:.1f} times (aim: at most 3)"
    )


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


_FIRST = """
import time
start = time.perf_counter()
import resource, sys
from pathlib import Path
from entrevue.pipeline import Reader
reader, pages = Reader(), [Path(name) for name in sys.argv[1:]]
reader.read(pages[0])
print(time.perf_counter() - start, time.process_time())
for page in pages[1:]:
    reader.read(page)
print(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory() -> None:
    """Print how long a process takes to its first page, and its memory after ten pages of both languages and at its peak."""
    told = [str(path) for gold, path in quality.corpus() if gold["engagements"]]
    names = [name for pair in zip(told, reversed(told), strict=True) for name in pair][:_FEW]
    runs = [
        subprocess.run(
            [sys.executable, "-c", _FIRST, *names], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(5)
    ]
    seconds, processor = (min(float(run[k]) for run in runs) for k in (0, 1))
    print(f"first page after start: {seconds:.2f} s, {processor:.2f} of the processor (aim: at most 1.5)")
    now, peak = (int(runs[0][k]) * 1024 // 1_000_000 for k in (2, 3))
    print(f"memory of a reading process after {_FEW} pages: {now} MB, at its peak {peak} (aim: at most 350)")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    startup()
    memory()
    compare("pages that all tell of an engagement", engagements(), 1)
    if (folder / "html").is_dir():
        compare("a day's mixed news", mixed(folder), 8)
    else:
        print(f"a day's mixed news: not measured, no article benchmark in {folder}")


if __name__ == "__main__":
    main()
