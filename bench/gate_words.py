"""The words by which pages are chosen: those that announce an engagement in the corpus' train split.

python bench/gate_words.py           print for each language what its pack's gate.toml and triggers.toml should hold
python bench/gate_words.py --write   write it there

For large runs (gate.toml) a word counts that is (part of) the trigger of an engagement at least 20 times, and in a
fifth of all places where it stands; for every reading (triggers.toml) one that is so twice, and in a hundredth. What
they keep of reports that they were not made from: `python bench/scale.py gates`.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from entrevue.domain.text import fold
from entrevue.languages.gate import words_in
from entrevue.training.annotation import Annotated, read_corpus
from entrevue.training.splits import read_splits

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src" / "entrevue" / "languages" / "packs"
_SHORTEST = 3  # letters


@dataclass(frozen=True)
class Chosen:
    """What one file of a pack holds: words told so often, and in such a share of all places where they stand."""

    often: int
    share: float
    what: str


FILES = {
    "gate": Chosen(20, 0.2, "Words by which a page is chosen before its article is taken out of it (entrevue scale)"),
    "triggers": Chosen(2, 0.01, "Words of which a report holds one, or nothing is read from it"),
}
_HEAD = """\
# {what}: lower case, no accents.
# Made from the triggers of the corpus' train split by `python bench/gate_words.py --write`; not to be edited by hand.
"""


def chosen(reports: Iterable[Annotated], often: int, share: float) -> tuple[str, ...]:
    """The words that announce an engagement so often, sorted."""
    told: Counter[str] = Counter()
    stands: Counter[str] = Counter()
    for report in reports:
        stands.update(words_in(fold(report.text)))
        for span in report.spans:
            if span.kind == "trigger":
                told.update(words_in(fold(report.quote(span))))
    return tuple(
        sorted(
            word
            for word, count in told.items()
            if len(word) >= _SHORTEST and count >= often and count >= share * stands[word]
        )
    )


def files(corpus: Path = ROOT / "corpus") -> dict[tuple[str, str], str]:
    """What the files of each language should hold, by language and file."""
    splits = read_splits(corpus / "plan.tsv")
    by_language: dict[str, list[Annotated]] = defaultdict(list)
    for report in read_corpus(corpus):
        if splits.get(report.id, "train") == "train":
            by_language[report.language].append(report)
    return {
        (code, file): as_toml(one.what, chosen(reports, one.often, one.share))
        for code, reports in sorted(by_language.items())
        for file, one in FILES.items()
    }


def as_toml(what: str, words: Iterable[str]) -> str:
    """A file with these words, one a line."""
    return _HEAD.format(what=what) + "words = [\n" + "".join(f'  "{word}",\n' for word in words) + "]\n"


def main() -> None:
    """Print or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    for (code, file), text in files().items():
        if write:
            (PACKS / code / f"{file}.toml").write_text(text, encoding="utf-8")
        print(f"{code} {file}: {text.count(chr(10)) - 4} words")
        if not write:
            print(text)


if __name__ == "__main__":
    main()
