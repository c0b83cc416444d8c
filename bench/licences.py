"""The licences of everything that Entrevue runs with: a table, and whether each is one that is allowed.

    python bench/licences.py > docs/reference/licences.md
    python bench/licences.py --check
    python bench/licences.py --pins

What is listed are the dependencies of `pyproject.toml` and theirs, as installed here. `--check` prints those whose
licence is not allowed, and exits with 1 where there are any; `--pins` prints the packages with their versions, for a
bill of materials. Licences are told in many ways: as an expression (PEP 639),
by a classifier, or in free words; `_SAME` is how those that were met are written in SPDX.
"""

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
ALLOWED = frozenset(
    (
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "CNRI-Python", "HPND", "ISC",
        "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
        "PSF-2.0", "Python-2.0", "Unicode-3.0", "Unlicense", "Zlib",
    )
)  # fmt: skip
_SAME = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "isc license": "ISC",
    "mit license": "MIT",
    "mit no attribution license (mit-0)": "MIT-0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu library or lesser general public license (lgpl)": "LGPL-3.0-or-later",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
# What their own files say, where their metadata say nothing or too little.
_TOLD_ELSEWHERE = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}


@dataclass(frozen=True)
class Dependency:
    """A package that Entrevue runs with."""

    name: str
    licence: str  # an SPDX expression, or what the package says in its own words

    version: str

    @property
    def allowed(self) -> bool:
        """Whether every licence of an expression is allowed; of a choice ("OR"), one."""
        return any(
            all(one.strip("() ") in ALLOWED for one in re.split(r" AND ", choice))
            for choice in re.split(r" OR ", self.licence)
        )


def dependencies() -> list[Dependency]:
    """Everything that is installed for Entrevue to run, in the order of the names."""
    told = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    waiting = [(Requirement(one), "") for one in told]
    found: dict[str, Dependency] = {}
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        if (name, *requirement.extras) in seen:
            continue
        seen.add((name, *requirement.extras))
        found[name] = Dependency(name, licence_of(name), metadata.version(name))
        for line in metadata.requires(name) or ():
            waiting += [(Requirement(line), one) for one in ("", *requirement.extras)]
    return [found[name] for name in sorted(found)]


def licence_of(name: str) -> str:
    """The licence that a package tells."""
    if name in _TOLD_ELSEWHERE:
        return _TOLD_ELSEWHERE[name]
    told = metadata.metadata(name)
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", ()) if one.startswith("License ::")]
    words = str(told.json.get("license_expression", ""))
    if not words:
        classified = {_spdx(one) for one in classifiers if one != "OSI Approved"}
        free = _spdx(str(told.json.get("license", "")).strip().partition("\n")[0])
        words = free if free in ALLOWED or not classified else " AND ".join(sorted(classified))
    return words or "none told"


def _spdx(words: str) -> str:
    return _SAME.get(words.lower(), words)


def table() -> str:
    """The table as the documentation has it."""
    rows = [f"| {one.name} | {one.licence} |" for one in dependencies()]
    head = (
        "# Licences of the dependencies",
        "",
        "Everything that Entrevue runs with and the licence that each tells. Made by `python bench/licences.py`; a test"
        " refuses any that is not on the list of those allowed there.",
        "",
        "| package | licence |",
        "| --- | --- |",
    )
    return "\n".join((*head, *rows)) + "\n"


def main() -> None:
    """Print the table, or what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only what is not allowed")
    parser.add_argument("--pins", action="store_true", help="only names and versions")
    options = parser.parse_args()
    if options.pins:
        sys.stdout.writelines(f"{one.name}=={one.version}\n" for one in dependencies())
        return
    if not options.check:
        sys.stdout.write(table())
        return
    wrong = [one for one in dependencies() if not one.allowed]
    for one in wrong:
        print(f"{one.name}: {one.licence}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
