"""Markup that takes a parser time with the square of its length, made harmless before the parser sees it.

The parser compares each attribute of a tag with all before it, and each option of a menu with all before it. Tags are
taken apart here as the HTML standard does it, quotes and all, in whatever they stand (scripts and comments too), so
that nothing can be hidden from this and be shown to the parser.
"""

import re

_MOST_ATTRIBUTES = 500  # of one tag; no page that people write has forty
_MOST_OPTIONS = 3_000  # of all menus together; they are no part of an article anyway
_BLANK = r"[\t\n\f\r ]"
_VALUE = r"(?:\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTE = rf"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_BLANK}*+={_BLANK}*+{_VALUE}?+)?+"
_NAME = r"</?[a-zA-Z][^\t\n\f\r />]*+"
# One match for a whole page, so that what one tag takes is never looked at again for another.
_MODEST = re.compile(rf"(?:[^<]++|<(?!/?[a-zA-Z])|{_NAME}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE}))*+")
_TAG = re.compile(rf"({_NAME})((?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+)((?:{_ATTRIBUTE})*+)")
_OPTION = re.compile("<option", re.IGNORECASE)
_OPTIONS = re.compile(r"</?option(?![a-z0-9])[^<>]*+>?", re.IGNORECASE)


def harmless(html: str) -> str:
    """The same page, with the attributes of each tag and the options of its menus as many as people write at most."""
    modest = _MODEST.match(html)
    if modest is None or modest.end() < len(html):
        html = _TAG.sub(lambda tag: tag.group(1) + ("" if tag.group(3) else tag.group(2)), html)
    if html.count("<") > _MOST_OPTIONS and len(_OPTION.findall(html)) > _MOST_OPTIONS:
        html = _OPTIONS.sub(" ", html)
    return html
