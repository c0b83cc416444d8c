"""The program as a whole: groups of commands, errors of one style, the user's language, what a report of a fault needs."""

import json
import os
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import entrevue
from entrevue import cli
from entrevue.cli.groups import GROUPS
from entrevue.cli.tongue import tongue
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

SPEAKING = ("ENTREVUE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Exit code and both streams of the program."""
    monkeypatch.setattr("sys.argv", ["entrevue", *arguments])
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert isinstance(done.value.code, int)
    shown = capsys.readouterr()
    return done.value.code, shown.out, shown.err


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SPEAKING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_command_has_its_place_in_a_group() -> None:
    named = [name for _, names, _ in GROUPS for name in names]
    assert sorted(named) == sorted(get_command(cli.app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_the_groups_with_an_example_each(flag: str) -> None:
    shown = CliRunner().invoke(cli.app, [flag]).stdout
    for title, _, example in GROUPS:
        assert f"{title}:" in shown
        assert f"$ {example}" in shown
    assert "<bool" not in CliRunner().invoke(cli.app, ["engagements", flag]).stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("nosuch",), "No such command"), (("engagements", "--nosuch"), "No such option"), (("show",), "Missing argument"),
     (("engagements", "--state", "Moroco"), "did you mean Morocco?"), (("engagements", "--kind", "party"), "party"),
     (("engagements", "--csv", "--json"), "exclude each other"), (("show", "x", "--ledger", "none.db"), "there is no ledger")],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = program(monkeypatch, capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("entrevue: ")
    assert err.count("\n") == 1
    assert says in err


def test_without_a_command_help_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = program(monkeypatch, capsys)
    assert code == 2
    assert "Read and record:\n" in out


def test_errors_come_in_the_language_of_the_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "aucun État ne s’appelle « Moroco »" in program(monkeypatch, capsys, "engagements", "--state", "Moroco")[2]
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "no state is called" in program(monkeypatch, capsys, "engagements", "--state", "Moroco")[2]


@pytest.mark.parametrize(
    ("environment", "code"),
    [({}, "en"), ({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LANG": "fr", "LC_ALL": "C"}, "en"), ({"LANG": "zz_ZZ"}, "en"),
     ({"LANG": "en_GB", "ENTREVUE_LANGUAGE": "fr"}, "fr"), ({"LC_MESSAGES": "fr_BE@euro", "LANG": "en"}, "fr")],
)  # fmt: skip
def test_the_language_is_the_one_that_the_system_names_first(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], code: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert tongue() == code
    assert tongue("fr") == "fr"


def test_what_a_report_of_a_fault_needs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Ledger("ledger.db").close()
    code, out, _ = program(monkeypatch, capsys, "info", "--json", "--ledger", "ledger.db")
    told = json.loads(out)
    assert code == 0
    assert set(told["packs"]) >= {"en", "fr"}
    assert told["ledger"]["reports"] == 0
    assert "not there yet" in program(monkeypatch, capsys, "info", "--ledger", "none.db")[1]


def test_settings_are_shown_with_their_origin_and_without_passwords(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("entrevue.toml").write_text('ledger = "postgresql://me:secret@host/x"\n', encoding="utf-8")
    monkeypatch.setenv("ENTREVUE_LEDGER", "")  # so that what the program puts there does not outlive this test
    del os.environ["ENTREVUE_LEDGER"]
    out = program(monkeypatch, capsys, "config")[1]
    os.environ.pop("ENTREVUE_LEDGER", None)
    assert "secret" not in out
    assert "@host/x" in out
    Path("entrevue.toml").write_text("port = ", encoding="utf-8")
    assert program(monkeypatch, capsys, "config")[0] == 2


@pytest.fixture
def place() -> str:
    """A ledger of three engagements to review, two of them alike."""
    with Ledger("ledger.db") as ledger:
        ledger.record(reading(Told(), Told(kind="visit", start="2023-02", actors=Told().actors[:1])))
        ledger.record(reading(Told(kind="visit", start="2023-06"), title="Other"))
    return "ledger.db"


def test_reviewing_decides_by_keys(place: str) -> None:
    keys = "x" + "ecp1.office\nDirector\n" + "a" + "rno visit\n" + "us" + "q"
    done = CliRunner().invoke(cli.app, ["review", "--by", "ada", "--ledger", place], input=keys)
    assert done.exit_code == 0, done.output
    with Ledger(place) as ledger:
        verbs = [(one.verb.value, one.who, one.undone is not None) for one in ledger.history()]
        assert verbs == [("correct", "ada", False), ("accept", "ada", False), ("reject", "ada", True)]
        assert [one.why for one in ledger.history()][2] == "no visit"
    assert "a accept · r reject" in done.output
    assert "“1: meeting" in done.output or "“2: visit" in done.output
    assert done.output.splitlines()[-1] == "2 decided"


def test_reviewing_merges_and_tells_what_cannot_be(place: str) -> None:
    done = CliRunner().invoke(cli.app, ["review", "--ledger", place, "--kind", "visit"], input="mnothing\nm\nq")
    assert "holds no engagement 'nothing'" in done.output
    assert done.output.splitlines()[-1] == "0 decided"
    with Ledger(place) as ledger:
        one, two = (found.id for found in ledger.find(entrevue.Query(kind=entrevue.Kind.VISIT)))
    keys = f"m{one}\nm{two}\nq"  # whichever comes first, one of the two is the other
    CliRunner().invoke(cli.app, ["review", "--ledger", place, "--kind", "visit"], input=keys)
    with Ledger(place) as ledger:
        assert [one.verb.value for one in ledger.history()] == ["merge"]


def test_a_sitting_ends_where_the_queue_or_the_input_does(place: str) -> None:
    assert CliRunner().invoke(cli.app, ["review", "--ledger", place], input="").output.splitlines()[-1] == "0 decided"
    shown = CliRunner().invoke(cli.app, ["review", "--ledger", place], input="sss").output.splitlines()
    assert shown[-2:] == ["nothing more to review", "0 decided"]
