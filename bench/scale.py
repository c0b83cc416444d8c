"""What large runs cost: an archive of mixed news, read on one core and several, beside other ways to read it.

python bench/scale.py make FILE [--records 20000]     write the archive: one page in twenty tells of an engagement
python bench/scale.py compare FILE [--records 2000]   pages a second of one core, beside public parts
python bench/scale.py cores FILE [--workers 2]        pages a second of several processes beside one
python bench/scale.py memory FILE [--times 10]        memory of all processes while the archive is read so often on end
python bench/scale.py gates                           what each gate lets through of the corpus, and of the clutter
python bench/scale.py kills FILE [--every 4]          a reading process is killed every few seconds; nothing may be lost
python bench/scale.py full FILE                       the disk is full in the middle; the run goes on once there is room
python bench/scale.py ledger [--records 20000]        accounts a second from a run into a ledger, without reading
"""

import argparse
import gzip
import itertools
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text

import glue
import ledger as books
import quality
import scoring
from entrevue.domain.report import Page, Report
from entrevue.engines.local import LocalEngine
from entrevue.errors import ScaleError
from entrevue.intake import read_page
from entrevue.pipeline import Reader
from entrevue.scale import journal as journals
from entrevue.scale.counts import Counts
from entrevue.scale.gates import GATES, sift
from entrevue.scale.outputs import Outputs
from entrevue.scale.running import Run
from entrevue.scale.sources import find_sources, items_of, pieces_of
from entrevue.scale.tables import Row
from entrevue.scale.work import ReadingWork
from entrevue.wiring import Ledger

_ONE_IN = 20
_PART = 400  # reports that a run keeps at once
_ALL = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_INSIDE = "ENTREVUE_BENCH_INSIDE"
_SEED = 13
# Clutter: what most news is about. Sentences of our own, put together at random; half of it in other languages.
_CLUTTER = {
    "en": (
        "The home side took the lead after twelve minutes and never looked back, {name} scoring twice.",
        "Residents of {town} complained about potholes and late buses at the council on {day}.",
        "Share prices of {name} Foods fell by four percent as the price of wheat rose again.",
        "Police in {town} are looking for the driver of a grey van seen near the school on {day}.",
        "The festival opens on {day} with a concert by {name} and her quartet in the old market hall.",
        "Rain is expected over {town} until {day}, with gusts along the coast, the weather service said.",
        "The court sentenced {name}, 34, to two years for the burglary of three shops in {town}.",
        "Farmers around {town} have begun the harvest two weeks early after a dry spring.",
        "“We trained hard for this”, said coach {name}, whose team travels to {town} next week.",
        "The museum of {town} shows drawings that {name} left to his niece, a schoolteacher.",
    ),
    "fr": (
        "L’équipe locale a ouvert la marque à la douzième minute grâce à {name}, auteur d’un doublé.",
        "Les habitants de {town} se plaignent des bus en retard, a dit {name} au conseil municipal.",
        "Le festival s’ouvre {day} avec un concert de {name} dans les anciennes halles de {town}.",
        "La pluie est attendue sur {town} jusqu’à {day}, avec des rafales sur la côte.",
        "Le tribunal de {town} a condamné {name}, 34 ans, à deux ans de prison pour cambriolage.",
        "Les agriculteurs des environs de {town} ont commencé la récolte avec deux semaines d’avance.",
    ),
    "es": (
        "El equipo local se adelantó en el minuto doce con un gol de {name} y no volvió a mirar atrás.",
        "Los vecinos de {town} se quejaron de los baches y de los autobuses en la reunión del {day}.",
        "La lluvia seguirá sobre {town} hasta el {day}, con rachas de viento en la costa.",
        "El museo de {town} muestra dibujos que {name} dejó a su sobrina, maestra de escuela.",
    ),
    "de": (
        "Die Gastgeber gingen nach zwölf Minuten durch {name} in Führung und gaben sie nicht mehr ab.",
        "Anwohner in {town} beklagten sich am {day} im Rat über Schlaglöcher und verspätete Busse.",
        "Der Regen bleibt bis {day} über {town}, an der Küste gibt es Böen, sagte der Wetterdienst.",
        "Das Museum in {town} zeigt Zeichnungen, die {name} seiner Nichte hinterlassen hat.",
    ),
    "pt": (
        "A equipa da casa marcou aos doze minutos por {name} e não voltou a olhar para trás.",
        "Os moradores de {town} queixaram-se dos buracos e dos autocarros na reunião de {day}.",
        "A chuva continua sobre {town} até {day}, com rajadas de vento junto à costa.",
        "O museu de {town} mostra desenhos que {name} deixou à sobrinha, professora primária.",
    ),
}  # fmt: skip
_LANGUAGES = ("en", "en", "en", "en", "fr", "es", "de", "pt", "es", "de")
_SCRIPT = "window.__s{0}={{id:{1},call:'host',v:[{0},{0}]}};"
_MENU = ("News", "World", "Sport", "Culture", "Economy", "Weather", "Video", "Letters")
_NAMES = (
    "Tomas Varga",
    "Lena Brook",
    "Idris Okafor",
    "Mia Sand",
    "Paul Renard",
    "Ana Duarte",
    "Kai Holm",
    "Rosa Pinto",
)
_TOWNS = ("Brackwell", "Sainte-Aube", "Oldenfurt", "Villarosa", "Port Alder", "Montrecy", "Carvalhal", "Eastmere")
_DAYS = ("Monday", "Tuesday", "Friday", "samedi", "dimanche", "lunes", "Mittwoch", "quinta-feira")


def clutter(chance: random.Random) -> tuple[str, str]:
    """An article of no engagement, with its language."""
    language = chance.choice(_LANGUAGES)
    told = {"name": _NAMES, "town": _TOWNS, "day": _DAYS}
    lines = [
        " ".join(
            chance.choice(_CLUTTER[language]).format(**{key: chance.choice(values) for key, values in told.items()})
            for _ in range(chance.randint(2, 5))
        )
        for _ in range(chance.randint(5, 14))
    ]
    return language, "\n".join(lines)


def dressed(title: str, text: str, language: str, chance: random.Random, day: str | None = None) -> bytes:
    """A page of a news site around an article: menus, scripts, teasers, a reply form; 30 to 120 kB."""
    script = "".join(_SCRIPT.format(n, chance.random()) for n in range(chance.randint(200, 1400)))
    menu = "".join(f'<li class="menu-item"><a href="/s/{n}">{word}</a></li>' for n, word in enumerate(_MENU * 3))
    teasers = "".join(
        f'<div class="card"><a href="/a/{n}"><h3>{chance.choice(_TOWNS)}: {chance.choice(_NAMES)}</h3></a>'
        f"<p>{chance.choice(_CLUTTER.get(language, _CLUTTER['en']))[:50]}…</p></div>"
        for n in range(chance.randint(5, 25))
    )
    meta = f'<meta property="article:published_time" content="{day}T08:00:00Z">' if day else ""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    head = f'<meta charset="utf-8"><title>{title}</title>{meta}<script>{script}</script>'
    main = f"<main><article><h1>{title}</h1>{paragraphs}</article></main><aside>{teasers}</aside>"
    form = "<section><h2>Leave a reply</h2><form><input name=a><textarea></textarea></form></section>"
    body = f"<nav><ul>{menu}</ul></nav>{main}{form}<footer>{menu}</footer>"
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'.encode()


def reports(*splits: str) -> Iterator[tuple[scoring.Item, str, str]]:
    """The corpus's reports that tell of an engagement: the gold record, the title, the paragraphs one a line."""
    for split in splits:
        for item, page in quality.annotated(quality.CORPUS, split):
            report = read_page(page)
            if item["engagements"] and isinstance(report, Report):
                lines = (report.text[one.start : one.end] for one in report.paragraphs)
                yield item, report.title or "", "\n".join(lines)


def pages(count: int) -> Iterator[bytes]:
    """The archive's pages: one in twenty tells of an engagement."""
    chance = random.Random(_SEED)
    told = itertools.cycle(list(reports("test", "dev")))
    for number in range(count):
        if number % _ONE_IN == 0:
            item, title, text = next(told)
            yield dressed(title, text, item["lang"], chance, item.get("published"))
        else:
            language, text = clutter(chance)
            yield dressed(text.partition(".")[0][:80], text, language, chance, "2024-05-07")


def make(path: Path, count: int) -> None:
    """Write the archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for number, page in enumerate(pages(count)):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Target-URI: https://paper{number % 400}.example/2024/05/{number}\r\n"
                f"WARC-Date: 2024-05-07T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + body + b"\r\n\r\n", 6))
    print(f"{path}: {count:,} records, {path.stat().st_size / 1e6:.0f} MB")


def records(path: Path, count: int) -> Iterator[bytes]:
    """The pages of an archive by fastwarc."""
    for record in itertools.islice(ArchiveIterator(str(path), WarcRecordType.response, parse_http=True), count):
        yield record.reader.read()


def rate(name: str, count: int, do: Callable[[], object]) -> float:
    """Pages a second of processor time."""
    started = time.process_time()
    do()
    speed = count / (time.process_time() - started)
    print(f"{name}: {speed:.1f} pages a second")
    return speed


def compare(path: Path, count: int) -> None:
    """One core: ours beside public parts, over the same records."""
    reader = Reader()
    for item, _, text in itertools.islice(reports("dev"), 8):
        reader.read(text, language=item["lang"])
        glue.read(text.encode(), html=False, language=item["lang"])
    (source,) = find_sources([str(path)])

    spent = dict.fromkeys(GATES, 0.0)

    def sifting() -> None:
        items = itertools.chain.from_iterable(map(items_of, pieces_of(source)))
        for item in itertools.islice(items, count):
            if item.page is not None:
                for gate, seconds in zip(GATES, sift(item.page).spent, strict=False):
                    spent[gate] += seconds

    def ours() -> None:
        items = itertools.chain.from_iterable(map(items_of, pieces_of(source)))
        for item in itertools.islice(items, count):
            if item.page is not None and (report := sift(item.page).report) is not None:
                reader.read_report(report)

    def extracting() -> None:
        for page in records(path, count):
            extract_plain_text(page.decode("utf-8", "replace"), main_content=True)

    few = max(count // 10, 1)

    def plain() -> None:
        for page in records(path, few):
            glue.read(page, html=True, language="fr" if b'lang="fr"' in page[:60] else "en")

    sifted = rate(f"entrevue without reading, {count} records", count, sifting)
    print("  milliseconds a page: " + ", ".join(f"{gate} {1000 * spent[gate] / count:.3f}" for gate in GATES[:-1]))
    mine = rate(f"entrevue, {count} records", count, ours)
    merely = rate(f"(b) fastwarc and resiliparse, text alone, {count} records", count, extracting)
    parts = rate(f"(a) fastwarc, trafilatura, spaCy, {few} records", few, plain)
    print(f"without reading {sifted / merely:.2f} of (b)")
    print(f"{mine / parts:.1f} times (a) (aim: at least 8), {mine / merely:.2f} of (b) (aim: at least 0.5)")


@dataclass(frozen=True)
class Ran:
    """A run that ended: what it counted, seconds by the clock, and of the processor (all its processes)."""

    counts: Counts
    seconds: float
    processor: float


def processor() -> float:
    """Seconds of the processor of this process and of those that it started and that have ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, _ALL))


def run(
    path: Path,
    folder: Path,
    workers: int,
    meanwhile: Callable[[LocalEngine], None] | None = None,
    *,
    times: int = 1,
    resume: bool = False,
) -> Ran:
    """Read an archive with the local engine, `times` on end; `meanwhile` is called beside it with the engine."""
    sources = find_sources([str(path)])
    engine = LocalEngine(ReadingWork(), slots=workers)
    if meanwhile is not None:
        threading.Thread(target=meanwhile, args=(engine,), daemon=True).start()
    started, before = time.monotonic(), processor()
    try:
        with journals.opened(folder, sources, resume=resume) as journal:
            output = Outputs(folder, None, tables=True)
            known = output.go_on(journal.parts)
            made = Run([piece for one in sources for piece in pieces_of(one)] * times, engine, output, journal)
            made.remember(known)
            made.go(lambda _: None)
            output.end()
    finally:
        engine.close()
    return Ran(made.counts, time.monotonic() - started, processor() - before)


def cores(path: Path, workers: int) -> None:
    """Several processes beside one, by the clock and by the processor, which other programs do not disturb."""
    ran = []
    for number in (1, workers):
        with tempfile.TemporaryDirectory() as folder:
            ran.append(one := run(path, Path(folder), number))
        pages = one.counts.records
        print(
            f"{number} process(es): {pages:,} pages in {one.seconds:.0f} s, {pages / one.seconds:.1f} a second, starting"
            f" included; {pages / one.processor:.1f} a second of the processor's"
        )
    print(f"{ran[0].seconds / ran[1].seconds:.2f} times by the clock (aim: 1.8 of two cores that nothing else uses)")
    print(f"{ran[1].processor / ran[0].processor:.2f} times the processor's seconds of one process")


def memory(path: Path, workers: int, times: int) -> None:
    """What all processes together take, looked at every second: the most of each tenth of the time."""
    seen: list[float] = []

    def look(engine: LocalEngine) -> None:
        while True:
            seen.append(sum(map(megabytes, [os.getpid(), *engine.processes()])))
            time.sleep(1)

    with tempfile.TemporaryDirectory() as folder:
        ran = run(path, Path(folder), workers, look, times=times)
    tenth = max(len(seen) // 10, 1)
    most = [max(seen[start : start + tenth]) for start in range(0, len(seen), tenth)]
    print(
        f"{ran.counts.records:,} pages by {workers} processes in {ran.seconds:.0f} s; MB at most, by tenths of the time:"
    )
    print("  " + ", ".join(f"{one:.0f}" for one in most))
    early, late = max(most[1:3] or most), max(seen[len(seen) // 2 :])
    print(
        f"at most {max(seen):.0f} MB (aim: 1,200); the second half {late / early:.2f} times the second and third tenth"
    )


def megabytes(process: int) -> float:
    """What a process takes; pages that several share are counted once over all of them. 0 for one that is gone."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(told.partition("Pss:")[2].split()[0]) / 1024


def gates() -> None:
    """The share of gold engagements whose report each gate lets through, and of clutter that it stops.

    The words of the gate are made from `train`, so that what they keep of `test` and `dev` is told apart.
    """
    chance = random.Random(_SEED)
    for splits in (("test", "dev"), ("train",)):
        whole, lost = 0, dict.fromkeys(GATES, 0)
        for item, title, text in reports(*splits):
            found = sift(Page(dressed(title, text, item["lang"], chance, item.get("published"))))
            whole += len(item["engagements"])
            if found.stopped is not None:
                lost[found.stopped] += len(item["engagements"])
        left = whole
        for gate in GATES[:-1]:
            print(f"{gate}: of {left} gold engagements {left - lost[gate]} pass, {(left - lost[gate]) / left:.4f}")
            left -= lost[gate]
        print(f"all gates, {' and '.join(splits)}: {left / whole:.4f} (aim: at least 0.99)")
    stopped: dict[object, int] = {}
    for _ in range(200):
        language, text = clutter(chance)
        where = sift(Page(dressed(text[:60], text, language, chance, "2024-05-07"))).stopped or "nothing"
        stopped[where] = stopped.get(where, 0) + 1
    print(
        "of 200 pages of clutter: "
        + ", ".join(f"{gate} stops {count}" for gate, count in sorted(stopped.items(), key=str))
    )


def results(folder: Path) -> tuple[list[dict[str, object]], ...]:
    """What a run gave: its accounts in their order, the names of its reports, and its problems."""
    tables = ("accounts", "reports", "problems")
    accounts, reports_, problems = (pq.read_table(folder / name).to_pylist() for name in tables)
    return accounts, [{"name": one["name"]} for one in reports_], problems


def compared(calm: Path, other: Path) -> str:
    """Whether two runs gave the same, and every page one result at most."""
    one, two = results(calm), results(other)
    names = [str(row["name"]) for table in two[1:] for row in table]
    twice = len(names) - len(set(names))
    same = ", ".join(
        f"{name} {'the same' if a == b else f'DIFFER ({len(a)} and {len(b)})'}"
        for name, a, b in zip(("accounts", "reports", "problems"), one, two, strict=True)
    )
    return f"{same}; pages with more than one result: {twice}"


def kills(path: Path, every: float, workers: int) -> None:
    """Kill a reading process every few seconds: every page has one result, the same as without.

    Only processes that have started are killed: those that load the reader would never get to a page on a busy machine.
    """
    stopped = threading.Event()
    count = 0

    def killer(engine: LocalEngine) -> None:
        nonlocal count
        chance = random.Random(_SEED)
        while not stopped.wait(every):
            victims = engine.processes(ready=True)
            if victims:
                count += 1
                os.kill(chance.choice(victims), signal.SIGKILL)

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        calm = run(path, Path(one), workers).counts
        killed = run(path, Path(other), workers, killer)
        stopped.set()
        print(
            f"{count} processes killed in {killed.seconds:.0f} s; {killed.counts.records:,} of {calm.records:,} pages"
        )
        print(compared(Path(one), Path(other)))


def full(path: Path, workers: int) -> None:
    """Read onto a disk that has no room for it, make room, go on: the same as on one that has."""
    if os.environ.get(_INSIDE) is None:  # a disk of our own, in a namespace where a user may mount one
        command = ["unshare", "--map-root-user", "--mount", sys.executable, __file__, "full", str(path)]
        subprocess.run([*command, "--workers", str(workers)], check=True, env=os.environ | {_INSIDE: "1"})
        return
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as disk:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "none", disk], check=True)
        try:
            _filled(path, Path(one), Path(disk), workers)
        finally:
            subprocess.run(["umount", disk], check=True)


def _filled(path: Path, calm: Path, disk: Path, workers: int) -> None:
    try:
        run(path, disk, workers)
        print("the run had room enough: take a larger archive")
        return
    except (ScaleError, OSError) as error:
        print(f"stopped: {error}")
    subprocess.run(["mount", "-o", "remount,size=4g", str(disk)], check=True)
    after = run(path, disk, workers, resume=True).counts
    before = run(path, calm, workers).counts
    print(f"went on to {after.records:,} of {before.records:,} pages")
    print(compared(calm, disk))


def into_ledger(count: int) -> None:
    """Accounts a second that a run puts into a ledger, sameness included; readings are made, not read."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
        output = Outputs(Path(folder), ledger, tables=False)
        rows = (Row(n, str(n), one, frozenset({n})) for n, one in enumerate(books.readings(0, count)))
        accounts, clock, busy = 0, 0.0, 0.0
        for part, some in enumerate(iter(lambda: list(itertools.islice(rows, _PART)), [])):
            started, before = time.monotonic(), time.process_time()
            output.keep(part, some, [])
            clock, busy = clock + time.monotonic() - started, busy + time.process_time() - before
            accounts += sum(len(row.reading.accounts) for row in some)
    print(
        f"{accounts:,} accounts of {count:,} engagements: {accounts / clock:.0f} a second,"
        f" {accounts / busy:.0f} of the processor's (aim: 1,000)"
    )


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "compare", "cores", "memory", "gates", "kills", "full", "ledger"])
    parser.add_argument("file", type=Path, nargs="?", default=Path("build/news.warc.gz"))
    parser.add_argument("--records", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=4.0)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    actions: dict[str, Callable[[], None]] = {
        "make": lambda: make(options.file, options.records or 20_000),
        "compare": lambda: compare(options.file, options.records or 2_000),
        "cores": lambda: cores(options.file, options.workers),
        "gates": gates,
        "memory": lambda: memory(options.file, options.workers, options.times),
        "kills": lambda: kills(options.file, options.every, options.workers),
        "full": lambda: full(options.file, options.workers),
        "ledger": lambda: into_ledger(options.records or 20_000),
    }
    actions[options.what]()


if __name__ == "__main__":
    main()
