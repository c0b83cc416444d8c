"""The reference page of language packs is what the schemas say, and every pack is in it."""

import importlib.util
import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from entrevue.languages import codes
from entrevue.languages.checking import Kind, Month, Pattern, pattern

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("packs", ROOT / "bench" / "packs.py")
assert _spec is not None
assert _spec.loader is not None
packs = importlib.util.module_from_spec(_spec)
sys.modules["packs"] = packs  # dataclasses look for their module there
_spec.loader.exec_module(packs)


def test_the_page_is_what_the_schemas_say() -> None:
    made = packs.PAGE.read_text(encoding="utf-8") == packs.page()
    assert made, "make the page anew: python bench/packs.py --write"


def test_a_page_that_differs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "PAGE", tmp_path / "packs.md")
    monkeypatch.setattr(sys, "argv", ["packs.py"])
    with pytest.raises(SystemExit, match="--write"):
        packs.main()
    monkeypatch.setattr(sys, "argv", ["packs.py", "--write"])
    packs.main()
    monkeypatch.setattr(sys, "argv", ["packs.py"])
    packs.main()


def test_every_file_has_its_section_and_says_who_asks_for_it() -> None:
    text = packs.PAGE.read_text(encoding="utf-8")
    sections = re.findall(r"(?m)^## (\w+)\.toml$", text)
    assert sections == sorted(path.stem for path in {one.name: one for one in _files()}.values())
    assert len(re.findall(r"(?m)^Asked for by `", text)) == len(sections)
    assert set(packs._ROOMS) == {room for schema in packs.schemas() for room in packs.askers(schema)}


def _files() -> list[Path]:
    return [path for code in codes() for path in (ROOT / "src/entrevue/languages/packs" / code).iterdir()]


def test_every_closed_list_that_a_field_is_checked_by_is_on_the_page() -> None:
    kinds = {row.kind for schema in packs.schemas() for row in packs.rows(schema, [])}
    named = {name for name in packs._LISTS if any(re.search(rf"\b{name}\b", kind) for kind in kinds)}
    assert named == set(packs._LISTS)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (str, "text"),
        (tuple[str, ...], "texts"),
        (tuple[tuple[str, ...], ...], "lists of texts"),
        (tuple[Pattern, ...], "patterns"),
        (tuple[Annotated[str, pattern("one", "two")], ...], "patterns that capture `one` and `two`"),
        (tuple[tuple[str, str], ...], "pairs: text and text"),
        (dict[Kind, tuple[str, ...]], "table: kind → texts"),
        (dict[str, Month], "table: text → number from 1 to 12"),
        (Literal["a", "b"], "`a` or `b`"),
        (bool, "`true` or `false`"),
    ],
)
def test_a_type_is_told_in_words(kind: Any, words: str) -> None:
    assert packs.in_words(kind) == words


@pytest.mark.parametrize(
    ("told", "example"),
    [
        ([(), ("a",)], '`["a"]`'),
        ([{"day -1": ("hier",)}], '`{"day -1" = ["hier"]}`'),
        ([r"\b(a|b)"], r"`'\b(a\|b)'`"),
        ([False], "`false`"),
        ([(), {}], ""),
    ],
)
def test_an_example_is_what_the_first_pack_has_that_has_any(told: list[Any], example: str) -> None:
    text = packs.example_of(told)
    assert (f"`{packs._cell(text)}`" if text else "") == example
