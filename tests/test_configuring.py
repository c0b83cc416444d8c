"""The configuration: the folder's file before the user's, the environment before both; what is no setting is told."""

from pathlib import Path

import pytest

from entrevue.cli import main
from entrevue.configuring import DEFAULTS, FILE, configure, settings
from entrevue.errors import SettingError


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    """A folder's file and a user's."""
    return tmp_path / "entrevue.toml", tmp_path / "user.toml"


def test_what_wins_is_told_with_its_origin(paths: tuple[Path, Path]) -> None:
    paths[0].write_text('port = 1\nmetrics = true\nhosts = ["a.example", "b.example"]\n', encoding="utf-8")
    paths[1].write_text('port = 2\nlanguage = "fr"\nworkers = 3\n', encoding="utf-8")
    found = {one.name: (one.value, one.origin) for one in settings({"ENTREVUE_WORKERS": "4"}, paths)}
    assert list(found) == list(DEFAULTS)
    assert (found["port"], found["language"]) == (("1", str(paths[0])), ("fr", str(paths[1])))
    assert (found["workers"], found["metrics"][0]) == (("4", "environment"), "true")
    assert (found["hosts"][0], found["jobs"][1]) == ("a.example,b.example", "default")


def test_files_fill_the_environment_where_it_says_nothing(paths: tuple[Path, Path]) -> None:
    paths[0].write_text('ledger = "here.db"\ntime_limit = 2.5\n', encoding="utf-8")
    environment = {"ENTREVUE_TIME_LIMIT": "9"}
    configure(environment, paths)
    assert environment == {"ENTREVUE_TIME_LIMIT": "9", "ENTREVUE_LEDGER": "here.db"}


def test_a_folder_that_one_was_sent_says_where_its_file_leads(
    paths: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths[0].write_text(
        'ledger = "postgresql://ada:s3cret@db.example/x"\nsmtp = "smtp://mail.example"\nhost = "0.0.0.0"\n'
        'cors = "*"\nport = 1\nlanguage = "fr"\n',
        encoding="utf-8",
    )
    paths[1].write_text('mail_from = "a@b.example"\n', encoding="utf-8")
    monkeypatch.chdir(paths[0].parent)
    told = configure({}, (Path(FILE), paths[1]))
    assert [one.name for one in told] == ["ledger", "host", "cors", "smtp"]
    assert not configure({}, (paths[1], Path(FILE).parent / "none.toml"))
    paths[0].write_text('ledger = "here.db"\nhost = "127.0.0.1"\n', encoding="utf-8")
    assert not configure({}, (Path(FILE), paths[1]))
    assert not configure({"ENTREVUE_HOST": "127.0.0.1"}, (Path(FILE), paths[1]))


def test_the_command_line_says_it_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_text('ledger = "postgresql://ada:s3cret@db.example/x"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["entrevue", "config"])
    monkeypatch.setenv("ENTREVUE_LEDGER", "")  # so that it is put back
    monkeypatch.delenv("ENTREVUE_LEDGER")
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr()
    assert "entrevue.toml in this folder sets ledger to postgresql://ada:***@db.example/x" in said.err
    assert "s3cret" not in said.err + said.out


def test_files_may_begin_with_the_mark_of_an_editor(paths: tuple[Path, Path]) -> None:
    paths[0].write_text("port = 1\n", encoding="utf-8-sig")
    assert {one.name: one.value for one in settings({}, paths)}["port"] == "1"


@pytest.mark.parametrize(
    ("content", "says"),
    [("ledgr = 1", "did you mean ledger"), ("zzz = 1", "there are: ledger"), ("port = ", "Invalid value"),
     ("port = {a = 1}", "cannot be"), ("hosts = [1]", "cannot be"), ('ledger = "a\\u0000b"', "NUL"),
     ("port = " + "[" * 10_000, "nested too deep"), (".".join("a" * 50_000) + " = 1", "longer than 50 kB")],
)  # fmt: skip
def test_what_is_no_setting_is_told_in_one_line(paths: tuple[Path, Path], content: str, says: str) -> None:
    paths[0].write_text(content, encoding="utf-8")
    with pytest.raises(SettingError, match=says) as error:
        settings({}, paths)
    assert "\n" not in str(error.value)
    assert str(paths[0]) in str(error.value)
