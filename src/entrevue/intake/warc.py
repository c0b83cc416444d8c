"""WARC files, compressed or not, from any byte on: every record that is whole, and how much was damaged.

Readers of WARC commonly end a file that was cut off without a word, and lose all that follows a damaged place. Here
the records are cut out first (members of gzip, or by their lengths), and each is then parsed by itself: after what
cannot be cut out, the next record is looked for. So a file can also be read from the middle, by several processes at
once: a record belongs to the part in which its first byte lies.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from entrevue.domain.report import Page

_MAGIC = b"\x1f\x8b\x08"
_OPENS = b"WARC/"
_AFTER_LINE = b"\n" + _OPENS
_CHUNK = 1 << 16
MOST = 60_000_000  # bytes of a record; longer ones are passed over
_MOST_PAGE = 50_000_000  # bytes of a page, once unpacked
_HEAD = 1 << 16  # bytes within which the head of a record ends
_MOST_HEADS = 2_000  # bytes within which nearly all do
_LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_GAP = 8  # line ends that may stand between records, and more than stand there
_NOT_TEXT = re.compile(
    r"(?:image|video|audio|font)/|application/(?:javascript|json|xml|rss|atom|zip|octet)|text/(?:css|javascript)"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut out of a file: from byte `start`, the next begins at `end`; `content` is None for what is damaged."""

    start: int
    end: int
    content: bytes | None
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class NoPage:
    """A record without a page in it; `reason` says why: "no response", "status 404", "application/json" …"""

    reason: str


def cuts(path: Path, start: int, end: int) -> Iterator[Cut]:
    """The records of a file that begin in `start <= byte < end`, damaged stretches among them; OSError as reading does."""
    with path.open("rb") as file:
        if not file.seek(0, 2):
            return
        file.seek(0)
        compressed = file.read(3) == _MAGIC
        yield from (_members if compressed else _plain)(file, start, end)


def in_one(path: Path) -> bool:
    """Whether a file can only be read from its beginning: compressed as a whole, or by something else than gzip."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if not head.startswith(_MAGIC):
        return not head.lstrip().startswith(_OPENS) and head[:4] in {b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"}
    inflated = zlib.decompressobj(31)
    try:
        content = inflated.decompress(head, _HEAD)
    except zlib.error:
        return False
    size = _size_of(content)
    return size is not None and len(content) > size and content[size:].lstrip(b"\r\n").startswith(_OPENS)


def streamed(path: Path, skip: int) -> Iterator[Cut]:
    """The records of a file that can only be read from its beginning, without the first `skip`.

    `start` and `end` count records. OSError where the file is damaged: what follows cannot be found.
    """
    for number, record in enumerate(
        ArchiveIterator(str(path), record_types=WarcRecordType.any_type, fsspec_args=False)
    ):
        if number < skip:
            continue
        if record.content_length > MOST:  # a few kB may unpack to as much as they like
            yield Cut(number, number + 1, None, too_long=True)
            continue
        record.freeze()
        written = _Written()
        record.write(written)  # type: ignore[arg-type]  # anything that can be written to
        yield Cut(number, number + 1, bytes(written.content))


class _Written:
    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, data: bytes) -> int:
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def page_of(content: bytes) -> Page | NoPage:
    """The page that a record holds, unpacked. Raises OSError for a record that cannot be parsed."""
    record = WarcRecord.from_bytes(content)
    if not record.record_type & (WarcRecordType.response | WarcRecordType.resource):
        return NoPage("no response")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    media_type = record.headers.get("Content-Type")
    if record.record_type == WarcRecordType.response:
        if not record.is_http:
            return NoPage("no response")
        record.parse_http(auto_decode="all")
        status = record.http_headers.status_code if record.http_headers else None
        if status is None:
            raise OSError("it holds no whole answer of a server")
        if status != 200:
            return NoPage(f"status {status}")
        media_type = record.http_headers.get("Content-Type") if record.http_headers else None
    if media_type and _NOT_TEXT.match(media_type.strip().lower()):
        return NoPage("no text")
    body = record.reader.read(_MOST_PAGE + 1)
    if len(body) > _MOST_PAGE:
        raise OSError(f"is longer than {_MOST_PAGE // 1_000_000} MB")
    return Page(body, url=url, media_type=media_type, name=url)


# What is compressed: every record is a member of its own, as the format has it


def _members(file: BinaryIO, start: int, end: int) -> Iterator[Cut]:
    at = _next_member(file, start) if start else 0
    if at is not None and at > start and start == 0:
        yield Cut(start, at, None)
    while at is not None and at < end:
        content, after = _member(file, at)
        if content is None:
            found = _next_member(file, max(after, at + 1))
            after = _length(file) if found is None else found
        yield Cut(at, after, content)
        at = after if after < _length(file) else None


def _member(file: BinaryIO, at: int) -> tuple[bytes | None, int]:
    """The content of the member at a byte, and the byte after it; None for what is damaged, with how far it could be."""
    file.seek(at)
    inflated = zlib.decompressobj(31)
    content = bytearray()
    read = at
    try:
        while not inflated.eof:
            packed = inflated.unconsumed_tail or file.read(_CHUNK)
            if not packed:
                return None, at + 1
            read = file.tell()
            content += inflated.decompress(packed, MOST)
            if len(content) > MOST:
                return None, at + 1
    except zlib.error:
        return None, at + 1
    return (bytes(content) if content.startswith(_OPENS) else None), read - len(inflated.unused_data)


def _next_member(file: BinaryIO, at: int) -> int | None:
    """The first byte from `at` on at which a member begins that holds a record."""
    for found in _found(file, _MAGIC, at):
        file.seek(found)
        try:
            head = zlib.decompressobj(31).decompress(file.read(512), len(_OPENS))
        except zlib.error:
            continue
        if head.startswith(_OPENS):
            return found
    return None


# What is not compressed: the length of a record stands in its head


def _plain(file: BinaryIO, start: int, end: int) -> Iterator[Cut]:
    at = _next_plain(file, start)
    size = _length(file)
    if start == 0 and at != 0:
        yield Cut(0, size if at is None else at, None)
    while at is not None and at < end:
        long = _size_at(file, at)
        whole = long is not None and at + long <= size and _follows(file, at + long, size)
        if not whole or long is None:
            found = _next_plain(file, at + 1)
            yield Cut(at, size if found is None else found, None)
            at = found
            continue
        after = at + long
        content = None
        if long <= MOST:
            file.seek(at)
            content = file.read(long)
        file.seek(after)
        gap = file.read(_GAP)
        after += len(gap) - len(gap.lstrip(b"\r\n"))
        yield Cut(at, after, content)
        at = after if after < size else None


def _follows(file: BinaryIO, at: int, size: int) -> bool:
    """Whether at a byte a record ends, or the next begins, or the file ends: else the record's length was wrong."""
    file.seek(at)
    after = file.read(_GAP + len(_OPENS))
    return after.startswith((b"\r\n\r\n", b"\n\n")) or after.lstrip(b"\r\n").startswith(_OPENS) or at == size


def _next_plain(file: BinaryIO, at: int) -> int | None:
    """The first byte from `at` on at which a record begins: at the start of the file, or after an empty line."""
    if at == 0:
        file.seek(0)
        if file.read(len(_OPENS)) == _OPENS:
            return 0
    for found in _found(file, _AFTER_LINE, max(at - 1, 0)):
        if _size_at(file, found + 1) is not None:
            return found + 1
    return None


def _size_at(file: BinaryIO, at: int) -> int | None:
    """The same of the record at a byte; more than most heads take is read only where one goes on."""
    file.seek(at)
    head = file.read(_MOST_HEADS)
    if len(head) == _MOST_HEADS and _AFTER_LINE not in head and not _END.search(head):
        head += file.read(_HEAD - _MOST_HEADS)
    return _size_of(head)


def _size_of(head: bytes) -> int | None:
    """Bytes of a record from its first to the last of its content; None where no head of a record stands."""
    if not head.startswith(_OPENS):
        return None
    next_one = head.find(_AFTER_LINE, 1)  # no head goes on behind where another begins
    end = _END.search(head, 0, next_one + 1 if next_one >= 0 else len(head))
    length = _LENGTH.search(head, 0, end.end() if end else 0)
    return end.end() + int(length.group(1)) if end and length else None


def _found(file: BinaryIO, sign: bytes, at: int) -> Iterator[int]:
    """Every byte from `at` on at which a sign stands."""
    kept = b""
    while True:
        file.seek(at + len(kept))
        chunk = file.read(_CHUNK)
        if not chunk:
            return
        held = kept + chunk
        place = held.find(sign)
        while place >= 0:
            yield at + place
            place = held.find(sign, place + 1)
        kept = held[-len(sign) + 1 :]
        at += len(held) - len(kept)


def _length(file: BinaryIO) -> int:
    return file.seek(0, 2)


def boundaries(path: Path, step: int) -> list[int]:
    """Bytes at which a file can be cut into parts of about `step` bytes; the first is 0, the last its length.

    Members of gzip are found from any byte on. What is not compressed is walked through by the lengths in its heads,
    which takes no time, because a record may hold another as its text.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(3) == _MAGIC:
            return [*range(0, max(size, 1), step), size]
        marks, at = [0], 0
        while at < size:
            file.seek(at)
            long = _size_of(file.read(_HEAD).lstrip(b"\r\n"))
            if long is None or at + long > size:
                found = _next_plain(file, at + 1)
                at = size if found is None else found
            else:
                at += long
                file.seek(at)
                gap = file.read(_GAP)
                at += len(gap) - len(gap.lstrip(b"\r\n"))
            if at < size and at - marks[-1] >= step:
                marks.append(at)
        return [*marks, size]
