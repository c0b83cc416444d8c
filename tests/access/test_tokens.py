"""Tokens, permissions, and the lock-out."""

import datetime as dt

import pytest

import entrevue
from entrevue.access.lockout import PER_ADDRESS, PER_NAME, PER_PAIR, WINDOW, Lockout
from entrevue.access.permissions import PERMISSIONS, Visitor
from entrevue.access.users import Users
from entrevue.domain.users import Role, Scope
from entrevue.errors import UnknownId, WrongUser
from tests.access.conftest import WORDS, Watch


def test_a_token_does_what_its_scopes_and_its_user_permit(users: Users, ledger: entrevue.Ledger) -> None:
    ada = users.add("ada", WORDS, role=Role.EDITOR)
    made = ledger.tokens.add(ada, "script", [Scope.READ, Scope.DECIDE])
    assert made.secret.startswith("entrevue_")
    assert len(made.secret) > 40
    visitor = ledger.tokens.visitor(made.secret)
    assert visitor
    assert [scope for scope in Scope if visitor.may(scope)] == [Scope.READ, Scope.DECIDE]
    users.set_role("ada", Role.READER)
    lowered = ledger.tokens.visitor(made.secret)
    assert lowered
    assert [scope for scope in Scope if lowered.may(scope)] == [Scope.READ]
    users.disable("ada")
    assert ledger.tokens.visitor(made.secret) is None


def test_a_token_expires_and_is_revoked(users: Users, ledger: entrevue.Ledger, watch: Watch) -> None:
    ada = users.add("ada", WORDS)
    bob = users.add("bob", WORDS)
    short = ledger.tokens.add(ada, "script", [Scope.READ], days=1)
    watch.move(hours=1)
    long = ledger.tokens.add(ada, "script", [Scope.READ], days=9)
    watch.move(hours=22)
    assert ledger.tokens.visitor(short.secret)
    watch.move(hours=1)
    assert ledger.tokens.visitor(short.secret) is None
    assert ledger.tokens.visitor(long.secret)
    with pytest.raises(UnknownId):
        ledger.tokens.revoke(long.token.id, user=bob)
    assert ledger.tokens.visitor(long.secret)
    assert ledger.tokens.revoke(long.token.id, user=ada).revoked == watch.now
    assert ledger.tokens.visitor(long.secret) is None
    assert [token.used for token in ledger.tokens.all(ada)] == [
        dt.datetime(2024, 1, 1, 23, tzinfo=dt.UTC), dt.datetime(2024, 1, 2, tzinfo=dt.UTC),
    ]  # fmt: skip
    assert ledger.tokens.all(bob) == ()


@pytest.mark.parametrize("secret", ["", "entrevue_", "entrevue_x", "Bearer", "entrevue_" + "é" * 500, "\udc80"])
def test_what_is_no_token(ledger: entrevue.Ledger, secret: str) -> None:
    assert ledger.tokens.visitor(secret) is None


@pytest.mark.parametrize(
    ("label", "scopes", "days"),
    [
        ("", [Scope.READ], 1),
        ("x" * 81, [Scope.READ], 1),
        ("x", [], 1),
        ("x", [Scope.DECIDE], 1),
        ("x", [Scope.READ], 0),
    ],
)
def test_what_no_token_can_be(
    users: Users, ledger: entrevue.Ledger, label: str, scopes: list[Scope], days: int
) -> None:
    ada = users.add("ada", WORDS)
    with pytest.raises(WrongUser):
        ledger.tokens.add(ada, label, scopes, days=days)
    assert ledger.tokens.all() == ()


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.READER] < PERMISSIONS[Role.EDITOR] < PERMISSIONS[Role.ADMINISTRATOR]
    assert not any(Visitor().may(scope) for scope in Scope)


def test_a_name_from_one_address_is_locked_after_a_few_failures(watch: Watch) -> None:
    lockout = Lockout(watch)
    for _ in range(PER_PAIR):
        assert lockout.waits("ada", "1.2.3.4") is None
        lockout.fail("ada", "1.2.3.4")
    assert lockout.waits("ada", "1.2.3.4") == WINDOW
    assert lockout.waits("ada", "5.6.7.8") is None, "who bears the name is elsewhere"
    assert lockout.waits("bob", "1.2.3.4") is None
    watch.move(minutes=15)
    assert lockout.waits("ada", "1.2.3.4") is None


def test_many_failures_lock_the_name_and_the_address(watch: Watch) -> None:
    lockout = Lockout(watch)
    for number in range(PER_NAME):
        lockout.fail("ada", f"10.0.0.{number}")
    for number in range(PER_ADDRESS):
        lockout.fail(f"user{number}", "1.2.3.4")
    assert lockout.waits("ada", "9.9.9.9") == WINDOW
    assert lockout.waits("carol", "1.2.3.4") == WINDOW
    assert lockout.waits("carol", "9.9.9.9") is None


def test_signing_in_takes_failures_back(watch: Watch) -> None:
    lockout = Lockout(watch)
    for _ in range(1000):
        lockout.fail("ada", "1.2.3.4")
        lockout.succeed("ada", "1.2.3.4")
    assert lockout.waits("ada", "1.2.3.4") is None


def test_the_memory_of_failures_is_bounded(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrevue.access.lockout._REMEMBERED", 30)
    lockout = Lockout(watch)
    for number in range(200):
        lockout.fail(f"user{number}", f"10.0.0.{number}")
    assert len(lockout._failures) == 30
