"""`entrevue alert`: saved questions, and who is told of what comes to answer them."""

from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.filters import query
from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.cli.listing import print_engagements
from entrevue.cli.options import with_options
from entrevue.cli.tongue import message, said
from entrevue.domain.queries import Query
from entrevue.domain.watches import Channel

app = typer.Typer(help="Be told of new engagements.", no_args_is_help=True)
Named = Annotated[str, typer.Argument(metavar="ALERT", help="An alert, by its id (a-…).")]


@app.command()
@with_options(query)
def add(
    query: Query,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What to call it, in messages too.")],
    email: Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="Tell by mail.")] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL", help="Tell by a signed request.")] = None,
    private: Annotated[
        bool, typer.Option("--private", help="The webhook's server may be on a private network.")
    ] = False,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Save a question; from now on each engagement that comes to answer it is told once, by mail, webhook or feed.

    Without --email or --webhook it is told by an Atom feed of the reading room alone, at /alerts/ALERT.atom.
    """
    if email and webhook:
        raise typer.BadParameter("--email and --webhook exclude each other; add two alerts")
    if email and ("@" not in email or not email.isprintable() or " " in email):
        raise typer.BadParameter(f"{email!r} is no mail address", param_hint="--email")
    if webhook and not webhook.startswith(("http://", "https://")):
        raise typer.BadParameter("a webhook begins with http:// or https://", param_hint="--webhook")
    channel = Channel.EMAIL if email else Channel.WEBHOOK if webhook else Channel.ATOM
    with opened(ledger, create=True) as book:
        alert = book.alerts.add(label, query, channel, email or webhook, private=private)
        secret = book.alerts.secret(alert) if channel is Channel.WEBHOOK else None
    if json:
        print_json([alert])
        return
    told = {"label": alert.label, "feed": f"/alerts/{alert.id}.atom", "target": alert.target}
    by_feed = channel is Channel.ATOM
    line = (
        message("“%(label)s” is told in the feed %(feed)s") if by_feed else message("“%(label)s” is told to %(target)s")
    )
    say(f"{alert.id}  {said(line, **told)}")
    if secret:
        say(said("signed with: %(secret)s", secret=secret))


@app.command("list")
def list_(json: AsJson = False, ledger: Place = None) -> None:
    """List alerts."""
    with opened(ledger) as book:
        alerts = book.alerts.all()
    if json:
        print_json(alerts)
        return
    for one in alerts:
        told = said("%(channel)s to %(target)s", channel=said(one.channel.value), target=one.target)
        say(f"{one.id}  {one.label}  ({told if one.target else said(one.channel.value)})")
    if not alerts:
        say(said("No alert; `entrevue alert add LABEL` adds one."))


@app.command()
def show(alert: Named, json: AsJson = False, ledger: Place = None) -> None:
    """Show what an alert told or is about to tell, the newest first; of a webhook, what signs it."""
    with opened(ledger) as book:
        one = book.alerts.get(alert)
        found = book.alerts.news(one)
        secret = book.alerts.secret(one) if one.channel is Channel.WEBHOOK else None
    if json:
        print_json([one, *(news for news, _ in found)])
        return
    say(f"{one.id}  {one.label}")
    if secret:
        say(said("signed with: %(secret)s", secret=secret))
    print_engagements(tuple(engagement for _, engagement in found))


@app.command()
def remove(alert: Named, ledger: Place = None) -> None:
    """Forget a question; nobody is told any more."""
    with opened(ledger) as book:
        removed = book.alerts.remove(alert)
    say(f"{removed.id}  {removed.label}: {said('nobody is told any more')}")
