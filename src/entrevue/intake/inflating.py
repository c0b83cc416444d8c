"""Content codings of HTTP undone piece by piece, so that what was pressed together never takes more than it may."""

import zlib
from collections.abc import Iterator
from typing import Protocol

_PIECE = 65_536  # bytes that are unpacked at a time
_GZIP = zlib.MAX_WBITS | 16
CODINGS = "gzip, deflate"  # what a request may ask for


class _Stream(Protocol):
    """What `zlib.decompressobj` gives."""

    @property
    def eof(self) -> bool: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...


class Unpacker(Protocol):
    """Undoes one coding."""

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The bytes that `packed` holds, in pieces of at most 64 kB; zlib.error when it is damaged."""


class Plain:
    """No coding."""

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The bytes themselves."""
        yield packed


class Gzip:
    """The coding "gzip": one member, or several after one another."""

    def __init__(self) -> None:
        """Begin with the first member."""
        self._member = zlib.decompressobj(_GZIP)

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The bytes that `packed` holds; what stands behind the last member and is none is left alone."""
        while packed:
            if self._member.eof:
                if not packed.startswith(b"\x1f"):
                    return
                self._member = zlib.decompressobj(_GZIP)
            yield from _pieces(self._member, packed)
            packed = self._member.unused_data


class Deflate:
    """The coding "deflate": a zlib stream, or, from servers that take the word literally, a bare one."""

    def __init__(self) -> None:
        """The first bytes tell which it is."""
        self._stream = zlib.decompressobj()
        self._begun = False

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The bytes that `packed` holds."""
        if not self._begun and packed:
            self._begun = True
            if not _opens_zlib(packed):
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        if not self._stream.eof:
            yield from _pieces(self._stream, packed)


def _pieces(stream: _Stream, packed: bytes) -> Iterator[bytes]:
    """What a stream makes of some bytes; a full piece may leave more inside it although nothing is left to feed."""
    while True:
        piece = stream.decompress(packed, _PIECE)
        yield piece
        packed = stream.unconsumed_tail
        if stream.eof or (not packed and len(piece) < _PIECE):
            return


def _opens_zlib(packed: bytes) -> bool:
    """Whether bytes begin as RFC 1950 says: method 8 in the lower half of the first."""
    return packed[0] & 0x0F == 8 and (len(packed) < 2 or int.from_bytes(packed[:2]) % 31 == 0)


def unpacker_of(coding: str) -> Unpacker | None:
    """What undoes a coding named in a Content-Encoding header; None for one that was not asked for, or several."""
    makers: dict[str, type[Unpacker]] = {"": Plain, "identity": Plain, "gzip": Gzip, "x-gzip": Gzip, "deflate": Deflate}
    maker = makers.get(coding.strip().lower())
    return maker() if maker is not None else None
