"""What every ledger must do, on every database."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.reading import Kind
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Actor, Told, reading

Ledger = entrevue.Ledger
Query = entrevue.Query


def snapshot(ledger: Ledger) -> object:
    """Everything that can be read from a ledger."""
    found = ledger.find(Query(rejected=True), limit=None)
    return [(one, ledger.accounts(one.id)) for one in found], ledger.claims(limit=None)


OWN = " ".join(f"word{number} of its own" for number in range(40))


def three_reports(ledger: Ledger) -> None:
    ledger.record(reading(Told(source="communiqué de la DGST"), url="https://a.example/1", publisher="A"))
    ledger.record(
        reading(Told(source="communiqué de la DGST"), url="https://b.example/2", publisher="B", title="Autre")
    )
    ledger.record(
        reading(
            Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco", language="en", extra=OWN
        )
    )


def test_adding_twice_is_adding_once(ledger: Ledger) -> None:
    page = reading(Told(), url="https://a.example/1", claim="la deuxième visite")
    first = ledger.record(page)
    before = snapshot(ledger)
    again = ledger.record(page)
    assert (first.change, again.change) == ("new", "unchanged")
    assert snapshot(ledger) == before
    assert ledger.verify() == ()


def test_reports_of_one_engagement_join_with_agreement_and_independence(ledger: Ledger) -> None:
    three_reports(ledger)
    (engagement,) = ledger.find()
    assert (engagement.reports, engagement.origins) == (3, 2)
    assert (engagement.start.value, engagement.start.agree, engagement.start.of) == ("2023-04-07", 3, 3)
    assert (engagement.city.value, engagement.city.agree, engagement.city.of, engagement.city.conflict) == (
        "Rabat", 2, 3, True,
    )  # fmt: skip
    assert engagement.conflicts == ("city",)
    assert [(p.name.value, p.name.agree, p.role.value) for p in engagement.participants] == [
        ("Abdellatif Hammouchi", 3, "host"),
        ("William Burns", 3, "visitor"),
    ]


def test_a_city_in_two_languages_is_no_conflict(ledger: Ledger) -> None:
    ledger.record(reading(Told(country="GB", city="London"), url="https://a.example/1", language="en"))
    ledger.record(reading(Told(country="GB", city="Londres"), url="https://b.example/2", extra=OWN))
    (engagement,) = ledger.find()
    assert (engagement.reports, engagement.city.agree, engagement.conflicts) == (2, 2, ())


def test_a_changed_page_is_a_new_version(ledger: Ledger) -> None:
    first = ledger.record(reading(Told(city="Témara"), url="https://a.example/1"))
    second = ledger.record(reading(Told(), url="https://a.example/1/?utm_source=x", extra="Mis à jour."))
    assert (second.change, second.report, second.accounts) == ("version", first.report, first.accounts)
    (engagement,) = ledger.find()
    assert (engagement.id, engagement.city.value, engagement.reports) == (first.accounts[0], "Rabat", 1)
    assert ledger.verify() == ()


def test_an_account_that_a_new_version_no_longer_tells_is_gone(ledger: Ledger) -> None:
    visit = Told(kind="visit", start="2023-02-21", actors=(WRAY,))
    first = ledger.record(reading(Told(), visit, url="https://a.example/1"))
    ledger.record(reading(Told(), url="https://a.example/1", extra="Corrigé."))
    assert [one.id for one in ledger.find()] == [first.accounts[0]]
    assert ledger.verify() == ()
    with pytest.raises(entrevue.UnknownId):
        ledger.engagement(first.accounts[1])


def test_quotes_stand_in_their_reports(ledger: Ledger) -> None:
    recorded = ledger.record(reading(Told(topics=("sécurité 🛡 commune",)), title="Titre é 🛡"))
    (account,) = ledger.accounts(recorded.accounts[0])
    assert account.account.evidence["start"].quote == "2023-04-07"
    assert account.account.participants[0].evidence["name"].quote == "William Burns"
    assert account.account.topics[0].evidence.quote == "sécurité 🛡 commune"


def test_a_name_without_a_capacity_is_never_kept(ledger: Ledger) -> None:
    nobody = ("Jean Passant", None, None, None, "participant")
    recorded = ledger.record(reading(Told(actors=(BURNS, HAMMOUCHI, nobody))))
    assert recorded.left_out == 1
    assert ledger.persons("Passant") == ()
    assert [p.shown_as for p in ledger.find()[0].participants] == ["Abdellatif Hammouchi", "William Burns"]


def test_parts_of_visits_lead_to_the_visit_that_joined_theirs(ledger: Ledger) -> None:
    visit = Told(kind="visit", start="2023-04-06", actors=(BURNS,))
    ledger.record(reading(visit, url="https://a.example/1"))
    ledger.record(reading(replace(visit), replace(Told(), part_of="e1"), url="https://b.example/2", title="B"))
    meeting = ledger.find(Query(kind=Kind.MEETING))[0]
    (whole,) = ledger.find(Query(kind=Kind.VISIT))
    assert meeting.part_of == whole.id
    assert ledger.find(Query(part_of=whole.id)) == (meeting,)


FILTERS = [
    (Query(states=("MA",)), {"meeting", "visit"}),
    (Query(states=("US", "MA")), {"meeting", "visit"}),
    (Query(states=("US", "RW")), set()),
    (Query(visitor="US", host="MA"), {"meeting", "visit"}),
    (Query(kind=Kind.VISIT), {"visit"}),
    (Query(organisation="DGST"), {"meeting"}),
    (Query(place="MA"), {"meeting", "visit"}),
    (Query(place="rabat"), {"meeting", "visit"}),
    (Query(topic="security"), {"meeting"}),
    (Query(since=entrevue.PartialDate(2023, 4)), {"meeting"}),
    (Query(until=entrevue.PartialDate(2023, 3)), {"visit"}),
    (Query(since=entrevue.PartialDate(2023, 2, 20), until=entrevue.PartialDate(2023, 2, 22)), {"visit"}),
    (Query(text="hammouchi"), {"meeting"}),
    (Query(text='"william burns"'), {"meeting"}),
    (Query(text='"burns william"'), set()),
    (Query(text="Hammou*"), {"meeting"}),
    (Query(text="securite"), {"meeting"}),
    (Query(text="'; DROP TABLE report; --"), set()),
    (Query(text='" AND NOT *'), {"meeting", "visit"}),
]


def test_rows_for_frames_are_plain(ledger: Ledger) -> None:
    three_reports(ledger)
    (row,) = ledger.rows()
    assert (row["kind"], row["start"], row["sides"]) == ("meeting", "2023-04-07", "MA US")


@pytest.mark.parametrize(
    ("query", "kinds"), FILTERS, ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:60]
)
def test_filters(ledger: Ledger, query: entrevue.Query, kinds: set[str]) -> None:
    visit = Told(kind="visit", start="2023-02", actors=(WRAY,))
    ledger.record(reading(Told(topics=("sécurité",)), visit, title="and not 2023"))
    assert {one.kind.value for one in ledger.find(query)} == kinds
    assert ledger.count(query) == len(kinds)


def test_chinese_and_japanese_are_found_by_any_part(ledger: Ledger) -> None:
    minister = ("王毅", "外交部长", "外交部", "CN", "visitor")
    ledger.record(reading(Told(actors=(minister, HAMMOUCHI)), title="習近平 حموشي министра"))
    assert [ledger.count(Query(text=words)) for words in ("王毅", "毅王", "交部", "近平", "حموشي", "министра")] == [
        1, 0, 1, 1, 1, 1,
    ]  # fmt: skip


def test_pages_of_a_list_follow_one_another(ledger: Ledger) -> None:
    told = [Told(start=f"2023-0{month}-0{day}") for month in (1, 3, 5) for day in (1, 7)]
    for number, one in enumerate(told):
        ledger.record(reading(one, url=f"https://a.example/{number}"))
    whole = ledger.find(limit=None)
    first = ledger.find(limit=4)
    assert first + ledger.find(limit=4, before=first[-1].id) == whole
    assert [one.start.value for one in whole] == sorted((one.start.value or "" for one in whole), reverse=True)


def test_months_stay_months(ledger: Ledger) -> None:
    ledger.record(reading(Told(kind="visit", start="2023-02", actors=(WRAY,))))
    (visit,) = ledger.find(Query(since=entrevue.PartialDate(2023, 2, 28)))
    assert visit.start.value == "2023-02"
    person = ledger.person(visit.participants[0].person or "")
    assert (person.name, str(person.tenures[0].first)) == ("Christopher Wray", "2023-02")


def test_corrections_are_kept_through_new_reports_and_taken_back(ledger: Ledger) -> None:
    three_reports(ledger)
    (before,) = ledger.find()
    decision = ledger.correct(before.id, "city", "Témara", who="ada", why="site of the DGST")
    ledger.correct(before.id, "p2.office", "Director", who="ada")
    (after,) = ledger.find()
    assert (after.city.value, after.city.decision, after.city.conflict) == ("Témara", decision.number, False)
    assert after.participants[1].office.value == "Director"
    ledger.record(reading(Told(), url="https://d.example/4", publisher="D", title="Quatre"))
    assert ledger.find()[0].city.value == "Témara"
    assert [(d.who, d.why) for d in ledger.history(before.id)] == [("ada", "site of the DGST"), ("ada", "")]
    assert ledger.find()[0].participants[1].office.value == "Director", "whoever else tells of him"
    ledger.undo(decision.number, who="bob")
    assert ledger.find()[0].city.value == "Rabat"
    assert ledger.history(before.id)[0].undone_by == "bob"
    assert ledger.verify() == ()


def test_merge_then_undo_is_identity(ledger: Ledger) -> None:
    one = ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]
    other = ledger.record(reading(Told(start="2023-06-07"), url="https://b.example/2")).accounts[0]
    before = snapshot(ledger)
    ledger.merge(one, other, who="ada")
    (merged,) = ledger.find()
    assert (merged.id, merged.stems, merged.start.conflict) == (one, (one, other), True)
    assert ledger.engagement(other) == merged
    ledger.undo(who="ada")
    assert snapshot(ledger) == before
    assert ledger.verify() == ()


def test_split_then_undo_is_identity(ledger: Ledger) -> None:
    three_reports(ledger)
    before = snapshot(ledger)
    (whole,) = ledger.find()
    ledger.split(whole.id, whole.stems[1:2], who="ada")
    assert sorted(len(one.stems) for one in ledger.find()) == [1, 2]
    ledger.undo(who="ada")
    assert snapshot(ledger) == before


def test_rejected_engagements_are_not_listed(ledger: Ledger) -> None:
    three_reports(ledger)
    (engagement,) = ledger.find()
    ledger.reject(engagement.id, who="ada")
    assert ledger.find() == ()
    assert ledger.find(Query(rejected=True))[0].review is entrevue.Review.REJECTED
    ledger.undo(who="ada")
    ledger.accept(engagement.id, who="ada")
    assert ledger.find()[0].review is entrevue.Review.ACCEPTED


def test_persons_are_joined_and_parted_by_decisions(ledger: Ledger) -> None:
    other = ("William Burns", "Under Secretary of State", "State Department", "US", "visitor")
    ledger.record(reading(Told(), Told(start="2023-05-09", actors=(other, HAMMOUCHI))))
    one, two = (person.id for person in ledger.persons("Burns"))
    ledger.same_person(one, two, who="ada")
    (person,) = ledger.persons("Burns")
    assert [tenure.organization for tenure in person.tenures] == ["CIA", "State Department"]
    assert ledger.count(Query(person=two)) == 2
    ledger.not_same_person(one, two, who="ada")
    assert len(ledger.persons("Burns")) == 2
    ledger.undo(who="ada")
    assert len(ledger.persons("Burns")) == 1


def test_reading_again_keeps_addresses_and_decisions(ledger: Ledger) -> None:
    class Newer:
        def read_report(self, report: entrevue.Report) -> entrevue.Reading:
            told = Told(topics=("sécurité",)) if "Rabat" in report.text else Told()
            return replace(reading(told, url=report.url, reader="9"), report=report)

    recorded = ledger.record(reading(Told(), url="https://a.example/1"))
    ledger.correct(recorded.accounts[0], "city", "Témara", who="ada")
    assert [one.change for one in ledger.reread(Newer(), everything=True)] == ["reread"]  # type: ignore[arg-type]
    (engagement,) = ledger.find()
    assert (engagement.id, engagement.city.value) == (recorded.accounts[0], "Témara")
    assert ledger.status().readers == {"9+fr": 1}
    assert ledger.accounts(engagement.id)[0].reader == "9+fr"


class Otherwise:
    """A newer reader that tells of other people, in another order."""

    def __init__(self, *actors: Actor) -> None:
        self.actors = actors

    def read_report(self, report: entrevue.Report) -> entrevue.Reading:
        return replace(reading(Told(actors=self.actors), url=report.url, reader="9"), report=report)


def test_a_correction_follows_its_person_through_readers_that_tell_in_another_order(ledger: Ledger) -> None:
    guest: Actor = ("Puneet Talwar", "ambassadeur", None, "US", "participant")
    recorded = ledger.record(reading(Told(actors=(BURNS, HAMMOUCHI)), url="https://a.example/1"))
    (before,) = ledger.find()
    place = 1 + next(n for n, p in enumerate(before.participants) if p.name.value == BURNS[0])
    ledger.correct(recorded.accounts[0], f"p{place}.office", "Director", who="ada")

    def offices() -> dict[str | None, str | None]:
        (engagement,) = ledger.find()
        return {p.name.value: p.office.value for p in engagement.participants}

    list(ledger.reread(Otherwise(guest, HAMMOUCHI, BURNS), everything=True))  # type: ignore[arg-type]
    assert offices() == {guest[0]: guest[1], HAMMOUCHI[0]: HAMMOUCHI[1], BURNS[0]: "Director"}
    list(ledger.reread(Otherwise(HAMMOUCHI, guest), everything=True))  # type: ignore[arg-type]
    assert offices() == {guest[0]: guest[1], HAMMOUCHI[0]: HAMMOUCHI[1]}, "nobody inherits it"
    assert ledger.verify() == ()


def test_deriving_anew_changes_nothing(ledger: Ledger) -> None:
    three_reports(ledger)
    other = ("William Burns", "Under Secretary of State", "State Department", "US", "visitor")
    ledger.record(reading(Told(start="2023-05-09", actors=(other, HAMMOUCHI)), url="https://d.example/4", title="D"))
    one, two = (person.id for person in ledger.persons("Burns"))
    ledger.same_person(one, two, who="ada")
    ledger.correct(ledger.find()[0].id, "city", "Salé", who="ada")
    before = snapshot(ledger), ledger.persons("Burns")
    assert ledger.rederive() == 4
    assert (snapshot(ledger), ledger.persons("Burns")) == before
    assert ledger.verify() == ()


WRONG: list[tuple[Callable[[Ledger, str, str], object], str]] = [
    (lambda ledger, one, _: ledger.merge(one, "nothing", who="ada"), "holds no engagement 'nothing'"),
    (lambda ledger, one, other: ledger.merge(one, other, who="ada"), "meeting and visit, cannot be one"),
    (lambda ledger, one, _: ledger.merge(one, one, who="ada"), "are one engagement already"),
    (lambda ledger, one, _: ledger.split(one, (one,), who="ada"), "some accounts to go and some to stay"),
    (lambda ledger, one, other: ledger.split(one, (other,), who="ada"), "is no account of"),
    (lambda ledger, one, _: ledger.correct(one, "colour", "red", who="ada"), "there is no field “colour”"),
    (lambda ledger, one, _: ledger.correct(one, "start", "soon", who="ada"), "is no date"),
    (lambda ledger, one, _: ledger.correct(one, "status", "done", who="ada"), "status cannot be “done”"),
    (lambda ledger, one, _: ledger.correct(one, "p9.name", "X", who="ada"), "there is no participant “p9”"),
    (lambda ledger, one, _: ledger.correct(one, "country", "Maroc", who="ada"), "is written as its code"),
    (lambda ledger, *_: ledger.undo(who="ada"), "nothing to undo"),
    (lambda ledger, *_: ledger.same_person("p-x", "p-y", who="ada"), "holds no person"),
    (lambda ledger, *_: ledger.forget("r-x", who="ada"), "holds no report"),
    (lambda ledger, *_: ledger.find(before="nothing"), "holds no engagement"),
]


@pytest.mark.parametrize(("act", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_cannot_be_decided_changes_nothing(
    ledger: Ledger, act: Callable[[Ledger, str, str], object], said: str
) -> None:
    visit = Told(kind="visit", start="2023-02", actors=(WRAY,))
    one, other = ledger.record(reading(Told(), visit)).accounts
    before = snapshot(ledger)
    with pytest.raises(entrevue.LedgerError, match=said):
        act(ledger, one, other)
    assert (snapshot(ledger), ledger.history()) == (before, ())


def test_a_forgotten_report_leaves_nothing(ledger: Ledger) -> None:
    three_reports(ledger)
    other = ledger.record(reading(Told(kind="visit", start="2023-02", actors=(WRAY,)), url="https://w.example/1"))
    before = snapshot(ledger)
    gone = ledger.record(
        reading(Told(), Told(start="2023-09-09", actors=(WRAY, HAMMOUCHI)), url="https://g.example/1", title="Gone")
    )
    ledger.correct(gone.accounts[1], "city", "Fès", who="ada")
    ledger.forget(gone.report, who="ada", why="asked for")
    assert snapshot(ledger) == before
    assert ledger.verify() == ()
    assert ledger.status().totals["forgotten"] == 1
    with pytest.raises(entrevue.UnknownId, match="or forgotten"):
        ledger.correct(gone.accounts[1], "city", "Fès", who="ada")
    assert ledger.engagement(other.accounts[0]).kind is Kind.VISIT


def test_a_forgotten_person_is_named_nowhere(ledger: Ledger, tmp_path: Path) -> None:
    three_reports(ledger)
    ledger.record(reading(Told(), url="https://e.example/william-burns-a-rabat", publisher="E", title="Cinq"))
    person = ledger.persons("Burns")[0]
    ledger.forget(person.id, who="ada")
    assert ledger.persons("Burns") == ()
    assert ledger.count(Query(text="burns")) == 0
    (engagement,) = ledger.find()
    assert [p.shown_as for p in engagement.participants] == ["Abdellatif Hammouchi", "directeur de la CIA"]
    assert "burns" not in repr(snapshot(ledger)).lower()
    assert ledger.verify() == ()
    ledger.record(reading(Told(source="communiqué de la DGST"), url="https://a.example/1", publisher="A"))
    assert ledger.persons("Burns") == (), "the same page again brings nobody back"
    copy = tmp_path / "copy.db"
    ledger.backup(copy)
    assert b"Burns" not in copy.read_bytes()
    assert b"burns" not in copy.read_bytes()


def test_a_backup_restored_is_equal(ledger: Ledger, tmp_path: Path) -> None:
    three_reports(ledger)
    ledger.correct(ledger.find()[0].id, "city", "Témara", who="ada")
    ledger.backup(tmp_path / "copy.db")
    with Ledger(tmp_path / "copy.db") as copy:
        assert snapshot(copy) == snapshot(ledger)
        assert copy.verify() == ()
        assert copy.count(Query(text="hammouchi")) == 1
    before = snapshot(ledger)
    ledger.record(reading(Told(start="2023-08-01"), url="https://z.example/9"))
    with pytest.raises(entrevue.UnusableLedger, match="--replace"):
        ledger.restore(tmp_path / "copy.db")
    ledger.restore(tmp_path / "copy.db", replace_all=True)
    assert snapshot(ledger) == before
    assert ledger.verify() == ()
    with pytest.raises(entrevue.UnusableLedger, match="overwrites nothing"):
        ledger.backup(tmp_path / "copy.db")


def test_a_dossier_of_a_pair_shows_rhythm_and_who_visits_whom(ledger: Ledger) -> None:
    for number, day in enumerate(("2022-06-13", "2023-02-21", "2023-04-07")):
        host = {"kind": "visit", "actors": (BURNS,)} if number else {"kind": "meeting"}
        ledger.record(reading(Told(start=day, **host), url=f"https://a.example/{number}"))
    dossier = ledger.dossier("MA", "États-Unis")
    assert dossier.total == 3
    assert (dossier.rhythm.years, dossier.rhythm.longest_gap) == (((2022, 1), (2023, 2)), 253)
    assert [(flow.visitor, flow.host, flow.visits) for flow in dossier.flows] == [("MA", "US", 0), ("US", "MA", 2)]
    assert [person.name for person in dossier.persons][:1] == ["William Burns"]


def test_the_ledger_is_there_when_opened_again(place: str, open_ledger: Callable[[], Ledger]) -> None:
    if place == ":memory:":
        pytest.skip("memory is gone when its ledger is closed")
    with open_ledger() as first:
        three_reports(first)
        before = snapshot(first)
    with open_ledger() as second:
        assert snapshot(second) == before


def test_questions_asked_together_are_answered_from_one_state(place: str) -> None:
    if place == ":memory:":
        pytest.skip("in memory nobody writes beside a reader")
    with entrevue.Ledger(place) as ledger, entrevue.Ledger(place) as beside:
        ledger.record(reading(Told()))
        with ledger.one_state():
            before = ledger.count()
            beside.record(reading(Told(start="2024-05-05"), url="https://x.example/9"))
            assert (before, ledger.count(), len(ledger.find())) == (1, 1, 1)
        assert ledger.count() == 2


def test_an_edition_changes_with_what_readers_are_told(ledger: Ledger) -> None:
    editions, stamps = [ledger.edition()], [ledger.stamp()]
    id_ = ledger.record(reading(Told())).accounts[0]
    editions.append(ledger.edition())
    stamps.append(ledger.stamp())
    ledger.correct(id_, "city", "Salé", who="ada")
    editions.append(ledger.edition())
    stamps.append(ledger.stamp())
    assert len(set(editions)) == 3
    ledger.users.add("ada", "several quiet words in a row")
    ledger.replies.ask(id_)
    assert ledger.edition() == editions[-1]
    stamps.append(ledger.stamp())
    assert len(set(stamps)) == 4


def test_a_glance_holds_the_values_of_its_engagement(ledger: Ledger) -> None:
    ledger.record(reading(Told(topics=("la cybersécurité",)), Told(kind="visit", start="2023-02", actors=(WRAY,))))
    found, glances = ledger.find(), ledger.glances()
    assert len(found) == len(glances) == 2
    for one, glance in zip(found, glances, strict=True):
        assert (glance.id, glance.kind, glance.happened, glance.sides) == (one.id, one.kind, one.happened, one.sides)
        for name in ("status", "start", "end", "country", "city"):
            assert getattr(glance, name).value == getattr(one, name).value
        assert [(p.shown_as, p.person) for p in glance.participants] == [
            (p.shown_as, p.person) for p in one.participants
        ]
        assert [(t.quote, t.topic) for t in glance.topics] == [(t.quote, t.topic) for t in one.topics]


def test_a_page_is_known_as_long_as_its_report_is_as_it_was_read(ledger: Ledger) -> None:
    first = replace(reading(Told(), url="https://a.example/1"), page="one")
    (recorded,) = ledger.record_many([first])
    assert ledger.known(["one", "two"]) == {"one": recorded.report}
    other = replace(reading(Told(start="2023-05-01"), url="https://a.example/1"), page="two")
    assert ledger.record(other).change == "version"
    assert ledger.known(["one", "two"]) == {"two": recorded.report}
    assert ledger.record(first).change == "version"
    assert ledger.known(["one", "two"]) == {"one": recorded.report}
    ledger.forget(recorded.report, who="ada")
    assert ledger.record(first).change == "forgotten"
    assert ledger.known(["one", "two"]) == {}
    assert ledger.verify() == ()
