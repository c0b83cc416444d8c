"""The words by which large runs choose pages: those that often announce an engagement in the corpus' train split.

python bench/gate_words.py           print for each language what its pack's gate.toml should hold
python bench/gate_words.py --write   write it there

A word counts that is (part of) the trigger of an engagement at least 20 times, and in a fifth of all places where it
stands. What they keep of reports that they were not made from: `python bench/scale.py gates`.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from entrevue.domain.text import fold
from entrevue.languages.gate import words_in
from entrevue.training.annotation import Annotated, read_corpus
from entrevue.training.splits import read_splits

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src" / "entrevue" / "languages" / "packs"
_OFTEN = 20
_SHARE = 0.2
_SHORTEST = 3  # letters
_HEAD = """\
# Words by which a page is chosen before its article is taken out of it (entrevue scale): lower case, no accents.
# Made from the triggers of the corpus' train split by `python bench/gate_words.py --write`; not to be edited by hand.
"""


def chosen(reports: Iterable[Annotated]) -> tuple[str, ...]:
    """The words that announce an engagement often, sorted."""
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
            if len(word) >= _SHORTEST and count >= _OFTEN and count >= _SHARE * stands[word]
        )
    )


def files(corpus: Path = ROOT / "corpus") -> dict[str, str]:
    """What the gate.toml of each language should hold."""
    splits = read_splits(corpus / "plan.tsv")
    by_language: dict[str, list[Annotated]] = defaultdict(list)
    for report in read_corpus(corpus):
        if splits.get(report.id, "train") == "train":
            by_language[report.language].append(report)
    return {code: as_toml(chosen(reports)) for code, reports in sorted(by_language.items())}


def as_toml(words: Iterable[str]) -> str:
    """A gate.toml with these words, one a line."""
    return _HEAD + "words = [\n" + "".join(f'  "{word}",\n' for word in words) + "]\n"


def main() -> None:
    """Print or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    for code, text in files().items():
        if write:
            (PACKS / code / "gate.toml").write_text(text, encoding="utf-8")
        print(f"{code}: {text.count(chr(10)) - 4} words")
        if not write:
            print(text)


if __name__ == "__main__":
    main()
