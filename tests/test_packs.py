"""Every language pack that is in the folder, checked by the schemas that the loaders use."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, get_args

import pytest

from entrevue import languages
from entrevue.errors import PackError
from entrevue.languages import Concern, Table, checking, closed, codes, load
from entrevue.languages.agenda import load_agenda
from entrevue.languages.chrome import load_chrome
from entrevue.languages.claims import load_claim_words
from entrevue.languages.demonyms import inflected, spelt
from entrevue.languages.patterns import nested_repeat
from entrevue.web.labels import TOPICS

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src" / "entrevue" / "languages" / "packs"
MODULES = [
    importlib.import_module(f"entrevue.languages.{one.name}") for one in pkgutil.iter_modules(languages.__path__)
]
SCHEMAS = {one.file: one for one in Concern.__subclasses__() if one.__module__.startswith("entrevue.languages.")}
FILES = sorted(PACKS.glob("*/*"))


def tables(schema: type[Table]) -> Iterator[type[Table]]:
    """A schema and those of the tables in it."""
    yield schema
    for field in schema.model_fields.values():
        for one in (field.annotation, *get_args(field.annotation)):
            if isinstance(one, type) and issubclass(one, Table):
                yield from tables(one)


TABLES = [table for schema in SCHEMAS.values() for table in tables(schema)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_of_a_pack_follows_its_schema(path: Path) -> None:
    assert path.suffix == ".toml"
    assert load(path.parent.name, SCHEMAS[path.stem])


def test_every_schema_has_a_file_of_its_own() -> None:
    assert len({schema.file for schema in SCHEMAS.values()}) == len(SCHEMAS)
    assert {path.stem for path in FILES} == set(SCHEMAS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_field_says_in_a_sentence_what_it_holds(table: type[Table]) -> None:
    assert table.__doc__
    for name, field in table.model_fields.items():
        told = field.description or ""
        assert told[:1].isupper() or told.startswith("`"), name
        assert told.endswith("."), name
        assert "\n" not in told, name


def test_a_language_that_is_read_has_every_concern() -> None:
    for code in codes("triggers"):
        assert all(code in codes(concern) for concern in SCHEMAS), code


def test_packs_are_opened_in_one_place_and_never_made_unchecked() -> None:
    """`load` alone opens a pack, and it lets nothing through that its schema did not check."""
    for path in (ROOT / "src" / "entrevue").rglob("*.py"):
        told = path.read_text(encoding="utf-8")
        assert "model_construct" not in told, path
        if path.parent.name == "languages":
            named = {node.attr for node in ast.walk(ast.parse(told)) if isinstance(node, ast.Attribute)}
            assert (named & {"read_text", "read_bytes", "open", "loads"} == set()) == (path.name != "__init__.py"), path


# What is written here in the words or the code of a language, and why that is no knowledge of a language.
NAMED = {
    ("atlas/codes.py", "en"): "names for tables in English",
}


def test_no_code_names_a_language() -> None:
    """What reads, compares and keeps knows languages from their packs alone: no code of one, no word with an accent."""
    rooms = (
        "atlas",
        "intake",
        "encoder",
        "mentions",
        "linking",
        "accounts",
        "identity",
        "languages",
        "ledger",
        "scale",
    )
    spelt_out = ("domain/text.py", "intake/decoding.py")  # letters that fold, and bytes of broken encodings
    for path in (ROOT / "src" / "entrevue").rglob("*.py"):
        place = path.relative_to(ROOT / "src" / "entrevue").as_posix()
        room = place.split("/")[0]
        if room not in rooms or place in spelt_out:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
                assert node.value not in codes() or (place, node.value) in NAMED, f"{place}:{node.lineno}"
                accents = room != "languages" and re.search("[à-öø-ÿœ]", node.value)  # descriptions have examples
                assert not accents, f"{place}:{node.lineno}"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs with one, `xx`; what is written into it is what loaders see."""
    monkeypatch.setattr(languages, "_PACKS", tmp_path)
    (tmp_path / "xx").mkdir()
    return tmp_path / "xx"


@pytest.mark.parametrize(
    "loader", [one for module in MODULES for name, one in vars(module).items() if name.startswith("load_")]
)
def test_every_loader_refuses_what_its_schema_does_not_know(loader: object, broken: Path) -> None:
    for name in SCHEMAS:
        (broken / f"{name}.toml").write_text("nothing_of_the_sort = 1", encoding="utf-8")
    with pytest.raises(PackError, match=r"^xx/\w+\.toml: "):
        loader("xx")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("file", "told", "error"),
    [
        ("agenda", "topics = {trade = '(a'}", "topics.trade: is no pattern (missing ), unterminated subpattern at position 0): (a"),
        ("chrome", "lines = ['menu', 'a|*']", "lines[1]: is no pattern (nothing to repeat at position 2): a|*"),
        ("agenda", "topics = {trade = '(?:a+)+b'}", "topics.trade: repeats what repeats, which can take for ever: (?:a+)+b"),
        ("agenda", "topics = {trade = 'x*'}", "topics.trade: fits where nothing stands, so everywhere: x*"),
        ("agenda", "topics = {trade = 'trade|'}", "topics.trade: fits where nothing stands, so everywhere: trade|"),
        ("agenda", "topics = {peas = 'petits pois'}", f"topics.peas: 'peas' is no topic; there are: {', '.join(closed.TOPICS)}"),
        ("posts", "[roles]\nking = ['roi']", f"roles.king: 'king' is no role; there are: {', '.join(closed.ROLES)}"),
        ("posts", "[posts]\n'head cooks' = ['chef']", "posts.head cooks: 'head cooks' is no post: a role, or a role and a duty"),
        ("posts", "[sides.Us]\nhead = ['chef']", "sides.Us: 'Us' is no code of a state: two capital letters"),
        ("posts", "xyz = ['roi']", "xyz: there is no such field"),
        ("names", "titels = ['roi']", "titels: there is no such field; did you mean titles?"),
        ("names", "titles = 'roi'", "titles: Input should be a valid tuple"),
        ("gate", "words = [", "Invalid value (at end of document)"),
        ("example", "code = 'yy'\ntext = ''", "code: is 'yy', unlike the folder"),
        ("triggers", "", "words: Field required"),
        pytest.param("names", f"titles = {'[' * 2000}{']' * 2000}", "is nested too deep", id="lists in lists"),
        pytest.param("names", f"{'a.' * 2000}b = 1", "is nested too deep", id="tables in tables"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_line_with_file_and_field(file: str, told: str, error: str, broken: Path) -> None:
    (broken / f"{file}.toml").write_text(told, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load("xx", SCHEMAS[file])
    assert str(refused.value) == f"xx/{file}.toml: {error}"


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("telling", "[kinds]\nvisit", "[kinds]\nvisite", "kinds.visite: 'visite' is no kind; there are: "),
        ("telling", "(?P<claim>", "(?P<clame>", "claims[0]: captures no group 'claim': "),
        ("claims", "(?P<when>", "(?:", "last[0]: captures no group 'when': "),
        ("claims", "supported", "true", "outcomes.true: 'true' is no outcome; there are: "),
        ("asking", "planned =", "plannd =", "statuses.plannd: 'plannd' is no status; there are: "),
        ("asking", "head-of-state", "heads-of-state", "roles.heads-of-state: 'heads-of-state' is no class of office; "),
        ("asking", '"week -1"', '"weak -1"', "times.weak -1: 'weak -1' is no step of time"),
        ("offices", "minister =", "ministre =", "heads.ministre: 'ministre' is no role of a head noun; there are: "),
        ("dates", "february = 2", "february = 22", "months.february: Input should be less than or equal to 12"),
        ("dates", "future =", "futur =", "tense.futur: there is no such field; did you mean future?"),
    ],
)
def test_a_slip_in_the_english_pack_is_told(file: str, old: str, new: str, error: str, broken: Path) -> None:
    told = (PACKS / "en" / f"{file}.toml").read_text(encoding="utf-8")
    assert old in told
    (broken / f"{file}.toml").write_text(
        told.replace(old, new, 1).replace('code = "en"', 'code = "xx"'), encoding="utf-8"
    )
    with pytest.raises(PackError) as refused:
        load("xx", SCHEMAS[file])
    assert str(refused.value).startswith(f"xx/{file}.toml: {error}")
    assert "\n" not in str(refused.value)


def test_the_topic_scheme_is_worded_by_every_pack_and_by_the_pages() -> None:
    assert set(closed.TOPICS) == set(TOPICS)
    for code in codes("agenda"):
        assert set(load_agenda(code).topics) == set(closed.TOPICS), code


def test_no_closed_list_has_a_value_twice() -> None:
    for name, values in vars(closed).items():
        if name.isupper():
            assert len(set(values)) == len(values), name


@pytest.mark.parametrize(
    ("word", "plural"), [("marocain", "marocains"), ("français", "français"), ("", "s"), ("Swede", "Swedes")]
)
def test_the_first_ending_that_fits_is_exchanged(word: str, plural: str) -> None:
    assert inflected(word, (("s", "s"), ("", "s"))) == plural


def test_a_word_without_any_of_the_endings_has_no_form() -> None:
    assert inflected("belge", (("ien", "o"),)) is None


def test_a_name_is_spelt_in_every_way() -> None:
    told = spelt("St. Kitts & Nevis", ((" & ", " and "), ("St. ", "Saint ")))
    assert list(told) == ["Saint Kitts & Nevis", "Saint Kitts and Nevis", "St. Kitts and Nevis"]
    assert list(spelt("Rwanda", ((" & ", " and "),))) == []


def test_a_checked_text_is_worded_for_the_reference_page() -> None:
    assert checking.pattern("source").words == "pattern that captures `source`"
    assert checking.pattern().words == "pattern"


@pytest.mark.parametrize("code", codes("chrome"))
def test_patterns_of_chrome_compile_and_spare_prose(code: str) -> None:
    chrome = load_chrome(code)
    prose = "le ministre a recu hier son homologue a la presidence pour evoquer la cooperation entre les deux pays."
    for pattern in (*chrome.lines, *chrome.openings):
        assert not re.fullmatch(pattern, prose), pattern
    for pattern in chrome.within:
        assert not re.search(pattern, prose), pattern


@pytest.mark.parametrize("code", codes("chrome"))
def test_what_a_line_of_chrome_holds_anywhere_stands_apart(code: str) -> None:
    """An expression between two ".*" takes tens of times as long to match as the same under `within`."""
    for pattern in load_chrome(code).lines:
        assert not pattern.startswith(".*"), pattern
        assert "|.*" not in pattern, pattern


@pytest.mark.parametrize("code", codes("claims"))
def test_patterns_of_claims_compile(code: str) -> None:
    words = load_claim_words(code)
    assert words.code == code
    for name, value in words:
        patterns = value.values() if isinstance(value, dict) else (value,) if isinstance(value, str) else value
        for pattern in patterns if name not in {"wording", "remarks", "outcomes"} else ():
            assert isinstance(pattern, int | tuple) or words.compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:a+)+",
        "(a*)*b",
        "(?:a|b+)*",
        r"(\w+ )+x",
        "(?=(a+)+)b",
        "(?:a{1,70}){1,9}",
        "(?:a{1,3}b?)*",
        "(a)(?(1)(b+)+|c)",
    ],
)
def test_a_pattern_that_repeats_what_repeats_is_found(pattern: str) -> None:
    assert nested_repeat(pattern)


@pytest.mark.parametrize(
    "pattern", ["a+b*", r"(?:, [^,;]{3,70},)?", r"(?:\w++ )*by", "(?:a{2}b?)*", "(?:a+){1,3}", "M. (", "", "(?:a?b)*"]
)
def test_other_patterns_are_let_be(pattern: str) -> None:
    assert not nested_repeat(pattern)


def test_a_pack_with_such_a_pattern_is_refused_wherever_it_stands(broken: Path) -> None:
    class Words(Concern):
        """A concern of the test."""

        file: ClassVar[str] = "words"

        words: tuple[str, ...]

    (broken / "words.toml").write_text("words = ['well', '(?:a+)+$']", encoding="utf-8")
    with pytest.raises(PackError, match=r"^xx/words.toml: words\[1\]: repeats what repeats"):
        load("xx", Words)
