"""What there is to watch at an address: a feed, a sitemap, or a page that offers one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from entrevue.domain.report import Page, Problem
from entrevue.errors import WrongWatch
from entrevue.intake.addresses import IPAddress, is_public
from entrevue.intake.feeds import Feed, offered, read_feed
from entrevue.intake.fetching import Visit, visit

ACCEPT = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,"
    "application/json;q=0.8,text/html;q=0.5,*/*;q=0.1"
)
_TRIED = 3  # feeds of a page: the first that can be read is taken


@dataclass(frozen=True, slots=True)
class Found:
    """A feed or a sitemap at an address, and the page that offered it."""

    url: str
    feed: Feed
    page: str | None = None


def allowing(url: str, *, private: bool) -> Callable[[str], Callable[[IPAddress], bool]]:
    """Which addresses may be connected to for pages of a watch: public ones, and with `private` its own host whatever it is."""
    own = urlsplit(url).hostname

    def permit(address: str) -> Callable[[IPAddress], bool]:
        return _any if private and urlsplit(address).hostname == own else is_public

    return permit


def _any(_: IPAddress) -> bool:
    return True


def find_feed(url: str, *, private: bool = False) -> Found:
    """The feed or sitemap at an address, or that a page there offers; WrongWatch where there is none."""
    permit = allowing(url, private=private)

    def ask(address: str) -> Visit:
        return visit(address, allow=permit(address), elsewhere=permit, accept=ACCEPT)

    page = _page(ask(url), url)
    feed = read_feed(page)
    if isinstance(feed, Feed):
        return Found(url, feed)
    found = _first(offered(page)[:_TRIED], ask)
    if found is None:
        raise WrongWatch("%(url)s: %(reason)s, and offers none", url=url, reason=feed.reason)
    return Found(found[0], found[1], url)


def _page(answer: Visit, url: str) -> Page:
    if answer.page is None:
        reason = answer.problem.reason if answer.problem else "the server answered nothing"
        raise WrongWatch("%(url)s: %(reason)s", url=url, reason=reason)
    return answer.page


def _first(urls: Iterable[str], ask: Callable[[str], Visit]) -> tuple[str, Feed] | None:
    for url in urls:
        answer = ask(url)
        feed = read_feed(answer.page) if answer.page else Problem("")
        if isinstance(feed, Feed):
            return url, feed
    return None
