"""The folder layout is the architecture: each package imports only what LAYERS allows."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "entrevue"

LAYERS: dict[str, set[str]] = {
    "errors": set(),
    "settings": set(),
    "configuring": {"domain"},
    "domain": set(),
    "languages": {"domain"},
    "atlas": {"domain", "languages"},
    "intake": {"domain", "languages"},
    "encoder": {"domain"},
    "mentions": {"domain", "languages", "atlas"},
    "linking": {"domain", "languages", "atlas"},
    "accounts": {"domain", "languages", "linking"},
    "reading": {"domain", "languages", "encoder", "mentions", "linking", "accounts"},
    "training": {"domain", "languages", "atlas", "encoder", "mentions", "linking", "accounts", "reading", "wire"},
    "identity": {"domain", "languages", "atlas"},
    "ledger": {"domain", "identity"},
    "access": {"domain", "ledger"},
    "stores": {"domain", "ledger"},
    "inquiry": {"domain", "identity", "languages", "atlas", "ledger"},
    "exchange": {"domain", "identity", "atlas", "ledger", "inquiry"},
    "wiring": {"domain", "settings", "identity", "ledger", "access", "stores", "inquiry", "pipeline"},
    "pipeline": {"settings", "domain", "languages", "atlas", "intake", "mentions", "encoder", "reading"},
    "worker": {"settings", "domain", "intake", "pipeline"},
    "engines": set(),
    "scale": {"domain", "languages", "intake", "ledger", "pipeline", "worker", "engines", "wiring"},
    "watching": {"domain", "settings", "intake", "ledger", "inquiry", "worker", "wiring"},
    "wire": {"domain"},
    "web": {"domain", "access", "settings", "languages", "atlas", "pipeline", "wire", "wiring", "inquiry", "worker"}
    | {"exchange"},
    "cli": {"domain", "settings", "configuring", "languages", "pipeline", "wire", "intake", "wiring", "inquiry", "web"}
    | {"worker", "engines", "exchange", "scale", "watching"},
}


def internal_imports(path: Path) -> Iterator[str]:
    """Yield the entrevue packages a module imports, lazy imports included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "entrevue" and len(parts) > 1:
                yield parts[1]


def room(path: Path) -> str:
    """The package or top module that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


def test_layers_hold_no_cycle() -> None:
    tuple(TopologicalSorter(LAYERS).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_rooms_below_it(path: Path) -> None:
    own = room(path)
    if own in {"__init__", "__main__"}:
        return
    assert own in LAYERS, f"{own} has no place in the layers yet"
    wrong = {name for name in internal_imports(path) if name not in LAYERS[own] | {own, "errors"}}
    assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}"
