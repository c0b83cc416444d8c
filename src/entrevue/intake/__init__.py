"""Page → report: the article found, its chrome kept out, its date and language told."""

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Page, Paragraph, Problem, Report
from entrevue.domain.text import printable
from entrevue.intake.decoding import clean, decode, is_binary
from entrevue.intake.detection import language_of, language_of_line
from entrevue.intake.flattened import Extract, read_flattened
from entrevue.intake.html import HtmlExtract, looks_like_html, read_html
from entrevue.intake.markup import harmless
from entrevue.intake.metadata import Metadata, date_in_url
from entrevue.intake.pdf import read_pdf
from entrevue.intake.publication import published_in
from entrevue.intake.wrapping import unwrapped

_MOST_BYTES = 10_000_000  # of HTML or text; the longest pages of news sites have a quarter of that
_MOST_TOLD = 5_000  # paragraphs whose language is asked; no report has so many
_MOST_TO_SEARCH = 3_000_000  # characters of markup in which a date of publication is searched for
_MOST_PDF_BYTES = 50_000_000


def read_page(page: Page, *, published: PartialDate | None = None, language: str | None = None) -> Report | Problem:
    """Take a page in. What the caller tells of date and language wins over what the page tells."""
    if not page.content.strip():
        return Problem("is empty", page.name)
    if page.content.startswith(b"%PDF-"):
        if len(page.content) > _MOST_PDF_BYTES:
            return Problem(f"is longer than {_MOST_PDF_BYTES // 1_000_000} MB", page.name)
        text = read_pdf(page.content)
        if isinstance(text, Problem):
            return Problem(text.reason, page.name)
        return _from_text(page, clean(text), published, language)
    if is_binary(page.content):
        return Problem("is no text, HTML or PDF", page.name)
    if len(page.content) > _MOST_BYTES:
        return Problem(f"is longer than {_MOST_BYTES // 1_000_000} MB", page.name)
    text = decode(page.content, page.media_type)
    if "html" in (page.media_type or "") or looks_like_html(text):
        return _from_html(page, text, published, language)
    text = unwrapped(clean(text))  # of markup, only what is shown is cleaned
    return _from_text(page, text, published, language) if text.strip() else Problem("is empty", page.name)


def _from_text(page: Page, text: str, published: PartialDate | None, language: str | None) -> Report:
    extract = read_flattened(text)
    metadata = Metadata(url=page.url)
    notes = () if extract.paragraphs else ("no running text was found",)
    return _report(extract, metadata, notes, published, language)


def _from_html(page: Page, text: str, published: PartialDate | None, language: str | None) -> Report:
    text = harmless(text)
    found = read_html(text, page.url)
    metadata = found.metadata
    if metadata.published is None and published is None:
        guess = found.parsed and len(text) <= _MOST_TO_SEARCH
        metadata = _with_date_of(text if guess else "", metadata, found)
    notes = found.notes if found.extract.paragraphs else (*found.notes, "no running text was found")
    return _report(found.extract, metadata, notes, published, language)


def _with_date_of(html: str, metadata: Metadata, found: HtmlExtract) -> Metadata:
    """The date that the page announces, or its dateline, or else htmldate, asked last: it costs and guesses most."""
    paragraphs = found.extract.paragraphs
    visible = published_in(found.labels, paragraphs[0] if paragraphs else "", bare=not found.parsed)
    date, told_by = visible
    if date is None and html:
        from htmldate import find_date

        day = None
        for extensive in (False, True):  # only the second reads free text, with a parser that is slow to load
            day = day or find_date(html, original_date=True, url=metadata.url, extensive_search=extensive)
        date, told_by = (PartialDate.parse(day), "htmldate") if day else (None, None)
    return Metadata(metadata.title, metadata.publisher, metadata.authors, date, told_by, metadata.url)


def _report(
    extract: Extract,
    metadata: Metadata,
    notes: tuple[str, ...],
    published: PartialDate | None,
    language: str | None,
) -> Report:
    date, told_by = _published(extract, metadata, published)
    title = extract.title or ""
    text = "\n".join([title, *extract.paragraphs] if title else extract.paragraphs)
    main = language or language_of("\n".join(extract.paragraphs) or text)
    paragraphs = []
    at = len(title) + 1 if title else 0
    for number, line in enumerate(extract.paragraphs):
        own = language_of_line(line) if number < _MOST_TOLD else None
        paragraphs.append(Paragraph(at, at + len(line), own or main))
        at += len(line) + 1
    return Report(
        text=text,
        paragraphs=tuple(paragraphs),
        title_end=len(title),
        url=printable(metadata.url) if metadata.url else None,
        publisher=metadata.publisher,
        authors=metadata.authors,
        published=date,
        published_from=told_by,
        language=main,
        chrome=extract.chrome,
        notes=notes,
    )


def _published(
    extract: Extract, metadata: Metadata, published: PartialDate | None
) -> tuple[PartialDate | None, str | None]:
    if published is not None:
        return published, "option"
    if metadata.published is not None:
        return metadata.published, metadata.published_from
    lead = extract.paragraphs[0] if extract.paragraphs else ""
    date, told_by = published_in(extract.chrome, lead, bare=not extract.dated, above=extract.above)
    if date is None and (date := date_in_url(metadata.url)):
        told_by = "url"
    return date, told_by
