"""Joins the stages of reading: page → report → mentions → accounts."""

import datetime as dt
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from importlib import metadata
from multiprocessing import get_context
from pathlib import Path

from entrevue.atlas import load_atlas
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.explanation import Explanation
from entrevue.domain.reading import Reading
from entrevue.domain.report import NOT_READ, Page, Problem, Report
from entrevue.domain.text import fold
from entrevue.encoder import Encoder, load_encoder
from entrevue.errors import SettingError, UnreadablePage
from entrevue.intake import read_page
from entrevue.languages import codes
from entrevue.languages.example import load_example
from entrevue.languages.gate import words_in
from entrevue.languages.triggers import load_triggers
from entrevue.mentions.dates import date_at, load_dates
from entrevue.mentions.values import tells_a_side
from entrevue.reading import LearnedReader
from entrevue.settings import model_folder

_CODE = re.compile(r"[a-z]{2,3}")
_AHEAD = 4  # pages for each process that wait or are done before their turn
_READABLE = "triggers"  # a language can be read when its pack has this concern


class Reader:
    """Reads pages; what is loaded for one (model, packs, atlas) is there for the next."""

    def __init__(self, *, model: Path | None = None, loading: Callable[[bool], None] | None = None) -> None:
        """Nothing is loaded before the first page that needs it, and that once a process.

        `model`: the folder of a trained model; without one that in `ENTREVUE_MODEL`, or the one that is shipped.
        `loading` is called with True before a language is loaded and with False after, so that whoever times the
        pages can leave that out.
        """
        self._model = model
        self._learned = LearnedReader(_encoder(model))
        self._loading = loading
        self._loaded: set[str] = set()

    def read(
        self,
        page: str | bytes | Path | Page,
        *,
        published: str | dt.date | PartialDate | None = None,
        language: str | None = None,
        url: str | None = None,
    ) -> Reading:
        """Read one page: HTML, plain text or PDF, as text, as bytes, as the path of a file, or as a `Page`.

        `published` is the day of publication where the page does not tell it ("2023-04-08", "2023-04"; it wins over
        the page's own), `language` an ISO 639-1 code, `url` the address the page came from. Raises UnreadablePage
        when the page holds no report, ValueError when `published` is no date or `language` no code.
        """
        reading = self.attempt(as_page(page, url), published=as_date(published), language=language)
        if isinstance(reading, Problem):
            raise UnreadablePage(reading.reason, reading.name)
        return reading

    def attempt(
        self,
        page: Page,
        *,
        published: PartialDate | None = None,
        language: str | None = None,
        otherwise: PartialDate | None = None,
    ) -> Reading | Problem:
        """Read one page of many: a page that cannot be read gives a `Problem`, so that it never stops a run.

        `otherwise` is the day of publication where neither `published` nor the page tells one.
        """
        if language is not None and not _CODE.fullmatch(language):
            raise ValueError(f"not a language code as in ISO 639-1: {language!r}")
        report = read_page(page, published=published, language=language)
        if isinstance(report, Problem):
            return report
        if report.published is None and otherwise is not None:
            report = replace(report, published=otherwise, published_from="option")
        return self.read_report(report)

    def prepare(self) -> None:
        """Load all that reading needs, in every language."""
        for language in codes("example"):
            self._load(language)

    def _load(self, language: str) -> None:
        """Load all that reading in a language needs, by reading an example."""
        self._loaded.add(language)
        self.attempt(Page(load_example(language).text.encode(), media_type="text/plain"), language=language)

    def pipe(
        self,
        pages: Iterable[str | bytes | Path | Page],
        *,
        published: str | dt.date | PartialDate | None = None,
        language: str | None = None,
        jobs: int = 1,
    ) -> Iterator[Reading | Problem]:
        """Read many pages, one after another in order; a page that cannot be read gives a `Problem`.

        `jobs`: processes that read at the same time; each loads what this reader was made with. For pages of others,
        which can take a process's time and memory, see `entrevue.worker`.
        """
        day, taken = as_date(published), (_taken(page) for page in pages)
        if jobs < 2:
            for page in taken:
                yield page if isinstance(page, Problem) else self.attempt(page, published=day, language=language)
            return
        with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(self._model,)) as pool:
            waiting: deque[Future[Reading | Problem]] = deque()
            for page in taken:
                waiting.append(pool.submit(_attempt, page, day, language))
                while len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def explain(self, page: Page, *, published: PartialDate | None = None, language: str | None = None) -> Explanation:
        """The reading of one page with all that it was chosen from. Raises UnreadablePage as `read` does."""
        report = read_page(page, published=published, language=language)
        if isinstance(report, Problem):
            raise UnreadablePage(report.reason, report.name)
        if report.language not in codes(_READABLE):
            raise UnreadablePage(f"no pack reads its language ({report.language or 'not known'})", page.name)
        return self._learned.explain(report)

    def read_report(self, report: Report) -> Reading:
        """Read a report that was taken in already."""
        language = report.language or ""
        if language not in codes(_READABLE):
            return Reading(_with_note(report), reader_version=version(), pack_version=language, silent="language")
        if not tells(report.text, language):
            return Reading(report, reader_version=version(), pack_version=language, silent="no trigger")
        if self._loading is not None and language not in self._loaded:
            self._loading(True)
            self._load(language)
            self._loading(False)
        known = load_atlas(language).find(report.text)
        if not tells_a_side(known):
            return Reading(report, reader_version=version(), pack_version=language, silent="no side")
        reading = self._learned.read_report(report, known)
        silent = None if reading.accounts else "no official"
        return replace(reading, reader_version=f"{version()}-{reading.reader_version}", silent=silent)


def _encoder(folder: Path | None) -> Encoder:
    """The model in a folder, in the one that `ENTREVUE_MODEL` names, or the one that is shipped."""
    return load_encoder(folder or model_folder())


def model_hash() -> str | None:
    """The name of the model with which pages are read; None where none is there."""
    try:
        return _encoder(None).hash
    except (OSError, SettingError):
        return None


def _with_note(report: Report) -> Report:
    """The report with a note that says why nothing was read from it."""
    why = f"its language ({report.language}) has no pack" if report.language else "its language could not be told"
    return replace(report, notes=(*report.notes, f"{NOT_READ}{why}"))


def date_told(report: Report, start: int, end: int) -> DateSpan | None:
    """What a date means that stands at `report.text[start:end]`; None where that cannot be told."""
    language = next((one.language for one in report.paragraphs if one.start <= start < one.end), None)
    language = language or report.language or ""
    if language not in codes("dates"):
        return None
    return date_at(report.text, start, end, load_dates(language), published=report.published).span


def tells(text: str, language: str) -> bool:
    """The cheapest question: does the text hold a word that can tell an engagement?"""
    return not load_triggers(language).isdisjoint(words_in(fold(text)))


def may_tell(report: Report) -> bool:
    """The cheap questions together: is it in a language that is read, and tells it a word of contact and a side?

    Whatever reads it, nothing comes of a report without them.
    """
    language = report.language or ""
    if language not in codes(_READABLE) or not tells(report.text, language):
        return False
    return tells_a_side(load_atlas(language).find(report.text))


@cache
def version() -> str:
    """The version of the program."""
    return metadata.version("entrevue")


def reader_names() -> frozenset[str]:
    """What readings of today name as their reader: the program, and with it the model where that was asked."""
    return frozenset((version(), f"{version()}-{model_hash()}"))


def as_date(value: str | dt.date | PartialDate | None) -> PartialDate | None:
    """A date as the interfaces take it; ValueError for text that is none."""
    if value is None or isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.datetime):
        return PartialDate.of(value.date())
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    return PartialDate.parse(value)


def as_page(page: str | bytes | Path | Page, url: str | None = None) -> Page:
    """A page as the interfaces take it; OSError when a path cannot be read."""
    if isinstance(page, Page):
        return page
    if isinstance(page, Path):
        return Page(page.read_bytes(), url=url, name=str(page))
    content = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return Page(content, url=url)


def _taken(page: str | bytes | Path | Page) -> Page | Problem:
    """A page as it is handed in; one in a file that cannot be read is a problem."""
    try:
        return as_page(page)
    except OSError as error:
        return Problem(error.strerror or str(error), str(page))


_reader: Reader | None = None  # of a process that `Reader.pipe` started


def _start(model: Path | None) -> None:
    global _reader
    _reader = Reader(model=model)


def _attempt(page: Page | Problem, published: PartialDate | None, language: str | None) -> Reading | Problem:
    assert _reader is not None
    return page if isinstance(page, Problem) else _reader.attempt(page, published=published, language=language)


@cache
def _default_reader() -> Reader:
    return Reader()


def read(
    page: str | bytes | Path | Page,
    *,
    published: str | dt.date | PartialDate | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one page with a reader that is kept for the process; see `Reader.read`."""
    return _default_reader().read(page, published=published, language=language, url=url)
