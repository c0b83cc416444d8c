"""Users, their passwords and their sign-ins."""

import threading

import pytest
from argon2 import PasswordHasher

import entrevue
from entrevue.access.passwords import LONGEST, Passwords, approve
from entrevue.access.users import Users
from entrevue.domain.users import Role, Scope
from entrevue.errors import Busy, UnknownId, WrongUser
from tests.access.conftest import QUICK, WORDS, Watch


def test_who_knows_the_password_is_signed_in(users: Users) -> None:
    ada = users.add("Ada", WORDS, role=Role.EDITOR, shown_as="Ada L.")
    signed = users.sign_in(" ADA ", WORDS)
    assert signed is not None
    assert (signed.user, users.signed_in(signed.secret)) == (ada, ada)
    assert users.sign_in("ada", "three quiet word") is None
    assert users.sign_in("bob", WORDS) is None
    assert users.signed_in("nothing") is None


def test_secrets_and_passwords_are_kept_as_hashes_only(users: Users, ledger: entrevue.Ledger) -> None:
    ada = users.add("ada", WORDS)
    signed = users.sign_in("ada", WORDS)
    made = ledger.tokens.add(ada, "script", ada_scopes(), days=1)
    assert signed
    with ledger._store.reading() as session:
        dump = "\n".join(session.connection.connection.driver_connection.iterdump())  # type: ignore[attr-defined]
    for secret in (WORDS, signed.secret, made.secret):
        assert secret not in dump
    assert "$argon2id$" in dump


def ada_scopes() -> list[Scope]:
    return [Scope.READ]


def test_a_sign_in_ends_when_nobody_uses_it_and_after_a_week(users: Users, watch: Watch) -> None:
    users.add("ada", WORDS)
    idle = users.sign_in("ada", WORDS)
    watch.move(hours=11, minutes=59)
    assert idle
    assert users.signed_in(idle.secret)
    watch.move(hours=11, minutes=59)
    assert users.signed_in(idle.secret), "it was used in between"
    watch.move(hours=12)
    assert users.signed_in(idle.secret) is None
    kept = users.sign_in("ada", WORDS)
    assert kept
    for _ in range(6 * 24 // 6):
        watch.move(hours=6)
        assert users.signed_in(kept.secret)
    watch.move(hours=6)
    assert users.signed_in(kept.secret)
    for _ in range(3):
        watch.move(hours=6)
        last = users.signed_in(kept.secret)
    assert last is None, "seven days are over"


def test_signing_out_and_a_new_password_end_sign_ins(users: Users) -> None:
    ada = users.add("ada", WORDS)
    first, second = users.sign_in("ada", WORDS), users.sign_in("ada", WORDS)
    assert first
    assert second
    users.sign_out(first.secret)
    assert users.signed_in(first.secret) is None
    assert users.signed_in(second.secret) == ada
    with pytest.raises(WrongUser, match="present password"):
        users.change_password(ada, "not my password", "other quiet words")
    assert users.signed_in(second.secret) == ada
    third = users.change_password(ada, WORDS, "other quiet words")
    assert users.signed_in(second.secret) is None
    assert users.signed_in(third.secret) == ada
    assert users.sign_in("ada", WORDS) is None
    users.set_password("ada", WORDS)
    assert users.signed_in(third.secret) is None


def test_a_disabled_user_is_out_at_once(users: Users) -> None:
    users.add("ada", WORDS)
    signed = users.sign_in("ada", WORDS)
    users.disable("ada")
    assert signed
    assert users.signed_in(signed.secret) is None
    assert users.sign_in("ada", WORDS) is None
    users.enable("ada")
    assert users.signed_in(signed.secret) is None
    assert users.sign_in("ada", WORDS)


def test_the_last_administrator_stays_one(users: Users) -> None:
    users.add("ada", WORDS, role=Role.ADMINISTRATOR)
    with pytest.raises(WrongUser, match="last administrator"):
        users.set_role("ada", Role.READER)
    with pytest.raises(WrongUser, match="last administrator"):
        users.disable("ada")
    assert users.named("ada").role is Role.ADMINISTRATOR
    users.add("bob", WORDS, role=Role.ADMINISTRATOR)
    assert users.set_role("ada", Role.READER).role is Role.READER


@pytest.mark.parametrize(
    ("name", "password", "shown", "said"),
    [
        ("ada", WORDS, None, "already"),
        ("ADA", WORDS, None, "already"),
        ("bob", WORDS, "Ada", "shown as"),
        ("", WORDS, None, "1 to 64"),
        ("a b", WORDS, None, "1 to 64"),
        ("a" * 65, WORDS, None, "1 to 64"),
        ("bob", "short", None, "at least 12"),
        ("bob", "x" * (LONGEST + 1), None, "at most"),
        ("bob", "Password 1234", None, "first that are tried"),
        ("bob", "aaaaaaaaaaaa", None, "first that are tried"),
        ("bob", WORDS, "two\nlines\x00", "printable"),
        ("bob", WORDS, " ", "printable"),
    ],
)
def test_what_no_user_can_be(users: Users, name: str, password: str, shown: str | None, said: str) -> None:
    before = users.add("ada", WORDS)
    with pytest.raises(WrongUser, match=said):
        users.add(name, password, shown_as=shown)
    assert users.all() == (before,)


def test_a_user_that_is_not_there(users: Users) -> None:
    with pytest.raises(UnknownId, match="user"):
        users.set_role("nobody", Role.EDITOR)


def test_a_name_in_a_password_is_no_word() -> None:
    with pytest.raises(WrongUser):
        approve("bartholomew1234", "bartholomew")
    approve("bartholomew and his cat", "bartholomew")


def test_a_password_is_hashed_anew_when_more_work_is_asked_for(ledger: entrevue.Ledger, watch: Watch) -> None:
    Users(ledger._store, watch, Passwords(QUICK)).add("ada", WORDS)
    stronger = Users(ledger._store, watch, Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)))
    assert stronger.sign_in("ada", WORDS)
    with ledger._store.reading() as session:
        (user,) = session.users()
        assert "t=2" in str(session.password(user.id))
    assert stronger.sign_in("ada", WORDS)


def test_an_unknown_name_costs_as_much_as_a_known_one(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    users.add("ada", WORDS)
    checked = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, kept: str | bytes, password: str | bytes) -> bool:
        checked.append(kept)
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    users.sign_in("ada", "not the password")
    users.sign_in("nobody", "not the password")
    assert len(checked) == 2


def test_only_a_few_passwords_are_checked_at_a_time() -> None:
    inside, going = threading.Event(), threading.Event()

    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
            inside.set()
            going.wait(5)
            return True

    passwords = Passwords(Slow(time_cost=1, memory_cost=64, parallelism=1), at_a_time=1, patience=0.01)
    thread = threading.Thread(target=passwords.check, args=("kept", "word"))
    thread.start()
    inside.wait(5)
    with pytest.raises(Busy, match="again in a few seconds"):
        passwords.check("kept", "word")
    going.set()
    thread.join()
    assert passwords.check("kept", "word")
