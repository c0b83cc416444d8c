"""What every request of a running server shares, and how a handler gets at it."""

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from entrevue.settings import WEB, Settings
from entrevue.web.checking import DraftReader, Drafts
from entrevue.web.kept import Kept, Packed
from entrevue.web.locale import Catalogues
from entrevue.web.queueing import Turns
from entrevue.wiring import Ledger


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How a site is served.

    `public_url`: the address that readers know, such as "https://ledger.example.org", without a slash at its end; with
    https, cookies are Secure and browsers are told to stay with https. Without one, links are made from the request.
    `hosts`: names that the Host header may hold; empty: the host of `public_url`, else this machine's own names only.
    `body_limit`: bytes a request's body may have.
    `readers_from`: origins ("https://maps.example.org") whose pages may read the API; none by default.
    `root_path`: the path of its host under which the site stands ("/entrevue"), where the proxy may take it off or not.
    `metrics`: figures for Prometheus at /metrics; `access_log`: a line in the log for each request.
    `api_rates`: requests that one address without a token, and one token, may make to the API in each serving process,
    as `limits` writes it; "" for no limit.
    """

    public_url: str | None = None
    hosts: tuple[str, ...] = ()
    body_limit: int = WEB.body_bytes
    readers_from: tuple[str, ...] = ()
    api_rates: tuple[str, str] = (WEB.api_rate, WEB.token_rate)
    threads: int = WEB.threads
    root_path: str = ""
    metrics: bool = False
    access_log: bool = False

    @property
    def secure(self) -> bool:
        """Whether readers come by https."""
        return (self.public_url or "").startswith("https://")


@dataclass(frozen=True, slots=True)
class Site:
    """A ledger and how it is served."""

    ledger: Ledger
    settings: SiteSettings = field(default_factory=SiteSettings)
    turns: Turns = field(default_factory=Turns)  # of those for whom a page is to be made
    catalogues: Catalogues = field(default_factory=Catalogues.shipped)
    outlines: Packed = field(default_factory=lambda: Packed(600))
    drafts: Drafts = field(default_factory=lambda: draft_reader(Settings.from_environment()))
    pages: Packed = field(default_factory=lambda: Packed(6000))  # of engagements: 7 kB each
    dossiers: Kept = field(default_factory=lambda: Kept(4000))  # 6 kB each; apart, for they take longer to make
    drawings: Kept = field(default_factory=lambda: Kept(60))


def draft_reader(settings: Settings) -> DraftReader:
    """What reads drafts within the limits on a page."""
    return DraftReader(settings.time_limit, settings.memory_limit)


def site_of(request: HTTPConnection) -> Site:
    """The site that a request came to; usable as a FastAPI dependency."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def ledger_of(request: HTTPConnection) -> Ledger:
    """The ledger that a request asks; usable as a FastAPI dependency."""
    return site_of(request).ledger
