"""The documentation as a site: every page as HTML, with its links, in a folder that needs nothing else.

python docs/site.py build/site
"""

import re
import shutil
import sys
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fdfcf8; --line: #ddd8cc; --link: #1c5d99; --code: #f1eee5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e0; --paper: #1a1a18; --line: #3b3a36; --link: #8bbcec; --code: #26261f; }
  img { background: #fdfcf8; border-radius: .3rem; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 Georgia, serif; }
.page { display: grid; grid-template-columns: 15rem minmax(0, 46rem); gap: 2.5rem; max-width: 66rem; margin: auto; padding: 1rem; }
nav { font: .9rem/1.5 system-ui, sans-serif; } nav ul { list-style: none; padding: 0; margin: 0 0 1rem; } nav b { display: block; }
a { color: var(--link); } nav a[aria-current] { font-weight: bold; color: inherit; text-decoration: none; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; }
code { background: var(--code); padding: .1em .3em; border-radius: .2rem; font-size: .88em; overflow-wrap: anywhere; }
pre { background: var(--code); padding: .8rem 1rem; overflow-x: auto; border-radius: .3rem; }
pre code { padding: 0; overflow-wrap: normal; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
img { max-width: 100%; height: auto; }
@media (max-width: 50rem) { .page { display: block; } nav { border-bottom: 1px solid var(--line); margin-bottom: 1rem; } }
"""
ROOMS = (
    ("", "Start"),
    ("docs", "Overview"),
    ("docs/how-to", "How to"),
    ("docs/reference", "Reference"),
    ("docs/why", "Why"),
)


def pages() -> list[Path]:
    """Every page, by the room it stands in."""
    found = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
    found += sorted((ROOT / "docs").rglob("*.md"))
    return [*found, ROOT / "corpus/README.md", ROOT / "corpus/DATASHEET.md"]


def title_of(page: Path) -> str:
    """The first heading of a page."""
    return re.sub("[`*]", "", page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ").strip())


def target_of(page: Path) -> Path:
    """Where a page goes, from the site's root."""
    path = page.relative_to(ROOT)
    return Path("index.html") if path == Path("README.md") else path.with_suffix(".html")


def up(page: Path) -> str:
    """The way from a page to the site's root."""
    return "../" * (len(target_of(page).parts) - 1)


def menu(page: Path) -> str:
    """Links to every page, this one marked."""
    parts = []
    for room, name in ROOMS:
        own = [one for one in pages() if str(one.parent.relative_to(ROOT)) == (room or ".")]
        items = [
            f'<li><a href="{up(page)}{target_of(one)}"{" aria-current=page" if one == page else ""}>{escape(title_of(one))}</a></li>'
            for one in own
        ]
        parts.append(f"<b>{name}</b><ul>{''.join(items)}</ul>")
    return "".join(parts)


def linked(html: str, page: Path) -> str:
    """The page with links to pages of the site, anchors at its headings, and tables that scroll."""
    known = {one.resolve() for one in pages()}

    def leads(match: re.Match[str]) -> str:
        target, mark, place = match[1].partition("#")
        path = (page.parent / target).resolve()
        if "://" in target or not target:
            return match[0]
        if path in known:
            return f'href="{up(page)}{target_of(path)}{mark}{place}"'
        return f'href="{up(page)}{path.relative_to(ROOT)}"' if path.is_relative_to(ROOT) else match[0]

    def named(match: re.Match[str]) -> str:
        words = re.sub(r"<[^>]+>|[^\w\s-]", "", match[2]).strip().lower()
        place = re.sub(r"\s+", "-", words)
        return f'<h{match[1]} id="{place}">{match[2]}</h{match[1]}>'

    html = re.sub(r'href="([^"]*)"', leads, html)
    html = re.sub(r"<h([2-4])>(.*?)</h\1>", named, html)
    return html.replace("<table>", '<div class="table"><table>').replace("</table>", "</table></div>")


def build(folder: Path) -> None:
    """Write the site."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for page in pages():
        target = folder / target_of(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        body = linked(markdown.render(page.read_text(encoding="utf-8")), page)
        target.write_text(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(title_of(page))} · Entrevue</title><style>{STYLE}</style></head>"
            f'<body><div class="page"><nav aria-label="Pages">{menu(page)}</nav><main>{body}</main></div></body></html>',
            encoding="utf-8",
        )
    for name in ("docs/pictures", "docs/data"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    for name in ("LICENSE", "CITATION.cff", "corpus/GUIDE.md"):
        shutil.copy(ROOT / name, folder / name)
    print(f"{len(pages())} pages: {folder / 'index.html'}")


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/site"))
