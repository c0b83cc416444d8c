"""Bytes → clean text, whatever the page says of its encoding."""

import re

from ftfy.fixes import decode_inconsistent_utf8
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from entrevue.domain.text import composed

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_TWICE = re.compile("[\u00c2-\u00f4](?:[\u0080-\u00bf]|[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])+")
_TWICE_OR_A = re.compile(rf"{_TWICE.pattern}|[ÂÃ] ")  # of "à", what was a no-break space is often a plain one by now
# The same in bytes, which are searched ten times as fast: most pages hold none.
_TWICE_IN_BYTES = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|[\xc5\xc6\xcb][\x80-\xbf]|\xe2[\x80\x82\x84])")
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160)])
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_BLANKS = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_BREAKS = {0x85: "\n", 0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
_CLEAN: dict[int, str | None] = {**_CONTROLS, **_INVISIBLE, **_BLANKS, **_BREAKS}
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_CLEAN)) + "]")
_HALF = re.compile("[\ud800-\udfff]")
_ASCII = bytes(range(128))
_NO_TEXT = bytes(byte for byte in range(32) if byte < 9 or (byte > 13 and byte != 27))
_MANY = 3  # letters encoded twice: the whole page was
_HEAD = 4_096
_WRITTEN = frozenset("!\"#$%&'()*+,-./:;<=>?@[]_{}|«»‘’“”–—…°،؛؟€£")
_PLAIN_SHARE = 0.97  # of the characters of a text that are letters, digits, blanks or common signs
_BLANK_SHARE = 0.04  # of the characters that are blanks: bytes read as what they are not give next to none
_MOSTLY = 0.02  # share of broken characters up to which text in UTF-8 with damage is still UTF-8


def decode(content: bytes, media_type: str | None = None) -> str:
    """The text that bytes hold: UTF-8 where they are valid UTF-8, else as declared, else as they look."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if (wide := _without_mark(content)) is not None:
        return content.decode(wide, "replace")
    try:
        text = content.decode("utf-8")
        return _undo_double_encoding(text) if _TWICE_IN_BYTES.search(content) else text
    except UnicodeDecodeError:
        pass
    try:
        return _HALF.sub("?", content.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        pass
    damaged = content.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= _MOSTLY * len(content.translate(None, _ASCII)):
        return damaged
    declared = _IN_HEADER.search(media_type or "") or _DECLARED.search(content[:4096])
    name = declared.group(1) if declared else None
    if isinstance(name, bytes):
        name = name.decode("ascii", "replace")
    found: str | None = map_encoding_to_html5(name, fallback_utf8=False) if name else None
    if not found or found == "utf-8":  # it is not, or it would have been read above
        found = detect_encoding(content)
    if found is None or found == "utf-8":
        found = "windows-1252"
    try:
        return content.decode(found, "replace")
    except LookupError:
        return content.decode("windows-1252", "replace")


def clean(text: str) -> str:
    """Composed accents, plain blanks, no control, invisible or half characters; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ODD.sub(lambda match: _CLEAN[ord(match.group())] or "", text)  # a third of the time of str.translate
    return composed(_HALF.sub("?", text))


def tidy(text: str) -> str:
    """A line of a page's text: clean, with one blank between words."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return " ".join(clean(text).split())


def is_binary(content: bytes) -> bool:
    """Whether the bytes are no text in any encoding."""
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if head.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b", b"OggS", b"RIFF")
    ):
        return True
    if _without_mark(content) is not None:
        return False
    controls = len(head) - len(head.translate(None, _NO_TEXT))
    return controls > len(head) // 20


def _without_mark(content: bytes) -> str | None:
    """The encoding of text in UTF-16 that has no mark: every blank holds a zero, and what comes of it is writing."""
    head = content[: _HEAD - _HEAD % 2]
    if b"\0" not in head:
        return None
    if len(head) == len(content):
        head = head[: len(head) - len(head) % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        written = sum(char.isalnum() or char.isspace() or char in _WRITTEN for char in text)
        if written >= _PLAIN_SHARE * len(text) and text.count(" ") >= _BLANK_SHARE * len(text):
            return encoding
    return None


def _undo_double_encoding(text: str) -> str:
    """Text in UTF-8 that was taken for Windows-1252 and encoded again ("Ã©"), read back where that is plain."""
    found = _TWICE.findall(text[:20_000])
    if not found and not _TWICE.search(text):
        return text

    def back(match: re.Match[str]) -> str:
        try:
            return _as_bytes(match.group()).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return match.group()

    if len(found) >= _MANY:
        return _TWICE.sub(back, text)
    return _inconsistent_undone(text)  # a name or two in a good page, where they are no other writing


def _inconsistent_undone(text: str) -> str:
    """What ftfy makes of the stretches between tags that hold such letters: of the rest it would make nothing."""
    parts, done = [], 0
    for match in _TWICE_OR_A.finditer(text):
        if match.start() < done:
            continue
        start = max(text.rfind("<", done, match.start()), done)
        end = text.find("<", match.end())
        end = len(text) if end < 0 else end
        whole = decode_inconsistent_utf8(
            f"{text[start:end]}<"
        )  # it leaves a text alone that is nothing but such letters
        parts += [text[done:start], whole[:-1]]
        done = end
    return "".join([*parts, text[done:]])


def _as_bytes(text: str) -> bytes:
    """Windows-1252, with the five codes it does not define taken as they are."""
    return b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("windows-1252") for c in text)
