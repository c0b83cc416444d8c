"""Everything that Entrevue runs with is under a licence that is allowed, and stands in the documentation's table."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("licences", ROOT / "bench" / "licences.py")
assert _spec is not None
assert _spec.loader is not None
licences = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(licences)


def test_every_licence_is_allowed() -> None:
    assert {one.name: one.licence for one in licences.dependencies() if not one.allowed} == {}


def test_the_table_lists_every_dependency() -> None:
    listed = (ROOT / "docs" / "reference" / "licences.md").read_text(encoding="utf-8")
    missing = [one.name for one in licences.dependencies() if f"| {one.name} | {one.licence} |" not in listed]
    assert missing == [], "make the table anew: python bench/licences.py > docs/reference/licences.md"


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT AND Zlib", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-only", False),
        ("none told", False),
    ],
)
def test_an_expression_is_allowed_by_its_parts(licence: str, allowed: bool) -> None:
    assert licences.Dependency("x", licence, "1").allowed is allowed
