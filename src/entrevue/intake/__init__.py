"""Page → report (minimal until the room is built)."""
from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Page, Paragraph, Problem, Report


def read_page(page: Page, *, published: PartialDate | None = None, language: str | None = None) -> Report | Problem:
    """Plain text only."""
    lines = [" ".join(l.split()) for l in page.content.decode("utf-8").splitlines()]
    lines = [l for l in lines if l]
    text, pars = "", []
    title_end = 0
    for k, l in enumerate(lines):
        if k:
            text += "\n"
        s = len(text)
        text += l
        if k == 0 and len(lines) > 1 and l[-1] not in ".»”\"" and len(l) < 200:
            title_end = len(text)
        else:
            pars.append(Paragraph(s, len(text), language))
    return Report(text, tuple(pars), title_end, url=page.url, published=published, language=language)
