"""`entrevue note`, `tag` and `collection`: what editors write beside a ledger, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import entrevue
from entrevue import cli
from entrevue.wiring import Ledger
from tests.ledger.readings import HAMMOUCHI, WRAY, Told, reading

Run = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of two engagements, each told by a report."""
    path = tmp_path / "ledger.db"
    monkeypatch.setenv("ENTREVUE_LEDGER", str(path))
    monkeypatch.delenv("ENTREVUE_PUBLIC_URL", raising=False)
    with Ledger(path) as ledger:
        ledger.record(reading(Told(), url="https://a.example/1", title="April"))
        ledger.record(reading(Told(start="2023-06-01", actors=(WRAY, HAMMOUCHI)), url="https://b.example/1"))
    return path


def run(*arguments: str, given: str | None = None, code: int = 0) -> str:
    """What a command prints."""
    done = CliRunner().invoke(cli.app, list(arguments), input=given)
    assert done.exit_code == code, (arguments, done.output, done.exception)
    return done.stdout


def things(path: Path) -> tuple[str, str, str, str]:
    """Two engagements, a person, a report."""
    with Ledger(path) as ledger:
        one, other = ledger.find()
        return one.id, other.id, ledger.persons("Burns")[0].id, ledger.reports()[0].report


def test_notes_are_written_listed_changed_and_removed(place: Path) -> None:
    one, other, person, _ = things(place)
    made = json.loads(run("note", "add", one, "Ask the embassy.", "--by", "ada", "--json"))
    assert (made["about"], made["text"], made["who"]) == (one, "Ask the embassy.", "ada")
    run("note", "add", person, "-", given="Two\nlines\n")
    run("note", "add", other, "another")
    listed = run("note", "list").splitlines()
    assert [line.rpartition("  ")[2] for line in listed] == ["another", "Two / lines", "Ask the embassy."]
    assert [json.loads(line)["text"] for line in run("note", "list", person, "--json").splitlines()] == ["Two\nlines"]
    assert len(run("note", "list", "--limit", "2").splitlines()) == 2
    changed = run("note", "change", made["id"], "Asked.", "--by", "bob")
    assert "ada" in changed
    assert "changed by bob" in changed
    assert changed.endswith("Asked.\n")
    assert "removed" in run("note", "remove", made["id"])
    assert run("note", "list", one) == "No note.\n"


def test_things_are_filed_under_tags(place: Path) -> None:
    one, other, person, report = things(place)
    run("tag", "add", "#Défense", one, person)
    assert run("tag", "add", "defense", report) == f"{report}  defense\n"
    assert run("tag", "list").split() == ["3", "Défense"]
    assert json.loads(run("tag", "list", one, "--json")) == {"tag": "Défense", "things": 3}
    assert run("tag", "list", other) == "No tag.\n"
    shown = run("tag", "show", "DEFENSE")
    assert all(part in shown for part in (one, person, report, "William Burns"))
    told = json.loads(run("tag", "show", "defense", "--json"))
    assert [told["engagements"][0]["id"], told["persons"][0]["id"], told["reports"][0]["report"]] == [
        one,
        person,
        report,
    ]
    assert f"{other}  was not under" in run("tag", "remove", "Defense", other)
    run("tag", "remove", "Defense", "-", given=f"{one}  2023\n\n{person}\n{report}\n")
    assert run("tag", "list") == "No tag.\n"
    assert run("tag", "show", "defense") == "Nothing is in it.\n"


def test_a_collection_is_filled_from_what_another_command_prints_shared_and_exported(place: Path) -> None:
    one, other, person, report = things(place)
    id_ = json.loads(run("collection", "add", "Friday", "--json"))["collection"]["id"]
    rows = run("engagements", "--jsonl").splitlines()
    run("collection", "put", id_, "-", given="\n".join(json.loads(row)["id"] for row in rows))
    assert "4 things" in run("collection", "put", id_, person, report, one)
    assert "3 things" in run("collection", "take-out", id_, other)
    assert f"{other} was not in it" in run("collection", "take-out", id_, other)
    assert run("collection", "rename", id_, "Saturday") == f"{id_}  Saturday\n"
    told = json.loads(run("collection", "show", id_, "--json"))
    assert told["collection"]["title"] == "Saturday"
    assert [len(told["things"][kind]) for kind in ("engagements", "persons", "reports")] == [1, 1, 1]
    shown = run("collection", "show", id_)
    assert "3 things" in shown.splitlines()[0]
    assert all(part in shown for part in (one, person, report))
    address = run("collection", "share", id_).strip()
    key = address.rpartition("/")[2]
    assert json.loads(run("collection", "share", id_, "--json"))["key"] == key
    assert key in run("collection", "list")
    assert one in run("engagements", "--collection", key)
    assert other not in run("engagements", "--collection", key)
    assert "shared no longer" in run("collection", "unshare", id_)
    assert json.loads(run("collection", "list", "--json")).keys() == {"collection", "things"}
    run("collection", "remove", id_)
    assert "No collection" in run("collection", "list")


def test_all_of_it_is_said_in_french_to_whoever_reads_french(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREVUE_LANGUAGE", "fr")
    one, other, _, _ = things(place)
    assert run("note", "list") == "Aucune note.\n"
    assert f"  sur {one}  ada " in run("note", "add", one, "Demander.", "--by", "ada")
    note = json.loads(run("note", "list", "--json"))["id"]
    assert ", modifiée par bob 20" in run("note", "change", note, "Demandé.", "--by", "bob")
    assert run("note", "remove", note).splitlines()[-1] == "note supprimée"
    assert run("tag", "list") == "Aucune étiquette.\n"
    run("tag", "add", "Sahel", one)
    assert run("tag", "remove", "Sahel", one, other).splitlines() == [
        f"{one}  n’est plus sous Sahel",
        f"{other}  n’était pas sous Sahel",
    ]
    assert run("tag", "show", "Sahel") == "Il n’y a rien dedans.\n"
    assert run("collection", "list").startswith("Aucun recueil ; ")
    assert "  0 élément  " in run("collection", "add", "Vendredi")
    id_ = json.loads(run("collection", "list", "--json"))["collection"]["id"]
    assert "  2 éléments  " in run("collection", "put", id_, one, other)
    assert run("collection", "take-out", id_, other, other).splitlines()[0] == f"{other} n’y était pas"
    key = run("collection", "share", id_).strip().rpartition("/")[2]
    assert run("collection", "list").endswith(f"  partagé sous la clé {key}\n")
    assert run("collection", "unshare", id_) == "Vendredi : n’est plus partagé\n"
    assert run("collection", "remove", id_) == "recueil supprimé : Vendredi\n"


def test_the_shared_address_is_that_by_which_readers_come(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = json.loads(run("collection", "add", "Friday", "--json"))["collection"]["id"]
    monkeypatch.setenv("ENTREVUE_PUBLIC_URL", "https://ledger.example.org/")
    assert run("collection", "share", id_).startswith("https://ledger.example.org/collections/")


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [(("note", "add", "nothing", "x"), "holds no engagement 'nothing'", "rien sous 'nothing' (rencontre)"),
     (("note", "remove", "n-x"), "holds no note 'n-x'", "rien sous 'n-x' (note)"),
     (("note", "add", "r-x", " "), "holds no report", "rien sous 'r-x' (article)"),
     (("tag", "add", "…", "p-x"), "a tag has letters or digits", "lettres ou"),
     (("collection", "put", "l-x", "p-x"), "holds no collection", "(recueil)"),
     (("collection", "add", " "), "a title has letters", "un titre a des lettres")],
)  # fmt: skip
def test_what_cannot_be_written_is_said_in_the_language_of_the_user(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...], english: str, french: str,
) -> None:  # fmt: skip
    for language, said in (("C", english), ("fr_FR.UTF-8", french)):
        monkeypatch.setenv("ENTREVUE_LANGUAGE", language)
        monkeypatch.setattr("sys.argv", ["entrevue", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


def test_no_command_makes_a_ledger(tmp_path: Path) -> None:
    gone = tmp_path / "none.db"
    for words in (("note", "list"), ("tag", "list"), ("collection", "add", "x")):
        done = CliRunner().invoke(cli.app, [*words, "--ledger", str(gone)])
        assert isinstance(done.exception, entrevue.EntrevueError)
    assert not gone.exists()
