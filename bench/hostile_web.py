"""Tries on the web server: its connections, its forms, its addresses."""

import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from urllib.parse import quote

from trying import Answer, Outcome, Target, told, trying

_MARKS = "\u0315\u0300"  # out of their canonical order: sorting them is the most work
_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_POST = b"POST /replies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def status_of(answer: bytes) -> str:
    """The status of an answer as it came, "nothing" for none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return found.group(1).decode() if found else "nothing"


def said(answer: Answer) -> str:
    """What happened, in short."""
    return f"{answer.status or answer.text} after {answer.seconds:.2f} s"


def accents(size: int) -> str:
    """So many bytes of accents in a row, as a form sends them."""
    return quote("e" + _MARKS * (size // 12))


@trying("a reply of 480 kB of accents in a row", "told too long at once")
def accents_in_a_reply(target: Target) -> Outcome:
    form = f"about={target.ids[0]}&name=Ada&email=a%40b.example&answer=1&text={accents(480_000)}"
    answer = target.ask("POST", "/replies", form.encode())
    return Outcome(answer.status in {400, 413} and answer.seconds < 2, said(answer))


@trying("a name of 900 kB of accents at sign-in", "no such user, at once")
def accents_in_a_name(target: Target) -> Outcome:
    answer = target.ask("POST", "/sign-in", f"name={accents(900_000)}&password=x".encode())
    return Outcome(answer.status in {400, 401, 413} and answer.seconds < 2, said(answer))


@trying("accents in searches, filters, addresses and the API's bodies", "refused or answered at once")
def accents_elsewhere(target: Target) -> Outcome:
    long, short = accents(12_000), accents(3_000)
    body = json.dumps({"about": target.ids[0], "name": "e" + _MARKS * 70_000}).encode()
    answers = [
        target.ask("GET", f"/search?q={long}"),
        target.ask("GET", f"/engagements?q={long}&organisation={long}"),
        target.ask("GET", f"/organisations/{short}"),
        target.ask("GET", f"/api/v1/organisations/{short}"),
        target.ask("POST", "/api/v1/challenges", body, content_type="application/json"),
    ]
    slowest = max(answer.seconds for answer in answers)
    statuses = [answer.status for answer in answers]
    kept = all(400 <= status < 500 for status in statuses) and slowest < 2
    return Outcome(kept, f"{statuses}, slowest {slowest:.2f} s")


@trying("one header of 20 MB", "431 at 64 kB")
def endless_header(target: Target) -> Outcome:
    answer = status_of(target.send(_HEAD + b"X: ", *[b"a" * 100_000] * 200))
    return Outcome(answer in {"431", "nothing"}, answer)


@trying("2,000 headers", "431 at a hundred")
def many_headers(target: Target) -> Outcome:
    answer = status_of(target.send(_HEAD, b"".join(b"X-%d: 1\r\n" % n for n in range(2000)), b"\r\n"))
    return Outcome(answer == "431", answer)


@trying("20 MB of trailers after a chunked body", "the connection ends at 64 kB")
def endless_trailers(target: Target) -> Outcome:
    began = time.monotonic()
    target.send(_POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: ", *[b"a" * 100_000] * 200)
    return Outcome(time.monotonic() - began < 5, f"ended after {time.monotonic() - began:.1f} s")


@trying("a head sent a byte a second", "ended after ten seconds")
def dripped_head(target: Target) -> Outcome:
    began = time.monotonic()
    with closing(target.connect()) as line:
        try:
            for byte in _HEAD:
                line.sendall(bytes([byte]))
                time.sleep(1)
                if time.monotonic() - began > 20:
                    break
        except OSError:
            pass
    took = time.monotonic() - began
    return Outcome(took < 14, f"ended after {took:.0f} s")


@trying("a connection that says nothing, and one that sends empty lines", "ended after ten seconds")
def silent(target: Target) -> Outcome:
    began = time.monotonic()
    with closing(target.connect()) as nothing, closing(target.connect()) as lines:
        try:
            while time.monotonic() - began < 20:
                lines.sendall(b"\r\n")
                time.sleep(0.5)
        except OSError:
            pass
        nothing.settimeout(5)
        told(nothing)
    took = time.monotonic() - began
    return Outcome(took < 16, f"both ended after {took:.0f} s")


@trying("a body that never ends", "ended after a minute")
def dripped_body(target: Target) -> Outcome:
    began = time.monotonic()
    answer = status_of(target.send(_POST + b"Content-Length: 1000\r\n\r\nabc", timeout=90))
    took = time.monotonic() - began
    return Outcome(answer in {"408", "nothing"} and took < 70, f"{answer} after {took:.0f} s")


@trying("1,100 half-sent requests from one address", "a hundred are held; everybody else is let in")
def half_sent(target: Target) -> Outcome:
    with ExitStack() as open_:
        held = 0
        for _ in range(1100):
            try:
                line = open_.enter_context(closing(target.connect(5)))
                line.sendall(_HEAD)
                held += 1
            except OSError:
                continue
        answer = target.ask("GET", "/")
    return Outcome(
        answer.status == 200 and answer.seconds < 2, f"{held} sent; the same address then got {said(answer)}"
    )


@trying("3,000 half-sent requests from sixty addresses", "2,000 are held, the oldest silent go; everybody is let in")
def half_sent_by_many(target: Target) -> Outcome:
    block = target.address.rpartition(".")[2]
    with ExitStack() as open_:
        for number in range(3000):
            try:
                line = socket.create_connection(
                    ("127.0.0.1", target.port), 5, source_address=(f"127.{block}.1.{1 + number % 60}", 0)
                )
                open_.enter_context(closing(line))
                line.sendall(_HEAD)
            except OSError:
                continue
        answer = target.ask("GET", "/")
    return Outcome(answer.status == 200 and answer.seconds < 2, f"another address then got {said(answer)}")


@trying("an answer asked for a thousand times and never taken", "given up; others are answered")
def never_taken(target: Target) -> Outcome:
    with closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.bind((target.address, 0))
        line.settimeout(5)
        line.connect(("127.0.0.1", target.port))
        with suppress(OSError):
            line.sendall((_HEAD + b"\r\n") * 1000)
        time.sleep(2)
    return Outcome(True, "the server went on")


@trying("NUL in addresses, parameters and forms", "400 at the door, on every database")
def nul(target: Target) -> Outcome:
    paths = ["/engagements/%00", "/reports/a%00b", "/organisations/%00", "/search?q=%00", "/engagements?person=x%00"]
    paths += [
        "/api/v1/engagements/%00",
        "/api/v1/persons?name=%00",
        "/pictures/%00",
        "/static/%00",
        "/sign-in?next=%00",
    ]
    answers = {path: target.ask("GET", path).status for path in paths}
    for path in ("/sign-in", "/replies", "/check"):
        for field in ("name", "password", "about", "email", "text", "draft", "challenge", "proposal", "value"):
            answers[f"{path} {field}"] = target.ask("POST", path, f"{field}=a%00b".encode()).status
    answers["json"] = target.ask(
        "POST", "/api/v1/challenges", rb'{"about": "a\u0000b"}', content_type="application/json"
    ).status
    wrong = {path: status for path, status in answers.items() if status != 400}
    return Outcome(not wrong, f"{len(answers)} asked; not 400: {wrong or 'none'}")


@trying("an address of 12,000 words", "414")
def long_address(target: Target) -> Outcome:
    words = "/".join(["a"] * 12_000)
    statuses = [
        target.ask("GET", f"/{words}").status,
        target.ask("GET", "/organisations/" + "a%20" * 12_000).status,
        target.ask("GET", "/search?q=" + "a+" * 12_000).status,
    ]
    return Outcome(set(statuses) == {414}, str(statuses))


@trying("names of as many words as fit into an address", "refused or not found")
def many_words(target: Target) -> Outcome:
    words = "a%20b%20" * 240
    paths = [f"/organisations/{words}", f"/api/v1/organisations/{words}", f"/persons/{words}", f"/states/{words}"]
    paths += [f"/pairs/{words}/{words}", f"/api/v1/persons?name={words}", f"/api/v1/dossiers/{words}"]
    statuses = [target.ask("GET", path).status for path in paths]
    return Outcome(all(400 <= status < 500 for status in statuses), str(statuses))


def at_once(target: Target, times: int, *asked: str, body: bytes = b"") -> dict[int, int]:
    """How often each status came when so many asked at once for the addresses by turns."""
    with ThreadPoolExecutor(times) as clients:
        method = "POST" if body else "GET"
        found = clients.map(lambda n: target.ask(method, asked[n % len(asked)], body).status, range(times))
        return dict(sorted(Counter(found).items()))


@trying("three clients that keep checking drafts", "a place for each address, twenty a minute; 503 or 429", others=3)
def drafts(target: Target) -> Outcome:
    form = b"draft=" + quote("The director of the CIA met the head of the DGST in Rabat. " * 20).encode()
    statuses: Counter[int] = Counter()
    for _ in range(8):
        statuses += Counter(at_once(target, 3, "/check", body=form))
    return Outcome(statuses[503] + statuses[429] > 8 and set(statuses) <= {200, 429, 503}, str(dict(statuses)))


@trying("a hundred pages asked for at once by one address", "eight at a time; others come in between")
def many_pages(target: Target) -> Outcome:
    statuses = at_once(target, 90, *(f"/engagements?since={1000 + n}&until=2099" for n in range(30)))
    return Outcome(set(statuses) <= {200, 503}, str(statuses))


@trying(
    "a dozen pictures and a dozen sign-ins at once", "two at a time; API and pages are answered", others=3, memory=500
)
def dear_work(target: Target) -> Outcome:
    target.ask("GET", "/pictures/map.png")  # the first loads what draws
    with ThreadPoolExecutor(2) as both:
        pictures = both.submit(at_once, target, 12, *(f"/pictures/map.png?since={1000 + n}" for n in range(12)))
        both.submit(at_once, target, 12, "/sign-in", body=b"name=a&password=b")
        time.sleep(0.5)
        answer = replace(target, address="127.0.3.1").ask("GET", "/api/v1/engagements?limit=5")
    kept = answer.status == 200 and set(pictures.result()) <= {200, 503}
    return Outcome(kept, f"the API gave another {said(answer)}; pictures {pictures.result()}")


@trying("two thousand pages asked for and not waited for", "nobody works for who is gone")
def asked_and_left(target: Target) -> Outcome:
    for number in range(2000):
        with suppress(OSError), closing(target.connect(5)) as line:
            line.sendall(b"GET /engagements?since=%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % (1000 + number))
    answer = replace(target, address="127.0.3.2").ask("GET", "/engagements?since=1999")
    return Outcome(answer.status == 200 and answer.seconds < 3, f"another address then got {said(answer)}")


@trying("e-mail addresses with escapes, overrides and line ends", "no address")
def addresses(target: Target) -> Outcome:
    asked = json.loads(
        target.ask(
            "POST", "/api/v1/challenges", json.dumps({"about": target.ids[0]}).encode(), content_type="application/json"
        ).text
    )
    kept = []
    for email in ("a\x1b[2J@b.example", "a\u202eb@b.example", "a@b.example\r\nBcc: x@y.example", "a\u0085@b.example"):
        reply = {"about": target.ids[0], "name": "A", "email": email, "text": "x", "challenge": asked["challenge"]}
        body = json.dumps(reply | {"answer": "1"}).encode()
        kept.append(target.ask("POST", "/api/v1/replies", body, content_type="application/json").status)
    return Outcome(set(kept) <= {400, 422}, str(kept))


@trying(
    "a banner over a ledger with a password, and over an address that is taken", "no password, no banner", server=False
)
def banner(target: Target) -> Outcome:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "entrevue", "serve", "--port", str(taken.getsockname()[1])]
        places = [target.place, "postgresql://ada:s3cret@127.0.0.1:1/ledger"]
        texts = []
        for place in places:
            done = subprocess.run(
                [*command, "--ledger", place], capture_output=True, text=True, timeout=60, check=False
            )
            texts.append(done.stdout + done.stderr)
    shown = [bool(re.search("s3cret|Reading room of", text)) for text in texts]
    return Outcome(not any(shown), "; ".join(text.strip().splitlines()[-1][:90] for text in texts if text.strip()))
