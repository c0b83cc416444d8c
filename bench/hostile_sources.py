"""Tries on what reads from many places: feeds that are watched, and files that are imported."""

import gzip
import time
from itertools import repeat
from pathlib import Path

from entrevue.errors import EntrevueError
from entrevue.intake.fetching import post
from entrevue.watching.finding import find_feed
from hostile_reading import _entrevue, _serving
from trying import Outcome, Target, trying

_OK = b"HTTP/1.1 200 OK\r\n\r\n"
_MARKS = [f"a{number}='1'" for number in range(200_000)]
_LAUGHS = f'<!ENTITY a "{"a" * 50}"><!ENTITY b "{"&a;" * 1000}"><!ENTITY x "{"&b;" * 1000}">'


def _feeds() -> dict[str, bytes]:
    attributes = " ".join(_MARKS)
    padding = f"<!-- <feed {'x' * 200_000} -->"
    return {
        "attributes": f"<rss><channel><item {attributes}/></channel></rss>".encode(),
        "entities": f"{padding}<!DOCTYPE feed [{_LAUGHS}]><feed><title>&x;</title></feed>".encode(),
        "files": f'{padding}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'.encode(),
        "depth": b"<rss>" + b"<item>" * 500_000,
        "broken tags": b"<urlset>" + b"<a " * 1_000_000,
        "gzip in gzip": gzip.compress(b"<rss>" + bytes(200_000_000)),
        "JSON": b'{"version": "jsonfeed.org", "items": ' + b"[" * 1_000_000,
        "packed tags": gzip.compress(b"<urlset>" + b"<url/>" * 8_000_000),
        "packed lists": gzip.compress(b'{"version": "jsonfeed.org", "items": [' + b"[]," * 16_000_000),
        "a page of attributes": f"<html><p {attributes}>".encode(),
        "a page of links": b"<link rel=alternate type=application/rss+xml href=http://10.0.0.1/>" * 100_000,
    }


@trying("feeds that are bombs, and servers that lead elsewhere", "refused in one line, each in 10 s", databases=False)
def feeds(_: Target) -> Outcome:
    inner = _serving(_OK + b"<rss><channel><title>secret</title></channel></rss>", iter(()))
    inner = inner.replace("127.0.0.1", "127.0.0.2")
    addresses = {name: _serving(_OK + content, iter(())) for name, content in _feeds().items()}
    addresses["2 GB"] = _serving(_OK + b"<rss>", repeat(b"<item></item>" * 80_000, 2_000))
    addresses["redirect"] = _serving(f"HTTP/1.1 302 Found\r\nLocation: {inner}\r\n\r\n".encode(), iter(()))
    slow, wrong = 0.0, []
    for name, address in addresses.items():
        began = time.monotonic()
        try:
            found = find_feed(address, private=True)  # else nothing here could be reached at all
            wrong += [name] if found.feed.pages or "secret" in found.feed.title else []
        except EntrevueError as error:
            wrong += [name] if len(str(error).splitlines()) != 1 else []
        slow = max(slow, time.monotonic() - began)
    return Outcome(not wrong and slow < 10, f"{len(addresses)} kinds, the slowest {slow:.1f} s, wrong: {wrong}")


@trying("watches and messages of alerts on the machine's own network", "refused", databases=False)
def inside(_: Target) -> Outcome:
    address = _serving(_OK + b"<rss><channel><title>secret</title></channel></rss>", iter(()))
    hosts = ("127.0.0.1", "localhost", "0.0.0.0", "2130706433", "127.1", "[::ffff:127.0.0.1]")
    places = [address.replace("127.0.0.1", host) for host in hosts]
    reached = []
    for place in places:
        try:
            find_feed(place)
            reached.append(place)
        except EntrevueError:
            pass
        if post(place, b"{}", ()) is None:
            reached.append(place)
    return Outcome(not reached, f"{len(places)} spellings, reached: {reached}")


_MAPPING = '[columns]\nkind = "what"\nstart = "from"\n[[participants]]\nname = "who"\n[defaults]\nkind = "visit"\n'


def _imports(folder: Path) -> dict[str, tuple[str, ...]]:
    (folder / "map.toml").write_text(_MAPPING, encoding="utf-8")
    texts = {
        "depth.jsonl": "[" * 1_000_000,
        "row.jsonl": '{"a": "' + "x" * 20_000_000 + '"}\n',
        "nul.jsonl": '\x00\n{"\\u0000": 1}\n',
        "number.jsonl": "1" * 1_000_000,
        "row.csv": "what,from,who\nvisit,2023-01-01," + "x" * 20_000_000 + "\n",
        "quote.csv": 'what,from,who\nvisit,2023-01-01,"' + "a\n" * 1_000_000,
        "nul.csv": "what,from,who\nvisit,2023-01-01,A\x00B\n",
        "columns.csv": "what,from,who" + ",x" * 200_000 + "\nvisit,2023-01-01,A\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    csv = ("--mapping", "map.toml")
    return {name: ("import", name.partition(".")[2], name, *(csv if "csv" in name else ())) for name in texts}


@trying("imports of huge rows, of depth, of NUL", "one line that says what is wrong, in 60 s", server=False)
def imports(target: Target) -> Outcome:
    slow, wrong = 0.0, []
    commands = _imports(target.folder)
    for name, command in commands.items():
        began = time.monotonic()
        done = _entrevue(target.folder, *command, "--ledger", target.place)
        slow = max(slow, time.monotonic() - began)
        wrong += [name] if b"Traceback" in done.stderr or done.returncode not in {0, 1, 2} else []
    verified = _entrevue(target.folder, "ledger", "verify", "--ledger", target.place)
    kept = not wrong and slow < 60 and verified.returncode == 0
    return Outcome(
        kept, f"{len(commands)} files, the slowest {slow:.1f} s, wrong: {wrong}, verify {verified.returncode}"
    )
