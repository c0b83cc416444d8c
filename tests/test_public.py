"""The public names are a list; each of them loads and has its entry in the documentation."""

import re
from pathlib import Path

import entrevue

REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "python.md"


def test_public_names_are_those_that_are_documented() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert [name for name in entrevue.__all__ if f"`{name}`" not in text] == []


def test_every_public_name_has_an_example_that_runs() -> None:
    code = "\n".join(
        re.findall(r"```python\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    )  # test_docs.py runs it
    assert [name for name in entrevue.__all__ if not re.search(rf"\b{name}\b", code)] == []


def test_public_names_load_and_are_sorted() -> None:
    assert entrevue.__all__ == sorted(entrevue.__all__, key=lambda name: (name[0].islower(), not name.isupper(), name))
    for name in entrevue.__all__:
        assert getattr(entrevue, name).__doc__, name


def test_nothing_else_is_there() -> None:
    assert dir(entrevue) == sorted(entrevue.__all__)
