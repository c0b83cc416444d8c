"""Ledgers that tests of the web share: engagements with conflicts, claims, replies, users of every role, tokens."""

from entrevue.access.passwords import Passwords
from entrevue.access.users import Users
from entrevue.domain.replies import Draft
from entrevue.domain.users import Role, Scope
from entrevue.wiring import Ledger
from tests.access.conftest import QUICK, WORDS, Watch
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

EMAIL = "ada.secret@example.org"
CLAIM = "la deuxième visite en moins de deux mois"


def quick_users(ledger: Ledger, watch: Watch) -> None:
    """Users of every role, whose passwords cost no time."""
    ledger.__dict__["users"] = Users(ledger._store, watch, Passwords(QUICK))
    for role in Role:
        ledger.users.add(role.value, WORDS, role=role, shown_as=f"The {role.value}")


def furnish(ledger: Ledger) -> None:
    """Three reports of two engagements, one of them in conflict; a claim; a published and a waiting reply; a decision."""
    visit = Told(kind="visit", start="2023-02-21", actors=(WRAY, HAMMOUCHI), topics=("la cybersécurité",))
    ledger.record(reading(Told(), url="https://a.example/1", publisher="A", title="Visite à Rabat", claim=CLAIM))
    ledger.record(reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco"))
    ledger.record(reading(visit, url="https://w.example/1", publisher="W", title="Le directeur du FBI"))
    meeting = meeting_of(ledger)
    for text in ("It began a day earlier.", "Nobody saw this yet."):
        leave(ledger, meeting, text)
    ledger.replies.publish(ledger.replies.in_state()[0].id, who="The editor")
    ledger.correct(meeting, "city", "Rabat", who="The editor", why="communiqué")


def meeting_of(ledger: Ledger) -> str:
    """The engagement of which two reports tell."""
    return next(one.id for one in ledger.find() if one.kind.value == "meeting")


def leave(ledger: Ledger, about: str, text: str, **more: str) -> str:
    """Leave a reply as a reader who does the sum right; its id."""
    asked = ledger.replies.ask(about)
    answer = str(asked.left * asked.right)
    return ledger.replies.leave(Draft(about, "Ada", EMAIL, text, asked.token, answer, "en", **more)).id


def token_of(ledger: Ledger, role: str, *scopes: Scope) -> str:
    """The secret of a new token of the user of a role, with all scopes that the role permits unless told."""
    from entrevue.access.permissions import PERMISSIONS

    user = ledger.users.named(role)
    return ledger.tokens.add(user, "test", scopes or PERMISSIONS[user.role]).secret


__all__ = ["BURNS", "CLAIM", "EMAIL", "WORDS", "Watch", "furnish", "leave", "meeting_of", "quick_users", "token_of"]
