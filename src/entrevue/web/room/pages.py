"""Pages of the reading room: what every template of it is given."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import page


def room_page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; templates get `labels` (what values are called) beside what every page gets."""
    return page(request, f"room/{template}", status=status, labels=Labels(tongue_of(request)), **context)
