"""How much disk `pip install entrevue` takes: the package and everything that it depends on, as installed here.

    python bench/install_size.py
    python bench/install_size.py --without numpy onnxruntime

`--without`: packages that are left out, with what they alone need. Byte code is not counted; pip adds about a third to
what is Python.
"""

import argparse
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PACKAGE = Path(__file__).parents[1] / "src" / "entrevue"
_SHOWN = 12


def needed(name: str, without: frozenset[str], found: dict[str, int]) -> None:
    """Add the sizes of what a package depends on, in bytes."""
    for line in metadata.requires(name) or []:
        wanted = Requirement(line)
        key = canonicalize_name(wanted.name)
        if key in found or key in without or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            files = metadata.files(key) or []
        except metadata.PackageNotFoundError:
            continue
        places = [Path(str(file.locate())) for file in files if file.suffix != ".pyc"]
        found[key] = sum(place.stat().st_size for place in places if place.is_file())
        needed(key, without, found)


def main() -> None:
    """Print the sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", nargs="*", default=[])
    without = frozenset(map(canonicalize_name, parser.parse_args().without))
    found: dict[str, int] = {}
    wanted = Path(__file__).parents[1] / "pyproject.toml"

    for line in tomllib.loads(wanted.read_text(encoding="utf-8"))["project"]["dependencies"]:
        key = canonicalize_name(Requirement(line).name)
        if key not in without and key not in found:
            files = metadata.files(key) or []
            places = [Path(str(file.locate())) for file in files if file.suffix != ".pyc"]
            found[key] = sum(place.stat().st_size for place in places if place.is_file())
            needed(key, without, found)
    found["entrevue"] = sum(p.stat().st_size for p in _PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc")
    for name, size in sorted(found.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"{size / 1e6:8.1f} MB  {name}")
    print(f"{sum(found.values()) / 1e6:8.1f} MB  {len(found)} packages")


if __name__ == "__main__":
    main()
