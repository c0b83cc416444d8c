"""The text that a page shows, taken out fast and without care: what is asked before its article is looked for."""

import re

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLParserException

from entrevue.domain.report import Page
from entrevue.intake.decoding import decode
from entrevue.intake.html import looks_like_html
from entrevue.intake.markup import harmless

# Lines of a paragraph, wrapped or not; a line of less than 30 characters may be one of a menu, and parts them.
_RUNNING = re.compile(r"(?:[^\n]{30,}+\n?)+")
_FEW = 200  # characters of long lines: below, a page is unusual, and nothing can be told from so little


def skim(page: Page) -> tuple[str, ...] | None:
    """The blocks of running text of a page, those around the article too; None where too little can be told so.

    Menus are left out, by the length of their lines.
    """
    text = decode(page.content, page.media_type)
    if not ("html" in (page.media_type or "") or looks_like_html(text)):
        return (text,)
    try:
        shown = extract_plain_text(harmless(text), list_bullets=False, alt_texts=False)
    except HTMLParserException:
        return None
    blocks = tuple(_RUNNING.findall(shown))
    return blocks if sum(map(len, blocks)) >= _FEW else None
