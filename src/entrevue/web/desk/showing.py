"""What all pages of the desk have in common."""

from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from entrevue.domain.users import Scope
from entrevue.web.labels import Labels, message
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import page
from entrevue.web.site import ledger_of
from entrevue.web.visitors import visitor_of

# What was done, by the word that an address carries back to a page: nothing else of an address is ever shown as done.
DONE = {
    "accepted": message("Accepted."),
    "bulk": message("All that were ticked are accepted."),
    "rejected": message("Rejected."),
    "corrected": message("Corrected."),
    "merged": message("Merged."),
    "split": message("Split."),
    "undone": message("Taken back."),
    "published": message("The reply is shown now."),
    "refused": message("The reply is not shown."),
    "correction": message("The correction was accepted."),
    "password": message("The password is changed; every other browser is signed out."),
    "revoked": message("The token is worth nothing now."),
    "user": message("The user is changed."),
    "added": message("The user is added."),
    "recorded": message("Recorded."),
    "removed": message("Removed."),
}


def desk_page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> Response:
    """A page with the desk's own navigation, and with what was just done."""
    visitor = visitor_of(request)
    ledger, parameters = ledger_of(request), request.query_params
    done = DONE.get(parameters.get("done", ""))
    number = parameters.get("decision", "")
    return page(
        request,
        template,
        status=status,
        labels=Labels(tongue_of(request)),
        may={scope.value for scope in Scope if visitor.may(scope)},
        pending=ledger.replies.count() if visitor.may(Scope.MODERATE) else 0,
        done=tongue_of(request).say(done) if done else None,
        undoable=number if done and number.isdecimal() and len(number) < 10 else None,
        **{"problem": None} | context,
    )


def back_to(request: Request, path: str, done: str, decision: int | None = None) -> Response:
    """Go on to a page of this site after something was done there."""
    mark = f"done={done}" + (f"&decision={decision}" if decision is not None else "")
    path, _, place = path.partition("#")
    sign = "&" if "?" in path else "?"
    return RedirectResponse(f"{tongue_of(request).prefix}{path}{sign}{mark}{f'#{place}' if place else ''}", 303)
