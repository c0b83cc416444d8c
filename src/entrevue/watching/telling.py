"""Those are told who asked to be: by mail, or by a request to their server.

A message that fails is sent again later. Each has an id that stays the same when it is sent again, so that who gets it
twice, because the line broke before the answer came, can tell.
"""

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from entrevue.domain.dates import only_begins
from entrevue.domain.engagements import Engagement
from entrevue.domain.report import Problem
from entrevue.domain.text import printable
from entrevue.domain.watches import Alert, Channel
from entrevue.inquiry.tidy import who_took_part
from entrevue.intake.fetching import post
from entrevue.settings import MailSettings
from entrevue.watching.finding import allowing

_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Teller:
    """Sends messages. `public_url`: where the reading room is, so that messages lead there."""

    mail: MailSettings
    public_url: str | None = None
    clock: Callable[[], float] = time.time

    def tell(self, alert: Alert, found: Sequence[Engagement], secret: str) -> Problem | None:
        """Tell of engagements; None when they were taken, else why not."""
        number = message_id(alert, found)
        if alert.channel is Channel.EMAIL:
            return self._mail(alert, found, number)
        return self._post(alert, found, number, secret)

    def _post(self, alert: Alert, found: Sequence[Engagement], number: str, secret: str) -> Problem | None:
        told = [{**_fields(one), "url": self._address(one)} for one in found]
        body = json.dumps({"id": number, "alert": alert.id, "label": alert.label, "engagements": told}).encode()
        moment = str(int(self.clock()))
        headers = (
            ("Content-Type", "application/json"),
            ("Entrevue-Delivery", number),
            ("Entrevue-Signature", f"t={moment},v1={signature(secret, moment, body)}"),
        )
        target = alert.target or ""
        return post(target, body, headers, allow=allowing(target, private=alert.private)(target))

    def _mail(self, alert: Alert, found: Sequence[Engagement], number: str) -> Problem | None:
        mail = self.mail
        if mail.server is None or mail.sender is None:
            return Problem("mails cannot be sent: set ENTREVUE_SMTP and ENTREVUE_MAIL_FROM")
        message = EmailMessage()
        count = f"{len(found)} engagements" if len(found) > 1 else in_a_line(found[0])
        message["Subject"] = f"{alert.label}: {count}"[:200]
        message["From"], message["To"] = mail.sender, alert.target or ""
        message["Date"], message["Message-ID"] = formatdate(self.clock()), f"<{number}@entrevue>"
        message["Auto-Submitted"] = "auto-generated"
        lines = [f"{in_a_line(one)}\n{self._address(one) or one.id}" for one in found]
        message.set_content("\n\n".join([f"New for “{alert.label}”:", *lines]) + "\n")
        try:
            self._send(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return Problem(printable(f"the mail server did not take it ({type(error).__name__}: {error})")[:300])
        return None

    def _send(self, message: EmailMessage) -> None:
        parts = urlsplit(self.mail.server or "")
        secure, context = parts.scheme == "smtps", ssl.create_default_context()
        host, port = parts.hostname or "", parts.port or (465 if secure else 25)
        line = (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
            if secure
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        )
        with line as server:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    def _address(self, one: Engagement) -> str | None:
        return f"{self.public_url.rstrip('/')}/engagements/{one.id}" if self.public_url else None


def message_id(alert: Alert, found: Sequence[Engagement]) -> str:
    """The id of a message: the same whenever the same is told."""
    told = "|".join([alert.id, *sorted(one.id for one in found)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def signature(secret: str, moment: str, body: bytes) -> str:
    """What proves that a message is this ledger's: HMAC-SHA256 over the moment, a full stop and the body."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def in_a_line(one: Engagement) -> str:
    """An engagement on one line: when, what, where, who."""
    where = ", ".join(filter(None, (one.city.value, one.country.value)))
    who = "; ".join(who_took_part(participant) for participant in one.participants)
    what = f"{one.kind.value} ({one.happened.value})"
    return printable(" · ".join(filter(None, (_when(one), what, where, who))))


def _when(one: Engagement) -> str:
    start, end = one.start.value, one.end.value
    if only_begins(one.start.date, one.end.date):
        return f"from {start}"
    return f"{start} – {end}" if start and end and start != end else start or "undated"


def _fields(one: Engagement) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "status": one.happened.value,
        "start": one.start.value,
        "end": one.end.value,
        "country": one.country.value,
        "city": one.city.value,
        "sides": list(one.sides),
        "participants": [
            {
                "name": each.name.value,
                "office": each.office.value,
                "organization": each.organization.value,
                "country": each.country.value,
                "part": each.role.value,
            }
            for each in one.participants
        ],
        "reports": one.reports,
    }
