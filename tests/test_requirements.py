"""What running needs is locked apart, and nothing in it is another than what the tests ran with."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TESTS_ALONE = ("hypothesis", "mypy", "pandas", "polars", "playwright", "pyarrow", "pytest", "ruff")


def locked(name: str) -> dict[str, str]:
    """The packages of a file, each with its version, marker and hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return {
        canonicalize_name(line.split("==")[0]): " ".join(line.split()) for line in text.splitlines() if "==" in line
    }


def test_running_needs_no_other_versions_than_were_tested() -> None:
    everything = locked("requirements.txt")
    for name, line in locked("requirements-run.txt").items():
        assert re.split(r" ;| --hash", line)[0] == re.split(r" ;| --hash", everything[name])[0]
        assert re.findall("--hash=\\S+", line) == re.findall("--hash=\\S+", everything[name])


def test_running_has_what_the_package_depends_on_and_nothing_of_the_tests() -> None:
    run = locked("requirements-run.txt")
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {canonicalize_name(Requirement(one).name) for one in told} <= set(run)
    assert not set(TESTS_ALONE) & set(run)
    assert set(TESTS_ALONE) <= set(locked("requirements.txt"))
