"""Reading takes time with the length of a text, whatever the text is made of; not with its square."""

import gc
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Page
from entrevue.intake import read_page
from entrevue.pipeline import Reader

_DOUBLING = 2.2  # what a text twice as long may take
_SIZES = (4, 16, 64)  # kB: two doublings from each to the next
_FLOOR = 0.05  # seconds: below, other things weigh more than the text
_TRIES = 4
_TOLD = {
    "en": "The minister of France met the president of Mali in Paris on Monday. ",
    "fr": "Le ministre français a rencontré le président du Mali à Paris lundi. ",
}
_UNITS = (
    "a", "A", "'", "l'", '"', "“", "« ", "(", "[", "-", " - ", ".", "...", "!", ",", ";", ":", "/", "&", "1", "1 ",
    "12/", "1.", "2023 ", "le 3 mai ", "May 3, ", "lundi ", "on Monday and ", "from 1 to ", "the ", "ministre ",
    "minister of ", "Paris ", "John Smith, ", "J. ", "U.S. ", "met ", "a reçu ", "and ", "He met her. ", "é", "e\u0301",
    "中", "a-", "A.B.", "1 + 2 = ",
)  # fmt: skip
_MARKUP = (
    "<b>", "<i>x</i>", "<p>x", "<div>", "<li>x", "<br>", "x<br>", "<a href=x>x</a>", "&amp;", "&", "<", "<!--", "<!--x-->",
    "<td>a</td>", "<option>x", "<time datetime=x>", "<meta name=a content=b>", "<h1>a</h1>", "<script>", "<svg>",
    '<div class="share">', "<article><p>x</p></article>", "\x00", "&#55296;",
)  # fmt: skip
_reader = Reader(use_models=False)  # how long a model takes is its own matter


def _seconds(work: Callable[[], object]) -> float:
    """Processor time, so that what others do on the machine counts little; without Python's search for cycles."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def _grows_too_fast(work_of: Callable[[int], Callable[[], object]]) -> str | None:
    """What grew too fast, the least of several tries of each size, of which those after the first are seldom needed."""
    best = {size: _seconds(work_of(size)) for size in _SIZES}
    for _ in range(_TRIES):
        worst = [
            f"{small} kB {best[small]:.3f} s, {large} kB {best[large]:.3f} s"
            for small, large in pairwise(_SIZES)
            if best[large] > _DOUBLING**2 * max(best[small], _FLOOR)
        ]
        if not worst:
            return None
        best = {size: min(seconds, _seconds(work_of(size))) for size, seconds in best.items()}
    return "; ".join(worst)


def _run(unit: str, kilobytes: int) -> str:
    return unit * (kilobytes * 1024 // len(unit.encode()) + 1)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("unit", _UNITS)
def test_reading_a_text_is_linear(unit: str, language: str) -> None:
    told = _TOLD[language]
    published = PartialDate(2024, 5, 5)

    def work_of(kilobytes: int) -> Callable[[], object]:
        page = Page(f"{told * 3}\n{told}{_run(unit, kilobytes)} {told}".encode(), media_type="text/plain")
        return partial(_reader.attempt, page, published=published, language=language)

    assert _grows_too_fast(work_of) is None


@pytest.mark.parametrize("unit", _MARKUP)
def test_taking_a_page_in_is_linear(unit: str) -> None:
    def work_of(kilobytes: int) -> Callable[[], object]:
        told = f"<p>{_TOLD['en'] * 3}</p>"
        page = f"<html><body>{told}{_run(unit, kilobytes)}{told}</body></html>"
        return partial(read_page, Page(page.encode(), media_type="text/html"))

    assert _grows_too_fast(work_of) is None


def test_many_blocks_deep_down_are_read_in_time() -> None:
    """Each was asked for all that is around it: the deeper, the longer."""

    def work_of(kilobytes: int) -> Callable[[], object]:
        told, blocks = f"<p>{_TOLD['en'] * 3}</p>", 50 * kilobytes
        deep = "<div>" * (kilobytes * 20) + "<p>x</p>" * blocks
        page = f"<html><body>{'<div class=share>' * 9}{told}{deep}{told}</body></html>"
        return partial(read_page, Page(page.encode(), media_type="text/html"))

    assert _grows_too_fast(work_of) is None


def test_a_title_of_ever_so_many_ligatures_is_compared_in_time() -> None:
    """Folding makes eighteen letters of each, and the title is compared with every line."""

    def work_of(kilobytes: int) -> Callable[[], object]:
        title = "\ufdfa" * (kilobytes * 350)
        page = f"<title>{title}</title><h1>{title}</h1>" + f"<p>{_TOLD['en'] * 2}</p>" * kilobytes
        return partial(read_page, Page(page.encode(), media_type="text/html"))

    assert _grows_too_fast(work_of) is None


@pytest.mark.parametrize("count", [100_000, 800_000])
@pytest.mark.parametrize(
    "tag", ["<p {}>", "<html {}>", "<meta {}>", "</p {}>", '<p x=">" {}>', '<p =" {} ">', "<!--><p {}>"]
)
def test_a_tag_with_ever_so_many_attributes_is_a_tag(tag: str, count: int) -> None:
    """The parser took 20 s for the smaller and would take 20 minutes for the larger: nothing here waits for that."""
    told = f"<p>{_TOLD['en'] * 3}</p>"
    attributes = " ".join(f"a{number}=1" for number in range(count))
    page = f"<html><body>{told}{tag.format(attributes)}{told}</body></html>"
    report = read_page(Page(page.encode(), media_type="text/html"), published=PartialDate(2024, 5, 5))
    assert _TOLD["en"].strip() in getattr(report, "text", "")


def test_a_menu_of_ever_so_many_options_is_a_menu() -> None:
    page = f"<p>{_TOLD['en'] * 3}</p><select>{'<Option>x' * 140_000}</select>"
    assert read_page(Page(page.encode(), media_type="text/html"), published=PartialDate(2024, 5, 5))
