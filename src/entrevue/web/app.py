"""The application: one site over one ledger, put together from the reading room, the desk and the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from urllib.parse import urlsplit

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from entrevue.errors import UnusableLedger
from entrevue.inquiry.vocabulary import warm as warm_vocabulary
from entrevue.settings import WEB
from entrevue.web import api, desk, pictures, room
from entrevue.web.api.sharing import SharedReadsMiddleware
from entrevue.web.asking import AskingMiddleware
from entrevue.web.checking import Drafts
from entrevue.web.failures import handle_failures
from entrevue.web.fairness import FairMiddleware
from entrevue.web.locale import TongueMiddleware
from entrevue.web.operations import AccessMiddleware, ProbeMiddleware, RootMiddleware
from entrevue.web.protection import BodyLimitMiddleware, HeadersMiddleware, HeadMiddleware, OriginMiddleware
from entrevue.web.rendering import warm
from entrevue.web.site import Site, SiteSettings
from entrevue.web.visitors import VisitorMiddleware
from entrevue.wiring import Ledger

_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]", "testserver")


def create_app(ledger: Ledger, settings: SiteSettings | None = None, drafts: Drafts | None = None) -> FastAPI:
    """An ASGI application that shows a ledger; the ledger stays the caller's to close.

    `drafts` reads what is to be checked; without it, a process of this application's, made when the first draft comes.
    """
    settings = settings or SiteSettings()
    site = Site(ledger, settings, drafts=drafts) if drafts else Site(ledger, settings)
    with suppress(UnusableLedger):  # a ledger that can only be read shows what it holds
        ledger.replies.prepare()
    app = FastAPI(
        title="Entrevue",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=_layers(site),
        redirect_slashes=False,  # its addresses lack the language, and the path under which the site stands
    )
    app.state.site = site
    app.state.resources = api.resources
    handle_failures(app)
    for part in (room, pictures, desk, api):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(files("entrevue.web").joinpath("static"))), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Handlers are plain functions run in threads: few, and beside them those that dear work may hold."""
    dear = WEB.pictures + WEB.passwords + WEB.drafts
    anyio.to_thread.current_default_thread_limiter().total_tokens = app.state.site.settings.threads + dear
    warm()
    warm_vocabulary()
    yield
    app.state.site.drafts.close()


def _layers(site: Site) -> list[Middleware]:
    """From the outside in."""
    settings = site.settings
    public = urlsplit(settings.public_url or "")
    hosts = list(settings.hosts or ([public.hostname] if public.hostname else _OWN_NAMES))
    origins = [f"{public.scheme}://{public.netloc}"] if public.netloc else []
    return [
        *_operations(site),
        Middleware(HeadersMiddleware, secure=settings.secure),
        Middleware(HeadMiddleware),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        Middleware(SharedReadsMiddleware, origins=settings.readers_from),
        Middleware(OriginMiddleware, origins=origins),
        Middleware(BodyLimitMiddleware, limit=settings.body_limit, limits=WEB),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(TongueMiddleware, catalogues=site.catalogues),
        Middleware(AskingMiddleware, limits=WEB),
        Middleware(FairMiddleware, limits=WEB),
        Middleware(VisitorMiddleware, site=site),
    ]


def _operations(site: Site) -> list[Middleware]:
    """What those who run the server ask for, outside everything that readers meet."""
    settings, metrics = site.settings, None
    if settings.metrics:
        from entrevue.web.metrics import Metrics  # loaded where figures are wanted

        metrics = Metrics(site.ledger)
    counted = metrics.count if metrics else None
    told = (
        [Middleware(AccessMiddleware, log=settings.access_log, count=counted)] if metrics or settings.access_log else []
    )
    return [
        Middleware(RootMiddleware, root=settings.root_path),
        Middleware(ProbeMiddleware, ledger=site.ledger, metrics=metrics.page if metrics else None),
        *told,
    ]
