"""The pages of the documentation, cut into blocks, each with what the page's source says of running it.

A block that is fenced without a language, or as `bash`, `sh` or `console`, holds commands. What a program prints, and
what is a picture made of signs, is fenced as `text`. Two comments of HTML, which no reader sees, stand before a block that
is not run here: `<!-- not run: REASON -->`, and `<!-- run in FILE -->` for one that another test runs. A page of which
none is run says so in `<!-- not run on this page: REASON -->`; what a page takes for done is `<!-- run before: COMMAND -->`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = frozenset({"", "bash", "sh", "console"})
OTHERS = frozenset({"text", "python", "toml", "csv", "ini", "dockerfile", "json"})
_BLOCK = re.compile(
    r"(?m)^(?P<indent> *)```(?P<language>\w*)\n(?P<fenced>(?:.*\n)*?)(?P=indent)```$"
    r"|(?<=\n\n)(?P<deep>(?:    \S.*\n)+)"
)
_MARK = re.compile(r"<!-- (not run|run in):? (.+?) -->\s*\Z")
_WHOLE = re.compile(r"<!-- not run on this page: (.+?) -->")

_BEFORE = re.compile(r"<!-- run before: (.+?) -->")


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of a page: its `line` there, and `mark`, why they are not run ("") or which file runs them (`run_in`)."""

    page: Path
    line: int
    text: str
    mark: str = ""
    run_in: str = ""

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def lines(self) -> Iterator[str]:
        """The commands as they are typed, without what is said about them."""
        for line in self.text.replace("\\\n", " ").splitlines():
            told = re.sub(r"(^|\s)# .*", "", line).strip().removeprefix("$ ")
            if told:
                yield told


def blocks(page: Path) -> Iterator[tuple[str, str, int, str]]:
    """Every block of a page: its language ("" for an indented one too), its text, its line, and what stands before it."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        inner = found["fenced"] if found["deep"] is None else found["deep"]
        indent = len(found["indent"] or "") if found["deep"] is None else 4
        plain = "".join(line[indent:] if line.strip() else line for line in inner.splitlines(keepends=True))
        yield found["language"] or "", plain, text.count("\n", 0, found.start()) + 1, text[: found.start()].rstrip()


def commands(page: Path) -> list[Block]:
    """The blocks of commands in a page."""
    whole = _WHOLE.search(page.read_text(encoding="utf-8"))
    found = []
    for language, text, line, before in blocks(page):
        if language in COMMANDS:
            mark = _MARK.search(before)
            kind, about = mark.groups() if mark else ("", "")
            reason = about if kind == "not run" else whole[1] if whole else ""
            found.append(Block(page, line, text, reason, about if kind == "run in" else ""))
    return found


def presupposed(page: Path) -> list[str]:
    """The commands that a page takes for run."""
    return _BEFORE.findall(page.read_text(encoding="utf-8"))


def is_marked(before: str) -> bool:
    """Whether what stands before a block says that it is not run here."""
    return _MARK.search(before) is not None
