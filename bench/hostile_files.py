"""Tries on what is handed in and out as files: downloads, uploads in the browser, tables, archives, configurations."""

import csv
import gzip
import io
import json
import os
import re
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.access.conftest import WORDS
from tests.warcs import record

from entrevue.errors import EntrevueError
from entrevue.exchange import FORMATS
from entrevue.intake import warc
from entrevue.scale.sources import find_sources, items_of, pieces_of
from hostile_reading import _entrevue
from trying import Answer, Outcome, Target, trying

_NAMES = ("a\r\nX-Evil: y", 'x"; filename="evil.exe', "../../etc/passwd", "\u202ecsv", "=1+1", "%00", "", "a" * 299)
_FORM = "application/x-www-form-urlencoded"
_HEAD = "what,from,who\n"
_MAPPING = 'coder = "A"\n[columns]\nkind = "what"\nstart = "from"\n[[participants]]\nname = "who"\noffice = "who"\n'
_MAGIC = b"\x1f\x8b\x08"  # of gzip
_PAUSE = 3.2  # seconds: an address may have twenty files a minute


@trying(
    "downloads whose format, table, engagement and filters are names of headers and files", "their own name, or 4xx"
)
def downloads(target: Target) -> Outcome:
    wrong: list[str] = []
    asked = [f"/download?format={quote(name)}" for name in _NAMES[:4]]
    asked += [f"/download?format=csv&engagement={quote(name)}" for name in _NAMES[:4]]
    asked += [f"/api/v1/exports/csv?table={quote(name)}" for name in _NAMES[:3]]
    asked += [f"/engagements.csv?publisher={quote(name)}&column={quote(name)}" for name in _NAMES if name != "%00"]
    asked += [f"/download?format={name}&engagement={target.ids[0]}" for name in list(FORMATS)[:3]]
    for path in asked:
        if "download" in path or "exports" in path:
            time.sleep(_PAUSE)
        answer = target.ask("GET", path)
        named = answer.headers.get("content-disposition", "")
        right = not named or re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', named)
        if not right or "x-evil" in answer.headers or not 200 <= answer.status < 500:
            wrong.append(f"{path}: {answer.status} {named}")
    return Outcome(not wrong, f"{len(asked)} asked, wrong: {wrong[:3]}")


@trying("searches of wildcards, quotes and operators, long and nested", "answered or refused at once", others=3)
def searches(target: Target) -> Outcome:
    asked = [
        "*",
        "**",
        '"',
        '""',
        '"a',
        "a*b*",
        "NEAR(a b)",
        "a AND OR NOT",
        "kind:visit",
        "^a",
        "(((",
        "{a b}: c",
        "%_\\",
    ]
    asked += [
        " ".join(f"{sign}*" for sign in "abcdefghijklmnopqrst"),
        "((" * 140,
        '"a" ' * 70,
        "a b " * 70,
        "\u202e\ufffe",
    ]
    slow, wrong = 0.0, []
    for words in asked:
        told = quote(words)
        for path in (
            f"/search?q={told}",
            f"/suggest?q={told}",
            f"/engagements.json?q={told}",
            f"/api/v1/search?q={told}",
        ):
            answer = target.ask("GET", path)
            slow = max(slow, answer.seconds)
            wrong += [] if 200 <= answer.status < 500 else [f"{path}: {answer.status}"]
    return Outcome(not wrong and slow < 5, f"{len(asked)} questions, the slowest {slow:.2f} s, wrong: {wrong[:3]}")


def _signed_in(target: Target) -> str:
    form = urlencode({"name": "administrator", "password": WORDS}).encode()
    return target.ask("POST", "/sign-in", form).headers.get("set-cookie", "").partition(";")[0]


def _handed_in(target: Target, cookie: str, **fields: bytes) -> Answer:
    """A form of `/desk/add`; a field "file" is a file of the name that its first line tells."""
    body = b""
    for name, value in fields.items():
        head = f'form-data; name="{name}"'.encode()
        if name == "file":
            named, _, value = value.partition(b"\n")
            head = b'form-data; name="files"; filename="' + named + b'"\r\nContent-Type: application/pdf'
        body += b"--XX\r\nContent-Disposition: " + head + b"\r\n\r\n" + value + b"\r\n"
    kind = "multipart/form-data; boundary=XX"
    return target.ask("POST", "/desk/add", body + b"--XX--\r\n", cookie=cookie, content_type=kind)


@trying(
    "pages handed in in the browser: escapes, scripts, NUL, addresses within",
    "read as text or refused",
    others=25,
    memory=500,
)
def uploads(target: Target) -> Outcome:
    cookie = _signed_in(target)
    told = b"The minister of France met the president of Mali in Paris on Monday, officials said in Paris."
    handed: list[dict[str, bytes]] = [
        {"file": b"<script>alert(1)</script>.html\n<script>alert(1)</script><p>" + told},
        {"file": b"\x1b[2J\xe2\x80\xae.txt\n" + told},
        {"file": b"a.pdf\n%PDF-1.7\n" + bytes(range(256)) * 2_000},
        {"file": b"a.html\n" + b"<p " + b" ".join(b"a%d=1" % number for number in range(90_000)) + b">" + told},
        {"url": b"http://["}, {"url": b"javascript:alert(1)"}, {"url": b"file:///etc/passwd"},
        {"url": b"http://127.0.0.1:%d/desk" % target.port}, {"url": b"http://169.254.169.254/"}, {"url": b"http://[::1]/"},
        {"text": told, "url": b"javascript:alert(1)"}, {"text": told, "published": b"2023-99"},
    ]  # fmt: skip
    wrong = []
    for number, fields in enumerate(handed):
        answer = _handed_in(target, cookie, **fields)
        known = ("alert(1)</script>" in answer.text) or "\x1b" in answer.text or 'href="javascript' in answer.text
        if known or answer.status not in {200, 400} or ("url" in fields and "desk/add/record" in answer.text):
            wrong.append(f"{number}: {answer.status}")
    strange = target.ask("POST", "/desk/add", b"--XX--\r\n", content_type="multipart/form-data; boundary=XX").status
    return Outcome(bool(cookie) and not wrong and strange == 401, f"{len(handed)} handed in, wrong: {wrong}")


@trying("a table of formulas, taken in and given out", "text in every table", server=False)
def formulas(target: Target) -> Outcome:
    rows = [f'visit,2023-0{n}-01,"{sign}HYPERLINK(""http://evil.example"")"\n' for n, sign in enumerate("=+-@", 1)]
    (target.folder / "t.csv").write_text(_HEAD + "".join(rows), encoding="utf-8")
    (target.folder / "map.toml").write_text(_MAPPING, encoding="utf-8")
    place = ("--ledger", target.place)
    done = _entrevue(target.folder, "import", "csv", "t.csv", "--mapping", "map.toml", *place)
    out = _entrevue(target.folder, "export", "csv", "--table", "participations", "-o", "out.csv", *place)
    path = target.folder / "out.csv"
    cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8"))) for cell in row] if path.exists() else []
    live = [cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and len(cell) > 2)]
    kept = sum("HYPERLINK" in cell for cell in cells)
    return Outcome(
        not done.returncode and not out.returncode and kept > 3 and not live, f"{kept} kept, live: {live[:2]}"
    )


def _poisoned(folder: Path) -> list[str]:
    """Exports of nobody: numbers without end, halves of characters, NUL, decisions that no field can have."""
    head = '{"type": "ledger", "whole": true}\n'
    decided = {"type": "decision", "number": 1, "verb": "correct", "targets": ["x"], "who": "A"}
    decided |= {"when": "2024-01-01T00:00:00Z", "field": "kind", "value": "feast"}
    told = {
        "number": json.dumps(decided | {"number": 10**30, "value": "visit"}),
        "kind": json.dumps(decided),
        "day": json.dumps(decided | {"field": "start", "value": "soon"}),
        "participants": json.dumps(decided | {"field": "participants", "value": "[1]"}),
        "nul": json.dumps(decided | {"value": "visit", "why": "\0"}),
        "half": json.dumps(decided | {"value": "visit", "why": "\ud800"}),
        "time": json.dumps(decided | {"value": "visit", "when": "9999-12-31T23:59:59-14:00"}),
    }
    for name, line in told.items():
        (folder / f"{name}.jsonl").write_text(head + line, encoding="utf-8")
    return list(told)


@trying("exports that no ledger wrote", "one line that names theirs; no new ledger", server=False)
def poisoned(target: Target) -> Outcome:
    wrong, names = [], _poisoned(target.folder)
    for name in names:
        for place in (target.place, "new.db"):
            done = _entrevue(target.folder, "import", "jsonl", f"{name}.jsonl", "--ledger", place)
            said = done.stderr.decode("utf-8", "replace")
            wrong += [f"{name}: {said[-80:]}"] if done.returncode != 2 or len(said.splitlines()) != 1 else []
    left = [one.name for one in target.folder.glob("*.db")]
    verified = _entrevue(target.folder, "ledger", "verify", "--ledger", target.place)
    return Outcome(not wrong and not left and verified.returncode == 0, f"wrong: {wrong[:2]}, left: {left}")


@trying(
    "archives whose records lie, unpack without end, or are links",
    "a problem each; the others are read",
    databases=False,
)
def archives(target: Target) -> Outcome:
    good, bomb = record("https://good.example/", b"<p>good"), record("https://x.example/", bytes(warc.MOST + 1))
    lying = good.replace(b"Content-Length: ", b"Content-Length: 9999999999")
    packed = gzip.compress(bytes(400_000_000))
    inner = record("https://x.example/", packed, head=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    names = record("javascript:alert(1)", b"x") + record("https://x.example/\r\nX: y", b"x")
    files = {
        "one.warc.gz": gzip.compress(good + bomb + good), "each.warc.gz": b"".join(map(gzip.compress, (good, bomb, good))),
        "lying.warc": good + lying + good, "inner.warc.gz": b"".join(map(gzip.compress, (good, inner, good))),
        "names.warc.gz": b"".join(map(gzip.compress, (good, names, good))),
        "magic.warc.gz": _MAGIC * 100_000 + gzip.compress(good) * 2,

        "heads.warc": good + b"\nWARC/1.0\n" * 50_000 + b"\n" + good, "halves.jsonl": b'{"text": "good", "url": "\\ud800"}\n' * 2,
    }  # fmt: skip
    folder = target.folder / "links"
    folder.mkdir()
    (folder / "a.html").symlink_to("/etc/passwd")
    for name in ("b.html", "c.html"):
        (folder / name).write_text("good", encoding="utf-8")
    os.mkfifo(target.folder / "pipe.warc")
    slow, wrong = 0.0, []
    for name in (*files, "links"):
        if name in files:
            (target.folder / name).write_bytes(files[name])
        began = time.monotonic()
        (source,) = find_sources([str(target.folder / name)])
        pages = [item.page.content for piece in pieces_of(source) for item in items_of(piece) if item.page]
        slow = max(slow, time.monotonic() - began)
        wrong += (
            []
            if sum(b"good" in page for page in pages) == 2 and not any(b"root:" in page for page in pages)
            else [name]
        )
    try:
        find_sources([str(target.folder / "pipe.warc")])
        wrong.append("pipe")
    except EntrevueError:
        pass
    return Outcome(not wrong and slow < 20, f"{len(files) + 2} sources, the slowest {slow:.1f} s, wrong: {wrong}")


@trying("configurations that are folders, deep, in other encodings, with NUL", "one line", databases=False)
def configurations(target: Target) -> Outcome:
    contents = {
        "NUL": b'ledger = "a\\u0000b"', "depth": b"port = " + b"[" * 40_000, "parts": b".".join([b"a"] * 40_000) + b" = 1",
        "UTF-16": "port = 1".encode("utf-16"), "number": b"port = " + b"9" * 10_000, "unknown": b'"\\u001b[31m" = 1',
    }  # fmt: skip
    wrong, path = [], target.folder / "entrevue.toml"
    for name, content in contents.items():
        path.write_bytes(content)
        done = _entrevue(target.folder, "config")
        wrong += [name] if done.returncode != 2 or len(done.stderr.splitlines()) != 1 or b"\x1b" in done.stderr else []
    path.unlink()
    path.mkdir()
    wrong += ["folder"] if len(_entrevue(target.folder, "config").stderr.splitlines()) != 1 else []
    return Outcome(not wrong, f"{len(contents) + 1} files, wrong: {wrong}")
