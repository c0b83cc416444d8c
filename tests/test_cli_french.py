"""Whoever reads no English is answered in French by every command: words of our own, lines made elsewhere, wrong use."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from typer.testing import CliRunner

from entrevue.cli import app, main, tongue
from entrevue.configuring import DEFAULTS
from entrevue.domain.engagements import Review
from entrevue.domain.queries import Query
from entrevue.domain.replies import Moderation
from entrevue.domain.users import Role, Scope
from entrevue.domain.watches import Channel, JobKind, WatchKind
from entrevue.exchange import FORMATS
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

SOURCE = Path(__file__).parents[1] / "src" / "entrevue"
LOCALE = Path(str(files("entrevue.cli"))) / "locale" / "fr"
Message = str | tuple[str, ...]
# English that would stand out; proper names, ids, options in backquotes and what reports say are taken out before.
ENGLISH = re.compile(
    r"\b(visit|visits|meeting|call|held|ongoing|planned|cancelled|visitor|host|with|from|report|reports|about"
    r"|account|accounts|the|and|no|not|of|known|already|new|nothing|undone|decision \d+ by|seen"
    r"|to|by|is|are|lost|made|reader|ledger|status|kind|when|who|where|what)\b"
)


def held(name: str) -> dict[Message, Message]:
    """The messages of a catalogue with what is said for them."""
    with (LOCALE / f"{name}.po").open("rb") as file:
        entries = [one for one in read_po(file, locale="fr") if one.id]
    return {_plain(one.id): _plain(one.string or "") for one in entries}


def _plain(text: str | Sequence[str]) -> Message:
    return text if isinstance(text, str) else tuple(text)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, by the name of what is called; also within the braces of texts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def constants(nodes: list[ast.expr]) -> list[str]:
    """The texts among them."""
    return [str(one.value) for one in nodes if isinstance(one, ast.Constant)]


def own() -> set[Message]:
    """What the command line says in words of its own, and values of others that it names by their word."""
    found: set[Message] = set()
    for path in (SOURCE / "cli").glob("*.py"):
        for name, call in calls(path):
            if name in {"said", "message"}:
                found.update(constants(call.args[:1]))
            elif name == "said_many":
                found.add(tuple(constants(call.args[:2])))
            elif name == "map" and getattr(call.args[0], "id", "") == "message":
                found.update(constants(call.args[1].elts))  # type: ignore[attr-defined]
    enums = (Role, Moderation, WatchKind, JobKind, Channel)
    found.update(one.value for enum in enums for one in enum)
    found.update(one.value for one in Review if one is not Review.OPEN)
    found.update(("report", "person", "replier", "default", "environment"))
    found.update(word for word in DEFAULTS.values() if " " in word or word == "rules")
    return found


def test_french_says_all_that_the_command_line_says() -> None:
    with Ledger(":memory:") as ledger:
        totals = set(ledger.status().totals)
    assert sorted(map(str, (own() | totals) - held("words").keys())) == []


def test_the_words_are_all_said() -> None:
    with Ledger(":memory:") as ledger:
        totals = set(ledger.status().totals)
    keys = {"entrevue", "python", "platform", "encoding", "parts", "model", "packs", "ledger"}  # of `info`
    assert sorted(map(str, held("words").keys() - own() - totals - keys)) == []


# Which argument of what is raised or noted holds the line.
LINES = {
    "Problem": 0,
    "UnreadablePage": 0,
    "BadParameter": 0,
    "UnusableOutput": 0,
    "UnusableLedger": 0,
    "SettingError": 0,
}


def lines_of(path: Path) -> Iterator[str]:
    """The lines that a module makes for users, each value of them as "…"."""
    for name, call in calls(path):
        losses = name == "note" and "loss" in ast.unparse(call.func)
        for node in call.args[:2] if losses else call.args[LINES[name] :][:1] if name in LINES else []:
            for one in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
                if isinstance(one, ast.Constant):
                    yield str(one.value)
                elif isinstance(one, ast.JoinedStr):
                    yield "".join(map(_shown, one.values))


def _shown(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "'…'" if isinstance(part, ast.FormattedValue) and part.conversion == ord("r") else "…"


ROOMS = (
    "cli",
    "exchange",
    "intake",
    "stores",
    "worker.py",
    "pipeline.py",
    "wiring.py",
    "settings.py",
    "web/serving.py",
)


def test_lines_made_elsewhere_have_their_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREVUE_LANGUAGE", "fr")
    modules = [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py")) or [SOURCE / room]]
    made = {line for path in modules for line in lines_of(path) if len(re.sub("[…:; ]", "", line)) > 3}
    assert len(made) > 100
    same = held("composed").keys()  # a word may be the same in both
    assert sorted(line for line in made if tongue.worded(line) == line and line not in same) == []


def test_values_stand_where_they_are_named() -> None:
    for name in ("words", "composed"):
        for message, said in held(name).items():
            for one in (said,) if isinstance(said, str) else said:
                source = message if isinstance(message, str) else " ".join(message)
                assert set(re.findall(r"%\((\w+)\)s", one)) <= set(re.findall(r"%\((\w+)\)s", source)), message
                assert one, message


def test_a_line_is_told_with_its_values_and_the_line_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREVUE_LANGUAGE", "fr")
    assert tongue.worded("cannot write a.html: Permission denied") == "a.html ne peut être écrit : accès refusé"
    assert tongue.worded("Invalid value for '--url': it is the address of a single page").endswith("d’une seule page")
    assert tongue.worded("what nobody translated") == "what nobody translated"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with every sort of thing that a command lists, told in French."""
    place = tmp_path_factory.mktemp("french") / "ledger.db"
    claim = "la deuxième visite à Rabat en moins de deux mois"
    with Ledger(place) as book:
        book.record(
            reading(Told(topics=("sécurité",), source="MAP"), url="https://a.example/1", title="Rabat", claim=claim)
        )
        book.record(reading(Told("visit", "2023-05-20", status="planned"), url="https://a.example/2", title="Encore"))
        book.record(reading(Told(city="Fès"), url="https://b.example/3", title="Fès", publisher="Le Matin"))
        first, second = book.find()[:2]
        book.accept(first.id, who="ada")
        book.correct(second.id, "city", "Rabat", who="ada")
        book.undo(who="ada")
        ada = book.users.add("ada", "a long enough password", role=Role.EDITOR, shown_as="Ada L.")
        book.tokens.add(ada, "nuit", [Scope.READ], days=3)
        book.alerts.add("Maroc", Query(), Channel.ATOM, None, private=False)
        book.watches.add("https://a.example/fil", WatchKind.FEED, "Fil", page=None, private=False)
    return place


COMMANDS = [
    "engagements",
    "engagements --limit 1",
    "engagements --state Togo",
    "participations",
    "dyads",
    "persons",
    "network",
    "network --sides",
    "dossier MA US",
    "dossier US",
    "timeline MA",
    "show {first}",
    "show {last}",
    "claims",
    "find visites Maroc 2023",
    "topics",
    "history",
    "accept {last} --by ada",
    "undo --by ada",
    "ledger status",
    "ledger verify",
    "ledger rederive",
    "user list",
    "token list",
    "reply list",
    "watch list",
    "watch log",
    "alert list",
    "config",
    "info",
    "review --by ada",
    *(f"export {name} -o {{out}}" for name in FORMATS),
]


def answered(command: str, ledger: Path) -> str:
    """What a command prints, without what is nobody's language."""
    with Ledger(ledger) as book:
        found = book.find()
    words = command.format(first=found[0].id, last=found[-1].id, out=ledger.parent / "out").split()
    environment = {"ENTREVUE_LANGUAGE": "fr", "ENTREVUE_LEDGER": str(ledger)}
    done = CliRunner().invoke(app, words, env=environment, input="eq")
    assert done.exit_code == 0, f"{command}: {done.output}"
    told = done.output.replace(str(ledger.parent), "")
    told = re.sub(r"`[^`]*`|https?://\S+|\S*[/_]\S+|[\w-]+\.[\w.]+|“[^”]*”", " ", told)
    if command in {"config", "info"}:  # names of settings and of libraries are typed as they stand
        told = re.sub(r"(?m)^ *[\w-]+ ", " ", told)
    for name in NAMES:
        told = told.replace(name, " ")
    return told


# What offices are called in the reports.
NAMES = ("CIA director", "DGST director", "FBI director", "director general")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_english_stands_in_what_a_command_prints(command: str, ledger: Path) -> None:
    told = answered(command, ledger)
    assert ENGLISH.findall(told) == [], told


def test_the_option_before_the_command_says_the_language(ledger: Path) -> None:
    told = [
        CliRunner().invoke(app, [*before, "engagements", "--state", "Togo", "--ledger", str(ledger)]).output
        for before in ([], ["--language", "fr"], [])
    ]
    assert told == ["No engagement found.\n", "Aucune rencontre trouvée.\n", "No engagement found.\n"]


WRONG = [
    "engagements --zork",
    "engagements --limit zero",
    "engagements --limit 0",
    "engagements --kind dance",
    "engagements --csv --json",
    "engagements --state Zorkland",
    "engagements --since soon",
    "zork",
    "show",
    "show e-none",
    "read",
    "read --url x page.txt",
    "read --lang xx page.txt",
    "accept",
    "export zork",
    "import csv a.csv",
    "engagements --ledger /nowhere/at-all.db",
    "watch run --every never",
    "--language xx engagements",
]


@pytest.mark.parametrize("command", WRONG)
def test_wrong_use_is_told_in_french(
    command: str, ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTREVUE_LANGUAGE", "fr")
    if "--ledger" not in command:
        monkeypatch.setenv("ENTREVUE_LEDGER", str(ledger))
    monkeypatch.setattr(sys, "argv", ["entrevue", *command.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = re.sub(r"`[^`]*`|--\w+|'[^']*'|« [^»]* »|\S*/\S+", " ", capsys.readouterr().err)
    assert told.startswith("entrevue: ")
    assert ENGLISH.findall(told) == [], told
