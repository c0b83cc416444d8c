"""Watches bring new reports into the ledger, whatever else fails, and each page once."""

import datetime as dt
import gzip
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.watches import JobKind, WatchKind, WatchRun
from entrevue.errors import UnknownId, WrongWatch
from entrevue.intake.fetching import AGENT
from entrevue.settings import MailSettings
from entrevue.watching.finding import find_feed
from entrevue.watching.service import Pace, Service
from entrevue.watching.telling import Teller
from tests.watching.conftest import Clock, HandReader, Site, answer, told


def watched(ledger: entrevue.Ledger, site: Site, path: str = "/feed") -> str:
    """Watch a path of the site; the watch's id."""
    return ledger.watches.add(site.url + path, WatchKind.FEED, path, private=True).id


def outcomes(ledger: entrevue.Ledger) -> list[str]:
    return [run.outcome for run in ledger.watches.log()]


def test_new_pages_come_into_the_ledger_once(
    ledger: entrevue.Ledger, site: Site, service: Service, reader: HandReader, clock: Clock
) -> None:
    site.pages |= {
        "/a": told(3),
        "/b": told(4),
        "/quiet": answer("<p>Nothing was told in this town today, they said.</p>"),
    }
    site.feed("/a", "/quiet")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    assert ledger.totals()["reports"] == 1
    assert {(run.pages, run.told) for run in ledger.watches.log()} == {(2, 0), (1, 1), (1, 0)}
    clock.pass_by(hours=1)
    site.feed("/a", "/b", "/quiet")
    service.run_once(ledger.watches.all())
    assert [site.count(path) for path in ("/a", "/b", "/quiet", "/feed")] == [1, 1, 1, 2]
    assert len(reader.read_names) == 3
    assert ledger.totals()["reports"] == 2
    assert site.agents == {AGENT}


def test_what_is_unchanged_is_not_sent_again(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock
) -> None:
    site.feed("/a")
    body = '<rss version="2.0"><channel><title>News</title></channel></rss>'
    site.pages["/feed"] = answer(body, ETag='"1"')
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    clock.pass_by(hours=1)
    service.run_once(ledger.watches.all())
    assert outcomes(ledger) == ["unchanged", "0 pages listed"]


def test_one_failing_watch_stops_no_other_and_waits_longer_each_time(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock
) -> None:
    site.pages["/a"] = told(3)
    site.feed("/a")
    site.pages["/bad"] = answer("down", 503, Retry_After="7200")
    bad = watched(ledger, site, "/bad")
    watched(ledger, site)
    waits = []
    for _ in range(3):
        service.run_once(ledger.watches.all())
        due = ledger.watches.get(bad).due
        assert due is not None
        waits.append((due - clock.now).total_seconds())
        clock.pass_by(hours=3)
    assert waits == [7200, 7200, 7200]
    assert ledger.watches.get(bad).failures == 3
    assert ledger.totals()["reports"] == 1


def _bomb(letters: int) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, letters))
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "x">{entities}]>'
    return f"{head}<rss><channel><title>&e{letters - 1};</title></channel></rss>".encode()


REFUSALS = {
    "500": (answer("x", 500), "the server answered 500"),
    "429": (answer("x", 429, Retry_After="60"), "the server answered 429"),
    "garbage": (answer(bytes(range(256)) * 50), "neither a feed nor a sitemap"),
    "broken": (answer("<rss><channel><<<<"), "no feed or sitemap that can be read"),
    "long": (answer(b"<rss>" + b"x" * 11_000_000), "longer than 10 MB"),
    "loop": (answer("", 302, Location="/loop"), "redirects more than 5 times"),
    "inside": (answer("", 302, Location="http://localhost:1/"), "localhost is not on the public internet"),
    "gzip bomb": (answer(gzip.compress(bytes(11_000_000)), Content_Encoding="gzip"), "longer than 10 MB"),
    "packed bomb": (answer(gzip.compress(bytes(60_000_000))), "damaged or too long"),
    "xml bomb": (answer(_bomb(12)), "declares entities"),
    "tags": (answer(b"<rss>" + b"<" * 1_000_001), "has too many tags"),
    "packed tags": (answer(gzip.compress(b"<urlset>" + b"<url/>" * 1_000_001)), "has too many tags"),
    "packed and long": (answer(gzip.compress(b'{"version": "jsonfeed.org", "x": "' + bytes(10_000_001))), "than 10 MB"),
    "not json": (answer('{"version": "https://jsonfeed.org/version/1.1"'), "no feed or sitemap that can be read"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_feed_that_cannot_be_had_is_told_with_its_reason(
    name: str, ledger: entrevue.Ledger, site: Site, service: Service
) -> None:
    served, reason = REFUSALS[name]
    path = "/loop" if name == "loop" else "/x"
    site.pages[path] = served
    watched(ledger, site, path)
    service.run_once(ledger.watches.all())
    (outcome,) = outcomes(ledger)
    assert reason in outcome
    assert ledger.watches.all()[0].failures == 1


def test_pages_that_cannot_be_had_are_tried_again_or_given_up(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock
) -> None:
    site.pages |= {"/down": answer("x", 503), "/inside": answer("", 302, Location="http://localhost:1/"), "/a": told(3)}
    site.feed("/down", "/gone", "/inside", "/a")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    assert ledger.totals()["reports"] == 1
    given_up = {job.subject.removeprefix(site.url): job.error for job in ledger.watches.given_up()}
    assert given_up.keys() == {"/gone", "/inside"}
    assert "404" in str(given_up["/gone"])
    assert "not on the public internet" in str(given_up["/inside"])
    site.pages["/down"] = told(5)
    clock.pass_by(hours=1)
    service.run_once(())
    assert ledger.totals()["reports"] == 2


def test_robots_are_obeyed(ledger: entrevue.Ledger, site: Site, service: Service) -> None:
    site.pages |= {
        "/robots.txt": answer("User-agent: entrevue\nDisallow: /private\n"),
        "/private/a": told(3),
        "/b": told(4),
    }
    site.feed("/private/a", "/b")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    assert "/private/a" not in site.asked
    assert site.count("/robots.txt") == 1
    assert ledger.totals()["reports"] == 1
    (job,) = ledger.watches.given_up()
    assert job.error == "the server's robots.txt does not allow it"


def test_nothing_is_fetched_while_robots_cannot_be_had(ledger: entrevue.Ledger, site: Site, service: Service) -> None:
    site.pages["/robots.txt"] = answer("x", 500)
    site.feed("/a")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    assert site.asked == ["/robots.txt"]
    assert outcomes(ledger) == ["the server's robots.txt cannot be had"]


def test_a_job_whose_process_died_is_done_by_another(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock
) -> None:
    site.pages["/a"] = told(3)
    site.feed("/a")
    watched(ledger, site)
    ledger.watches.schedule(ledger.watches.all(), at_once=True)
    lost = ledger.watches.take()
    assert lost is not None
    service.run_once(())
    assert site.asked == []  # it is leased
    clock.pass_by(minutes=4)
    service.run_once(())
    assert ledger.totals()["reports"] == 1
    assert not ledger.watches.alive(lost)
    ledger.watches.done(lost)  # it comes to itself, and ends nobody else's work
    assert len(ledger.watches.waiting()) == 1


def test_a_job_whose_processes_die_again_and_again_is_given_up(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock
) -> None:
    site.feed("/a")
    site.pages["/a"] = answer("x", 503)
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    taken = []
    for _ in range(10):
        clock.pass_by(days=2)
        taken.append(ledger.watches.take([JobKind.PAGE]))
    assert [job is not None for job in taken] == [True] * 5 + [False] * 5
    (job,) = ledger.watches.given_up()
    assert job.subject == site.url + "/a"


def test_a_watch_that_is_removed_leaves_nothing_to_do(ledger: entrevue.Ledger, site: Site, service: Service) -> None:
    site.feed("/a")
    watched(ledger, site)
    assert len(ledger.watches.waiting()) == 1  # a service that runs takes it up
    ledger.watches.remove(site.url + "/feed")
    assert ledger.watches.waiting() == ()
    with pytest.raises(UnknownId):
        ledger.watches.get(site.url + "/feed")


def test_what_is_forgotten_is_in_no_log(ledger: entrevue.Ledger, site: Site, service: Service, tmp_path: Path) -> None:
    site.pages["/secret-page"] = told(3)
    site.feed("/secret-page")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    (report,) = ledger.reports()
    ledger.forget(report.report, who="ada")
    assert all("secret-page" not in outcome for outcome in outcomes(ledger))
    assert b"secret-page" not in (tmp_path / "ledger.db").read_bytes()


def test_a_watch_is_known_once(ledger: entrevue.Ledger, site: Site) -> None:
    watched(ledger, site)
    with pytest.raises(WrongWatch, match="is watched already"):
        watched(ledger, site)


def test_a_page_offers_its_feed_and_a_server_of_ones_own_has_to_be_said(site: Site) -> None:
    site.feed("/a", "/b")
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.pages |= {"/": answer(f"<html><head>{link}</head></html>"), "/none": answer("<html></html>")}
    found = find_feed(site.url + "/", private=True)
    assert (found.url, found.page) == (site.url + "/feed", site.url + "/")
    assert found.feed.pages == (site.url + "/a", site.url + "/b")
    with pytest.raises(WrongWatch, match="and offers none"):
        find_feed(site.url + "/none", private=True)
    with pytest.raises(WrongWatch, match="not on the public internet"):
        find_feed(site.url + "/")


def test_sitemaps_lead_to_pages(ledger: entrevue.Ledger, site: Site, service: Service, tmp_path: Path) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.pages |= {
        "/index.xml": answer(
            f"<sitemapindex {space}><sitemap><loc>{site.url}/news.xml.gz</loc></sitemap></sitemapindex>"
        ),
        "/news.xml.gz": answer(
            gzip.compress(
                f'<urlset {space} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
                f"<url><loc>{site.url}/a</loc><news:news><news:publication_date>2024-05-03</news:publication_date>"
                f"</news:news></url></urlset>".encode()
            )
        ),
        "/a": told(3),
    }
    watched(ledger, site, "/index.xml")
    service.run_once(ledger.watches.all())
    assert ledger.totals()["reports"] == 1


def test_a_server_that_asks_to_be_left_alone_for_ever_is_left_alone_for_a_day(
    ledger: entrevue.Ledger, site: Site, service: Service, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for wait in ("99999999", "9" * 30, "Fri, 31 Dec 9999 23:59:59 GMT"):
        site.pages["/bad"] = answer("down", 503, Retry_After=wait)
        name = watched(ledger, site, "/bad")
        service.run_once(ledger.watches.all())
        due = ledger.watches.get(name).due
        assert due is not None
        assert due - clock.now == dt.timedelta(days=1)
        assert "asks to be left alone for 86400 s" in caplog.text
        ledger.watches.remove(name)


def test_a_page_whose_server_asks_for_no_patience_is_not_given_up_at_once(
    ledger: entrevue.Ledger, site: Site, service: Service
) -> None:
    site.pages["/a"] = answer("down", 503, Retry_After="0")
    site.feed("/a")
    watched(ledger, site)
    service.run_once(ledger.watches.all())
    assert site.count("/a") == 1
    assert not ledger.watches.given_up()


def test_pages_that_answer_slowly_hold_up_no_other_watch(ledger: entrevue.Ledger, site: Site, service: Service) -> None:
    """Pages of one watch answer only when another watch's page was asked for."""
    other = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        other.wait(60)
        told(3)(handler)

    def quick(handler: BaseHTTPRequestHandler) -> None:
        other.set()
        told(5)(handler)

    paths = [f"/slow-{number}" for number in range(40)]
    site.pages |= {**dict.fromkeys(paths, slow), "/quick": quick}
    site.feed(*paths)
    watched(ledger, site)
    site.pages["/other"] = answer(f"<rss><channel><item><link>{site.url}/quick</link></item></channel></rss>")
    watched(ledger, site, "/other")
    service.run_once(ledger.watches.all())
    assert not [one for one in ledger.watches.waiting() if one.error is not None]
    assert ledger.totals()["reports"] == 41


def test_of_a_feed_that_is_new_each_time_no_more_wait_than_can_be_read(
    ledger: entrevue.Ledger, site: Site, clock: Clock
) -> None:
    name = watched(ledger, site)
    for look in range(6):
        job = ledger.watches.take()
        assert job is not None
        pages = [f"{site.url}/{look}/{number}" for number in range(500)]
        queued = ledger.watches.looked(
            job,
            replace(ledger.watches.get(name), due=clock.now - dt.timedelta(days=1)),
            WatchRun(name, clock.now, ""),
            pages,
        )
        assert queued == (500 if look < 4 else 0)
    assert len(ledger.watches.waiting()) == 2_001
    assert ledger.watches.take(but=[name]) is None


def test_sitemaps_of_an_index_obey_robots(ledger: entrevue.Ledger, site: Site, service: Service) -> None:
    site.pages |= {
        "/robots.txt": answer("User-agent: *\nDisallow: /inner/"),
        "/index.xml": answer(
            f"<sitemapindex><sitemap><loc>{site.url}/inner/a.xml</loc></sitemap>"
            f"<sitemap><loc>{site.url}/b.xml</loc></sitemap></sitemapindex>"
        ),
        "/b.xml": answer(f"<urlset><url><loc>{site.url}/a</loc></url></urlset>"),
        "/a": told(3),
    }
    watched(ledger, site, "/index.xml")
    service.run_once(ledger.watches.all())
    assert not site.count("/inner/a.xml")
    assert ledger.totals()["reports"] == 1


def test_a_service_that_is_told_to_stop_does_not_wait_for_hosts(
    ledger: entrevue.Ledger, site: Site, reader: HandReader
) -> None:
    """Sitemaps of a host that wants a minute between two requests: the index is looked at again another time."""
    service = Service(ledger, reader, Teller(MailSettings()), Pace(900.0, 60.0))
    index = f"<sitemapindex><sitemap><loc>{site.url}/b.xml</loc></sitemap></sitemapindex>"

    def stopping(handler: BaseHTTPRequestHandler) -> None:
        service.stop()
        answer(index, ETag='"1"')(handler)

    site.pages |= {"/robots.txt": answer("", 404), "/index.xml": stopping}
    name = watched(ledger, site, "/index.xml")
    service.run()
    assert not site.count("/b.xml")
    assert ledger.watches.get(name).etag is None


def test_watches_of_one_host_are_all_looked_at_though_it_is_asked_seldom(
    ledger: entrevue.Ledger, site: Site, reader: HandReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first fails, so no page is there to wait for: the second is still looked at, when its host may be asked."""
    service = Service(ledger, reader, Teller(MailSettings()), Pace(900.0, 1.0))
    monkeypatch.setattr(Clock, "__call__", lambda _: dt.datetime.now(dt.UTC))
    site.pages |= {"/robots.txt": answer("", 404), "/bad": answer("down", 500), "/a": told(3)}
    site.feed("/a")
    watches = [watched(ledger, site, "/bad"), watched(ledger, site), watched(ledger, site, "/gone")]
    service.run_once(ledger.watches.all())
    assert all(ledger.watches.get(watch).last for watch in watches)
    assert ledger.totals()["reports"] == 1
