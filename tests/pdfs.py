"""PDFs that nobody who writes reports would make: small files that take much."""

import zlib

_FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_MILLION = 1_000_000


def pdf_of(*objects: bytes) -> bytes:
    """A file of objects, the first of which is its catalogue."""
    parts, places = [b"%PDF-1.7\n"], []
    for number, content in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows))
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
    return b"".join(parts)


def page_of(content: bytes, *further: bytes, resources: bytes = _FONT) -> bytes:
    """A file of one page that draws `content`, a stream object; `further` objects count from 5."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *further)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def pressed(unit: bytes, times: int) -> bytes:
    """`unit` so many times, compressed, made in the time of one."""
    packer = zlib.compressobj(9, wbits=-15)
    once = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + once * times + packer.flush()


def bomb(megabytes: int) -> bytes:
    """A stream compressed twice."""
    twice = zlib.compress(pressed(bytes(_MILLION), megabytes), 9)
    return page_of(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def operators(megabytes: int) -> bytes:
    """A page that saves its state again and again."""
    return page_of(stream(pressed(b"q " * (_MILLION // 2), megabytes), b"/Filter/FlateDecode"))


def letters(megabytes: int) -> bytes:
    """A page of nothing but letters."""
    line = b"BT /F1 12 Tf 10 700 Td (" + b"a" * 960 + b") Tj ET\n"
    return page_of(stream(pressed(line * 1_000, megabytes), b"/Filter/FlateDecode"))


def forms(depth: int) -> bytes:
    """Forms of which each draws the next ten times."""
    nested = []
    for number in range(depth):
        drawn = b"/N Do " * 10 if number < depth - 1 else b"BT /F1 12 Tf 10 700 Td (x) Tj ET"
        own = b"/Resources<</XObject<</N %d 0 R>>%s>>" % (6 + number, _FONT)
        nested.append(stream(drawn, b"/Type/XObject/Subtype/Form/BBox[0 0 600 700]" + own))
    return page_of(stream(b"/N Do"), *nested, resources=b"/XObject<</N 5 0 R>>")


def font(megabytes: int) -> bytes:
    """A page in a font whose file is a bomb."""
    described = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>"
    info = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    child = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A%s/FontDescriptor 6 0 R>>" % info
    parent = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[%s]>>" % child
    file = stream(pressed(bytes(_MILLION), megabytes), b"/Filter/FlateDecode/Length1 %d" % (megabytes * _MILLION))
    drawn = stream(b"BT /F1 12 Tf 10 700 Td <00410042> Tj ET")
    return page_of(drawn, parent, described, file, resources=b"/Font<</F1 5 0 R>>")


Placed = tuple[float, float, str]  # left edge and baseline in points, text in WinAnsi


def placed(*pages: "list[Placed]") -> bytes:
    """A file with text at places, a page each."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)), font]
    for number, page in enumerate(pages):
        shape = b"/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R" % (5 + 2 * number)
        objects.append(b"<</Type/Page/Parent 2 0 R%s>>" % shape)
        objects.append(stream(b"\n".join(_drawn(x, y, text) for x, y, text in page)))
    return pdf_of(*objects)


def _drawn(x: float, y: float, text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("windows-1252")
    return b"BT /F1 10 Tf %.1f %.1f Td (%s) Tj ET" % (x, y, escaped)


def lines_at(x: float, top: float, lines: "list[str]", leading: float = 14) -> "list[Placed]":
    """Lines one under another."""
    return [(x, top - leading * number, line) for number, line in enumerate(lines)]
