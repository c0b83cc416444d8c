"""Notes, tags and collections stay with what they are about, whatever is merged, derived anew or restored."""

from pathlib import Path

import pytest

import entrevue
from entrevue.domain.notes import ITEMS, NOTE, TAG
from entrevue.errors import WrongNote
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Actor, Told, reading
from tests.ledger.test_forgetting import NAME, PERSON, TRACES, found, kept

Ledger = entrevue.Ledger
Query = entrevue.Query
__all__ = ["kept"]
ALONE = "Sesquipedalian remark."


def two_visits(ledger: Ledger) -> tuple[str, str]:
    """Two engagements of one kind, a report each."""
    one = ledger.record(reading(Told(), url="https://a.example/1", title="April"))
    other = ledger.record(reading(Told(start="2023-06-01", actors=(WRAY, HAMMOUCHI)), url="https://b.example/1"))
    return one.accounts[0], other.accounts[0]


def test_a_note_is_kept_changed_and_removed(ledger: Ledger) -> None:
    about, _ = two_visits(ledger)
    note = ledger.notes.add(about, "  Ask the embassy.\r\nTwice. \x00", who="ada")
    assert (note.text, note.who) == ("Ask the embassy.\nTwice.", "ada")
    changed = ledger.notes.change(note.id, "Asked.", who="bob")
    assert (changed.text, changed.who, changed.changed_by) == ("Asked.", "ada", "bob")
    assert [one.text for one in ledger.notes.of(about).notes] == ["Asked."] == [n.text for n in ledger.notes.newest()]
    ledger.notes.remove(note.id)
    assert ledger.notes.of(about).notes == () == ledger.notes.newest()


def test_notes_are_about_reports_and_persons_too(ledger: Ledger) -> None:
    two_visits(ledger)
    report, person = ledger.reports()[0].report, ledger.persons("Burns")[0].id
    for about in (report, person):
        ledger.notes.add(about, f"of {about}", who="ada")
        assert [one.text for one in ledger.notes.of(about).notes] == [f"of {about}"]
    assert [one.about for one in ledger.notes.newest(limit=1)] == [person]
    assert [one.about for one in ledger.notes.newest(before=ledger.notes.newest()[0].number)] == [report]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (NOTE + 1)])
def test_a_note_has_words(ledger: Ledger, text: str) -> None:
    about, _ = two_visits(ledger)
    with pytest.raises(WrongNote):
        ledger.notes.add(about, text, who="ada")


@pytest.mark.parametrize("name", ["", " # ", "…", "x" * (TAG + 1)])
def test_a_tag_has_letters(ledger: Ledger, name: str) -> None:
    about, _ = two_visits(ledger)
    with pytest.raises(WrongNote):
        ledger.notes.tag(about, name, who="ada")


def test_nothing_is_written_about_what_is_not_there(ledger: Ledger) -> None:
    two_visits(ledger)
    collection = ledger.collections.add("Friday", who="ada").id
    for about in ("nothing", "p-nobody", "r-none"):
        with pytest.raises(entrevue.UnknownId):
            ledger.notes.add(about, "x", who="ada")
        with pytest.raises(entrevue.UnknownId):
            ledger.notes.tag(about, "x", who="ada")
        with pytest.raises(entrevue.UnknownId):
            ledger.collections.put(collection, about, who="ada")
    for id_ in ("n-none", collection):
        with pytest.raises(entrevue.UnknownId):
            ledger.notes.change(id_, "x", who="ada")


def test_capitals_accents_and_hashes_make_no_other_tag(ledger: Ledger) -> None:
    one, other = two_visits(ledger)
    ledger.notes.tag(one, "#Défense", who="ada")
    assert ledger.notes.tag(one, "defense", who="bob").name == "Défense"
    ledger.notes.tag(other, "DEFENSE", who="bob")
    assert ledger.notes.tags() == {"Défense": 2}
    assert {e.id for e in ledger.notes.tagged("defense").engagements} == {one, other}
    assert ledger.notes.untag(one, "DÉFENSE")
    assert not ledger.notes.untag(one, "défense")
    assert ledger.notes.tags() == {"DEFENSE": 1}


def test_engagements_are_found_by_tag_and_by_collection_as_by_any_filter(ledger: Ledger) -> None:
    one, other = two_visits(ledger)
    ledger.notes.tag(one, "Sahel", who="ada")
    for filters, count in (({}, 1), ({"text": "Rabat"}, 1), ({"person": ledger.persons("Wray")[0].id}, 0)):
        assert ledger.count(Query(tag="sahel", **filters)) == count  # type: ignore[arg-type]
    made = ledger.collections.add("Friday", who="ada")
    for about in (other, ledger.persons("Burns")[0].id, ledger.reports()[0].report, other):
        ledger.collections.put(made.id, about, who="ada")
    key = ledger.collections.share(made.id).key
    for named in (made.id, key):
        assert [e.id for e in ledger.find(Query(collection=named))] == [other]
        assert ledger.facets(Query(collection=named)).engagements == 1
        for order in ("change", "reports", "doubt"):
            assert [e.id for e in ledger.find(Query(collection=named, states=("MA",)), order=order)] == [other]
    assert ledger.count(Query(collection=made.id, tag="sahel")) == 0
    assert [(c.title, count) for c, count in ledger.collections.all()] == [("Friday", 3)]


def test_merging_brings_what_was_noted_together_and_undoing_takes_it_apart(ledger: Ledger) -> None:
    one, other = two_visits(ledger)
    for about in (one, other):
        ledger.notes.add(about, f"of {about}", who="ada")
        ledger.notes.tag(about, "Sahel", who="ada")
    made = ledger.collections.add("Friday", who="ada")
    for about in (one, other):
        ledger.collections.put(made.id, about, who="ada")
    ledger.merge(one, other, who="ada")
    merged = ledger.engagement(other).id
    assert {n.text for n in ledger.notes.of(merged).notes} == {f"of {one}", f"of {other}"}
    assert [t.name for t in ledger.notes.of(merged).tags] == ["Sahel"]
    assert ledger.notes.tags() == {"Sahel": 1}
    assert len(ledger.notes.tagged("sahel")) == 1
    assert len(ledger.collections.things(made)) == 1 == ledger.count(Query(collection=made.id))
    ledger.undo(who="ada")
    assert [n.text for n in ledger.notes.of(one).notes] == [f"of {one}"]
    assert len(ledger.collections.things(made)) == 2


def test_one_person_of_two_has_the_notes_of_both(ledger: Ledger) -> None:
    two_visits(ledger)
    one, other = ledger.persons("Burns")[0].id, ledger.persons("Wray")[0].id
    ledger.notes.add(one, "first", who="ada")
    ledger.notes.add(other, "second", who="ada")
    ledger.same_person(one, other, who="ada")
    assert [n.text for n in ledger.notes.of(other).notes] == ["first", "second"]


def test_deriving_anew_and_restoring_keep_everything(ledger: Ledger, tmp_path: Path) -> None:
    one, _ = two_visits(ledger)
    person = ledger.persons("Burns")[0].id
    for about in (one, person):
        ledger.notes.add(about, "kept", who="ada")
        ledger.notes.tag(about, "Sahel", who="ada")
    made = ledger.collections.share(ledger.collections.add("Friday", who="ada").id)
    ledger.collections.put(made.id, one, who="ada")
    before = (ledger.notes.of(one), ledger.notes.of(person), ledger.notes.tags(), ledger.collections.all())
    ledger.rederive()
    assert (ledger.notes.of(one), ledger.notes.of(person), ledger.notes.tags(), ledger.collections.all()) == before
    ledger.backup(tmp_path / "copy.db")
    ledger.notes.untag(one, "sahel")
    ledger.collections.remove(made.id)
    ledger.restore(tmp_path / "copy.db", replace_all=True)
    assert (ledger.notes.of(one), ledger.notes.of(person), ledger.notes.tags(), ledger.collections.all()) == before
    assert [e.id for e in ledger.find(Query(collection=made.key))] == [one]
    assert ledger.verify() == ()


def test_a_shared_address_ends_and_never_comes_back(ledger: Ledger) -> None:
    made = ledger.collections.add("  Dossier   for Friday ", who="ada")
    assert made.title == "Dossier for Friday"
    key = ledger.collections.share(made.id).key
    assert ledger.collections.share(made.id).key == key
    assert ledger.collections.shared(key or "").id == made.id
    for wrong in ("", made.id, "x"):
        with pytest.raises(entrevue.UnknownId):
            ledger.collections.shared(wrong)
    with pytest.raises(entrevue.UnknownId):
        ledger.collections.get(key or "")
    ledger.collections.unshare(made.id)
    with pytest.raises(entrevue.UnknownId):
        ledger.collections.shared(key or "")
    assert ledger.collections.share(made.id).key != key
    assert ledger.collections.rename(made.id, "Saturday").title == "Saturday"
    ledger.collections.remove(made.id)
    assert ledger.collections.all() == ()


def test_a_collection_has_its_bounds(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrevue.ledger.collecting.ITEMS", 1)
    one, other = two_visits(ledger)
    made = ledger.collections.add("Friday", who="ada")
    ledger.collections.put(made.id, one, who="ada")
    with pytest.raises(WrongNote, match="may hold 1"):
        ledger.collections.put(made.id, other, who="ada")
    assert ledger.collections.take_out(made.id, one)
    assert not ledger.collections.take_out(made.id, "nothing")
    assert ITEMS > 1


def test_what_a_report_tells_no_longer_is_named_and_comes_back(ledger: Ledger) -> None:
    one, _ = two_visits(ledger)
    made = ledger.collections.add("Friday", who="ada")
    ledger.collections.put(made.id, one, who="ada")
    ledger.record(reading(Told(start="1999-01-01", country="PE", city="Lima"), url="https://a.example/1", extra="new"))
    things = ledger.collections.things(made)
    assert len(things) == 1
    assert things.gone or things.engagements
    assert ledger.collections.take_out(made.id, one)


def test_notes_on_what_other_reports_tell_too_outlast_a_report_that_is_forgotten(ledger: Ledger) -> None:
    first = ledger.record(reading(Told(), url="https://a.example/1", title="One"))
    ledger.record(reading(Told(), url="https://b.example/1", title="Two"))
    engagement, person = ledger.find()[0], ledger.persons("Burns")[0].id
    made = ledger.collections.add("Friday", who="ada")
    for about in (engagement.id, person):
        ledger.notes.add(about, "kept", who="ada")
        ledger.notes.tag(about, "Sahel", who="ada")
        ledger.collections.put(made.id, about, who="ada")
    ledger.notes.add(first.report, ALONE, who="ada")
    ledger.collections.put(made.id, first.report, who="ada")
    ledger.forget(first.report, who="ada")
    left = ledger.find()[0]
    assert len(left.stems) == 1
    assert [n.text for n in ledger.notes.of(left.id).notes] == ["kept"]
    assert [n.text for n in ledger.notes.of(ledger.persons("Burns")[0].id).notes] == ["kept"]
    assert ledger.notes.tags() == {"Sahel": 2}
    things = ledger.collections.things(made)
    assert (len(things.engagements), len(things.persons), things.reports, things.gone) == (1, 1, (), ())
    assert ledger.verify() == ()


def written(ledger: Ledger) -> None:
    """A person's name in everything that is written beside a ledger."""
    ledger.record(reading(Told(actors=(PERSON, HAMMOUCHI)), url="https://a.example/1"))
    other = ledger.record(reading(Told(start="2024-03-01", actors=(BURNS, HAMMOUCHI)), url="https://b.example/1"))
    user = ledger.users.add("ada", "a few words in a row")
    person = ledger.persons("Quomodo")[0].id
    for about in (person, other.accounts[0], other.report):
        ledger.notes.add(about, f"Ask {NAME} about it.", who="ada")
        ledger.notes.tag(about, f"{NAME}'s", who="ada")
    ledger.notes.tag(other.accounts[0], "plain", who="ada")
    made = ledger.collections.add(f"Travels of {NAME}", who="ada")
    ledger.collections.put(made.id, person, who="ada")
    ledger.searches.keep(user, f"all of {NAME}", "state=MA")
    ledger.searches.keep(user, "plain", f"q={NAME.replace(' ', '+')}&state=US")
    ledger.searches.keep(user, "plain", "state=US")


def test_a_person_who_is_forgotten_is_in_no_note_tag_title_or_search(kept: str, tmp_path: Path) -> None:
    with Ledger(kept) as ledger:
        written(ledger)
        ledger.backup(tmp_path / "before.db")
        ledger.forget(ledger.persons("Quomodo")[0].id, who="ada")
        assert ledger.notes.tags() == {"plain": 1}
        assert sorted(len(note.text) for note in ledger.notes.newest()) == [len(f"Ask {NAME} about it.")] * 2
        assert [(c.title.startswith("Travels of █"), count) for c, count in ledger.collections.all()] == [(True, 0)]
        user = ledger.users.named("ada")
        assert [search.address for search in ledger.searches.of(user)] == ["state=US"]
        assert ledger.verify() == ()
        about = ledger.find()[0].id
        ledger.notes.add(about, f"Again {NAME}", who="ada")
        with pytest.raises(WrongNote, match="forgotten"):
            ledger.notes.tag(about, NAME, who="ada")
        ledger.restore(tmp_path / "before.db", replace_all=True)
        assert ledger.verify() == ()
    (tmp_path / "before.db").unlink()
    assert found(kept, *TRACES) == []


def test_a_report_that_is_forgotten_leaves_no_note(kept: str) -> None:
    with Ledger(kept) as ledger:
        one, _ = two_visits(ledger)
        report = ledger.reports()[0].report
        for about in (one, report):
            ledger.notes.add(about, ALONE, who="ada")
            ledger.notes.tag(about, "Sesquipedalia", who="ada")
        ledger.forget(report, who="ada")
        assert ledger.notes.newest() == ()
        assert ledger.notes.tags() == {}
    assert found(kept, "sesquipedali") == []


def test_each_user_keeps_searches_of_their_own(ledger: Ledger) -> None:
    ada, bob = (ledger.users.add(name, "a few words in a row") for name in ("ada", "bob"))
    first = ledger.searches.keep(ada, "Morocco", "state=MA")
    ledger.searches.keep(ada, "Morocco again", "state=MA")
    ledger.searches.keep(bob, "Peru", "state=PE")
    assert [one.title for one in ledger.searches.of(ada)] == ["Morocco again"]
    before = ledger.searches.of(ada)[0].seen
    ledger.searches.see(ada, "state=MA")
    assert ledger.searches.of(ada)[0].seen > before
    with pytest.raises(entrevue.UnknownId):
        ledger.searches.remove(bob, ledger.searches.of(ada)[0].number)
    ledger.searches.remove(ada, ledger.searches.of(ada)[0].number)
    assert ledger.searches.of(ada) == ()
    assert len(ledger.searches.of(bob)) == 1
    with pytest.raises(WrongNote):
        ledger.searches.keep(ada, "nothing", "")
    assert first.user == ada.id


SOMEBODY: Actor = ("Ada Lovelace", "ministre", "MINAFF", "GB", "visitor")


def test_what_is_noted_changes_no_edition_for_readers(ledger: Ledger) -> None:
    ledger.record(reading(Told(actors=(SOMEBODY, HAMMOUCHI)), url="https://a.example/1"))
    about, edition, stamp = ledger.find()[0].id, ledger.edition(), ledger.stamp()
    ledger.notes.add(about, "quiet", who="ada")
    ledger.notes.tag(about, "quiet", who="ada")
    ledger.collections.put(ledger.collections.add("quiet", who="ada").id, about, who="ada")
    assert ledger.edition() == edition
    assert ledger.stamp() != stamp
