"""What is forgotten is in no byte of the ledger, and does not come back."""

import dataclasses
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

import entrevue
from entrevue.domain.reading import Reading
from entrevue.domain.replies import Draft
from entrevue.domain.report import Report
from entrevue.domain.text import fold
from entrevue.ledger import forgetting
from entrevue.ledger.blotting import Blot, name_of
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.store import Session
from entrevue.ledger.suspecting import Sought, Suspects
from tests.ledger.readings import BURNS, HAMMOUCHI, Actor, Told, reading

Ledger = entrevue.Ledger
NAME = "Zéphyrin Quomodo"
PERSON: Actor = (NAME, "directeur du Bureau", "BDX", "US", "visitor")
TRACES = ("zephyrin", "quomodo")
DRAFT = ("Eve Xanthippe", "eve@xanthippe.example", "Vouchsafed remark")


def plain(value: object) -> str:
    """Whatever a column holds, as folded text; what is pressed is unpressed."""
    if isinstance(value, (bytes, memoryview)):
        content = bytes(value)
        with suppress(zlib.error):
            content = zlib.decompress(content)
        return fold(content.decode("latin-1") + content.decode("utf-8", "ignore"))
    return fold(str(value))


def cells(place: str) -> Iterator[tuple[str, str]]:
    """Every value of every table, that of the database's own full text included, as folded text."""
    engine = create_engine(
        place.replace("postgresql:", "postgresql+psycopg:") if "://" in place else f"sqlite:///{place}"
    )
    with engine.connect() as connection:
        if "://" in place:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            connection.execute(text("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, engagement_text, row)"))
            yield from (
                ("vocabulary", plain(row[0])) for row in connection.execute(text("SELECT term FROM vocabulary"))
            )
        for (name,) in connection.execute(text(names)).all():
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                yield from ((name, plain(value)) for value in row)
    engine.dispose()


def files(place: str) -> Iterator[Path]:
    """Every file in which the ledger, or its server's tables, may lie."""
    if "://" not in place:
        yield from Path(place).parent.glob(Path(place).name + "*")
        return
    engine = create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    engine.dispose()
    yield from (path for path in (folder / "base" / str(number)).iterdir() if path.is_file())


def found(place: str, *traces: str) -> list[tuple[str, str]]:
    """Where traces are found, and which."""
    hits = [(where, trace) for where, value in cells(place) for trace in traces if trace in value]
    for path in files(place):
        content = path.read_bytes()
        folded = fold(content.decode("latin-1")) + fold(content.decode("utf-8", "ignore"))
        hits += [(path.name, trace) for trace in traces if trace in folded]
    return hits


@pytest.fixture
def kept(place: str) -> str:
    """A ledger that outlives the program: memory holds no file."""
    if place == ":memory:":
        pytest.skip("memory is no file")
    return place


def count_values(place: str) -> None:
    """Have PostgreSQL make statistics of what is there, as it does by itself every minute: they hold values of rows."""
    if "://" in place:
        engine = create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()


def mention(words: str, **options: Any) -> Reading:
    """A report that tells of somebody else, and mentions `words`."""
    return reading(Told(start="2023-06-01", actors=(BURNS, HAMMOUCHI)), extra=words, **options)


def filled(ledger: Ledger) -> None:
    """A person in every place where one can be."""
    told = Told(actors=(PERSON, HAMMOUCHI), topics=(f"les idées de {NAME}",), source=f"cabinet de {NAME}")
    ledger.record(reading(told, url="https://a.example/1", publisher=f"Le blog de {NAME}"))
    ledger.record(reading(told, url="https://a.example/zephyrin-quomodo-a-rabat", title=f"{NAME} à Rabat"))
    ledger.record(
        mention("Hier, QUOMODO Zéphyrin parlait. M. Quomodo sourit. Zephyrin J. Quomodo.", url="https://b.example/1")
    )
    ledger.record(reading(told, url="https://c.example/1"))
    ledger.record(mention("The page was changed.", url="https://c.example/1"))
    secretary: Actor = ("Ana Lima", f"secrétaire de {NAME}", "BDX", "US", "visitor")
    ledger.record(reading(Told(start="2023-07-01", actors=(secretary, HAMMOUCHI)), url="https://d.example/1"))
    page = mention("Rien.", url="https://e.example/1")
    report = dataclasses.replace(page.report, authors=(NAME,), chrome=(f"Par {NAME}",), notes=(f"of {NAME}",))
    ledger.record(dataclasses.replace(page, report=report))
    page = mention("Rien non plus.", url="https://h.example/1", claim="la deuxième visite")
    claim = dataclasses.replace(page.claims[0], window=f"depuis que {NAME} est parti")
    ledger.record(dataclasses.replace(page, claims=(claim,)))
    engagement = next(one for one in ledger.find(limit=None) if one.start.value == "2023-06-01")
    ledger.correct(engagement.id, "p1.name", NAME, who="ada", why=f"he is {NAME}")
    ledger.reject(ledger.find()[0].id, who="ada", why=f"no, {NAME} was ill")
    person, other = ledger.persons("Quomodo")[0], ledger.persons("Lima")[0]
    ledger.not_same_person(person.id, other.id, who="ada")
    challenge = ledger.replies.ask(engagement.id)
    answer = str(challenge.left * challenge.right)
    ledger.replies.leave(Draft(engagement.id, NAME, "z@mail.example", f"I am {NAME}.", challenge.token, answer))


def test_a_person_is_in_no_byte_and_does_not_come_back(kept: str) -> None:
    with Ledger(kept) as ledger:
        filled(ledger)
        count_values(kept)
        before = [len(version.content.text) for version in ledger.reports()]
        person = next(one for one in ledger.persons("Quomodo") if one.names == (NAME,))
        forgotten = ledger.forget(person.id, who="ada", why=f"{NAME} asked for it")
        assert (forgotten.what, forgotten.pending) == ("person", False)
        assert ledger.verify() == ()
        assert [len(version.content.text) for version in ledger.reports()] == before
        for name in (NAME, "Quomodo", "quomodo*"):
            assert ledger.count(entrevue.Query(text=name)) == 0
    assert found(kept, *TRACES) == []
    with Ledger(kept) as ledger:
        filled_again = pytest.raises(entrevue.WrongDecision, match="forgotten")
        with filled_again:
            filled(ledger)
        office: Actor = (NAME, "ministre du Temps", "MDT", "FR", "visitor")
        ledger.record(reading(Told(start="2024-01-01", actors=(office, HAMMOUCHI)), url="https://f.example/1"))
        ledger.record(mention(f"{NAME} est revenu.", url="https://b.example/1"))
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


def test_a_report_is_in_no_byte_and_does_not_come_back(kept: str) -> None:
    page = mention("Sesquipedalian.", url="https://a.example/1", claim="la deuxième visite")
    with Ledger(kept) as ledger:
        recorded = ledger.record(page)
        ledger.record(mention("Perspicacious.", url="https://a.example/1"))
        ledger.correct(recorded.accounts[0], "city", "Ouagadougou", who="ada", why="because")
        count_values(kept)
        ledger.forget(recorded.report, who="ada")
        assert ledger.verify() == ()
    traces = ("sesquipedalian", "perspicacious", "ouagadougou", "a.example", "hammouchi")
    assert found(kept, *traces) == []
    with Ledger(kept) as ledger:
        assert ledger.record(page).change == "forgotten"
        elsewhere = dataclasses.replace(page, report=dataclasses.replace(page.report, url="https://b.example/2"))
        assert ledger.record(elsewhere).change == "forgotten"
        assert ledger.record(mention("Another version.", url="https://a.example/1")).change == "forgotten"
        assert ledger.totals()["reports"] == 0
    assert found(kept, *traces) == []


def leave(ledger: Ledger, about: str) -> None:
    challenge = ledger.replies.ask(about)
    name, email, words = DRAFT
    ledger.replies.leave(Draft(about, name, email, words, challenge.token, str(challenge.left * challenge.right)))


def test_a_replier_is_in_no_byte(kept: str) -> None:
    with Ledger(kept) as ledger:
        about = ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]
        leave(ledger, about)
        count_values(kept)
        ledger.forget("EVE@xanthippe.example", who="ada")
    assert found(kept, "xanthippe", "vouchsafed") == []
    with Ledger(kept) as ledger:
        leave(ledger, about)
        assert ledger.replies.count() == 1, "who writes anew, writes anew"


def test_what_was_forgotten_stays_so_when_an_older_backup_is_restored(kept: str, tmp_path: Path) -> None:
    with Ledger(kept) as ledger:
        filled(ledger)
        gone = ledger.record(mention("Sesquipedalian.", url="https://g.example/1"))
        leave(ledger, gone.accounts[0])
        ledger.backup(tmp_path / "before.db")
        ledger.forget(next(one for one in ledger.persons("Quomodo") if one.names == (NAME,)).id, who="ada")
        ledger.forget(DRAFT[1], who="ada")
        ledger.forget(gone.report, who="ada")
        ledger.restore(tmp_path / "before.db", replace_all=True)
        assert ledger.verify() == ()
        assert ledger.totals()["reports"] == 7
    (tmp_path / "before.db").unlink()
    assert found(kept, *TRACES, "xanthippe", "sesquipedalian") == []


class Meanwhile:
    """A reader during whose reading something is forgotten."""

    def __init__(self, ledger: Ledger, forget: str, page: Reading) -> None:
        self.ledger, self.forget, self.page, self.texts = ledger, forget, page, [""]

    def read_report(self, report: Report) -> Reading:
        if self.texts == [""]:
            self.ledger.forget(self.forget, who="ada")
        self.texts.append(report.text)
        return self.page if self.page.report.text == report.text else Reading(report, reader_version="0.2")


@pytest.mark.parametrize("what", ["person", "report"])
def test_reading_again_beside_forgetting_brings_nothing_back(what: str, kept: str) -> None:
    page = reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1")
    with Ledger(kept) as ledger, Ledger(kept) as other:
        recorded = ledger.record(page)
        target = recorded.report if what == "report" else ledger.persons("Quomodo")[0].id
        reader = Meanwhile(other, target, page)
        done = list(ledger.reread(reader, everything=True))  # type: ignore[arg-type]
        assert len(done) == (what == "person")
        assert "Quomodo" not in reader.texts[-1] or what == "report"
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


def test_a_reader_of_an_earlier_state_keeps_its_bytes_and_is_waited_for(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrevue.wiring._READERS", 0.05)
    page = reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1")
    with Ledger(kept) as ledger:
        ledger.record(page)
        person = ledger.persons("Quomodo")[0].id
        with Ledger(kept) as reader, reader.one_state():
            assert reader.persons("Quomodo")
            assert ledger.forget(person, who="ada").pending
            assert ledger.persons("Quomodo") == ()
            assert any("still lies on the disk" in fault for fault in ledger.verify())
            ledger.record(reading(Told(start="2023-08-01"), url="https://b.example/1"))
            assert not ledger.tidy(0)
        assert found(kept, *TRACES), "until somebody writes or opens the ledger"
        ledger.record(reading(Told(start="2023-09-01"), url="https://c.example/1"))
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


def test_a_process_killed_while_it_forgets_leaves_the_rest_to_the_next(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1")
    with Ledger(kept) as ledger:
        ledger.record(page)

        def killed(*_: object) -> bool:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(type(ledger._store._store), "tidy", killed)
            with pytest.raises(KeyboardInterrupt):
                ledger.forget(ledger.persons("Quomodo")[0].id, who="ada")
    with Ledger(kept) as ledger:
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


def test_what_cannot_be_wiped_yet_undoes_nothing_else(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1")
    with Ledger(kept) as ledger:
        ledger.record(page)

        def full(*_: object) -> bool:
            raise entrevue.UnusableLedger("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(type(ledger._store._store), "tidy", full)
            assert ledger.forget(ledger.persons("Quomodo")[0].id, who="ada").pending
            assert ledger.record(mention("Nothing.", url="https://b.example/1")).change == "new"
            with Ledger(kept) as other:
                assert other.totals()["reports"] == 2
    with Ledger(kept) as ledger:
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


@pytest.mark.parametrize(
    ("name", "given", "blotted"),
    [
        ("William Burns", "Mr William J. Burns, then Burns.", "Mr ███████ █. █████, then █████."),
        ("William Burns", "BURNS William", "█████ ███████"),
        ("William Burns", "Wılliam Burnside", "███████ Burnside"),
        ("Évariste Ndayishimiye", "Evariste NDAYISHIMIYE", "████████ ████████████"),
        ("Évariste Ndayishimiye", "E\u0301variste, Ndayishimiye’s", "█████████, ████████████’s"),
        ("习近平", "主席习近平说", "主席███说"),
        ("Ho Da", "Ho Da and Da Ho, not Ho.", "██ ██ and ██ ██, not Ho."),
        ("عبد اللطيف حموشي", "قال حموشي", "قال █████"),
    ],
)
def test_a_name_is_blotted_letter_by_letter(name: str, given: str, blotted: str) -> None:
    assert Blot(frozenset({name_of(name)}))(given) == blotted


def test_hashes_are_all_that_is_remembered(kept: str) -> None:
    with Ledger(kept) as ledger:
        ledger.record(reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1"))
        ledger.forget(ledger.persons("Quomodo")[0].id, who="ada")
        with ledger._store.reading() as session:
            rows = session.refusals()
    assert {row.what for row in rows} == {"name", "appearance"}
    assert all(len(row.hash) == 32 for row in rows)
    assert not json.dumps([dataclasses.astuple(row) for row in rows]).count("quomodo")


def test_what_is_written_while_a_name_is_looked_for_is_looked_at_too(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write between the looking and the forgetting: a new report, a new version, and one less."""
    told = Told(actors=(PERSON, HAMMOUCHI))
    with Ledger(kept) as ledger:
        ledger.record(reading(told, url="https://a.example/1"))
        ledger.record(mention("Rien.", url="https://b.example/1"))
        last = ledger.record(mention("Rien du tout.", url="https://c.example/1")).report
        looking = Suspects.by

        def meanwhile(store: Any, person: str) -> Suspects:
            found = looking(store, person)
            with Ledger(kept) as other:
                other.forget(last, who="bob")  # numbers are given again
                other.record(mention(f"{NAME} parle.", url="https://d.example/1"))
                other.record(mention(f"{NAME} parle encore.", url="https://b.example/1"))
            return found

        monkeypatch.setattr(Suspects, "by", meanwhile)
        forgotten = ledger.forget(ledger.persons("Quomodo")[0].id, who="ada")
        assert forgotten.reports == 3
        assert ledger.verify() == ()
    assert found(kept, *TRACES) == []


def test_reports_that_cannot_hold_a_name_are_not_looked_into(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger(kept) as ledger:
        ledger.record(reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1"))
        for number in range(5):
            ledger.record(mention(f"Rien {number}.", url=f"https://b.example/{number}"))
        looked: list[int] = []
        look = forgetting._blot_report

        def looking(session: Session, row: ReportRow, *rest: Any) -> Blot:
            looked.append(row.number)
            return look(session, row, *rest)

        monkeypatch.setattr(forgetting, "_blot_report", looking)
        ledger.forget(ledger.persons("Quomodo")[0].id, who="ada")
        assert len(looked) == 1


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("William Burns", "Burnside and Wılliams", True),  # inside longer words too: what looks closely comes after
        ("William Burns", "Burns alone", False),
        ("Évariste Ndayishimiye", "E\u0301variste\nNDAYISHIMIYE", True),
        ("Łukasz Æsir", "aesir, LUKASZ", True),
        ("Γεώργιος Νικολάου", "ΓΕΩΡΓΙΟΣ ΝΙΚΟΛΑΟΥ", True),
        ("习近平", "主席习近平说", True),
        ("A B", "anything", True),  # initials alone: then everything is looked at
    ],
)
def test_a_quick_look_believes_too_much_rather_than_too_little(name: str, text: str, there: bool) -> None:
    assert Sought(frozenset({name_of(name)})).may_be_in(text) is there
