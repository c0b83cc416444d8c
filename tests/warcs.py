"""WARC files as crawlers write them, made by hand so that they can be broken at will."""

import gzip

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def record(url: str, page: bytes, *, head: bytes = PAGE, kind: bytes = b"response") -> bytes:
    """A record with a page in it."""
    body = head + page
    return (
        b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: " + url.encode() + b"\r\n"
        b"WARC-Date: 2024-05-07T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(body)
    ) + body + b"\r\n\r\n"  # fmt: skip


def packed(records: list[bytes]) -> bytes:
    """An archive in which each record is compressed by itself."""
    return b"".join(map(gzip.compress, records))
