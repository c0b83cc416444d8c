"""Markup that takes a parser time with the square of its length, made harmless before the parser sees it.

The parser compares each attribute of a tag with all before it, and each option of a menu with all before it. Tags are
taken apart here as the HTML standard does it, quotes and all, in whatever they stand (scripts and comments too). What
looks like a tag within a tag (behind a quote that a comment leaves open, say) may be one for the parser all the same,
so each such place is looked at too: nothing can be hidden from this and be shown to the parser.
"""

import re

_MOST_ATTRIBUTES = 500  # of one tag; no page that people write has forty
_MOST_OPTIONS = 3_000  # of all menus together; they are no part of an article anyway
_LOOKS = 2  # times the length of a page that may be looked at for tags within tags
_BLANK = r"[\t\n\f\r ]"


def _grammar(not_in: str) -> tuple[str, str]:
    """The patterns of a tag's name and of an attribute, without the signs `not_in`."""
    value = rf"(?:\"[^\"{not_in}]*+\"?|'[^'{not_in}]*+'?|[^\t\n\f\r >\"'{not_in}][^\t\n\f\r >{not_in}]*+)"
    named = rf"[\t\n\f\r /]*+[^\t\n\f\r />{not_in}][^\t\n\f\r />={not_in}]*+"
    name = rf"</?[a-zA-Z][^\t\n\f\r />{not_in}]*+"
    return name, rf"{named}(?:{_BLANK}*+={_BLANK}*+{value}?+)?+"


_NAME, _ATTRIBUTE = _grammar("")
_PLAIN_NAME, _PLAIN_ATTRIBUTE = _grammar("<")
_NO_TAG = r"[^<]++|<(?!/?[a-zA-Z])"
_FEW = rf"{_NAME}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})"
# One match for a whole page, so that what one tag takes is never looked at again for another.
_MODEST = re.compile(rf"(?:{_NO_TAG}|{_FEW})*+")
_PLAIN = re.compile(rf"(?:{_NO_TAG}|{_PLAIN_NAME}(?:{_PLAIN_ATTRIBUTE})*+[\t\n\f\r /]*+(?:>|\Z))*+")  # no "<" in a tag
_TAG = re.compile(rf"({_NAME})((?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+)((?:{_ATTRIBUTE})*+)")
_FEW_OF_ONE = re.compile(_FEW)
_WITHIN = re.compile(r"(?!\A)<(?=/?[a-zA-Z])")
_OPTION = re.compile("<option", re.IGNORECASE)
_OPTIONS = re.compile(r"</?option(?![a-z0-9])[^<>]*+>?", re.IGNORECASE)


def harmless(html: str) -> str:
    """The same page, with the attributes of each tag and the options of its menus as many as people write at most."""
    modest = _MODEST.match(html)
    if modest is None or modest.end() < len(html):
        html = _TAG.sub(lambda tag: tag.group(1) + ("" if tag.group(3) else tag.group(2)), html)
    if _hides_attributes(html):
        html = _TAG.sub(lambda tag: _WITHIN.sub("_", tag.group()), html)  # which ends no attribute
    if html.count("<") > _MOST_OPTIONS and len(_OPTION.findall(html)) > _MOST_OPTIONS:
        html = _OPTIONS.sub(" ", html)
    return html


def _hides_attributes(html: str) -> bool:
    """Whether what looks like a tag within a tag has too many attributes, or there is too much of it to tell."""
    at, left = 0, _LOOKS * len(html)
    while (at := _end(_PLAIN, html, at)) < len(html):
        end = _end(_TAG, html, at)
        for within in _WITHIN.finditer(html, at + 1, end):
            few = _FEW_OF_ONE.match(html, within.start())
            if few is None:
                return True
            left -= few.end() - few.start()
            if left < 0:
                return True
        at = end
    return False


def _end(pattern: re.Pattern[str], html: str, at: int) -> int:
    """Where a pattern that always matches ends."""
    found = pattern.match(html, at)
    assert found is not None
    return found.end()
