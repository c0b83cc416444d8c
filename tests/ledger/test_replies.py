"""Replies on every database: left, moderated, accepted, forgotten; and what no copy of a ledger holds."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.replies import Draft, Moderation, Proposal
from entrevue.domain.users import Role, Scope
from entrevue.errors import UnknownId, WrongDecision, WrongReply
from tests.ledger.readings import Told, reading

Ledger = entrevue.Ledger
EMAIL = "ada@mail.example"


def answer(ledger: Ledger, about: str) -> tuple[str, str]:
    """A challenge and its right answer, worked out from the question as a reader would."""
    challenge = ledger.replies.ask(about)
    left, right = map(int, re.findall(r"\d+", challenge.question))
    return challenge.token, str(left * right)


def draft(ledger: Ledger, about: str, **changes: str | None) -> Draft:
    token, number = answer(ledger, about)
    return replace(Draft(about, "Ada", EMAIL, "Not in Rabat.", token, number, "en"), **changes)  # type: ignore[arg-type]


def problems(ledger: Ledger, wrong: Draft) -> dict[str, str]:
    with pytest.raises(WrongReply) as raised:
        ledger.replies.leave(wrong)
    return raised.value.problems


@pytest.fixture
def engagement(ledger: Ledger) -> str:
    return ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]


def test_a_reply_shows_only_after_it_was_published(ledger: Ledger, engagement: str) -> None:
    reply = ledger.replies.leave(draft(ledger, engagement))
    assert reply.state is Moderation.PENDING
    assert ledger.replies.published(engagement) == ()
    assert ledger.replies.in_state() == (reply,)
    shown = ledger.replies.publish(reply.id, who="bob")
    assert ledger.replies.published(engagement) == (shown,)
    assert (shown.moderated_by, ledger.replies.count()) == ("bob", 0)
    gone = ledger.replies.refuse(reply.id, who="bob", why="off the point")
    assert ledger.replies.published(engagement) == ()
    assert ledger.replies.in_state(Moderation.REFUSED) == (gone,)


def test_the_address_is_in_no_value(ledger: Ledger, engagement: str) -> None:
    reply = ledger.replies.leave(draft(ledger, engagement, email=" Ada@Mail.Example "))
    ledger.replies.publish(reply.id, who="bob")
    seen = (reply, ledger.replies.published(engagement), ledger.replies.reply(reply.id), ledger.replies.in_state())
    assert "mail" not in repr(seen).lower()
    assert ledger.replies.address(reply.id) == EMAIL


def test_a_challenge_is_good_once(ledger: Ledger, engagement: str) -> None:
    first = draft(ledger, engagement)
    ledger.replies.leave(first)
    assert problems(ledger, first) == {"answer": "used"}
    assert ledger.replies.count() == 1


def test_a_wrong_answer_uses_the_challenge_up(ledger: Ledger, engagement: str) -> None:
    right = draft(ledger, engagement)
    assert problems(ledger, replace(right, answer="1")) == {"answer": "wrong"}
    assert problems(ledger, right) == {"answer": "used"}


def test_a_challenge_is_good_for_its_page_only(ledger: Ledger, engagement: str) -> None:
    other = ledger.record(reading(Told(start="2023-09-01"), url="https://b.example/2")).accounts[0]
    assert problems(ledger, replace(draft(ledger, engagement), about=other)) == {"answer": "unknown"}


@pytest.mark.parametrize("token", ["", "a.b.c.d.e", "x" * 10_000, "a.2.11.9999999999.0", "é.ü", "\udc80"])
def test_a_challenge_that_was_not_asked_here(ledger: Ledger, engagement: str, token: str) -> None:
    assert problems(ledger, draft(ledger, engagement, token=token)) == {"answer": "unknown"}


def test_a_challenge_whose_time_was_stretched_is_not_ours(ledger: Ledger, engagement: str) -> None:
    right = draft(ledger, engagement)
    parts = right.token.split(".")
    parts[3] = str(int(parts[3]) + 3600)
    assert problems(ledger, replace(right, token=".".join(parts))) == {"answer": "unknown"}


def test_a_fault_elsewhere_leaves_the_challenge_good(ledger: Ledger, engagement: str) -> None:
    right = draft(ledger, engagement)
    assert problems(ledger, replace(right, name=" ")) == {"name": "missing"}
    assert ledger.replies.ask_again(right).token == right.token
    ledger.replies.leave(right)
    assert ledger.replies.ask_again(right).token != right.token


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "", "email": " ", "text": "\n\x00"}, {"name": "missing", "email": "missing", "text": "missing"}),
        ({"email": "ada"}, {"email": "no address"}),
        ({"email": "a@b.c, d@e.f"}, {"email": "no address"}),
        ({"text": "x" * 4001}, {"text": "too long"}),
        ({"name": "x" * 81}, {"name": "too long"}),
        ({"answer": ""}, {"answer": "missing"}),
        ({"answer": "twelve"}, {"answer": "wrong"}),
        ({"answer": "9" * 10_000}, {"answer": "wrong"}),
        ({"field": "city"}, {"value": "missing"}),
        ({"value": "Témara"}, {"field": "missing"}),
        ({"field": "colour", "value": "red"}, {"value": "impossible"}),
        ({"field": "p9.name", "value": "X"}, {"value": "impossible"}),
        ({"field": "start", "value": "soon"}, {"value": "impossible"}),
        ({"field": "city", "value": "Salé", "target": "nothing"}, {"field": "impossible"}),
    ],
)
def test_what_is_wrong_is_told_by_field(
    ledger: Ledger, engagement: str, changes: dict[str, str], expected: dict[str, str]
) -> None:
    assert problems(ledger, draft(ledger, engagement, **changes)) == expected
    assert ledger.replies.in_state() == ()


def test_a_reply_needs_something_to_be_about(ledger: Ledger, engagement: str) -> None:
    with pytest.raises(UnknownId):
        ledger.replies.leave(draft(ledger, "r-nothing"))
    with pytest.raises(UnknownId):
        ledger.replies.publish("y-nothing", who="bob")


def test_an_answer_in_other_digits_counts(ledger: Ledger, engagement: str) -> None:
    right = draft(ledger, engagement)
    arabic = right.answer.translate({ord("0") + n: 0x0660 + n for n in range(10)})
    ledger.replies.leave(replace(right, answer=f" {arabic} "))
    assert ledger.replies.count() == 1


def test_a_proposed_correction_is_accepted_as_a_decision(ledger: Ledger, engagement: str) -> None:
    reply = ledger.replies.leave(draft(ledger, engagement, field="p2.office", value="Director"))
    assert reply.proposal == Proposal(engagement, f"{engagement}.0.office", "Director")
    shown, decision = ledger.replies.accept(reply.id, who="bob")
    assert (shown.state, shown.decision) == (Moderation.PUBLISHED, decision.number)
    assert ledger.engagement(engagement).participants[1].office.value == "Director"
    assert (decision.who, decision.why) == ("bob", f"reply {reply.id}")
    with pytest.raises(WrongDecision, match="accepted already"):
        ledger.replies.accept(reply.id, who="bob")
    ledger.undo(decision.number, who="bob")
    assert ledger.engagement(engagement).participants[1].office.value == "directeur de la CIA"
    plain = ledger.replies.leave(draft(ledger, engagement))
    with pytest.raises(WrongDecision, match="proposes no correction"):
        ledger.replies.accept(plain.id, who="bob")


def test_a_reply_on_a_report_proposes_for_one_of_its_engagements(ledger: Ledger, engagement: str) -> None:
    report = ledger.accounts(engagement)[0].context.report
    asked = draft(ledger, report, target=engagement, field="city", value="Témara")
    reply = ledger.replies.leave(asked)
    ledger.replies.accept(reply.id, who="bob", publish=False)
    assert ledger.engagement(engagement).city.value == "Témara"
    assert ledger.replies.published(report) == ()


def test_a_forgotten_report_takes_its_replies_along(ledger: Ledger, engagement: str) -> None:
    other = ledger.record(reading(Told(start="2023-09-01"), url="https://b.example/2"))
    report = ledger.accounts(engagement)[0].context.report
    for about in (engagement, report, other.accounts[0]):
        ledger.replies.publish(ledger.replies.leave(draft(ledger, about)).id, who="bob")
    ledger.forget(report, who="bob")
    assert ledger.replies.published(engagement, report) == ()
    assert len(ledger.replies.published(other.accounts[0])) == 1
    assert ledger.verify() == ()


def test_a_forgotten_person_is_named_in_no_reply(ledger: Ledger, engagement: str) -> None:
    ledger.replies.leave(draft(ledger, engagement, text="William Burns was ill.", field="city", value="Burns Hall"))
    ledger.forget(ledger.persons("Burns")[0].id, who="bob")
    (reply,) = ledger.replies.in_state()
    assert "Burns" not in repr(reply)
    assert reply.text.endswith("was ill.")


def test_a_replier_is_forgotten_by_address(ledger: Ledger, engagement: str, tmp_path: Path) -> None:
    kept = ledger.replies.leave(draft(ledger, engagement, email="eve@mail.example"))
    ledger.replies.leave(draft(ledger, engagement))
    ledger.replies.publish(ledger.replies.leave(draft(ledger, engagement, text="Again.")).id, who="bob")
    assert ledger.forget("ADA@mail.example", who="bob").replies == 2
    assert ledger.replies.in_state() == (kept,)
    assert ledger.replies.published(engagement) == ()
    assert ledger.status().totals["forgotten"] == 1
    with pytest.raises(UnknownId):
        ledger.forget(EMAIL, who="bob")
    ledger.backup(tmp_path / "copy.db")
    assert EMAIL.encode() not in (tmp_path / "copy.db").read_bytes()


def test_a_copy_holds_users_and_replies_but_nothing_live(ledger: Ledger, engagement: str, tmp_path: Path) -> None:
    ada = ledger.users.add("ada", "three quiet words", role=Role.ADMINISTRATOR)
    made = ledger.tokens.add(ada, "script", [Scope.READ])
    signed = ledger.users.sign_in("ada", "three quiet words")
    used = draft(ledger, engagement)
    reply = ledger.replies.leave(used)
    with ledger._store.reading() as session:
        key = session.fact("secret.challenge")
    assert signed
    assert key
    ledger.backup(tmp_path / "copy.db")
    content = (tmp_path / "copy.db").read_bytes()
    assert key.encode() not in content
    with Ledger(tmp_path / "copy.db") as copy:
        with copy._store.reading() as session:
            assert session.signin(_hash(signed.secret)) is None
            assert session.fact("secret.challenge") is None
        assert _hash(signed.secret).encode() not in content
        assert copy.users.signed_in(signed.secret) is None
        assert copy.users.all() == (ada,)
        assert copy.replies.in_state() == (reply,)
        visitor = copy.tokens.visitor(made.secret)
        assert visitor
        assert visitor.may(Scope.READ)
        assert problems(copy, used) == {"answer": "unknown"}, "another key signs there"
    with pytest.raises(entrevue.UnusableLedger, match="--replace"):
        ledger.restore(tmp_path / "copy.db")
    ledger.restore(tmp_path / "copy.db", replace_all=True)
    assert ledger.users.signed_in(signed.secret) is None
    assert ledger.users.all() == (ada,)
    assert ledger.replies.address(reply.id) == EMAIL


def _hash(secret: str) -> str:
    from hashlib import sha256

    return sha256(secret.encode()).hexdigest()


def test_users_and_sign_ins_on_every_database(ledger: Ledger) -> None:
    ada = ledger.users.add("ada", "three quiet words", role=Role.EDITOR, shown_as="Ada L.")
    signed = ledger.users.sign_in("ada", "three quiet words")
    assert signed
    assert ledger.users.signed_in(signed.secret) == ada
    ledger.users.set_password("ada", "other quiet words")
    assert ledger.users.signed_in(signed.secret) is None
    made = ledger.tokens.add(ada, "script", [Scope.READ, Scope.DECIDE], days=3)
    assert ledger.tokens.all(ada) == (made.token,)
    assert ledger.tokens.revoke(made.token.id).revoked is not None
    assert ledger.tokens.visitor(made.secret) is None


def test_a_challenge_is_good_for_ten_minutes() -> None:
    now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    with Ledger(":memory:", clock=lambda: now) as ledger:
        about = ledger.record(reading(Told())).accounts[0]
        early, late = draft(ledger, about), draft(ledger, about)
        now += dt.timedelta(minutes=9, seconds=59)
        ledger.replies.leave(early)
        now += dt.timedelta(seconds=1)
        assert problems(ledger, late) == {"answer": "late"}
        now += dt.timedelta(minutes=10)
        ledger.replies.leave(draft(ledger, about))
        with ledger._store.reading() as session:
            assert not session.challenge_used(early.token.split(".")[0]), "swept: its signature says that it is late"
        assert problems(ledger, early) == {"answer": "late"}


@pytest.mark.parametrize("field", ["name", "email", "text", "value", "field"])
def test_what_is_far_too_long_is_not_even_looked_at(
    ledger: Ledger, engagement: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form of 480 kB of accents out of order held the interpreter for 43 s before its length was looked at."""
    wrong = draft(ledger, engagement, **{field: "\u0315\u0300" * 20_000})
    monkeypatch.setattr("entrevue.ledger.replying._tidied", None)
    assert problems(ledger, wrong) == {field: "too long"}


def test_no_text_turns_the_direction_of_what_follows(ledger: Ledger, engagement: str) -> None:
    turned = draft(ledger, engagement, name="Ada \u202eecila", text="\u2067Not\u202d in Rabat.\u200f")
    reply = ledger.replies.leave(turned)
    assert (reply.name, reply.text) == ("Ada ecila", "Not in Rabat.\u200f")


@pytest.mark.parametrize(
    "email",
    [
        "ada\u202e@example.org",
        "ada\x1b[31m@example.org",
        "ada\x00@example.org",
        "ada\u0085@example.org",
        "a..b@example.org",
        ".ada@example.org",
        "ada@example..org",
        "ada@-example.org",
        "ada@example.1",
        "a" * 65 + "@example.org",
        "ada@example.org\u200b",
        "ada@exam(ple.org",
        "ada@" + "a" * 64 + ".org",
    ],
)
def test_no_address_holds_what_no_address_holds(ledger: Ledger, engagement: str, email: str) -> None:
    assert problems(ledger, draft(ledger, engagement, email=email)) == {"email": "no address"}


@pytest.mark.parametrize("email", ["a@b.rw", "ada.l+x@mail.example.co.uk", "zoë@exämple.org", "o'neil_1@a-b.example"])
def test_addresses_that_people_have_are_taken(ledger: Ledger, engagement: str, email: str) -> None:
    assert ledger.replies.address(ledger.replies.leave(draft(ledger, engagement, email=email)).id) == email
